"""The lists of an office page: which lines belong to which item, and which to none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from feedsvc.core.imported import Refusal
from feedsvc.core.text import excerpt
from feedsvc.importers.page_dates import is_month_heading
from feedsvc.importers.page_lines import DASH, Line, Marker, blocks, joined
from feedsvc.importers.page_words import ends_sentence, is_credit, is_usual_heading

_LONGEST_HEADING = 60
_LARGEST_FREE_NUMBER = 999
_TITLE_SHOWN = 80


@dataclass(slots=True)
class RawItem:
    """The lines of one list item; `date_at` is the index of its date in `lines`, if it has one.

    `line` is the number of its first line, `list_number` tells which of the page's lists it is in.
    """

    line: int
    marker: Marker
    list_number: int
    lines: list[Line] = field(default_factory=list)
    date_at: int | None = None

    @property
    def date_line(self) -> Line | None:
        """The line of the item's date."""
        return None if self.date_at is None else self.lines[self.date_at]

    @property
    def above(self) -> list[Line]:
        """The lines above the date; all of them where there is no date."""
        return self.lines[: self.date_at]

    @property
    def below(self) -> list[Line]:
        """The lines below the date."""
        return [] if self.date_at is None else self.lines[self.date_at + 1 :]

    @property
    def lines_below(self) -> int:
        """How many lines stand below the date."""
        return 0 if self.date_at is None else len(self.lines) - self.date_at - 1

    @property
    def body(self) -> int | None:
        """The column of the text where it is indented beyond the marker; None on a flush page."""
        own = self.lines[1:2] if self.marker.text else self.lines[:1]
        line = self.date_line or (own[0] if own else None)
        return line.indent if line and line.indent > self.marker.start else None


@dataclass(frozen=True, slots=True)
class PageLists:
    """A page taken apart: what stands above the first list, the items, and dates outside items."""

    header: tuple[Line, ...]
    items: tuple[RawItem, ...]
    stray: tuple[Refusal, ...]


def page_lists(lines: Sequence[Line]) -> PageLists:
    """Takes the lines of a page apart. Without a dated item `items` is empty.

    Lists that hold no date are menus where they stand above the first dated list or are of
    another kind than all dated ones; elsewhere their items are kept, to be refused.
    """
    walk = _Walk(lines)
    walk.run()
    dated = [item for item in walk.items if item.date_line]
    if not dated:
        return PageLists(tuple(lines), (), ())
    dated_lists = {item.list_number for item in dated}
    styles = {item.marker.style for item in dated}
    first = min(dated_lists)
    items = tuple(
        item
        for item in walk.items
        if item.list_number in dated_lists or (item.list_number > first and item.marker.style in styles)
    )
    header = tuple(line for line in lines if line.number < items[0].line)
    stray = tuple(refusal for refusal in walk.stray if refusal.line > items[0].line)
    return PageLists(header, items, stray)


def shown(text: str) -> str:
    """A title as a refusal quotes it."""
    return excerpt(text, _TITLE_SHOWN)


def _is_heading(text: str) -> bool:
    return is_usual_heading(text) or (len(text) <= _LONGEST_HEADING and is_month_heading(text))


def _reads_as_heading(item: RawItem) -> bool:
    """Whether the last line below an item's date looks like a heading: short, alone, no sentence."""
    last, before = item.lines[-1], item.lines[-2]
    alone = last.gap or before is item.date_line or ends_sentence(before.text)
    short = len(last.text) <= _LONGEST_HEADING and not ends_sentence(last.text)
    return alone and short and last.marker is None and not is_credit(last.text)


def _is_deeper(marker: Marker, than: Marker) -> bool:
    """Numbers are often right-aligned: then their ends are level and their beginnings are not."""
    return marker.start > than.start and (marker.number is None or marker.end > than.end)


class _Walk:
    """One pass over the lines. `item` is the open one; `outside` is what followed it since it was
    left; `point` is the last number of an undated list within the summary of a flush page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.dates_ahead = _dates_before_next_marker(lines)
        self.items: list[RawItem] = []
        self.stray: list[Refusal] = []
        self.item: RawItem | None = None
        self.outside: list[Line] = []
        self.list_number = 0
        self.point = 0

    def run(self) -> None:
        """Fills `items` and `stray`."""
        for index, line in enumerate(self.lines):
            if line.marker and self._starts(index, line, line.marker):
                self._open(index, line, line.marker)
            elif self.item and not self._leaves(index, line, self.item):
                self._add(index, line, self.item)
            else:
                self.item = None
                self._pass(line)

    def _starts(self, index: int, line: Line, marker: Marker) -> bool:
        """Whether a marker begins an item; else it is a point of a list within a summary, or text."""
        number, item = marker.number, self.item
        if number is not None and number > _LARGEST_FREE_NUMBER and number != self._last_number() + 1:
            return False
        if item is None:
            return True
        dated = bool(marker.date) or self.dates_ahead[index]
        if item.date_line is None:
            return self._starts_after_undated(line, marker, item, dated=dated)
        if item.body is not None:
            return marker.start < item.body
        return dated or self._starts_undated(line, marker, item)

    def _starts_after_undated(self, line: Line, marker: Marker, item: RawItem, *, dated: bool) -> bool:
        same = marker.style == item.marker.style
        if dated:
            # A dash at the beginning of a line may go on with a wrapped title.
            return same or line.gap or marker.style != DASH
        return same and not _is_deeper(marker, item.marker)

    def _last_number(self) -> int:
        return (self.items[-1].marker.number or 0) if self.items else 0

    def _starts_undated(self, line: Line, marker: Marker, item: RawItem) -> bool:
        """On a flush page, whether a marker without a date is an item all the same."""
        if _is_deeper(marker, item.marker) or marker.style != item.marker.style:
            return False
        if marker.number is None or item.marker.number is None:
            return True
        under_heading = item.lines_below > 0 and _reads_as_heading(item)
        if marker.number == self.point + 1 and not under_heading:
            self.point = marker.number
            return False
        return (under_heading and marker.number == 1) or marker.number == item.marker.number + 1 or line.gap

    def _open(self, index: int, line: Line, marker: Marker) -> None:
        before = self.items[-1].marker if self.items else None
        goes_on = (
            self.item is not None
            and before is not None
            and before.style == marker.style
            and (marker.number is None or marker.number > (before.number or 0))
        )
        self.list_number += not goes_on
        if self.item:
            self._cut_heading(self.item, new_list=not goes_on)
        self.item = RawItem(line.number, marker, self.list_number)
        self.items.append(self.item)
        self.outside, self.point = [], 0
        if marker.text:
            text = replace(line, indent=marker.text_start, text=marker.text, date=marker.date, marker=None)
            self._add(index, text, self.item)

    def _cut_heading(self, item: RawItem, *, new_list: bool) -> None:
        """Takes the heading of the next list off a summary, where the page's indentation does not."""
        flush = item.date_line is not None and item.body is None
        if flush and item.lines_below > (0 if new_list else 1) and _reads_as_heading(item):
            item.lines.pop()

    def _leaves(self, index: int, line: Line, item: RawItem) -> bool:
        """Whether a line no longer belongs to the open item: a heading or footer, by indentation."""
        if item.date_line is None and (line.date or self.dates_ahead[index] or not item.lines):
            return False
        if item.body is not None:
            return line.indent <= item.marker.start
        return self._stands_alone(index) and _is_heading(line.text)

    def _stands_alone(self, index: int) -> bool:
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if following is None or following.gap or _is_heading(following.text):
            return self.lines[index].gap
        return following.marker is not None

    def _add(self, index: int, line: Line, item: RawItem) -> None:
        if item.date_at is None and line.date:
            if self._is_title_like_a_date(index, line, item):
                line = replace(line, date=None)
            else:
                item.date_at = len(item.lines)
        elif line.date and self._is_second_date(line, item):
            self._refuse_unmarked(line, item)
            return
        item.lines.append(line)

    def _is_title_like_a_date(self, index: int, line: Line, item: RawItem) -> bool:
        """ "12 June 2020 - World Day against Child Labour", and the date itself below it."""
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        titled = bool(line.date and line.date.place) and not item.lines
        return titled and following is not None and following.date is not None

    def _is_second_date(self, line: Line, item: RawItem) -> bool:
        """Whether the item's text is followed by an item that has lost its number or dash."""
        alone = line.gap and line.date is not None and not line.date.place
        level = item.body is None or line.indent <= item.body
        return alone and level and item.lines[-1] is not item.date_line

    def _refuse_unmarked(self, line: Line, item: RawItem) -> None:
        title = blocks(item.below)[-1]
        del item.lines[-len(title) :]
        self.item = None
        self._refuse(line, title)

    def _refuse(self, line: Line, title: Sequence[Line]) -> None:
        reason = "stands in no list item: put a number or a dash before its title"
        self.stray.append(Refusal(line.number, shown(joined(title)), f"the date {reason}"))

    def _pass(self, line: Line) -> None:
        if line.date and self.outside:
            self._refuse(line, blocks(self.outside)[-1])
            self.outside = []
        elif not _is_heading(line.text):
            self.outside.append(line)


def _dates_before_next_marker(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether a date stands below it before the next marker."""
    ahead, found = [False] * len(lines), False
    for index in range(len(lines) - 1, -1, -1):
        ahead[index] = found
        found = lines[index].marker is None and (found or lines[index].date is not None)
    return ahead
