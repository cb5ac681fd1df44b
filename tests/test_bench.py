"""The benchmarks' own arithmetic and output; the benchmarks themselves are run by ./run.sh bench."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from feedsvc.core.urls import parse_channel
from feedsvc.services.site import open_store
from tests.bench import filling
from tests.bench.figures import Bar, Row, Verdict, percentile, ratios, spelt
from tests.bench.load import read
from tests.bench.report import write

WRK = """Running 1s test @ http://127.0.0.1:8000/
  1 threads and 32 connections
  57000 requests in 1.10s, 700.00MB read
Requests/sec:  51818.18
"""


@pytest.mark.parametrize(
    ("bar", "verdicts"),
    [
        (Bar(floor=0.35, goal=0.60), {0.34: "below the floor", 0.35: "floor", 0.59: "floor", 0.60: "goal"}),
        (
            Bar(floor=1.3, goal=1.1, at_most=True),
            {1.31: "below the floor", 1.3: "floor", 1.1: "goal", 0.9: "goal"},
        ),
        (Bar(floor=0, goal=0, at_most=True), {0: "goal", 1: "below the floor"}),
    ],
)
def test_a_value_is_held_against_floor_and_goal(bar: Bar, verdicts: dict[float, str]):
    assert {value: bar.verdict(value) for value in verdicts} == verdicts


def test_a_row_is_its_median_and_what_was_not_measured_is_no_failure():
    row = Row(section="s", name="n", values=(9, 1, 2), bar=Bar(floor=3, goal=2, at_most=True))
    assert (row.value, row.spread, row.verdict) == (2, (1, 9), Verdict.GOAL)
    assert Row(section="s", name="n", bar=row.bar, note="wrk is not installed").verdict is Verdict.ABSENT


def test_ratios_are_taken_within_a_round():
    assert ratios([1, 4], [2, 2]) == (0.5, 2.0)
    assert percentile(range(101), 95) == 95


def test_numbers_have_three_digits_that_count():
    assert [spelt(value) for value in (0, 0.04567, 1.2345, 12345.6)] == ["0", "0.0457", "1.23", "12,346"]


def test_what_wrk_says_is_read_and_its_errors_are_ours():
    assert read(WRK) == (57000, 51818.18)
    for trouble in (
        "  Non-2xx or 3xx responses: 3\n",
        "  Socket errors: connect 0, read 1, write 0, timeout 0\n",
    ):
        with pytest.raises(RuntimeError):
            read(WRK + trouble)


def test_the_results_are_a_table_and_a_plot(tmp_path: Path):
    bar = Bar(floor=0.35, goal=0.60)
    rows = [
        Row(section="Warm", name="200: feedsvc / nginx, requests", values=(0.5, 0.7, 0.4), bar=bar),
        Row(section="Warm", name="304: feedsvc / nginx", note="nginx is not installed"),
        Row(section="Changed", name="Django's generator", values=(3.0,), unit="ms"),
        Row(section="Changed", name="feedsvc", values=(1.0,), unit="ms"),
    ]
    write(rows, tmp_path, day=date(2026, 11, 22), how="./run.sh bench")
    said = (tmp_path / "results.md").read_text()
    assert "| 200: feedsvc / nginx, requests | 0.5 | 0.4 to 0.7 | ≥ 0.35 | ≥ 0.6 | floor |" in said
    assert "nginx is not installed" in said
    drawn = etree.fromstring((tmp_path / "plot.svg").read_bytes())
    assert len(drawn.findall(".//{*}line")) == 4


def test_a_filled_site_is_one_that_the_services_could_have_made(tmp_path: Path):
    settings, _ = filling.filled(tmp_path, 400)
    store = open_store(settings)
    with store.reading() as reader:
        offices = {office.slug: office.uuid for office in reader.offices()}
        topics = {topic.slug: topic.uuid for topic in reader.topics()}
        entries = reader.entries(limit=1000)
        counter = reader.site_record().counter
        found = reader.channel_counts()
        places = reader.channel_places(reader.channel(parse_channel("all"), settings.languages), 50)
    store.close()
    expected: dict[str, int] = {}
    for entry in entries:
        for key in filling.keys_of_entry(
            office=offices[entry.office],
            countries=entry.countries,
            topics=[topics[slug] for slug in entry.topics],
            language=entry.language,
        ):
            expected[key] = expected.get(key, 0) + 1
    assert len(entries) == 400
    assert found == expected
    assert [place.changed for place in places] == list(range(counter, counter - 50, -1))
