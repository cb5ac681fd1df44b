"""One reading of a kept source: asked, imported, and what follows from it."""

import logging
from datetime import datetime
from http import HTTPStatus

from feedsvc.config import Settings
from feedsvc.core.accounts import Actor, Role
from feedsvc.core.errors import FeedsvcError, FetchFailed, StoreUnavailable
from feedsvc.core.sources import LONGEST_RETRY_AFTER, Poll, Source
from feedsvc.core.waiting import retry_after
from feedsvc.core.work import error_text
from feedsvc.fetching import Fetched
from feedsvc.services.import_report import LARGEST, ImportFile, ImportReport, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.outgoing import ask
from feedsvc.store import Store

log = logging.getLogger(__name__)

_SECONDS = 30.0
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_DEFECT = "It could not be imported because of an error in feedsvc, which has been logged."


def read(store: Store, settings: Settings, source: Source, *, now: datetime) -> Poll:
    """Ask a source for what is new and import it. No transaction is open meanwhile.

    What goes wrong is said in the Poll; raises StoreUnavailable alone.
    """
    try:
        fetched = ask(
            settings,
            source.url,
            accept=_ACCEPT,
            max_bytes=LARGEST,
            deadline_seconds=_SECONDS,
            etag=source.etag,
            last_modified=source.last_modified,
        )
    except FetchFailed as error:
        return Poll(at=now, failed=True, said=error_text(str(error)))
    except Exception as error:  # what another site sends may meet a defect, and must stop nothing else
        log.exception("Asking the source %s failed", source.uuid, exc_info=error)
        return Poll(at=now, failed=True, said="It could not be asked because of an error in feedsvc.")
    if fetched.status == HTTPStatus.NOT_MODIFIED:
        return _good(fetched, now, etag=source.etag, last_modified=source.last_modified)
    if fetched.status != HTTPStatus.OK:
        return _refused(fetched, now)
    return _imported(store, settings, source, fetched, now)


def _refused(fetched: Fetched, now: datetime) -> Poll:
    status = fetched.status
    phrase = next((f" ({each.phrase})" for each in HTTPStatus if each == status), "")
    is_gone = status == HTTPStatus.GONE
    return Poll(
        at=now,
        status=status,
        failed=True,
        is_gone=is_gone,
        said="It says that it is gone for good (410)." if is_gone else f"It answered {status}{phrase}.",
        not_before=_not_before(fetched, now),
    )


def _not_before(fetched: Fetched, now: datetime) -> datetime | None:
    return retry_after(fetched.headers.get("retry-after"), now=now, longest=LONGEST_RETRY_AFTER)


def _good(
    fetched: Fetched,
    now: datetime,
    *,
    etag: str | None,
    last_modified: str | None,
    report: ImportReport | None = None,
) -> Poll:
    counts = {outcome.value: report.count(outcome) for outcome in Outcome} if report else None
    return Poll(
        at=now,
        status=fetched.status,
        said=_refusals(report) if report else "",
        moved_to=fetched.moved_to,
        etag=fetched.headers.get("etag") or etag,
        last_modified=fetched.headers.get("last-modified") or last_modified,
        not_before=_not_before(fetched, now),
        counts=counts,
    )


def look(
    store: Store, settings: Settings, source: Source, *, now: datetime
) -> tuple[ImportReport | None, str]:
    """What a source holds now, as the dry run of an import; or None, and a sentence on why nothing of it
    can be taken. Raises StoreUnavailable alone."""
    try:
        fetched = ask(settings, source.url, accept=_ACCEPT, max_bytes=LARGEST, deadline_seconds=_SECONDS)
        if fetched.status != HTTPStatus.OK:
            return None, _refused(fetched, now).said
        return _report(store, settings, source, fetched, now, dry_run=True), ""
    except StoreUnavailable:
        raise
    except FeedsvcError as error:
        return None, error_text(str(error))


def _report(
    store: Store, settings: Settings, source: Source, fetched: Fetched, now: datetime, *, dry_run: bool
) -> ImportReport:
    file = ImportFile(
        name=source.url,
        data=fetched.body,
        url=fetched.url,
        content_type=fetched.headers.get("content-type"),
    )
    return import_files(
        store,
        settings,
        [file],
        now=now,
        actor=_reader_of(store, source),
        office=source.office,
        language=source.language,
        format=source.format,
        source=source.name,
        dry_run=dry_run,
    )


def _imported(store: Store, settings: Settings, source: Source, fetched: Fetched, now: datetime) -> Poll:
    try:
        report = _report(store, settings, source, fetched, now, dry_run=False)
    except StoreUnavailable:
        raise
    except FeedsvcError as error:
        return Poll(at=now, status=fetched.status, failed=True, said=error_text(str(error)))
    except Exception as error:  # as above: a defect that one source meets stops no other
        log.exception("Importing the source %s failed", source.uuid, exc_info=error)
        return Poll(at=now, status=fetched.status, failed=True, said=_DEFECT)
    whole = next((row for row in report.rows if row.line is None and row.outcome is Outcome.REFUSED), None)
    if whole is not None:
        # Its ETag is not kept: a 304 would hide next time that nothing of it was ever taken.
        return Poll(at=now, status=fetched.status, failed=True, said=error_text(whole.note))
    return _good(fetched, now, etag=None, last_modified=None, report=report)


def _reader_of(store: Store, source: Source) -> Actor:
    """Who imports: a machine that may do so in the source's own office, and nowhere else, whatever
    offices its items name."""
    with store.reading() as reader:
        office = reader.office(source.office)
    return Actor(name="source", roles={office.uuid: Role.EDITOR})


def _refusals(report: ImportReport) -> str:
    refused = [row for row in report.rows if row.outcome is Outcome.REFUSED]
    if not refused:
        return ""
    first = refused[0]
    more = f" and {len(refused) - 1} more" if len(refused) > 1 else ""
    return error_text(f"Refused line {first.line}{more}: {first.note}")
