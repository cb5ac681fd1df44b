"""What a search found in a text, for people to see."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from feedsvc.core import text as texts
from feedsvc.core.search_query import Query
from feedsvc.core.words import LONGEST_TEXT, places_in


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, plain; `found` where it is what was looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    term: int


def marked(text: str, query: Query) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    return _pieces(text, 0, len(text), _spans(text, query))


def excerpt(text: str, query: Query, limit: int) -> tuple[Piece, ...]:
    """About `limit` characters of a text, where the most of what is looked for stands together; its
    beginning where nothing is found."""
    flat = " ".join(text[:LONGEST_TEXT].split())
    spans = _spans(flat, query)
    if not spans:
        return (Piece(texts.excerpt(flat, limit)),) if flat else ()
    start, end = _window(flat, spans, limit)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(flat) else ()
    return (*before, *_pieces(flat, start, end, spans), *after)


def _spans(text: str, query: Query) -> list[_Span]:
    runs: defaultdict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for number, term in enumerate(query.wanted):
        for choice in () if term.begins else term.choices:
            runs[choice[0]].append((choice, number))
    begun = [(term.choices[0][0], number) for number, term in enumerate(query.wanted) if term.begins]
    return sorted({*_runs_in(text, runs), *_begun_in(text, begun)}, key=lambda span: (span.start, -span.end))


def _runs_in(text: str, runs: dict[str, list[tuple[tuple[str, ...], int]]]) -> Iterable[_Span]:
    words = places_in(text)
    parts = [
        part for word in words for part in (word.parts_in(text) if len(word.forms.parts) > 1 else [word])
    ]
    parts = [part for part in parts if part.forms.parts]
    tokens = tuple(part.forms.parts[0] for part in parts)
    for index, (token, part) in enumerate(zip(tokens, parts, strict=True)):
        for run, number in runs.get(token, ()):
            if tokens[index : index + len(run)] == run:
                yield _Span(part.start, parts[index + len(run) - 1].end, number)
    for word in words:
        alone = (number for run, number in runs.get(word.forms.joined or "", ()) if len(run) == 1)
        yield from (_Span(word.start, word.end, number) for number in alone)


def _begun_in(text: str, begun: list[tuple[str, int]]) -> Iterable[_Span]:
    for word in places_in(text) if begun else ():
        for start, number in begun:
            if any(form.startswith(start) for form in (*word.forms.parts, *word.forms.written)):
                yield _Span(word.start, word.end, number)


def _window(text: str, spans: list[_Span], limit: int) -> tuple[int, int]:
    """Where an excerpt begins and ends: between words."""
    starts = [span.start for span in spans]

    def terms_from(index: int) -> int:
        reach = bisect_left(starts, starts[index] + limit * 3 // 4)
        return len({span.term for span in spans[index:reach]})

    best = spans[max(range(len(spans)), key=lambda index: (terms_from(index), -index))]
    earliest = min(best.start - limit // 4, len(text) - limit)
    start = text.find(" ", earliest, best.start) + 1 if earliest > 0 else 0
    end = start + limit
    if end >= len(text):
        return start, len(text)
    return start, max(text.rfind(" ", start, end), best.end)


def _pieces(text: str, start: int, end: int, spans: list[_Span]) -> tuple[Piece, ...]:
    edges = [start]
    for span in spans:
        if span.start >= edges[-1] and span.end <= end:
            edges += [span.start, span.end]
    edges.append(end)
    found = [Piece(text[a:b], bool(number % 2)) for number, (a, b) in enumerate(pairwise(edges)) if a < b]
    return tuple(found)
