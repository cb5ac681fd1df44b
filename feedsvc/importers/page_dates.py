"""The lines of an office page that print a date, and the headings that name a month."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from feedsvc.core.dates import MONTHS, RUSSIAN_NOMINATIVE, in_words

_LONGEST_LINE = 160
_LONGEST_PLACE = 80
_YEARS = range(1900, 2101)
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс".split()
)
_WEEKDAY = re.compile(r"([^\W\d_]{2,11})\.?,?\s+")
_ONLINE = ("online", "онлайн")
_PLACE_MARK = re.compile(r"[:;!?…\"“”«»\d]|\w{5,}\.(?:\s|$)")

_TO = r"(?:\s*[-‐‑‒–—−]\s*|\s+(?:to|and|&|и|по)\s+)"
_MONTH = r"[^\W\d_]{3,9}"
_YEAR_WORD = r"(?:\s*(?:года|год|г\.|г\b))?"
_PLACE = (
    r"(?:\s*[,;|]\s*(?P<listed>[^\W\d_].*)|\s+[-–—]\s+(?P<dashed>.+)|\s*\((?P<put>[^()]+)\)[\s,;]*|[\s,;.]*)"
)
_DAY_FIRST = (
    r"(?:from\s+|с\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    rf"(?:(?:\s+(?P<m>{_MONTH})\.?(?:,?\s+(?P<y>\d{{4}}){_YEAR_WORD})?)?{_TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf"(?:\s+of)?\s+(?P<m2>{_MONTH})\.?,?\s+(?P<y2>\d{{4}}){_YEAR_WORD}"
)
_MONTH_FIRST = (
    rf"(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:(?:,?\s+(?P<y>\d{{4}}))?{_TO}(?:(?P<m2>{_MONTH})\.?\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?"
    r",?\s+(?P<y2>\d{4})"
)
_YEAR_FIRST = (
    r"(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})"
    rf"(?:{_TO}(?P<y2>\d{{4}})(?P=mark)(?P<m2>\d{{1,2}})(?P=mark)(?P<d2>\d{{1,2}}))?"
)
_NUMBERS = (
    r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})"
    rf"(?:{_TO}(?P<a2>\d{{1,2}})(?P=mark)(?P<b2>\d{{1,2}})(?P=mark)(?P<y2>\d{{4}}|\d{{2}}))?" + _YEAR_WORD
)
_DAYS_AND_NUMBERS = (
    rf"(?P<a>\d{{1,2}}){_TO}(?P<a2>\d{{1,2}})(?P<mark>[/.])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}})"
    + _YEAR_WORD
)
_MONTH_HEADING = re.compile(rf"({_MONTH})(?:,?\s+\d{{4}}{_YEAR_WORD})?:?")
_YEAR_HEADING = re.compile(r"(?:19|20)\d\d(?:\s*(?:год|г\.))?:?")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that prints a date: the day (of a range the first) and the place after it.

    `day` is None where the date cannot be taken; `problem` then says why. `language` is that of
    the month's name, None where the month is a number.
    """

    day: date | None
    place: str = ""
    problem: str = ""
    language: str | None = None


class _Unusable(Exception):
    """A date was recognised and cannot be taken; its text is the reason."""


def _forms_of_months() -> dict[str, tuple[int, str]]:
    forms: dict[str, tuple[int, str]] = {}
    for language in ("en", "ru"):
        for number, name in enumerate(MONTHS[language], start=1):
            abbreviations = (name[:length].lower() for length in range(3, len(name) + 1))
            forms |= dict.fromkeys(abbreviations, (number, language))
    for number, (nominative, genitive) in enumerate(
        zip(RUSSIAN_NOMINATIVE, MONTHS["ru"], strict=True), start=1
    ):
        # «в апреле 2015 года»: the prepositional case, in what is said of an office.
        forms |= dict.fromkeys((nominative, genitive[:-1] + "е"), (number, "ru"))
    return forms


_MONTH_FORMS = _forms_of_months()


def month_number(word: str) -> int | None:
    """The month that a word names, in English or Russian, abbreviated to three letters or more."""
    found = _MONTH_FORMS.get(word.lower())
    return found[0] if found else None


def is_month_heading(text: str) -> bool:
    """Whether a line is only a month, a month with its year, or a year: "April 2019", «Апрель»."""
    if len(text) > _LONGEST_LINE:
        return False
    match = _MONTH_HEADING.fullmatch(text)
    return bool(_YEAR_HEADING.fullmatch(text) or (match and month_number(match[1])))


def date_line(text: str) -> DateLine | None:
    """What a line that is a date, with or without a place after it, says; None for other lines.

    A date that is recognised but not usable (ambiguous, not in the calendar, a year of two digits
    or outside 1900 to 2100) gives a `DateLine` with a `problem`.
    """
    if len(text) > _LONGEST_LINE or not any(char.isdigit() for char in text):
        return None
    plain = _without_weekday(text)
    for form, read in _FORMS:
        match = form.fullmatch(plain)
        place = _place(match) if match else None
        if match is None or place is None:
            continue
        try:
            found = read(match)
        except _Unusable as problem:
            return DateLine(None, problem=str(problem))
        if found:
            return DateLine(found[0], place=place, language=found[1])
    return None


def _without_weekday(text: str) -> str:
    match = _WEEKDAY.match(text)
    return text[match.end() :] if match and match[1].lower() in _WEEKDAYS else text


def _place(match: re.Match[str]) -> str | None:
    """The place after a date; None where what stands there is none, but the rest of a sentence."""
    text = (match["listed"] or match["dashed"] or match["put"] or "").strip(" ,;|")
    words = text.split()
    capitalised = sum(word.lstrip("(")[:1].isupper() for word in words)
    if not text or text.lower() in _ONLINE:
        return text
    if len(text) > _LONGEST_PLACE or _PLACE_MARK.search(text) or capitalised * 2 < len(words):
        return None
    return text if text[0].isupper() or text.startswith("г.") else None


def _in_words(match: re.Match[str]) -> tuple[date, str] | None:
    found = match.groupdict()
    first = _MONTH_FORMS.get((found["m"] or found["m2"]).lower())
    last = _MONTH_FORMS.get((found["m2"] or found["m"]).lower())
    if first is None or last is None:
        return None
    # "28 December - 3 January 2020" prints only the year in which the range ends.
    year = found["y"] or str(int(found["y2"]) - (first[0] > last[0]))
    day = _day(year, first[0], found["d"])
    if found["d2"]:
        _check_range(day, _day(found["y2"], last[0], found["d2"]))
    return day, first[1]


def _year_first(match: re.Match[str]) -> tuple[date, None]:
    day = _day(match["y"], int(match["m"]), match["d"])
    if match["y2"]:
        _check_range(day, _day(match["y2"], int(match["m2"]), match["d2"]))
    return day, None


def _numbers(match: re.Match[str]) -> tuple[date, None]:
    day = _day_of_numbers(match["a"], match["b"], match["y"], match["mark"])
    if match["a2"]:
        _check_range(day, _day_of_numbers(match["a2"], match["b2"], match["y2"], match["mark"]))
    return day, None


def _days_and_numbers(match: re.Match[str]) -> tuple[date, None]:
    last = _day_of_numbers(match["a2"], match["b"], match["y"], match["mark"])
    day = _day(match["y"], last.month, match["a"])
    _check_range(day, last)
    return day, None


def _day_of_numbers(first: str, second: str, year: str, mark: str) -> date:
    """A dot stands between day and month; a stroke or hyphen does not tell which comes first."""
    if len(year) == 2:
        raise _Unusable("the year has two digits: write all four")
    a, b = int(first), int(second)
    if mark != "." and a != b and 1 <= a <= 12 and 1 <= b <= 12:
        one, other = in_words(_day(year, b, first), "en"), in_words(_day(year, a, second), "en")
        raise _Unusable(f"the date may be {one} or {other}: write the month as a word")
    return _day(year, a, second) if mark != "." and b > 12 >= a else _day(year, b, first)


def _day(year: str, month: int, day: str) -> date:
    if int(year) not in _YEARS:
        raise _Unusable(f"the year {year} is not between {_YEARS[0]} and {_YEARS[-1]}")
    try:
        return date(int(year), month, int(day))
    except ValueError:
        written = f"{day} {MONTHS['en'][month - 1]} {year}" if 1 <= month <= 12 else f"{day}.{month}.{year}"
        raise _Unusable(f"{written} is no date of the calendar") from None


def _check_range(first: date, last: date) -> None:
    if last < first:
        raise _Unusable("the range of dates ends before it begins")


_Reader = Callable[[re.Match[str]], "tuple[date, str | None] | None"]
_READERS: tuple[tuple[str, _Reader], ...] = (
    (_DAY_FIRST, _in_words),
    (_MONTH_FIRST, _in_words),
    (_YEAR_FIRST, _year_first),
    (_NUMBERS, _numbers),
    (_DAYS_AND_NUMBERS, _days_and_numbers),
)
_FORMS = tuple((re.compile(form + _PLACE, re.IGNORECASE), read) for form, read in _READERS)
