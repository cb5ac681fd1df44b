"""Whole pages and what is read from them, in pairs: NAME.txt and NAME.expected.json.

`python -m tests.importers.test_page_golden` writes the expected files anew; read the difference.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.imported import Reading
from tests.importers.pages import read

PAGES = sorted(Path(__file__).parents[1].joinpath("data/pages").glob("*.txt"))
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def in_json(reading: Reading) -> Any:
    """A reading as JSON, without what is empty or null, so that a person can check it."""
    return json.loads(json.dumps(_full(asdict(reading)), default=str))


def _full(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _full(inner) for key, inner in value.items() if inner not in (None, "", (), {})}
    return [_full(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def read_file(page: Path) -> Any:
    options = page.with_suffix(".options.json")
    given = json.loads(options.read_text("utf-8")) if options.exists() else {}
    return in_json(read(page.read_bytes(), **{"office": None, **given}))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_its_pair_says(page):
    assert read_file(page) == json.loads(page.with_suffix(".expected.json").read_text("utf-8"))


def test_there_are_pages_to_read():
    assert len(PAGES) >= 6


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder of the two real pages is not beside this checkout")
@pytest.mark.parametrize(("year", "credits"), [(2020, 2), (2015, 0)])
def test_the_real_pages_of_the_office_in_moscow_are_read_in_full(year, credits):
    readings = [read(seed.read_bytes(), office=None) for seed in sorted(SEEDS.glob("*.txt"))]
    reading = next(reading for reading in readings if reading.items[0].date.year == year)

    assert reading.refused == ()
    assert len(reading.items) == 5
    assert all(item.draft.summary.endswith((".", "”")) for item in reading.items)
    assert sum(item.draft.image is not None for item in reading.items) == credits
    office = reading.office
    assert (office.slug, office.city, office.country, office.since) == ("moscow", "Moscow", "RU", 1959)
    assert office.names["en"].startswith("ILO Decent Work Technical Support Team and Country Office for")
    assert [(name.name[:22], name.until) for name in office.former_names] == [
        ("ILO Subregional Office", "2010-04")
    ]
    assert office.countries == ("AZ", "AM", "BY", "GE", "KZ", "KG", "RU", "TJ", "TM", "UZ")


if __name__ == "__main__":
    for path in PAGES:
        text = json.dumps(read_file(path), ensure_ascii=False, indent=2)
        path.with_suffix(".expected.json").write_text(text + "\n", "utf-8")
