"""One list item of an office page as an entry: credit, label, title, date, place, summary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedsvc.core.imported import ImportedItem, Refusal
from feedsvc.core.model import EntryDraft, Image
from feedsvc.core.text import folded
from feedsvc.core.validation import LONGEST
from feedsvc.importers.page_dates import DateLine
from feedsvc.importers.page_lines import DASH, UNDECODED, Line, Marker, blocks, joined
from feedsvc.importers.page_lists import RawItem, shown
from feedsvc.importers.page_words import ends_sentence, is_credit, is_usual_label

_NO_DATE = DateLine(None, problem="the item has no date: put one below its title, such as 12 June 2020")
_LONGEST_LABEL = 60
_LONGEST_LABEL_LINE = 40


@dataclass(frozen=True, slots=True)
class _Piece:
    """A credit, a label or a title above a date, and the line where it begins."""

    text: str
    line: int
    credit: bool = False


def labels_of_page(items: Iterable[RawItem]) -> frozenset[str]:
    """The lines that stand as labels above the title of some item, folded."""
    found = set()
    for item in (item for item in items if item.date_line):
        words = [piece.text for piece in _pieces(item, frozenset()) if not piece.credit]
        texts = [text for text in words if not _is_label(text, frozenset())]
        found |= {folded(text) for text in texts[:-1] if _reads_as_label(text)}
    return frozenset(found)


def read_item(item: RawItem, *, office: str, language: str, labels: frozenset[str]) -> ImportedItem | Refusal:
    """The entry of one list item, or why it is refused. `labels` are those of the page."""
    pieces = _pieces(item, labels)
    words = [piece for piece in pieces if not piece.credit]
    titles = [piece for piece in words if not _is_label(piece.text, labels)]
    date = _date_of(item)
    problem = _problem(item, date, titles)
    if problem:
        quoted = titles or words or pieces
        return _refusal(problem, quoted if item.date_line else quoted[:1])
    title = titles[-1]
    paragraphs, credits = _summary(item.below)
    credits = [piece.text for piece in pieces if piece.credit] + credits
    draft = EntryDraft(
        office=office,
        title=title.text,
        language=language,
        summary="\n\n".join(paragraphs),
        kind=", ".join(piece.text for piece in words if piece is not title),
        place=date.place,
        image=Image(credit="; ".join(credits)) if credits else None,
    )
    problem = _problem_of_length(draft, item.line, title.line)
    return _refusal(problem, titles) if problem else ImportedItem(line=item.line, draft=draft, date=date.day)


def _refusal(problem: tuple[int, str], quoted: Sequence[_Piece]) -> Refusal:
    line, reason = problem
    return Refusal(line, shown(quoted[-1].text) if quoted else "", reason)


def _date_of(item: RawItem) -> DateLine:
    line = item.date_line
    return (line.date if line else None) or _NO_DATE


def _problem(item: RawItem, date: DateLine, titles: Sequence[_Piece]) -> tuple[int, str] | None:
    """The line and the reason where an item cannot be taken."""
    dated = item.date_line.number if item.date_line else item.line
    damaged = next((line for line in item.lines if UNDECODED in line.text), None)
    if date.problem:
        return dated, date.problem
    if damaged:
        return damaged.number, "the line holds bytes that are no text: save the page again as UTF-8"
    if not titles:
        return dated, "the item has a date and no title: put the title above the date"
    if not any(char.isalpha() for char in titles[-1].text):
        return titles[-1].line, "the title has no letters: put the title above the date"
    odd = next((piece for piece in titles[:-1] if not _reads_as_label(piece.text)), None)
    return (odd.line, "the text above the title is neither credit nor label: take it away") if odd else None


def _problem_of_length(draft: EntryDraft, line: int, title_line: int) -> tuple[int, str] | None:
    for where, text in (("title", draft.title), ("kind", draft.kind), ("summary", draft.summary)):
        if len(text) > LONGEST[where]:
            reason = f"the {where} has {len(text)} characters; at most {LONGEST[where]} are allowed"
            return title_line if where == "title" else line, reason
    return None


def _reads_as_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and not ends_sentence(text)


def _is_label(text: str, labels: frozenset[str]) -> bool:
    return len(text) <= _LONGEST_LABEL and (is_usual_label(text) or folded(text) in labels)


def _pieces(item: RawItem, labels: frozenset[str]) -> list[_Piece]:
    """What stands above the date, in order: every credit and label by itself, a wrapped title joined."""
    above = blocks(item.above)
    date = item.date_line
    compact = date is not None and not date.gap
    pieces: list[_Piece] = []
    for lines in above[:-1]:
        whole = _Piece(joined(lines), lines[0].number, credit=True)
        labelled = any(_is_label(line.text, labels) for line in lines)
        wrapped = is_credit(lines[0].text) and is_credit(whole.text) and not labelled
        pieces += [whole] if wrapped else _parts(lines, labels)
    return pieces + _parts(above[-1], labels, compact=compact) if above else []


def _parts(lines: Sequence[Line], labels: frozenset[str], *, compact: bool = False) -> list[_Piece]:
    """The pieces of lines that no empty line parts: what is no credit or label is one wrapped text.

    On a `compact` page a label is known by being short: a title wraps only when its line is full,
    or before a dash.
    """
    first, end = 0, len(lines)
    # Only a credit: the last word of a wrapped title may well be "skills".
    while end > 1 and is_credit(lines[end - 1].text):
        end -= 1
    while first < end - 1 and lines[first + 1].marker is None:
        text = lines[first].text
        if not (is_credit(text) or _is_label(text, labels) or (compact and _is_short(text))):
            break
        first += 1
    text = joined(lines[first:end])
    middle = _Piece(text, lines[first].number, credit=is_credit(text))
    return [*map(_single, lines[:first]), middle, *map(_single, lines[end:])]


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL_LINE and not ends_sentence(text)


def _single(line: Line) -> _Piece:
    return _Piece(line.text, line.number, credit=is_credit(line.text))


def _summary(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The paragraphs below a date, and the credits that stand among them."""
    texts: list[str] = []
    credits: list[str] = []
    for block in blocks(lines):
        whole = joined(block)
        if is_credit(block[0].text) and is_credit(whole) and (block[0].gap or len(block) == 1):
            credits.append(whole)
            continue
        for part in _points(block):
            (credits if len(part) == 1 and is_credit(part[0].text) else texts).append(joined(part))
    return texts, credits


def _points(block: Sequence[Line]) -> list[list[Line]]:
    """A paragraph parted at the points of a list and at credits on lines of their own."""
    parts: list[list[Line]] = []
    point: Marker | None = None
    for line in block:
        begins = line.marker is not None and _begins_point(line.marker, parts[-1] if parts else [], point)
        point = line.marker if begins else point
        if begins or not parts or is_credit(line.text) or is_credit(parts[-1][0].text):
            parts.append([])
        parts[-1].append(line)
    return parts


def _begins_point(marker: Marker, before: Sequence[Line], point: Marker | None) -> bool:
    """Whether a marker begins a point of a list; else it is a number or dash in wrapped text."""
    if marker.number is not None:
        return marker.number == 1 or (point is not None and marker.number == (point.number or 0) + 1)
    ended = not before or before[-1].text.endswith((".", ":", ";", "!", "?"))
    return marker.style != DASH or ended or (point is not None and point.style == DASH)
