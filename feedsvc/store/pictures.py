"""What is known of the pictures that are kept, and which of them nothing speaks of."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, delete, insert, select, type_coerce, update

from feedsvc.core.model import shallow_dict
from feedsvc.core.pictures import Picture
from feedsvc.store.database import parts
from feedsvc.store.picture_tables import picture
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry, entry_version, office, source_entry
from feedsvc.store.working_tables import working_copy
from feedsvc.store.writing import Writer

# Wherever a picture can be named. A version holds the whole entry, its body and enclosures too;
# what a source said can come back by a later import.
_SPEAKING = (
    entry_version.c.snapshot,
    source_entry.c.said,
    entry.c.image,
    entry.c.enclosures,
    entry.c.content_html,
    office.c.details,
    working_copy.c.fields,
)
_DIGEST = re.compile(r"[0-9a-f]{32,64}")
_BATCH = 500


def pictures(reader: Reader, digests: Iterable[str]) -> dict[str, Picture]:
    """The pictures of these digests, by digest; those that are not kept are left out."""
    query = select(picture, office.c.slug).outerjoin(office, office.c.id == picture.c.office_id)
    found: dict[str, Picture] = {}
    for part in parts(digests):
        for row in reader.connection.execute(query.where(picture.c.digest.in_(part))):
            values = dict(row._mapping)
            del values["id"], values["office_id"]
            found[row.digest] = Picture(office=values.pop("slug"), **values)
    return found


def put_picture(writer: Writer, kept: Picture) -> None:
    """Store a picture, over what was known of the same one; its office must exist."""
    values = shallow_dict(kept)
    slug = values.pop("office")
    values["office_id"] = writer.directory.office_id(slug) if slug is not None else None
    same = update(picture).where(picture.c.digest == kept.digest)
    if writer.connection.execute(same.values(**values)).rowcount == 0:
        writer.connection.execute(insert(picture).values(**values))


def digests_kept(reader: Reader) -> dict[str, datetime]:
    """When each picture was uploaded last, by digest."""
    rows = reader.connection.execute(select(picture.c.digest, picture.c.uploaded))
    return {row.digest: row.uploaded for row in rows}


def digests_spoken_of(reader: Reader) -> set[str]:
    """Every digest that stands anywhere in an entry, a version of one, or what a source said."""
    found: set[str] = set()
    for column in _SPEAKING:
        text = type_coerce(column, Text)
        rows = reader.connection.execute(select(text).where(text.is_not(None)))
        for said in rows.yield_per(_BATCH).scalars():
            found.update(_DIGEST.findall(said))
    return found


def forget_pictures(writer: Writer, digests: Iterable[str]) -> None:
    """Remove what is known of pictures; their files are not touched."""
    for part in parts(digests):
        writer.connection.execute(delete(picture).where(picture.c.digest.in_(part)))
