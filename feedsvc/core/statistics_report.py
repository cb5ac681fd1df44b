"""The statistics as they are shown: by the page, the command and the API."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from feedsvc.core.agent_families import Family, family
from feedsvc.core.dates import rfc3339
from feedsvc.core.model import Format
from feedsvc.core.statistics import COUNTS, Place, Sums, format_of, is_summary, share


@dataclass(frozen=True, slots=True)
class Point:
    """A day, or a month by its first day: the mean of its subscribers, and its polls."""

    start: date
    days: int
    subscribers: int
    polls: int


@dataclass(frozen=True, slots=True)
class FormatSlice:
    """What is of one format."""

    format: Format
    subscribers: int
    polls: int


@dataclass(frozen=True, slots=True)
class ReaderSlice:
    """What is of one family of clients; `last` is its last poll of the time that is looked at."""

    family: Family
    subscribers: int
    polls: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class FollowedChannel:
    """A channel that is polled: its path as feeds bear it, its title, and its numbers."""

    path: str
    title: str
    subscribers: int
    polls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was counted from `since` to `until`, of one channel or of all (`channel` None).

    Subscribers are the mean of the last `full_days` days that are over, at most seven; where that is
    0, what was seen today so far. `first` is the first day on which anything was counted. `mail` are
    the tools that mail, whenever they came last. `missed` requests are in none of the numbers.
    """

    channel: str | None
    title: str
    since: date
    until: date
    first: date | None
    full_days: int
    declared: int
    others: int
    sums: Sums
    points: tuple[Point, ...]
    formats: tuple[FormatSlice, ...]
    readers: tuple[ReaderSlice, ...]
    mail: tuple[ReaderSlice, ...]
    channels: tuple[FollowedChannel, ...]
    missed: int

    @property
    def subscribers(self) -> int:
        """Declared and others."""
        return self.declared + self.others


@dataclass(frozen=True, slots=True)
class Line:
    """Polls of one day or month, of one feed by one family; a line of the table for other programs."""

    start: date
    days: int
    channel: str
    title: str
    place: Place
    sums: Sums


CSV_COLUMNS = (
    *("start", "days", "channel", "title", "format", "content", "reader", "kind"),
    *("requests", "sent", "sent_despite_condition", "not_modified", "deltas"),
    *("declared_subscribers", "other_subscribers"),
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(lines: Iterable[Line]) -> str:
    """The lines as a table for spreadsheets (RFC 4180), under a line of names.

    A text that a spreadsheet would take for a formula (it begins with = + - @, or a tab or line end)
    gets an apostrophe before it.
    """
    out = StringIO()
    table = csv.writer(out)
    table.writerow(CSV_COLUMNS)
    table.writerows(_cells(line) for line in lines)
    return out.getvalue()


def _cells(line: Line) -> tuple[str, ...]:
    of, sums = family(line.place.family), line.sums
    texts = (
        line.channel,
        line.title,
        format_of(line.place.form).value,
        "summary" if is_summary(line.place.form) else "full",
        of.name or of.kind.value,
        of.kind.value,
    )
    counts = (sums.polls, *(getattr(sums, name) for name in COUNTS))
    return (line.start.isoformat(), str(line.days), *map(no_formula, texts), *map(str, counts))


def no_formula(text: str) -> str:
    """The text as a cell that no spreadsheet calculates."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def report_record(report: Report) -> dict[str, Any]:
    """The report as JSON: what `feedsvc stats --json` prints and the API gives."""
    return {
        "channel": report.channel,
        "title": report.title,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "first_day": report.first.isoformat() if report.first else None,
        "full_days": report.full_days,
        "subscribers": report.subscribers,
        "declared_subscribers": report.declared,
        "other_subscribers": report.others,
        "requests": _requests_record(report.sums) | {"not_counted": report.missed},
        "days": [
            {
                "start": each.start.isoformat(),
                "days": each.days,
                "subscribers": each.subscribers,
                "requests": each.polls,
            }
            for each in report.points
        ],
        "formats": [
            {"format": each.format.value, "subscribers": each.subscribers, "requests": each.polls}
            for each in report.formats
        ],
        "readers": [_reader_record(each) for each in report.readers],
        "mail_tools": [_reader_record(each) for each in report.mail],
        "channels": [
            {
                "channel": each.path,
                "title": each.title,
                "subscribers": each.subscribers,
                "requests": each.polls,
            }
            for each in report.channels
        ],
    }


def _requests_record(sums: Sums) -> dict[str, Any]:
    return {
        "all": sums.polls,
        "conditional": sums.conditional,
        "not_modified": sums.not_modified,
        "deltas": sums.delta,
        "not_modified_share": share(sums.not_modified, sums.polls),
        "not_modified_share_of_conditional": share(sums.not_modified, sums.conditional),
    }


def _reader_record(each: ReaderSlice) -> dict[str, Any]:
    return {
        "reader": each.family.name or each.family.kind.value,
        "kind": each.family.kind.value,
        "subscribers": each.subscribers,
        "requests": each.polls,
        "last_request": rfc3339(each.last) if each.last else None,
    }
