"""What an import asks beside what writers ask: on a snapshot of its own, before it writes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select

from feedsvc.core.imported import ImportedItem
from feedsvc.store.before_writing import WritersReader
from feedsvc.store.database import parts
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry, office, source_entry

_FULL_HOUR = time(9, 59, 59, tzinfo=UTC)


def questions(reader: Reader) -> WritersReader:
    """What writers may ask, asked of a reader's snapshot."""
    return WritersReader(reader.connection)


def uuids_of_feed_ids(reader: Reader, feed_ids: Iterable[str]) -> dict[str, str]:
    """The uuids of the entries that bear ids in feeds, by id, whatever their status."""
    found: dict[str, str] = {}
    for part in parts(feed_ids):
        query = select(entry.c.feed_id, entry.c.uuid).where(entry.c.feed_id.in_(part))
        found |= dict(reader.connection.execute(query).all())
    return found


def latest_of_printed_day(reader: WritersReader, office_slug: str, day: date) -> datetime | None:
    """The time after which the next entry of an office goes whose source prints only this day: the
    latest in the hour from 09:00 UTC, and where that is full, the latest of the day."""
    latest = reader.latest_of_day(office_slug, day)
    if latest is None or latest.timetz() < _FULL_HOUR:
        return latest
    query = (
        select(func.max(entry.c.published))
        .join(office, office.c.id == entry.c.office_id)
        .where(
            office.c.slug == office_slug,
            entry.c.published >= latest,
            entry.c.published < datetime.combine(day, time(tzinfo=UTC)) + timedelta(days=1),
        )
    )
    of_the_day: datetime = reader.connection.execute(query).scalar_one()
    return of_the_day


def said_without_a_day(reader: Reader, source: str) -> dict[str, ImportedItem]:
    """What a source said last of entries, by uuid, and gave no date."""
    query = (
        select(entry.c.uuid, source_entry.c.said)
        .join(entry, entry.c.id == source_entry.c.entry_id)
        .where(source_entry.c.source == source, source_entry.c.date.is_(None))
    )
    return {uuid: said for uuid, said in reader.connection.execute(query) if said.draft.published is None}
