"""Every table as plain JSON values, independent of the engine: what a backup is made of.

The tables are read from the database itself, not from `schema`, so that a backup of an older
version can be loaded into tables of that version and migrated from there.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, insert, select, text
from sqlalchemy.types import Boolean

from feedsvc.core.errors import Conflict, StoreUnavailable
from feedsvc.store.database import revision_of
from feedsvc.store.searching_tables import is_made_of_entries
from feedsvc.store.statistics_tables import is_of_the_day

_NOT_OURS = "alembic_version"
_BATCH = 1000


def tables_of(connection: Connection) -> list[Table]:
    """The tables in the database, referenced ones before those that refer to them.

    Without the words of entries, which are made of them again and differ from engine to engine, and
    without what the statistics throw away at the end of each day.
    """
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not is_made_of_entries(name) and not is_of_the_day(name))
    return [table for table in found.sorted_tables if table.name != _NOT_OURS]


def revision(connection: Connection) -> str:
    """The revision of the tables. Raises StoreUnavailable for a database without any."""
    found = revision_of(connection)
    if found is None:
        raise StoreUnavailable("The database is empty: run `feedsvc init`.")
    return found


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table in the order of its primary key."""
    result = connection.execute(select(table).order_by(*table.primary_key.columns))
    for row in result.yield_per(_BATCH):
        yield {name: _plain(value) for name, value in row._mapping.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def require_empty(connection: Connection) -> None:
    """Raises Conflict when the database holds anything that a restore would have to overwrite."""
    for table in tables_of(connection):
        if table.name != "site" and connection.execute(select(table).limit(1)).first() is not None:
            raise Conflict(
                "The database is not empty. A restore goes into a new one: set FEEDSVC_DATABASE_URL"
                " or FEEDSVC_DATA_DIR to a new place."
            )


def load_rows(connection: Connection, table: Table, records: Iterable[dict[str, Any]]) -> int:
    """Store plain rows, replacing the site's own; how many there were."""
    if table.name == "site":
        connection.execute(table.delete())
    count = 0
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(_typed(table, record, connection.dialect.name))
        count += 1
        if len(batch) == _BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    _move_sequence(connection, table)
    return count


def _typed(table: Table, record: dict[str, Any], dialect: str) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value, dialect) for name, value in record.items()}


def _value(kind: Any, value: Any, dialect: str) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if dialect == "sqlite" else moment
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    # SQLite's booleans are numbers, and a backup taken there says 0 and 1.
    return bool(value) if isinstance(kind, Boolean) else value


def _move_sequence(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from its sequence, not from the rows that were given with a number."""
    if connection.dialect.name == "sqlite" or "id" not in table.c or table.name == "site":
        return
    highest = connection.execute(select(func.max(table.c.id))).scalar_one()
    if highest is not None:
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}
        ).scalar_one()
        connection.execute(
            text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
        )
