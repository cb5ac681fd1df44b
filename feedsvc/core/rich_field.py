"""The field in which rich text is edited (Trix): what it can show."""

from lxml import html as lxml_html
from lxml.html import HtmlElement

from feedsvc.core.rich_text import LISTS, tidy_html

# What the editing field can show, and gives back as it was (tests/web/editor shows it).
_SHOWN = frozenset("p div br strong b em i sup sub a ul ol li h2 h3 h4 blockquote".split())


def can_be_edited(content_html: str) -> bool:
    """Whether the editing field can show stored HTML without losing anything of it."""
    if not content_html:
        return True
    parser = lxml_html.HTMLParser(huge_tree=True)
    tree = lxml_html.fragment_fromstring(content_html, create_parent="div", parser=parser)
    elements = [each for each in tree.iter() if each is not tree]
    return (
        all(each.tag in _SHOWN and set(each.attrib) <= _shown_attributes(each) for each in elements)
        and all(_is_shown_there(each) for each in elements)
        and tidy_html(tidy_html(content_html, for_editing=True)) == tidy_html(content_html)
    )


def _shown_attributes(element: HtmlElement) -> set[str]:
    return {"href"} if element.tag == "a" else set()


def _is_shown_there(element: HtmlElement) -> bool:
    """Lists stand in no quote there, quotes and headings in nothing."""
    parent = element.getparent()
    if element.tag in {"h2", "h3", "h4", "blockquote"}:
        return bool(parent.getparent() is None)
    if element.tag in {"p", "div"}:
        return parent.getparent() is None or parent.tag in {"li", "blockquote"}
    if element.tag in LISTS:
        return parent.getparent() is None or parent.tag == "li"
    return element.tag != "br" or parent.tag not in {"h2", "h3", "h4"}
