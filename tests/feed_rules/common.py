"""The rules that the formats share."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.entities import html5
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
AT = "http://purl.org/atompub/tombstones/1.0"
FH = "http://purl.org/syndication/history/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KNOWN_NAMESPACES = {ATOM, DC, MEDIA, CONTENT, AT, FH}

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|\+0000)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MIME = re.compile(r"[!#$&^_.+A-Za-z0-9-]+/[!#$&^_.+A-Za-z0-9-]+(; ?[a-z]+=[^;\s]+)*")
_DISCOURAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CLOSING_TAG = re.compile(r"</([a-z][a-z0-9]*)>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(#x?[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
_ELEMENTS = frozenset(lxml_html.defs.tags)
_ACTIVE = frozenset(
    "script style iframe frame frameset object embed applet form input button select textarea"
    " link meta base svg math audio video noscript template".split()
)
# What the W3C's validator and feedparser let pass of inline styles.
_STYLES = frozenset(
    "background-color border border-bottom border-collapse border-left border-right border-top clear color"
    " display float font font-family font-size font-style font-weight height letter-spacing line-height"
    " margin margin-bottom margin-left margin-right margin-top padding padding-bottom padding-left"
    " padding-right padding-top text-align text-decoration text-indent vertical-align white-space"
    " width".split()
)
_STYLE_VALUE = re.compile("[#A-Za-z0-9.,% -]+")
_URL_ATTRIBUTES = frozenset("href src cite action poster background longdesc data formaction".split())
_MEDIA_ATTRIBUTES = {
    "content": frozenset(
        "url fileSize type medium isDefault expression bitrate framerate samplingrate channels"
        " duration height width lang".split()
    ),
    "description": {"type"},
    "title": {"type"},
    "credit": {"role", "scheme"},
    "copyright": {"url"},
    "thumbnail": {"url", "width", "height", "time"},
}


def parsed(body: bytes) -> etree._Element | str:
    """The root of a well-formed document in UTF-8, or what is wrong with it."""
    try:
        body.decode("utf-8")
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (UnicodeDecodeError, etree.XMLSyntaxError) as error:
        return f"document: is no well-formed XML in UTF-8 ({error})"
    if b"<!DOCTYPE" in body[:1000]:
        return "document: has a document type declaration"
    return root


def document_problems(root: etree._Element) -> Iterator[str]:
    """What may stand nowhere: unknown namespaces, unused tombstones, characters that warn."""
    for uri in sorted({uri for each in root.iter("*") for uri in each.nsmap.values() if uri}):
        if uri not in KNOWN_NAMESPACES:
            yield f"document: declares the namespace {uri}, which validators do not know"
    if AT in root.nsmap.values() and root.find(f"{{{AT}}}deleted-entry") is None:
        yield "document: declares the tombstones' namespace without a tombstone"
    for element in root.iter("*"):
        text = "".join([element.text or "", element.tail or "", *map(str, element.attrib.values())])
        if _DISCOURAGED.search(text):
            yield f"{local(element)}: holds a control character"
        if "\N{REPLACEMENT CHARACTER}" in text:
            yield f"{local(element)}: holds the mark of a lost character"


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def words(element: etree._Element | None) -> str:
    """The text of an element, "" where there is none."""
    return "" if element is None else (element.text or "")


def count_problems(
    where: str, parent: etree._Element, once: Iterable[str], at_most: Iterable[str]
) -> Iterator[str]:
    """Children that must stand exactly once and are not empty, and those that may stand once."""
    for tag in once:
        found = parent.findall(tag)
        if len(found) != 1:
            yield f"{where}: has {len(found)} {etree.QName(tag).localname} elements instead of one"
        elif not words(found[0]).strip():
            yield f"{where}: its {local(found[0])} is empty"
    for tag in at_most:
        if len(parent.findall(tag)) > 1:
            yield f"{where}: has more than one {etree.QName(tag).localname}"


def duplicate_problems(what: str, values: Iterable[str]) -> Iterator[str]:
    """Values that must differ within a feed and do not."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f"document: two entries have the {what} {value}"
        seen.add(value)


def is_absolute(url: str | None) -> bool:
    """Whether a URL is http(s) with a host, in ASCII, without spaces."""
    if not url or _IRI.fullmatch(url) is None:
        return False
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_id(value: str) -> bool:
    """Whether an id is an absolute ASCII IRI; a urn:uuid must hold a UUID in lower case."""
    if value.lower().startswith("urn:uuid:"):
        return _UUID.fullmatch(value) is not None
    return _IRI.fullmatch(value) is not None


def is_language(value: str | None) -> bool:
    """Whether a text has the form of a language tag."""
    return bool(value) and _LANGUAGE.fullmatch(value or "") is not None


def is_mime(value: str | None) -> bool:
    """Whether a text has the form of a media type."""
    return bool(value) and _MIME.fullmatch(value or "") is not None


def rfc3339_moment(value: str) -> datetime | None:
    """The moment, or None where it is no RFC 3339 time with a zone."""
    try:
        return datetime.fromisoformat(value) if _RFC3339.fullmatch(value) else None
    except ValueError:
        return None


def rfc822_problem(value: str) -> str | None:
    """What is wrong with a date of RSS: its form, its zone (never UTC), its weekday."""
    if _RFC822.fullmatch(value) is None:
        return f"{value!r} is no RFC 822 date with four digits of the year and zone GMT or +0000"
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return f"{value!r} is no day of the calendar"
    right = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    return None if value.startswith(right) else f"{value!r} was a {right}"


def looks_like_html(text: str) -> bool:
    """Whether a validator takes a plain text for HTML: a closing tag or a character reference."""
    if any(tag.lower() in _ELEMENTS for tag in _CLOSING_TAG.findall(text)):
        return True
    return any(name.startswith("#") or f"{name};" in html5 for name in _REFERENCE.findall(text))


def html_problems(where: str, source: str) -> Iterator[str]:
    """Active content and relative URLs in HTML."""
    if not source.strip():
        yield f"{where}: is empty"
        return
    for element in lxml_html.fragment_fromstring(source, create_parent="div").iter("*"):
        if element.tag in _ACTIVE:
            yield f"{where}: holds <{element.tag}>"
        for name, value in element.attrib.items():
            yield from _attribute_problems(f"{where}: <{element.tag}", str(name), str(value))
        if element.tag == "img" and not element.get("src"):
            yield f"{where}: holds an <img> without src"


def _attribute_problems(where: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name == "srcset":
        yield f"{where} {name}> is active or cannot be checked"
    if name == "style":
        for each in value.split(";"):
            property_, _, said = each.partition(":")
            if property_.strip() not in _STYLES or _STYLE_VALUE.fullmatch(said.strip()) is None:
                yield f"{where} style> has what validators call dangerous: {each}"
    if name in _URL_ATTRIBUTES and not (is_absolute(value) or value.startswith(("mailto:", "tel:"))):
        yield f"{where} {name}> is no absolute URL: {value}"


def link_problems(where: str, link: etree._Element) -> Iterator[str]:
    """The attributes of an Atom link, in Atom or RSS."""
    given = {str(name): str(value) for name, value in link.attrib.items()}
    for name in sorted(set(given) - {"href", "rel", "type", "hreflang", "title", "length"}):
        yield f"{where}: a link has the attribute {name}"
    if not is_absolute(given.get("href")):
        yield f"{where}: a link's href is no absolute URL: {given.get('href')}"
    if "type" in given and not is_mime(given["type"]):
        yield f"{where}: a link's type is no media type: {given['type']}"
    if "hreflang" in given and not is_language(given["hreflang"]):
        yield f"{where}: a link's hreflang is no language: {given['hreflang']}"
    if "title" in given and not given["title"].strip():
        yield f"{where}: a link's title is empty"
    if "length" in given and not given["length"].isdecimal():
        yield f"{where}: a link's length is no number: {given['length']}"


def self_problems(links: Iterable[etree._Element], mime: str, fetched_from: str | None) -> Iterator[str]:
    """The self link: one, absolute, of the feed's type, and what was fetched."""
    selves = [link for link in links if link.get("rel") == "self"]
    if len(selves) != 1:
        yield f"feed: has {len(selves)} self links instead of one"
        return
    if selves[0].get("type") != mime:
        yield f"feed: the self link's type is not {mime}"
    if fetched_from is not None and selves[0].get("href") != fetched_from:
        yield f"feed: the self link is {selves[0].get('href')}, but it was fetched from {fetched_from}"


def media_problems(where: str, parent: etree._Element) -> Iterator[str]:
    """Media RSS: known elements with known attributes, sizes that are numbers, plain texts."""
    for element in parent.iter(f"{{{MEDIA}}}*"):
        name = local(element)
        if name not in _MEDIA_ATTRIBUTES:
            yield f"{where}: media:{name} is not clean with validators"
            continue
        for attribute in sorted(set(map(str, element.attrib)) - set(_MEDIA_ATTRIBUTES[name])):
            yield f"{where}: media:{name} has the attribute {attribute}"
        for attribute in ("width", "height", "fileSize"):
            if attribute in element.attrib and not (
                element.get(attribute, "").strip("0") and element.get(attribute, "").isdecimal()
            ):
                yield f"{where}: media:{name}'s {attribute} is no positive number"
        if name in {"content", "thumbnail"}:
            yield from _media_file_problems(where, element)
        elif not words(element).strip():
            yield f"{where}: media:{name} is empty"
        elif element.get("type") != "html" and looks_like_html(words(element)):
            yield f"{where}: media:{name} is plain text with markup"


def _media_file_problems(where: str, element: etree._Element) -> Iterator[str]:
    if not is_absolute(element.get("url")):
        yield f"{where}: media:{local(element)}'s url is no absolute URL"
    if "type" in element.attrib and not is_mime(element.get("type")):
        yield f"{where}: media:{local(element)}'s type is no media type"
    if element.get("medium", "image") not in {"image", "audio", "video", "document", "executable"}:
        yield f"{where}: media:{local(element)}'s medium is unknown"
