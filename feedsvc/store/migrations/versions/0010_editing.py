"""What editors have typed, and who has which form open."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# SQLite gives rowids only to columns declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "working_copy",
        sa.Column("id", ID, nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("owner", sa.String(36), nullable=False),
        sa.Column("entry_id", ID, nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["account.uuid"], name=op.f("fk_working_copy_owner")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_working_copy_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copy")),
        sa.UniqueConstraint("uuid", name=op.f("uq_working_copy_uuid")),
        sa.UniqueConstraint("owner", "entry_id", name=op.f("uq_working_copy_owner_entry_id")),
    )
    op.create_index("ix_working_copy_entry_id", "working_copy", ["entry_id"])
    op.create_index("ix_working_copy_saved_at", "working_copy", ["saved_at"])
    op.create_table(
        "open_form",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("account", sa.String(36), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_open_form_entry_id")),
        sa.ForeignKeyConstraint(["account"], ["account.uuid"], name=op.f("fk_open_form_account")),
        sa.PrimaryKeyConstraint("entry_id", "account", name=op.f("pk_open_form")),
    )
    op.create_index("ix_open_form_seen_at", "open_form", ["seen_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("open_form")
    op.drop_table("working_copy")
