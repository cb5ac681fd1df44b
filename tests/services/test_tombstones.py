"""How long tombstones stand, and the notes that other formats may hold instead."""

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from feedsvc.core.model import Format
from feedsvc.services import work
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.site import settings_print
from feedsvc.services.tombstones import end_due
from tests.feed_rules import problems_of
from tests.newsroom import START, Newsroom

DAYS = timedelta(days=90)


def feed(newsroom: Newsroom, path: str, fmt: Format, *, notes: bool = False) -> bytes:
    settings = replace(newsroom.settings, closing_notes=notes)
    return feed_bytes(newsroom.store, settings, newsroom.address(path), fmt)


def test_a_tombstone_stands_for_its_days_and_goes_by_a_write(newsroom: Newsroom):
    gone = newsroom.withdraw(newsroom.publish("Gone", countries=("UZ",)))
    newsroom.publish("Stays")
    at = gone.withdrawn_at
    assert at
    second = timedelta(seconds=1)
    assert end_due(newsroom.store, newsroom.settings, now=at + DAYS - second) == at + DAYS
    assert newsroom.tombstones("countries/uz.en") != []
    before, minsk = newsroom.counter(), newsroom.channel("offices/minsk")
    assert end_due(newsroom.store, newsroom.settings, now=at + DAYS) is None
    assert newsroom.counter() == before + 1
    for path in ("all", "offices/moscow", "countries/uz.en"):
        assert newsroom.tombstones(path) == []
        assert newsroom.channel(path).changed == before + 1
    assert newsroom.channel("offices/minsk") == minsk
    assert newsroom.titles("all") == ["Stays"]


def test_those_that_a_worker_missed_go_together(newsroom: Newsroom):
    for number in range(3):
        newsroom.withdraw(newsroom.publish(f"Gone {number}"))
    last = newsroom.withdraw(newsroom.publish("Last"))
    assert last.withdrawn_at
    late = last.withdrawn_at + DAYS - timedelta(seconds=1)
    assert work.end_due(newsroom.store, newsroom.settings, now=late) == last.withdrawn_at + DAYS
    assert [stone.id for stone in newsroom.tombstones("all")] == [last.id]


def test_the_days_are_those_of_the_setting(newsroom: Newsroom):
    gone = newsroom.withdraw(newsroom.publish("Gone"))
    assert gone.withdrawn_at
    short = replace(newsroom.settings, tombstone_days=1)
    end_due(newsroom.store, short, now=gone.withdrawn_at + timedelta(days=1))
    assert newsroom.tombstones("all") == []


@pytest.mark.parametrize("after", [timedelta(0), DAYS], ids=["while it stands", "after its end"])
@pytest.mark.parametrize("fmt", Format)
def test_what_is_restored_is_back_under_its_id_as_a_major_edit(
    newsroom: Newsroom, fmt: Format, after: timedelta
):
    known = newsroom.publish("Back", countries=("UZ",))
    newsroom.publish("Newer")
    gone = newsroom.withdraw(known)
    newsroom.now += after
    end_due(newsroom.store, newsroom.settings, now=newsroom.now)
    back = newsroom.restore(gone)
    assert (back.id, back.published) == (known.id, known.published)
    assert (back.updated or START) > (gone.withdrawn_at or back.updated)
    parsed = ids_of(feed(newsroom, "countries/uz", fmt, notes=True), fmt)
    assert parsed == [known.id]
    assert newsroom.titles("all") == ["Back", "Newer"]
    assert newsroom.tombstones("all") == []
    assert end_due(newsroom.store, newsroom.settings, now=newsroom.now + 9 * DAYS) is None
    assert newsroom.titles("all") == ["Back", "Newer"]


def ids_of(body: bytes, fmt: Format) -> list[str]:
    if fmt is Format.JSON:
        return [item["id"] for item in json.loads(body)["items"]]
    return [entry.id for entry in feedparser.parse(body).entries]


def test_a_closing_note_says_no_more_than_that_it_was_withdrawn(newsroom: Newsroom):
    russian = newsroom.publish("Секрет", language="ru", summary="Secret", content_html="<p>Secret</p>")
    newsroom.publish("Stays", summary="Text")
    gone = newsroom.withdraw(russian, "Не та река.")
    item = json.loads(feed(newsroom, "all", Format.JSON, notes=True))["items"][-1]
    assert (item["id"], item["title"], item["content_text"]) == (russian.id, "Отозвано", "Не та река.")
    assert gone.withdrawn_at
    assert item["date_published"] == item["date_modified"] == f"{gone.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}"
    assert item["language"] == "ru"
    rss = feed(newsroom, "all", Format.RSS, notes=True)
    entry = feedparser.parse(rss).entries[-1]
    assert (entry.id, entry.title, entry.summary) == (russian.id, "Отозвано", "Не та река.")
    assert b"Secret" not in rss
    assert "Отозвано".encode() not in feed(newsroom, "all", Format.ATOM, notes=True)


@pytest.mark.parametrize("fmt", [Format.RSS, Format.JSON])
def test_a_feed_with_closing_notes_breaks_no_rule(newsroom: Newsroom, fmt: Format):
    newsroom.publish("Stays", summary="Text")
    newsroom.withdraw(newsroom.publish("Gone"))
    assert problems_of(fmt, feed(newsroom, "all", fmt, notes=True)) == []


@pytest.mark.parametrize("fmt", [Format.RSS, Format.JSON])
def test_closing_notes_go_with_their_tombstones_and_stand_only_where_they_are_wished(
    newsroom: Newsroom, fmt: Format
):
    gone = newsroom.withdraw(newsroom.publish("Gone"))
    assert ids_of(feed(newsroom, "all", fmt), fmt) == []
    assert ids_of(feed(newsroom, "all", fmt, notes=True), fmt) == [gone.id]
    end_due(newsroom.store, newsroom.settings, now=newsroom.now + DAYS)
    assert ids_of(feed(newsroom, "all", fmt, notes=True), fmt) == []


def test_the_wish_for_notes_changes_every_feed(newsroom: Newsroom):
    assert settings_print(newsroom.settings) != settings_print(replace(newsroom.settings, closing_notes=True))
