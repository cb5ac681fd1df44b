"""In which order files are taken in and new items take their numbers, and which come too early."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feedsvc.core.dates import in_words
from feedsvc.core.errors import InvalidInput
from feedsvc.core.imported import ImportedItem, Reading
from feedsvc.core.merging import day_of

# Somewhere on earth the next day has begun this long before it begins in UTC (UTC+14).
_EARLIEST_ZONE = timedelta(hours=14)

# The source of a new item, the numbers of its file and line, and the item.
Waiting = tuple[str, tuple[int, int], ImportedItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was read; `number` is its place on the command line."""

    name: str
    number: int
    reading: Reading


def newest_day(read: ReadFile) -> tuple[date, int]:
    """The order of files: the page with the newest item has the last word on what they share."""
    days = [day for item in read.reading.items if (day := day_of(item))]
    return (max(days, default=date.min), read.number)


def oldest_first(waiting: tuple[str, Waiting]) -> tuple[date, int, int]:
    """Pages list the newest first: of one day, the lower on the page is the older."""
    _, (_, (file_number, line), item) = waiting
    return (day_of(item) or date.max, -file_number, -line)


def require_not_ahead(item: ImportedItem, now: datetime) -> None:
    """Raises InvalidInput for an item of a day that has not begun anywhere on earth."""
    day = day_of(item)
    if day is not None and day > (now + _EARLIEST_ZONE).date():
        raise InvalidInput.at("date", f"{in_words(day, 'en')} lies ahead: import the page on that day")
