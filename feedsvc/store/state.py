"""How much there is in the database, and which database that is."""

from dataclasses import dataclass

from sqlalchemy import func, select, text

from feedsvc.store.database import revision_of
from feedsvc.store.picture_tables import picture
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """The engine and its version, the revision of the tables, and the size in bytes; `entries` are counted
    by status."""

    engine: str
    version: str
    revision: str
    bytes: int
    entries: dict[str, int]
    pictures: int


def database_state(reader: Reader) -> DatabaseState:
    """What the database says of itself. It is counted anew each time."""
    connection = reader.connection
    is_sqlite = connection.dialect.name == "sqlite"
    size = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if is_sqlite
        else "SELECT pg_database_size(current_database())"
    )
    version = "SELECT sqlite_version()" if is_sqlite else "SHOW server_version"
    counts = select(entry.c.status, func.count()).group_by(entry.c.status)
    return DatabaseState(
        engine="SQLite" if is_sqlite else "PostgreSQL",
        version=str(connection.execute(text(version)).scalar_one()),
        revision=revision_of(connection) or "",
        bytes=int(connection.execute(text(size)).scalar_one()),
        entries=dict(sorted(connection.execute(counts).all())),
        pictures=int(connection.execute(select(func.count()).select_from(picture)).scalar_one()),
    )
