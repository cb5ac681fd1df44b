"""FeedDocument to bytes, one module a format.

A feed is made of an envelope and of a fragment for each entry, so that whoever keeps fragments has
to make only those that changed (speed.md: 0.23 ms against 9.2 ms for 50 entries).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Format
from feedsvc.render.atom import atom_envelope, atom_fragment, atom_updated
from feedsvc.render.envelope import Envelope
from feedsvc.render.jsonfeed import json_envelope, json_fragment, json_updated
from feedsvc.render.rss import rss_envelope, rss_fragment, rss_updated

CONTENT_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.ATOM: "application/atom+xml; charset=utf-8",
        Format.RSS: "application/rss+xml; charset=utf-8",
        # RFC 8259, section 11: JSON media types have no charset parameter.
        Format.JSON: "application/feed+json",
    }
)


@dataclass(frozen=True, slots=True)
class _Writing:
    """How a format is written; `updated` is the feed's own date as it stands there, with what makes
    it stand there once."""

    envelope: Callable[[FeedDocument], Envelope]
    fragment: Callable[[FeedEntry], bytes]
    updated: Callable[[datetime], bytes]


_FORMATS: Mapping[Format, _Writing] = MappingProxyType(
    {
        Format.ATOM: _Writing(atom_envelope, atom_fragment, atom_updated),
        Format.RSS: _Writing(rss_envelope, rss_fragment, rss_updated),
        Format.JSON: _Writing(json_envelope, json_fragment, json_updated),
    }
)
_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)


def envelope(document: FeedDocument, fmt: Format) -> Envelope:
    """All of a feed but its entries. Raises ValueError for an empty title or subtitle."""
    written = _FORMATS[fmt].updated
    # Without entries: else what is kept would hold whole digests, and what is not published yet.
    undated = _envelope(replace(document, updated=_NO_DATE, entries=()), fmt)
    return undated.dated(written(_NO_DATE), written(document.updated))


@lru_cache(maxsize=512)
def _envelope(document: FeedDocument, fmt: Format) -> Envelope:
    """Kept, since what is published in a feed changes nothing of it but the date."""
    return _FORMATS[fmt].envelope(document)


def fragment(entry: FeedEntry, fmt: Format) -> bytes:
    """An entry as it stands in every feed of a format. Raises ValueError for an empty title."""
    return _FORMATS[fmt].fragment(entry)


def render(document: FeedDocument, fmt: Format) -> bytes:
    """The feed in a format, in UTF-8. Equal documents give equal bytes.

    Titles and the subtitle must not be empty, and texts must be clean (`core.text`): both are seen
    to when an entry is written. Raises ValueError where they are not.
    """
    return envelope(document, fmt).around([fragment(entry, fmt) for entry in document.entries])
