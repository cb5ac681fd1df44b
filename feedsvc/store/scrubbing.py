"""What was deleted, out of the database's files too: an engine only marks its room as free."""

from sqlalchemy import Engine

from feedsvc.core.errors import Conflict
from feedsvc.store.searching_tables import INDEX

_TABLES = ("entry", "entry_version", "source_entry", "entry_words", "kept_answer", "audit", "work", "picture")
_OPTIMIZE = f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')"  # noqa: S608  a name of ours


def scrub(engine: Engine) -> None:
    """Overwrite what was deleted: SQLite writes its file anew, PostgreSQL frees the room of old rows.

    Takes as long as to copy the database. Raises Conflict where a reader keeps SQLite's log from being
    emptied: then it is to be done again.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM {', '.join(_TABLES)}")
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        # The words of what is gone stay in the segments of the index until these are merged
        # (https://www.sqlite.org/fts5.html, "The 'optimize' Command").
        cursor.execute(_OPTIMIZE)
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone() or (0,)
        cursor.close()
    finally:
        raw.close()
    if is_busy:
        raise Conflict("The database is being read just now: its log still holds what was erased.")
