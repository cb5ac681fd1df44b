"""Where entries are kept. Takes and returns core.model values; no database row leaves it.

`Store.reading()` gives a Reader on one snapshot, `Store.writing()` a Writer in the site's only
writing transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from feedsvc.store.database import make_engine, reading_options, unavailable, writing_options
from feedsvc.store.reading import Reader
from feedsvc.store.writing import Writer

__all__ = ["Reader", "Store", "Writer"]

# A missing table is an OperationalError on SQLite and a ProgrammingError on PostgreSQL.
_UNAVAILABLE = (OperationalError, InterfaceError, ProgrammingError)


class Store:
    """A database, by its URL. Opens connections when they are needed."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One consistent snapshot. Raises StoreUnavailable."""
        try:
            with self._engine.connect().execution_options(**reading_options(self._engine)) as connection:
                yield Reader(connection)
        except _UNAVAILABLE as error:
            raise unavailable(error) from error

    @contextmanager
    def writing(self, *, fresh: bool = False) -> Iterator[Writer]:
        """The writing transaction: committed at the end, undone whole on any exception.

        Waits for the writer before. `fresh` is for tables that are being filled as a whole, of
        whatever version. Raises StoreUnavailable.
        """
        try:
            with self._engine.connect().execution_options(**writing_options(self._engine)) as connection:
                writer = Writer(connection, fresh=fresh)
                yield writer
                writer.finish()
                connection.commit()
        except _UNAVAILABLE as error:
            raise unavailable(error) from error
