"""What an import is given, and what it says of each item."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

# What a file may be said to be; of "page" and "feed", HTML and WordPress exports are taken too.
FORMATS = ("auto", "page", "html", "feed", "wordpress", "csv", "json")
# Bytes of a file, and of a WordPress export, which is the largest that there is. Nobody need read more
# than one byte more: each importer refuses what is too large for it.
LARGEST = 10 * 1024 * 1024
LARGEST_EXPORT = 50 * 1024 * 1024


class Outcome(StrEnum):
    """What became of one item."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file to import: how it is called in the report, and its bytes; or the `problem` with them.
    `url` and `content_type` (an HTTP header) are where it was fetched from and as what."""

    name: str
    data: bytes = b""
    problem: str = ""
    url: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """What became of one item. `line` is None where the file as a whole was refused; `countries`
    are those found, each with the word that gave it, or "" where the source named it; `note` is for
    a person. `uuid` is the entry's; a dry run has none for what is new.
    `office` is the slug, "" where the item was refused."""

    file: str
    line: int | None
    outcome: Outcome
    title: str = ""
    day: date | None = None
    countries: tuple[tuple[str, str], ...] = ()
    note: str = ""
    uuid: str | None = None
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do: rows in the order of files and lines, and what was learnt
    of offices."""

    rows: tuple[ImportRow, ...]
    offices: tuple[str, ...]
    dry_run: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many items had an outcome."""
        return sum(row.outcome is outcome for row in self.rows)


def report_record(report: ImportReport) -> dict[str, Any]:
    """A report as JSON shows it: counts by outcome, and the rows of the table."""
    return {
        "dry_run": report.dry_run,
        "counts": {outcome.value: report.count(outcome) for outcome in Outcome},
        "offices": list(report.offices),
        "rows": [_row_record(row) for row in report.rows],
    }


def _row_record(row: ImportRow) -> dict[str, Any]:
    return {
        "file": row.file,
        "line": row.line,
        "outcome": row.outcome.value,
        "title": row.title,
        "date": row.day.isoformat() if row.day else None,
        "countries": [{"code": code, "word": word or None} for code, word in row.countries],
        "note": row.note,
        "uuid": row.uuid,
    }
