"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite gives rowids only to columns declared INTEGER.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "channel",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("key", name=op.f("uq_channel_key")),
    )
    op.create_table(
        "office",
        sa.Column("id", ID, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("slug", name=op.f("uq_office_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_office_uuid")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("all_changed", sa.BigInteger(), nullable=False),
        sa.Column("all_changed_at", TIME, nullable=False),
        sa.Column("settings_print", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_table(
        "topic",
        sa.Column("id", ID, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_topic_uuid")),
    )
    op.create_table(
        "entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("feed_id", sa.Text(), nullable=False),
        sa.Column("office_id", ID, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content_html", sa.Text(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("countries_chosen", sa.Boolean(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("enclosures", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("published", TIME, nullable=True),
        sa.Column("updated", TIME, nullable=True),
        sa.Column("scheduled_for", TIME, nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("changed", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("translation_group", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'scheduled', 'published', 'withdrawn')", name=op.f("ck_entry_status")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_entry_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("feed_id", name=op.f("uq_entry_feed_id")),
        sa.UniqueConstraint("updated", name=op.f("uq_entry_updated")),
        sa.UniqueConstraint("uuid", name=op.f("uq_entry_uuid")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_office_id_language_link", ["office_id", "language", "link"], unique=False
        )
        batch_op.create_index(
            "ix_entry_office_id_language_published", ["office_id", "language", "published"], unique=False
        )
        batch_op.create_index("ix_entry_status_scheduled_for", ["status", "scheduled_for"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_translation_group"), ["translation_group"], unique=False)

    op.create_table(
        "channel_entry",
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("published", TIME, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_channel_entry_channel_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_channel_entry_entry_id")),
        sa.PrimaryKeyConstraint("channel_id", "entry_id", name=op.f("pk_channel_entry")),
    )
    with op.batch_alter_table("channel_entry", schema=None) as batch_op:
        batch_op.create_index("ix_channel_entry_by_date", ["channel_id", "live", "published"], unique=False)
        batch_op.create_index("ix_channel_entry_entry_id", ["entry_id"], unique=False)
        batch_op.create_index("ix_channel_entry_stream", ["channel_id", "live", "position"], unique=False)

    op.create_table(
        "entry_version",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_version_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "number", name=op.f("pk_entry_version")),
    )
    op.create_table(
        "source_entry",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_source_entry_entry_id")),
        sa.PrimaryKeyConstraint("source", "entry_id", name=op.f("pk_source_entry")),
    )
    with op.batch_alter_table("source_entry", schema=None) as batch_op:
        batch_op.create_index("ix_source_entry_source_date", ["source", "date"], unique=False)
        batch_op.create_index("ix_source_entry_source_link", ["source", "link"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("source_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_source_entry_source_link")
        batch_op.drop_index("ix_source_entry_source_date")

    op.drop_table("source_entry")
    op.drop_table("entry_version")
    with op.batch_alter_table("channel_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_channel_entry_stream")
        batch_op.drop_index("ix_channel_entry_entry_id")
        batch_op.drop_index("ix_channel_entry_by_date")

    op.drop_table("channel_entry")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_translation_group"))
        batch_op.drop_index("ix_entry_status_scheduled_for")
        batch_op.drop_index("ix_entry_office_id_language_published")
        batch_op.drop_index("ix_entry_office_id_language_link")

    op.drop_table("entry")
    op.drop_table("topic")
    op.drop_table("site")
    op.drop_table("office")
    op.drop_table("channel")
