"""How the site stands, for its administrators: database, work, sizes, the last backup."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from feedsvc import __version__
from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import AuditQuery, Note
from feedsvc.core.dates import whole_second
from feedsvc.services import work
from feedsvc.services.pictures import FOLDER
from feedsvc.store import Reader, Store, audit
from feedsvc.store.reading import SiteRecord
from feedsvc.store.state import DatabaseState, database_state

_PATIENCE = timedelta(minutes=2)  # a worker looks every two seconds, and may be at something that takes time


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """`is_work_late` says that something was due and nobody did it: no worker runs, it seems."""

    version: str
    record: SiteRecord
    database: DatabaseState
    work: work.WorkStatus
    is_work_late: bool
    picture_bytes: int
    last_backup: datetime | None


def site_state(reader: Reader, settings: Settings, *, now: datetime, actor: Actor) -> SiteState:
    """How the site stands now. Raises Forbidden."""
    actor.require(Action.MANAGE, None)
    stands = work.status(reader, now=now)
    backups = audit.audit_lines(reader, AuditQuery(kind="site", action="backed up", limit=1))
    return SiteState(
        version=__version__,
        record=reader.site_record(),
        database=database_state(reader),
        work=stands,
        is_work_late=stands.next_moment is not None and stands.next_moment < now - _PATIENCE,
        picture_bytes=_bytes_within(settings.data_dir / FOLDER),
        last_backup=backups[0].at if backups else None,
    )


def _bytes_within(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    with os.scandir(folder) as found:
        return sum(each.stat().st_size for each in found if each.is_file())


def try_again(store: Store, *, now: datetime, actor: Actor) -> int:
    """Let the jobs that were given up be tried anew; how many there were. Raises Forbidden."""
    actor.require(Action.MANAGE, None)
    count = work.revive(store, now=now)
    with store.writing() as writer:
        writer.note(actor, Note("tried again", "work", "", detail={"jobs": count}), now=whole_second(now))
    return count
