"""The audit log: who did what, when and from where. Lines are added and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from feedsvc.core.model import Entry, EntryDraft


@dataclass(frozen=True, slots=True)
class Note:
    """What was done: `action` ("published") to a `kind` of thing ("entry") and which, in which office
    (uuid). `detail` holds plain values, among them the names of changed `fields`; never a secret.
    """

    action: str
    kind: str
    object: str
    office: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """A line of the log. `actor` is the name as it was, `account` its uuid or None for the machine;
    `origin` is an IP address or "", `via` the name of the token that was shown or ""."""

    id: int
    at: datetime
    actor: str
    account: str | None
    origin: str
    via: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which lines are asked for: those that fit all that is given, the latest first.

    `before` is the id of the last line of the page before this one; `since` and `until` are moments,
    `until` itself left out.
    """

    kind: str | None = None
    action: str | None = None
    object: str | None = None
    account: str | None = None
    office: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 100


_OF_AN_ENTRY = tuple(each.name for each in fields(EntryDraft) if each.name != "id")


def entry_note(action: str, before: Entry | None, after: Entry, *, office: str, reason: str = "") -> Note:
    """What was done to an entry, with the names of the fields that are others than before and the
    reason that was given; `office` is the uuid of its office."""
    changed = [name for name in _OF_AN_ENTRY if before and getattr(before, name) != getattr(after, name)]
    detail: dict[str, Any] = {"title": after.title, "version": after.version}
    detail |= {"fields": changed} if changed else {}
    return Note(action, "entry", after.uuid, office, detail | ({"reason": reason} if reason else {}))
