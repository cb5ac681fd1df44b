"""The audit log: written in the transaction of what it tells of, read a page at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from feedsvc.core.accounts import Actor
from feedsvc.core.audit import AuditLine, AuditQuery, Note
from feedsvc.store.account_tables import audit
from feedsvc.store.reading import Reader


def add_lines(connection: Connection, actor: Actor, notes: Iterable[Note], now: datetime) -> None:
    """Write what an actor did."""
    who = {"at": now, "actor": actor.name, "account": actor.user, "origin": actor.origin, "via": actor.via}
    lines = [
        who
        | {
            "action": note.action,
            "kind": note.kind,
            "object": note.object,
            "office": note.office,
            "detail": dict(note.detail),
        }
        for note in notes
    ]
    if lines:
        connection.execute(insert(audit), lines)


def audit_lines(reader: Reader, asked: AuditQuery) -> list[AuditLine]:
    """The lines that fit, the latest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(asked.limit)
    for name in ("kind", "action", "object", "account", "office"):
        wanted = getattr(asked, name)
        if wanted is not None:
            query = query.where(audit.c[name] == wanted)
    if asked.since is not None:
        query = query.where(audit.c.at >= asked.since)
    if asked.until is not None:
        query = query.where(audit.c.at < asked.until)
    if asked.before is not None:
        query = query.where(audit.c.id < asked.before)
    return [_line_of(row) for row in reader.connection.execute(query)]


def _line_of(row: Row[Any]) -> AuditLine:
    return AuditLine(
        id=row.id,
        at=row.at,
        actor=row.actor,
        account=row.account,
        origin=row.origin,
        via=row.via,
        note=Note(row.action, row.kind, row.object, row.office, row.detail),
    )
