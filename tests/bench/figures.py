"""What was measured: values over the rounds, held against a floor and a goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles


class Verdict(StrEnum):
    """How a figure stands against its bar."""

    GOAL = "goal"
    FLOOR = "floor"
    BELOW = "below the floor"
    NO_BAR = ""
    ABSENT = "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The floor that must be held and the goal; `at_most` where less is better."""

    floor: float
    goal: float
    at_most: bool = False

    def verdict(self, value: float) -> Verdict:
        """How a value stands against the bar."""
        reached = [limit for limit in (self.goal, self.floor) if self._holds(value, limit)]
        if not reached:
            return Verdict.BELOW
        return Verdict.GOAL if reached[0] == self.goal else Verdict.FLOOR

    def _holds(self, value: float, limit: float) -> bool:
        return value <= limit if self.at_most else value >= limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure: one value a round. Without values `note` says why it was not measured."""

    section: str
    name: str
    values: tuple[float, ...] = ()
    unit: str = ""
    bar: Bar | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the greatest value."""
        return min(self.values), max(self.values)

    @property
    def verdict(self) -> Verdict:
        """How the median stands against the bar."""
        if not self.values:
            return Verdict.ABSENT
        return self.bar.verdict(self.value) if self.bar else Verdict.NO_BAR


def ratios(ours: Iterable[float], theirs: Iterable[float]) -> tuple[float, ...]:
    """Round by round, what one value is of the other."""
    return tuple(one / other for one, other in zip(ours, theirs, strict=True))


def percentile(values: Iterable[float], percent: int) -> float:
    """The value below which so many percent of the values lie."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def spelt(value: float) -> str:
    """A number with three digits that count."""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
