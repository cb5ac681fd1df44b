"""Dates as people print them and times as feeds need them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.core.dates import (
    MONTHS,
    RUSSIAN_NOMINATIVE,
    in_words,
    local_date,
    next_free_second,
    rfc3339,
    times_of_printed_dates,
    whole_second,
)

DAY = date(2020, 6, 12)
LONG_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001  hypothesis adds the zone


def at(hour: int, minute: int = 0, second: int = 0, *, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)


def times(days, *, now=LONG_AFTER, latest=None):
    """What the days get where `latest` was given before, by day."""
    return times_of_printed_dates(days, latest=(latest or {}).get, now=now)


@given(moments)
def test_a_whole_second_is_the_same_moment_in_utc_without_its_fraction(moment):
    whole = whole_second(moment)
    assert timedelta(0) <= moment - whole < timedelta(seconds=1)
    assert whole.tzinfo is UTC
    assert whole.microsecond == 0


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        whole_second(datetime(2020, 6, 12, 9))  # noqa: DTZ001


@given(moments)
def test_rfc3339_reads_back_as_the_whole_second(moment):
    written = rfc3339(moment)
    assert datetime.fromisoformat(written) == whole_second(moment)
    assert len(written) == len("2020-06-12T09:00:00Z")
    assert written.endswith("Z")


def test_rfc3339_has_four_digits_for_every_year():
    assert rfc3339(datetime(987, 6, 5, 4, 3, 2, tzinfo=UTC)) == "0987-06-05T04:03:02Z"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "2 June 2020"), ("ru", "2 июня 2020 г."), ("fr", "2 June 2020")]
)
def test_a_day_in_words(language, words):
    assert in_words(date(2020, 6, 2), language) == words


def test_each_language_has_twelve_months():
    assert {len(names) for names in (*MONTHS.values(), RUSSIAN_NOMINATIVE)} == {12}


def test_the_day_is_that_of_the_zone():
    moment = at(22)
    assert local_date(moment, "Europe/Moscow") == date(2020, 6, 13)
    assert local_date(moment, "UTC") == DAY
    assert local_date(at(2), "America/New_York") == date(2020, 6, 11)


def test_printed_dates_become_nine_o_clock_and_the_minutes_after():
    next_day = date(2020, 6, 13)
    assert times([DAY, DAY, next_day, DAY]) == [at(9), at(9, 1), at(9, 2), at(9, day=next_day)]


def test_no_dates_no_times():
    assert times([]) == []


def test_a_later_import_goes_on_after_the_times_given_before():
    assert times([DAY, DAY], latest={DAY: at(9, 1)}) == [at(9, 2), at(9, 3)]


def test_past_the_hour_the_times_are_a_second_apart():
    assert times([DAY] * 3, latest={DAY: at(9, 58)}) == [at(9, 59), at(9, 59, 1), at(9, 59, 2)]


def test_what_stood_before_nine_moves_nothing():
    assert times([DAY], latest={DAY: at(8)}) == [at(9)]


def test_todays_are_never_later_than_now():
    assert times([DAY], now=at(9)) == [at(9)]
    assert times([DAY, DAY], now=at(9, 0, 30)) == [at(9, 0, 29), at(9, 0, 30)]
    assert times([DAY, DAY], now=at(7)) == [at(6, 59, 59), at(7)]


def test_todays_stay_on_their_printed_day_in_its_first_seconds():
    assert times([DAY] * 4, now=at(0, 0, 1)) == [at(0), at(0), at(0), at(0, 0, 1)]


def test_a_day_that_has_begun_only_at_the_office_is_dated_now():
    yesterday = DAY - timedelta(days=1)
    now = at(20, day=yesterday)
    assert times([DAY, DAY], now=now) == [now - timedelta(seconds=1), now]


days_of_a_page = st.lists(st.dates(date(2020, 1, 1), date(2020, 1, 6)), max_size=30).map(sorted)


@given(days_of_a_page, st.dictionaries(st.dates(date(2020, 1, 1), date(2020, 1, 6)), st.integers(0, 58)))
def test_times_keep_the_order_and_the_printed_date_everywhere(days, minutes):
    latest = {day: at(9, minute, day=day) for day, minute in minutes.items()}
    given_times = times(days, latest=latest)
    assert given_times == sorted(set(given_times))
    assert len(given_times) == len(days)
    for day, moment in zip(days, given_times, strict=True):
        assert moment > latest.get(day, at(8, 59, 59, day=day))
        for hours in (-9, 0, 14):
            assert moment.astimezone(timezone(timedelta(hours=hours))).date() == day


@example(30, at(0, 0, 3), None)
@example(2, at(9, 0, 30), 0)
@given(
    st.integers(1, 30),
    st.datetimes(datetime(2020, 6, 11, 10), datetime(2020, 6, 14), timezones=st.just(UTC)),  # noqa: DTZ001
    st.none() | st.integers(0, 59),
)
def test_times_of_today_end_at_now_at_the_latest_and_keep_their_order(count, now, minute):
    given_times = times([DAY] * count, now=now, latest={} if minute is None else {DAY: at(9, minute)})
    assert given_times == sorted(given_times)
    assert given_times[-1] <= now
    if now >= at(0):
        assert {moment.date() for moment in given_times} == {DAY}


def test_the_first_free_second_is_taken():
    taken = {at(9), at(9, 0, 1), at(9, 0, 3)}
    assert next_free_second(at(9), taken.__contains__) == at(9, 0, 2)
    assert next_free_second(at(9, 0, 4), taken.__contains__) == at(9, 0, 4)


@given(st.lists(st.integers(0, 8)), st.sets(st.integers(0, 12)))
def test_many_free_seconds_in_turn_are_those_that_one_by_one_would_be(wanted, offsets):
    taken = {at(9) + timedelta(seconds=offset) for offset in offsets}
    after: dict[datetime, datetime] = {}
    in_turn = [next_free_second(at(9, 0, each), taken.__contains__, after) for each in wanted]
    for each, found in zip(wanted, in_turn, strict=True):
        assert found == next_free_second(at(9, 0, each), taken.__contains__)
        taken.add(found)


def test_a_row_of_taken_seconds_is_walked_along_once():
    asked = []
    after: dict[datetime, datetime] = {}
    for number in range(1000):
        assert next_free_second(at(9), asked.append, after) == at(9) + timedelta(seconds=number)
    assert len(asked) == 1000


@given(moments, st.sets(st.integers(0, 20)))
def test_a_free_second_is_whole_free_and_the_nearest(wanted, offsets):
    first = whole_second(wanted)
    taken = {first + timedelta(seconds=offset) for offset in offsets}
    found = next_free_second(wanted, taken.__contains__)
    assert found not in taken
    assert all(first + timedelta(seconds=n) in taken for n in range(int((found - first).total_seconds())))
