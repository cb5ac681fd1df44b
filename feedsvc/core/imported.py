"""What an importer makes of a file."""

from dataclasses import dataclass
from datetime import date

from feedsvc.core.model import EntryDraft, OfficeDraft

CalendarDay = date  # a field called `date` hides the class within its own dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """One item that an importer read. `line` is where it stands, counted from 1; `date` is its
    printed date where the source gives no time (then `draft.published` is None)."""

    line: int
    draft: EntryDraft
    date: CalendarDay | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an importer could not take: the line, counted from 1, what stood there and why not."""

    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What an importer took, though not as it stood: the line, counted from 1, the title of what
    stood there, and what was done about it."""

    line: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that an importer made of one file: items in the file's order, newest first on a page.
    `source` is what a feed is known by (its own id or address); "" for others."""

    office: OfficeDraft | None
    items: tuple[ImportedItem, ...]
    refused: tuple[Refusal, ...]
    remarks: tuple[Remark, ...] = ()
    source: str = ""
