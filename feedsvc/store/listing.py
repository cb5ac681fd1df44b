"""Lists of entries in pages, each going on where the one before ended (keyset paging).

Entries of each status are a stream of their own, read from an index in the order asked for; the
streams are merged. Those that are published are read through their channel, however small it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, and_, func, null, or_, select, type_coerce

from feedsvc.core.channels import channel_key
from feedsvc.core.model import Entry, Status
from feedsvc.store.reading import Reader
from feedsvc.store.schema import channel, channel_entry, entry, office, topic


class Sort(StrEnum):
    """The orders of a list: by storing, by date, by last change; each the latest first.

    By `PUBLISHED` only entries that are published are listed, by `UPDATED` those that ever were.
    """

    CREATED = "-created"
    PUBLISHED = "-published"
    UPDATED = "-updated"


class Concern(NamedTuple):
    """Whom entries concern: the account (uuid) that made them, or those who work in these offices
    (uuids; None is every office)."""

    owner: str | None
    offices: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries to list; None and empty is any. `office` and `topic` are slugs.

    `readable` are the uuids of the offices whose unpublished entries may be seen; None is all of
    them. Moments in ranges: from the first on, before the second.
    """

    readable: frozenset[str] | None = frozenset()
    statuses: frozenset[Status] = field(default_factory=lambda: frozenset(Status))
    office: str | None = None
    country: str | None = None
    topic: str | None = None
    language: str | None = None
    kind: str | None = None
    published: tuple[datetime | None, datetime | None] = (None, None)
    updated: tuple[datetime | None, datetime | None] = (None, None)
    concerning: Concern | None = None


class Place(NamedTuple):
    """Where an entry stands in a list: `moment` is None where the order is by storing."""

    moment: datetime | None
    number: int
    uuid: str = ""


class Page(NamedTuple):
    """Part of a list, and the place after which it goes on; None at its end."""

    entries: list[Entry]
    last: Place | None


def list_entries(
    reader: Reader, wanted: Wanted, *, sort: Sort, limit: int, after: Place | None = None
) -> Page:
    """At most `limit` entries after a place. Raises NotFound for an unknown office or topic."""
    streams = [
        reader.connection.execute(query.limit(limit + 1)) for query in _queries(reader, wanted, sort, after)
    ]
    places = [[Place(*row) for row in stream] for stream in streams]
    found = list(islice(merge(*places, key=_order, reverse=True), limit + 1))
    entries = reader.entries_of(place.uuid for place in found[:limit])
    return Page(
        entries=[entries[place.uuid] for place in found[:limit]],
        last=found[limit - 1] if len(found) > limit else None,
    )


def count_by_status(reader: Reader, wanted: Wanted) -> dict[Status, int]:
    """How many entries of each wanted status there are; those of which there are none are left out.

    Raises NotFound for an unknown office or topic.
    """
    query = select(entry.c.status, func.count()).where(*_conditions(reader, wanted)).group_by(entry.c.status)
    found = {Status(status): count for status, count in reader.connection.execute(query)}
    return {status: count for status, count in found.items() if status in wanted.statuses}


def next_scheduled(reader: Reader, wanted: Wanted, limit: int) -> list[Entry]:
    """The scheduled entries among those that are wanted, the next to be released first."""
    is_scheduled = entry.c.status == Status.SCHEDULED.value
    query = select(entry.c.uuid).where(is_scheduled, *_conditions(reader, wanted))
    query = query.order_by(entry.c.scheduled_for, entry.c.id).limit(limit)
    uuids = list(reader.connection.scalars(query))
    entries = reader.entries_of(uuids)
    return [entries[uuid] for uuid in uuids]


def _order(place: Place) -> tuple[float, int]:
    return (place.moment.timestamp() if place.moment else 0.0, place.number)


def _queries(reader: Reader, wanted: Wanted, sort: Sort, after: Place | None) -> Iterable[Select[Any]]:
    """One for each status that can stand in the list; together they hold all of it."""
    conditions = _conditions(reader, wanted)
    for status in sorted(wanted.statuses):
        if status is Status.PUBLISHED and sort is not Sort.UPDATED:
            yield _through_channel(_channel(reader, wanted), wanted, sort, after).where(*conditions)
        elif sort is Sort.CREATED and _may_be_seen(status, wanted):
            yield _stored(after).where(entry.c.status == status.value, *conditions)
    if sort is Sort.UPDATED:
        seen = [status.value for status in wanted.statuses if _may_be_seen(status, wanted)]
        yield _changed(after).where(entry.c.status.in_(seen), *conditions)


def _may_be_seen(status: Status, wanted: Wanted) -> bool:
    return status is Status.PUBLISHED or wanted.readable is None or bool(wanted.readable)


def _stored(after: Place | None) -> Select[Any]:
    query = select(null(), entry.c.id, entry.c.uuid).order_by(entry.c.id.desc())
    return query.where(entry.c.id < after.number) if after else query


def _changed(after: Place | None) -> Select[Any]:
    query = select(entry.c.updated, entry.c.id, entry.c.uuid).where(entry.c.updated.is_not(None))
    query = query.order_by(entry.c.updated.desc())  # unique on the site
    return query.where(entry.c.updated < after.moment) if after else query


def _through_channel(number: int, wanted: Wanted, sort: Sort, after: Place | None) -> Select[Any]:
    moment = channel_entry.c.published if sort is Sort.PUBLISHED else null()
    query = (
        select(moment, channel_entry.c.entry_id, entry.c.uuid)
        .join(entry, entry.c.id == channel_entry.c.entry_id)
        .where(channel_entry.c.channel_id == number)
    )
    if sort is Sort.CREATED:
        # Not `live`, by which SQLite would choose the index of another order.
        query = query.where(entry.c.status == Status.PUBLISHED.value)
        query = query.order_by(channel_entry.c.entry_id.desc())
        return query.where(channel_entry.c.entry_id < after.number) if after else query
    dated = channel_entry.c.published
    query = query.where(channel_entry.c.live, *_within(dated, wanted.published))
    if after:
        earlier = or_(dated < after.moment, channel_entry.c.entry_id < after.number)
        query = query.where(dated <= after.moment, earlier)
    return query.order_by(dated.desc(), channel_entry.c.entry_id.desc())


def _channel(reader: Reader, wanted: Wanted) -> int:
    """The row of the narrowest channel that holds all that is wanted (there is none of three
    parts); 0, which is no row's, where nothing was ever in it."""
    by_topic = wanted.topic and not (wanted.office and wanted.country)
    key = channel_key(
        office=reader.office(wanted.office).uuid if wanted.office else None,
        country=wanted.country,
        topic=reader.topic(wanted.topic).uuid if wanted.topic and by_topic else None,
        language=wanted.language,
    )
    query = select(channel.c.id).where(channel.c.key == key)
    return reader.connection.execute(query).scalar_one_or_none() or 0


def _conditions(reader: Reader, wanted: Wanted) -> list[Any]:
    conditions = [*_within(entry.c.published, wanted.published), *_within(entry.c.updated, wanted.updated)]
    if wanted.readable is not None:
        conditions.append(or_(entry.c.status == Status.PUBLISHED.value, _in_offices(wanted.readable)))
    if wanted.concerning is not None and wanted.concerning.offices is not None:
        of_owner = and_(entry.c.owner.is_not(None), entry.c.owner == wanted.concerning.owner)
        conditions.append(or_(of_owner, _in_offices(wanted.concerning.offices)))
    if wanted.office:
        slug = reader.office(wanted.office).slug
        conditions.append(entry.c.office_id == _number(reader, office, slug))
    if wanted.topic:
        slug = reader.topic(wanted.topic).slug
        numbers = func.replace(func.replace(type_coerce(entry.c.topics, Text), "[", ","), "]", ",")
        conditions.append(numbers.like(f"%,{_number(reader, topic, slug)},%"))
    if wanted.country:
        conditions.append(type_coerce(entry.c.countries, Text).like(f'%"{wanted.country}"%'))
    if wanted.language:
        conditions.append(entry.c.language == wanted.language)
    if wanted.kind:
        conditions.append(entry.c.kind == wanted.kind)
    return conditions


def _in_offices(uuids: frozenset[str]) -> Any:
    return entry.c.office_id.in_(select(office.c.id).where(office.c.uuid.in_(sorted(uuids))))


def _number(reader: Reader, table: Any, slug: str) -> int:
    number: int = reader.connection.execute(select(table.c.id).where(table.c.slug == slug)).scalar_one()
    return number


def _within(column: Any, moments: tuple[datetime | None, datetime | None]) -> list[Any]:
    start, end = moments
    return [
        *([column >= start] if start is not None else []),
        *([column < end] if end is not None else []),
    ]
