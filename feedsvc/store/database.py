"""Engines, transactions and migrations, the same behaviour on SQLite and PostgreSQL.

A reading transaction sees one snapshot. A writing transaction is the only one on the site: SQLite
takes its write lock at BEGIN, PostgreSQL the row of the change counter; so a later number is never
committed before an earlier one, and what a writer has read stays true until it commits.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from feedsvc.core.errors import StoreUnavailable

BUSY_SECONDS = 30
_MOST_PARAMETERS = 500  # in one IN list: older SQLite takes no more than 999 in a statement
_MIGRATIONS = Path(__file__).parent / "migrations"


def make_engine(url: str) -> Engine:
    """An engine for a `sqlite:///` or `postgresql://` URL; opens nothing yet."""
    if make_url(url).get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True)
        except ImportError as error:
            raise StoreUnavailable(
                "PostgreSQL needs its driver: install psycopg[binary] beside feedsvc."
            ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def file_beside(url: str) -> Path | None:
    """The file of announcements that belongs to a SQLite database; None for another engine."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database + "-changes")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes late and never IMMEDIATE, so it is switched off:
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("feedsvc_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # may fail: wrapped by SQLAlchemy, as its errors are
        return
    # To the driver's connection: every poll that finds a change comes by here.
    driver: Any = connection.connection.dbapi_connection
    driver.execute("BEGIN")


def reading_options(engine: Engine) -> dict[str, Any]:
    """Execution options of a transaction that sees one snapshot."""
    if engine.dialect.name == "sqlite":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def writing_options(engine: Engine) -> dict[str, Any]:
    """Execution options of a transaction that writes."""
    return {"feedsvc_writes": True} if engine.dialect.name == "sqlite" else {}


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to a revision, creating it where it is empty. Raises StoreUnavailable."""
    from alembic import command
    from alembic.config import Config

    path = make_url(url).database
    if url.startswith("sqlite") and path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    try:
        with (
            telling_what_is_wrong(),
            engine.connect().execution_options(**writing_options(engine)) as connection,
        ):
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """The revision that this version of feedsvc works with."""
    script = ScriptDirectory(str(_MIGRATIONS))
    head = script.get_current_head()
    assert head is not None  # noqa: S101  there is always a first migration
    return head


def is_known_revision(revision: str) -> bool:
    """Whether this version of feedsvc has a migration to it."""
    script = ScriptDirectory(str(_MIGRATIONS))
    return revision in {each.revision for each in script.walk_revisions()}


@contextmanager
def telling_what_is_wrong() -> Iterator[None]:
    """Turns what a driver says of a database that cannot be used into StoreUnavailable.

    The text has the driver's first line, never the URL, which may hold a password. What the data
    forbid (IntegrityError, DataError) is a defect of feedsvc, and goes on as it is.
    """
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        raise _unavailable(error) from error


def _unavailable(error: DBAPIError) -> StoreUnavailable:
    said = str(error.orig or error).strip().partition("\n")[0]
    if "unable to open database file" in said:
        return StoreUnavailable(
            "The database file cannot be opened: run `feedsvc init`, and see that FEEDSVC_DATA_DIR is a"
            " folder that this process can write to."
        )
    if isinstance(error, ProgrammingError) or "no such table" in said:
        return StoreUnavailable(f"The database is not of this version: run `feedsvc init` ({said}).")
    return StoreUnavailable(f"The database cannot be used; is FEEDSVC_DATABASE_URL right? It says: {said}")


def parts(values: Iterable[Any]) -> list[list[Any]]:
    """The distinct values, sorted, in lists short enough for one IN."""
    distinct = sorted(set(values))
    return [distinct[start : start + _MOST_PARAMETERS] for start in range(0, len(distinct), _MOST_PARAMETERS)]
