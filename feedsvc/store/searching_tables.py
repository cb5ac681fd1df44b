"""The words of entries, and what the engines keep beside them to find them quickly.

Both kinds of engine keep the same tokens: SQLite as text, indexed by the virtual FTS5 table
`entry_words_index` (and its shadow tables); PostgreSQL as a tsvector under a GIN index of that name.
Nothing of this is saved in a backup: it is made of the entries again.
"""

from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from feedsvc.store.schema import metadata
from feedsvc.store.types import UtcTime

INDEX = "entry_words_index"

entry_words = Table(
    "entry_words",
    metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True, autoincrement=False),
    # The rules and stemmers that the tokens were made by: others find other words.
    Column("made_by", String(40), nullable=False),
    # Before the words, which are long: SQLite reads a row from its beginning.
    Column("at", UtcTime, nullable=False),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)


def is_made_of_entries(name: str) -> bool:
    """Whether a table belongs to the search and need not be saved."""
    return name == entry_words.name or is_kept_by_the_engine(name)


def is_kept_by_the_engine(name: str) -> bool:
    """Whether a table or index is none that the metadata describe."""
    return name == INDEX or name.startswith(f"{INDEX}_")
