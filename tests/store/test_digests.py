"""What digests are made of, the same on both engines."""

import random
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select

from feedsvc.core.digests import Clock, Digest, DigestLine
from feedsvc.core.model import Period
from feedsvc.core.periods import Span, span_of
from feedsvc.services.digests import close_due
from feedsvc.store import Store
from feedsvc.store import digests as kept
from feedsvc.store.database import _MIGRATIONS, make_engine, migrate
from feedsvc.store.digest_tables import digest, entry_release
from tests.newsroom import START, Newsroom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = "Asia/Tashkent"


def releases(newsroom: Newsroom) -> list[tuple[int, datetime, int]]:
    with newsroom.store.reading() as reader:
        query = select(entry_release.c.version, entry_release.c.at, entry_release.c.number)
        return [tuple(row) for row in reader.connection.execute(query.order_by(entry_release.c.number))]


def test_every_release_is_noted_with_its_version_moment_and_change_number(newsroom: Newsroom):
    entry = newsroom.publish("News")
    released_at, number = newsroom.now, newsroom.counter()
    newsroom.create("A draft")
    newsroom.edit(entry, major=True, title="Edited")
    newsroom.withdraw(entry)
    newsroom.restore(entry)
    assert releases(newsroom) == [(2, released_at, number), (5, newsroom.now, newsroom.counter())]


def test_a_digest_is_found_by_its_key_newest_first(newsroom: Newsroom):
    entry = newsroom.publish("News")
    line = DigestLine(entry.uuid, 2, "Office in Moscow")
    days = [date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 1)]
    with newsroom.store.writing() as writer:
        for day in days:
            span = Span(Period.WEEKLY, day)
            made = Digest(span=span, closed=span.ends(ZONE), time_zone=ZONE, number=7, lines=(line,))
            kept.add_digests(writer, {"all": made, "country=UZ": made})
    with newsroom.store.reading() as reader:
        found = kept.digests_of(reader, "all;digest=weekly", Period.WEEKLY, 2)
        assert [each.span.start for each in found] == sorted(days)[:0:-1]
        assert found[0].lines == (line,)
        assert found[0].closed == datetime(2026, 6, 21, 19, tzinfo=UTC)
        assert kept.digests_of(reader, "all;digest=daily", Period.DAILY, 2) == []
        assert kept.entries_at(reader, [line]) == {line: reader.versions(entry.uuid)[-1].entry}
        keys = [f"{key};digest=weekly" for key in ("all", "country=UZ", "country=TJ")]
        assert sorted(kept.keys_that_hold(reader, entry.uuid, keys)) == keys[:2]
        assert kept.keys_that_hold(reader, "another", keys) == []


def test_a_clock_goes_on_from_where_it_was_set(newsroom: Newsroom):
    span = Span(Period.DAILY, date(2026, 6, 1))
    with newsroom.store.writing() as writer:
        assert kept.clocks(writer) == {}
        for each in (span, span.next):
            kept.close_period(writer, "", each, until=each.ends(ZONE))
    with newsroom.store.reading() as reader:
        number = reader.site_record().counter
        until = datetime(2026, 6, 2, 19, tzinfo=UTC)
        assert kept.clocks(reader) == {("", Period.DAILY): Clock(last=span.next, until=until, number=number)}


@pytest.mark.parametrize("seed", range(3))
def test_every_release_is_in_exactly_one_digest_of_each_kind(newsroom: Newsroom, seed: int):
    """Over weeks in which the hour falls back, with entries released, edited, withdrawn and restored
    at any hour, and a worker that comes by now and then."""
    newsroom.settings = newsroom.settings.__class__(
        **{name: getattr(newsroom.settings, name) for name in newsroom.settings.__slots__}
        | {"time_zone": "Europe/Berlin"}
    )
    chance = random.Random(seed)
    newsroom.now = datetime(2026, 10, 19, 21, tzinfo=UTC)
    standing: dict[str, datetime] = {}
    entries = []
    for _ in range(40):
        newsroom.now += chance.choice([HOUR / 2, HOUR, 5 * HOUR, 11 * HOUR])
        if chance.random() < 0.4:
            close_due(newsroom.store, newsroom.settings, now=newsroom.now)
        entry = newsroom.publish(f"Entry {len(entries)}", countries=chance.choice([(), ("UZ",)]))
        standing[entry.uuid] = newsroom.now
        entries.append(entry)
        other = chance.choice(entries)
        if other.uuid not in standing:
            newsroom.restore(other)
            standing[other.uuid] = newsroom.now
        elif chance.random() < 0.3:
            newsroom.withdraw(other)
            del standing[other.uuid]
        else:
            newsroom.edit(other, title=f"{other.title} edited {newsroom.now}", countries=("TJ",))
    close_due(newsroom.store, newsroom.settings, now=newsroom.now + 60 * DAY)
    for period in Period:
        expected = sorted((uuid, span_of(period, at, "Europe/Berlin").start) for uuid, at in standing.items())
        assert sorted(stands(newsroom, f"all;digest={period}", period)) == expected


def stands(newsroom: Newsroom, key: str, period: Period) -> list[tuple[str, date]]:
    with newsroom.store.reading() as reader:
        found = kept.digests_of(reader, key, period, 400)
        gone = kept.withdrawals(reader, [line for each in found for line in each.lines])
        return [
            (line.uuid, each.span.start)
            for each in found
            for line in each.lines
            if not any(withdrawal.version > line.version for withdrawal in gone.get(line.uuid, []))
        ]


def test_a_digest_takes_one_row_for_each_channel_and_period(newsroom: Newsroom):
    for _ in range(5):
        newsroom.publish("News", countries=("UZ", "TJ"), topics=("work",))
    close_due(newsroom.store, newsroom.settings, now=START + 60 * DAY)
    with newsroom.store.reading() as reader:
        keys = list(reader.connection.scalars(select(digest.c.key)))
    # All, the office, the topic, two countries, and the pairs of them; each in one language, too.
    assert len(keys) == len(set(keys)) == 3 * 2 * (1 + 1 + 1 + 2 + 1 + 2 + 2)


def test_a_migration_finds_the_releases_that_were_before_it(newsroom: Newsroom, database_url: str):
    entry = newsroom.publish("News")
    newsroom.withdraw(entry)
    newsroom.restore(entry)
    newsroom.create("A draft")
    before = releases(newsroom)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    engine = make_engine(database_url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
        connection.commit()
    engine.dispose()
    migrate(database_url)
    assert sorted(releases(newsroom)) == [(version, at, 0) for version, at, _ in before]
    close_due(newsroom.store, newsroom.settings, now=START + 60 * DAY)
    assert len(stands(newsroom, "all;digest=weekly", Period.WEEKLY)) == 1


def test_several_workers_at_once_close_each_period_once(newsroom: Newsroom, database_url: str):
    for _ in range(6):
        newsroom.publish("News")
        newsroom.now += DAY
    before = newsroom.counter()
    start = Barrier(4)

    def work() -> None:
        with closing(Store(database_url)) as store:
            start.wait()
            close_due(store, newsroom.settings, now=START + 60 * DAY)

    workers = [Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    # Six days, and of them one week and one month: of the office's channels, and of the others.
    assert newsroom.counter() - before == 2 * (6 + 1 + 1)
    for period, count in ((Period.DAILY, 6), (Period.WEEKLY, 1), (Period.MONTHLY, 1)):
        with newsroom.store.reading() as reader:
            assert len(kept.digests_of(reader, f"all;digest={period}", period, 99)) == count
