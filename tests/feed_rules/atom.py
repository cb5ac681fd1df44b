"""Atom: RFC 4287, RFC 5005, RFC 6721."""

from collections.abc import Iterator

from lxml import etree

from tests.feed_rules.common import (
    AT,
    ATOM,
    XML_LANG,
    count_problems,
    document_problems,
    duplicate_problems,
    html_problems,
    is_absolute,
    is_id,
    is_language,
    link_problems,
    local,
    looks_like_html,
    media_problems,
    parsed,
    rfc3339_moment,
    self_problems,
    words,
)
from tests.feed_rules.history import history_problems

_A = f"{{{ATOM}}}"
_FEED_CHILDREN = frozenset(
    "author category contributor generator icon id link logo rights subtitle title updated entry".split()
)
_ENTRY_CHILDREN = frozenset(
    "author category content contributor id link published rights source summary title updated".split()
)
_RELS = frozenset(
    "alternate self related enclosure via hub current first last next previous"
    " prev-archive next-archive license".split()
)


def atom_problems(body: bytes, fetched_from: str | None) -> Iterator[str]:
    """All that is wrong with an Atom feed."""
    feed = parsed(body)
    if isinstance(feed, str):
        yield feed
        return
    if feed.tag != f"{_A}feed":
        yield f"document: its root is {feed.tag}"
        return
    entries = feed.findall(f"{_A}entry")
    yield from document_problems(feed)
    yield from _feed_problems(feed, fetched_from)
    yield from history_problems(feed, feed.findall(f"{_A}link"))
    yield from _tombstone_problems(feed)
    for number, entry in enumerate(entries, 1):
        yield from _entry_problems(f"entry {number}", entry, feed)
    yield from duplicate_problems("id", (words(each.find(f"{_A}id")) for each in entries))
    yield from duplicate_problems("updated", (words(each.find(f"{_A}updated")) for each in entries))


def _feed_problems(feed: etree._Element, fetched_from: str | None) -> Iterator[str]:
    yield from _shared_problems("feed", feed, _FEED_CHILDREN)
    yield from count_problems(
        "feed", feed, (), [f"{_A}{name}" for name in ("generator", "icon", "logo", "subtitle")]
    )
    links = feed.findall(f"{_A}link")
    yield from self_problems(links, "application/atom+xml", fetched_from)
    yield from duplicate_problems(
        "feed link", (f"{link.get('rel')} {link.get('type')} {link.get('hreflang')}" for link in links)
    )
    if not is_language(feed.get(XML_LANG)):
        yield "feed: has no xml:lang"
    entries = feed.findall(f"{_A}entry")
    if feed.find(f"{_A}author") is None and not (
        entries and all(e.find(f"{_A}author") is not None for e in entries)
    ):
        yield "feed: neither it nor each entry has an author"
    seen_entry = False
    for child in feed.iterchildren("*"):
        seen_entry = seen_entry or child.tag == f"{_A}entry"
        if seen_entry and child.tag != f"{_A}entry":
            yield f"feed: {local(child)} comes after the first entry"
    latest = max((words(each.find(f"{_A}updated")) for each in entries), default="", key=_moment)
    if _moment(words(feed.find(f"{_A}updated"))) < _moment(latest):
        yield "feed: its updated is before an entry's"


def _moment(value: str) -> float:
    moment = rfc3339_moment(value)
    return moment.timestamp() if moment else 0.0


def _tombstone_problems(feed: etree._Element) -> Iterator[str]:
    living = {
        words(each.find(f"{_A}id")): words(each.find(f"{_A}updated")) for each in feed.findall(f"{_A}entry")
    }
    for stone in feed.iter(f"{{{AT}}}deleted-entry"):
        ref, when = stone.get("ref", ""), stone.get("when", "")
        if not is_id(ref):
            yield f"tombstone: its ref is no absolute ASCII IRI: {ref}"
        if rfc3339_moment(when) is None:
            yield f"tombstone: its when is no RFC 3339 time: {when}"
        if ref in living and _moment(living[ref]) <= _moment(when):
            yield f"tombstone: {ref} is still in the feed"
        if len(stone.findall(f"{{{AT}}}comment")) > 1:
            yield "tombstone: has more than one comment"


def _entry_problems(where: str, entry: etree._Element, feed: etree._Element) -> Iterator[str]:
    yield from _shared_problems(where, entry, _ENTRY_CHILDREN)
    at_most = ("content", "published", "source", "summary")
    yield from count_problems(where, entry, (), [f"{_A}{name}" for name in at_most])
    if not is_language(entry.get(XML_LANG)):
        yield f"{where}: has no xml:lang"
    alternates = [link for link in entry.findall(f"{_A}link") if link.get("rel", "alternate") == "alternate"]
    content, summary = entry.find(f"{_A}content"), entry.find(f"{_A}summary")
    if len(alternates) > 1:
        yield f"{where}: has more than one alternate link, and readers open the last"
    if not alternates and content is None:
        yield f"{where}: has neither an alternate link nor content"
    if content is None and summary is None:
        yield f"{where}: has neither summary nor content"
    for element in (content, summary):
        if element is not None:
            yield from _text_problems(where, element)
    if (published := entry.find(f"{_A}published")) is not None:
        yield from _date_problems(where, published)
    yield from media_problems(where, entry)


def _shared_problems(where: str, parent: etree._Element, known: frozenset[str]) -> Iterator[str]:
    """What holds for a feed and for an entry."""
    yield from count_problems(where, parent, [f"{_A}id", f"{_A}title", f"{_A}updated"], [f"{_A}rights"])
    for child in parent.iterchildren(f"{_A}*"):
        if local(child) not in known:
            yield f"{where}: Atom knows no {local(child)} here"
    if not is_id(words(parent.find(f"{_A}id"))):
        yield f"{where}: its id is no absolute ASCII IRI: {words(parent.find(f'{_A}id'))}"
    for name in ("title", "subtitle", "rights"):
        for element in parent.findall(f"{_A}{name}"):
            yield from _text_problems(where, element)
    for updated in parent.findall(f"{_A}updated"):
        yield from _date_problems(where, updated)
    for link in parent.findall(f"{_A}link"):
        yield from link_problems(where, link)
        if link.get("rel", "alternate") not in _RELS:
            yield f"{where}: a link's rel is not registered: {link.get('rel')}"
    for person in [*parent.findall(f"{_A}author"), *parent.findall(f"{_A}contributor")]:
        yield from _person_problems(where, person)
    for category in parent.findall(f"{_A}category"):
        yield from _category_problems(where, category)


def _text_problems(where: str, element: etree._Element) -> Iterator[str]:
    """RFC 4287, section 3.1: text constructs, and content of the same three types."""
    kind, text, name = element.get("type", "text"), words(element), local(element)
    if kind not in {"text", "html", "xhtml"}:
        yield f"{where}: its {name} has the type {kind}"
    elif kind == "html":
        yield from html_problems(f"{where}: its {name}", text)
        if text.strip() and "<" not in text and not looks_like_html(text):
            yield f'{where}: its {name} is plain text of type="html"'
    elif kind == "text" and not text.strip():
        yield f"{where}: its {name} is empty"
    elif kind == "text" and looks_like_html(text):
        yield f'{where}: its {name} has markup within type="text"'


def _date_problems(where: str, element: etree._Element) -> Iterator[str]:
    if rfc3339_moment(words(element)) is None:
        yield f"{where}: its {local(element)} is no RFC 3339 time: {words(element)}"


def _person_problems(where: str, person: etree._Element) -> Iterator[str]:
    yield from count_problems(f"{where}: {local(person)}", person, [f"{_A}name"], [f"{_A}email", f"{_A}uri"])
    email = person.find(f"{_A}email")
    if email is not None and "@" not in words(email)[1:-1]:
        yield f"{where}: an e-mail is none: {words(email)}"
    uri = person.find(f"{_A}uri")
    if uri is not None and not is_absolute(words(uri)):
        yield f"{where}: a person's uri is no absolute URL: {words(uri)}"


def _category_problems(where: str, category: etree._Element) -> Iterator[str]:
    if not category.get("term"):
        yield f"{where}: a category has no term"
    if "scheme" in category.attrib and not is_absolute(category.get("scheme")):
        yield f"{where}: a category's scheme is no absolute URL: {category.get('scheme')}"
