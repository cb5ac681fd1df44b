"""Work that is done by the clock and after commits, at least once: what a job is, when it is tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.core.waiting import doubled

LEASE = timedelta(minutes=10)
"""How long a worker holds what it took: longer than any fetch and what follows it takes."""

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a job or a source, and until when."""

    holder: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work. `attempts` counts those begun, `last_error` is a sentence or ""; one that
    failed too often is `dead` and waits for a person."""

    id: int
    kind: str
    payload: Mapping[str, str]
    created: datetime
    due: datetime
    attempts: int = 0
    last_error: str = ""
    dead: bool = False
    lease: Lease | None = None


def next_try(attempts: int, *, now: datetime) -> datetime:
    """When a job is tried again that failed so many times."""
    return now + doubled(attempts, first=_FIRST_WAIT, longest=_LONGEST_WAIT)


def error_text(text: str) -> str:
    """What is kept of an error: its first line, not without end."""
    return text.strip().partition("\n")[0][:_LONGEST_ERROR]
