"""Answers to requests that bear an Idempotency-Key; the order in which lists are read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "kept_answer",
        sa.Column("account", sa.String(254), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("request_print", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("account", "key", name="pk_kept_answer"),
    )
    op.create_index("ix_kept_answer_created", "kept_answer", ["created"])
    op.create_index("ix_entry_status_id", "entry", ["status", "id"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_entry_status_id", "entry")
    op.drop_table("kept_answer")
