"""What is typed and not yet saved, and who has which form open."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from feedsvc.store.schema import metadata
from feedsvc.store.types import AsJson, UtcTime

working_copy = Table(
    "working_copy",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("owner", ForeignKey("account.uuid"), nullable=False),
    Column("entry_id", ForeignKey("entry.id"), index=True),
    Column("base_version", Integer),
    Column("fields", AsJson(dict[str, tuple[str, ...]]), nullable=False),
    Column("saved_at", UtcTime, nullable=False, index=True),
    UniqueConstraint("owner", "entry_id"),
)

open_form = Table(
    "open_form",
    metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True, autoincrement=False),
    Column("account", ForeignKey("account.uuid"), primary_key=True),
    Column("seen_at", UtcTime, nullable=False, index=True),
)
