"""Atom (RFC 4287) with tombstones (RFC 6721)."""

from datetime import datetime
from functools import partial
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc import __version__
from feedsvc.core.dates import whole_second
from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Person, Tombstone
from feedsvc.render.envelope import Envelope, cut_out
from feedsvc.render.extensions import (
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

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"

# feedgen writes Atom's namespace as an attribute called "xmlns", so that in its tree the elements
# of Atom have no namespace at all: those made here must have none either.
_LINK = "link"
_TYPE = "application/atom+xml"


class _AtomFeed(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        """Declares the tombstones' namespace only where there are some: validators warn of it."""
        stones = {"at": _TOMBSTONES} if self.document.tombstones else {}
        return super().extend_ns() | stones

    def extend_atom(self, feed: etree._Element) -> None:
        """feedgen calls this before it adds the entries, after which the schema allows nothing."""
        self.put_history(feed, _LINK, _TYPE)
        for stone in self.document.tombstones:
            _put_tombstone(feed, stone)


class _AtomEntry(EntryExtension):
    def extend_atom(self, element: etree._Element) -> None:
        """feedgen has no language for an entry, and its entry links lose all but their href (it
        shadows its loop variable): the alternate's other attributes are put back."""
        entry = self.entry
        element.set(XML_LANG, entry.language)
        for link in element.iterfind(_LINK):
            link.attrib.update({"rel": "alternate", "type": "text/html", "hreflang": entry.language})
        put_related_links(element, _LINK, entry)
        for enclosure in entry.enclosures:
            put(
                element,
                _LINK,
                rel="enclosure",
                type=enclosure.type,
                length=enclosure.length,
                title=enclosure.title,
                href=enclosure.url,
            )
        put_dublin_core(element, entry)
        put_media(element, entry.image)


def atom_envelope(document: FeedDocument) -> Envelope:
    """The feed in Atom, without its entries."""
    feed = FeedGenerator()
    feed.register_extension("feedsvc", partial(_AtomFeed, document))
    feed.language(document.language)
    feed.id(document.id)
    feed.title(document.title)
    feed.subtitle(document.subtitle)
    # feedgen's default is the present moment.
    feed.updated(whole_second(document.updated))
    feed.author(_person(Person(document.publisher, document.contact_email)))
    feed.link(rel="self", type=_TYPE, href=document.self_url)
    feed.link(rel="alternate", type="text/html", href=document.page_url)
    feed.generator("feedsvc", version=__version__)
    return Envelope.of_xml(feed.atom_str(pretty=True), b"</feed>\n")


def atom_updated(moment: datetime) -> bytes:
    """The feed's date as the envelope has it; an entry's stands deeper, and no text holds a "<"."""
    return f"\n  <updated>{_time(moment)}</updated>".encode()


def atom_fragment(entry: FeedEntry) -> bytes:
    """An entry in Atom. It is made in a feed of its own, whose root declares the namespaces: a
    stand-alone FeedEntry of feedgen's would declare its own, under other names."""
    feed = FeedGenerator()
    feed.register_extension("feedsvc", Namespaces)
    feed.id("-")
    feed.title("-")
    feed.updated(whole_second(entry.updated))
    _add_entry(feed, entry)
    return cut_out(feed.atom_str(pretty=True), b"  <entry", b"</entry>\n")


def _add_entry(feed: Any, entry: FeedEntry) -> None:
    # feedgen's default is to put each new entry before the others.
    made = feed.add_entry(order="append")
    made.register_extension("feedsvc", partial(_AtomEntry, entry))
    made.id(entry.id)
    made.title(entry.title)
    # feedgen's default is the present moment.
    made.updated(whole_second(entry.updated))
    made.published(whole_second(entry.published))
    made.author([_person(author) for author in entry.authors])
    made.link(rel="alternate", href=entry.url)
    if summary := _summary(entry):
        in_html = summary_html(summary)
        # Where both are the same, validators hold type="html" against it.
        made.summary(in_html, type="text" if in_html == summary else "html")
    if entry.body_html:
        # feedgen's type="CDATA" is written out as the type and is none of Atom's.
        made.content(entry.body_html, type="html")
    made.category([_category(each.term, each.scheme, each.label) for each in entry.categories])


def _summary(entry: FeedEntry) -> str:
    """RFC 4287, section 4.1.1.1: an entry should have textual content, and validators warn where it
    has none; with neither summary nor body the title says it."""
    return entry.summary or ("" if entry.body_html else entry.title)


def _person(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "email": person.email, "uri": person.uri}


def _category(term: str, scheme: str, label: str) -> dict[str, str]:
    return {"term": term, "scheme": scheme, "label": label}


def _put_tombstone(feed: etree._Element, stone: Tombstone) -> None:
    deleted = put(feed, f"{{{_TOMBSTONES}}}deleted-entry", ref=stone.id, when=_time(stone.when))
    if stone.comment:
        put(deleted, f"{{{_TOMBSTONES}}}comment", stone.comment)


def _time(moment: datetime) -> str:
    """RFC 3339, in the very form that feedgen gives to `updated`."""
    return whole_second(moment).isoformat()
