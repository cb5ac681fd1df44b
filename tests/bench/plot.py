"""The plot of a run, an SVG written by hand: bars, with floor and goal drawn across them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from tests.bench.figures import Bar, Row, spelt

_WIDTH = 760
_MARGIN = 40  # for the longest label
_LABELS = 240  # pixels left of the bars
_BARS = _WIDTH - _LABELS - 70
_LINE = 24
_OURS, _THEIRS, _INK = "#1f6f8b", "#b8b8b8", "#222"
_FLOOR, _GOAL = "#c0392b", "#2e8b57"


@dataclass(frozen=True, slots=True)
class _Drawn:
    label: str
    value: float
    ours: bool
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class _Panel:
    title: str
    bars: Sequence[_Drawn]

    @property
    def height(self) -> int:
        return 50 + _LINE * len(self.bars)


def plot(rows: Sequence[Row]) -> str:
    """The SVG of what was measured; what was not is left out."""
    parts = []
    top = 10
    for panel in _panels(rows):
        parts.append(_panel(panel, top))
        top += panel.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-_MARGIN} 0 {_WIDTH + _MARGIN} {top + 24}" '
        f'font-family="sans-serif" font-size="13" fill="{_INK}" role="img">\n'
        "<title>feedsvc against its peers</title>\n"
        f'<rect x="{-_MARGIN}" width="{_WIDTH + _MARGIN}" height="{top + 24}" fill="#fff"/>\n'
        + "".join(parts)
        + f'<text x="{_LABELS}" y="{top + 8}" fill="{_FLOOR}">┃ floor</text>'
        + f'<text x="{_LABELS + 70}" y="{top + 8}" fill="{_GOAL}">┃ goal</text>\n</svg>\n'
    )


def _panels(rows: Sequence[Row]) -> Iterable[_Panel]:
    measured = [row for row in rows if row.values]
    for status in ("200", "304"):
        start, end = f"{status}: ", " / nginx, requests"
        shares = [row for row in measured if row.name.startswith(start) and row.name.endswith(end)]
        if shares:
            own = [
                _Drawn(
                    row.name.removeprefix(start).removesuffix(end),
                    row.value,
                    row.name.startswith(f"{start}feedsvc"),
                    row.bar,
                )
                for row in shares
            ]
            yield _Panel(
                f"{status} to a warm poll: requests a second, nginx = 1", [_Drawn("nginx", 1, False), *own]
            )
    polls = [
        _Drawn(_short(row), row.value, not row.name.startswith("Django"))
        for row in measured
        if row.unit == "ms" and (row.name in _FIRST_POLLS or row.name.endswith("one changed"))
    ]
    if polls:
        yield _Panel("First poll after a change, 50 full entries: milliseconds", _with_bar(polls))


_FIRST_POLLS = {"feedsvc", "Django's generator"}


def _short(row: Row) -> str:
    return row.name.removesuffix(", one changed")


def _with_bar(polls: list[_Drawn]) -> list[_Drawn]:
    """The bar is a share of what Django takes; drawn on the one feed that is compared with it."""
    django = next((each.value for each in polls if not each.ours), None)
    if django is None:
        return polls
    bar = Bar(floor=0.5 * django, goal=0.3 * django, at_most=True)
    return [
        _Drawn(each.label, each.value, each.ours, bar if each.label == "feedsvc" else None) for each in polls
    ]


def _panel(panel: _Panel, top: int) -> str:
    greatest = max(
        limit
        for each in panel.bars
        for limit in (each.value, *((each.bar.floor, each.bar.goal) if each.bar else ()))
    )
    scale = _BARS / greatest
    lines = [f'<text x="10" y="{top + 22}" font-weight="bold">{escape(panel.title)}</text>\n']
    for number, each in enumerate(panel.bars):
        y = top + 34 + number * _LINE
        long = max(1.0, each.value * scale)
        end = max(long, *((each.bar.floor * scale, each.bar.goal * scale) if each.bar else (0,)))
        lines.append(
            f'<text x="{_LABELS - 8}" y="{y + 13}" text-anchor="end">{escape(each.label)}</text>'
            f'<rect x="{_LABELS}" y="{y}" width="{long:.1f}" height="17" '
            f'fill="{_OURS if each.ours else _THEIRS}"/>'
            f'<text x="{_LABELS + end + 6:.1f}" y="{y + 13}">{spelt(each.value)}</text>\n'
        )
        if each.bar:
            for limit, colour in ((each.bar.floor, _FLOOR), (each.bar.goal, _GOAL)):
                x = _LABELS + limit * scale
                lines.append(
                    f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 3}" y2="{y + 20}" '
                    f'stroke="{colour}" stroke-width="3"/>\n'
                )
    return "".join(lines)
