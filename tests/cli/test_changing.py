"""Offices, topics and entries that change or go, from the command line."""

import json

import pytest

from tests.cli.calling import Feedsvc


@pytest.fixture
def feedsvc(feedsvc: Feedsvc) -> Feedsvc:
    """The same on a database with two offices and two topics."""
    for slug in ("moscow", "minsk"):
        assert feedsvc("office", "add", slug, "--name", slug.title()).status == 0
    for slug in ("work", "labour"):
        assert feedsvc("topic", "add", slug, "--name", slug.title()).status == 0
    return feedsvc


def office(feedsvc: Feedsvc, slug: str) -> dict[str, object]:
    record: dict[str, object] = json.loads(feedsvc("office", "show", slug).out)
    return record


def test_an_office_is_renamed_and_shown_by_its_old_slug(feedsvc: Feedsvc):
    said = feedsvc("office", "edit", "moscow", "--slug", "eurasia", "--name", "Eurasia")
    assert said.out == "Office “moscow” edited: its old addresses lead to “eurasia”.\n"
    shown = office(feedsvc, "moscow")
    assert (shown["slug"], shown["former_slugs"]) == ("eurasia", ["moscow"])
    assert "'name': 'Moscow'" in str(shown["former_names"])
    again = feedsvc("office", "add", "moscow", "--name", "Moscow")
    assert (again.status, "leads to “eurasia” for good" in again.err) == (1, True)
    assert feedsvc("office", "edit", "moscow", "--city", "Moscow").out == "Office “eurasia” edited.\n"


def test_offices_and_topics_are_merged(feedsvc: Feedsvc):
    feedsvc("entry", "add", "--office", "minsk", "--title", "News", "--topic", "labour")
    merged = feedsvc("office", "merge", "minsk", "--into", "moscow")
    assert merged.out == "Office “minsk” is “moscow” now; entries that went there: 1.\n"
    merged = feedsvc("topic", "merge", "labour", "--into", "work")
    assert merged.out == "Topic “labour” is “work” now; entries that went there: 1.\n"
    [entry] = json.loads(feedsvc("entry", "list", "--office", "minsk", "--json").out)
    assert (entry["office"], entry["topics"]) == ("moscow", ["work"])
    moved = feedsvc("feed", "offices/minsk")
    assert (moved.status, "found under “moscow” now" in moved.err) == (1, True)


def test_a_topic_is_renamed(feedsvc: Feedsvc):
    assert feedsvc("topic", "edit", "work", "--slug", "jobs", "--name", "ru:Труд").status == 0
    assert "jobs    Work" in feedsvc("topic", "list").out


def test_an_office_is_closed_and_reopened(feedsvc: Feedsvc):
    said = feedsvc("office", "close", "minsk", "--successor", "moscow", "--until", "2999-03-01")
    first, _, last = said.out.splitlines()
    assert first.endswith("published: Minsk is closing")
    assert last == "Office “minsk” takes no new entries; its feeds are gone from 2999-03-01 on."
    assert office(feedsvc, "minsk")["closing"] == {
        "at": "2999-03-01T00:00:00Z",
        "over": False,
        "successors": ["moscow"],
    }
    assert feedsvc("entry", "add", "--office", "minsk", "--title", "New").status == 1
    assert feedsvc("office", "reopen", "minsk").out == "Office “minsk” is open.\n"
    assert feedsvc("entry", "add", "--office", "minsk", "--title", "New").status == 0


def test_an_entry_is_erased_when_it_is_meant(feedsvc: Feedsvc):
    uuid = feedsvc("entry", "add", "--office", "minsk", "--title", "Quillfeather").out.split()[0]
    asked = feedsvc("entry", "erase", uuid, "--reason", "By law.", given=b"n\n")
    assert asked.status == 1
    assert feedsvc("entry", "show", uuid).status == 0
    said = feedsvc("entry", "erase", uuid, "--reason", "By law.", "--yes")
    assert said.out.startswith(f"{uuid} erased.\n")
    assert json.loads(feedsvc("entry", "show", uuid).out)["title"] == "Erased"
    assert feedsvc("entry", "erase", uuid, "--yes").status == 2
