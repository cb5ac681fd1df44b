"""Offices that are closed: a last entry that says where to go, then, from a date on, feeds that are gone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from feedsvc.core.accounts import Action, Actor, Scope
from feedsvc.core.audit import Note
from feedsvc.core.dates import in_words, whole_second
from feedsvc.core.endings import Ending
from feedsvc.core.errors import Conflict, InvalidInput, NotFound, Problem
from feedsvc.core.last_entry import languages_of, last_entry
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import Entry, Office, Site, Status
from feedsvc.services.naming import mark_everything
from feedsvc.services.publishing import Publisher
from feedsvc.store import Reader, Store, Writer, naming
from feedsvc.store.listing import Sort, Wanted, list_entries


def close_office(
    writer: Writer,
    site: Site,
    slug: str,
    *,
    successors: Sequence[str],
    until: date,
    now: datetime,
    actor: Actor,
    new_uuid: Callable[[], str],
) -> list[Entry]:
    """Close an office: its last entry, in each of its languages, says where its news goes on; from the
    beginning of `until`, where the office is, its feeds are gone. It takes no new entries from now on.

    Raises NotFound, Forbidden, InvalidInput, or Conflict where it is closed already or has entries
    scheduled.
    """
    office, now = writer.office(slug), whole_second(now)
    actor.require(Action.MANAGE, office.uuid)
    if office.ending is not None:
        raise Conflict(f"The office “{office.slug}” is closed already: reopen it first.")
    zone = ZoneInfo(zone_of(office, site))
    at = datetime.combine(until, time(), zone).astimezone(UTC)
    others = _successors(writer, office, successors, until, is_ahead=at > now)
    scheduled = Wanted(readable=None, office=office.slug, statuses=frozenset({Status.SCHEDULED}))
    if list_entries(writer, scheduled, sort=Sort.CREATED, limit=1).entries:
        raise Conflict("Entries of the office are scheduled: publish them, or give them to another office.")
    # Who may close an office may let it say so, whatever else a token is narrowed to.
    publisher = Publisher(writer, site, now=now, actor=replace(actor, scope=Scope()), new_uuid=new_uuid)
    drafts = (
        last_entry(office, others, day=until, site=site, language=each) for each in languages_of(office, site)
    )
    made = [publisher.publish(publisher.create(draft).uuid) for draft in drafts]
    if len(made) > 1:
        publisher.link_translations([entry.uuid for entry in made])
    naming.end_office(writer, office, Ending(successors=tuple(each.uuid for each in others), at=at))
    said = {"slug": office.slug, "until": until.isoformat(), "successors": [each.slug for each in others]}
    writer.note(actor, Note("closed", "office", office.uuid, office.uuid, said), now=now)
    return [writer.entry(entry.uuid) for entry in made]


def _successors(
    reader: Reader, office: Office, slugs: Sequence[str], until: date, *, is_ahead: bool
) -> list[Office]:
    problems = []
    if not is_ahead:
        ahead = f"{in_words(until, 'en')} is past: readers need some days to come by the last entry"
        problems.append(Problem("until", ahead))
    found: dict[str, Office] = {}
    for slug in slugs:
        try:
            other = reader.office(slug)
        except NotFound as error:
            problems.append(Problem("successors", str(error)))
            continue
        if other.uuid == office.uuid:
            problems.append(Problem("successors", f"“{slug}” is the office that is to be closed"))
        elif other.ending is not None:
            problems.append(Problem("successors", f"the office “{slug}” is closed itself"))
        found[other.uuid] = other
    if problems:
        raise InvalidInput(problems)
    return list(found.values())


def reopen_office(writer: Writer, slug: str, *, now: datetime, actor: Actor) -> Office:
    """Take back that an office was closed: it takes entries, and its feeds are served. What it said last
    stays until somebody withdraws it. Raises NotFound, Forbidden, or Conflict where it is not closed."""
    office, now = writer.office(slug), whole_second(now)
    actor.require(Action.MANAGE, office.uuid)
    if office.ending is None:
        raise Conflict(f"The office “{office.slug}” is not closed.")
    naming.end_office(writer, office, None)
    mark_everything(writer, writer.next_number(), now)
    note = Note("reopened", "office", office.uuid, office.uuid, {"slug": office.slug})
    writer.note(actor, note, now=now)
    return writer.office(office.slug)


def end_feeds_due(store: Store, *, now: datetime, actor: Actor) -> datetime | None:
    """Let the feeds of closed offices be gone whose date has come; when the next is, None where none is.

    However many workers do this, each office is ended once. Raises StoreUnavailable.
    """
    with store.reading() as reader:
        ahead = _ahead(reader)
    if any(at <= now for _, at in ahead):
        with store.writing() as writer:
            _end(writer, [office for office, at in _ahead(writer) if at <= now], whole_second(now), actor)
    return min((at for _, at in ahead if at > now), default=None)


def _ahead(reader: Reader) -> list[tuple[Office, datetime]]:
    endings = [(each, each.ending) for each in reader.offices()]
    return [(office, ending.at) for office, ending in endings if ending is not None and not ending.over]


def _end(writer: Writer, offices: Sequence[Office], now: datetime, actor: Actor) -> None:
    for office in offices:
        ending = office.ending
        assert ending is not None  # noqa: S101  for the type checker: these are the offices that end
        uuids = tuple(writer.office(slug).uuid for slug in ending.successors)
        naming.end_office(writer, office, replace(ending, successors=uuids, over=True))
        note = Note("ended", "office", office.uuid, office.uuid, {"slug": office.slug})
        writer.note(actor, note, now=now)
    if offices:
        mark_everything(writer, writer.next_number(), now)
