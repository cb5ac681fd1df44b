"""Plots whose shapes are worked out here, since a page of the newsroom may hold no script and no style:
bars over time, in units of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from feedsvc.core.statistics_report import Point, Report
from feedsvc.web.editor.statistics_words import Words

HEIGHT = 100  # of a plot; a day is one wide
_LEAST_WIDE = 14  # few days would be blocks, not bars


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot, in its units, y from above."""

    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot of bars, with all that it shows in words too: `rows` are its table."""

    id: str
    title: str
    description: str
    width: int
    bars: tuple[Bar, ...]
    top: str
    half: str
    begins: str
    ends: str
    rows: tuple[tuple[str, str], ...]


def plots_of(report: Report, said: Words) -> tuple[Plot, ...]:
    """Subscribers and requests over time; nothing where nothing was counted."""
    if not report.points:
        return ()
    return (
        _plot("subscribers", report.points, lambda point: point.subscribers, said),
        _plot("requests", report.points, lambda point: round(point.polls / point.days), said),
    )


def _plot(name: str, points: Sequence[Point], value: Callable[[Point], int], said: Words) -> Plot:
    values = [value(point) for point in points]
    top, first = _nice(max(values)), points[0].start
    whole = values[-2] if len(values) > 1 else values[-1]
    begins, ends = said.span(points[0]), said.span(points[-1])
    width = max((point.start - first).days + _days_wide(point) for point in points)
    # The end of a short time is not that of the plot: both are said where it begins.
    span = f"{begins} – {ends}" if width < _LEAST_WIDE and begins != ends else ""
    return Plot(
        id=name,
        title=said.say(f"statistics_{name}_plot"),
        description=said.say(
            "statistics_plot_desc",
            since=begins,
            until=ends,
            most=said.count(max(values)),
            last=said.count(whole),
        ),
        width=max(width, _LEAST_WIDE),
        bars=tuple(
            _bar((point.start - first).days, _days_wide(point), number, top)
            for point, number in zip(points, values, strict=True)
        ),
        top=said.count(top),
        half=said.count(top // 2) if top % 2 == 0 else "",
        begins=span or begins,
        ends=span or ends,
        rows=tuple(
            (said.span(point), said.count(number)) for point, number in zip(points, values, strict=True)
        ),
    )


def _days_wide(point: Point) -> int:
    """A month is as wide as its days, whether all of them were counted or not."""
    if point.days == 1:
        return 1
    return (
        date(point.start.year + point.start.month // 12, point.start.month % 12 + 1, 1) - point.start
    ).days


def _bar(x: int, width: int, number: int, top: int) -> Bar:
    height = round(HEIGHT * number / top, 2)
    return Bar(x, round(HEIGHT - height, 2), width, height)


def _nice(most: int) -> int:
    """The least of 2, 4, 6, 10, 20, 40, 60, 100 ... that is not below a number."""
    power = 1
    while True:
        for step in (2, 4, 6, 10):
            if most <= step * power:
                return step * power
        power *= 10
