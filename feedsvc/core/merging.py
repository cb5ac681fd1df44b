"""Importing again is safe: which stored entry an imported item is, and what of it may change.

Three sides are compared: what the source says now, what it said last, and what is stored. A field
is applied when the source changed it since and no person did.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Entry, EntryDraft
from feedsvc.core.text import folded

MERGED_FIELDS = (
    "title",
    "summary",
    "content_html",
    "kind",
    "place",
    "link",
    "image",
    "enclosures",
    "authors",
)

# A likeness and what is alike: ("link", URL) or ("title", day, folded title).
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that an import may meet. `said` is what the same source said of it last; `entry` is
    None for one that this very import is about to add."""

    uuid: str
    said: ImportedItem | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Match:
    """What an item is: a known entry, a repetition of an earlier line of the same file, or new."""

    known: Known | None = None
    repeats_line: int | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of a known entry: the draft to store, the fields that take the source's new
    value, and those that keep a person's though the source changed."""

    draft: EntryDraft
    applied: tuple[str, ...]
    kept: tuple[str, ...]


def day_of(item: ImportedItem) -> date | None:
    """The day an item is of, in UTC where the source gives a time."""
    if item.date is not None:
        return item.date
    return item.draft.published.date() if item.draft.published else None


def match_items(items: Sequence[ImportedItem], known: Iterable[Known]) -> list[Match]:
    """For each item of one file of an office and language, what it is.

    The same by link; else by day and folded title; else by day and equal non-empty summary. The
    surer likeness goes first over the whole file, and each known entry is met once: two items
    that share a day and a standing summary stay two, and so do two that have links of their own.
    """
    return _Matching(items, known).run()


class _Matching:
    def __init__(self, items: Sequence[ImportedItem], known: Iterable[Known]) -> None:
        self._items = items
        self._found: dict[int, Match] = {}
        self._met: dict[str, ImportedItem] = {}
        self._index: dict[_Key, list[Known]] = {}
        for each in known:
            for key in _keys_of_known(each):
                self._index.setdefault(key, []).append(each)

    def run(self) -> list[Match]:
        for likeness in ("link", "title", "summary"):
            earlier: dict[_Key, list[ImportedItem]] = {}
            for number, item in enumerate(self._items):
                key = _key(likeness, item.draft, day_of(item))
                if key is None:
                    continue
                alike = earlier.setdefault(key, [])
                if number not in self._found:
                    match = self._meet(key, item) or self._repeat(key, item, alike)
                    self._found |= {number: match} if match else {}
                alike.append(item)
        return [self._found.get(number, Match()) for number in range(len(self._items))]

    def _meet(self, key: _Key, item: ImportedItem) -> Match | None:
        free = [each for each in self._index.get(key, []) if each.uuid not in self._met]
        if not free:
            return None
        best = next((each for each in free if _says_the_same(each, item)), free[0])
        self._met[best.uuid] = item
        return Match(known=best)

    def _repeat(self, key: _Key, item: ImportedItem, alike: Iterable[ImportedItem]) -> Match | None:
        if key[0] == "summary":
            return None
        met = [self._met[each.uuid] for each in self._index.get(key, [])]
        return next(
            (Match(repeats_line=each.line) for each in (*met, *alike) if not _lead_to_two_pages(each, item)),
            None,
        )


def _lead_to_two_pages(one: ImportedItem, other: ImportedItem) -> bool:
    """Whether two items of one file lead to two pages, so that they are two whatever their titles."""
    links = (one.draft.link, other.draft.link)
    return None not in links and links[0] != links[1]


def _says_the_same(known: Known, item: ImportedItem) -> bool:
    side = known.said.draft if known.said else known.entry
    return side is not None and side.summary == item.draft.summary


def _keys_of_known(known: Known) -> set[_Key]:
    sides: list[tuple[EntryDraft | Entry, date | None]] = []
    if known.said is not None:
        sides.append((known.said.draft, day_of(known.said)))
    if known.entry is not None:
        sides.append((known.entry, known.entry.published.date() if known.entry.published else None))
    keys = {_key(likeness, *side) for side in sides for likeness in ("link", "title", "summary")}
    return {key for key in keys if key is not None}


def _key(likeness: str, side: EntryDraft | Entry, day: date | None) -> _Key | None:
    if likeness == "link":
        return ("link", side.link) if side.link else None
    text = getattr(side, likeness)
    return (likeness, day, folded(text)) if day and text else None


def merged(entry: Entry, said: ImportedItem | None, item: ImportedItem) -> Merge:
    """The stored entry with what the source changed since it last spoke.

    Of an entry that the source has never spoken of, nothing changes: a person entered it.
    """
    current, new = entry.as_draft(), item.draft
    applied: dict[str, Any] = {}
    kept: list[str] = []
    for name in MERGED_FIELDS:
        ours, theirs = getattr(current, name), getattr(new, name)
        before = getattr(said.draft, name) if said else None
        if theirs == ours or (said is not None and theirs == before):
            continue
        if said is not None and ours == before:
            applied[name] = theirs
        else:
            kept.append(name)
    draft = replace(current, **applied)
    return Merge(draft, tuple(applied), tuple(kept))
