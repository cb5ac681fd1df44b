"""Legal erasure: of an entry nothing stays but its id and that it was withdrawn (ADR 18)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from feedsvc.config import Settings
from feedsvc.core import lifecycle
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import Note
from feedsvc.core.dates import whole_second
from feedsvc.core.erasing import marks_of_entry, marks_of_items
from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Entry
from feedsvc.core.pictures import parse_name
from feedsvc.core.text import one_line
from feedsvc.core.wording import say
from feedsvc.services.digests import mark_digests_of
from feedsvc.services.entries import visible
from feedsvc.services.pictures import FOLDER
from feedsvc.store import Store, Writer
from feedsvc.store import erasing as stored
from feedsvc.store.pictures import digests_kept, forget_pictures
from feedsvc.store.tombstones import raise_tombstone
from feedsvc.store.work import enqueue

JOB = "erasure"
TRIES = 12


def erase_entry(
    store: Store,
    uuid: str,
    reason: str,
    *,
    now: datetime,
    actor: Actor,
    require: Callable[[Entry], None] = lambda _: None,
) -> "Erased":
    """Erase an entry of any status: every version, its pictures unless others use them, and all that is
    told of it elsewhere. If readers saw it, its tombstone stays, with neutral words. It cannot come back,
    by no import either. `reason` stands in the audit log alone.

    A job of the worker then removes the files of its pictures, and what was deleted from the files of
    the database (`clear_traces`). `require` is called in the transaction and raises Stale where the
    entry is not what was seen. Raises NotFound, Forbidden, Conflict, and InvalidInput without a reason.
    """
    with store.writing() as writer:
        return _Erasing(writer, actor, whole_second(now)).erase(uuid, one_line(reason), require)


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of an entry, and the digests of the pictures that went with it."""

    entry: Entry
    pictures: tuple[str, ...]


class _Erasing:
    """An erasure in one transaction."""

    def __init__(self, writer: Writer, actor: Actor, now: datetime) -> None:
        self._writer, self._actor, self._now = writer, actor, now

    def erase(self, uuid: str, reason: str, require: Callable[[Entry], None]) -> Erased:
        writer, now = self._writer, self._now
        known = visible(writer, uuid, self._actor, by=Action)
        office = writer.office(known.office).uuid
        self._actor.require(Action.ERASE, office)
        require(known)
        if not reason:
            raise InvalidInput.at("reason", "is missing: the audit log must say why")
        erased = lifecycle.erased(
            known,
            title=say("erased", known.language),
            comment=say("erased_reason", known.language) if known.position is not None else "",
            number=writer.next_number(),
            now=now,
        )
        if known.released:
            writer.bury(uuid)
            raise_tombstone(writer, uuid, now)
        # While its versions still say where it stood.
        mark_digests_of(writer, erased, now=now)
        self._keep_marks(uuid)
        pictures = stored.pictures_of_it_alone(writer, uuid)
        stored.erase(writer, uuid, pictures)
        forget_pictures(writer, pictures)
        writer.change_entries([erased], action="erased", by=self._actor.name, now=now)
        self._mark(erased, known)
        note = Note("erased", "entry", uuid, office, {"version": erased.version, "reason": reason})
        writer.note(self._actor, note, now=now)
        enqueue(writer, JOB, {"pictures": " ".join(pictures)}, now)
        return Erased(writer.entry(uuid), tuple(pictures))

    def _keep_marks(self, uuid: str) -> None:
        site = self._writer.site_record().uuid
        marks = {
            mark for each in self._writer.versions(uuid) for mark in marks_of_entry(each.entry, site)
        } | marks_of_items(stored.said_of(self._writer, uuid), site)
        stored.add_marks(self._writer, marks, self._now)

    def _mark(self, erased: Entry, known: Entry) -> None:
        number = erased.changed or 0
        siblings = [each.uuid for each in known.translations]
        self._writer.touch_entries(siblings, number)
        keys = self._writer.channel_keys_of([erased.uuid, *siblings])
        self._writer.mark({key: number for each in keys.values() for key in each}, self._now)


def clear_traces(store: Store, settings: Settings, pictures: Iterable[str]) -> None:
    """Remove the files of pictures that nothing knows any more, and what was deleted from the files of
    the database. Raises Conflict where that must be done again."""
    with store.reading() as reader:
        gone = set(pictures) - digests_kept(reader).keys()
    for path in (settings.data_dir / FOLDER).glob("*"):
        name = parse_name(path.name)
        if name is not None and name.digest in gone:
            path.unlink(missing_ok=True)
    store.scrub()


def run(
    store: Store, settings: Settings, payload: Mapping[str, str], now: datetime
) -> Callable[[Writer], None]:
    """The job: see `clear_traces`."""
    _ = now
    clear_traces(store, settings, payload["pictures"].split())
    return lambda _: None
