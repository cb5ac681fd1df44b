"""The table of kept sources: other sites' feeds and pages that are read again and again.

`holder` and `held_until` are the lease of the worker that reads one just now.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from feedsvc.store.schema import metadata
from feedsvc.store.types import AsJson, UtcTime

source = Table(
    "source",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("url", Text, nullable=False, unique=True),
    Column("office_id", ForeignKey("office.id"), nullable=False),
    Column("language", String(8)),
    Column("format", String(20), nullable=False),
    Column("every", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_poll", UtcTime, nullable=False),
    Column("last_poll", UtcTime),
    Column("last_success", UtcTime),
    Column("last_status", Integer),
    Column("last_error", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("moving_to", Text),
    Column("former_urls", AsJson(tuple[str, ...]), nullable=False),
    Column("last_counts", AsJson(dict[str, int]), nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("holder", String(80)),
    Column("held_until", UtcTime),
    Index("ix_source_state_next_poll", "state", "next_poll"),
)
