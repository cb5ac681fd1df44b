"""Ids are the same, byte for byte, whatever becomes of names and addresses: no reader has an entry twice."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest

from feedsvc.core.model import Format
from feedsvc.core.urls import parse_feed
from feedsvc.services import naming
from feedsvc.services.digests import close_due
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.offices import edit_office
from tests.newsroom import START, Newsroom
from tests.web.world import ADA

# Every element that holds an id: of the feed, of an entry, of a tombstone.
IDS = {
    Format.ATOM: rb'<id>[^<]*</id>|<at:deleted-entry ref="[^"]*"',
    Format.RSS: rb"<guid[^>]*>[^<]*</guid>",
    Format.JSON: rb'"id": "[^"]*"',
}
MOSCOW = (
    "all", "all.ru", "countries/uz", "topics/work", "offices/moscow", "offices/moscow.ru",
    "offices/moscow/countries/uz", "offices/moscow/topics/work", "offices/moscow/weekly", "all/weekly.ru",
    "offices/moscow/archive/1", "all/archive/1",
)  # fmt: skip


def ids_of(newsroom: Newsroom, path: str, fmt: Format) -> list[bytes]:
    body = feed_bytes(newsroom.store, newsroom.settings, *parse_feed(f"{path}.{fmt}"))
    return re.findall(IDS[fmt], body)


def rename_office(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as writer:
        draft = replace(writer.office("moscow").as_draft(), slug="volga", names={"en": "Office on the Volga"})
        edit_office(writer, draft, slug="moscow", now=newsroom.now, actor=ADA)


def rename_topic(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as writer:
        naming.edit_topic(writer, "work", {"en": "Labour"}, new_slug="labour", now=newsroom.now, actor=ADA)


def move(newsroom: Newsroom) -> None:
    """From http to https, to another host, and under a path."""
    newsroom.settings = replace(newsroom.settings, base_url="https://rivers.example.net/news")


CHANGES: dict[Callable[[Newsroom], None], dict[str, str]] = {
    rename_office: {"offices/moscow": "offices/volga"},
    rename_topic: {"topics/work": "topics/labour"},
    move: {},
}


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    """A newsroom at http, with an archive, a closed week, an entry of another source and a withdrawn one."""
    newsroom.settings = replace(newsroom.settings, base_url="http://127.0.0.1:8000")
    wrong = newsroom.publish("Wrong", countries=("UZ",), topics=("work",))
    newsroom.publish("Taken over", id="tag:example.org,2020:1", countries=("UZ",), topics=("work",))
    for number in range(7):
        language = ("en", "ru")[number % 2]
        newsroom.publish(f"News {number}", language=language, countries=("UZ",), topics=("work",))
    newsroom.withdraw(wrong)
    close_due(newsroom.store, newsroom.settings, now=START + timedelta(days=14))
    return newsroom


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_ids_are_the_same_byte_for_byte_after(
    newsroom: Newsroom, change: Callable[[Newsroom], None], fmt: Format
) -> None:
    before = {path: ids_of(newsroom, path, fmt) for path in MOSCOW}
    assert all(before.values())
    change(newsroom)
    for path, ids in before.items():
        assert ids_of(newsroom, _spelt_now(path, CHANGES[change]), fmt) == ids


def _spelt_now(path: str, names: dict[str, str]) -> str:
    return reduce(lambda spelt, each: spelt.replace(*each), names.items(), path)


@pytest.mark.parametrize("fmt", Format)
def test_ids_of_entries_and_of_what_is_left_are_the_same_after_a_merge(
    newsroom: Newsroom, fmt: Format
) -> None:
    paths = ("all", "all/archive/1", "countries/uz")
    newsroom.publish("Of Minsk", office="minsk", countries=("UZ",))
    before = {path: ids_of(newsroom, path, fmt) for path in paths}
    moscow, minsk = (ids_of(newsroom, f"offices/{slug}", fmt) for slug in ("moscow", "minsk"))
    with newsroom.store.writing() as writer:
        naming.merge_offices(writer, newsroom.site(), "moscow", into="minsk", now=newsroom.now, actor=ADA)
    assert {path: ids_of(newsroom, path, fmt) for path in paths} == before
    together = ids_of(newsroom, "offices/minsk", fmt)
    feeds_own = [] if fmt is Format.RSS else [minsk[0]]
    assert together[: len(feeds_own)] == feeds_own
    assert set(together) <= {*moscow, *minsk}
    assert len(set(together)) == len(together)
