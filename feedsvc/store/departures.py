"""What left a channel otherwise than by a tombstone that stands in its feeds: a delta cannot say it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select, true, update

from feedsvc.store.database import parts
from feedsvc.store.schema import channel, channel_entry

Standing = tuple[int, int]  # the row numbers of a channel and of an entry


def standing(connection: Connection, entry_ids: Iterable[int]) -> set[Standing]:
    """Where readers see entries now."""
    found: set[Standing] = set()
    for part in parts(entry_ids):
        query = select(channel_entry.c.channel_id, channel_entry.c.entry_id)
        rows = connection.execute(
            query.where(channel_entry.c.entry_id.in_(part), channel_entry.c.live == true())
        )
        found.update((row.channel_id, row.entry_id) for row in rows)
    return found


def note_departures(connection: Connection, gone: Iterable[Standing], numbers: Mapping[int, int]) -> None:
    """Note in channels that entries left them, with the change numbers of the entries by row number."""
    by_number: dict[int, set[int]] = {}
    for channel_id, entry_id in gone:
        by_number.setdefault(numbers[entry_id], set()).add(channel_id)
    for number, channel_ids in sorted(by_number.items()):
        for part in parts(channel_ids):
            connection.execute(update(channel).where(channel.c.id.in_(part)).values(departed=number))


def note_departures_from(connection: Connection, keys: Iterable[str], number: int) -> None:
    """Note in channels, by their keys, that something left them at a change number."""
    for part in parts(keys):
        connection.execute(update(channel).where(channel.c.key.in_(part)).values(departed=number))
