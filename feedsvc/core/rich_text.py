"""Rich text as people type and paste it, made into tidy HTML: paragraphs, headings, lists, quotes.

Word, Google Docs, web pages and the editing field (Trix) each have their own way to say the same;
`tidy_html` says it in one. It is no sanitiser: `text.clean_html` still comes after it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import takewhile

import nh3
from lxml import html as lxml_html
from lxml.html import HtmlElement

from feedsvc.core.nesting import is_nested_too_deep
from feedsvc.core.rich_inline import (
    INLINE,
    inline_html,
    is_inline,
    is_word_marker,
    one_spaced,
    paragraphs_of,
    said_of,
)
from feedsvc.core.rich_plain import html_of_plain
from feedsvc.core.text import xml_safe

_WRAPPERS = frozenset(
    "address article aside body center details div fieldset footer form header hgroup html main nav p section"
    " summary".split()
)
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
_ROWS = frozenset({"tr", "dt", "dd"})
# What stays as it is, unless it is for an editing field that has no such thing.
_KEPT_WHOLE = frozenset({"table", "figure", "dl", "hr", "pre"})
_INLINE_TAGS = (
    "a abbr b big br cite code dd del dfn dl dt em figcaption font i img ins kbd label mark q s samp small"
    " span strike strong sub sup tt u var"
).split()
_TABLE_TAGS = "caption col colgroup figure hr li pre table tbody td tfoot th thead tr blockquote".split()
_TAGS = {*_WRAPPERS, *_HEADINGS, *LISTS, *_INLINE_TAGS, *_TABLE_TAGS}
_ATTRIBUTES = {
    "*": {"class", "dir", "lang", "style", "title"},
    "a": {"href", "hreflang"},
    "figure": {"data-trix-attachment"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_WITH_CONTENT = {"button", "math", "noscript", "script", "select", "style", "svg", "template", "title", "xml"}
_TAG = re.compile(r"<[a-z!/?]", re.IGNORECASE)
_TAG_NAME = re.compile(r"</?([a-z0-9]+|[!?])", re.IGNORECASE)
_WITHIN_LINES = INLINE - {"br"}
# Word and Google Docs say a language and a direction of everything, whether it has one or not.
_OF_OFFICES = re.compile(r"\bmso-|\bMso[A-Z]|docs-internal-guid|urn:schemas-microsoft-com")
# The field makes one of two that follow each other, and glues the words of quotes.
_JOINTS = {"</blockquote>\n<blockquote>": "<br><br>", "</ul>\n<ul>": "", "</ol>\n<ol>": ""}
_WORD_LEVEL = re.compile(r"mso-list:[^;]*\blevel([1-9])")
_NUMBERED = re.compile(r"\s*(?:\d+|[a-z]{1,4}|[а-я])[.)]", re.IGNORECASE)
_LONE = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*)</p>", re.DOTALL)
_DEEPEST_LIST = 6


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list of Word, which are paragraphs there."""

    level: int
    tag: str
    html: str


def content_of_typed(typed: str) -> str:
    """The HTML of what was typed into the field for the text: HTML made tidy; what has no tag, or none
    but those within a line, is taken for plain paragraphs."""
    if not _TAG.search(typed):
        return tidy_html(html_of_plain(escape(typed, quote=False)))
    if all(tag.lower() in _WITHIN_LINES for tag in _TAG_NAME.findall(typed)):
        return tidy_html(html_of_plain(typed))
    return tidy_html(typed)


def tidy_html(source: str, *, for_editing: bool = False) -> str:
    """HTML with each paragraph in a <p> and nothing in it that only says how it looks.

    `for_editing` leaves out what the editing field cannot show: the rows of a table become paragraphs,
    pictures go. What is nested too deep stays as it is, to be refused where it is saved.
    """
    if is_nested_too_deep(source):
        return source
    cleaned = nh3.clean(
        xml_safe(source),
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    if not cleaned.strip():
        return ""
    parser = lxml_html.HTMLParser(huge_tree=True)
    tree = lxml_html.fragment_fromstring(cleaned, create_parent="div", parser=parser)
    if _OF_OFFICES.search(source):
        for element in tree.iter():
            for name in ("lang", "dir"):
                element.attrib.pop(name, None)
    html = "\n".join(_joined(_blocks(tree, for_editing=for_editing)))
    for between, joint in _JOINTS.items() if for_editing else ():
        html = html.replace(between, joint)
    return html.replace("\u00a0", "&nbsp;")  # as HTML is written (its standard, 13.3)


def _blocks(element: HtmlElement, *, for_editing: bool) -> Iterator[str | _Item]:
    """The blocks in an element, in order; runs of inline content become paragraphs."""
    said = said_of(element, for_editing=for_editing) if element.tag in _WRAPPERS else ""
    run: list[str] = []
    for part in _parts(element, for_editing=for_editing):
        if isinstance(part, str):
            run.append(part)
        else:
            yield from paragraphs_of(run, said)
            run = []
            yield from _block(part, for_editing=for_editing)
    yield from paragraphs_of(run, said)


def _parts(element: HtmlElement, *, for_editing: bool) -> Iterator[str | HtmlElement]:
    """What is in an element: inline content as HTML, blocks as elements. An inline element that holds
    blocks is none: Google Docs puts a whole text into one <b>."""
    yield escape(element.text or "", quote=False)
    for child in element:
        if is_inline(child):
            yield inline_html(child, for_editing=for_editing)
        elif child.tag in INLINE:
            yield from _parts(child, for_editing=for_editing)
        else:
            yield child
        yield escape(child.tail or "", quote=False)


def _block(element: HtmlElement, *, for_editing: bool) -> Iterator[str | _Item]:
    tag = element.tag
    if tag == "p" and (level := _WORD_LEVEL.search(element.get("style", ""))):
        yield _word_item(element, int(level[1]), for_editing=for_editing)
    elif tag in _HEADINGS:
        yield from _heading(element, for_editing=for_editing)
    elif tag in LISTS:
        yield from _list(element, for_editing=for_editing)
    elif tag == "blockquote":
        yield from _quote(element, for_editing=for_editing)
    elif tag == "figure" and element.get("data-trix-attachment") is not None:
        return  # pictures come by their own field, with credit and alternative text
    elif tag in _KEPT_WHOLE and not for_editing and (tag != "pre" or all(map(is_inline, element))):
        yield _whole(element)
    elif tag in _ROWS:
        lines = [_line(cell, for_editing=for_editing) for cell in element] if tag == "tr" else [None]
        is_flat = None not in lines
        line = " | ".join(each for each in lines if each)
        yield from paragraphs_of([line]) if is_flat else _blocks(element, for_editing=for_editing)
    else:
        yield from _blocks(element, for_editing=for_editing)


def _quote(element: HtmlElement, *, for_editing: bool) -> Iterator[str]:
    blocks = list(_joined(_blocks(element, for_editing=for_editing)))
    said = said_of(element, for_editing=for_editing)
    if for_editing and not all(block.startswith(("<p>", "<p ")) for block in blocks):
        yield from blocks
    elif blocks:
        inner = _in_one(blocks) if for_editing else _without_lone_paragraph("\n".join(blocks))
        yield f"<blockquote{said}>{inner}</blockquote>"


def _in_one(paragraphs: Iterable[str]) -> str:
    """Paragraphs as the editing field has them in a quote or an item: parted by empty lines."""
    return "<br><br>".join(map(_without_lone_paragraph, paragraphs))


def _whole(element: HtmlElement) -> str:
    for each in element.iter():
        for name in ("class", "style", "data-trix-attachment"):
            each.attrib.pop(name, None)
    for each in element.iter("pre"):
        each.text = (each.text or "").lstrip("\n")
    for each in [*element.iter("h1", *_WRAPPERS - {"p"})]:  # the sanitiser knows none of these
        each.tag = "h2" if each.tag == "h1" else "div"
    for each in [each for each in element.iter("span", "font") if not each.attrib]:
        each.drop_tag()
    return str(lxml_html.tostring(element, encoding="unicode", with_tail=False))


def _line(element: HtmlElement, *, for_editing: bool) -> str | None:
    """What is in an element as one line; None where it holds more than paragraphs."""
    blocks = list(_joined(_blocks(element, for_editing=for_editing)))
    parts = [_PARAGRAPH.fullmatch(block) for block in blocks]
    if None in parts:
        return None
    return one_spaced(" ".join(part[1] for part in parts if part).replace("<br>", " "))


def _heading(element: HtmlElement, *, for_editing: bool) -> Iterator[str | _Item]:
    inner = _line(element, for_editing=for_editing)
    tag = "h4" if for_editing and element.tag in {"h5", "h6"} else _HEADINGS[element.tag]
    if inner is None:
        yield from _blocks(element, for_editing=for_editing)
    elif inner:
        yield f"<{tag}{said_of(element, for_editing=for_editing)}>{inner}</{tag}>"


def _list(element: HtmlElement, *, for_editing: bool) -> Iterator[str]:
    items: list[str] = []
    run: list[str] = []
    for part in _parts(element, for_editing=for_editing):
        if isinstance(part, str):
            run.append(part)
            continue
        items += _loose(run)
        run = []
        if part.tag in LISTS and items:  # browsers nest a list beside the item, not in it
            items[-1] += "".join(_list(part, for_editing=for_editing))
            continue
        blocks = list(_joined(_blocks(part, for_editing=for_editing)))
        if inner := _of_item(blocks, for_editing=for_editing):
            items.append(f"<li{said_of(part, for_editing=for_editing)}>{inner}")
    items += _loose(run)
    tag = "ol" if element.tag == "ol" else "ul"
    said = "" if for_editing else _start(element) + said_of(element, for_editing=for_editing)
    if items:
        yield f"<{tag}{said}>{''.join(f'{item}</li>' for item in items)}</{tag}>"


def _start(element: HtmlElement) -> str:
    number = element.get("start", "")
    return f' start="{number}"' if element.tag == "ol" and number.isdecimal() and number != "1" else ""


def _loose(run: Iterable[str]) -> list[str]:
    """What stands in a list and in no item of it, as items."""
    return [f"<li>{_without_lone_paragraph(each)}" for each in paragraphs_of(run)]


def _of_item(blocks: list[str], *, for_editing: bool) -> str:
    """What an item holds, without the <p> where it is one paragraph, or one with lists after it."""
    texts = list(takewhile(lambda block: block.startswith(("<p>", "<p ")), blocks))
    rest = blocks[len(texts) :]
    if for_editing and rest and not all(block.startswith(("<ul", "<ol")) for block in rest):
        return _in_one(blocks)
    if for_editing or len(texts) == 1:
        return _in_one(texts) + "".join(rest)
    return "\n".join(blocks)


def _without_lone_paragraph(inner: str) -> str:
    alone = _LONE.fullmatch(inner)
    return alone[1] if alone else inner


def _word_item(element: HtmlElement, level: int, *, for_editing: bool) -> _Item:
    markers = [each for each in element.iter("span") if is_word_marker(each)]
    marker = "".join(str(each.text_content()) for each in markers[:1])
    inner = _line(element, for_editing=for_editing) or ""
    return _Item(min(level, _DEEPEST_LIST), "ol" if _NUMBERED.match(marker) else "ul", inner)


def _joined(blocks: Iterable[str | _Item]) -> Iterator[str]:
    """The blocks, with the items of Word's lists that follow each other made into lists."""
    items: list[_Item] = []
    for block in blocks:
        if isinstance(block, _Item):
            items.append(block)
            continue
        yield from _lists_of(items)
        items = []
        yield block
    yield from _lists_of(items)


def _lists_of(items: list[_Item]) -> Iterator[str]:
    while items:
        level, tag = min(item.level for item in items), items[0].tag
        rows: list[str] = []
        while items and items[0].tag == tag:
            item = items.pop(0)
            below = []
            while items and items[0].level > level:
                below.append(items.pop(0))
            if inner := item.html + "".join(_lists_of(below)):
                rows.append(f"<li>{inner}</li>")
        if rows:
            yield f"<{tag}>{''.join(rows)}</{tag}>"
