"""Channels by their last change: what a process asks for when a change was announced."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_channel_changed", "channel", ["changed"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_channel_changed", table_name="channel")
