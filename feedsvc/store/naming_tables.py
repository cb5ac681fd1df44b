"""What stays of entries that are gone: their tombstones while these stand, the marks of erased ones."""

from sqlalchemy import Column, ForeignKey, String, Table

from feedsvc.store.schema import metadata
from feedsvc.store.types import UtcTime

# The withdrawn entries whose tombstones stand in feeds. They are few, whatever was withdrawn in all the
# years: so it is cheap to ask which of them are old enough to go.
tombstone = Table(
    "tombstone",
    metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True, autoincrement=False),
    Column("withdrawn_at", UtcTime, nullable=False, index=True),
)

# What sources called an entry that was erased, as hashes without any of its content (core.erasing).
erased_mark = Table(
    "erased_mark",
    metadata,
    Column("mark", String(32), primary_key=True),
    Column("erased_at", UtcTime, nullable=False),
)
