"""Kept sources: added, edited, removed and read, each by who may import into its office."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import Note
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, InvalidInput, NotFound, Problem
from feedsvc.core.sources import LONGEST, SHORTEST, Poll, Source, SourceState, after, with_url
from feedsvc.core.text import web_url_problem
from feedsvc.core.work import LEASE, Lease
from feedsvc.services.import_report import FORMATS, ImportReport
from feedsvc.services.source_reading import look, read
from feedsvc.store import Reader, Store, Writer
from feedsvc.store import sources as kept
from feedsvc.store.leasing import taking


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """What a person says of a source; `language` None is told by the source itself."""

    url: str
    office: str
    every: timedelta = timedelta(hours=1)
    language: str | None = None
    format: str = "auto"
    paused: bool = False


def add_source(
    store: Store, settings: Settings, draft: SourceDraft, *, now: datetime, actor: Actor, uuid: str
) -> Source:
    """Keep a source; it is due at once. Raises InvalidInput, Conflict, Forbidden."""
    with store.writing() as writer:
        _check(writer, settings, draft)
        actor.require(Action.IMPORT, writer.office(draft.office).uuid)
        moment = whole_second(now)
        source = Source(
            uuid=uuid, created=moment, by=actor.name, next_poll=moment, **_said(draft), url=draft.url
        )
        _require_free(writer, source)
        kept.add_source(writer, source)
        _note(writer, actor, "added", source, now=now)
    return source


def edit_source(
    store: Store,
    settings: Settings,
    uuid: str,
    *,
    now: datetime,
    actor: Actor,
    require: Callable[[Source], None] = lambda _: None,
    **changes: Any,
) -> Source:
    """Change what is said of a source, by the names of SourceDraft; it is due at once, and read whole.

    `require` is called within the transaction and raises Stale where it is not what was seen.
    Raises NotFound, InvalidInput, Conflict, Forbidden.
    """
    with store.writing() as writer:
        known = _mine(writer, uuid, actor)
        require(known)
        draft = replace(draft_of(known), **changes)
        _check(writer, settings, draft)
        actor.require(Action.IMPORT, writer.office(draft.office).uuid)
        moved = known if draft.url == known.url else with_url(known, draft.url)
        # Without ETag and lease: what it says is imported anew, as it is now to be understood, and a
        # worker that is reading it the old way stores nothing more of that reading.
        source = replace(
            moved,
            **_said(draft),
            etag=None,
            last_modified=None,
            failures=0,
            next_poll=whole_second(now),
            lease=None,
        )
        _require_free(writer, source)
        kept.change_source(writer, source)
        _note(writer, actor, "edited", source, now=now, fields=sorted(changes))
    return source


def remove_source(store: Store, uuid: str, *, now: datetime, actor: Actor) -> Source:
    """Forget a source; its entries stay. Raises NotFound, Forbidden."""
    with store.writing() as writer:
        source = _mine(writer, uuid, actor)
        kept.remove_source(writer, uuid)
        _note(writer, actor, "removed", source, now=now)
    return source


def sources_for(reader: Reader, actor: Actor) -> list[Source]:
    """The sources of the offices into which somebody may import."""
    offices = {office.slug: office.uuid for office in reader.offices()}
    return [each for each in kept.sources(reader) if actor.may(Action.IMPORT, offices[each.office])]


def source_for(reader: Reader, uuid: str, actor: Actor) -> Source:
    """One of them. Raises NotFound, Forbidden."""
    return _mine(reader, uuid, actor)


def read_source(store: Store, settings: Settings, uuid: str, *, now: datetime, actor: Actor) -> Source:
    """Read a source now, whether it is due, paused or gone; the source as it is afterwards.

    Raises NotFound, Forbidden, Conflict while a worker reads it.
    """
    with taking(store) as writer:
        source = _mine(writer, uuid, actor)
        if source.lease is not None and source.lease.until > now:
            raise Conflict("A worker is reading this source just now: feedsvc source show tells how it went.")
        held = kept.hold_source(writer, uuid, Lease("by hand", now + LEASE))
    return _read_and_store(store, settings, held, now) or source


def look_at(
    store: Store, settings: Settings, uuid: str, *, now: datetime, actor: Actor
) -> tuple[ImportReport | None, str]:
    """What a source holds now, item by item, and what would be refused; nothing is stored.

    None and a sentence where nothing of it can be taken. Raises NotFound, Forbidden.
    """
    with store.reading() as reader:
        source = _mine(reader, uuid, actor)
    return look(store, settings, source, now=whole_second(now))


def read_due(store: Store, settings: Settings, *, now: datetime, holder: str) -> Source | None:
    """Read the source that is due first; None where none is. Raises StoreUnavailable."""
    with taking(store) as writer:
        source = kept.take_source(writer, now=now, lease=Lease(holder, now + LEASE))
    if source is None:
        return None
    return _read_and_store(store, settings, source, now) or source


def _read_and_store(store: Store, settings: Settings, source: Source, now: datetime) -> Source | None:
    poll = read(store, settings, source, now=whole_second(now))
    with store.writing() as writer:
        current = kept.still_held(writer, source.uuid, source.lease)
        if current is None:  # edited, removed, or taken by another when this lease ran out
            return None
        changed = _not_onto_another(writer, current, after(current, poll), poll)
        kept.change_source(writer, changed)
    return changed


def _not_onto_another(writer: Writer, current: Source, changed: Source, poll: Poll) -> Source:
    other = kept.source_of_url(writer, changed.url)
    if other is None or other.uuid == current.uuid:
        return changed
    said = f"It moved to {_public(changed.url)}, which is kept as a source already: remove one of them."
    return after(current, replace(poll, moved_to=None, said=said))


def _mine(reader: Reader, uuid: str, actor: Actor) -> Source:
    source = kept.source_by_uuid(reader, uuid)
    actor.require(Action.IMPORT, reader.office(source.office).uuid)
    return source


def draft_of(source: Source) -> SourceDraft:
    """What a person said of a stored source."""
    return SourceDraft(
        url=source.url,
        office=source.office,
        every=source.every,
        language=source.language,
        format=source.format,
        paused=source.state is SourceState.PAUSED,
    )


def _said(draft: SourceDraft) -> dict[str, Any]:
    return {
        "office": draft.office,
        "every": draft.every,
        "language": draft.language,
        "format": draft.format,
        "state": SourceState.PAUSED if draft.paused else SourceState.ACTIVE,
    }


def _check(writer: Writer, settings: Settings, draft: SourceDraft) -> None:
    problems = []
    problem = web_url_problem(draft.url) or (
        "must not hold a user name" if "@" in urlsplit(draft.url).netloc else ""
    )
    if problem:
        problems.append(Problem("url", problem))
    try:
        writer.office(draft.office)
    except NotFound as error:
        problems.append(Problem("office", str(error)))
    if not SHORTEST <= draft.every <= LONGEST:
        problems.append(Problem("every", "must be from 5 minutes to 30 days, such as 30m, 1h or 2d"))
    if draft.language is not None and draft.language not in settings.languages:
        problems.append(Problem("language", f"must be one of the site's: {', '.join(settings.languages)}"))
    if draft.format not in FORMATS:
        problems.append(Problem("format", f"must be one of {', '.join(FORMATS)}"))
    if problems:
        raise InvalidInput(problems)


def _require_free(writer: Writer, source: Source) -> None:
    other = kept.source_of_url(writer, source.url)
    if other is not None and other.uuid != source.uuid:
        raise Conflict(f"This URL is kept as a source already: {other.uuid}.")


def _note(writer: Writer, actor: Actor, action: str, source: Source, *, now: datetime, **detail: Any) -> None:
    told = {"url": _public(source.url), **detail}
    office = writer.office(source.office).uuid
    writer.note(actor, Note(action, "source", source.uuid, office, told), now=whole_second(now))


def _public(url: str) -> str:
    """A URL without its query, in which some sites give a reader a key of its own."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
