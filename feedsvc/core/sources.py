"""Kept sources: other sites' feeds and pages that are read again and again, and what follows from
each reading. Pure: `services.sources` does the asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from feedsvc.core.waiting import doubled
from feedsvc.core.work import Lease

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=30)
LONGEST_RETRY_AFTER = timedelta(days=7)
_LONGEST_WAIT = timedelta(days=1)
_FORMER_KEPT = 10


class SourceState(StrEnum):
    """Whether a source is read."""

    ACTIVE = "active"
    PAUSED = "paused"  # by a person
    GONE = "gone"  # it said so itself (410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kept source, as stored. `office` is a slug; `every` the time between readings.

    `failures` counts those in a row; `last_error` is a sentence on what was wrong at the last
    reading, or "". `moving_to` is where permanent redirects led last time, `former_urls` are those
    it moved from, the first of all first. `last_counts` are the outcomes of the last import.
    """

    uuid: str
    url: str
    office: str
    every: timedelta
    created: datetime
    by: str
    next_poll: datetime
    language: str | None = None
    format: str = "auto"
    state: SourceState = SourceState.ACTIVE
    etag: str | None = None
    last_modified: str | None = None
    last_poll: datetime | None = None
    last_success: datetime | None = None
    last_status: int | None = None
    last_error: str = ""
    failures: int = 0
    moving_to: str | None = None
    former_urls: tuple[str, ...] = ()
    last_counts: Mapping[str, int] = field(default_factory=dict)
    lease: Lease | None = None

    @property
    def name(self) -> str:
        """Under what an import keeps what this source says: the first address it had."""
        return f"source:{self.former_urls[0] if self.former_urls else self.url}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What came of one reading. `failed` says that nothing could be taken; `said` what was wrong.

    `etag` and `last_modified` are those to be sent next time. `not_before` is when the other site
    wants to be asked again. `counts` is None where it had nothing new (304).
    """

    at: datetime
    status: int | None = None
    failed: bool = False
    said: str = ""
    is_gone: bool = False
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_before: datetime | None = None
    counts: Mapping[str, int] | None = None


def after(source: Source, poll: Poll) -> Source:
    """The source as it is after a reading: when it is read next, and where."""
    noted = replace(source, last_poll=poll.at, last_status=poll.status, last_error=poll.said, lease=None)
    if not poll.failed:
        return _after_success(_moved(noted, poll.moved_to), poll)
    failures = source.failures + 1
    wait = doubled(failures, first=source.every, longest=max(_LONGEST_WAIT, source.every))
    return replace(
        noted,
        failures=failures,
        state=SourceState.GONE if poll.is_gone else source.state,
        next_poll=max(poll.at + wait, poll.not_before or poll.at),
    )


def _after_success(source: Source, poll: Poll) -> Source:
    return replace(
        source,
        failures=0,
        last_success=poll.at,
        etag=poll.etag,
        last_modified=poll.last_modified,
        last_counts=source.last_counts if poll.counts is None else poll.counts,
        next_poll=max(poll.at + source.every, poll.not_before or poll.at),
    )


def _moved(source: Source, target: str | None) -> Source:
    """A permanent redirect moves the stored URL when it is met twice in a row: one may be a mistake,
    or a hotel's sign-in page."""
    if target is None or target != source.moving_to:
        return replace(source, moving_to=target)
    return with_url(source, target)


def with_url(source: Source, url: str) -> Source:
    """The source at another address; what it said so far stays what this source said."""
    former = (*source.former_urls, source.url)
    return replace(source, url=url, moving_to=None, former_urls=(*former[:1], *former[1:][-_FORMER_KEPT:]))


def health(source: Source) -> str:
    """How a source fares, in a word: paused, gone, new, failing, partly or well."""
    if source.state is not SourceState.ACTIVE:
        return source.state.value
    if source.last_poll is None:
        return "new"
    if source.failures:
        return "failing"
    return "partly" if source.last_error else "well"
