"""Digests: what was released in a channel during a day, week or month, as it stood at its close."""

from dataclasses import dataclass
from datetime import datetime

from feedsvc.core.model import Entry
from feedsvc.core.periods import Span


@dataclass(frozen=True, slots=True)
class DigestLine:
    """An entry in a digest: its version at the close, and its office's name then, in its language."""

    uuid: str
    version: int
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A closed period of a channel, as stored for good; the last that was released is the first line.

    `closed` is the moment at which the period was over, `number` the change number of its storing;
    its dates are in `time_zone`.
    """

    span: Span
    closed: datetime
    time_zone: str
    number: int
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class DigestItem:
    """An entry as it stood at the close, and the name of its office."""

    entry: Entry
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDigest:
    """A digest with what still stands of it, and the moments at which the rest was withdrawn."""

    digest: Digest
    items: tuple[DigestItem, ...]
    withdrawn: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How far the digests of an office, or of no office, are closed.

    Everything that was released before `until`, and stored under a change number up to `number`,
    is in a digest already; `last` is the period that was closed last. Where none was, both are
    None, and there is nothing before `until`.
    """

    last: Span | None = None
    until: datetime
    number: int | None = None
