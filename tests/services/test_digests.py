"""Digests closed by the worker: what is in them, when, and what never changes of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.core.model import ChannelAddress, Entry, Format, OfficeDraft, Period
from feedsvc.core.urls import parse_feed
from feedsvc.services.digests import close_due, shown_digests
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.offices import add_office, edit_office
from feedsvc.store import digests as kept
from tests.feed_rules import problems_of
from tests.newsroom import Newsroom
from tests.web.world import ADA, BASE

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# Monday; the newsroom begins at 08:00 UTC.
MONDAY = datetime(2026, 6, 8, tzinfo=UTC)


def close(newsroom: Newsroom, now: datetime) -> datetime | None:
    return close_due(newsroom.store, newsroom.settings, now=now)


def address(path: str) -> ChannelAddress:
    return parse_feed(f"{path}.atom")[0]


def digests(newsroom: Newsroom, path: str, limit: int = 400) -> dict[str, list[str]]:
    """The titles of what stands in a channel's digests, by the first day of each, newest first."""
    with newsroom.store.reading() as reader:
        channel = reader.channel(address(path), newsroom.settings.languages)
        shown = shown_digests(reader, channel, limit)
    return {
        each.digest.span.start.isoformat(): [item.entry.title for item in each.items]
        for each in shown
        if each.items
    }


def feed(newsroom: Newsroom, path: str, fmt: Format = Format.ATOM) -> bytes:
    return feed_bytes(newsroom.store, newsroom.settings, address(path), fmt)


def publish_at(newsroom: Newsroom, moment: datetime, title: str, **others: object) -> Entry:
    newsroom.now = moment - MINUTE
    return newsroom.publish(title, **others)


def set_time_zone(newsroom: Newsroom, slug: str, zone: str) -> None:
    with newsroom.store.writing() as writer:
        draft = replace(writer.office(slug).as_draft(), time_zone=zone)
        edit_office(writer, draft, now=newsroom.now, actor=ADA)


def test_a_closed_period_is_one_entry_and_an_open_one_is_none(newsroom: Newsroom):
    publish_at(newsroom, MONDAY + 9 * HOUR, "First")
    publish_at(newsroom, MONDAY + 10 * HOUR, "Second")
    publish_at(newsroom, MONDAY + 7 * DAY, "Of the next week")
    assert close(newsroom, MONDAY + 7 * DAY + HOUR) == MONDAY + 8 * DAY
    assert digests(newsroom, "all/weekly") == {"2026-06-08": ["Second", "First"]}
    assert digests(newsroom, "all/daily") == {"2026-06-08": ["Second", "First"]}
    assert digests(newsroom, "all/monthly") == {}


def test_nothing_is_closed_before_the_period_is_over(newsroom: Newsroom):
    publish_at(newsroom, MONDAY + 9 * HOUR, "First")
    counter = newsroom.counter()
    assert close(newsroom, MONDAY + DAY - timedelta(seconds=1)) == MONDAY + DAY
    assert newsroom.counter() == counter
    assert close(newsroom, MONDAY + DAY) == MONDAY + 7 * DAY
    assert digests(newsroom, "all/daily") == {"2026-06-08": ["First"]}


def test_where_nothing_was_released_nothing_is_written(newsroom: Newsroom):
    counter = newsroom.counter()
    assert close(newsroom, MONDAY + 400 * DAY) is None
    publish_at(newsroom, MONDAY, "Once")
    close(newsroom, MONDAY + 400 * DAY)
    after = newsroom.counter()
    assert after > counter
    assert close(newsroom, MONDAY + 800 * DAY) is None
    assert newsroom.counter() == after


def test_empty_periods_are_skipped(newsroom: Newsroom):
    publish_at(newsroom, MONDAY, "Early")
    publish_at(newsroom, MONDAY + 30 * DAY, "Late")
    close(newsroom, MONDAY + 90 * DAY)
    assert digests(newsroom, "all/weekly") == {"2026-07-06": ["Late"], "2026-06-08": ["Early"]}


def test_a_digest_is_of_what_was_released_not_of_what_bears_the_date(newsroom: Newsroom):
    publish_at(newsroom, MONDAY + HOUR, "Entered late", published=datetime(2019, 3, 1, 9, tzinfo=UTC))
    close(newsroom, MONDAY + DAY)
    assert digests(newsroom, "all/daily") == {"2026-06-08": ["Entered late"]}


def test_every_channel_and_language_of_an_entry_has_its_digest(newsroom: Newsroom):
    publish_at(newsroom, MONDAY, "English", countries=("UZ",), topics=("work",))
    publish_at(newsroom, MONDAY + HOUR, "По-русски", language="ru", countries=("UZ",), office="minsk")
    close(newsroom, MONDAY + DAY)
    held = {
        path: next(iter(digests(newsroom, f"{path}daily{language}").values()), [])
        for path in ("all/", "offices/minsk/", "countries/uz/", "topics/work/", "offices/minsk/countries/uz/")
        for language in (".ru",)
    }
    assert held == {
        "all/": ["По-русски"],
        "offices/minsk/": ["По-русски"],
        "countries/uz/": ["По-русски"],
        "topics/work/": [],
        "offices/minsk/countries/uz/": ["По-русски"],
    }
    assert digests(newsroom, "countries/uz/daily") == {"2026-06-08": ["По-русски", "English"]}
    assert digests(newsroom, "topics/work/daily.en") == {"2026-06-08": ["English"]}


def test_edits_after_the_close_change_nothing(newsroom: Newsroom):
    newsroom.now = MONDAY
    entry = publish_at(newsroom, MONDAY + HOUR, "As released", countries=("UZ",))
    newsroom.edit(entry, title="As at the close")
    close(newsroom, MONDAY + DAY)
    before = {fmt: feed(newsroom, "countries/uz/daily", fmt) for fmt in Format}
    newsroom.now = MONDAY + 2 * DAY
    newsroom.edit(entry, title="Later", countries=("TJ",), office="minsk")
    newsroom.edit(entry, major=True, title="Later still")
    assert {fmt: feed(newsroom, "countries/uz/daily", fmt) for fmt in Format} == before
    assert digests(newsroom, "countries/uz/daily") == {"2026-06-08": ["As at the close"]}
    close(newsroom, MONDAY + 60 * DAY)
    assert digests(newsroom, "countries/tj/daily") == {}


def test_a_digest_that_is_closed_late_shows_what_stood_at_the_close(newsroom: Newsroom):
    """The machine was off over midnight, and people were quicker than the worker."""
    entry = publish_at(newsroom, MONDAY + HOUR, "At the close", countries=("UZ",))
    newsroom.now = MONDAY + DAY + HOUR
    newsroom.edit(entry, title="After it", countries=("TJ",))
    close(newsroom, MONDAY + 2 * DAY)
    assert digests(newsroom, "countries/uz/daily") == {"2026-06-08": ["At the close"]}
    assert digests(newsroom, "countries/tj/daily") == {}


def test_a_withdrawn_entry_is_gone_from_every_digest_and_the_rest_stays(newsroom: Newsroom):
    gone = publish_at(newsroom, MONDAY + HOUR, "Gone", countries=("UZ",))
    publish_at(newsroom, MONDAY + 2 * HOUR, "Stays")
    close(newsroom, MONDAY + DAY)
    newsroom.now = MONDAY + 2 * DAY
    newsroom.withdraw(gone)
    assert digests(newsroom, "all/daily") == {"2026-06-08": ["Stays"]}
    assert digests(newsroom, "countries/uz/daily") == {}
    assert b"Gone" not in feed(newsroom, "all/daily")
    close(newsroom, MONDAY + 60 * DAY)
    assert digests(newsroom, "all/weekly") == {"2026-06-08": ["Stays"]}


def test_a_digest_of_which_nothing_stands_is_a_tombstone(newsroom: Newsroom):
    entry = publish_at(newsroom, MONDAY + HOUR, "Gone")
    close(newsroom, MONDAY + DAY)
    newsroom.now = MONDAY + 2 * DAY
    newsroom.withdraw(entry)
    body = feed(newsroom, "all/daily")
    assert body.count(b"<entry") == 0
    assert body.count(b"<at:deleted-entry") == 1
    assert b'when="2026-06-10T00:01:00+00:00"' in body


def test_an_entry_that_left_the_channel_still_goes_from_its_digest(newsroom: Newsroom):
    entry = publish_at(newsroom, MONDAY + HOUR, "Moved", countries=("UZ",))
    close(newsroom, MONDAY + DAY)
    newsroom.now = MONDAY + 2 * DAY
    newsroom.edit(entry, countries=("TJ",))
    with newsroom.store.reading() as reader:
        number = reader.site_record().counter
    newsroom.withdraw(entry)
    with newsroom.store.reading() as reader:
        changes = reader.changes_since(number)
    assert "country=UZ;digest=daily" in changes.keys
    assert "country=TJ;digest=daily" not in changes.keys
    assert digests(newsroom, "countries/uz/daily") == {}


def test_a_restored_entry_is_in_the_digest_of_that_day_and_in_no_older_one(newsroom: Newsroom):
    entry = publish_at(newsroom, MONDAY + HOUR, "Back again")
    publish_at(newsroom, MONDAY + 2 * HOUR, "Beside it")
    close(newsroom, MONDAY + DAY)
    newsroom.now = MONDAY + 3 * DAY
    newsroom.withdraw(entry)
    newsroom.restore(entry)
    close(newsroom, MONDAY + 5 * DAY)
    assert digests(newsroom, "all/daily") == {"2026-06-11": ["Back again"], "2026-06-08": ["Beside it"]}


def test_what_is_withdrawn_and_restored_before_the_close_stands_once(newsroom: Newsroom):
    entry = publish_at(newsroom, MONDAY + HOUR, "Quickly back")
    newsroom.withdraw(entry)
    newsroom.restore(entry)
    other = newsroom.publish("Withdrawn at once")
    newsroom.withdraw(other)
    close(newsroom, MONDAY + DAY)
    assert digests(newsroom, "all/daily") == {"2026-06-08": ["Quickly back"]}
    assert digests(newsroom, "all/weekly") == {}


def test_an_office_closes_by_its_own_clock_and_the_rest_by_the_sites(newsroom: Newsroom):
    set_time_zone(newsroom, "moscow", "Asia/Tashkent")  # five hours ahead of UTC
    publish_at(newsroom, MONDAY + 20 * HOUR, "Late on Monday")
    publish_at(newsroom, MONDAY + 20 * HOUR, "In Minsk", office="minsk")
    close(newsroom, MONDAY + 3 * DAY)
    assert digests(newsroom, "offices/moscow/daily") == {"2026-06-09": ["Late on Monday"]}
    assert digests(newsroom, "offices/minsk/daily") == {"2026-06-08": ["In Minsk"]}
    assert set(digests(newsroom, "all/daily")) == {"2026-06-08"}


@pytest.mark.parametrize(
    ("first", "second"), [("Asia/Tashkent", "America/Lima"), ("America/Lima", "Asia/Tashkent")]
)
def test_an_office_that_changes_its_time_zone_loses_and_repeats_nothing(
    newsroom: Newsroom, first: str, second: str
):
    set_time_zone(newsroom, "moscow", first)
    titles = []
    for hour in range(0, 96, 5):
        if hour == 50:
            close(newsroom, MONDAY + hour * HOUR)
            set_time_zone(newsroom, "moscow", second)
        titles.append(f"Hour {hour}")
        publish_at(newsroom, MONDAY + hour * HOUR, titles[-1])
        close(newsroom, MONDAY + hour * HOUR)
    close(newsroom, MONDAY + 90 * DAY)
    for period in Period:
        found = [title for held in digests(newsroom, f"offices/moscow/{period}").values() for title in held]
        assert sorted(found) == sorted(titles)


def test_what_a_slow_writer_commits_after_the_close_is_in_the_next_digest(newsroom: Newsroom):
    publish_at(newsroom, MONDAY + HOUR, "In time")
    close(newsroom, MONDAY + DAY)
    # An import that began before midnight and was stored after it.
    publish_at(newsroom, MONDAY + DAY - MINUTE, "Begun before midnight")
    assert close(newsroom, MONDAY + DAY + HOUR) == MONDAY + 2 * DAY
    close(newsroom, MONDAY + 2 * DAY)
    assert digests(newsroom, "all/daily") == {
        "2026-06-09": ["Begun before midnight"],
        "2026-06-08": ["In time"],
    }


def test_two_workers_close_a_period_once(newsroom: Newsroom):
    publish_at(newsroom, MONDAY, "Once")
    close(newsroom, MONDAY + DAY)
    before = newsroom.counter()
    close(newsroom, MONDAY + DAY + HOUR)
    assert newsroom.counter() == before


def test_a_close_marks_the_digest_and_not_the_channel(newsroom: Newsroom):
    publish_at(newsroom, MONDAY, "News", countries=("UZ",))
    before = newsroom.counter()
    close(newsroom, MONDAY + DAY)
    with newsroom.store.reading() as reader:
        keys = reader.changes_since(before).keys
    assert keys
    assert all(key.endswith(";digest=daily") for key in keys)
    assert {"all;digest=daily", "country=UZ;language=en;digest=daily"} <= keys


def test_a_feed_holds_a_page_of_digests(newsroom: Newsroom):
    for day in range(5):
        publish_at(newsroom, MONDAY + day * DAY, f"Day {day}")
    close(newsroom, MONDAY + 9 * DAY)
    assert newsroom.settings.page_size == 3
    assert feed(newsroom, "all/daily").count(b"<entry") == 3


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize(
    "path", ["all/weekly", "all/daily.ru", "offices/moscow/monthly.en", "countries/fr/daily"]
)
def test_every_digest_feed_breaks_no_rule(newsroom: Newsroom, path: str, fmt: Format):
    gone = publish_at(newsroom, MONDAY, "Gone by then")
    also_gone = publish_at(newsroom, MONDAY + DAY, "Gone too")
    publish_at(newsroom, MONDAY + DAY, "Stays & <stays> “here”", summary="One.\n\nTwo & <b>.")
    publish_at(
        newsroom, MONDAY + 2 * DAY, "По-русски", language="ru", content_html="<p>Текст & <b>он</b></p>"
    )
    close(newsroom, MONDAY + 60 * DAY)
    newsroom.now = MONDAY + 70 * DAY
    newsroom.withdraw(gone)
    newsroom.withdraw(also_gone)
    assert problems_of(fmt, feed(newsroom, path, fmt), fetched_from=f"{BASE}/feeds/{path}.{fmt}") == []


def test_the_ids_of_digests_are_of_their_feed_and_day_alone(newsroom: Newsroom):
    publish_at(newsroom, MONDAY, "News")
    close(newsroom, MONDAY + 60 * DAY)
    seen = []
    for path in ("all/daily", "all/weekly", "all/daily.en", "offices/moscow/daily", "all"):
        body = feed(newsroom, path)
        seen += [line.strip() for line in body.split(b"\n") if line.strip().startswith(b"<id>")]
    assert len(seen) == len(set(seen)) == 10
    with newsroom.store.reading() as reader:
        [found] = kept.digests_of(reader, "all;digest=daily", Period.DAILY, 9)
    assert found.closed == MONDAY + DAY


def test_an_office_that_is_renamed_stays_in_old_digests_by_its_old_name(newsroom: Newsroom):
    publish_at(newsroom, MONDAY, "News")
    close(newsroom, MONDAY + DAY)
    before = feed(newsroom, "all/daily")
    assert b"Office in Moscow" in before
    with newsroom.store.writing() as writer:
        draft = OfficeDraft(slug="moscow", names={"en": "Another name"})
        edit_office(writer, draft, now=MONDAY + 2 * DAY, actor=ADA)
    assert feed(newsroom, "all/daily") == before
    assert b"Another name" in feed(newsroom, "offices/moscow/daily")


def test_a_new_office_is_not_led_through_the_years_before_it(newsroom: Newsroom):
    for day in range(5):
        publish_at(newsroom, MONDAY + day * DAY, f"Day {day}")
    close(newsroom, MONDAY + 5 * DAY)
    before = newsroom.counter()
    with newsroom.store.writing() as writer:
        draft = OfficeDraft(slug="kazan", names={"en": "Office in Kazan"})
        office = add_office(writer, draft, now=MONDAY + 5 * DAY, actor=ADA, uuid=newsroom.new_uuid())
    close(newsroom, MONDAY + 6 * DAY)
    with newsroom.store.reading() as reader:
        assert office.uuid not in {scope for scope, _ in kept.clocks(reader)}
    assert newsroom.counter() == before
    publish_at(newsroom, MONDAY + 6 * DAY, "Its first", office="kazan")
    close(newsroom, MONDAY + 7 * DAY)
    assert digests(newsroom, "offices/kazan/weekly") == {"2026-06-08": ["Its first"]}
