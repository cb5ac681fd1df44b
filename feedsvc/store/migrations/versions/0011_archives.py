"""Sealed pages of archives."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHANNEL_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.add_column("channel", sa.Column("pages", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("channel", sa.Column("sealed_to", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "archive_page",
        sa.Column("channel_id", CHANNEL_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("after_position", sa.BigInteger(), nullable=False),
        sa.Column("to_position", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name="fk_archive_page_channel_id"),
        sa.PrimaryKeyConstraint("channel_id", "number", name="pk_archive_page"),
    )
    # So that whoever notes the settings next sees feeds that have changed, and seals what there is.
    op.execute("UPDATE site SET settings_print = ''")


def downgrade() -> None:
    """Back."""
    op.drop_table("archive_page")
    op.drop_column("channel", "sealed_to")
    op.drop_column("channel", "pages")
