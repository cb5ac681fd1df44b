"""Entries that no reader ever saw, taken away; and the groups of translations, whatever their status."""

from sqlalchemy import and_, delete, select, update

from feedsvc.core.model import Entry
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry, entry_version, source_entry
from feedsvc.store.searching import unindex_entry
from feedsvc.store.working import forget_work_on
from feedsvc.store.working_tables import working_copy
from feedsvc.store.writing import Writer


def delete_entry(writer: Writer, uuid: str, *, by: str | None) -> None:
    """Take away an entry that stands in no channel, with its versions and what the account `by` has typed
    of it. What others have typed stays theirs, as of an entry that is new."""
    number = writer.connection.execute(select(entry.c.id).where(entry.c.uuid == uuid)).scalar_one()
    unindex_entry(writer, number)
    of_others = and_(working_copy.c.entry_id == number, working_copy.c.owner != (by or ""))
    writer.connection.execute(update(working_copy).where(of_others).values(entry_id=None, base_version=None))
    forget_work_on(writer, uuid)
    for table in (entry_version, source_entry):
        writer.connection.execute(delete(table).where(table.c.entry_id == number))
    writer.connection.execute(delete(entry).where(entry.c.id == number))


def translations_of(reader: Reader, known: Entry) -> list[Entry]:
    """The others of an entry's translation group, of any status, by language."""
    if known.translation_group is None:
        return []
    query = select(entry.c.uuid).where(
        entry.c.translation_group == known.translation_group, entry.c.uuid != known.uuid
    )
    found = reader.entries_of(reader.connection.scalars(query))
    return sorted(found.values(), key=lambda each: (each.language, each.uuid))
