"""What is done by the clock and after commits: by `feedsvc worker`, one step at a time."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.core.errors import FeedsvcError, FetchFailed, NotFound, StoreUnavailable
from feedsvc.core.measuring import PICTURE_SIZE
from feedsvc.core.model import Status
from feedsvc.core.work import LEASE, Job, Lease, error_text, next_try
from feedsvc.services import erasing, import_tray, picture_sizes, tombstones
from feedsvc.services.closing import end_feeds_due
from feedsvc.services.counting import end_days
from feedsvc.services.digests import close_due
from feedsvc.services.drafting import prune_copies
from feedsvc.services.publishing import Publisher
from feedsvc.services.site import describe_site
from feedsvc.services.sources import read_due
from feedsvc.store import Reader, Store, Writer
from feedsvc.store import sources as kept
from feedsvc.store import work as written
from feedsvc.store.leasing import taking

log = logging.getLogger(__name__)

CLOCK = the_machine("clock")
RELEASE = "release"
_RELEASE_TRIES = 12
_DEAD_KEPT = timedelta(days=30)

Run = Callable[[Store, Settings, Mapping[str, str], datetime], Callable[[Writer], None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: `run` does what takes time, with no transaction open, and returns what to
    store; after so many `tries` a job is buried."""

    run: Run
    tries: int


def tick(store: Store, settings: Settings, *, now: datetime, holder: str) -> datetime | None:
    """Release what is due, do one thing that is due outside, close the digests that are due, end the
    days of the statistics, and the feeds and tombstones whose time has come. When something is next.
    Raises StoreUnavailable."""
    moments = [
        release_due(store, settings, now=now),
        do_one(store, settings, now=now, holder=holder),
        close_due(store, settings, now=now),
        prune_copies(store, now=now),
        end_days(store, settings, now=now),
        end_due(store, settings, now=now),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def end_due(store: Store, settings: Settings, *, now: datetime) -> datetime | None:
    """End the feeds of closed offices and the tombstones whose time has come; when the next has. Raises
    StoreUnavailable."""
    moments = [
        end_feeds_due(store, now=now, actor=CLOCK),
        tombstones.end_due(store, settings, now=now),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def release_due(store: Store, settings: Settings, *, now: datetime) -> datetime | None:
    """Release the scheduled entries whose minute has come, each in a transaction of its own; when the
    next is scheduled for.

    One that cannot be released becomes a job, which is tried again like any other, and stops none
    of the rest. However many workers do this, each entry is released once. Raises StoreUnavailable.
    """
    with store.reading() as reader:
        due = written.due_entries(reader, now)
        noted = {(job.payload["entry"], job.payload["version"]) for job in written.jobs(reader, kind=RELEASE)}
        following = written.next_release(reader, now)
    for each in due:
        payload = {"entry": each.uuid, "version": str(each.version)}
        if (each.uuid, str(each.version)) in noted:
            continue
        try:
            with store.writing() as writer:
                _release_one(settings, payload, now)(writer)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.warning("The entry %s could not be released: %s", each.uuid, _sentence(error))
            with store.writing() as writer:
                written.enqueue(writer, RELEASE, payload, next_try(1, now=now))
    return following


def _release_one(settings: Settings, payload: Mapping[str, str], now: datetime) -> Callable[[Writer], None]:
    def release(writer: Writer) -> None:
        try:
            entry = writer.entry(payload["entry"])
        except NotFound:
            return
        # Asked again in the writing transaction: another worker may have been first, or a person
        # may have set another minute.
        is_due = entry.scheduled_for is not None and entry.scheduled_for <= now
        if entry.status is Status.SCHEDULED and is_due and str(entry.version) == payload["version"]:
            site = describe_site(settings, writer.site_record())
            Publisher(writer, site, now=now, actor=CLOCK).publish(entry.uuid)

    return release


KINDS: Mapping[str, Kind] = {
    RELEASE: Kind(lambda _, settings, payload, now: _release_one(settings, payload, now), _RELEASE_TRIES),
    PICTURE_SIZE: Kind(picture_sizes.run, picture_sizes.TRIES),
    erasing.JOB: Kind(erasing.run, erasing.TRIES),
    import_tray.JOB: Kind(import_tray.run, import_tray.TRIES),
    import_tray.CLEARING: Kind(import_tray.clear, import_tray.TRIES),
}


def do_one(
    store: Store,
    settings: Settings,
    *,
    now: datetime,
    holder: str,
    kinds: Mapping[str, Kind] = KINDS,
) -> datetime | None:
    """Read a source that is due, and do a job that is due; when the next is. `holder` names the
    worker. Raises StoreUnavailable."""
    with store.reading() as reader:
        poll, job = kept.next_poll(reader), written.next_job_due(reader)
    if poll is not None and poll <= now:
        read_due(store, settings, now=now, holder=holder)
    if job is not None and job <= now:
        do_job(store, settings, now=now, holder=holder, kinds=kinds)
    with store.reading() as reader:
        moments = [kept.next_poll(reader), written.next_job_due(reader)]
    return min((moment for moment in moments if moment is not None), default=None)


def do_job(
    store: Store, settings: Settings, *, now: datetime, holder: str, kinds: Mapping[str, Kind] = KINDS
) -> Job | None:
    """Take the job that is due first and do it; None where none is.

    What it stores and the end of the job are one transaction. A job that fails is tried again, ever
    later, and is buried when it failed too often. Raises StoreUnavailable.
    """
    with taking(store) as writer:
        job = written.take_job(writer, now=now, lease=Lease(holder, now + LEASE))
    if job is None:
        return None
    kind = kinds.get(job.kind)
    try:
        if kind is None:
            raise FetchFailed(f"This version of feedsvc knows no work called “{job.kind}”.", lasting=True)
        if job.attempts > kind.tries:
            raise FetchFailed(job.last_error or "Every worker that began it was killed.", lasting=True)
        outcome = kind.run(store, settings, job.payload, now)
        with store.writing() as writer:
            if written.finish(writer, job):
                outcome(writer)
    except StoreUnavailable:
        raise
    except Exception as error:
        _fail(store, job, error, now, tries=kind.tries if kind else 0)
    return job


def _fail(store: Store, job: Job, error: Exception, now: datetime, *, tries: int) -> None:
    sentence = _sentence(error)
    is_final = job.attempts >= tries or (isinstance(error, FetchFailed) and error.lasting)
    log.warning("The job %d (%s) failed: %s", job.id, job.kind, sentence)
    with taking(store) as writer:
        written.fail(writer, job, sentence, due=None if is_final else next_try(job.attempts, now=now))
        written.forget_dead(writer, before=now - _DEAD_KEPT)


def _sentence(error: Exception) -> str:
    if isinstance(error, FeedsvcError):
        return error_text(str(error))
    log.error("An error of feedsvc", exc_info=error)
    return f"An error of feedsvc, which has been logged: {type(error).__name__}."


def revive(store: Store, *, now: datetime) -> int:
    """Let what was buried be tried again; how many jobs there were."""
    with taking(store) as writer:
        return written.revive(writer, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStatus:
    """What is to be done: jobs by kind, scheduled entries that are late, and jobs that were buried."""

    waiting: Mapping[str, int]
    late_entries: int
    dead: tuple[Job, ...]
    next_moment: datetime | None


def status(reader: Reader, *, now: datetime) -> WorkStatus:
    """How the work stands."""
    counts = written.job_counts(reader)
    moments = [kept.next_poll(reader), written.next_job_due(reader), written.next_release(reader, now)]
    return WorkStatus(
        waiting={kind: count for (kind, dead), count in sorted(counts.items()) if not dead},
        late_entries=len(written.due_entries(reader, now)),
        dead=tuple(written.jobs(reader, dead=True)),
        next_moment=min((moment for moment in moments if moment is not None), default=None),
    )
