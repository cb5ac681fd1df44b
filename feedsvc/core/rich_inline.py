"""What stands within a line of rich text, with only what it means: links, strong, emphasis."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from lxml.html import HtmlElement

_RENAMED = {"b": "strong", "i": "em", "strike": "s", "tt": "code", "var": "em"}
_MEANT = frozenset("a abbr cite code del dfn em ins kbd mark q s samp small span strong sub sup u".split())
_FOR_EDITING = frozenset({"a", "strong", "em", "sup", "sub"})
INLINE = frozenset(
    "a abbr b big br cite code del dfn em font i img ins kbd label mark q s samp small span strike strong sub"
    " sup tt u var".split()
)
_ATTRIBUTES = {"a": ("href", "hreflang")}
_OF_IMAGE = ("src", "alt", "width", "height", "title")
_EVERYWHERE = ("lang", "dir", "title")
_BOLD = re.compile(r"font-weight:\s*(bold|bolder|[6-9]00)")
_NORMAL = re.compile(r"font-weight:\s*(normal|[1-5]00)")
_ITALIC = re.compile(r"font-style:\s*(italic|oblique)")
_UPRIGHT = re.compile(r"font-style:\s*normal")
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_EMPTY = re.compile(r"\s*")
_EDGE = re.compile(r"\A([\s\u00a0]*)(.*?)([\s\u00a0]*)\Z", re.DOTALL)

_EDGES = " \t\n\r\f\u00a0"
_WHITE = re.compile(f"[{_EDGES}]+")
_BREAKS = re.compile(r"(?:\s*<br>){2,}\s*")
_OUTER_BREAKS = re.compile(r"\A(?:\s*<br>)+\s*|(?:\s*<br>)+\s*\Z")


def is_inline(element: HtmlElement) -> bool:
    """Whether an element stands within a line, and so does all that is in it."""
    return all(each.tag in INLINE for each in element.iter())


def is_word_marker(element: HtmlElement) -> bool:
    """Whether it is the bullet or number that Word writes out before an item of a list."""
    return _MARKER.search(element.get("style", "")) is not None


def inline_html(element: HtmlElement, *, for_editing: bool) -> str:
    """An element of a line as tidy HTML, without its tail."""
    if element.tag == "br":
        return "<br>"
    if element.tag == "img":
        is_shown = element.get("src") and not for_editing
        return f"<img{_attributes(element, _OF_IMAGE)}>" if is_shown else ""
    if is_word_marker(element):
        return ""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts.append(inline_html(child, for_editing=for_editing))
        parts.append(escape(child.tail or "", quote=False))
    return _wrapped(element, "".join(parts), for_editing=for_editing)


def _wrapped(element: HtmlElement, inner: str, *, for_editing: bool) -> str:
    # Line by line: two breaks end a paragraph, and what stands around them would not be closed in it.
    return "<br>".join(_of_line(element, line, for_editing=for_editing) for line in inner.split("<br>"))


def _of_line(element: HtmlElement, inner: str, *, for_editing: bool) -> str:
    if _EMPTY.fullmatch(inner):
        return inner
    said = said_of(element, for_editing=for_editing)
    for tag in _meanings(element, for_editing=for_editing):
        inner = _around(tag, element, inner, said)
        said = ""
    return inner


def said_of(element: HtmlElement, *, for_editing: bool) -> str:
    """The attributes of an element that say what its text is: language, direction, title."""
    # Programs say a language of everything, and how it looks beside it; whoever means it does not.
    if for_editing or element.get("style") or element.get("class"):
        return ""
    return _attributes(element, _EVERYWHERE)


def _meanings(element: HtmlElement, *, for_editing: bool) -> list[str]:
    """The elements that say what this one means, the innermost first."""
    around = {tag for each in element.iterancestors() for tag in _emphasis(each)}
    tag = _RENAMED.get(element.tag, element.tag)
    found = [] if tag in {"strong", "em"} else [tag]
    if tag == "span" and not said_of(element, for_editing=for_editing):
        found = []
    if tag == "a" and not _leads_elsewhere(element.get("href", "")):
        found = []
    found += [each for each in _emphasis(element) if each not in around]
    return [each for each in found if each in (_FOR_EDITING if for_editing else _MEANT)]


def _emphasis(element: HtmlElement) -> list[str]:
    """What it is that stands in strong or emphasis, by name or by its looks."""
    style = element.get("style", "").lower()
    named = _RENAMED.get(element.tag, element.tag)
    strong = _BOLD.search(style) or (named == "strong" and not _NORMAL.search(style))
    em = _ITALIC.search(style) or (named == "em" and not _UPRIGHT.search(style))
    is_inline_one = element.tag in INLINE
    return [tag for tag, is_it in (("strong", strong), ("em", em)) if is_it and is_inline_one]


def _leads_elsewhere(href: str) -> bool:
    return bool(href) and not href.startswith(("#", "file:"))


def _around(tag: str, element: HtmlElement, inner: str, said: str) -> str:
    # Spaces go out of it, so that words are not glued where it is trimmed.
    before, core, after = _EDGE.fullmatch(inner).groups()  # type: ignore[union-attr]  # it matches all
    own = _attributes(element, _ATTRIBUTES.get(tag, ())) + said
    return f"{before}<{tag}{own}>{core}</{tag}>{after}" if core else inner


def _attributes(element: HtmlElement, names: tuple[str, ...]) -> str:
    values = {name: value for name in names if (value := element.get(name))}
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())


def paragraphs_of(run: Iterable[str], said: str = "") -> Iterator[str]:
    """Inline content as paragraphs, parted by two breaks; `said` are the attributes of each."""
    text = one_spaced("".join(run))
    for part in _BREAKS.split(text):
        if inner := _trimmed(part):
            yield f"<p{said}>{inner}</p>"


def one_spaced(text: str) -> str:
    """Runs of spaces as one; a no-break space alone between two words stays."""
    return _WHITE.sub(lambda run: run.group() if run.group() == "\u00a0" else " ", text)


def _trimmed(part: str) -> str:
    inner = _OUTER_BREAKS.sub("", part.strip(_EDGES)).strip(_EDGES)
    return re.sub(rf"[{_EDGES}]*<br>[{_EDGES}]*", "<br>", inner)
