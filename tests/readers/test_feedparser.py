"""feedparser, the library that most programs in Python read feeds with. It keeps nothing between polls."""

import calendar
from datetime import UTC, datetime

import feedparser
import pytest

from feedsvc.core.model import Image
from tests.readers.desk import Desk
from tests.web.world import PICTURE

pytestmark = [pytest.mark.sockets, pytest.mark.parametrize("fmt", ["atom", "rss"])]

IMAGE = Image(PICTURE, alt="A river", credit="© Rivers / Hand 2026")


def fetched(desk: Desk, fmt: str, **known: str) -> feedparser.FeedParserDict:
    feed = feedparser.parse(desk.feed(fmt), **known)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def ids(feed: feedparser.FeedParserDict) -> list[str]:
    return [entry.id for entry in feed.entries]


def test_id_dates_address_and_author_are_those_of_the_entry(desk: Desk, fmt: str) -> None:
    stored = desk.publish("The river rises", summary="By a hand.", link="https://rivers.example.org/rises")
    feed = fetched(desk, fmt)
    [entry] = feed.entries
    assert (entry.id, entry.title, entry.summary) == (stored.id, "The river rises", "By a hand.")
    assert entry.link == "https://rivers.example.org/rises"
    assert stored.published is not None
    assert stored.updated is not None
    assert calendar.timegm(entry.published_parsed) == stored.published.timestamp()
    assert calendar.timegm(entry.updated_parsed) == stored.updated.timestamp()
    assert entry.author == "World of Rivers"
    assert feed.feed.link == f"{desk.server.base_url}/offices/{desk.slug}"


def test_an_unchanged_feed_is_a_304_until_something_happens(desk: Desk, fmt: str) -> None:
    one = desk.publish("One")
    first = fetched(desk, fmt)
    again = fetched(desk, fmt, etag=first.etag)
    assert (again.status, again.entries) == (304, [])
    two = desk.publish("Two")
    changed = fetched(desk, fmt, etag=first.etag)
    # It asks for deltas by itself, and it is for the program to keep what it had (docs/feeds.md).
    assert (changed.status, ids(changed)) == (226, [two.id])
    assert fetched(desk, fmt, etag=changed.etag).status == 304
    assert ids(fetched(desk, fmt)) == [two.id, one.id]


def test_a_minor_edit_moves_neither_id_nor_dates(desk: Desk, fmt: str) -> None:
    stored = desk.publish("The river rizes")
    [before] = fetched(desk, fmt).entries
    desk.edit(stored, title="The river rises")
    [after] = fetched(desk, fmt).entries
    assert (after.title, after.id) == ("The river rises", before.id)
    assert (after.published, after.updated) == (before.published, before.updated)


def test_a_major_edit_moves_updated_alone_and_the_entry_to_the_top(desk: Desk, fmt: str) -> None:
    first, second = desk.publish("First"), desk.publish("Second")
    before = {entry.id: entry for entry in fetched(desk, fmt).entries}[first.id]
    desk.edit(first, title="First, and more", major=True)
    feed = fetched(desk, fmt)
    assert ids(feed) == [first.id, second.id]
    assert feed.entries[0].published == before.published
    assert feed.entries[0].updated_parsed > before.updated_parsed


def test_an_entry_that_is_entered_late_is_first_with_its_own_date(desk: Desk, fmt: str) -> None:
    today = desk.publish("Of today")
    late = desk.publish("Of long ago", published=datetime(2019, 4, 5, 9, 0, tzinfo=UTC))
    feed = fetched(desk, fmt)
    assert ids(feed) == [late.id, today.id]
    assert feed.entries[0].published_parsed[:6] == (2019, 4, 5, 9, 0, 0)


def test_a_withdrawn_entry_is_gone_and_a_restored_one_is_the_same(desk: Desk, fmt: str) -> None:
    wrong, right = desk.publish("The wrong river"), desk.publish("The right river")
    desk.withdraw(wrong, "It named the wrong river.")
    without = fetched(desk, fmt)
    assert (without.status, ids(without)) == (200, [right.id])
    desk.restore(wrong)
    assert ids(fetched(desk, fmt)) == [wrong.id, right.id]


def test_each_entry_is_marked_with_its_language(desk: Desk, fmt: str) -> None:
    desk.publish("The river rises", summary="In English.")
    desk.publish("Вода поднимается", language="ru", summary="По-русски.")
    russian, english = fetched(desk, fmt).entries
    assert (russian.title, russian.summary) == ("Вода поднимается", "По-русски.")
    assert (russian.title_detail.language, english.title_detail.language) == ("ru", "en")
    [alone] = feedparser.parse(desk.feed(f"ru.{fmt}")).entries
    assert alone.id == russian.id


def test_an_entry_has_the_same_id_in_every_channel(desk: Desk, fmt: str) -> None:
    stored = desk.publish("In Uzbekistan", countries=("UZ",), topics=("work",))
    base = desk.server.base_url
    for channel in (f"offices/{desk.slug}/countries/uz", f"offices/{desk.slug}/topics/work", "countries/uz"):
        assert stored.id in ids(feedparser.parse(f"{base}/feeds/{channel}.{fmt}"))


def test_picture_credit_countries_and_topics_come_through(desk: Desk, fmt: str) -> None:
    desk.publish("With a picture", summary="A river.", image=IMAGE, countries=("UZ",), topics=("work",))
    [entry] = fetched(desk, fmt).entries
    url, base = f"{desk.server.base_url}{PICTURE}", desk.server.base_url
    assert f'src="{url}"' in entry.content[0].value
    assert 'alt="A river"' in entry.content[0].value
    assert "© Rivers / Hand 2026" in entry.content[0].value
    assert entry.media_content[0]["url"] == url
    assert entry.media_credit[0]["content"] == "© Rivers / Hand 2026"
    assert [(tag.scheme, tag.label or tag.term) for tag in entry.tags] == [
        (f"{base}/offices", f"Office of {desk.slug}"),
        (f"{base}/countries", "Uzbekistan"),
        (f"{base}/topics", "Work"),
    ]
