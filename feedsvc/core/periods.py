"""The periods of digests: days, weeks and months as they begin and end in a time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feedsvc.core.dates import MONTHS, RUSSIAN_NOMINATIVE, in_words, local_date
from feedsvc.core.model import Period

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ru": ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One day, week or month of the calendar; `start` is its first day, a week's is Monday (ISO 8601)."""

    period: Period
    start: date

    @property
    def next(self) -> "Span":
        """The one that follows."""
        if self.period is Period.MONTHLY:
            return Span(self.period, (self.start + timedelta(days=31)).replace(day=1))
        return Span(self.period, self.start + timedelta(days=7 if self.period is Period.WEEKLY else 1))

    def ends(self, time_zone: str) -> datetime:
        """The moment (UTC) at which it is over in an IANA time zone, which is the next one's first.

        Where the clock is put forward at midnight the next day begins at the leap; where it shows
        midnight twice, at the first.
        """
        midnight = datetime.combine(self.next.start, time(), ZoneInfo(time_zone))
        return midnight.astimezone(UTC)

    def title(self, language: str) -> str:
        """ "Friday, 12 June 2026", "Week 24, 8–14 June 2026", "June 2026"; in Russian or English."""
        in_russian = language == "ru"
        if self.period is Period.DAILY:
            day = _DAYS["ru" if in_russian else "en"][self.start.weekday()]
            return f"{day}, {in_words(self.start, language)}"
        if self.period is Period.MONTHLY:
            if in_russian:
                return f"{RUSSIAN_NOMINATIVE[self.start.month - 1].capitalize()} {self.start.year} г."
            return f"{MONTHS['en'][self.start.month - 1]} {self.start.year}"
        word = "Неделя" if in_russian else "Week"
        return f"{word} {self.start.isocalendar().week}, {self._days(language)}"

    def _days(self, language: str) -> str:
        last = self.next.start - timedelta(days=1)
        ending = in_words(last, language)
        if self.start.month == last.month:
            return f"{self.start.day}–{ending}"
        beginning = in_words(self.start, language)
        if self.start.year == last.year:
            months = MONTHS["ru" if language == "ru" else "en"]
            beginning = f"{self.start.day} {months[self.start.month - 1]}"
        return f"{beginning} – {ending}"


def span_of(period: Period, moment: datetime, time_zone: str) -> Span:
    """The day, week or month in which a moment lies in an IANA time zone."""
    day = local_date(moment, time_zone)
    if period is Period.WEEKLY:
        return Span(period, day - timedelta(days=day.weekday()))
    return Span(period, day.replace(day=1) if period is Period.MONTHLY else day)
