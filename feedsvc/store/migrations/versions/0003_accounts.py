"""Accounts: users, roles, sessions, tokens, one-time links, throttled guesses, the audit log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# SQLite gives rowids only to columns declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
UUID = sa.String(length=36)
HASH = sa.String(length=64)


def upgrade() -> None:
    """Forward."""
    op.add_column("entry", sa.Column("owner", UUID))
    op.create_table(
        "account",
        sa.Column("uuid", UUID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("password_hash", sa.Text()),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("disabled_at", TIME),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "account_role",
        sa.Column("account", UUID, nullable=False),
        sa.Column("office", UUID, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("account", "office", name=op.f("pk_account_role")),
        sa.ForeignKeyConstraint(["account"], ["account.uuid"], name=op.f("fk_account_role_account")),
        sa.ForeignKeyConstraint(["office"], ["office.uuid"], name=op.f("fk_account_role_office")),
        sa.CheckConstraint("role IN ('reader', 'author', 'editor')", name=op.f("ck_account_role_role")),
    )
    _create_secrets()
    op.create_table(
        "throttle",
        sa.Column("key", HASH, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_index("ix_throttle_last", "throttle", ["last"])
    _create_audit()


def _create_secrets() -> None:
    op.create_table(
        "session",
        *_of_an_account("session"),
        sa.Column("last_seen", TIME, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_table(
        "password_link",
        *_of_an_account("password_link"),
        sa.Column("used_at", TIME),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_password_link")),
    )
    op.create_table(
        "api_token",
        *_of_an_account("api_token"),
        sa.Column("uuid", UUID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("offices", sa.Text()),
        sa.Column("revoked_at", TIME),
        sa.Column("last_used", TIME),
        sa.Column("last_used_from", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_api_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_token_hash")),
    )
    for table in ("session", "password_link", "api_token"):
        op.create_index(f"ix_{table}_account", table, ["account"])


def _of_an_account(table: str) -> tuple[SchemaItem, ...]:
    return (
        sa.Column("hash", HASH, nullable=False),
        sa.Column("account", UUID, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("ends", TIME, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.uuid"], name=op.f(f"fk_{table}_account")),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("account", UUID),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("office", UUID),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    for column in ("object", "account", "office"):
        op.create_index(f"ix_audit_{column}", "audit", [column, "id"])


def downgrade() -> None:
    """Back."""
    for table in ("audit", "throttle", "api_token", "password_link", "session", "account_role", "account"):
        op.drop_table(table)
    op.drop_column("entry", "owner")
