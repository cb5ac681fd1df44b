"""Work that is done by the clock and after commits (`core.work`): written down, taken, done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, not_, select, update

from feedsvc.core.model import Status
from feedsvc.core.work import Job, Lease
from feedsvc.store import Writer
from feedsvc.store.leasing import is_held, lease_of, next_due, take_due
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry
from feedsvc.store.work_tables import work


@dataclass(frozen=True, slots=True)
class DueEntry:
    """A scheduled entry whose minute has come, at a version."""

    uuid: str
    version: int
    scheduled_for: datetime


def enqueue(writer: Writer, kind: str, payload: Mapping[str, str], due: datetime) -> None:
    """Write down work in the transaction that makes it necessary; done at least once, not before `due`."""
    enqueue_all(writer, kind, [payload], due)


def enqueue_all(writer: Writer, kind: str, payloads: Iterable[Mapping[str, str]], due: datetime) -> None:
    """Write down several pieces of work of one kind."""
    rows = [
        {
            "kind": kind,
            "payload": dict(payload),
            "created": due,
            "due": due,
            "attempts": 0,
            "last_error": "",
            "dead": False,
        }
        for payload in payloads
    ]
    if rows:
        writer.connection.execute(insert(work), rows)


def take_job(writer: Writer, *, now: datetime, lease: Lease) -> Job | None:
    """Lease the job that is due first, and count the attempt; None where none is."""
    row = take_due(writer, work, "due", not_(work.c.dead), now=now, lease=lease)
    if row is None:
        return None
    begun = update(work).where(work.c.id == row.id).values(attempts=work.c.attempts + 1)
    writer.connection.execute(begun)
    return replace(_job_of(row), attempts=row.attempts + 1, lease=lease)


def finish(writer: Writer, job: Job) -> bool:
    """Take a done job away; False where another worker holds it by now, and nothing may be stored."""
    mine = and_(work.c.id == job.id, is_held(work, job.lease))
    return writer.connection.execute(delete(work).where(mine)).rowcount == 1


def fail(writer: Writer, job: Job, error: str, *, due: datetime | None) -> None:
    """Let a job be tried again when it is due; None buries it. Nothing where another holds it."""
    values: dict[str, Any] = {"holder": None, "held_until": None, "last_error": error}
    values |= {"dead": True} if due is None else {"due": due}
    mine = and_(work.c.id == job.id, is_held(work, job.lease))
    writer.connection.execute(update(work).where(mine).values(**values))


def forget_dead(writer: Writer, *, before: datetime) -> None:
    """Take away what was buried and was due before a moment."""
    writer.connection.execute(delete(work).where(work.c.dead, work.c.due < before))


def revive(writer: Writer, now: datetime) -> int:
    """Let every buried job be tried anew; how many there were."""
    anew = update(work).where(work.c.dead).values(dead=False, attempts=0, due=now)
    return writer.connection.execute(anew).rowcount


def next_job_due(reader: Reader) -> datetime | None:
    """When the next job can be taken; None where there is none."""
    return next_due(reader, work, "due", not_(work.c.dead))


def jobs(
    reader: Reader, *, kind: str | None = None, dead: bool | None = None, limit: int = 1000
) -> list[Job]:
    """Jobs by when they are due."""
    query = select(work).order_by(work.c.due, work.c.id).limit(limit)
    query = query if kind is None else query.where(work.c.kind == kind)
    query = query if dead is None else query.where(work.c.dead == dead)
    return [_job_of(row) for row in reader.connection.execute(query)]


def job_counts(reader: Reader) -> dict[tuple[str, bool], int]:
    """How many jobs there are, by kind and whether they are dead."""
    query = select(work.c.kind, work.c.dead, func.count()).group_by(work.c.kind, work.c.dead)
    return {(kind, dead): count for kind, dead, count in reader.connection.execute(query)}


def due_entries(reader: Reader, now: datetime) -> list[DueEntry]:
    """The scheduled entries whose minute has come, the earliest first."""
    is_due = and_(entry.c.status == Status.SCHEDULED.value, entry.c.scheduled_for <= now)
    query = select(entry.c.uuid, entry.c.version, entry.c.scheduled_for).where(is_due)
    return [
        DueEntry(*row) for row in reader.connection.execute(query.order_by(entry.c.scheduled_for, entry.c.id))
    ]


def next_release(reader: Reader, after: datetime) -> datetime | None:
    """When the next entry is scheduled for, later than a moment; None where none is."""
    ahead = and_(entry.c.status == Status.SCHEDULED.value, entry.c.scheduled_for > after)
    found: datetime | None = reader.connection.execute(
        select(func.min(entry.c.scheduled_for)).where(ahead)
    ).scalar_one()
    return found


def _job_of(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        payload=row.payload,
        created=row.created,
        due=row.due,
        attempts=row.attempts,
        last_error=row.last_error,
        dead=row.dead,
        lease=lease_of(row),
    )
