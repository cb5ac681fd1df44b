"""`feedsvc stats`, and counts that a running site brings into its database."""

import csv
import json
import signal
import socket
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from feedsvc.services.statistics import subscribers_of
from feedsvc.store import Store
from feedsvc.store.statistics import first_salted_day
from tests.cli.calling import Feedsvc
from tests.cli.processes import Site, children_of, until
from tests.newsroom import Newsroom
from tests.polls import count, count_a_week, poll


@pytest.fixture
def newsroom(feedsvc: Feedsvc, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom in the command's folder."""
    url = f"sqlite:///{tmp_path / 'data' / 'feedsvc.db'}"
    store = Store(url)
    yield Newsroom(store, tmp_path / "data", url)
    store.close()


@pytest.fixture
def counted(newsroom: Newsroom) -> Newsroom:
    """Three full days and today, by the clock of the command."""
    count_a_week(newsroom.store, newsroom.settings, until=datetime.now(UTC))
    return newsroom


def test_before_anything_is_counted_it_says_so(feedsvc: Feedsvc):
    said = feedsvc("stats")
    assert (said.status, said.err) == (0, "")
    assert "Nothing has been counted yet." in said.out


def test_the_numbers_are_printed(feedsvc: Feedsvc, counted: Newsroom):
    out = feedsvc("stats", "--days", "30").out
    assert "Subscribers: 34 (30 declared, 4 others; the mean of 3 full days)" in out
    assert "Requests: 160; not modified: 85%, of those with a condition 89%" in out
    assert "Requests that are in no number here: 1" in out
    for words in ("countries/uz/weekly", "Mailchimp", "Feedly", "aggregator"):
        assert words in out


def test_they_are_printed_for_programs_too(feedsvc: Feedsvc, counted: Newsroom):
    found = json.loads(feedsvc("stats", "all", "--json").out)
    assert (found["channel"], found["subscribers"], found["channels"]) == ("all", 34, [])
    rows = list(csv.DictReader(StringIO(feedsvc("stats", "all", "--csv", "--days", "1").out)))
    assert {row["reader"] for row in rows} == {"Feedly", "Newsboat", "Mailchimp", "embed"}


def test_what_is_wrongly_asked_is_refused(feedsvc: Feedsvc):
    assert feedsvc("stats", "offices/none").status == 1
    assert "days: must be from 1 to 3660" in feedsvc("stats", "--days", "0").err
    assert feedsvc("stats", "--csv", "--json").status == 2


def test_an_account_without_a_role_may_not(feedsvc: Feedsvc, newsroom: Newsroom):
    feedsvc("user", "add", "anna@example.org")
    assert feedsvc("--as", "anna@example.org", "stats").status == 1
    feedsvc("user", "edit", "anna@example.org", "--role", "moscow=reader")
    assert feedsvc("--as", "anna@example.org", "stats").status == 0


def test_a_worker_ends_the_day(feedsvc: Feedsvc, newsroom: Newsroom):
    count(newsroom.store, newsroom.settings, {poll(): 1}, now=datetime(2020, 6, 12, tzinfo=UTC))
    feedsvc("worker", "--once")
    with newsroom.store.reading() as reader:
        assert first_salted_day(reader) is None


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
        return port


@pytest.mark.sockets
def test_a_site_that_is_ended_brings_in_what_its_processes_counted(newsroom: Newsroom, tmp_path: Path):
    newsroom.publish("News")
    port = free_port()
    site = Site(newsroom.settings.database_url, tmp_path / "data", f"http://127.0.0.1:{port}")
    agents = [f"feedbin feed-id:{number} - 1 subscriber" for number in range(40)]
    arguments = ("serve", "--port", str(port), "--workers", "2", "--no-worker")
    with site.running(*arguments) as serving:
        until(lambda: answers(port), "the site answers")
        for agent in agents:
            ask(port, agent)
        assert len(children_of(serving.pid)) >= 2
        assert serving.end(signal.SIGTERM) == 0
    with newsroom.store.reading() as reader:
        assert subscribers_of(reader, ["all"], today=datetime.now(UTC).date()) == len(agents)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def ask(port: int, agent: str) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/feeds/all.atom", headers={"User-Agent": agent})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200
