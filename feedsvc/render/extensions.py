"""What feedgen 1.0.0 cannot say, common to Atom and RSS: Dublin Core, Media RSS, whole links.

feedgen makes its extension objects by calling what is registered, without arguments; here that is
`functools.partial` of one of these classes, so that each holds its document or entry from birth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Image
from feedsvc.core.text import html_of_paragraphs

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
HISTORY = "http://purl.org/syndication/history/1.0"
NAMESPACES: Mapping[str, str] = {"dc": DC, "media": MEDIA}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Namespaces(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares what the entries use."""

    def extend_ns(self) -> dict[str, str]:
        """The namespaces that the feed's root declares (called by feedgen)."""
        return dict(NAMESPACES)


@dataclass(frozen=True)
class FeedExtension(Namespaces):
    """The part of a feed that is not an entry's."""

    document: FeedDocument

    def extend_ns(self) -> dict[str, str]:
        """Declares what archived documents need, in them alone."""
        return super().extend_ns() | ({"fh": HISTORY} if self.document.history.is_archive else {})

    def put_history(self, feed: etree._Element, link: str, kind: str) -> None:
        """The archive's mark and its links (RFC 5005, section 4), of which feedgen takes none: `link`
        is the tag of a link here, `kind` the media type of the feed."""
        if self.document.history.is_archive:
            put(feed, f"{{{HISTORY}}}archive")
        for rel, href in self.document.history.links():
            put(feed, link, rel=rel, type=kind, href=href)


@dataclass(frozen=True)
class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """The part of an entry."""

    entry: FeedEntry


def put(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str | int | None
) -> etree._Element:
    """A new last child of `parent`; attributes that are None or "" are left out."""
    given = {name: str(value) for name, value in attributes.items() if value not in (None, "")}
    child = etree.SubElement(parent, tag, given)
    child.text = text
    return child


def summary_html(summary: str) -> str:
    """A plain summary as HTML: readers take a summary for that, whatever its type says, so that its
    "<" and "&" must be escaped and its paragraphs marked for them too."""
    return html_of_paragraphs(summary) if "\n\n" in summary else escape(summary, quote=False)


def put_related_links(parent: etree._Element, tag: str, entry: FeedEntry) -> None:
    """Links to the entry in other languages, as `related`: readers open the last `alternate` that
    they find (feeds.md)."""
    for link in entry.translations:
        put(
            parent,
            tag,
            rel="related",
            type=link.type,
            hreflang=link.language,
            title=link.title,
            href=link.href,
        )


def put_dublin_core(parent: etree._Element, entry: FeedEntry) -> None:
    """Who publishes the entry, what kind of text it is and which place it is about."""
    for name, value in (("publisher", entry.publisher), ("type", entry.kind), ("coverage", entry.place)):
        if value:
            put(parent, f"{{{DC}}}{name}", value)


def put_media(parent: etree._Element, image: Image | None) -> None:
    """The picture with its alternative text and credit; the credit alone where no picture is known.

    Not with feedgen's media extension: that one wraps in `media:group`, which is for alternatives,
    and has neither credit nor description.
    """
    if image is None:
        return
    if image.url is not None:
        parent = put(
            parent,
            f"{{{MEDIA}}}content",
            url=image.url,
            medium="image",
            type=image.type,
            width=image.width or None,
            height=image.height or None,
            fileSize=image.length or None,
        )
        if image.alt:
            put(parent, f"{{{MEDIA}}}description", image.alt, type="plain")
    if image.credit:
        put(parent, f"{{{MEDIA}}}credit", image.credit)
