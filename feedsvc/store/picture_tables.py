"""The table of the pictures that are kept; their files lie in the data folder."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from feedsvc.core.pictures import PictureFile
from feedsvc.store.schema import metadata
from feedsvc.store.types import AsJson, UtcTime

picture = Table(
    "picture",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("type", String(20), nullable=False),
    Column("files", AsJson(tuple[PictureFile, ...]), nullable=False),
    Column("alt", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("office_id", ForeignKey("office.id")),
    Column("by", Text, nullable=False),
    Column("uploaded", UtcTime, nullable=False),
)
