"""Dates as people print them and times as feeds need them. Everything stored is UTC, whole seconds."""

from collections.abc import Callable, MutableMapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
}  # fmt: skip
# As headings print them: «Апрель 2019».
RUSSIAN_NOMINATIVE = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip

_NINE = time(9, 0, tzinfo=UTC)
_LAST_OF_THE_MINUTES = time(9, 59, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


def whole_second(moment: datetime) -> datetime:
    """The moment in UTC without its fraction of a second. A naive one is refused (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def rfc3339(moment: datetime) -> str:
    """2026-06-12T09:00:00Z (RFC 3339)."""
    # Not strftime, whose %Y has no leading zeros on Linux.
    return whole_second(moment).replace(tzinfo=None).isoformat() + "Z"


def in_words(day: date, language: str) -> str:
    """12 June 2020; 12 июня 2020 г. in Russian; other languages as in English."""
    if language == "ru":
        return f"{day.day} {MONTHS['ru'][day.month - 1]} {day.year} г."
    return f"{day.day} {MONTHS['en'][day.month - 1]} {day.year}"


def local_date(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment in an IANA time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def times_of_printed_dates(
    days: Sequence[date], *, latest: Callable[[date], datetime | None], now: datetime
) -> list[datetime]:
    """Times for items whose source prints only the day.

    `days` come oldest first, equal days in the order in which they came out; `latest` tells the
    latest time already given on a day. From 09:00 UTC onward, a minute apart, so that the printed
    date holds in UTC and at the office; past 09:59 a second apart. Today's are never later than
    `now`: where the minutes do not fit they end at `now`, a second apart, and none before midnight.
    """
    times: list[datetime] = []
    for day in sorted(set(days)):
        times += _times_of_one_day(day, days.count(day), latest(day), whole_second(now))
    return times


def _times_of_one_day(day: date, count: int, after: datetime | None, now: datetime) -> list[datetime]:
    times = [_next_time(day, after)]
    while len(times) < count:
        times.append(_next_time(day, times[-1]))
    if times[-1] <= now:
        return times
    ending_now = [now - (count - 1 - index) * _SECOND for index in range(count)]
    midnight = datetime.combine(day, time(tzinfo=UTC))
    # Where the day has begun only east of Greenwich, its midnight lies ahead.
    return [max(moment, midnight) for moment in ending_now] if midnight <= now else ending_now


def _next_time(day: date, after: datetime | None) -> datetime:
    nine = datetime.combine(day, _NINE)
    if after is None or after < nine:
        return nine
    return after + (_MINUTE if after < datetime.combine(day, _LAST_OF_THE_MINUTES) else _SECOND)


def next_free_second(
    wanted: datetime,
    taken: Callable[[datetime], bool],
    after: MutableMapping[datetime, datetime] | None = None,
) -> datetime:
    """The first second from `wanted` on that no other entry's `updated` has (feeds.md: two equal
    ones are a warning, and RSS knows no fractions).

    `after` is for many in turn: what was found is taken from then on, and no row of taken seconds is
    walked along twice.
    """
    after = {} if after is None else after
    moment, passed = whole_second(wanted), []
    while moment in after or taken(moment):
        passed.append(moment)
        moment = after.get(moment, moment + _SECOND)
    after.update(dict.fromkeys([*passed, moment], moment + _SECOND))
    return moment
