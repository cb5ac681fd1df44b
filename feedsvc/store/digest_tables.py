"""What digests need: every release with its moment, how far each office is closed, what was closed."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table

from feedsvc.core.digests import DigestLine
from feedsvc.store.schema import metadata
from feedsvc.store.types import AsJson, UtcTime

# The versions with which entries came before readers: released, or restored. `number` is their
# change number; 0 for those from before this table, which are older than any digest.
entry_release = Table(
    "entry_release",
    metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("number", BigInteger, nullable=False),
    Index("ix_entry_release_at", "at"),
    Index("ix_entry_release_number", "number"),
)

# `scope` is the uuid of an office, or "" for the channels of no office.
digest_clock = Table(
    "digest_clock",
    metadata,
    Column("scope", String(36), primary_key=True),
    Column("period", String(8), primary_key=True),
    Column("start", Date, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("number", BigInteger, nullable=False),
)

# `key` is that of the digest's channel (core.channels).
digest = Table(
    "digest",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("closed", UtcTime, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("lines", AsJson(tuple[DigestLine, ...]), nullable=False),
)
