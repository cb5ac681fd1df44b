"""A feed's XML as a tree: its items with their lines, and the same again as feedparser may read it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.feed_text import READING, mended_xml
from feedsvc.importers.page_lines import unreadable

MEDIA = "{http://search.yahoo.com/mrss/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_ITEMS = 10_000

_MOST_CHILDREN = 1_000
_MOST_ATTRIBUTES = 30
_FAR_TOO_MANY_ATTRIBUTES = 1_000
_OWN = "urn:feedsvc"
_ATOM_03 = "{http://purl.org/atom/ns#}"
_RSS_10 = "{http://purl.org/rss/1.0/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_WORDPRESS = "http://wordpress.org/export/"
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_ITEMS = frozenset({"item", "entry"})
# feedparser has handlers for many vocabularies, some of quadratic cost; these are the ones in use here.
_READ_BY_FEEDPARSER = frozenset({
    "", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#", "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/",
    "http://purl.org/rss/1.0/modules/content/", "http://www.w3.org/1999/xhtml", _OWN,
    "http://rssnamespace.org/feedburner/ext/1.0",
})  # fmt: skip
_OF_THE_FEED = frozenset({"title", "link", "language", "id"})
_LONG_TEXTS = frozenset(
    {"title", "description", "summary", "content", "encoded", "body", "fullitem", "abstract"}
)
_LONGEST_SHORT_TEXT = 2_001  # longer than an address may be, so that none is made by cutting
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PEOPLE = frozenset({"author", "creator", "contributor"})
_PREFIXES = {
    "media": MEDIA, "dc": DC, "content": _CONTENT, "atom": ATOM, "at": _DELETED.removesuffix("deleted-entry"),
    "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "itunes": "{http://www.itunes.com/dtds/podcast-1.0.dtd}",
    "dcterms": "{http://purl.org/dc/terms/}", "xhtml": "{http://www.w3.org/1999/xhtml}",
    "feedburner": "{http://rssnamespace.org/feedburner/ext/1.0}",
}  # fmt: skip
_NAME = re.compile("[A-Za-z][A-Za-z-]*")
_ITEM_STARTS = re.compile(rb"<(?:[\w.-]+:)?(item|entry)[\s>]")


@dataclass(frozen=True, slots=True)
class DeletedEntry:
    """What a feed says of an entry that it withdrew (RFC 6721): where, which, and when."""

    line: int
    ref: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTree:
    """A feed as XML. `base` is where it lives as far as that is known, `source` what it is known by.

    `mistake` says where its XML is first ill-formed; `cut_off` that the last item is not whole.
    """

    root: etree._Element
    items: tuple[etree._Element, ...]
    deleted: tuple[DeletedEntry, ...]
    base: str
    source: str | None
    language: str
    mistake: tuple[int, str] | None
    cut_off: bool

    @property
    def is_atom(self) -> bool:
        """Whether it is Atom, whose ids are unique (RFC 4287, section 4.2.6)."""
        return local_name(self.root) == "feed"


def local_name(element: etree._Element) -> str:
    """The name of an element in lower case, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def line_of(element: etree._Element) -> int:
    """The line of the file, counted from 1, on which an element begins."""
    line = element.sourceline
    return line if isinstance(line, int) else 1


def feed_tree(text: str, *, url: str | None) -> FeedTree:
    """The tree of a feed. Raises UnreadableFile where the text is no feed, or one that would tie
    up whoever reads it: nested too deep, with too many items or entities of its own."""
    data = mended_xml(text)
    parser = etree.XMLParser(**READING)
    root: etree._Element | None = None
    with suppress(etree.XMLSyntaxError):
        root = etree.fromstring(data, parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise unreadable(
            "The feed is nested deeper than 256 elements, or has a text of 10 MB, and is not read."
        )
    root = _required_feed(root)
    if any(len(element.attrib) > _FAR_TOO_MANY_ATTRIBUTES for element in root.iter()):
        raise unreadable(f"The feed has an element of more than {_FAR_TOO_MANY_ATTRIBUTES} attributes.")
    _bind_prefixes(root)
    items = tuple(element for element in root.iter() if _is_item(element))
    if len(items) > MOST_ITEMS:
        raise unreadable(f"The feed has {len(items)} items, more than {MOST_ITEMS}: import it in parts.")
    mistakes = [error for error in parser.error_log if not error.type_name.startswith("NS_")]
    base, source = _addresses(root, url)
    if base:
        root.getroottree().docinfo.URL = base
    return FeedTree(
        root=root,
        items=items,
        deleted=tuple(
            DeletedEntry(line_of(element), element.get("ref", ""), element.get("when", ""))
            for element in root.iter(_DELETED)
        ),
        base=base,
        source=source,
        language=next((child.text or "" for child in _of_feed(root) if local_name(child) == "language"), ""),
        mistake=(mistakes[0].line, mistakes[0].message) if mistakes else None,
        cut_off=bool(mistakes) and is_cut_off(data),
    )


def _is_item(element: etree._Element) -> bool:
    parent = element.getparent()
    return local_name(element) in _ITEMS and parent is not None and local_name(parent) in _ROOTS | _ITEMS


def _required_feed(root: etree._Element | None) -> etree._Element:
    name = local_name(root) if root is not None else ""
    if root is None or name == "html":
        raise unreadable("The file is no feed: give the address of its RSS, Atom or JSON feed, or that file.")
    if name not in _ROOTS:
        raise unreadable(f"The file is no feed: its root element is “{name[:40]}”, not rss, feed or RDF.")
    if any(uri and uri.startswith(_WORDPRESS) for uri in root.nsmap.values()):
        raise unreadable("The file is a WordPress export, no feed: import it with --format wordpress.")
    return root


def _bind_prefixes(root: etree._Element) -> None:
    """Common prefixes that the feed forgot to declare get their meaning, others are taken off."""
    for element in root.iter():
        prefix, colon, name = str(element.tag).rpartition("}")[2].partition(":")
        if colon:
            known = _NAME.fullmatch(name) and _PREFIXES.get(prefix.lower())
            element.tag = f"{known}{name}" if known else "{urn:unknown}unknown"
        for attribute in [key for key in element.attrib if ":" in str(key).rpartition("}")[2]]:
            del element.attrib[attribute]


def is_cut_off(data: bytes) -> bool:
    """Whether the last item of a feed's XML has no end tag, as where a download broke off."""
    starts = list(_ITEM_STARTS.finditer(data))
    return bool(starts) and re.search(rb"</(?:[\w.-]+:)?" + starts[-1][1], data[starts[-1].start() :]) is None


def _addresses(root: etree._Element, url: str | None) -> tuple[str, str | None]:
    """Where relative addresses start from, and what the feed is known by. RSS is written beside the
    site that it links to, Atom beside itself (RFC 4287, section 2; RFC 3986, section 5.1)."""
    given = absolute_url(url)
    own = next((link for element in _of_feed(root) if (link := _self_link(element))), None)
    site = next((link for element in _of_feed(root) if (link := _site_link(element))), None)
    is_atom = local_name(root) == "feed"
    candidates = (given, own, site) if is_atom else (site, own, given)
    ids = [
        (element.text or "").strip() for element in _of_feed(root) if is_atom and local_name(element) == "id"
    ]
    source = next((each[:_LONGEST_SHORT_TEXT] for each in (*ids, own, given, site) if each), None)
    return next((each for each in candidates if each), ""), source


def _of_feed(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that speak of the feed as a whole."""
    for element in root:
        if local_name(element) == "channel":
            yield from (child for child in element if local_name(child) not in _ITEMS)
        elif local_name(element) not in _ITEMS:
            yield element


def _self_link(element: etree._Element) -> str | None:
    is_self = element.tag == f"{ATOM}link" and element.get("rel", "").lower() == "self"
    return absolute_url(element.get("href")) if is_self else None


def _site_link(element: etree._Element) -> str | None:
    if local_name(element) != "link":
        return None
    if element.tag in {f"{ATOM}link", f"{_ATOM_03}link"}:
        return absolute_url(element.get("href")) if element.get("rel", "alternate") == "alternate" else None
    return absolute_url(element.text)


def languages(item: etree._Element, tree: FeedTree) -> Iterator[str]:
    """The language tags that an item stands under, the nearest first: its own words', its own, the
    feed's."""
    for name in ("title", "content"):
        yield from (child.get(XML_LANG, "") for child in item if local_name(child) == name)
    yield from (child.text or "" for child in item if child.tag == f"{DC}language")
    yield from (element.get(XML_LANG, "") for element in (item, *item.iterancestors()))
    yield tree.language


def people_of(item: etree._Element, tree: FeedTree) -> Iterator[dict[str, str]]:
    """The parts of each author by name (name, email, uri); in Atom the feed's where an item names
    none (RFC 4287, section 4.2.1)."""
    own = [child for child in item if local_name(child) in {"author", "creator"}]
    of_feed = (each for each in _of_feed(tree.root) if local_name(each) == "author") if tree.is_atom else ()
    for element in own or of_feed:
        yield {"name": element.text or ""} | {local_name(child): child.text or "" for child in element}


def guid_of(item: etree._Element) -> str:
    """What the source knows an item by, as it stands there; "" where it does not say."""
    of_feeds = ("guid", "id", f"{ATOM}id", f"{_ATOM_03}id", f"{_RSS_10}guid")
    texts = (child.text or "" for child in item if child.tag in of_feeds)
    return next((text.strip() for text in texts if text.strip()), "") or item.get(_RDF_ABOUT, "").strip()


def for_feedparser(tree: FeedTree) -> bytes:
    """The feed as well-formed XML of the vocabularies that feedparser is to read, each item numbered
    from 0."""
    root = deepcopy(tree.root)
    for element in root.iter():
        _limit_attributes(element)
    for number, item in enumerate([element for element in root.iter() if _is_item(element)]):
        for child in list(item)[_MOST_CHILDREN:]:
            item.remove(child)
        for element in list(item.iter()):
            _strip(element, item)
        mark = etree.Element(f"{{{_OWN}}}number", nsmap={"feedsvc": _OWN})
        mark.text = str(number)
        item.insert(0, mark)
    for element in list(_of_feed(root)):
        parent = element.getparent()
        if parent is not None and local_name(element) not in _OF_THE_FEED:
            parent.remove(element)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + etree.tostring(root)


def _limit_attributes(element: etree._Element) -> None:
    # feedparser looks each one up among all.
    for name in list(element.attrib)[_MOST_ATTRIBUTES:]:
        del element.attrib[name]


def _strip(element: etree._Element, item: etree._Element) -> None:
    name, parent = local_name(element), element.getparent()
    namespace = str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""
    # feedparser looks for e-mail addresses in quadratic time (its issue 562) and knows of no
    # domain that ends in more than four letters: `people_of` reads them.
    if parent is item and (namespace not in _READ_BY_FEEDPARSER or name in _PEOPLE):
        item.remove(element)
    elif len(element) == 0 and name not in _LONG_TEXTS and parent is item:
        element.text = (element.text or "")[:_LONGEST_SHORT_TEXT]
