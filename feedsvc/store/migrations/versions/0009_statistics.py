"""Statistics: polls and views by day; the salt and the clients of the day that lasts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTS = ("plain", "changed", "not_modified", "delta", "declared", "others")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "poll_count",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("family", sa.String(32), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTS),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "form", "family", "start", name="pk_poll_count"),
    )
    op.create_index("ix_poll_count_start", "poll_count", ["start"])
    op.create_table(
        "view_count",
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("uuid", "start", name="pk_view_count"),
    )
    op.create_index("ix_view_count_start", "view_count", ["start"])
    op.create_table(
        "day_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_day_salt"),
    )
    op.create_table(
        "day_client",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("family", sa.String(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("subscribers", sa.Integer(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "key", "form", "family", "hash", name="pk_day_client"),
    )


def downgrade() -> None:
    """Back."""
    for table in ("day_client", "day_salt", "view_count", "poll_count"):
        op.drop_table(table)
