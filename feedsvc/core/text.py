"""Text made safe and comparable: once, when it is written, never when it is read (invariant 5)."""

import re
import unicodedata
from html import escape
from urllib.parse import quote, urlsplit

import nh3
from lxml import html as lxml_html

# XML 1.0, section 2.2: these code points may stand in no document, escaped or not.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLANE_ENDS = re.compile(
    "[" + "".join(chr(p * 0x10000 + e) for p in range(1, 17) for e in (0xFFFE, 0xFFFF)) + "]"
)
# Vertical tab (a line break of word processors), form feed, next line.
_OLD_LINE_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x85), "\n")
# Soft hyphen, zero width space and word joiner, byte order mark; and the overrides of writing
# direction, with which a title could reorder the line that it is quoted in.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[^\S\n]+")
_PARAGRAPH_BREAK = re.compile(r"\s*\n\s*\n\s*")
_WORD = re.compile(r"[^\W\d_]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, '«»„“”‟"‘’‚‛`´ʼ'), "'")

# Letters that look the same in both scripts.
_LATIN, _CYRILLIC = "AaBCcEeHIiJjKMOoPpSsTXxYy", "АаВСсЕеНІіЈјКМОоРрЅѕТХхУу"
_TO_LATIN = dict(zip(map(ord, _CYRILLIC), _LATIN, strict=True))
# Not to Ѕ and Ј, which Serbs and Macedonians alone write: "SMSка" is no slip of the keyboard.
_TO_CYRILLIC = {ord(a): b for a, b in zip(_LATIN, _CYRILLIC, strict=True) if b not in "ЅѕЈј"}

_TAGS = frozenset(
    "a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure"
    " h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub sup"
    " table tbody td tfoot th thead tr u ul".split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BLOCKS = (
    "blockquote br caption dd div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul"
).split()
# What browsers take out of a URL before they read it (WHATWG URL, 4.4).
_URL_NOISE = re.compile("[\t\n\r]")
_URL_MARGIN = "".join(map(chr, range(33)))
_WEB_URL = re.compile(r"(https?:)(//)?([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_ASCII_SIGNS = "".join(map(chr, range(33, 127)))
# As nh3 writes them: values in double quotes, < and > within them escaped.
_IMG_WITHOUT_SRC = re.compile(r'<img(?:(?! src=")[^>])*>')
_HTML_TEXT = re.compile("[^<>]+")
_PRE_BREAKS = re.compile(r"(<pre[^>]*>)\n+")
_IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')  # as the sanitiser writes it
_INVISIBLE_IN_HTML = re.compile("[\u00ad\ufeff\u202a-\u202e\u2066-\u2069]")


def xml_safe(text: str) -> str:
    """The text without the code points that XML 1.0 (section 2.2) forbids or discourages."""
    # U+0085, "next line", is allowed; but validators warn of it and readers show it as an ellipsis.
    return _PLANE_ENDS.sub("", _NOT_XML.sub("", text.translate(_OLD_LINE_BREAKS)))


def one_line(text: str) -> str:
    """A title, a name: one line in NFC, spaces folded, nothing invisible in it."""
    return _SPACES.sub(" ", _visible(text).replace("\n", " ")).strip()


def paragraphs(text: str) -> str:
    """A text of one or more paragraphs, each one line, parted by one empty line."""
    lines = _visible(text).replace("\r\n", "\n").replace("\r", "\n")
    # Spaces are folded first: the break would be looked for anew at each space of a long run.
    parts = _PARAGRAPH_BREAK.split(_SPACES.sub(" ", lines))
    return "\n\n".join(line for part in parts if (line := one_line(part)))


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", xml_safe(text)))


def mend_mixed_words(text: str) -> str:
    """Words of one script that hold look-alike letters of another, written in one script.

    "СOVID" with a Cyrillic С becomes "COVID". The script of most of its letters comes first, Latin
    where they are equal; a word is left alone where neither script has all its letters.
    """
    return _WORD.sub(lambda match: _mend_word(match.group()), text)


def _mend_word(word: str) -> str:
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in word)
    cyrillic = sum("CYRILLIC" in unicodedata.name(letter, "") for letter in word)
    if not latin or not cyrillic:
        return word
    candidates = (word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC))
    ordered = candidates if latin >= cyrillic else candidates[::-1]
    return next((mended for mended in ordered if _script_count(mended) == 1), word)


def _script_count(word: str) -> int:
    return len({unicodedata.name(letter, "?").split()[0] for letter in word})


def without_marks(text: str) -> str:
    """The text without diacritics: "Chișinău" becomes "Chisinau", ё becomes е; й stays й, being no и."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        if char in "йЙ":
            out.append(char)
        else:
            out.append("".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)))
    return "".join(out)


def folded(text: str) -> str:
    """The key under which two spellings of one title are the same: case, marks, quotes, dashes,
    spaces, look-alike letters and final stops folded."""
    # Marks go first, since Ё and Ë are look-alikes too; then the spaces that bore none but marks.
    plain = mend_mixed_words(one_line(without_marks(one_line(text))))
    return plain.casefold().translate(_DASHES | _QUOTES).rstrip(" .")


def clean_html(source: str, *, base: str) -> str:
    """HTML without active content, every URL absolute (relative ones resolved against `base`).

    Scripts, styles, forms, frames, event handlers and unknown schemes go; the text in ordinary
    elements stays. `srcset` goes too, since its URLs could not all be made absolute.
    """
    cleaned: str = nh3.clean(
        xml_safe(source),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        url_relative=("rewrite_with_base", base),
        attribute_filter=_whole_value,
        link_rel=None,
        strip_comments=True,
    )
    # All this after the sanitiser, which turns character references into characters.
    text = xml_safe(_INVISIBLE_IN_HTML.sub("", cleaned)).replace("\r\n", "\n").replace("\r", "\n")
    # Never over a tag's end: NFC makes one character of ">" and U+0338, and the text part of the tag.
    text = _HTML_TEXT.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)
    # HTML parsers drop the first line break of <pre> each time they read it.
    return _PRE_BREAKS.sub(r"\1", _IMG_WITHOUT_SRC.sub("", text)).strip()


def _whole_value(tag: str, attribute: str, value: str) -> str | None:
    """An attribute as it may stand: a URL in ASCII, as browsers read it; None drops the attribute.

    nh3 has refused the other schemes before it calls this, and resolves relative URLs after it; one
    with a scheme and no host is neither to it, and relative to browsers ("https:page").
    """
    if attribute not in {"href", "src"}:
        return value
    url = _URL_NOISE.sub("", value).strip(_URL_MARGIN)
    web = _WEB_URL.fullmatch(url)
    if web is None:
        is_other = tag == "img" and url.lower().startswith(("mailto:", "tel:"))
        return None if is_other else _ascii(url)
    scheme, slashes, host, rest = web.groups()
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{scheme.lower()}//{host}{_ascii(rest)}" if slashes and host else None


def _ascii(url: str) -> str:
    return quote(url, safe=_ASCII_SIGNS)


def text_of_html(cleaned: str) -> str:
    """The words of HTML that `clean_html` made, for search and excerpts; blocks part paragraphs."""
    if not cleaned.strip():
        return ""
    # libxml2 drops what lies deeper than 256 elements, unless it is told of large trees.
    parser = lxml_html.HTMLParser(huge_tree=True)
    tree = lxml_html.fragment_fromstring(cleaned, create_parent="div", parser=parser)
    for element in tree.iter(*_BLOCKS):
        element.text = "\n\n" + (element.text or "")
        element.tail = "\n\n" + (element.tail or "")
    return paragraphs(str(tree.text_content()))


def html_of_paragraphs(text: str) -> str:
    """Plain paragraphs as HTML, a line each: whoever strips the tags must not glue words together."""
    return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n") if part)


def excerpt(text: str, limit: int) -> str:
    """At most `limit` characters of a plain text, cut after a word and marked with an ellipsis."""
    flat = one_line(text)
    if len(flat) <= limit:
        return flat
    head, space, _ = flat[:limit].rpartition(" ")
    return (head if space else flat[: limit - 1]).rstrip(" ,;:–—-") + "…"


def web_url_problem(url: str) -> str | None:
    """Why `url` cannot be an absolute http(s) URL of a feed; None when it can."""
    if not url.isascii() or not url.isprintable() or set(url) & set(' <>"{}|\\^`'):
        return "must be a URL of ASCII characters without spaces (encode others with %)"
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return "is no URL"
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_fine:
        return "must begin with http:// or https:// and name a host"
    return None
