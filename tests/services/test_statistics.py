"""The numbers that are shown, and who may see them."""

import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedsvc.core.accounts import Action, Actor, Role, Scope
from feedsvc.core.errors import FeedsvcError, Forbidden, InvalidInput, NotFound
from feedsvc.core.model import Format
from feedsvc.core.statistics_report import Line, Report, report_record
from feedsvc.services.backup import backup, restore
from feedsvc.services.counting import end_days
from feedsvc.services.statistics import (
    MOST_DAYS,
    Asked,
    lines,
    report,
    require,
    subscribers_of,
    views_of_entry,
)
from feedsvc.store import Store
from feedsvc.store.statistics import first_salted_day
from tests.newsroom import Newsroom
from tests.polls import DAY, FEEDLY, NEWSBOAT, NOON, count, count_a_week, house, poll
from tests.web.world import ADA, settings_for

TODAY = NOON.date()


def asked_of(newsroom: Newsroom, actor: Actor = ADA, now=NOON, **asked) -> Report:
    with newsroom.store.reading() as reader:
        return report(reader, newsroom.settings, Asked(**asked), actor=actor, now=now)


def lines_of(newsroom: Newsroom, **asked) -> list[Line]:
    with newsroom.store.reading() as reader:
        return list(lines(reader, newsroom.settings, Asked(**asked), actor=ADA, now=NOON))


@pytest.fixture
def counted(newsroom: Newsroom) -> Newsroom:
    """A newsroom whose feeds were polled for three full days and today."""
    count_a_week(newsroom.store, newsroom.settings)
    return newsroom


def test_before_anything_is_counted_there_is_nothing(newsroom: Newsroom):
    found = asked_of(newsroom)
    assert (found.first, found.subscribers, found.sums.polls, found.points) == (None, 0, 0, ())
    assert report_record(found)["requests"]["not_modified_share"] is None


def test_subscribers_are_the_mean_of_the_full_days(counted: Newsroom):
    found = asked_of(counted)
    # Newsboat at 4, 3 and 2 addresses; Mailchimp once a day.
    assert (found.full_days, found.declared, found.others, found.subscribers) == (3, 30, 4, 34)
    assert [point.subscribers for point in found.points] == [35, 34, 33, 32]


def test_on_the_first_day_it_is_today_so_far(newsroom: Newsroom):
    count(newsroom.store, newsroom.settings, {poll(address=house(each)): 1 for each in range(5)})
    found = asked_of(newsroom)
    assert (found.full_days, found.subscribers) == (0, 5)


def test_requests_are_told_apart_by_how_they_were_answered(counted: Newsroom):
    sums = asked_of(counted).sums
    assert (sums.plain, sums.changed, sums.not_modified) == (8, 16, 100 + 4 + 12 + 20)
    assert (sums.polls, sums.conditional) == (160, 152)
    record = report_record(asked_of(counted))["requests"]
    assert (record["not_modified_share"], record["not_modified_share_of_conditional"]) == (0.85, 0.895)
    assert record["not_counted"] == 1


def test_formats_and_readers_have_their_shares(counted: Newsroom):
    found = asked_of(counted)
    assert {each.format: (each.subscribers, each.polls) for each in found.formats} == {
        Format.ATOM: (33, 124),
        Format.RSS: (1, 4),
        Format.JSON: (0, 32),
    }
    readers = {each.family.key: (each.subscribers, each.polls) for each in found.readers}
    assert readers == {
        "feedly": (30, 16),
        "newsboat": (3, 108),
        "mailchimp": (1, 4),
        "embed": (0, 20),
        "bot": (0, 12),
    }


def test_the_last_poll_of_each_tool_that_mails_is_known_for_good(counted: Newsroom):
    later = NOON + 200 * DAY
    count(counted.store, counted.settings, {poll(): 1}, now=later)
    end_days(counted.store, counted.settings, now=later + DAY)
    [tool] = asked_of(counted, now=later, days=7).mail
    assert (tool.family.name, tool.last, tool.polls, tool.subscribers) == ("Mailchimp", NOON, 0, 0)


def test_the_most_followed_channels_come_first(counted: Newsroom):
    found = asked_of(counted).channels
    assert [(each.path, each.subscribers) for each in found] == [("all", 34), ("countries/uz/weekly", 0)]
    assert found[1].title == "Uzbekistan – World of Rivers – weekly digest"


def test_one_channel_is_asked_for_as_its_feeds_are_spelt(counted: Newsroom):
    digest = asked_of(counted, channel="countries/uz/weekly")
    assert (digest.sums.polls, digest.subscribers, digest.channels) == (12, 0, ())
    assert len(digest.points) == 4
    assert asked_of(counted, channel="all.ru").sums.polls == 0


def test_a_channel_keeps_its_numbers_under_a_new_language_of_titles(counted: Newsroom):
    assert asked_of(counted, channel="countries/uz/weekly", language="ru").title.startswith("Узбекистан")


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"channel": "offices/none"}, NotFound),
        ({"channel": "nonsense"}, NotFound),
        ({"channel": "all/archive/1"}, NotFound),
        ({"channel": ""}, NotFound),
        ({"days": 0}, InvalidInput),
        ({"days": MOST_DAYS + 1}, InvalidInput),
    ],
)
def test_what_does_not_exist_is_refused(newsroom: Newsroom, asked: dict, error: type[FeedsvcError]):
    with pytest.raises(error):
        asked_of(newsroom, **asked)


def test_feeds_of_what_is_no_more_are_still_counted(newsroom: Newsroom):
    count(newsroom.store, newsroom.settings, {poll("language=fr atom"): 1, poll("office=gone rss"): 1})
    found = asked_of(newsroom)
    assert (found.sums.polls, found.channels) == (2, ())
    assert {line.channel for line in lines_of(newsroom)} == {"language=fr", "office=gone"}


def test_long_ago_is_shown_by_the_month(newsroom: Newsroom):
    for number in range(130, -1, -10):
        count(newsroom.store, newsroom.settings, {poll(): 1}, now=NOON - number * DAY)
    end_days(newsroom.store, newsroom.settings, now=NOON + DAY)
    found = asked_of(newsroom, days=120)
    assert found.since == date(2026, 2, 1)
    assert [(point.start, point.days) for point in found.points][:2] == [
        (date(2026, 2, 1), 3),
        (date(2026, 3, 4), 1),
    ]
    assert asked_of(newsroom, days=30).since == date(2026, 5, 14)


def test_the_table_has_a_line_for_each_day_feed_and_reader(counted: Newsroom):
    found = lines_of(counted, channel="all", days=1)
    assert [
        (line.place.form, line.place.family, line.sums.polls, line.sums.subscribers) for line in found
    ] == [
        ("atom", "feedly", 4, 30),
        ("atom", "newsboat", 12, 1),
        ("json", "embed", 5, 0),
        ("rss", "mailchimp", 1, 1),
    ]
    assert {(line.start, line.days, line.channel, line.title) for line in found} == {
        (NOON.date(), 1, "all", "World of Rivers")
    }
    assert len(lines_of(counted)) == 20


OFFICE = "0c7bbebe-b508-42f9-8cbc-a5c28a4b5bc1"
ANYBODY = Actor(name="anna", user="u")


@pytest.mark.parametrize("role", Role)
def test_who_has_a_role_in_an_office_sees_all_of_it(counted: Newsroom, role: Role):
    anna = replace(ANYBODY, roles={OFFICE: role})
    assert asked_of(counted, anna).sums.polls == 160


@pytest.mark.parametrize(
    "actor",
    [
        ANYBODY,
        replace(ANYBODY, roles={OFFICE: Role.EDITOR}, scope=Scope(actions=frozenset({Action.WRITE}))),
        replace(ANYBODY, roles={OFFICE: Role.EDITOR}, scope=Scope(offices=frozenset({"another"}))),
        replace(ADA, scope=Scope(actions=frozenset({Action.MANAGE}))),
    ],
    ids=[
        "no role",
        "a token that may not read",
        "a token of another office",
        "an administrator's that may not",
    ],
)
def test_who_may_read_nowhere_sees_nothing(counted: Newsroom, actor: Actor):
    for ask in (report, lines):
        with counted.store.reading() as reader, pytest.raises(Forbidden):
            ask(reader, counted.settings, Asked(), actor=actor, now=NOON)


def test_an_administrators_token_of_one_office_may_see_it():
    require(replace(ADA, scope=Scope(offices=frozenset({OFFICE}))))


def test_the_newsroom_asks_how_many_follow_some_channels(counted: Newsroom):
    def followers(*keys: str, today: date = TODAY) -> int:
        with counted.store.reading() as reader:
            return subscribers_of(reader, keys, today=today)

    assert followers("all") == 34
    assert followers("all", "all", "country=UZ;digest=weekly") == 34
    assert followers("country=TJ") == followers() == 0
    assert followers("all", today=NOON.date() + timedelta(days=30)) == 0


def test_the_newsroom_asks_how_often_an_entry_was_opened(newsroom: Newsroom):
    with newsroom.store.reading() as reader:
        assert views_of_entry(reader, "none") == 0


def test_numbers_of_one_reader_are_not_added_up_poll_after_poll(newsroom: Newsroom):
    for number in (5, 7, 6):
        count(newsroom.store, newsroom.settings, {poll(agent=FEEDLY.format(number)): 50})
    count(newsroom.store, newsroom.settings, {poll(agent=NEWSBOAT): 50})
    assert asked_of(newsroom).subscribers == 8


def test_a_backup_brings_the_numbers_back_and_nobodys_hash(counted: Newsroom, tmp_path: Path):
    before = asked_of(counted)
    backup(counted.store, counted.settings, tmp_path / "b.zip", now=NOON)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not {"tables/day_salt.jsonl", "tables/day_client.jsonl"} & set(archive.namelist())
    folder = tmp_path / "new"
    settings = settings_for(f"sqlite:///{folder}/feedsvc.db", folder)
    restore(settings, tmp_path / "b.zip", now=NOON)
    with closing(Store(settings.database_url)) as store, store.reading() as reader:
        assert report(reader, settings, Asked(), actor=ADA, now=NOON) == before
        assert first_salted_day(reader) is None
