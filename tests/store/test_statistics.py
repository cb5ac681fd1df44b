"""Counts in the database, the same on both engines; and nothing of who was counted once a day is over."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from feedsvc.core.statistics import Counted, Outcome, Place, Poll, Sums, total
from feedsvc.services.counting import add_counted, end_days
from feedsvc.store import Reader, Store
from feedsvc.store import statistics as kept
from feedsvc.store.dump import tables_of
from feedsvc.store.schema import metadata
from feedsvc.store.statistics_tables import day_client, day_salt, poll_count
from feedsvc.web.counting import Counter
from tests.newsroom import Newsroom

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)
NEWSBOAT, FEEDLY = "newsboat/2.30", "Feedly/1.0 ({} subscribers)"
HOUSE = "192.0.2.{}"
SALTS = [bytes([number]) * 32 for number in range(1, 9)]


class Process:
    """A process of the site, which counts polls and tells the database."""

    def __init__(self, newsroom: Newsroom, store: Store | None = None) -> None:
        self.counter = Counter()
        self.store = store or newsroom.store
        self.settings = newsroom.settings

    def polled(self, agent: str, *addresses: str, feed: str = "all atom", outcome: int = 2) -> "Process":
        for address in addresses or ("192.0.2.1",):
            environ = {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
            self.counter.count(feed, environ, outcome)
        return self

    def tells(self, now: datetime = NOON, salt: bytes = SALTS[0]) -> None:
        add_counted(self.store, self.settings, self.counter.take(), now=now, new_salt=lambda: salt)


@pytest.fixture
def process(newsroom: Newsroom) -> Process:
    return Process(newsroom)


def sums(store: Store, *by: str, since: date = date.min, until: date = date.max, **more: object) -> dict:
    with store.reading() as reader:
        return kept.sums_by(reader, by, since, until, **more)  # type: ignore[arg-type]  # keys alone


def whole(store: Store, **more: object) -> Sums:
    return total(sums(store, "start", **more).values())


def salts(reader: Reader) -> list[bytes]:
    return list(reader.connection.scalars(select(day_salt.c.salt)))


def houses(count: int) -> list[str]:
    return [HOUSE.format(number) for number in range(count)]


def test_two_processes_add_up_and_a_client_of_both_is_one(newsroom: Newsroom, process: Process):
    with closing(Store(str(newsroom.store._engine.url.render_as_string(hide_password=False)))) as store:
        other = Process(newsroom, store)
        process.polled(NEWSBOAT, *houses(3)).polled(FEEDLY.format(5)).tells(salt=SALTS[0])
        other.polled(NEWSBOAT, *houses(4), outcome=0).polled(FEEDLY.format(7)).tells(salt=SALTS[1])
    found = whole(newsroom.store)
    assert (found.polls, found.plain, found.not_modified) == (9, 4, 5)
    assert (found.declared, found.others, found.last) == (7, 4, NOON)


def test_the_greatest_number_of_a_day_counts_poll_after_poll(newsroom: Newsroom, process: Process):
    for count in (5, 9, 3):
        process.polled(FEEDLY.format(count)).tells()
    assert sums(newsroom.store, "family") == {("feedly",): Sums(not_modified=3, declared=9, last=NOON)}


def test_feeds_forms_and_families_are_told_apart(newsroom: Newsroom, process: Process):
    process.polled(NEWSBOAT).polled(NEWSBOAT, feed="all rss-summary")
    process.polled("curl/8", feed="country=UZ atom")  # it follows nothing
    process.tells()
    for column, names in (("key", {"all", "country=UZ"}), ("form", {"atom", "rss-summary"})):
        assert {name for (name,) in sums(newsroom.store, column)} == names
    assert whole(newsroom.store, keys=["all"]).polls == 2
    assert whole(newsroom.store, keys=["none"]) == Sums()
    assert sums(newsroom.store)[()].others == 2


def test_counting_takes_no_change_number(newsroom: Newsroom, process: Process):
    before = newsroom.counter()
    process.polled(NEWSBOAT).tells()
    assert newsroom.counter() == before


def test_of_a_day_that_is_over_no_hash_and_no_salt_is_left(newsroom: Newsroom, process: Process):
    process.polled(NEWSBOAT, *houses(3)).polled(FEEDLY.format(5)).tells()
    with newsroom.store.reading() as reader:
        assert salts(reader) == [SALTS[0]]
        assert reader.connection.execute(select(func.count()).select_from(day_client)).scalar_one() == 4
    assert end_days(newsroom.store, newsroom.settings, now=NOON) == datetime(2026, 6, 13, tzinfo=UTC)
    assert end_days(newsroom.store, newsroom.settings, now=NOON + DAY) is None
    with newsroom.store.reading() as reader:
        for table in metadata.sorted_tables:
            rows = [tuple(row) for row in reader.connection.execute(select(table))]
            assert not any(isinstance(value, bytes) for row in rows for value in row), table.name
            assert not any(
                "192.0.2" in str(value) or "newsboat/" in str(value) for row in rows for value in row
            )
    assert whole(newsroom.store).subscribers == 8
    assert end_days(newsroom.store, newsroom.settings, now=NOON + DAY) is None


def test_a_day_ends_too_when_the_next_one_is_counted(newsroom: Newsroom, process: Process):
    process.polled(NEWSBOAT, *houses(3)).tells()
    process.polled(NEWSBOAT, *houses(2)).tells(NOON + DAY, SALTS[1])
    with newsroom.store.reading() as reader:
        assert salts(reader) == [SALTS[1]]
        assert list(reader.connection.scalars(select(day_client.c.day).distinct())) == [TODAY + DAY]
    others = {start: each.others for (start,), each in sums(newsroom.store, "start").items()}
    assert others == {TODAY: 3, TODAY + DAY: 2}


def test_the_same_client_has_another_hash_on_another_day(newsroom: Newsroom, process: Process):
    def hashes() -> list[bytes]:
        with newsroom.store.reading() as reader:
            return list(reader.connection.scalars(select(day_client.c.hash)))

    process.polled(NEWSBOAT).tells()
    first = hashes()
    process.polled(NEWSBOAT).tells(NOON + DAY, SALTS[1])
    assert len(first) == len(hashes()) == 1
    assert first != hashes()


def test_a_machine_whose_clock_is_behind_takes_nothing_back(newsroom: Newsroom, process: Process):
    process.polled(NEWSBOAT, *houses(5)).tells()
    end_days(newsroom.store, newsroom.settings, now=NOON + DAY)
    process.polled(NEWSBOAT, *houses(2)).tells(NOON, SALTS[1])
    assert whole(newsroom.store).others == 5
    end_days(newsroom.store, newsroom.settings, now=NOON + DAY)
    with newsroom.store.reading() as reader:
        assert salts(reader) == []


def test_the_day_is_that_of_the_site(newsroom: Newsroom, process: Process):
    process.settings = replace(process.settings, time_zone="Asia/Vladivostok")
    process.polled(NEWSBOAT).tells(datetime(2026, 6, 12, 15, tzinfo=UTC))
    assert list(sums(newsroom.store, "start")) == [(date(2026, 6, 13),)]


def test_no_backup_holds_the_salt_or_the_hashes(newsroom: Newsroom):
    with newsroom.store.reading() as reader:
        names = {table.name for table in tables_of(reader.connection)}
    assert {"poll_count", "view_count"} <= names
    assert {day_salt.name, day_client.name} & names == set()


def days(process: Process, first: date, count: int, clients: int = 2) -> None:
    for number in range(count):
        process.polled(NEWSBOAT, *houses(clients)).polled(FEEDLY.format(3))
        process.tells(datetime.combine(first + number * DAY, NOON.timetz()))


def test_old_days_are_put_together_by_month_and_say_the_same(newsroom: Newsroom, process: Process):
    days(process, date(2026, 1, 30), 4)
    process.counter.count_view("u", {"HTTP_USER_AGENT": "Mozilla/5.0 (X11) Firefox"})
    process.tells(datetime(2026, 2, 3, tzinfo=UTC))
    before = sums(newsroom.store, "key", "form", "family")
    for now in (datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 6, 20, tzinfo=UTC)):
        process.polled(NEWSBOAT).tells(now)
        end_days(newsroom.store, newsroom.settings, now=now + DAY)
    with newsroom.store.reading() as reader:
        counted = kept.days_counted(reader, date.min, date(2026, 3, 1))
        assert counted == {date(2026, 1, 1): 2, date(2026, 2, 1): 2}
        assert kept.counted_days(reader, date.min, date.max) == 6
        assert kept.views_of(reader, "u") == 1
        assert kept.first_day(reader) == date(2026, 1, 1)
    assert sums(newsroom.store, "key", "form", "family", until=date(2026, 3, 1)) == before


def test_what_is_new_enough_stays_day_by_day(newsroom: Newsroom, process: Process):
    days(process, date(2026, 3, 1), 2)
    end_days(newsroom.store, newsroom.settings, now=datetime(2026, 6, 12, tzinfo=UTC))
    assert len(sums(newsroom.store, "start")) == 2


def test_views_and_missed_requests_are_counted(newsroom: Newsroom, process: Process):
    counted = Counted(views={"u": 3}, missed=4)
    for now in (NOON, NOON + DAY):
        add_counted(newsroom.store, newsroom.settings, counted, now=now)
    with newsroom.store.reading() as reader:
        assert (kept.views_of(reader, "u"), kept.views_of(reader, "v")) == (6, 0)
        assert (kept.missed_since(reader, TODAY), kept.missed_since(reader, TODAY + DAY)) == (8, 4)
        assert kept.first_day(reader) is None


def test_what_was_not_counted_is_not_written(newsroom: Newsroom):
    add_counted(newsroom.store, newsroom.settings, Counted(), now=NOON)
    with newsroom.store.reading() as reader:
        assert salts(reader) == []


def test_any_text_a_client_sends_can_be_counted(newsroom: Newsroom):
    said: Iterable[str] = ("\ud800", "\x00", "é" * 256, "'; DROP TABLE poll_count; --")
    polls = {Poll("all atom", Outcome.PLAIN, agent, agent): 1 for agent in said}
    add_counted(newsroom.store, newsroom.settings, Counted(polls=polls), now=NOON)
    with newsroom.store.reading() as reader:
        assert reader.connection.execute(select(poll_count.c.others)).scalar_one() == 4


def test_the_longest_feed_name_fits(newsroom: Newsroom):
    key = f"office={'a' * 36};country=UZ;topic={'b' * 36};language=abc;digest=monthly"
    place = Place(key, "json-summary", "feeder_android")
    with newsroom.store.writing() as writer:
        kept.add_polls(writer, TODAY, {place: Sums(plain=2**40)}, NOON)
    assert sums(newsroom.store, "key")[(key,)].polls == 2**40
