"""Working copies and open forms. Functions on a Reader or a Writer; no row leaves them.

No feed shows any of it, so it takes no change number.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from feedsvc.core.working_copy import Presence, WorkingCopy
from feedsvc.store.account_tables import account
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry, office
from feedsvc.store.working_tables import open_form, working_copy
from feedsvc.store.writing import Writer

_LATEST_ENTRIES = 2_000
_MOST_KINDS = 40


def copy_of(reader: Reader, copy_id: str) -> WorkingCopy | None:
    """The working copy of an id."""
    return next(iter(_copies(reader, _every_copy().where(working_copy.c.uuid == copy_id))), None)


def copy_of_entry(reader: Reader, entry_uuid: str, owner: str) -> WorkingCopy | None:
    """What a person has typed of an entry."""
    query = _every_copy().where(entry.c.uuid == entry_uuid, working_copy.c.owner == owner)
    return next(iter(_copies(reader, query)), None)


def copies_of(reader: Reader, owner: str) -> list[WorkingCopy]:
    """What a person has typed and not saved, the latest first."""
    query = _every_copy().where(working_copy.c.owner == owner)
    return _copies(reader, query.order_by(working_copy.c.saved_at.desc(), working_copy.c.id.desc()))


def _every_copy() -> Select[Any]:
    return select(working_copy, entry.c.uuid.label("entry")).outerjoin(
        entry, entry.c.id == working_copy.c.entry_id
    )


def _copies(reader: Reader, query: Select[Any]) -> list[WorkingCopy]:
    return [
        WorkingCopy(
            id=row.uuid,
            owner=row.owner,
            entry=row.entry,
            base_version=row.base_version,
            fields=row.fields,
            saved_at=row.saved_at,
        )
        for row in reader.connection.execute(query)
    ]


def put_copy(writer: Writer, copy: WorkingCopy) -> WorkingCopy:
    """Store what was typed, over what the same person typed of the same entry before, whose id it
    then has."""
    before = copy_of_entry(writer, copy.entry, copy.owner) if copy.entry else None
    copy = replace(copy, id=before.id) if before else copy
    values = {
        "owner": copy.owner,
        "entry_id": _entry_id(copy.entry) if copy.entry else None,
        "base_version": copy.base_version,
        "fields": dict(copy.fields),
        "saved_at": copy.saved_at,
    }
    same = update(working_copy).where(working_copy.c.uuid == copy.id)
    if writer.connection.execute(same.values(**values)).rowcount == 0:
        writer.connection.execute(insert(working_copy).values(uuid=copy.id, **values))
    return copy


def _entry_id(uuid: str) -> Any:
    return select(entry.c.id).where(entry.c.uuid == uuid).scalar_subquery()


def last_office(reader: Reader, owner: str) -> str | None:
    """The uuid of the office of the entry that a person made last, of those made lately."""
    every = select(entry.c.id, entry.c.owner, entry.c.office_id)
    lately = every.order_by(entry.c.id.desc()).limit(_LATEST_ENTRIES).subquery()
    query = (
        select(office.c.uuid)
        .join(lately, lately.c.office_id == office.c.id)
        .where(lately.c.owner == owner)
        .order_by(lately.c.id.desc())
        .limit(1)
    )
    found: str | None = reader.connection.execute(query).scalar()
    return found


def forget_copy(writer: Writer, copy_id: str) -> None:
    """Remove a working copy."""
    writer.connection.execute(delete(working_copy).where(working_copy.c.uuid == copy_id))


def forget_work_on(writer: Writer, entry_uuid: str) -> None:
    """Remove all that anybody typed of an entry, and who has it open."""
    for table in (working_copy, open_form):
        writer.connection.execute(delete(table).where(table.c.entry_id == _entry_id(entry_uuid)))


def oldest_copy(reader: Reader) -> datetime | None:
    """When the working copy was saved that nobody went on with for longest; None where there is none."""
    found: datetime | None = reader.connection.execute(select(func.min(working_copy.c.saved_at))).scalar_one()
    return found


def forget_copies_until(writer: Writer, moment: datetime) -> int:
    """Remove the working copies that were saved last at a moment or before; how many there were."""
    return writer.connection.execute(delete(working_copy).where(working_copy.c.saved_at <= moment)).rowcount


def note_open(writer: Writer, entry_uuid: str, owner: str, *, now: datetime, before: datetime) -> None:
    """Keep that a person has an entry's form open; forget the forms that were not heard of since
    `before`."""
    writer.connection.execute(delete(open_form).where(open_form.c.seen_at < before))
    same = update(open_form).where(
        open_form.c.entry_id == _entry_id(entry_uuid), open_form.c.account == owner
    )
    if writer.connection.execute(same.values(seen_at=now)).rowcount == 0:
        values = {"entry_id": _entry_id(entry_uuid), "account": owner, "seen_at": now}
        writer.connection.execute(insert(open_form).values(**values))


def others_at(reader: Reader, entry_uuid: str, owner: str, *, since: datetime) -> list[Presence]:
    """Who but a person has an entry's form open, by name."""
    query = (
        select(account.c.name, account.c.email, open_form.c.seen_at, working_copy.c.saved_at)
        .join(open_form, open_form.c.account == account.c.uuid)
        .outerjoin(
            working_copy,
            (working_copy.c.owner == account.c.uuid) & (working_copy.c.entry_id == open_form.c.entry_id),
        )
        .where(
            open_form.c.entry_id == _entry_id(entry_uuid),
            open_form.c.account != owner,
            open_form.c.seen_at >= since,
        )
    )
    found = [
        Presence(name=row.name or row.email, seen_at=row.seen_at, typed_at=row.saved_at)
        for row in reader.connection.execute(query)
    ]
    return sorted(found, key=lambda each: each.name)


def kinds_in_use(reader: Reader) -> Iterable[str]:
    """The kinds of the latest entries, the commonest first."""
    latest = select(entry.c.kind).order_by(entry.c.id.desc()).limit(_LATEST_ENTRIES).subquery()
    query = (
        select(latest.c.kind)
        .where(latest.c.kind != "")
        .group_by(latest.c.kind)
        .order_by(func.count().desc(), latest.c.kind)
    )
    return list(reader.connection.execute(query.limit(_MOST_KINDS)).scalars())
