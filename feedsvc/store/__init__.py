"""Where entries are kept. Takes and returns core.model values; no database row leaves it.

`Store.reading()` gives a Reader on one snapshot, `Store.writing()` a Writer in the site's only
writing transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import feedsvc.store.idempotency_tables
import feedsvc.store.naming_tables
import feedsvc.store.picture_tables
import feedsvc.store.searching_tables
import feedsvc.store.source_tables
import feedsvc.store.statistics_tables
import feedsvc.store.work_tables
import feedsvc.store.working_tables  # noqa: F401  for effect: its table joins the metadata
from feedsvc.core.errors import StoreUnavailable
from feedsvc.store.announcing import Announcements
from feedsvc.store.database import (
    file_beside,
    make_engine,
    reading_options,
    telling_what_is_wrong,
    writing_options,
)
from feedsvc.store.reading import Reader
from feedsvc.store.scrubbing import scrub
from feedsvc.store.writing import Writer

__all__ = ["Reader", "Store", "Writer"]


class Store:
    """A database, by its URL. Opens connections when they are needed.

    `announcements` is the file by which processes of one machine tell each other of changes; for
    SQLite it lies beside the database, whatever is given. Without one nothing is announced, and
    `Store.announced` is None.
    """

    def __init__(self, url: str, announcements: Path | None = None) -> None:
        self._engine = make_engine(url)
        path = file_beside(url) or announcements
        self._announcements = Announcements(path) if path else None

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def scrub(self) -> None:
        """Overwrite what was deleted, which takes as long as to copy the database (`store.scrubbing`)."""
        with telling_what_is_wrong():
            scrub(self._engine)

    @property
    def announced(self) -> Callable[[], int] | None:
        """Reads the change number that was announced last (`store.announcing`)."""
        return self._announcements.number if self._announcements else None

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One consistent snapshot. Raises StoreUnavailable."""
        options = reading_options(self._engine)
        with telling_what_is_wrong(), self._engine.connect().execution_options(**options) as connection:
            # Now, since statements on the driver's own cursor (store.prepared) begin nothing.
            connection.begin()
            yield Reader(connection)

    @contextmanager
    def writing(self, *, fresh: bool = False) -> Iterator[Writer]:
        """The writing transaction: committed at the end, undone whole on any exception.

        Waits for the writer before. `fresh` is for tables that are being filled as a whole, of
        whatever version. Raises StoreUnavailable.
        """
        options = writing_options(self._engine)
        with telling_what_is_wrong(), self._engine.connect().execution_options(**options) as connection:
            connection.begin()
            writer = Writer(connection, fresh=fresh)
            with self._announcing(writer):
                yield writer
                writer.finish()
            # Whether a commit that fails was carried out is not known: its number stays announced,
            # so that readers ask the database until the next writer.
            connection.commit()

    @contextmanager
    def _announcing(self, writer: Writer) -> Iterator[None]:
        before = writer.number
        if self._announcements is None or before is None:
            yield
            return
        # The lock is held: what a dead writer announced and never committed is cleared here.
        try:
            self._announcements.announce(before)
        except OSError as error:
            raise StoreUnavailable(
                f"Changes cannot be announced to other processes ({error.strerror}):"
                " FEEDSVC_DATA_DIR must be a folder that this process can write to."
            ) from error
        try:
            yield
            self._announcements.announce(writer.number or before)
        except BaseException:
            self._announcements.announce(before)
            raise
