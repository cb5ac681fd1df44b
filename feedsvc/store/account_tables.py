"""The tables of accounts. Of every secret only its hash is kept."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.schema import CheckConstraint

from feedsvc.store.schema import metadata
from feedsvc.store.types import AsJson, UtcTime

account = Table(
    "account",
    metadata,
    Column("uuid", String(36), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("password_hash", Text),
    Column("is_admin", Boolean, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("disabled_at", UtcTime),
)

account_role = Table(
    "account_role",
    metadata,
    Column("account", ForeignKey("account.uuid"), primary_key=True),
    Column("office", ForeignKey("office.uuid"), primary_key=True),
    Column("role", String(10), nullable=False),
    CheckConstraint("role IN ('reader', 'author', 'editor')", name="role"),
)

session = Table(
    "session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account", ForeignKey("account.uuid"), nullable=False, index=True),
    Column("created", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Column("ends", UtcTime, nullable=False),
)

api_token = Table(
    "api_token",
    metadata,
    Column("uuid", String(36), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("account", ForeignKey("account.uuid"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("actions", AsJson(tuple[str, ...]), nullable=False),
    Column("offices", AsJson(tuple[str, ...])),
    Column("created", UtcTime, nullable=False),
    Column("ends", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("last_used", UtcTime),
    Column("last_used_from", Text, nullable=False),
)

password_link = Table(
    "password_link",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account", ForeignKey("account.uuid"), nullable=False, index=True),
    Column("created", UtcTime, nullable=False),
    Column("ends", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

# Wrong tries, by a hash of what they were made against or from: people type passwords into the
# field for their e-mail address.
throttle = Table(
    "throttle",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", UtcTime, nullable=False, index=True),
    Column("until", UtcTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("account", String(36)),
    Column("origin", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("object", Text, nullable=False),
    Column("office", String(36)),
    Column("detail", AsJson(dict[str, object]), nullable=False),
    Index("ix_audit_object", "object", "id"),
    Index("ix_audit_account", "account", "id"),
    Index("ix_audit_office", "office", "id"),
)
