"""What an import is given, and what it says of each item."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one item."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file to import: how it is called in the report, and its bytes; or the `problem` with them."""

    name: str
    data: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """What became of one item. `line` is None where the file as a whole was refused; `countries`
    are those found, each with the word that gave it; `note` is for a person."""

    file: str
    line: int | None
    outcome: Outcome
    title: str = ""
    day: date | None = None
    countries: tuple[tuple[str, str], ...] = ()
    note: str = ""
    uuid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do: rows in the order of files and lines, and what was learnt
    of offices."""

    rows: tuple[ImportRow, ...]
    offices: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """How many items had an outcome."""
        return sum(row.outcome is outcome for row in self.rows)
