"""Kept sources, schedules and the queue of work from the command line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.calling import Feedsvc
from tests.fetching.sites import LOCAL, Site, other_site, saying

FEED = (
    b"<rss version='2.0'><channel><title>Other</title><item><title>One</title><guid>one</guid>"
    b"<pubDate>Mon, 01 Jun 2026 07:00:00 GMT</pubDate></item></channel></rss>"
)


@pytest.fixture
def office(feedsvc: Feedsvc, monkeypatch: pytest.MonkeyPatch) -> Feedsvc:
    """A site with an office in Moscow that may fetch from this machine."""
    monkeypatch.setenv("FEEDSVC_ALLOWED_NETWORKS", LOCAL[0])
    said = feedsvc("office", "add", "moscow", "--name", "Moscow", "--time-zone", "Europe/Moscow")
    assert said.status == 0
    return feedsvc


@pytest.fixture
def site() -> Iterator[Site]:
    """Another site."""
    with other_site() as site:
        yield site


def add_source(office: Feedsvc, url: str, *more: str) -> str:
    said = office("source", "add", url, "--office", "moscow", *more)
    assert said.status == 0, said.err
    return said.out.split()[0]


@pytest.mark.sockets
def test_a_source_is_added_read_and_listed(office: Feedsvc, site: Site):
    uuid = add_source(office, site.on("/feed", saying(FEED)), "--every", "1d")
    [new] = json.loads(office("source", "list", "--json").out)
    assert (new["state"], new["every"], new["office"], new["last_success"]) == ("new", 86400, "moscow", None)
    said = office("source", "poll", uuid)
    assert said.out == "1 new, 0 changed, 0 unchanged, 0 refused.\n"
    table = office("source", "list").out
    assert "well" in table
    assert site.url("/feed") in table
    assert "1d" in table
    shown = json.loads(office("source", "show", uuid).out)
    assert (shown["state"], shown["last_counts"]["new"], shown["by"]) == ("well", 1, "command line")
    assert [entry["title"] for entry in json.loads(office("entry", "list", "--json").out)] == ["One"]


@pytest.mark.sockets
def test_a_source_that_fails_says_so_in_a_word_and_a_sentence(office: Feedsvc, site: Site):
    uuid = add_source(office, site.on("/feed", lambda visit: visit.answer(404)))
    said = office("source", "poll", uuid)
    assert (said.status, said.err) == (1, "failing: It answered 404 (Not Found).\n")
    assert "failing" in office("source", "list").out
    assert "It answered 404" in office("source", "list").out


@pytest.mark.sockets
def test_the_worker_reads_what_is_due_once_and_ends(office: Feedsvc, site: Site):
    add_source(office, site.on("/feed", saying(FEED)))
    assert office("worker", "--once").status == 0
    assert office("worker", "--once").status == 0
    assert site.paths() == ["/feed"]
    assert "One" in office("feed", "offices/moscow").out


def test_a_source_can_be_changed_and_removed(office: Feedsvc):
    uuid = add_source(office, "https://a.example/feed")
    said = office("source", "edit", uuid, "--every", "30m", "--pause", "--lang", "ru")
    assert (said.status, said.out) == (0, f"{uuid} edited: every 30m, into moscow.\n")
    shown = json.loads(office("source", "show", uuid).out)
    assert (shown["state"], shown["language"], shown["every"]) == ("paused", "ru", 1800)
    office("source", "edit", uuid, "--resume", "--url", "https://b.example/feed")
    shown = json.loads(office("source", "show", uuid).out)
    assert (shown["state"], shown["former_urls"]) == ("new", ["https://a.example/feed"])
    assert office("source", "remove", uuid).status == 0
    assert json.loads(office("source", "list", "--json").out) == []
    assert office("source", "remove", uuid).status == 1


def test_a_wrong_source_is_refused_with_every_field(office: Feedsvc):
    said = office("source", "add", "ftp://a.example/", "--office", "oslo", "--every", "1m")
    assert said.status == 1
    assert [line.split(":")[1].strip() for line in said.err.splitlines()] == ["url", "office", "every"]
    said = office("source", "add", "https://a.example/", "--office", "moscow", "--every", "hourly")
    assert said.err.startswith("feedsvc: --every: must be a number of minutes")


def draft(office: Feedsvc) -> str:
    return office("entry", "add", "--office", "moscow", "--title", "Later", "--draft").out.split()[0]


def test_an_entry_is_scheduled_in_the_time_of_its_office(office: Feedsvc):
    uuid = draft(office)
    year = datetime.now(UTC).year + 1
    said = office("entry", "schedule", uuid, "--at", f"{year}-06-12T09:00")
    assert said.out == (
        f"{uuid} scheduled for {year}-06-12T09:00 in Europe/Moscow, the office’s time zone; "
        f"{year}-06-12 06:00:00 UTC.\n"
    )
    said = office("entry", "schedule", uuid, "--at", f"{year}-06-12T09:00Z")
    assert said.out == f"{uuid} scheduled for {year}-06-12 09:00:00 UTC.\n"
    assert json.loads(office("entry", "show", uuid).out)["status"] == "scheduled"


def test_without_a_zone_of_the_office_the_sites_is_taken(office: Feedsvc, monkeypatch: pytest.MonkeyPatch):
    office("office", "add", "nowhere", "--name", "Nowhere")
    monkeypatch.setenv("FEEDSVC_TIME_ZONE", "Asia/Tashkent")
    uuid = office("entry", "add", "--office", "nowhere", "--title", "Later", "--draft").out.split()[0]
    said = office("entry", "schedule", uuid, "--at", f"{datetime.now(UTC).year + 1}-06-12T09:00")
    assert "in Asia/Tashkent, the site’s time zone; " in said.out
    assert " 04:00:00 UTC" in said.out


@pytest.mark.parametrize("at", ["tomorrow", "2020-01-01T00:00Z"])
def test_a_time_that_cannot_be_is_refused(office: Feedsvc, at: str):
    said = office("entry", "schedule", draft(office), "--at", at)
    assert said.status == 1
    assert "--at" in said.err or "is past" in said.err


def test_the_status_tells_what_waits_and_what_failed(office: Feedsvc):
    assert office("worker", "--status").out == "Next: nothing planned. Entries that are late: 0.\n"
    uuid = draft(office)
    at = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:00Z")
    office("entry", "schedule", uuid, "--at", at)
    assert office("worker", "--status").out == f"Next: {at}. Entries that are late: 0.\n"
    office("entry", "add", "--office", "moscow", "--title", "Pictured", "--image", "http://10.0.0.1/a.png",
           "--image-alt", "A river")  # fmt: skip
    assert "picture size: 1 waiting" in office("worker", "--status").out
    assert office("worker", "--once").status == 0
    said = office("worker", "--status").out
    assert "Given up" in said
    assert "The address is refused" in said
    record = json.loads(office("worker", "--status", "--json").out)
    assert record["next"] == at
    assert [job["kind"] for job in record["given_up"]] == ["picture size"]
    assert office("worker", "--retry").out == "1 tried again.\n"
    assert "picture size: 1 waiting" in office("worker", "--status").out
