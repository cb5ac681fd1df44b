"""Items of a web page whose titles, dates and texts stand side by side, in no containers."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain, islice

from lxml import etree

from feedsvc.importers.html_pieces import LISTED, Piece, Span, is_title_like
from feedsvc.importers.page_words import is_credit, is_usual_label

_FAR = 1_000_000
_NEAR = 8


def flat_spans(pieces: Sequence[Piece], around: Span) -> list[Span]:
    """The items among the pieces of a span in which dates stand, in their order."""
    return _Flat(pieces, around).spans()


def _is_picture_or_sign(piece: Piece) -> bool:
    is_mark = is_credit(piece.text) or _is_label(piece) or piece.role in {"caption", "credit"}
    return piece.picture is not None or (piece.date is None and not piece.heading and is_mark)


def _is_label(piece: Piece) -> bool:
    return piece.role == "kind" or is_usual_label(piece.text)


class _Flat:
    """Items whose pieces stand side by side."""

    def __init__(self, pieces: Sequence[Piece], around: Span) -> None:
        self.pieces = pieces
        self.around = around
        self.places = range(around.start, around.end)
        self.dates = [k for k in self.places if pieces[k].date]
        self.titles = self._titles()

    def spans(self) -> list[Span]:
        """The items, in order."""
        starts = self._starts()
        ends = [*starts[1:], self._end(starts[-1])]
        dates = set(self.dates)
        found = []
        for start, end in zip(starts, ends, strict=True):
            dated = next((k for k in range(start, end) if k in dates), None)
            found += self._under_one_date(start, end, dated)
        return found

    def _titles(self) -> list[int]:
        """The places of what the page marks as titles: headings of one level, else links, else bold
        lines, as many as there are dates or nearly."""
        fit = [k for k in self.places if is_title_like(self.pieces[k])]
        levels = Counter(self.pieces[k].heading for k in fit if self.pieces[k].heading)
        level = max(levels, key=lambda each: (levels[each], each), default=0)
        marks = (
            [k for k in fit if level and self.pieces[k].heading == level],
            [k for k in fit if self.pieces[k].link],
            [k for k in fit if self.pieces[k].bold],
        )
        return next((found for found in marks if found and len(found) * 2 >= len(self.dates)), [])

    def _starts(self) -> list[int]:
        if not self.titles:
            is_first = not any(is_title_like(self.pieces[k]) for k in range(self.around.start, self.dates[0]))
            starts = self.dates if is_first else [self._line_above(date) for date in self.dates]
        elif self._distance(self.dates, self.titles) < self._distance_above():
            starts = self.dates
        else:
            first = max((k for k in self.titles if k < self.dates[0]), default=self.titles[0])
            starts = [k for k in self.titles if first <= k < self.dates[-1]]
        return self._with_what_stands_above(sorted(set(starts)))

    def _line_above(self, date: int) -> int:
        above = range(date - 1, self.around.start - 1, -1)
        return next((k for k in above if is_title_like(self.pieces[k])), date)

    @staticmethod
    def _distance(places: Sequence[int], following: Sequence[int]) -> int:
        """How far from each place the next of others is, together."""
        total, index = 0, 0
        for place in places:
            while index < len(following) and following[index] <= place:
                index += 1
            total += following[index] - place if index < len(following) else _FAR
        return total

    def _distance_above(self) -> int:
        return self._distance([-k for k in reversed(self.dates)], [-k for k in reversed(self.titles)])

    def _with_what_stands_above(self, starts: list[int]) -> list[int]:
        """What stands above the titles, where it stands above the first: pictures, credits, labels.
        Labels do so too where nothing marks the titles, as on a page of text."""
        has_above = self._above(starts[0], self.around.start, _is_picture_or_sign) < starts[0]
        if self.titles and not has_above:
            return starts
        stands = _is_picture_or_sign if has_above else _is_label
        floors = [self.around.start, *(k + 1 for k in starts[:-1])]
        return [self._above(start, floor, stands) for start, floor in zip(starts, floors, strict=True)]

    def _above(self, start: int, floor: int, stands_above: Callable[[Piece], bool]) -> int:
        while start > floor and stands_above(self.pieces[start - 1]):
            start -= 1
        return start

    def _end(self, start: int) -> int:
        """Where the last item ends: at a heading after its date, its own title left aside."""
        last = max(self.dates[-1], start)
        titled = any(self.pieces[k].heading for k in range(start, last + 1) if not self.pieces[k].date)
        for k in range(last + 1, self.around.end):
            if self.pieces[k].heading:
                if titled:
                    return k
                titled = True
        return self.around.end

    def _under_one_date(self, start: int, end: int, date: int | None) -> list[Span]:
        """The items of one segment: several, where linked titles are listed under one date."""
        if date is None:
            return [Span(start, end)]
        listed: dict[etree._Element, list[int]] = {}
        for k in range(start, end):
            piece = self.pieces[k]
            near = islice(chain([piece.node], piece.node.iterancestors()), _NEAR)
            around = next((each for each in near if each.tag in LISTED), None)
            if around is not None and piece.date is None:
                listed.setdefault(around, []).append(k)
        titled = [
            places
            for places in listed.values()
            if any(self.pieces[k].link for k in places if is_title_like(self.pieces[k]))
        ]
        if len(titled) < 2 or date > titled[0][0]:
            return [Span(start, end)]
        return [Span(places[0], places[-1] + 1, date) for places in titled]
