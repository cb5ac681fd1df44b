"""What is kept of an erased entry so that no import brings it back: hashes, without its content."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b

from feedsvc.core.imported import ImportedItem
from feedsvc.core.merging import day_of
from feedsvc.core.model import Entry, EntryDraft
from feedsvc.core.text import folded


def marks_of_entry(entry: Entry, site_uuid: str) -> frozenset[str]:
    """The marks of an entry as it stood in a version."""
    day = entry.published.date() if entry.published else None
    return _marks(entry.id, entry.as_draft(), day, site_uuid)


def marks_of_item(item: ImportedItem, site_uuid: str) -> frozenset[str]:
    """The marks of an item that a source has: its id and link where it gives them, and its title on its
    day, by which an import would know it again (`core.merging`)."""
    return _marks(item.draft.id, item.draft, day_of(item), site_uuid)


def marks_of_items(items: Iterable[ImportedItem], site_uuid: str) -> frozenset[str]:
    """The marks of several."""
    return frozenset(mark for item in items for mark in marks_of_item(item, site_uuid))


def _marks(entry_id: str | None, draft: EntryDraft, day: date | None, site_uuid: str) -> frozenset[str]:
    return frozenset(_hash(each, site_uuid) for each in _names(entry_id, draft, day))


def _names(entry_id: str | None, draft: EntryDraft, day: date | None) -> Iterator[str]:
    if entry_id:
        yield f"id\0{entry_id}"
    if draft.link:
        yield f"link\0{draft.link}"
    if day:
        yield f"title\0{draft.language}\0{day}\0{folded(draft.title)}"


def _hash(name: str, site_uuid: str) -> str:
    """Keyed with the site's uuid: a table of the hashes of likely titles is of no use here."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16, key=site_uuid.encode()).hexdigest()
