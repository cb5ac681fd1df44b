"""What needs a person first when they come into the newsroom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.advice import Advice, advice
from feedsvc.core.model import Entry, Status
from feedsvc.core.working_copy import WorkingCopy
from feedsvc.services.drafting import copies_of
from feedsvc.services.entries import seen_by
from feedsvc.services.work import RELEASE
from feedsvc.store import Reader
from feedsvc.store.listing import Concern, Sort, Wanted, count_by_status, list_entries, next_scheduled
from feedsvc.store.work import jobs

LOOKED_AT = 50
"""How many of the newest published entries are looked at for what readers will dislike."""

SHOWN = 5
"""How many of a kind are shown; the list has the rest."""

SHOWN_COPIES = 3
"""How many working copies are shown."""

SHOWN_ADVISED = 3
"""How many published entries with warnings are shown, which can wait."""


@dataclass(frozen=True, slots=True)
class Advised:
    """A published entry, and what readers will dislike of it."""

    entry: Entry
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class FailedRelease:
    """A scheduled entry that could not be released, why, and when that is tried again; None where it is
    not any more."""

    entry: Entry
    error: str
    again: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What needs a person: what they wrote and did not save, and else; of each kind the first few and
    how many there are. Of the `looked_at` newest published entries those are named that have warnings."""

    copies: Sequence[WorkingCopy]
    copy_count: int
    drafts: Sequence[Entry]
    draft_count: int
    scheduled: Sequence[Entry]
    scheduled_count: int
    failed: Sequence[FailedRelease]
    advised: Sequence[Advised]
    advised_count: int
    looked_at: int

    def __bool__(self) -> bool:
        return bool(self.copies or self.draft_count or self.scheduled_count or self.failed or self.advised)


def attention(reader: Reader, *, now: datetime, actor: Actor) -> Attention:
    """What needs a person: their own, and for an editor what is of their offices."""
    wanted = concerning(reader, actor)
    counts = count_by_status(reader, replace(wanted, statuses=frozenset({Status.DRAFT, Status.SCHEDULED})))
    drafts = replace(wanted, statuses=frozenset({Status.DRAFT}))
    copies, advised = written_of(reader, actor), advised_of(reader, now=now, actor=actor)
    return Attention(
        copies=copies[:SHOWN_COPIES],
        copy_count=len(copies),
        drafts=list_entries(reader, drafts, sort=Sort.CREATED, limit=SHOWN).entries,
        draft_count=counts.get(Status.DRAFT, 0),
        scheduled=next_scheduled(reader, wanted, SHOWN),
        scheduled_count=counts.get(Status.SCHEDULED, 0),
        failed=_failed(reader, wanted),
        advised=advised.entries[:SHOWN_ADVISED],
        advised_count=len(advised.entries),
        looked_at=advised.looked_at,
    )


def written_of(reader: Reader, actor: Actor) -> list[WorkingCopy]:
    """What a person wrote and did not save, the latest first; not forms that were only opened."""
    return [copy for copy in copies_of(reader, actor=actor) if not copy.is_empty]


class AllAdvised(NamedTuple):
    """The newest published entries that have warnings, out of so many."""

    entries: list[Advised]
    looked_at: int


def advised_of(reader: Reader, *, now: datetime, actor: Actor) -> AllAdvised:
    """What readers will dislike of the newest published entries that concern a person."""
    newest = _newest_published(reader, concerning(reader, actor))
    found = [Advised(each, said) for each in newest if (said := advice(each, now=now))]
    return AllAdvised(found, len(newest))


def concerning(reader: Reader, actor: Actor) -> Wanted:
    """What concerns a person of all that they may see: their own entries, and those of the offices in
    which they publish."""
    every = {office.uuid for office in reader.offices()}
    own = frozenset(uuid for uuid in every if actor.may(Action.PUBLISH, uuid))
    concern = Concern(actor.user, None if own == every else own)
    return seen_by(reader, actor, Wanted(concerning=concern))


def _newest_published(reader: Reader, wanted: Wanted) -> list[Entry]:
    published = replace(wanted, statuses=frozenset({Status.PUBLISHED}))
    return list_entries(reader, published, sort=Sort.PUBLISHED, limit=LOOKED_AT).entries


def failed_release(reader: Reader, entry: Entry) -> FailedRelease | None:
    """Why an entry, as it is now, could not be released; None where nothing failed."""
    return next((each for each in _releases(reader) if each.entry == entry), None)


def _failed(reader: Reader, wanted: Wanted) -> list[FailedRelease]:
    owner, offices = wanted.concerning or Concern(None, None)
    return [
        each
        for each in _releases(reader)
        if offices is None
        or reader.office(each.entry.office).uuid in offices
        or (owner is not None and each.entry.owner == owner)
    ]


def _releases(reader: Reader) -> Iterator[FailedRelease]:
    """Jobs speak of an entry at a version: of one that was changed since nothing has failed."""
    noted = {job.payload["entry"]: job for job in jobs(reader, kind=RELEASE)}
    entries = reader.entries_of(noted)
    for uuid, job in noted.items():
        if (entry := entries.get(uuid)) is not None and job.payload["version"] == str(entry.version):
            yield FailedRelease(entry, job.last_error, None if job.dead else job.due)
