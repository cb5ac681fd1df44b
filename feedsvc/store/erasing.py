"""Everything that is stored of an entry, taken away but for its row, which says that it was erased."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Text, delete, insert, or_, select, type_coerce, update

from feedsvc.core.imported import ImportedItem
from feedsvc.store.account_tables import audit
from feedsvc.store.database import parts
from feedsvc.store.idempotency_tables import kept_answer
from feedsvc.store.naming_tables import erased_mark
from feedsvc.store.picture_tables import picture
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry, entry_version, office, source_entry
from feedsvc.store.work_tables import work
from feedsvc.store.working import forget_work_on
from feedsvc.store.working_tables import working_copy
from feedsvc.store.writing import Writer

_HARMLESS = ("version", "fields")  # in lines of the audit log: numbers, and names of fields
_DIGEST = re.compile(r"[0-9a-f]{32,64}")
_OF_IMPORTS = '{"dry_run":%'  # how a report begins (services.import_report)
_GONE = {"type": "about:blank", "title": "Gone", "status": 410, "detail": "The entry was erased."}
# Wherever a picture can be named (`store.pictures`), and what an editor has typed.
_SPEAKING: tuple[tuple[Any, Any], ...] = (
    (entry_version.c.snapshot, entry_version.c.entry_id),
    (source_entry.c.said, source_entry.c.entry_id),
    (working_copy.c.fields, working_copy.c.entry_id),
    (entry.c.image, entry.c.id),
    (entry.c.enclosures, entry.c.id),
    (entry.c.content_html, entry.c.id),
)


def said_of(reader: Reader, uuid: str) -> list[ImportedItem]:
    """What sources said last of an entry."""
    query = select(source_entry.c.said).join(entry, entry.c.id == source_entry.c.entry_id)
    return list(reader.connection.scalars(query.where(entry.c.uuid == uuid)))


def pictures_of_it_alone(reader: Reader, uuid: str) -> list[str]:
    """The digests of the kept pictures that an entry ever named, and no other one nor any office does."""
    number = _number(reader, uuid)
    texts = [
        text
        for column, of in _SPEAKING
        for text in reader.connection.scalars(select(type_coerce(column, Text)).where(of == number))
    ]
    named = {digest for text in texts if text for digest in _DIGEST.findall(text)}
    kept = [
        digest
        for part in parts(named)
        for digest in reader.connection.scalars(select(picture.c.digest).where(picture.c.digest.in_(part)))
    ]
    return sorted(digest for digest in kept if not _is_named_elsewhere(reader, digest, number))


def _is_named_elsewhere(reader: Reader, digest: str, number: int) -> bool:
    queries = [
        select(of).where(type_coerce(column, Text).like(f"%{digest}%"), or_(of != number, of.is_(None)))
        for column, of in _SPEAKING
    ]
    queries.append(select(office.c.id).where(type_coerce(office.c.details, Text).like(f"%{digest}%")))
    return any(reader.connection.execute(query.limit(1)).first() is not None for query in queries)


def erase(writer: Writer, uuid: str, pictures: Iterable[str]) -> None:
    """Take away an entry's versions, what sources said and editors typed of it, and what the audit log
    (of its pictures too), kept answers and work still to do tell of it. Its own row is written anew by
    the caller."""
    connection, number = writer.connection, _number(writer, uuid)
    forget_work_on(writer, uuid)
    for table in (entry_version, source_entry):
        connection.execute(delete(table).where(table.c.entry_id == number))
    _take_kept_answers(writer, [uuid, *pictures])
    connection.execute(delete(work).where(type_coerce(work.c.payload, Text).like(f"%{uuid}%")))
    of_it = audit.c.object.in_([uuid, *pictures])
    lines = connection.execute(select(audit.c.id, audit.c.detail).where(of_it)).all()
    for line in lines:
        harmless = {name: line.detail[name] for name in _HARMLESS if name in line.detail}
        connection.execute(update(audit).where(audit.c.id == line.id).values(detail=harmless))


def _take_kept_answers(writer: Writer, named: Iterable[str]) -> None:
    # Those of imports, dry runs above all, tell titles beside no uuid; to import again does no harm.
    writer.connection.execute(delete(kept_answer).where(kept_answer.c.body.like(_OF_IMPORTS)))
    gone = {"status": 410, "headers": "{}", "body": msgspec.json.encode(_GONE).decode()}
    for each in named:
        writer.connection.execute(
            update(kept_answer).where(kept_answer.c.body.like(f"%{each}%")).values(**gone)
        )


def _number(reader: Reader, uuid: str) -> int:
    number: int = reader.connection.execute(select(entry.c.id).where(entry.c.uuid == uuid)).scalar_one()
    return number


def add_marks(writer: Writer, marks: Collection[str], at: datetime) -> None:
    """Keep the marks of an entry that was erased."""
    new = sorted(set(marks) - erased_among(writer, marks))
    if new:
        writer.connection.execute(insert(erased_mark), [{"mark": each, "erased_at": at} for each in new])


def erased_among(reader: Reader, marks: Iterable[str]) -> set[str]:
    """Those of the marks that are kept."""
    return {
        mark
        for part in parts(marks)
        for mark in reader.connection.scalars(select(erased_mark.c.mark).where(erased_mark.c.mark.in_(part)))
    }


def has_erased(reader: Reader) -> bool:
    """Whether anything was ever erased."""
    return reader.connection.execute(select(erased_mark.c.mark).limit(1)).first() is not None
