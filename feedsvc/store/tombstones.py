"""The tombstones that stand in feeds: which they are, and how they go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, false, insert, select

from feedsvc.store.database import parts
from feedsvc.store.naming_tables import tombstone
from feedsvc.store.reading import Reader
from feedsvc.store.schema import channel, channel_entry, entry
from feedsvc.store.writing import Writer


@dataclass(frozen=True, slots=True)
class Standing:
    """A withdrawn entry whose tombstone stands: its row number, and since when."""

    entry_id: int
    withdrawn_at: datetime


def raise_tombstone(writer: Writer, uuid: str, at: datetime) -> None:
    """Note that the tombstone of an entry stands since a moment."""
    take_tombstone(writer, uuid)
    number = select(entry.c.id).where(entry.c.uuid == uuid).scalar_subquery()
    writer.connection.execute(insert(tombstone).values(entry_id=number, withdrawn_at=at))


def take_tombstone(writer: Writer, uuid: str) -> None:
    """Note that the tombstone of an entry stands no more: it is back."""
    number = select(entry.c.id).where(entry.c.uuid == uuid).scalar_subquery()
    writer.connection.execute(delete(tombstone).where(tombstone.c.entry_id == number))


def oldest(reader: Reader, limit: int) -> list[Standing]:
    """The tombstones that stand, the oldest first."""
    query = select(tombstone).order_by(tombstone.c.withdrawn_at, tombstone.c.entry_id).limit(limit)
    return [Standing(row.entry_id, row.withdrawn_at) for row in reader.connection.execute(query)]


def end(writer: Writer, stones: Sequence[Standing]) -> list[str]:
    """Take tombstones out of the feeds for good; the keys of the channels that they stood in."""
    keys: set[str] = set()
    for part in parts(each.entry_id for each in stones):
        dead = channel_entry.c.entry_id.in_(part), channel_entry.c.live == false()
        query = select(channel.c.key).join(channel_entry, channel_entry.c.channel_id == channel.c.id)
        keys.update(writer.connection.scalars(query.where(*dead).distinct()))
        writer.connection.execute(delete(channel_entry).where(*dead))
        writer.connection.execute(delete(tombstone).where(tombstone.c.entry_id.in_(part)))
    return sorted(keys)
