"""How long to wait before asking again: doubled with each failure, and as the other side wishes."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def doubled(failures: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """The wait after so many failures in a row, from 1: `first`, then twice as long each time."""
    # Held down before it is multiplied: many failures would overflow.
    times: int = min(2 ** min(max(failures, 1) - 1, 64), longest // first + 1)
    return min(first * times, longest)


def retry_after(header: str | None, *, now: datetime, longest: timedelta) -> datetime | None:
    """The moment that a Retry-After header names, in seconds or as a date (RFC 9110, 10.2.3); None
    where it names none. Never more than `longest` ahead, and never past."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return now + min(timedelta(seconds=int(text[:9])), longest)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return min(max(moment, now), now + longest)
