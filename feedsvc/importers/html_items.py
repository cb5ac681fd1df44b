"""Which pieces of a web page belong to which news item: found from the dates outward.

Where each date stands in a container with a title of its own (<article>, <li>, <tr>, <div> ...),
the containers are the items. Where titles, dates and texts stand side by side, an item begins at
its title, or at its date where dates stand first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from lxml import etree

from feedsvc.importers.html_flat import flat_spans
from feedsvc.importers.html_pieces import LISTED, Piece, Span, is_title_like

_NEAR = 5
_CONTAINERS = frozenset("article li tr dd".split())


def item_spans(pieces: Sequence[Piece], body: etree._Element) -> list[Span]:
    """The items of a page, in its order; those without a date too that are listed among dated ones."""
    return _Items(pieces, body).found()


class _Items:
    """The search over one page. `inside` has the places of the pieces within an element, `dates`
    how many dates stand in it."""

    def __init__(self, pieces: Sequence[Piece], body: etree._Element) -> None:
        self.pieces = pieces
        self.body = body
        self.inside: dict[etree._Element, Span] = {}
        self.dates: Counter[etree._Element] = Counter()
        for place, piece in enumerate(pieces):
            self._count(piece.node, Span(place, place + 1), piece.date is not None)
        for element in reversed(list(body.iterdescendants())):
            around = element.getparent()
            if element in self.inside and around is not None:
                self._count(around, self.inside[element], self.dates[element])

    def _count(self, element: etree._Element, span: Span, dates: int) -> None:
        before = self.inside.get(element, span)
        self.inside[element] = Span(min(before.start, span.start), max(before.end, span.end))
        self.dates[element] += dates

    def found(self) -> list[Span]:
        spans: list[Span] = []
        containers: list[etree._Element] = []
        waiting = [self.body] if self.dates[self.body] else []
        while waiting:
            element = waiting.pop()
            inner = self._parts(element)
            if inner is None:
                containers.append(element)
            elif inner:
                waiting += reversed(inner)
            else:
                spans += flat_spans(self.pieces, self.inside[element])
        spans += self._of_containers(containers)
        return sorted(spans, key=lambda span: (span.start, span.end))

    def _parts(self, element: etree._Element) -> list[etree._Element] | None:
        """The parts of an element in which items stand; none where its pieces stand side by side;
        None where it is one item."""
        if self.dates[element] == 1:
            return self._single(element)
        if element.tag == "article" and not any(
            self.dates[each] for each in element.iterdescendants("article")
        ):
            return None
        dated = [child for child in element if self.dates[child]]
        if not dated or sum(self.dates[child] for child in dated) < self.dates[element]:
            return []
        if len(dated) == 1:
            return dated
        own = [child for child in dated if self._is_contained(child)]
        if (
            len(own) * 2 < len(dated)
            or (len(own) < 2 and len(dated) < 3)
            or self._stands_between(element, dated)
        ):
            return None if element.tag in LISTED and len(own) < 2 else []
        return own

    def _single(self, element: etree._Element) -> list[etree._Element] | None:
        """Where the item of the only date in an element is."""
        date = next(self.pieces[k] for k in self._places(element) if self.pieces[k].date)
        for around in (date.node, *date.node.iterancestors()):
            if around is element:
                break
            if around.tag in _CONTAINERS and self._is_contained(around):
                return [around]
        if self._is_one_of_many(element) or not self._has_many_headings(element):
            return None if element is not self.body else self._narrowed(date.node)
        return []

    def _is_one_of_many(self, element: etree._Element) -> bool:
        """Whether an element is listed beside others of its kind, as cards are."""
        if element.tag in _CONTAINERS:
            return True
        look = (element.tag, element.get("class"))
        beside = chain(
            islice(element.itersiblings(), _NEAR), islice(element.itersiblings(preceding=True), _NEAR)
        )
        return element.tag != "section" and any(
            self.dates[each] and (each.tag, each.get("class")) == look for each in beside
        )

    def _narrowed(self, node: etree._Element) -> list[etree._Element]:
        """On a page of one date, the pieces beside it."""
        around = next(
            (each for each in node.iterancestors() if each in self.inside and self._is_contained(each)),
            self.body,
        )
        return [] if around is self.body else [around]

    def _has_many_headings(self, element: etree._Element) -> bool:
        return sum(self.pieces[k].heading > 0 for k in self._places(element)) > 1

    def _places(self, element: etree._Element) -> range:
        span = self.inside[element]
        return range(span.start, span.end)

    def _is_contained(self, element: etree._Element) -> bool:
        """Whether a title stands in it beside the date."""
        return any(is_title_like(self.pieces[k]) for k in self._places(element))

    def _stands_between(self, element: etree._Element, dated: Sequence[etree._Element]) -> bool:
        """Whether the headings stand beside the dated parts, not in them."""
        all_headings = [k for k in self._places(element) if self._is_title_heading(self.pieces[k])]
        inside = sum(self._is_title_heading(self.pieces[k]) for child in dated for k in self._places(child))
        return len(all_headings) - inside >= len(dated) > inside

    @staticmethod
    def _is_title_heading(piece: Piece) -> bool:
        return piece.heading > 0 and is_title_like(piece)

    def _of_containers(self, containers: Sequence[etree._Element]) -> Iterator[Span]:
        """The items that are elements, and the undated ones that are listed among them."""
        lists: defaultdict[etree._Element | None, list[etree._Element]] = defaultdict(list)
        for element in containers:
            lists[element.getparent() if element is not self.body else None].append(element)
        for parent, dated in lists.items():
            spans = [
                self.inside[element] for element in (dated if parent is None else self._listed(parent, dated))
            ]
            yield from self._with_rows_below(parent, dated, spans)

    def _listed(self, parent: etree._Element, dated: Sequence[etree._Element]) -> Iterator[etree._Element]:
        known, looks = set(dated), {(each.tag, each.get("class")) for each in dated}
        for child in parent:
            if child in known or (
                child in self.inside
                and not self.dates[child]
                and (child.tag, child.get("class")) in looks
                and self._looks_like_item(child, dated[0])
            ):
                yield child

    def _looks_like_item(self, element: etree._Element, dated: etree._Element) -> bool:
        if element.tag == "tr" and (len(element) != len(dated) or element.find("th") is not None):
            return False
        found = (self.pieces[k] for k in self._places(element))
        return any(is_title_like(piece) and (piece.heading or piece.link) for piece in found)

    def _with_rows_below(
        self, parent: etree._Element | None, dated: Sequence[etree._Element], spans: Iterable[Span]
    ) -> Iterator[Span]:
        """Rows of a table: one of other cells, below an item and with no date, goes on with it."""
        rows = parent is not None and dated[0].tag == "tr"
        starts = sorted(spans, key=lambda span: span.start)
        last = self.inside[parent].end if parent is not None else 0
        for span, following in zip(starts, [*starts[1:], Span(last, last)], strict=True):
            yield Span(span.start, following.start) if rows else span
