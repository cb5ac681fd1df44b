"""Numbers, days and makes of programs as the page of the statistics writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from feedsvc.core.agent_families import Family
from feedsvc.core.dates import MONTHS, RUSSIAN_NOMINATIVE, in_words
from feedsvc.core.statistics_report import Point
from feedsvc.web.editor.wording import words


class Words:
    """Days and phrases in a language, times in a zone."""

    def __init__(self, language: str, time_zone: str) -> None:
        self.language = language
        self._zone = ZoneInfo(time_zone)
        self._phrases = words(language)

    def say(self, key: str, **values: object) -> str:
        """A phrase with its places filled."""
        return self._phrases[key].format(**values)

    def day(self, day: date) -> str:
        """A day in words."""
        return in_words(day, self.language)

    def moment(self, moment: datetime | None) -> str:
        """A moment by the clock of the zone; "" for none."""
        if moment is None:
            return ""
        local = moment.astimezone(self._zone)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def span(self, point: Point) -> str:
        """A day; or a month, of which `days` were counted."""
        if point.days == 1:
            return self.day(point.start)
        months = RUSSIAN_NOMINATIVE if self.language == "ru" else MONTHS["en"]
        month = f"{months[point.start.month - 1].capitalize()} {point.start.year}"
        return self.say("statistics_month", month=month, days=point.days)

    def name(self, family: Family) -> str:
        """What people call a family."""
        return family.name or self.say(f"kind_{family.kind}")

    def count(self, number: int) -> str:
        """A number as people write it: 1,248, and 1 248 in Russian."""
        grouped = f"{number:,}"
        return grouped.replace(",", "\u00a0") if self.language == "ru" else grouped

    def percent(self, part: int, whole: int) -> str:
        """A part of a whole in per cent, in Russian with a space; a dash where there is no whole."""
        if not whole:
            return "–"
        return f"{100 * part / whole:.0f}" + ("\u00a0%" if self.language == "ru" else "%")
