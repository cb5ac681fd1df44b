"""The tables. Migrations make them; a test holds the two against each other.

`channel_entry` says which entries stand in which channel, and where: each channel is read from it
by one index, whatever it selects. A withdrawn entry keeps its rows there, `live` false: they are
its tombstones.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from feedsvc.core.endings import Ending
from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Enclosure, Entry, Image, OfficeDraft, Person
from feedsvc.store.types import AsJson, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives rowids only to columns declared INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")

site = Table(
    "site",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("uuid", String(36), nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("counter", BigInteger, nullable=False),
    # The last change that concerned every channel at once, those without a row too: the settings.
    Column("all_changed", BigInteger, nullable=False),
    Column("all_changed_at", UtcTime, nullable=False),
    Column("settings_print", Text, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

office = Table(
    "office",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("created", UtcTime, nullable=False),
    Column("details", AsJson(OfficeDraft), nullable=False),
    Column("former_slugs", AsJson(tuple[str, ...]), nullable=False, server_default="[]"),
    # Its successors are uuids here.
    Column("ending", AsJson(Ending)),
)

topic = Table(
    "topic",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("slug", String(80), nullable=False, unique=True),
    Column("created", UtcTime, nullable=False),
    Column("names", AsJson(dict[str, str]), nullable=False),
    Column("former_slugs", AsJson(tuple[str, ...]), nullable=False, server_default="[]"),
    # The uuid of the topic that its entries have now.
    Column("merged_into", String(36)),
)

entry = Table(
    "entry",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("feed_id", Text, nullable=False, unique=True),
    Column("office_id", ForeignKey("office.id"), nullable=False),
    Column("language", String(8), nullable=False),
    Column("status", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("content_html", Text, nullable=False),
    Column("countries", AsJson(tuple[str, ...]), nullable=False),
    Column("countries_chosen", Boolean, nullable=False),
    Column("topics", AsJson(tuple[int, ...]), nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text),
    Column("image", AsJson(Image)),
    Column("enclosures", AsJson(tuple[Enclosure, ...]), nullable=False),
    Column("authors", AsJson(tuple[Person, ...]), nullable=False),
    Column("published", UtcTime),
    Column("updated", UtcTime, unique=True),
    Column("scheduled_for", UtcTime),
    Column("position", BigInteger),
    Column("changed", BigInteger),
    Column("withdrawn_at", UtcTime),
    Column("withdrawn_reason", Text, nullable=False),
    Column("translation_group", String(36), index=True),
    Column("owner", String(36)),
    Column("erased_at", UtcTime),
    Index("ix_entry_office_id_language_published", "office_id", "language", "published"),
    Index("ix_entry_office_id_language_link", "office_id", "language", "link"),
    Index("ix_entry_status_scheduled_for", "status", "scheduled_for"),
    CheckConstraint("status IN ('draft', 'scheduled', 'published', 'withdrawn')", name="status"),
)

entry_version = Table(
    "entry_version",
    metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("snapshot", AsJson(Entry), nullable=False),
)

channel = Table(
    "channel",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("changed", BigInteger, nullable=False, index=True),
    Column("changed_at", UtcTime, nullable=False),
    # Of its archive: how many pages are sealed, and the position with which the last one ends.
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("sealed_to", BigInteger, nullable=False, server_default="0"),
    # The change number at which something last left it that no delta can tell of (store.departures).
    Column("departed", BigInteger, nullable=False, server_default="0"),
)

channel_entry = Table(
    "channel_entry",
    metadata,
    Column("channel_id", ForeignKey("channel.id"), primary_key=True),
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("live", Boolean, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("published", UtcTime, nullable=False),
    Index("ix_channel_entry_stream", "channel_id", "live", "position"),
    Index("ix_channel_entry_by_date", "channel_id", "live", "published"),
    Index("ix_channel_entry_entry_id", "entry_id"),
)

# The sealed pages of archives: the live entries of a channel from after a position to another one. A row
# never changes but in `store.archives.seal_anew`.
archive_page = Table(
    "archive_page",
    metadata,
    Column("channel_id", ForeignKey("channel.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("after_position", BigInteger, nullable=False),
    Column("to_position", BigInteger, nullable=False),
    Column("sealed_at", UtcTime, nullable=False),
)

# What each source said last of each of its entries: the third side of the comparison that tells a
# change of the source from an edit by a person.
source_entry = Table(
    "source_entry",
    metadata,
    Column("source", Text, primary_key=True),
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("date", Date),
    Column("link", Text),
    Column("said", AsJson(ImportedItem), nullable=False),
    Index("ix_source_entry_source_date", "source", "date"),
    Index("ix_source_entry_source_link", "source", "link"),
)
