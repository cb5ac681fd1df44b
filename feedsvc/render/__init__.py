"""FeedDocument to bytes, one module a format."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from feedsvc.core.feed import FeedDocument
from feedsvc.core.model import Format
from feedsvc.render.atom import atom
from feedsvc.render.jsonfeed import json_feed
from feedsvc.render.rss import rss

CONTENT_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.ATOM: "application/atom+xml; charset=utf-8",
        Format.RSS: "application/rss+xml; charset=utf-8",
        # RFC 8259, section 11: JSON media types have no charset parameter.
        Format.JSON: "application/feed+json",
    }
)

_RENDERERS: Mapping[Format, Callable[[FeedDocument], bytes]] = MappingProxyType(
    {Format.ATOM: atom, Format.RSS: rss, Format.JSON: json_feed}
)


def render(document: FeedDocument, fmt: Format) -> bytes:
    """The feed in a format, in UTF-8. Equal documents give equal bytes.

    Titles and the subtitle must not be empty, and texts must be clean (`core.text`): both are seen
    to when an entry is written. Raises ValueError where they are not.
    """
    return _RENDERERS[fmt](document)
