"""In which order files are taken in and new items take their numbers, and which come too early."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from feedsvc.core.dates import in_words, rfc3339, times_of_printed_dates
from feedsvc.core.errors import InvalidInput
from feedsvc.core.imported import ImportedItem, Reading
from feedsvc.core.merging import day_of

# Somewhere on earth the next day has begun this long before it begins in UTC (UTC+14).
_EARLIEST_ZONE = timedelta(hours=14)
_NINE = time(9, tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)

# Where an item stands: the number of its file, and its line.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was read; `number` is its place on the command line. `is_feed` tells another
    site's feed or export from what an office says itself; `source` is given for a kept source."""

    name: str
    number: int
    reading: Reading
    kind: str
    source: str | None = None

    @property
    def is_feed(self) -> bool:
        """Whether it is what another site says, not the office itself."""
        return self.kind in {"feed", "wordpress"}

    def source_of(self, office_uuid: str, language: str) -> str:
        """Who speaks: the office, on its pages and in its tables, or a feed that was read for it.
        What one of them said last is kept under this name."""
        if self.source:
            return self.source
        if self.is_feed:
            return f"feed:{office_uuid}:{self.reading.source or self.name}"
        kind = "page" if self.kind in {"page", "html"} else "file"
        return f"{kind}:{office_uuid}:{language}"


def newest_day(read: ReadFile) -> tuple[date, int]:
    """The order of files: the one with the newest item has the last word on what they share."""
    days = [day for item in read.reading.items if (day := day_of(item))]
    return (max(days, default=date.min), read.number)


def time_of_day(item: ImportedItem) -> datetime | None:
    """The time of an item; nine o'clock UTC where its source prints only the day."""
    return datetime.combine(item.date, _NINE) if item.date else item.draft.published


def oldest_first(time: datetime | None, place: Place) -> tuple[datetime, int, int]:
    """Pages and feeds list the newest first: of one time, the lower in the file is the older."""
    file_number, line = place
    return (time or _LAST, -file_number, -line)


def times_of(
    items: Sequence[tuple[str, ImportedItem]],
    *,
    latest: Callable[[str, date], datetime | None],
    now: datetime,
) -> list[datetime | None]:
    """The `published` of new items, each with its office: its own time, else one on its printed day.

    The items come oldest first; `latest` tells the latest time that an office has on a day.
    """
    counts = Counter((office, item.date) for office, item in items if item.date)
    given = {
        (office, day): iter(times_of_printed_dates([day] * count, latest=partial(latest, office), now=now))
        for (office, day), count in counts.items()
    }
    return [next(given[office, item.date]) if item.date else item.draft.published for office, item in items]


def require_not_ahead(item: ImportedItem, now: datetime) -> None:
    """Raises InvalidInput for an item of a day that has not begun anywhere on earth, or of a time
    that has not come."""
    day, moment = day_of(item), item.draft.published
    if day is not None and day > (now + _EARLIEST_ZONE).date():
        raise InvalidInput.at("date", f"{in_words(day, 'en')} lies ahead: import it on that day")
    if moment is not None and moment > now:
        raise InvalidInput.at("date", f"{rfc3339(moment)} lies ahead: import it then")
