"""The key at which the next page of a news list goes on: `2020-06-12T09:00:00Z_<uuid>`."""

import re
from datetime import UTC, datetime

from feedsvc.core.dates import rfc3339
from feedsvc.core.model import Entry

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ)_({_UUID})", re.ASCII)


def is_uuid(text: str) -> bool:
    """Whether it is a uuid in its usual form of lower-case letters."""
    return re.fullmatch(_UUID, text) is not None


def published_of(entry: Entry) -> datetime:
    """When a released entry came out. Raises ValueError for another."""
    if entry.published is None:
        raise ValueError(f"entry {entry.uuid} is not released")
    return entry.published


def key_of(entry: Entry) -> str:
    """The key of the page that goes on after a released entry."""
    return f"{rfc3339(published_of(entry))}_{entry.uuid}"


def parse_key(text: str) -> tuple[datetime, str] | None:
    """The date and uuid of a key; None where it is none (pages ignore what they do not know)."""
    match = _KEY.fullmatch(text)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC), match[2]
    except ValueError:
        return None
