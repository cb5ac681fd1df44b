"""The bytes of an office page as lines: decoded, numbered, measured, their dates and markers found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedsvc.core.errors import Problem, UnreadableFile
from feedsvc.core.text import mend_mixed_words, one_line
from feedsvc.importers.page_dates import DateLine, date_line

LARGEST = 10 * 1024 * 1024
UNDECODED = "\ufffd"
DASH = "-"

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]+")
_RUSSIAN_SIGNS = re.compile("[А-Яа-яЁё\u00a0«»“”„‘’–—…©®№°•·§±™]+")
_RUSSIAN_SMALL = re.compile("[а-яё]+")
_RUSSIAN_LETTERS = re.compile("[А-Яа-яЁё]+")
_MIXED = re.compile("[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_PAGE_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f]+")
_INDENT = re.compile(r"\s*")
_MARKER = re.compile(
    r"(?:(?P<number>[0-9]{1,6})(?P<mark>[.)])(?=\s|$|[^\W\d_])|(?P<bullet>[-–—−*•·‣◦▪●○■□])(?=\s|$))\s*"
)
_STYLES = {**dict.fromkeys("-–—−", DASH), "*": "*"}
_RULE = re.compile(r"(?:[^\w\s]\s*){2,}")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_AFTER_SUSPENDED_HYPHEN = frozenset("and or to и или до по".split())


@dataclass(frozen=True, slots=True)
class Marker:
    """What begins a list item: a number with a stop or bracket, or a dash or bullet.

    `start` and `end` are the columns of its first sign and after its last; `text` follows at
    column `text_start`; `date` is what it says where it is a date.
    """

    style: str
    number: int | None
    start: int
    end: int
    text: str
    text_start: int
    date: DateLine | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it. `number` counts the file's lines from 1, `indent` columns.

    `gap` says that an empty line or a ruled one stands before it, `broken` that its last word,
    cut at a soft hyphen, goes on in the next line.
    """

    number: int
    indent: int
    text: str
    gap: bool
    broken: bool = False
    date: DateLine | None = None
    marker: Marker | None = None


def page_lines(data: bytes) -> list[Line]:
    """The lines of a page that are not empty. Raises UnreadableFile where the bytes are no text."""
    lines, gap = [], True
    for number, raw in _numbered(text_of(data)):
        line = _line(number, raw, gap)
        gap = line is None
        if line:
            lines.append(line)
    return lines


def text_of(data: bytes) -> str:
    """The characters of a text file: UTF-8, UTF-16 with its mark, or Russian Windows-1251.

    Raises UnreadableFile for a file that is empty, larger than 10 MB, binary or in another
    encoding. Single damaged places become U+FFFD.
    """
    if len(data) > LARGEST:
        raise unreadable("The file is larger than 10 MB: split it, or import the text of the page alone.")
    text = _decoded(data)
    controls = len(text) - len(_CONTROLS.sub("", text))
    if "\0" in text or controls * 100 > len(text) or text.count(UNDECODED) * 10 > len(text):
        raise unreadable("The file is binary, not text: save the page as plain text and import that.")
    if not text.strip():
        raise unreadable("The file is empty: save the page again as plain text.")
    return text


def unreadable(message: str) -> UnreadableFile:
    """The error of a file that is refused as a whole, in one sentence."""
    return UnreadableFile([Problem("", message)])


def _decoded(data: bytes) -> str:
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
    bad = text.count(UNDECODED)
    others = sum(not char.isascii() for char in text) - bad
    if bad <= others or "\0" in text:
        return text
    return _russian(data)


def _russian(data: bytes) -> str:
    """Windows-1251, where what comes out can be Russian: its letters in its words, mostly small."""
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        text = ""
    high = sum(not char.isascii() for char in text)
    usual = len(text) - len(_RUSSIAN_SIGNS.sub("", text))
    letters = len(text) - len(_RUSSIAN_LETTERS.sub("", text))
    small = len(text) - len(_RUSSIAN_SMALL.sub("", text))
    mixed = len(text) - len(_MIXED.sub(" ", text))
    if not text or usual * 10 < high * 9 or mixed * 20 > letters or small * 2 < letters:
        raise unreadable(
            "The file is in none of UTF-8, UTF-16 and Windows-1251: save the page as UTF-8 text."
        )
    return text


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines by number; a page break parts a line without beginning a new number."""
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        parts = [part for part in _PAGE_BREAKS.split(raw) if part.strip()] or [""]
        yield from ((number, part) for part in parts)


def _line(number: int, raw: str, gap: bool) -> Line | None:
    measured = raw.expandtabs(8)
    text = normalised(raw)
    if not text or _RULE.fullmatch(text[:200]):
        return None
    indent = _indent(measured)
    date = date_line(text)
    marker = None if date else _marker(text, indent)
    return Line(number, indent, text, gap, raw.rstrip().endswith("\u00ad"), date, marker)


def normalised(raw: str) -> str:
    """One line of text as it is stored: NFC, spaces folded, words in one script."""
    text = one_line(raw)
    return text if text.isascii() else mend_mixed_words(text)


def _indent(measured: str) -> int:
    match = _INDENT.match(measured.lstrip("\ufeff"))
    return match.end() if match else 0


def _marker(text: str, indent: int) -> Marker | None:
    match = _MARKER.match(text)
    if match is None:
        return None
    sign = match["bullet"] or match["mark"]
    return Marker(
        style=_STYLES.get(sign, "•") if match["bullet"] else sign,
        number=int(match["number"]) if match["number"] else None,
        start=indent,
        end=indent + len((match["number"] or "") + sign),
        text=text[match.end() :],
        text_start=indent + match.end(),
        date=date_line(text[match.end() :]),
    )


def joined(lines: Sequence[Line]) -> str:
    """The lines of one paragraph as one line."""
    out: list[str] = []
    glued = False
    for before, line in zip([None, *lines], lines, strict=False):
        glues = before is not None and (before.broken or _goes_on_after_hyphen(before.text, line.text))
        glued = glued or glues
        out += [line.text] if before is None or glues else [" ", line.text]
    return normalised("".join(out)) if glued else "".join(out)


def _goes_on_after_hyphen(before: str, after: str) -> bool:
    """Whether "long-" and "term care" are parts of one word; "short-" and "and long-term" are not."""
    word = after.partition(" ")[0]
    return (
        bool(_HYPHENATED.search(before[-2:])) and word[:1].islower() and word not in _AFTER_SUSPENDED_HYPHEN
    )


def blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines in runs that empty lines part."""
    out: list[list[Line]] = []
    for line in lines:
        if line.gap or not out:
            out.append([])
        out[-1].append(line)
    return out
