"""The sealed pages of a channel's archive (RFC 5005): slices of its stream between two positions.

What is in a page can only leave it: an entry that is withdrawn or leaves the channel, and one that moves
to the end of the stream. Nothing comes in later, since positions are given in the order of commits and a
moved entry takes a new one. Only where an office or a topic goes into another one, entries come into
channels at their old places (`seal_anew`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, select, true, update

from feedsvc.core.errors import NotFound
from feedsvc.core.model import Channel
from feedsvc.store import statements
from feedsvc.store.database import parts
from feedsvc.store.reading import Place, Reader
from feedsvc.store.schema import archive_page, channel, channel_entry
from feedsvc.store.writing import Writer

_IS_UNSEALED = channel_entry.c.live == true(), channel_entry.c.position > channel.c.sealed_to


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPage:
    """What stands in a page of a channel's archive, newest first, and since when it is one."""

    places: tuple[Place, ...]
    sealed_at: datetime


def sealed_page(reader: Reader, channel_: Channel) -> SealedPage:
    """The page that a channel's address names. Raises NotFound."""
    number = channel_.address.archive
    found = statements.PAGE.rows(reader.connection, key=channel_.key, number=number)
    if not found:
        raise NotFound(f"There is no page {number} in this archive: it has {channel_.pages}.")
    [page] = found
    places = statements.PLACES_OF_PAGE.raw(
        reader.connection, key=channel_.key, after=page.after_position, until=page.to_position
    )
    return SealedPage(places=tuple(Place(*row) for row in places), sealed_at=page.sealed_at)


def seal_pages(writer: Writer, size: int, *, now: datetime, keys: Iterable[str] | None = None) -> int:
    """Seal the oldest `size` live entries of each channel that has twice as many in no page, until it
    has fewer; how many pages were sealed. `keys` are the channels to look at, None for all."""
    if keys is None:
        return _seal(writer, true(), size, now)
    full = [number for part in parts(keys) for number in _full(writer, part, size)]
    return sum(_seal(writer, channel.c.id.in_(part), size, now) for part in parts(full))


def seal_anew(writer: Writer, size: int, *, now: datetime, keys: Iterable[str]) -> int:
    """Seal channels into which entries came at their old places; how many pages were sealed.

    Where that makes a page as long as two, all pages of the channel are emptied, and the whole stream is
    sealed again as further ones: so no page is ever too long, and no number means other entries than it
    did to a reader that knows it.
    """
    every = list(keys)
    overfull = [number for part in parts(every) for number in _overfull(writer, part, size)]
    for some in parts(overfull):
        emptied = update(archive_page).where(archive_page.c.channel_id.in_(some))
        writer.connection.execute(emptied.values(after_position=0, to_position=0))
        writer.connection.execute(update(channel).where(channel.c.id.in_(some)).values(sealed_to=0))
    return seal_pages(writer, size, now=now, keys=every)


def _overfull(writer: Writer, keys: Iterable[str], size: int) -> Iterable[int]:
    query = (
        select(channel.c.id)
        .join(archive_page, archive_page.c.channel_id == channel.c.id)
        .join(channel_entry, channel_entry.c.channel_id == channel.c.id)
        .where(channel.c.key.in_(keys), channel_entry.c.live == true())
        .where(channel_entry.c.position > archive_page.c.after_position)
        .where(channel_entry.c.position <= archive_page.c.to_position)
        .group_by(channel.c.id, archive_page.c.number)
        .having(func.count() >= 2 * size)
    )
    return writer.connection.scalars(query)


def _full(writer: Writer, keys: Iterable[str], size: int) -> Iterable[int]:
    """Which of these channels have a page to be sealed: hardly any, and to number all of theirs to find
    that out takes eight times as long."""
    query = (
        select(channel.c.id)
        .join(channel_entry, channel_entry.c.channel_id == channel.c.id)
        .where(channel.c.key.in_(keys), *_IS_UNSEALED)
        .group_by(channel.c.id)
        .having(func.count() >= 2 * size)
    )
    return writer.connection.scalars(query)


def _seal(writer: Writer, such: ColumnElement[bool], size: int, now: datetime) -> int:
    pages: list[dict[str, Any]] = []
    sealed: dict[int, dict[str, Any]] = {}
    for number, count, after, to in _ends(writer, such, size):
        last = sealed.get(number, {"id_": number, "pages": count, "sealed_to": after})
        page = {"channel_id": number, "number": last["pages"] + 1, "sealed_at": now}
        pages.append({**page, "after_position": last["sealed_to"], "to_position": to})
        sealed[number] = {"id_": number, "pages": page["number"], "sealed_to": to}
    if pages:
        writer.connection.execute(insert(archive_page), pages)
        # The other values are named as their columns are.
        statement = update(channel).where(channel.c.id == bindparam("id_"))
        writer.connection.execute(statement, list(sealed.values()))
    return len(pages)


def _ends(writer: Writer, such: ColumnElement[bool], size: int) -> list[Any]:
    """The positions with which pages end that are due, in order; each with the row number of its channel
    and with how far that is sealed."""
    place = func.row_number().over(partition_by=channel.c.id, order_by=channel_entry.c.position)
    count = func.count().over(partition_by=channel.c.id)
    unsealed = (
        select(channel.c.id, channel.c.pages, channel.c.sealed_to, channel_entry.c.position)
        .add_columns(place.label("nth"), count.label("every"))
        .join(channel_entry, channel_entry.c.channel_id == channel.c.id)
        .where(such, *_IS_UNSEALED)
        .subquery()
    )
    is_end = unsealed.c.nth % size == 0, unsealed.c.every - unsealed.c.nth >= size
    columns = unsealed.c.id, unsealed.c.pages, unsealed.c.sealed_to, unsealed.c.position
    query = select(*columns).where(*is_end).order_by(unsealed.c.id, unsealed.c.position)
    return list(writer.connection.execute(query))
