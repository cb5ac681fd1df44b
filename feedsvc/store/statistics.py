"""Counts of polls and page views, and the clients of the day that lasts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Table, and_, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ColumnElement

from feedsvc.core.statistics import COUNTS, Client, Place, Sums, kept_by_day_from, month_of, total
from feedsvc.store.database import parts
from feedsvc.store.reading import Reader
from feedsvc.store.statistics_tables import day_client, day_salt, poll_count, view_count
from feedsvc.store.writing import Writer

MISSED = ""  # stands for the uuid of an entry where requests are counted for which there was no room
_POLLED = COUNTS[:4]
_SUMS = [*(func.sum(poll_count.c[name]) for name in COUNTS), func.max(poll_count.c.last)]


@dataclass(frozen=True, slots=True)
class Hashed:
    """A client of a day by its hash, which says nothing without the day's salt."""

    client: Client
    hash: bytes


def salt_of(writer: Writer, day: date, new: bytes) -> bytes:
    """The salt of a day, the same for every process; `new` becomes it where there is none yet."""
    found: bytes | None = writer.connection.execute(
        select(day_salt.c.salt).where(day_salt.c.day == day)
    ).scalar_one_or_none()
    if found is None:
        writer.connection.execute(insert(day_salt).values(day=day, salt=new))
    return found or new


def add_polls(writer: Writer, day: date, polls: Mapping[Place, Sums], now: datetime) -> None:
    """Add polls to those of a day."""
    rows = [
        {**place._asdict(), "start": day, "days": 1, **dict.fromkeys(COUNTS, 0), **_counts(sums), "last": now}
        for place, sums in polls.items()
    ]
    if rows:
        added = ["plain", "changed", "not_modified", "delta"]
        writer.connection.execute(_upsert(writer, poll_count, added=added, greatest=["last"]), rows)


def _counts(sums: Sums) -> dict[str, int]:
    return {name: getattr(sums, name) for name in _POLLED}


def add_clients(writer: Writer, day: date, clients: Iterable[Hashed]) -> None:
    """Note who polled on a day, and bring its numbers of subscribers up to date."""
    rows = [
        {
            "day": day,
            **each.client.place._asdict(),
            "hash": each.hash,
            "subscribers": each.client.subscribers,
            "declared": each.client.declared,
        }
        for each in clients
    ]
    if rows:
        writer.connection.execute(_upsert(writer, day_client, greatest=["subscribers", "declared"]), rows)
        _sum_clients(writer, day, {row["key"] for row in rows})


def _sum_clients(writer: Writer, day: date, keys: Iterable[str]) -> None:
    """Subscribers of the day of these channels, from the clients that were seen."""
    of_client = day_client.c
    same = and_(*(of_client[name] == poll_count.c[name] for name in Place._fields), of_client.day == day)
    seen = {
        "declared": func.sum(case((of_client.declared, of_client.subscribers), else_=0)),
        "others": func.sum(case((of_client.declared, 0), else_=1)),
    }
    # Never fewer than before: a machine whose clock is behind finds the clients of the day gone.
    changes = {
        name: _greater(poll_count.c[name], func.coalesce(select(count).where(same).scalar_subquery(), 0))
        for name, count in seen.items()
    }
    for part in parts(keys):
        of_day = and_(poll_count.c.start == day, poll_count.c.key.in_(part))
        writer.connection.execute(update(poll_count).where(of_day).values(changes))


def add_views(writer: Writer, day: date, views: Mapping[str, int]) -> None:
    """Add page views of entries to those of a day."""
    rows = [{"uuid": uuid, "start": day, "views": count} for uuid, count in views.items()]
    if rows:
        writer.connection.execute(_upsert(writer, view_count, added=["views"]), rows)


def _upsert(
    writer: Writer,
    table: Table,
    *,
    added: Sequence[str] = (),
    greatest: Sequence[str] = (),
) -> Any:
    dialect: Any = sqlite if writer.connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    new = statement.excluded
    changes = {name: table.c[name] + new[name] for name in added}
    changes |= {name: _greater(table.c[name], new[name]) for name in greatest}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changes)


def _greater(known: Column[Any], new: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((known > new, known), else_=new)  # max() and greatest() have other names elsewhere


def first_salted_day(reader: Reader) -> date | None:
    """The first day of which something is kept that must not outlive it; None where there is nothing."""
    found: date | None = reader.connection.execute(select(func.min(day_salt.c.day))).scalar_one()
    return found


def end_days(writer: Writer, today: date) -> None:
    """Throw away the salts and hashes of the days before this one, and put old days together by month."""
    connection = writer.connection
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # zeros over what is deleted
    for table in (day_client, day_salt):
        connection.execute(delete(table).where(table.c.day < today))
    for start, end in _whole_months(writer, poll_count, kept_by_day_from(today)):
        _put_polls_together(writer, start, end)
    for start, end in _whole_months(writer, view_count, kept_by_day_from(today)):
        _put_views_together(writer, start, end)


def _whole_months(reader: Reader, table: Table, end: date) -> list[tuple[date, date]]:
    """The months before a first of a month that are kept by the day: their first day and the next's."""
    query = select(table.c.start).where(table.c.start < end).distinct()
    starts = {month_of(day) for day in reader.connection.scalars(query) if day.day != 1}
    return [(start, month_of(start + timedelta(days=31))) for start in sorted(starts)]


def _put_polls_together(writer: Writer, start: date, end: date) -> None:
    within = and_(poll_count.c.start >= start, poll_count.c.start < end)
    days = counted_days(writer, start, end)
    place = [poll_count.c[name] for name in Place._fields]
    query = select(*place, *_SUMS).where(within).group_by(*place)
    rows = [
        {
            **dict(zip(Place._fields, row, strict=False)),
            "start": start,
            "days": days,
            **asdict(_sums_of(row[3:])),
        }
        for row in writer.connection.execute(query)
    ]
    writer.connection.execute(delete(poll_count).where(within))
    writer.connection.execute(insert(poll_count), rows)


def _put_views_together(writer: Writer, start: date, end: date) -> None:
    within = and_(view_count.c.start >= start, view_count.c.start < end)
    query = select(view_count.c.uuid, func.sum(view_count.c.views)).where(within)
    found = writer.connection.execute(query.group_by(view_count.c.uuid)).all()
    rows = [{"uuid": uuid, "start": start, "views": int(views)} for uuid, views in found]
    writer.connection.execute(delete(view_count).where(within))
    writer.connection.execute(insert(view_count), rows)


def first_day(reader: Reader) -> date | None:
    """The first day on which anything was counted; None before."""
    found: date | None = reader.connection.execute(select(func.min(poll_count.c.start))).scalar_one()
    return found


def days_counted(reader: Reader, since: date, until: date) -> dict[date, int]:
    """The rows of the calendar from a day to before another: their starts, and the days of each."""
    start, days = poll_count.c.start, func.max(poll_count.c.days)
    query = select(start, days).where(start >= since, start < until).group_by(start).order_by(start)
    return dict(reader.connection.execute(query).all())


def counted_days(reader: Reader, since: date, until: date) -> int:
    """How many days were counted from a day to before another."""
    return sum(days_counted(reader, since, until).values())


def sums_by(
    reader: Reader, by: Sequence[str], since: date, until: date, keys: Iterable[str] | None = None
) -> dict[tuple[Any, ...], Sums]:
    """Sums from a day to before another, by columns: start, key, form, family. Of these channels alone
    where `keys` are given."""
    columns = [poll_count.c[name] for name in by]
    query = select(*columns, *_SUMS).where(poll_count.c.start >= since, poll_count.c.start < until)
    query = query.group_by(*columns).order_by(*columns)
    found: dict[tuple[Any, ...], Sums] = {}
    for part in [None] if keys is None else parts(keys):
        narrowed = query if part is None else query.where(poll_count.c.key.in_(part))
        for row in reader.connection.execute(narrowed):
            group = tuple(row[: len(by)])
            found[group] = total([found.get(group, Sums()), _sums_of(row[len(by) :])])
    return found


def _sums_of(row: Sequence[Any]) -> Sums:
    # PostgreSQL sums whole numbers to decimal ones.
    return Sums(**{name: int(count or 0) for name, count in zip(COUNTS, row, strict=False)}, last=row[-1])


def views_of(reader: Reader, uuid: str) -> int:
    """How often the page of an entry was opened, ever."""
    query = select(func.sum(view_count.c.views)).where(view_count.c.uuid == uuid)
    return int(reader.connection.execute(query).scalar_one() or 0)


def missed_since(reader: Reader, since: date) -> int:
    """How many requests there was no room to count, since a day."""
    query = select(func.sum(view_count.c.views))
    query = query.where(view_count.c.uuid == MISSED, view_count.c.start >= since)
    return int(reader.connection.execute(query).scalar_one() or 0)
