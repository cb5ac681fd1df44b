"""What is counted of polls and page views, and, while a day lasts, its salt and the hashes of its
clients: these two tables are emptied when it is over, and no backup holds them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, LargeBinary, String, Table

from feedsvc.store.schema import metadata
from feedsvc.store.types import UtcTime

# A row is about one day, or about the `days` counted days of a month, whose first is then its `start`.
poll_count = Table(
    "poll_count",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("form", String(16), primary_key=True),
    Column("family", String(32), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("days", Integer, nullable=False),
    Column("plain", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("not_modified", BigInteger, nullable=False),
    Column("delta", BigInteger, nullable=False),
    Column("declared", BigInteger, nullable=False),
    Column("others", BigInteger, nullable=False),
    Column("last", UtcTime, nullable=False),
    Index("ix_poll_count_start", "start"),
)

# The uuid "" counts the requests for which no process had room.
view_count = Table(
    "view_count",
    metadata,
    Column("uuid", String(36), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("views", BigInteger, nullable=False),
    Index("ix_view_count_start", "start"),
)

day_salt = Table(
    "day_salt",
    metadata,
    Column("day", Date, primary_key=True),
    Column("salt", LargeBinary(32), nullable=False),
)

day_client = Table(
    "day_client",
    metadata,
    Column("day", Date, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("form", String(16), primary_key=True),
    Column("family", String(32), primary_key=True),
    Column("hash", LargeBinary(16), primary_key=True),
    Column("subscribers", Integer, nullable=False),
    Column("declared", Boolean, nullable=False),
)


def is_of_the_day(name: str) -> bool:
    """Whether a table holds what no day may outlive, so that it is not saved."""
    return name in {day_salt.name, day_client.name}
