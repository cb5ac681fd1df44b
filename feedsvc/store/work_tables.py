"""The table of work: what is done by the clock and after commits.

A row is written in the transaction that makes the work necessary, leased by a worker, and goes when
the work is done. `holder` and `held_until` are the lease. A row that failed too often stays, `dead`.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from feedsvc.store.schema import metadata
from feedsvc.store.types import AsJson, UtcTime

work = Table(
    "work",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("payload", AsJson(dict[str, str]), nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", String(80)),
    Column("held_until", UtcTime),
    Column("last_error", Text, nullable=False),
    Column("dead", Boolean, nullable=False),
    Index("ix_work_dead_due", "dead", "due"),
)
