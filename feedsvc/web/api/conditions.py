"""Entity tags and If-Match: nobody's change is lost because another one came in between."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from feedsvc.core.errors import Stale
from feedsvc.core.model import Entry

_TAG = re.compile(r'\s*(?P<weak>W/)?"(?P<opaque>[\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')


def entry_tag(entry: Entry) -> str:
    """The strong tag of an entry: its version and, since its translations show in it too, the
    number of its last visible change."""
    tag = f"{entry.version}-{entry.changed or 0}"
    if entry.released or not entry.translations:
        return tag
    # What readers do not see takes no number when a translation of it comes or goes.
    return f"{tag}-{record_tag([each.uuid for each in entry.translations])}"


def record_tag(record: Any) -> str:
    """The strong tag of what has no version: made of all that is shown of it."""
    return hashlib.blake2b(msgspec.json.encode(record), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The tags of an If-Match header (RFC 9110, 13.1.1); `anything` is `*`.

    Weak tags match nothing (strong comparison, 8.8.3.2).
    """

    tags: frozenset[str] = frozenset()
    anything: bool = False

    def require(self, tag: str) -> None:
        """Raises Stale where the thing is another than was seen."""
        if not self.anything and tag not in self.tags:
            raise Stale("It has changed since you read it: read it again, and send its new ETag in If-Match.")


def if_match(header: str) -> IfMatch:
    """What an If-Match header says; what cannot be read matches nothing."""
    if header.strip() == "*":
        return IfMatch(anything=True)
    tags, at = set(), 0
    while at < len(header) and (found := _TAG.match(header, at)):
        if not found["weak"]:
            tags.add(found["opaque"])
        at = found.end()
    return IfMatch(frozenset(tags) if at >= len(header) else frozenset())
