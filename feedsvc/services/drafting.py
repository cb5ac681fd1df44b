"""What people type, kept from the first letter on until it is saved as an entry, each their own.

A new entry takes the uuid of its working copy: what is sent twice makes one entry, and finds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from feedsvc.config import Settings
from feedsvc.core import local_time
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound, Problem, Stale
from feedsvc.core.form_reading import FormReading, read_form
from feedsvc.core.model import Entry, EntryDraft, Office, Site, Status
from feedsvc.core.working_copy import KEPT_FOR, SEEN_WITHIN, Fields, Presence, WorkingCopy
from feedsvc.services.publishing import Publisher, checked_draft
from feedsvc.services.site import describe_site
from feedsvc.services.translations import join
from feedsvc.store import Reader, Store, Writer
from feedsvc.store import working as stored

_LARGEST = 3 * 1024 * 1024  # characters of all fields together


class Typed(NamedTuple):
    """What comes in from a form: its fields, the entry that it is of, and the version that was seen."""

    fields: Fields
    entry: str | None = None
    base_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to become of what was typed: saved, and then published or scheduled (`then`); whether
    what readers have is to come to the top again (`major`)."""

    then: str = ""  # "", "publish" or "schedule"
    major: bool = False


def working_copy(reader: Reader, copy_id: str, *, actor: Actor) -> WorkingCopy:
    """What the actor typed, by its id. Raises NotFound, for what somebody else typed too."""
    found = stored.copy_of(reader, copy_id)
    if found is None or found.owner != actor.user:
        raise NotFound("There is nothing here that you have typed and not saved.")
    return found


def copies_of(reader: Reader, *, actor: Actor) -> list[WorkingCopy]:
    """What the actor typed and has not saved, the latest first."""
    return stored.copies_of(reader, actor.user) if actor.user else []


def copy_of_entry(reader: Reader, uuid: str, *, actor: Actor) -> WorkingCopy | None:
    """What the actor typed of an entry and has not saved."""
    return stored.copy_of_entry(reader, uuid, actor.user) if actor.user else None


def offices_to_write_in(reader: Reader, actor: Actor) -> list[Office]:
    """The offices that the actor may write in, by slug; not the closed ones."""
    offices = (office for office in reader.offices() if office.ending is None)
    return [office for office in offices if actor.may(Action.WRITE, office.uuid)]


def last_office(reader: Reader, actor: Actor) -> str | None:
    """The uuid of the office in which the actor wrote last; None where that is long ago."""
    return stored.last_office(reader, actor.user) if actor.user else None


def entry_to_edit(reader: Reader, uuid: str, *, actor: Actor) -> Entry:
    """An entry that the actor may change. Raises NotFound where they may not know of it, Forbidden
    where they may not change it, Conflict where it is withdrawn."""
    entry = reader.entry(uuid)
    office = reader.office(entry.office).uuid
    if not entry.released and not actor.may(Action.READ, office):
        raise NotFound(f"There is no entry {uuid}.")
    is_draft = entry.status is Status.DRAFT
    actor.require(Action.WRITE if is_draft else Action.PUBLISH, office, own=entry.owner == actor.user)
    if entry.status is Status.WITHDRAWN:
        raise Conflict("The entry is withdrawn: restore it before you edit it.")
    return entry


def keep_copy(store: Store, copy_id: str, typed: Typed, *, actor: Actor, now: datetime) -> WorkingCopy:
    """Keep what was typed, whatever it is; the copy, under the id that it has now. The form of a new entry
    that is empty still is not stored.

    What was typed of an entry goes over what the same person typed of it before; of one that is there no
    more it is as of a new one. Raises NotFound for the id of somebody else's copy or of an entry that the
    actor may not know of, Forbidden for who may not write, Conflict for an entry that is withdrawn, and
    InvalidInput for too much.
    """
    if sum(len(value) for values in typed.fields.values() for value in values) > _LARGEST:
        raise InvalidInput.at("body", f"is too long: at most {_LARGEST} characters can be kept")
    with store.writing() as writer:
        copy = _copy(writer, copy_id, typed, actor, now)
        if copy.is_untouched and not is_kept(writer, copy_id):
            return copy
        return stored.put_copy(writer, copy)


def is_kept(reader: Reader, copy_id: str) -> bool:
    """Whether there is a working copy of an id."""
    return stored.copy_of(reader, copy_id) is not None


def _copy(writer: Writer, copy_id: str, typed: Typed, actor: Actor, now: datetime) -> WorkingCopy:
    before = stored.copy_of(writer, copy_id)
    if actor.user is None or (before is not None and before.owner != actor.user):
        raise NotFound("There is nothing here that you have typed and not saved.")
    entry, version = typed.entry, typed.base_version
    if entry is not None and not writer.entries_of([entry]):  # a draft that was deleted meanwhile
        entry, version = None, None
    if entry is None and (made := _made_of(writer, copy_id)) is not None:
        entry, version = made.uuid, 1  # it was saved meanwhile, from another tab or by a second click
    if entry is not None:
        entry_to_edit(writer, entry, actor=actor)
    elif not offices_to_write_in(writer, actor):
        raise Forbidden("You may not write in any office: ask an administrator of the site.")
    return WorkingCopy(
        id=copy_id,
        owner=actor.user,
        entry=entry,
        base_version=version,
        fields={name: values for name, values in typed.fields.items() if values},
        saved_at=whole_second(now),
    )


def _made_of(reader: Reader, copy_id: str) -> Entry | None:
    return reader.entries_of([copy_id]).get(copy_id)


def discard_copy(store: Store, copy_id: str, *, actor: Actor) -> WorkingCopy:
    """Throw away what the actor typed; what it was. Raises NotFound."""
    with store.writing() as writer:
        copy = working_copy(writer, copy_id, actor=actor)
        stored.forget_copy(writer, copy.id)
    return copy


def entry_of_copy(reader: Reader, copy: WorkingCopy) -> Entry | None:
    """The entry as it stands of which a copy is; None where there is none yet."""
    return reader.entry(copy.entry) if copy.entry else None


def zone_of_slug(reader: Reader, site: Site, office: str) -> str:
    """The time zone of an office by its slug, which may be "" or wrong as it is typed."""
    return local_time.zone_of(next((each for each in reader.offices() if each.slug == office), None), site)


def read_copy(reader: Reader, site: Site, copy: WorkingCopy) -> FormReading:
    """What a working copy means; its times are those of its office."""
    entry = entry_of_copy(reader, copy)
    return read_form(
        copy.fields,
        time_zone=zone_of_slug(reader, site, copy.text("office")),
        known=entry.as_draft() if entry else None,
    )


def save_copy(
    store: Store, settings: Settings, copy_id: str, wish: Wish, *, actor: Actor, now: datetime
) -> Entry:
    """Make of a working copy what is wished, in one transaction; the copy is then gone.

    Raises NotFound where it is gone already, Stale where somebody saved the entry since it was read,
    InvalidInput naming every field that cannot be taken, and as `Publisher` does; the copy then stays.
    """
    with store.writing() as writer:
        copy = working_copy(writer, copy_id, actor=actor)
        site = describe_site(settings, writer.site_record())
        known = entry_of_copy(writer, copy)
        if known is not None and known.version != copy.base_version:
            raise Stale("Somebody saved this entry while you were writing.")
        if problems := problems_of(writer, site, copy, wish):
            raise InvalidInput(problems)
        reading = read_copy(writer, site, copy)
        publisher = Publisher(writer, site, now=now, actor=actor, new_uuid=lambda: copy.id)
        entry = _stored(writer, publisher, copy, reading.draft, wish, actor=actor)
        if wish.then == "publish":
            entry = publisher.publish(entry.uuid)
        elif wish.then == "schedule" and reading.release is not None:
            entry = publisher.schedule(entry.uuid, reading.release)
        stored.forget_copy(writer, copy.id)
    return entry


def _stored(
    writer: Writer, publisher: Publisher, copy: WorkingCopy, draft: EntryDraft, wish: Wish, *, actor: Actor
) -> Entry:
    known = entry_of_copy(writer, copy)
    if known is not None:
        return publisher.edit(known.uuid, draft, major=wish.major)
    entry = publisher.create(draft)
    if original := copy.text("translates"):
        join(writer, entry.uuid, original, actor=actor)
    return entry


def problems_of(reader: Reader, site: Site, copy: WorkingCopy, wish: Wish) -> list[Problem]:
    """Why a working copy cannot become what is wished: what the form and what the entry's own checks find,
    all at once."""
    reading = read_copy(reader, site, copy)
    problems = list(reading.problems)
    if wish.then == "schedule" and reading.release is None and not _has(problems, "release"):
        problems.append(Problem("release", "is missing: say the day and the minute"))
    try:
        checked_draft(reader, site, reading.draft, entry_of_copy(reader, copy))
    except InvalidInput as error:
        problems += [each for each in error.problems if not _has(problems, each.where)]
    return problems


def _has(problems: list[Problem], where: str) -> bool:
    return any(each.where == where for each in problems)


def merged(copy: WorkingCopy, theirs: Fields, picked: Mapping[str, bool], *, version: int) -> WorkingCopy:
    """The copy after a choice between it and the entry as it stands in `version`: the fields that are
    `picked` as True are taken from `theirs`."""
    fields = dict(copy.fields)
    for name, is_theirs in picked.items():
        if is_theirs:
            fields[name] = theirs.get(name, ())
    return replace(copy, fields=fields, base_version=version)


def note_open(store: Store, uuid: str, *, actor: Actor, now: datetime) -> tuple[Entry, list[Presence]]:
    """Let others see that the actor has an entry's form open; the entry as it stands, and who else
    has it open. Raises as `entry_to_edit`."""
    now, since = whole_second(now), whole_second(now) - SEEN_WITHIN
    with store.writing() as writer:
        entry = entry_to_edit(writer, uuid, actor=actor)
        owner = actor.user or ""
        stored.note_open(writer, uuid, owner, now=now, before=since)
        return entry, stored.others_at(writer, uuid, owner, since=since)


def prune_copies(store: Store, *, now: datetime) -> datetime | None:
    """Forget the working copies that nobody went on with for KEPT_FOR; when the next one is old enough.
    Raises StoreUnavailable."""
    with store.reading() as reader:
        oldest = stored.oldest_copy(reader)
    if oldest is not None and oldest <= now - KEPT_FOR:
        with store.writing() as writer:
            stored.forget_copies_until(writer, now - KEPT_FOR)
            oldest = stored.oldest_copy(writer)
    return oldest + KEPT_FOR if oldest else None
