"""The bytes of a feed or an export file as text, and that text as XML without traps."""

import codecs
import re
from collections.abc import Mapping
from html import escape
from html.entities import html5
from typing import Any

from feedsvc.core.text import xml_safe
from feedsvc.importers.page_lines import unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# "<" and the next sign as they stand in encodings of two and four bytes (XML 1.0, appendix F).
_WIDE = (
    (re.compile(rb"\x00\x00\x00[<{\[]"), "utf-32-be"), (re.compile(rb"[<{\[]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00[<{\[\s]\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"[<{\[\s]\x00[^\x00]\x00"), "utf-16-le"),
)  # fmt: skip
# Python has codecs that are no charsets of the web, some of them of quadratic cost (punycode).
_CHARSETS = frozenset(
    "ascii latin-1 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9"
    " iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256"
    " cp1257 cp1258 cp866 koi8-r koi8-u mac-cyrillic mac-roman big5 gb2312 gbk gb18030 shift_jis cp932 euc_jp"
    " euc_kr cp949 iso2022_jp".split()
)
# WHATWG Encoding, 4.2: pages that say Latin-1 or ASCII are in Windows-1252.
_MEANT = {"ascii": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030"}
_XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_HTTP_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_UNUSED_IN_1252 = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
_CONTROLS_OF_1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNUSED_IN_1252
}

_PROLOG = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
# What is not closed ends with the text, lest the end be looked for anew from each beginning.
_IN_DOCTYPE = re.compile(
    r"""<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|<!ENTITY\s+(?P<entity>[^\s%]+)|[\[\]>]""",
    re.DOTALL,
)
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#(?P<hex>[xX])?0*(?P<number>[0-9a-fA-F]+);|(?P<name>[A-Za-z][A-Za-z0-9]*);)?")
# How parsers are to read: past mistakes, fetching nothing, within the limits of libxml2.
READING: Mapping[str, Any] = {
    "recover": True,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_IN_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LARGEST_CODE_POINT_DIGITS = 7


def decoded(data: bytes, *, content_type: str | None = None, largest: int) -> str:
    """The text of a file, without what XML forbids, its lines ended by "\\n".

    Its mark counts first, then UTF-8 where the bytes are that (nothing else looks like it), then
    what HTTP and the XML declaration say, then a guess. Raises UnreadableFile where the bytes are
    empty, more than `largest`, or no text.
    """
    if len(data) > largest:
        raise unreadable(f"The file is larger than {largest // 2**20} MB: export or ask for less at a time.")
    text = _decoded(data, content_type)
    if text.count("\0") * 10 > len(text):
        raise unreadable("The file is binary, not text: give the feed or the export file itself.")
    text = xml_safe(text.translate(_CONTROLS_OF_1252).replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip("\ufeff \t\n"):
        raise unreadable("The file is empty: fetch or export it again.")
    return text.lstrip("\ufeff")


def _decoded(data: bytes, content_type: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for shape, encoding in _WIDE:
        if shape.match(data):
            return data.decode(encoding, errors="replace")
    declared = [_charset(name) for name in _declared(data, content_type)]
    if data.isascii() and not (b"\x1b" in data and "iso2022_jp" in declared):
        return data.decode("ascii")
    for encoding in ("utf-8", *filter(None, declared)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        # Halves of signs beyond 16 bits, as some databases write them (CESU-8): whole where both are there.
        halves = data.decode("utf-8", errors="surrogatepass").encode("utf-16-le", errors="surrogatepass")
        return halves.decode("utf-16-le", errors="ignore")
    except UnicodeDecodeError:
        return _guessed(data)


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """RFC 7303, section 3: what HTTP says goes before what the file says."""
    in_header, in_file = _HTTP_CHARSET.search(content_type or ""), _XML_CHARSET.match(data.lstrip()[:300])
    return [
        *([in_header[1]] if in_header else []),
        *([in_file[1].decode("ascii", "replace")] if in_file else []),
    ]


def _charset(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name) if name in _CHARSETS else None


def _guessed(data: bytes) -> str:
    """Damaged UTF-8 where most of it is sound; else Russian in the encoding that gives small
    letters (KOI8-R and Windows-1251 read as one another swap the case); else Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if bad <= sum(not char.isascii() for char in text) - bad:
        return text
    high = sum(byte > 0x7F for byte in data)
    readings = [data.decode(encoding, errors="replace") for encoding in ("cp1251", "koi8-r")]
    small, best = max((len(re.findall("[а-яё]", each)), each) for each in readings)
    words = len(re.findall("[а-яё]{3}", best))
    return best if small * 2 > high and words * 12 > high else data.decode("cp1252", errors="replace")


def mended_xml(text: str) -> bytes:
    """The text of an XML file in UTF-8 with what commonly makes it ill-formed put right: bare
    ampersands, named characters of HTML, references to what XML forbids. Lines stay where they are.

    The document type goes: nothing is fetched and nothing expanded. Raises UnreadableFile where it
    declares entities of its own, as bombs do.
    """
    text = _without_doctype(text)
    parts = _CDATA.split(text)
    parts[::2] = (_REFERENCE.sub(_reference, part) for part in parts[::2])
    return "".join(parts).encode()


def _without_doctype(text: str) -> str:
    end = 0
    while skipped := _PROLOG.match(text, end):
        end = skipped.end()
    doctype = _DOCTYPE.match(text, end)
    if doctype:
        end = _end_of_doctype(text, doctype.end())
    return "\n" * text.count("\n", 0, end) + text[end:]


def _end_of_doctype(text: str, start: int) -> int:
    within_brackets = False
    for token in _IN_DOCTYPE.finditer(text, start):
        entity, sign = token["entity"], token.group()
        if entity and f"{entity};" not in html5:
            raise unreadable(
                f"The file declares an entity of its own ({entity[:40]}), as XML bombs do, and is not read:"
                " export it without a document type."
            )
        if sign == "[":
            within_brackets = True
        elif sign == "]":
            within_brackets = False
        elif sign == ">" and not within_brackets:
            return token.end()
    raise unreadable("The file is cut off within its document type: fetch or export it again.")


def _reference(match: re.Match[str]) -> str:
    name, number = match["name"], match["number"]
    if name:
        known = html5.get(f"{name};")
        # Escaped, for it may be or hold "<" or "&".
        return match.group() if name in _IN_XML else escape(known) if known else f"&amp;{name};"
    if number:
        return _character(number, 16 if match["hex"] else 10)
    return "&amp;"


def _character(number: str, base: int) -> str:
    try:
        code = int(number, base) if len(number) <= _LARGEST_CODE_POINT_DIGITS else 0
        return "".join(f"&#{ord(char)};" for char in xml_safe(chr(code).translate(_CONTROLS_OF_1252)))
    except (ValueError, OverflowError):
        return ""
