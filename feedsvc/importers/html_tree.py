"""The bytes of a web page as a tree without what is no content; its language, and what its URLs are
relative to."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from feedsvc.core.text import xml_safe
from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.page_lines import LARGEST, UTF16_MARKS, text_of, unreadable

_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, *UTF16_MARKS)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_LOOKED_AT = 4096
_UTF16 = re.compile(rb"\0<\0[!A-Za-z]|<\0[!A-Za-z]\0")
_MOST_ELEMENTS = 200_000
# The names that pages give to it by mistake (WHATWG Encoding, 4.2).
_WESTERN = {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"}
_NO_CONTENT = frozenset(
    "script style noscript template nav aside iframe frame object embed svg math button select textarea"
    " dialog audio video canvas map".split()
)
_ROLES = frozenset(
    "navigation contentinfo search dialog alertdialog complementary menu menubar banner".split()
)
_NAMES = frozenset(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs footer sidebar cookie cookies consent gdpr"
    " pagination pager paging share sharing social skip skiplink".split()
)
# What names are made of besides: "site-footer", but not "card-footer" or "social-protection".
_AFFIXES = frozenset(
    "site page main global top bottom left right primary secondary first second mobile desktop region block"
    " container wrapper wrap inner bar box list links link icons buttons media banner notice popup modal"
    " overlay area column nav".split()
)
_UNSEEN = frozenset("sr-only screen-reader-text visually-hidden visuallyhidden element-invisible".split())
_KEPT = frozenset("html body main article li tr td h1 h2 h3 h4 h5 h6 a time img".split())
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
# A browser that saves a whole page puts its pictures into such a folder beside it.
_SAVED_BESIDE = re.compile(r"(?:\./)?[^/?#]+_(?:files|файлы)/")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page: the tree of its body, the language that it declares ("" if none), the URL against
    which its links are resolved ("" where nothing tells it)."""

    body: etree._Element
    language: str
    base: str

    def absolute(self, reference: str | None) -> str | None:
        """A link of the page as an absolute http(s) URL in ASCII; None where it leads nowhere."""
        found = (reference or "").strip()
        is_nowhere = found.startswith("#") or _SAVED_BESIDE.match(found)
        return None if is_nowhere else absolute_url(found, self.base)


def html_page(data: bytes, *, url: str | None) -> HtmlPage:
    """The page that a file holds; `url` is where it came from, if that is known.

    Raises UnreadableFile for what is no text, no page, or nested beyond all measure.
    """
    text = _decoded(data)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(xml_safe(text), parser=parser)
    except (etree.ParserError, ValueError):
        raise unreadable("The file holds no web page: save the page again as HTML.") from None
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise unreadable("The page is nested more than 256 deep: save it as plain text and import that.")
    if next(islice(tree.iter(), _MOST_ELEMENTS, None), None) is not None:
        raise unreadable("The page has more than 200,000 elements: save the part that lists the news.")
    body = tree.find("body")
    page = HtmlPage(
        body=tree if body is None else body, language=_language(tree), base=_base(tree, text, url or "")
    )
    _take_away_what_is_no_content(page.body)
    return page


def _decoded(data: bytes) -> str:
    """UTF-8 goes before what the page declares: browsers save in it and leave the declaration."""
    declared = _DECLARED.search(data[:_LOOKED_AT])
    name = declared[1].decode("ascii").lower() if declared else ""
    if _UTF16.match(data):
        data = (codecs.BOM_UTF16_LE if data[0] else codecs.BOM_UTF16_BE) + data
    if len(data) > LARGEST or not name or data.startswith(_BYTE_ORDER_MARKS) or _is_utf8(data):
        return text_of(data)
    try:
        # What is no text at all is told by `text_of`, whatever it declares.
        return text_of(data.decode("cp1252" if name in _WESTERN else name).encode())
    except (LookupError, UnicodeError):
        return text_of(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _language(tree: etree._Element) -> str:
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    match = _LANGUAGE.fullmatch((declared or tree.get("xml:lang") or "").strip())
    return match[1].lower() if match else ""


def _base(tree: etree._Element, text: str, url: str) -> str:
    saved = _SAVED_FROM.search(text[:_LOOKED_AT])
    said = [url, saved[1] if saved else ""]
    said += [link.get("href", "") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"]
    said += [meta.get("content", "") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    page = next((found for each in said if (found := absolute_url(each))), "")
    base = next(tree.iter("base"), None)
    return (absolute_url(base.get("href"), page) if base is not None else None) or page


def _take_away_what_is_no_content(body: etree._Element) -> None:
    for element in list(body.iterdescendants()):
        if isinstance(element, lxml_html.HtmlElement) and _is_no_content(element):
            element.drop_tree()


def _is_no_content(element: etree._Element) -> bool:
    tag = element.tag
    if tag in _NO_CONTENT or element.get("hidden") is not None or element.get("role") in _ROLES:
        return True
    if tag == "footer":
        return next(element.iterancestors("article", "li"), None) is None
    if tag in _KEPT:
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"[:500].lower().split()
    return any(_is_name_of_no_content(name) for name in names)


def _is_name_of_no_content(name: str) -> bool:
    if name in _UNSEEN:
        return True
    parts = set(re.split("[-_]+", name)) - {""}
    return bool(parts & _NAMES) and parts <= _NAMES | _AFFIXES
