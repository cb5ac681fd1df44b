"""Search: the words of entries. `feedsvc init` fills the table after the migration."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The index takes its words from the table (https://www.sqlite.org/fts5.html, "External Content Tables").
# The tokens come ready made, parted by blanks.
_FTS5 = """
    CREATE VIRTUAL TABLE entry_words_index USING fts5(
        words, content='entry_words', content_rowid='entry_id', columnsize=0,
        tokenize="ascii tokenchars '='"
    )
"""


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "entry_words",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_words_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_words")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FTS5)
    else:
        op.create_index("entry_words_index", "entry_words", ["words"], postgresql_using="gin")


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE entry_words_index")
    else:
        op.drop_index("entry_words_index", table_name="entry_words")
    op.drop_table("entry_words")
