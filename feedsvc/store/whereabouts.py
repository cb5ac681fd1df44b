"""Where an entry stands: in which channels, and in which document of each."""

from typing import NamedTuple

from sqlalchemy import and_, func, select, true

from feedsvc.store.reading import Reader
from feedsvc.store.schema import archive_page, channel, channel_entry, entry


class Stand(NamedTuple):
    """An entry's place in a channel, by the channel's key; `live` is false for a tombstone. `page` is that
    of the archive, None in the current document; `newer` is how many live entries come before it there.
    """

    key: str
    live: bool
    page: int | None
    newer: int


def stands_of(reader: Reader, uuid: str) -> list[Stand]:
    """Where an entry stands, by key; empty before its release."""
    here = channel_entry.alias()
    within = and_(
        archive_page.c.channel_id == here.c.channel_id,
        archive_page.c.after_position < here.c.position,
        archive_page.c.to_position >= here.c.position,
    )
    query = (
        select(channel.c.id, channel.c.key, here.c.live, here.c.position, archive_page.c.number)
        .join(here, here.c.channel_id == channel.c.id)
        .join(entry, entry.c.id == here.c.entry_id)
        .outerjoin(archive_page, within)
        .where(entry.c.uuid == uuid)
        .order_by(channel.c.key)
    )
    return [
        # Counted in the current document alone, which is short: an archive can be long.
        Stand(row.key, row.live, row.number, 0 if row.number else _newer(reader, row.id, row.position))
        for row in reader.connection.execute(query).all()
    ]


def _newer(reader: Reader, channel_id: int, position: int) -> int:
    query = select(func.count()).where(
        channel_entry.c.channel_id == channel_id,
        channel_entry.c.live == true(),
        channel_entry.c.position > position,
    )
    count: int = reader.connection.execute(query).scalar_one()
    return count
