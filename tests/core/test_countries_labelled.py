"""The detector's score on the labelled sentences (their README gives the rule and the labels).

A third of the sentences, chosen by hash, is held out: whoever tunes the detector reads only its figures.
The figures and each miss are printed at the end of every run, with xdist too (conftest, "Measured").
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.countries import country_codes_in

LABELLED = Path(__file__).parent.parent / "data" / "countries" / "labelled.jsonl"
PRECISION, RECALL = 0.97, 0.95


@dataclass(frozen=True)
class Score:
    right: int
    wrong: int
    missed: int
    misses: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def is_held_out(text: str) -> bool:
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest(), 16) % 3 == 0


def sentences(*, held_out: bool) -> list[dict[str, Any]]:
    rows = map(json.loads, LABELLED.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if is_held_out(row["text"]) == held_out]


def score(rows: list[dict[str, Any]]) -> Score:
    right = wrong = missed = 0
    misses = []
    for row in rows:
        found, wanted = set(country_codes_in(row["text"])), set(row["countries"])
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
        if found != wanted:
            misses.append(f"found {sorted(found - wanted)}, missed {sorted(wanted - found)}: {row['text']}")
    return Score(right, wrong, missed, tuple(misses))


@pytest.mark.parametrize(("part", "held_out"), [("tuning", False), ("held-out", True)])
def test_the_labelled_countries_are_found(
    part: str,
    held_out: bool,
    record_property: Callable[[str, object], None],
) -> None:
    rows = sentences(held_out=held_out)
    result = score(rows)
    figures = f"precision {result.precision:.4f}, recall {result.recall:.4f}"
    summary = f"{len(rows)} sentences, {len(result.misses)} with a miss, {figures}"
    record_property(f"measured: countries, {part} part", "\n  ".join((summary, *result.misses)))
    assert result.precision >= PRECISION, "\n".join((figures, *result.misses))
    assert result.recall >= RECALL, "\n".join((figures, *result.misses))


def test_the_labelled_set_is_large_enough_and_a_third_of_it_is_held_out() -> None:
    held_out, tuning = len(sentences(held_out=True)), len(sentences(held_out=False))
    assert held_out + tuning >= 150
    assert 0.25 < held_out / (held_out + tuning) < 0.42
