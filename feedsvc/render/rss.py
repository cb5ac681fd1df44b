"""RSS 2.0 after the RSS Advisory Board's profile (https://www.rssboard.org/rss-profile)."""

from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc import __version__
from feedsvc.core.dates import rfc3339, whole_second
from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Enclosure, Person
from feedsvc.render.envelope import Envelope, cut_out
from feedsvc.render.extensions import (
    ATOM,
    DC,
    XML_LANG,
    EntryExtension,
    FeedExtension,
    Namespaces,
    put,
    put_dublin_core,
    put_media,
    put_related_links,
    summary_html,
)

_TYPE = "application/rss+xml"
# RFC 5322, section 3.2.2: these have a meaning of their own within the "(Name)" of an address.
_NOT_IN_A_COMMENT = str.maketrans("()\\", "[]/")


class _RssFeed(FeedExtension):
    def extend_rss(self, rss: etree._Element) -> None:
        """`xml:lang` tells the channel's language where `language` cannot, its entries having several."""
        channel = rss[0]
        channel.set(XML_LANG, self.document.language)
        put(channel, "lastBuildDate", _date(self.document.updated))
        self.put_history(channel, f"{{{ATOM}}}link", _TYPE)


class _RssItem(EntryExtension):
    def extend_rss(self, item: etree._Element) -> None:
        """What feedgen has no RSS element for, and the date that it writes unsafely."""
        entry = self.entry
        item.set(XML_LANG, entry.language)
        put(item, "pubDate", _date(entry.published))
        put(item, f"{{{ATOM}}}updated", rfc3339(entry.updated))
        # feedgen drops authors without an e-mail. RSS profile: dc:creator then, never beside author.
        if _sender(entry) is None:
            for author in entry.authors:
                put(item, f"{{{DC}}}creator", author.name)
        put_dublin_core(item, entry)
        put(item, f"{{{DC}}}language", entry.language)
        put_related_links(item, f"{{{ATOM}}}link", entry)
        put_media(item, entry.image)


_END = b"  </channel>\n</rss>\n"


def rss_envelope(document: FeedDocument) -> Envelope:
    """The feed in RSS, without its entries. It has no tombstones."""
    feed = FeedGenerator()
    feed.register_extension("feedsvc", partial(_RssFeed, document))
    # feedgen's default is the present moment, and its RSS dates go through setlocale, which is not
    # thread-safe. It has no call to leave the element out: only its attribute, None, does that.
    feed._FeedGenerator__rss_lastBuildDate = None
    feed.title(document.title)
    feed.description(document.subtitle)
    feed.link(rel="self", type=_TYPE, href=document.self_url)
    # Last, since feedgen's channel link is the last link added, whatever its rel.
    feed.link(rel="alternate", href=document.page_url)
    feed.generator(f"feedsvc {__version__}")
    if document.one_language:
        feed.language(document.language)
    if document.contact_email:
        editor = Person(document.publisher, document.contact_email)
        feed.managingEditor(f"{editor.email} ({_comment(editor)})")
    return Envelope.of_xml(feed.rss_str(pretty=True), _END)


def rss_updated(moment: datetime) -> bytes:
    """The feed's date as the envelope has it."""
    return f"<lastBuildDate>{_date(moment)}</lastBuildDate>".encode()


def rss_fragment(entry: FeedEntry) -> bytes:
    """An entry in RSS, with one enclosure at most; made in a feed of its own (`atom_fragment`)."""
    feed = FeedGenerator()
    feed.register_extension("feedsvc", Namespaces)
    feed._FeedGenerator__rss_lastBuildDate = None  # as in the envelope
    feed.title("-")
    feed.description("-")
    feed.link(rel="alternate", href="-")
    _add_item(feed, entry)
    return cut_out(feed.rss_str(pretty=True), b"    <item", b"</item>\n")


def _add_item(feed: Any, entry: FeedEntry) -> None:
    # feedgen's default is to put each new entry before the others.
    item = feed.add_entry(order="append")
    item.register_extension("feedsvc", partial(_RssItem, entry))
    item.title(entry.title)
    item.link(rel="alternate", href=entry.url)
    item.id(entry.id)
    # Without a summary feedgen writes the body as description: content:encoded alone is a warning.
    if entry.summary:
        item.description(summary_html(entry.summary))
    if entry.body_html:
        item.content(entry.body_html)
    if sender := _sender(entry):
        item.author({"name": _comment(sender), "email": sender.email})
    item.category(
        [{"term": c.term, "scheme": c.scheme, "label": c.label or c.term} for c in entry.categories]
    )
    if enclosure := _enclosure(entry):
        item.enclosure(enclosure.url, enclosure.length, enclosure.type)


def _sender(entry: FeedEntry) -> Person | None:
    """The author that RSS's `author` can name: a single one with an e-mail."""
    if len(entry.authors) == 1 and entry.authors[0].email:
        return entry.authors[0]
    return None


def _comment(person: Person) -> str:
    return person.name.translate(_NOT_IN_A_COMMENT)


def _enclosure(entry: FeedEntry) -> Enclosure | None:
    """The one enclosure that the profile allows: the first whose length is known (it is required),
    else the picture."""
    image = entry.image
    candidates = list(entry.enclosures)
    if image and image.url and image.type:
        candidates.append(Enclosure(url=image.url, type=image.type, length=image.length))
    return next((each for each in candidates if each.length is not None), None)


def _date(moment: datetime) -> str:
    """RFC 822 with four digits of the year, in English whatever the locale, zone GMT."""
    return format_datetime(whole_second(moment), usegmt=True)
