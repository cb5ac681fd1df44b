"""Importing again is safe: which stored entry an imported item is, and what of it may change.

Three sides are compared: what the source says now, what it said last, and what is stored. A field
is applied when the source changed it since and no person did.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any, Generic, TypeVar

from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Entry, EntryDraft, Image
from feedsvc.core.text import folded

MERGED_FIELDS = (
    "title",
    "summary",
    "content_html",
    "countries",
    "topics",
    "kind",
    "place",
    "link",
    "image",
    "enclosures",
    "authors",
)
_LIKENESSES = ("id", "link", "title", "summary")  # the surest first
_MEASURES = ("width", "height", "type", "length")
_ANY = object()
_T = TypeVar("_T")

# A likeness and what is alike: ("id", IRI), ("link", URL) or ("title", day, folded title).
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that an import may meet, as stored or as this very import is about to store it.
    `said` is what the same source said of it last; None where it never spoke of it."""

    uuid: str
    said: ImportedItem | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Match:
    """What an item is: a known entry, a repetition of an earlier line of the same file, another
    item with the id of an earlier line (which cannot be), or new."""

    known: Known | None = None
    repeats_line: int | None = None
    has_id_of_line: int | None = None


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

    The same by id; else by link; else by day and folded title (the title alone where the source
    gives no day); else by day and equal non-empty summary. The surer likeness goes first over the
    whole file, and each known entry is met once: two items that share a day and a standing summary
    stay two, and so do two that have links of their own. Two to which their source gave two ids are
    two, whatever else they share.
    """
    return _Matching(items, tuple(known)).run()


class _Matching:
    def __init__(self, items: Sequence[ImportedItem], known: Sequence[Known]) -> None:
        self._items = items
        self._found: dict[int, Match] = {}
        self._free: _Index[Known] = _Index()
        self._earlier: _Index[ImportedItem] = _Index()
        self._folded = cache(folded)  # the dearest step, and most texts come several times
        self._keys = {each.uuid: self._keys_of_known(each) for each in known}
        for each in known:
            side = each.said.draft if each.said else each.entry
            given_id = each.said.draft.id if each.said else None
            for key in self._keys[each.uuid]:
                self._free.add((*key, side.summary), each.uuid, each, given_id)
                self._free.add(key, each.uuid, each, given_id)

    def run(self) -> list[Match]:
        for likeness in _LIKENESSES:
            self._match_by(likeness)
        return [self._found.get(number, Match()) for number in range(len(self._items))]

    def _match_by(self, likeness: str) -> None:
        standing = _standing_links(self._items) if likeness == "link" else frozenset()
        for number, item in enumerate(self._items):
            draft = item.draft
            if likeness == "summary" and (number in self._found or not self._keys):
                continue
            key = self._key(likeness, draft, day_of(item))
            if key is None or (standing and draft.link in standing):
                continue
            if number not in self._found:
                match = self._meet(key, number, item, draft) or self._repeat(key, item, draft)
                self._found |= {number: match} if match else {}
            self._earlier.add(key, str(number), item, draft.id, draft.link)

    def _meet(self, key: _Key, number: int, item: ImportedItem, draft: EntryDraft) -> Match | None:
        best = self._free.first((*key, draft.summary), draft.id) or self._free.first(key, draft.id)
        if best is None:
            return None
        self._free.remove(best.uuid)
        for each in self._keys[best.uuid]:
            self._earlier.add(each, str(number), item, draft.id, draft.link)
        return Match(known=best)

    def _repeat(self, key: _Key, item: ImportedItem, draft: EntryDraft) -> Match | None:
        if key[0] == "summary":
            return None
        if key[0] == "id":
            first = self._earlier.first(key, None, None)
            if first is not None and not _is_repetition(first, item):
                return Match(has_id_of_line=first.line)
        else:
            first = self._earlier.first(key, draft.id, draft.link)
        return Match(repeats_line=first.line) if first else None

    def _keys_of_known(self, known: Known) -> set[_Key]:
        entry = known.entry
        sides: list[tuple[EntryDraft | Entry, date | None]] = [
            (entry, entry.published.date() if entry.published else None)
        ]
        if known.said is not None:
            sides.append((known.said.draft, day_of(known.said)))
        keys = {self._key(likeness, *side) for side in sides for likeness in _LIKENESSES}
        return {key for key in keys if key is not None}

    def _key(self, likeness: str, side: EntryDraft | Entry, day: date | None) -> _Key | None:
        text = getattr(side, likeness)
        if likeness in {"id", "link"}:
            return (likeness, text) if text else None
        # What a source gives without a date is dated with its import: its title is all that there is.
        is_told = day is not None or (likeness == "title" and isinstance(side, EntryDraft))
        return (likeness, day, self._folded(text)) if is_told and text else None


class _Index(Generic[_T]):
    """Finds values by a key and by traits of which each is either the same or not given on one side:
    two that have ids of their own are two. Each value is found in a few looks, however many share
    its key."""

    def __init__(self) -> None:
        self._values: dict[tuple[object, ...], dict[str, _T]] = {}
        self._places: dict[str, list[dict[str, _T]]] = {}

    def add(self, key: _Key, name: str, value: _T, *traits: str | None) -> None:
        for each in product(*((trait, _ANY) for trait in traits)):
            place = self._values.setdefault((key, *each), {})
            place.setdefault(name, value)
            self._places.setdefault(name, []).append(place)

    def first(self, key: _Key, *traits: str | None) -> _T | None:
        for each in product(*((_ANY,) if trait is None else (trait, None) for trait in traits)):
            for value in self._values.get((key, *each), {}).values():
                return value
        return None

    def remove(self, name: str) -> None:
        for place in self._places.pop(name, []):
            place.pop(name, None)


def _standing_links(items: Iterable[ImportedItem]) -> frozenset[str]:
    """The links to which several items with ids of their own lead, as to a page of all news: nothing
    can be told by them."""
    ids: dict[str, set[str]] = {}
    for item in items:
        if item.draft.link and item.draft.id:
            ids.setdefault(item.draft.link, set()).add(item.draft.id)
    return frozenset(link for link, several in ids.items() if len(several) > 1)


def _is_repetition(one: ImportedItem, other: ImportedItem) -> bool:
    """Whether two items of one file and id are one. A source that gives all of them one id would
    else leave a single entry."""
    if None not in (one.draft.link, other.draft.link):
        return one.draft.link == other.draft.link
    return folded(one.draft.title) == folded(other.draft.title)


def merged(entry: Entry, said: ImportedItem | None, item: ImportedItem) -> Merge:
    """The stored entry with what the source changed since it last spoke.

    Of an entry that the source has never spoken of, nothing changes: a person entered it. What was
    measured of a picture here is no difference.
    """
    current, new = entry.as_draft(), item.draft
    applied: dict[str, Any] = {}
    kept: list[str] = []
    for name in MERGED_FIELDS:
        ours, theirs = getattr(current, name), getattr(new, name)
        before = getattr(said.draft, name) if said else None
        if name == "image":
            theirs, before = _measured(theirs, ours), _measured(before, ours)
        if name == "countries" and ours is None and theirs == entry.countries:
            continue  # found in the text already: nobody need choose them
        if theirs == ours or (theirs == before if said else not theirs):
            continue
        if said is not None and ours == before:
            applied[name] = theirs
        else:
            kept.append(name)
    draft = replace(current, **applied)
    return Merge(draft, tuple(applied), tuple(kept))


def _measured(image: Image | None, ours: Image | None) -> Image | None:
    """A picture that a source speaks of, with what is known here of the same file."""
    if image is None or ours is None or image.url != ours.url:
        return image
    return replace(image, **{name: getattr(image, name) or getattr(ours, name) for name in _MEASURES})
