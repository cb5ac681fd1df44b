"""Kept sources (`core.sources`): stored, listed, taken by a worker when they are due."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, delete, insert, select, update

from feedsvc.core.errors import NotFound
from feedsvc.core.model import shallow_dict
from feedsvc.core.sources import Source, SourceState
from feedsvc.core.work import Lease
from feedsvc.store import Writer
from feedsvc.store.leasing import hold, is_held, lease_of, next_due, take_due
from feedsvc.store.reading import Reader
from feedsvc.store.schema import office
from feedsvc.store.source_tables import source

_IS_ACTIVE = source.c.state == SourceState.ACTIVE.value


def sources(reader: Reader) -> list[Source]:
    """Every kept source, by office and URL."""
    query = _with_office().order_by(office.c.slug, source.c.url)
    return [_source_of(row) for row in reader.connection.execute(query)]


def source_by_uuid(reader: Reader, uuid: str) -> Source:
    """A kept source. Raises NotFound."""
    row = reader.connection.execute(_with_office().where(source.c.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound(f"There is no source “{uuid}”: feedsvc source list shows them.")
    return _source_of(row)


def source_of_url(reader: Reader, url: str) -> Source | None:
    """The kept source of a URL."""
    row = reader.connection.execute(_with_office().where(source.c.url == url)).one_or_none()
    return None if row is None else _source_of(row)


def next_poll(reader: Reader) -> datetime | None:
    """When the next source can be taken; None where there is none."""
    return next_due(reader, source, "next_poll", _IS_ACTIVE)


def add_source(writer: Writer, new: Source) -> None:
    """Store a new source."""
    writer.connection.execute(insert(source).values(**_row_of(writer, new)))


def change_source(writer: Writer, changed: Source) -> None:
    """Store the new state of a source."""
    values = _row_of(writer, changed)
    writer.connection.execute(update(source).where(source.c.uuid == changed.uuid).values(**values))


def remove_source(writer: Writer, uuid: str) -> None:
    """Forget a source; its entries stay."""
    writer.connection.execute(delete(source).where(source.c.uuid == uuid))


def take_source(writer: Writer, *, now: datetime, lease: Lease) -> Source | None:
    """Lease the source that is due first; None where none is."""
    row = take_due(writer, source, "next_poll", _IS_ACTIVE, now=now, lease=lease)
    return None if row is None else replace(source_by_uuid(writer, row.uuid), lease=lease)


def hold_source(writer: Writer, uuid: str, lease: Lease) -> Source:
    """Lease a source at once, whoever held it. Raises NotFound."""
    found = source_by_uuid(writer, uuid)
    number = writer.connection.execute(select(source.c.id).where(source.c.uuid == uuid)).scalar_one()
    hold(writer, source, number, lease)
    return replace(found, lease=lease)


def still_held(writer: Writer, uuid: str, lease: Lease | None) -> Source | None:
    """The source as it is now, if this lease still holds it; else None."""
    mine = and_(source.c.uuid == uuid, is_held(source, lease))
    row = writer.connection.execute(_with_office().where(mine).with_for_update(of=source)).one_or_none()
    return None if row is None else _source_of(row)


def _with_office() -> Select[Any]:
    return select(source, office.c.slug.label("office")).join(office, office.c.id == source.c.office_id)


def _row_of(writer: Writer, kept: Source) -> dict[str, Any]:
    values = shallow_dict(kept)
    slug, lease = values.pop("office"), values.pop("lease")
    return values | {
        "office_id": writer.directory.office_id(slug),
        "every": int(kept.every.total_seconds()),
        "state": kept.state.value,
        "last_counts": dict(kept.last_counts),
        "holder": lease.holder if lease else None,
        "held_until": lease.until if lease else None,
    }


def _source_of(row: Row[Any]) -> Source:
    values = dict(row._mapping)
    for name in ("id", "office_id", "holder", "held_until"):
        del values[name]
    return Source(
        **values
        | {
            "every": timedelta(seconds=row.every),
            "state": SourceState(row.state),
            "lease": lease_of(row),
        }
    )
