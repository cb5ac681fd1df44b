"""Days, weeks and months as they begin and end in a time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.model import Period
from feedsvc.core.periods import Span, span_of

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))


@pytest.mark.parametrize(
    ("period", "start", "language", "title"),
    [
        (Period.DAILY, date(2026, 6, 12), "en", "Friday, 12 June 2026"),
        (Period.DAILY, date(2026, 6, 12), "ru", "Пятница, 12 июня 2026 г."),
        (Period.WEEKLY, date(2026, 6, 8), "en", "Week 24, 8–14 June 2026"),
        (Period.WEEKLY, date(2026, 6, 8), "ru", "Неделя 24, 8–14 июня 2026 г."),
        (Period.WEEKLY, date(2026, 6, 29), "en", "Week 27, 29 June – 5 July 2026"),
        (Period.WEEKLY, date(2026, 6, 29), "ru", "Неделя 27, 29 июня – 5 июля 2026 г."),
        (Period.WEEKLY, date(2025, 12, 29), "en", "Week 1, 29 December 2025 – 4 January 2026"),
        (Period.WEEKLY, date(2025, 12, 29), "ru", "Неделя 1, 29 декабря 2025 г. – 4 января 2026 г."),
        (Period.MONTHLY, date(2026, 6, 1), "en", "June 2026"),
        (Period.MONTHLY, date(2026, 6, 1), "ru", "Июнь 2026 г."),
        (Period.MONTHLY, date(2026, 6, 1), "ky", "June 2026"),
    ],
)
def test_a_period_is_titled_as_people_write_it(period: Period, start: date, language: str, title: str):
    assert Span(period, start).title(language) == title


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),  # put forward at 02:00
        ("Europe/Berlin", date(2026, 10, 25), 25),  # put back at 03:00
        ("Asia/Beirut", date(2026, 3, 29), 23),  # put forward at midnight: the day begins at 01:00
        ("Asia/Beirut", date(2026, 10, 24), 25),  # put back at midnight: 23:00 comes twice
        ("America/Havana", date(2026, 11, 1), 25),  # put back to midnight: 00:00 comes twice
        ("Asia/Tashkent", date(2026, 3, 29), 24),
    ],
)
def test_a_day_is_as_long_as_the_clock_of_its_zone_makes_it(zone: str, day: date, hours: int):
    before = Span(Period.DAILY, day - timedelta(days=1))
    assert Span(Period.DAILY, day).ends(zone) - before.ends(zone) == timedelta(hours=hours)


def test_a_day_that_a_zone_left_out_has_no_hours():
    """Samoa went from 29 to 31 December 2011."""
    missing = Span(Period.DAILY, date(2011, 12, 30))
    assert missing.ends("Pacific/Apia") == Span(Period.DAILY, date(2011, 12, 29)).ends("Pacific/Apia")


@given(
    moment=st.integers(0, 2_840_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(ZONES),
    period=st.sampled_from(Period),
)
def test_every_moment_lies_in_one_period_of_each_kind(moment: datetime, zone: str, period: Period):
    span = span_of(period, moment, zone)
    assert moment < span.ends(zone)
    before = [Span(period, span.start - timedelta(days=days)) for days in (1, 7)]
    earlier = next(each for each in before if period is not Period.WEEKLY or each.start.weekday() == 0)
    if period is Period.MONTHLY:
        earlier = Span(period, (span.start - timedelta(days=1)).replace(day=1))
    assert earlier.next == span
    assert earlier.ends(zone) <= moment
    assert span_of(period, span.ends(zone), zone).start >= span.next.start


def test_weeks_begin_on_monday():
    assert span_of(Period.WEEKLY, datetime(2026, 6, 14, 23, tzinfo=UTC), "UTC").start == date(2026, 6, 8)
    assert span_of(Period.WEEKLY, datetime(2026, 6, 14, 23, tzinfo=UTC), "Asia/Tashkent").start == date(
        2026, 6, 15
    )
