"""SELECTs that run on the driver's own cursor.

What SQLAlchemy does around a statement of a millisecond's work takes 80 microseconds, and a poll
that finds a change needs five of them; so these are compiled once, and their rows read by the same
column types.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Raw = tuple[Any, ...]  # a row as the driver gives it
Reading = tuple[Callable[[Any], Any] | None, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    constants: dict[str, Any]  # such as the OFFSET that SQLite's dialect adds to a LIMIT
    order: tuple[str, ...] | None  # of the parameters, where the driver takes them by place
    reading: Reading

    def arguments(self, given: dict[str, Any]) -> Any:
        every = self.constants | given
        return every if self.order is None else tuple(every[name] for name in self.order)


class Prepared:
    """A SELECT whose parameters are plain texts and numbers."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._columns = list(statement.selected_columns)
        # mypy takes no names that are only known when it runs.
        self._make_row = cast(Any, namedtuple)("Row", [column.name for column in self._columns])._make
        self._compiled: dict[str, _Compiled] = {}

    def raw(self, connection: Connection, **parameters: Any) -> tuple[Raw, ...]:
        """The rows as the driver gives them. Raises DBAPIError, as SQLAlchemy does."""
        compiled = self._compiled_for(connection.dialect)
        arguments = compiled.arguments(parameters)
        cursor: Any = None
        try:
            cursor = connection.connection.cursor()
            cursor.execute(compiled.text, arguments)
            return tuple(cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                compiled.text, None, error, connection.dialect.loaded_dbapi.Error, hide_parameters=True
            ) from error
        finally:
            if cursor is not None:
                cursor.close()

    def rows(self, connection: Connection, **parameters: Any) -> list[Any]:
        """The rows, their values read by the types of their columns, each by its column's name."""
        return self.read(self.raw(connection, **parameters), connection.dialect)

    def read(self, raw: Iterable[Raw], dialect: Dialect) -> list[Any]:
        """Rows as the driver gave them, read."""
        reading = self._compiled_for(dialect).reading
        return [self._make_row(_read(row, reading)) for row in raw]

    def _compiled_for(self, dialect: Dialect) -> _Compiled:
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled: Any = self._statement.compile(dialect=dialect)
            known = self._compiled[dialect.name] = _Compiled(
                text=str(compiled),
                constants=dict(compiled.params),
                order=tuple(compiled.positiontup) if compiled.positional else None,
                reading=tuple(
                    column.type.dialect_impl(dialect).result_processor(dialect, None)
                    for column in self._columns
                ),
            )
        return known


def _read(row: Raw, reading: Sequence[Callable[[Any], Any] | None]) -> list[Any]:
    return [value if read is None else read(value) for value, read in zip(row, reading, strict=True)]
