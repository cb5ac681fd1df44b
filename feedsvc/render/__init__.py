"""FeedDocument to bytes, one module a format.

A feed is made of an envelope and of a fragment for each entry, so that whoever keeps fragments has
to make only those that changed (speed.md: 0.23 ms against 9.2 ms for 50 entries).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Format
from feedsvc.render.atom import atom_envelope, atom_fragment
from feedsvc.render.envelope import Envelope
from feedsvc.render.jsonfeed import json_envelope, json_fragment
from feedsvc.render.rss import rss_envelope, rss_fragment

CONTENT_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.ATOM: "application/atom+xml; charset=utf-8",
        Format.RSS: "application/rss+xml; charset=utf-8",
        # RFC 8259, section 11: JSON media types have no charset parameter.
        Format.JSON: "application/feed+json",
    }
)

_FORMATS: Mapping[Format, tuple[Callable[[FeedDocument], Envelope], Callable[[FeedEntry], bytes]]] = (
    MappingProxyType(
        {
            Format.ATOM: (atom_envelope, atom_fragment),
            Format.RSS: (rss_envelope, rss_fragment),
            Format.JSON: (json_envelope, json_fragment),
        }
    )
)


def envelope(document: FeedDocument, fmt: Format) -> Envelope:
    """All of a feed but its entries. Raises ValueError for an empty title or subtitle."""
    return _FORMATS[fmt][0](document)


def fragment(entry: FeedEntry, fmt: Format) -> bytes:
    """An entry as it stands in every feed of a format. Raises ValueError for an empty title."""
    return _FORMATS[fmt][1](entry)


def render(document: FeedDocument, fmt: Format) -> bytes:
    """The feed in a format, in UTF-8. Equal documents give equal bytes.

    Titles and the subtitle must not be empty, and texts must be clean (`core.text`): both are seen
    to when an entry is written. Raises ValueError where they are not.
    """
    return envelope(document, fmt).around([fragment(entry, fmt) for entry in document.entries])
