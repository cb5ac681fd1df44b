"""What an import speaks of, and where in the store that may stand already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from feedsvc.core.imported import ImportedItem
from feedsvc.core.merging import MERGED_FIELDS, Merge, day_of
from feedsvc.core.model import Entry, EntryDraft
from feedsvc.services.import_order import Place, oldest_first, time_of_day
from feedsvc.store.before_writing import WritersReader


@dataclass(slots=True)
class Subject:
    """An entry that the import speaks of. `stored` is as the snapshot has it (None: it is new),
    `entry` as it will be; `said` is what sources say of it that they did not say before. `item` and
    `place` are where it was spoken of last."""

    uuid: str
    stored: Entry | None
    entry: Entry
    said: dict[str, ImportedItem] = field(default_factory=dict)
    item: ImportedItem | None = None  # None: met by no item
    place: Place = (0, 0)

    @property
    def is_changed(self) -> bool:
        """Whether it is stored and will be another."""
        return self.stored is not None and self.stored != self.entry

    @property
    def turn(self) -> tuple[datetime, int, int]:
        """Its turn among what is to be stored."""
        time = time_of_day(self.item) if self.item else None
        return oldest_first(time, self.place)


def entries_near(
    reader: WritersReader, office: str, language: str, items: Sequence[ImportedItem]
) -> list[Entry]:
    """What is stored of an office and language that items may speak of."""
    return reader.entries_near(office, language, **days_and_links(items))


def days_and_links(items: Sequence[ImportedItem]) -> dict[str, set[Any]]:
    """What items are looked for by: their days and links."""
    return {
        "days": {day for item in items if (day := day_of(item))},
        "links": {item.draft.link for item in items if item.draft.link},
    }


def edited(entry: Entry, draft: EntryDraft) -> Entry:
    """The entry as a merge leaves it; the countries that nobody chose are looked for when it is stored."""
    said = {name: getattr(draft, name) for name in MERGED_FIELDS}
    chosen = draft.countries is not None
    said["countries"] = draft.countries if chosen else entry.countries
    return replace(entry, **said, countries_chosen=chosen)


def notes_of(entry: Entry, item: ImportedItem, merge: Merge) -> Iterator[str]:
    """What the report says of a known entry."""
    if merge.applied:
        yield f"changed: {', '.join(merge.applied)}"
    if merge.kept:
        yield f"kept as a person wrote it: {', '.join(merge.kept)}"
    if merge.applied and entry.countries_chosen and item.draft.countries is None:
        yield "countries stay as a person chose them"
    if not entry.released:
        yield f"stays {entry.status}, as a person left it"
