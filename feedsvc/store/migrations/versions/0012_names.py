"""Names that were given up, ends of offices, the tombstones that stand, and what was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
ENTRY_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    for table in ("office", "topic"):
        op.add_column(table, sa.Column("former_slugs", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("office", sa.Column("ending", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("merged_into", sa.String(36), nullable=True))
    op.add_column("entry", sa.Column("erased_at", TIME, nullable=True))
    op.create_table(
        "tombstone",
        sa.Column("entry_id", ENTRY_ID, autoincrement=False, nullable=False),
        sa.Column("withdrawn_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_tombstone_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_tombstone"),
    )
    op.create_index("ix_tombstone_withdrawn_at", "tombstone", ["withdrawn_at"])
    op.execute(
        "INSERT INTO tombstone (entry_id, withdrawn_at)"
        " SELECT id, withdrawn_at FROM entry"
        " WHERE status = 'withdrawn' AND position IS NOT NULL AND withdrawn_at IS NOT NULL"
    )
    op.create_table(
        "erased_mark",
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_erased_mark"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("erased_mark")
    op.drop_table("tombstone")
    op.drop_column("entry", "erased_at")
    op.drop_column("topic", "merged_into")
    op.drop_column("office", "ending")
    for table in ("topic", "office"):
        op.drop_column(table, "former_slugs")
