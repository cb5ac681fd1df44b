"""The pieces of a web page: lines of text, dates and pictures; a line parted where a date stands in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from typing import cast

from lxml import etree

from feedsvc.core.text import folded
from feedsvc.importers.page_dates import DateLine, date_line
from feedsvc.importers.page_lines import normalised
from feedsvc.importers.page_words import ends_sentence, is_credit, is_usual_heading, is_usual_label

LISTED = frozenset("article li dd".split())
HEADING_TAGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "dt": 7}
LONGEST_DATE = 100
_LONGEST_SPLIT = 300
_MOST_GAPS = 8
_LONGEST_WORDS = 60
_NEAR = 4
_MARGIN = " \u00a0,;:|/•·–—-()[]"
_ENDS_OF_LABELS = ",:;|/–—-(·•.!?…”»"
_REST_MARGIN = " ,;:|/•·–—-("
_SEPARATOR = re.compile(r"\s+[–—|•·-]\s+|:\s+|\s+\(|,\s+|\)\s*")
# What stands on a page beside its text, and says nothing.
_EMPTY_WORDS = frozenset(
    folded(word)
    for word in (
        "Read more", "More", "Details", "Learn more", "Full story", "Full text", "Continue reading",
        "View all", "See all", "Read", "Share", "Print", "Date", "Published", "Posted", "Posted on",
        "Updated", "Last updated", "Last update", "Back to top", "Top",
        "Подробнее", "Читать далее", "Далее", "Читать", "Читать полностью", "Полный текст", "Ещё",
        "Поделиться", "Печать", "Дата", "Дата публикации", "Опубликовано", "Обновлено", "Наверх",
    )
)  # fmt: skip
_ARROWS = " .…»›→>"
_ROLES = {
    "place": frozenset("place location city dateline venue место".split()),
    "kind": frozenset("kind type category label tag badge eyebrow rubric вид тип рубрика".split()),
    "credit": frozenset("credit credits copyright photographer".split()),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text, a date or a picture: `node` is the element that it stands in.

    `link` is the address of a linked line, or of one that begins with a link: `lead` is then the
    linked text. `heading` is the level of a heading, 0 for none.
    """

    node: etree._Element
    line: int
    text: str = ""
    date: DateLine | None = None
    heading: int = 0
    bold: bool = False
    link: str = ""
    lead: str = ""
    role: str = ""
    picture: etree._Element | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing ("Read more"), though it may be a link."""
        return is_empty_word(self.text)

    @property
    def is_text(self) -> bool:
        """Whether it is a line that says something."""
        return self.picture is None and self.date is None and not self.is_empty


def is_empty_word(text: str) -> bool:
    """Whether a line says nothing: "Read more", an arrow."""
    if not any(char.isalnum() for char in text):
        return True
    return len(text) <= _LONGEST_WORDS and folded(text.strip(_ARROWS).rstrip(":")) in _EMPTY_WORDS


@dataclass(frozen=True, slots=True)
class Span:
    """The pieces of one item, by their places: from `start` up to `end`. `date` is the place of a
    date that stands outside, above several items."""

    start: int
    end: int
    date: int | None = None


def is_title_like(piece: Piece) -> bool:
    """Whether a line may be a title: no credit, no label, no word that means nothing."""
    if not piece.is_text or piece.role or is_credit(piece.text) or is_usual_label(piece.text):
        return False
    return any(char.isalpha() for char in piece.text) and not is_usual_heading(piece.text)


@dataclass(frozen=True, slots=True)
class Run:
    """A text within one inline element."""

    text: str
    node: etree._Element
    link: str
    bold: bool


def line_of(element: etree._Element) -> int:
    """The line on which an element begins, counted from 1."""
    # libxml2 counts to 65535 and stays there; the stubs know no type of it.
    return cast("int | None", element.sourceline) or 1


def date_in(text: str) -> DateLine | None:
    """What a short text says as a date, whatever signs stand around it."""
    if len(text) > LONGEST_DATE * 2 or not any(char.isdigit() for char in text):
        return None
    line = normalised(text)
    return date_line(line) or date_line(line.strip(_MARGIN))


def pieces_of_line(runs: Sequence[Run], heading: int) -> Iterator[Piece]:
    """A line as it is, or parted where a date stands in it, and before a link that says "Read more"."""
    cut = len(runs)
    while cut and (
        runs[cut - 1].text.isspace() or (runs[cut - 1].link and is_empty_word(runs[cut - 1].text))
    ):
        cut -= 1
    if cut:
        yield from _parted_at_date(runs[:cut], heading)
    if any(not run.text.isspace() for run in runs[cut:]):
        yield _whole(runs[cut:], heading)


def _parted_at_date(runs: Sequence[Run], heading: int) -> Iterator[Piece]:
    whole = _whole(runs, heading)
    found = date_in(whole.text)
    if found and not (found.place and (heading or whole.link)):
        yield replace(whole, text="", date=found)
        return
    for number, run in enumerate(runs):
        before, after = runs[max(number - 3, 0) : number], runs[number + 1 : number + 2]
        is_alone = not (ends_in_words(before) and any(not inner.text.isspace() for inner in after))
        found = date_in(run.text) if len(runs) > 1 and not run.link and is_alone else None
        if found:
            yield from _parted_runs(runs[:number], heading)
            yield Piece(run.node, whole.line, date=found)
            yield from _parted_runs(runs[number + 1 :], heading)
            return
    yield from _parted(whole)


def ends_in_words(runs: Sequence[Run]) -> bool:
    """Whether what is read of a line ends in the midst of a sentence: in words that are no link."""
    before = "".join(run.text for run in runs[-3:] if not run.link).rstrip()
    return bool(before) and before[-1] not in _ENDS_OF_LABELS and not is_empty_word(before)


def _parted_runs(runs: Sequence[Run], heading: int) -> Iterator[Piece]:
    if any(not run.text.isspace() for run in runs):
        yield from _parted(_whole(runs, heading))


def _parted(piece: Piece) -> Iterator[Piece]:
    """A short line parted from the date with which it begins or ends: "12 June 2020 – Title"."""
    found = _date_at_an_end(piece.text)
    if found:
        date, rest = found
        yield Piece(piece.node, piece.line, date=date)
        yield replace(piece, text=rest, lead="")
    elif piece.text:
        yield piece


def _date_at_an_end(text: str) -> tuple[DateLine, str] | None:
    if len(text) > _LONGEST_SPLIT or not any(char.isdigit() for char in text):
        return None
    for gap in islice(_SEPARATOR.finditer(text), _MOST_GAPS):
        head, tail = text[: gap.start()], text[gap.end() :]
        for date_text, other in ((head, tail), (tail, head)):
            found, rest = date_in(date_text), other.strip(_REST_MARGIN)
            if found and not found.place and any(map(str.isalpha, rest)) and not ends_sentence(rest):
                return found, rest
    return None


def _whole(runs: Sequence[Run], heading: int) -> Piece:
    """All runs of a line as one piece."""
    spoken = [run for run in runs if not run.text.isspace()]
    filled = [run for run in spoken if not is_empty_word(run.text)] or spoken
    first = filled[0]
    links = {run.link for run in filled}
    lead = list(takewhile(lambda run: run.link == first.link, filled)) if first.link else []
    return Piece(
        first.node,
        line_of(first.node),
        text=normalised("".join(run.text for run in runs[runs.index(first) :])),
        heading=heading,
        bold=all(run.bold for run in filled),
        link=first.link,
        lead=normalised("".join(run.text for run in lead)) if len(links) > 1 else "",
        role=_role_of(first.node),
    )


def _role_of(node: etree._Element) -> str:
    """What the names of the element around a line say of it."""
    for element in islice(chain([node], node.iterancestors()), _NEAR):
        if element.tag in {"figcaption", "caption"}:
            return "caption"
        if element.tag in HEADING_TAGS or element.tag in {"article", "li", "tr"}:
            return ""
        names = f"{element.get('class', '')} {element.get('itemprop', '')}"[:300].lower()
        parts = {part for name in names.split() for part in (name, re.split("[-_]+", name)[-1])}
        role = next((role for role, words in _ROLES.items() if parts & words), "")
        if role:
            return role
    return ""
