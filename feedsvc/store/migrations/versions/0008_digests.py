"""Digests; and what was released when, of all that there is."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
ENTRY_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "entry_release",
        sa.Column("entry_id", ENTRY_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_entry_release_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "version", name="pk_entry_release"),
    )
    op.create_index("ix_entry_release_at", "entry_release", ["at"])
    op.create_index("ix_entry_release_number", "entry_release", ["number"])
    op.execute(
        "INSERT INTO entry_release (entry_id, version, at, number)"
        " SELECT entry_id, number, at, 0 FROM entry_version WHERE action IN ('published', 'restored')"
    )
    op.create_table(
        "digest_clock",
        sa.Column("scope", sa.String(36), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "period", name="pk_digest_clock"),
    )
    op.create_table(
        "digest",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("closed", TIME, nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "start", name="pk_digest"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("digest")
    op.drop_table("digest_clock")
    op.drop_table("entry_release")
