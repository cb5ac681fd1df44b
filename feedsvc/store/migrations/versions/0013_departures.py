"""When something last left a channel that no delta can tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("channel", sa.Column("departed", sa.BigInteger(), nullable=False, server_default="0"))
    # What left before this is not known.
    op.execute("UPDATE channel SET departed = changed")


def downgrade() -> None:
    """Back."""
    op.drop_column("channel", "departed")
