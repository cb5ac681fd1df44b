"""What the API needs of tables: answers that are given again to a request that comes again, and the
order in which its lists are read."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from feedsvc.store.schema import entry, metadata
from feedsvc.store.types import UtcTime

# `status` is NULL while the request is under way.
kept_answer = Table(
    "kept_answer",
    metadata,
    Column("account", String(254), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request_print", String(64), nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", Text),
    Index("ix_kept_answer_created", "created"),
)

Index("ix_entry_status_id", entry.c.status, entry.c.id)
