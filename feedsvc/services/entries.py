"""Entries as those see them who may, and changed only as they were when they were seen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.errors import (
    Conflict,
    FeedsvcError,
    Gone,
    InvalidInput,
    NotFound,
    NotSignedIn,
    Problem,
    Stale,
)
from feedsvc.core.model import Entry, EntryDraft, EntryVersion, Status
from feedsvc.services.publishing import Publisher
from feedsvc.services.site import describe_site
from feedsvc.store import Reader, Store, Writer
from feedsvc.store.listing import Wanted

# A token that may publish and not read may know of what it publishes.
_CHANGING = (Action.READ, Action.WRITE, Action.PUBLISH, Action.WITHDRAW)
BULK_ACTIONS = (
    *("publish", "schedule", "withdraw", "restore"),
    *("add_topic", "remove_topic", "add_country", "remove_country"),
)


def visible(
    reader: Reader, uuid: str, actor: Actor | None, *, by: Iterable[Action] = (Action.READ,)
) -> Entry:
    """An entry that an actor may see, by one of these rights; None is the public.

    Raises NotFound for any other, in the same words as for a uuid that was never given, and Gone
    for what the public saw once.
    """
    entry = reader.entry(uuid)
    if entry.released or (actor and _may_any(actor, by, reader.office(entry.office).uuid)):
        return entry
    if entry.status is Status.WITHDRAWN and entry.position is not None:
        raise Gone(f"This entry was withdrawn. {entry.withdrawn_reason}".strip())
    raise NotFound(f"There is no entry {uuid}.")


def _may_any(actor: Actor, actions: Iterable[Action], office: str) -> bool:
    return any(actor.may(action, office) for action in actions)


def seen_by(reader: Reader, actor: Actor | None, wanted: Wanted) -> Wanted:
    """The list that is wanted, with only what an actor may see; None is the public."""
    if actor is None:
        return replace(wanted, readable=frozenset())
    offices = {office.uuid for office in reader.offices()}
    readable = frozenset(uuid for uuid in offices if actor.may(Action.READ, uuid))
    return replace(wanted, readable=None if readable == offices else readable)


def versions(reader: Reader, uuid: str, actor: Actor | None) -> list[EntryVersion]:
    """The versions of an entry, oldest first: for those who may read what is not published.

    Raises NotFound, NotSignedIn, Forbidden.
    """
    entry = visible(reader, uuid, actor)
    if actor is None:
        raise NotSignedIn("The versions of an entry are for those who work on it: sign in.")
    actor.require(Action.READ, reader.office(entry.office).uuid)
    return reader.versions(uuid)


def version(reader: Reader, uuid: str, number: int, actor: Actor | None) -> EntryVersion:
    """One version of an entry. Raises NotFound, NotSignedIn, Forbidden."""
    for each in versions(reader, uuid, actor):
        if each.number == number:
            return each
    raise NotFound(f"The entry {uuid} has no version {number}.")


class Desk(NamedTuple):
    """An entry in the transaction in which it is being changed."""

    writer: Writer
    publisher: Publisher
    entry: Entry


@contextmanager
def changing(
    store: Store,
    settings: Settings,
    uuid: str,
    *,
    require: Callable[[Entry], None],
    now: datetime,
    actor: Actor,
) -> Iterator[Desk]:
    """An entry that an actor may see, in a transaction of its own.

    `require` is called within the transaction and raises Stale where the entry is not what was seen.
    """
    with store.writing() as writer:
        entry = visible(writer, uuid, actor, by=_CHANGING)
        require(entry)
        site = describe_site(settings, writer.site_record())
        yield Desk(writer, Publisher(writer, site, now=now, actor=actor), entry)


def revert(desk: Desk, number: int, *, major: bool = False) -> Entry:
    """Give an entry the content of an earlier version of it, as a new version.

    Its date stays: that of a released entry never moves. Raises NotFound, and as `Publisher.edit`.
    """
    earlier = next((each for each in desk.writer.versions(desk.entry.uuid) if each.number == number), None)
    if earlier is None:
        raise InvalidInput.at("version", f"the entry has no version {number}")
    draft = replace(earlier.entry.as_draft(), published=desk.entry.published)
    return desk.publisher.edit(desk.entry.uuid, draft, major=major)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of many things to do: `action` is one of BULK_ACTIONS, `version` the entry's as it was seen;
    `scheduled_for` goes with schedule, `reason` with withdraw and restore, and `value` with the minor
    edits that are the rest: the slug of a topic, the code of a country."""

    uuid: str
    version: int
    action: str
    scheduled_for: datetime | None = None
    reason: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a step, or would: the entry afterwards, or the problem and the error that tells it."""

    step: Step
    entry: Entry | None = None
    problem: str = ""
    error: FeedsvcError | None = None


class _Undo(Exception):
    """Ends a dry run: its transaction is undone."""


def do_all(
    store: Store, settings: Settings, steps: Sequence[Step], *, now: datetime, actor: Actor, dry_run: bool
) -> list[Outcome]:
    """Do every step in one transaction, or none of them.

    Raises InvalidInput naming each step that cannot be done; a dry run tells of them in its outcomes
    and leaves everything as it was.
    """
    outcomes: list[Outcome] = []
    try:
        with store.writing() as writer:
            site = describe_site(settings, writer.site_record())
            publisher = Publisher(writer, site, now=now, actor=actor)
            outcomes = [_outcome(publisher, writer, step, actor) for step in steps]
            problems = [
                Problem(f"operations[{number}]", outcome.problem)
                for number, outcome in enumerate(outcomes, 1)
                if outcome.problem
            ]
            if dry_run:
                raise _Undo
            if problems:
                raise InvalidInput(problems)
    except _Undo:
        pass
    return outcomes


def _outcome(publisher: Publisher, reader: Reader, step: Step, actor: Actor) -> Outcome:
    try:
        entry = visible(reader, step.uuid, actor, by=_CHANGING)
        if entry.version != step.version:
            raise Stale(f"The entry has version {entry.version} by now, not {step.version}.")
        return Outcome(step=step, entry=_done(publisher, step))
    except FeedsvcError as error:
        return Outcome(step=step, problem=str(error), error=error)


def _done(publisher: Publisher, step: Step) -> Entry:
    if step.action == "schedule":
        if step.scheduled_for is None:
            raise InvalidInput.at("scheduled_for", "is missing")
        return publisher.schedule(step.uuid, step.scheduled_for)
    if step.action == "withdraw":
        return publisher.withdraw(step.uuid, step.reason)
    if step.action == "restore":
        return publisher.restore(step.uuid, step.reason)
    if step.action == "publish":
        return publisher.publish(step.uuid)
    return publisher.edit(step.uuid, _sorted_anew(publisher.entry(step.uuid), step))


def _sorted_anew(entry: Entry, step: Step) -> EntryDraft:
    """An entry with a topic or a country more, or without it; one that nothing alters has a problem."""
    way, _, what = step.action.partition("_")
    field = {"topic": "topics", "country": "countries"}[what]
    has: tuple[str, ...] = getattr(entry, field)
    if (step.value in has) == (way == "add"):
        raise Conflict(f"The entry {'has it already' if way == 'add' else 'does not have it'}.")
    now = (*has, step.value) if way == "add" else tuple(each for each in has if each != step.value)
    draft = entry.as_draft()
    return replace(draft, topics=now) if field == "topics" else replace(draft, countries=now)
