"""The dates of feeds: RFC 822, RFC 3339 and what publishers write in their stead."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from time import struct_time

from dateutil import parser as date_parser

from feedsvc.core.text import one_line
from feedsvc.importers.page_dates import date_line, month_number

_LONGEST = 100
_YEARS = range(1900, 2101)
_DAY = timedelta(days=1)
_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Hours east of Greenwich of zones that are named and not numbered. Names of several zones (BST, CST,
# IST, EST) have the meaning that is commonest in feeds; RFC 822, section 5, gives the American ones.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MET": 1,
    "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "MSD": 4, "SAMT": 4, "AZT": 4, "AMT": 4, "GET": 4,
    "YEKT": 5, "UZT": 5, "TMT": 5, "TJT": 5, "PKT": 5, "IST": 5.5, "ALMT": 5, "KGT": 6, "OMST": 6,
    "KRAT": 7, "ICT": 7, "WIB": 7, "NOVT": 7, "IRKT": 8, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8,
    "YAKT": 9, "JST": 9, "KST": 9, "VLAT": 10, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "CAT": 2, "EAT": 3, "SAST": 2, "WAT": 1, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6,
    "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BRT": -3, "ART": -3, "AKST": -9, "HST": -10,
}  # fmt: skip
_KNOWN_TO_FEEDPARSER = frozenset("UT GMT Z EST EDT CST CDT MST MDT PST PDT AST ADT".split())
_TIME = re.compile(r"\d:\d\d|\dT\d\d")
_ZONE_NAME = re.compile(r"([^\W\d_]+)\s*(?:\([^)]*\))?$")
_WORD = re.compile(r"[^\W\d_]+\.?")
_RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def moment_of(text: str, parsed: struct_time | None = None) -> datetime | date | None:
    """The time that a feed's date means; a day where it gives no time; None where it means nothing.

    `parsed` is what feedparser made of it. A time without a zone is taken as UTC, and so is one of
    an unknown zone. The beginning of 1970 is what programs print for a date that they do not have.
    """
    line = one_line(text)[:_LONGEST]
    if not line:
        return None
    if not _TIME.search(line):
        return _day(line)
    moment = _of_feedparser(line, parsed) or _of_dateutil(line)
    return moment if moment and moment.year in _YEARS and moment != _EPOCH else None


def _day(line: str) -> date | None:
    compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", line)
    printed = date_line("-".join(compact.groups()) if compact else line)
    if printed and printed.day:
        return printed.day
    # "Fri, 3 May 2024 +0000" and the like: a zone without a time says no more than the day.
    without_zone = re.sub(r"\s(?:[+-]\d{4}|[A-Z]{1,4})$", "", line)
    again = date_line(without_zone) if without_zone != line else None
    return again.day if again else None


def _of_feedparser(line: str, parsed: struct_time | None) -> datetime | None:
    # It takes zones that it does not know for UTC, and knows those of RFC 822 alone.
    zone = _ZONE_NAME.search(line)
    if parsed is None or _RUSSIAN.search(line) or (zone and zone[1].upper() not in _KNOWN_TO_FEEDPARSER):
        return None
    try:
        moment = datetime(*parsed[:6], tzinfo=UTC)
        years = {f"{(moment + shift).year % 100:02}" for shift in (-_DAY, _DAY)}
    except (ValueError, OverflowError):
        return None
    # What it finds no year in, it takes to be of today.
    return moment if any(year in line for year in years) else None


def _of_dateutil(line: str) -> datetime | None:
    english = _WORD.sub(_in_english, line)
    numbers = _TWO_NUMBERS.match(english)
    is_dotted = numbers is not None and "." in numbers.group()
    if numbers and not is_dotted and int(numbers[1]) <= 12 and int(numbers[2]) <= 12:
        return None  # 10/11/2024 is one day in America and another elsewhere
    try:
        moment = date_parser.parse(english, dayfirst=is_dotted, tzinfos=_zone, default=_NO_DATE)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def _in_english(match: re.Match[str]) -> str:
    word = match.group().rstrip(".")
    if not _RUSSIAN.search(word):
        return match.group()
    month = month_number(word)
    if month:
        return _MONTHS[month - 1]
    return "MSK" if word.upper() == "МСК" else " "


def _zone(name: str | None, offset: int | None) -> timezone:
    hours = _ZONES.get((name or "").upper(), 0)
    return timezone(timedelta(seconds=offset) if offset is not None else timedelta(hours=hours))
