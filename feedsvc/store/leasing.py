"""Rows that one worker at a time holds for a while: taken when due, and again when the holder is gone.

PostgreSQL lets several workers take at once and each skips what another is just taking; SQLite has
one writer at a time anyhow, and no FOR UPDATE.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, case, func, or_, select, update

from feedsvc.core.work import Lease
from feedsvc.store import Store, Writer
from feedsvc.store.reading import Reader


@contextmanager
def taking(store: Store) -> Iterator[Writer]:
    """A short transaction in which rows are taken. Raises StoreUnavailable."""
    # `fresh` takes no turn among the writers of the site: no feed shows who holds what, and on
    # PostgreSQL a long import would otherwise keep every worker from the rest.
    with store.writing(fresh=True) as writer:
        yield writer


def take_due(
    writer: Writer, table: Table, moment: str, ready: ColumnElement[bool], *, now: datetime, lease: Lease
) -> Row[Any] | None:
    """Take the row that is due first of those that are ready and that nobody holds, and lease it.

    `moment` is the column that says when it is due. None where there is no such row.
    """
    is_free = or_(table.c.held_until.is_(None), table.c.held_until <= now)
    query = (
        select(table)
        .where(ready, table.c[moment] <= now, is_free)
        .order_by(table.c[moment], table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = writer.connection.execute(query).one_or_none()
    if row is not None:
        hold(writer, table, row.id, lease)
    return row


def hold(writer: Writer, table: Table, number: int, lease: Lease) -> None:
    """Lease a row."""
    held = {"holder": lease.holder, "held_until": lease.until}
    writer.connection.execute(update(table).where(table.c.id == number).values(**held))


def is_held(table: Table, lease: Lease | None) -> ColumnElement[bool]:
    """Whether a row is still held by this very lease: one that ran out may have been taken anew."""
    if lease is None:
        return table.c.holder.is_(None)
    return and_(table.c.holder == lease.holder, table.c.held_until == lease.until)


def next_due(reader: Reader, table: Table, moment: str, ready: ColumnElement[bool]) -> datetime | None:
    """When the next row is due that nobody holds then; None where none is ready."""
    due = table.c[moment]
    free_at = case(
        (and_(table.c.held_until.is_not(None), table.c.held_until > due), table.c.held_until), else_=due
    )
    found: datetime | None = reader.connection.execute(select(func.min(free_at)).where(ready)).scalar_one()
    return found


def lease_of(row: Row[Any]) -> Lease | None:
    """The lease of a row."""
    return Lease(row.holder, row.held_until) if row.holder is not None else None
