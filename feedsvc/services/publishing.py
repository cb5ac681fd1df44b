"""Entries written, released, edited, withdrawn and restored: each call one transaction's work."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice
from uuid import uuid4

from feedsvc.config import Settings
from feedsvc.core import lifecycle
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.dates import next_free_second, whole_second
from feedsvc.core.errors import Conflict
from feedsvc.core.measuring import PICTURE_SIZE, wanted_size
from feedsvc.core.model import Entry, EntryDraft, Site
from feedsvc.core.text import one_line
from feedsvc.core.validation import checked_entry
from feedsvc.services.acting import Acting
from feedsvc.services.digests import mark_digests_of
from feedsvc.services.linking import group_of, regroup, require_own_language, touch_translations
from feedsvc.services.naming import require_open, with_current_slugs
from feedsvc.services.offices import names_of
from feedsvc.services.pictures import pictures_of
from feedsvc.services.site import describe_site
from feedsvc.services.standing import keys_of
from feedsvc.store import Reader, Store, Writer
from feedsvc.store.archives import seal_pages
from feedsvc.store.naming import every_office
from feedsvc.store.tombstones import raise_tombstone, take_tombstone
from feedsvc.store.work import enqueue_all

_BATCH = 500  # entries in one INSERT
_ONE_SECOND = timedelta(seconds=1)


@contextmanager
def publishing(
    store: Store,
    settings: Settings,
    *,
    now: datetime,
    actor: Actor,
    new_uuid: Callable[[], str] | None = None,
) -> Iterator["Publisher"]:
    """A Publisher in a transaction of its own: all that it did stands at the end, or nothing."""
    with store.writing() as writer:
        site = describe_site(settings, writer.site_record())
        yield Publisher(writer, site, now=now, actor=actor, new_uuid=new_uuid)


def checked_draft(reader: Reader, site: Site, draft: EntryDraft, known: Entry | None) -> EntryDraft:
    """The draft as it would be stored. Raises InvalidInput naming every field."""
    draft = with_current_slugs(reader, draft)
    return checked_entry(
        draft,
        site=site,
        offices={office.slug for office in reader.offices()},
        topics={topic.slug for topic in reader.topics()},
        pictures=pictures_of(reader, draft, known, site.base_url),
    )


class Publisher:
    """What may be done to entries. `actor` is who does it, as the versions will say.

    Every method raises Forbidden where the actor may not: an author writes own drafts, an editor
    the rest. An import (`importing`) needs one right for all it does; its batches share the `seconds`
    that are known to be taken (`next_free_second`).
    """

    def __init__(
        self,
        writer: Writer,
        site: Site,
        *,
        now: datetime,
        actor: Actor,
        new_uuid: Callable[[], str] | None = None,
        importing: bool = False,
        seconds: MutableMapping[datetime, datetime] | None = None,
    ) -> None:
        self._writer = writer
        self._site = site
        self._now = whole_second(now)
        self._acting = Acting(writer, actor, now=self._now, importing=importing)
        self._new_uuid = new_uuid or (lambda: str(uuid4()))
        self._seconds = {} if seconds is None else seconds

    def entry(self, uuid: str) -> Entry:
        """An entry as it stands in this transaction. Raises NotFound."""
        return self._writer.entry(uuid)

    def checked(self, draft: EntryDraft, known: Entry | None = None) -> EntryDraft:
        """The draft cleaned, of an entry that is `known` or new; former slugs become those of now. Raises
        InvalidInput naming every field."""
        return checked_draft(self._writer, self._site, draft, known)

    def create(self, draft: EntryDraft) -> Entry:
        """A new entry that no reader sees yet. Raises InvalidInput, or Conflict for an id in use."""
        entry = self._created(self.checked(draft))
        self._acting.require(Action.WRITE, entry.office)
        require_open(self._writer.office(entry.office))
        if self._writer.entry_of_feed_id(entry.id) is not None:
            raise Conflict(f"Another entry has the id {entry.id}.")
        self._acting.add([entry], "created")
        return entry

    def _created(self, draft: EntryDraft, uuid: str | None = None) -> Entry:
        return lifecycle.created(
            draft,
            uuid=uuid or self._new_uuid(),
            countries=self._countries_of(draft),
            owner=self._acting.actor.user,
            now=self._now,
        )

    def _countries_of(self, draft: EntryDraft, known: Entry | None = None) -> tuple[str, ...]:
        return lifecycle.countries_for(
            draft, known, office_names=lambda: names_of(every_office(self._writer))
        )

    def publish(self, uuid: str) -> Entry:
        """Release a draft or a scheduled entry now. Raises NotFound, Conflict, InvalidInput."""
        entry = self._writer.entry(uuid)
        self._acting.require(Action.PUBLISH, entry.office)
        require_open(self._writer.office(entry.office))
        [released] = self._released([replace(entry, version=entry.version + 1)])
        self._acting.change(entry, released, "published")
        self._show([released], before={})
        touch_translations(self._writer, released, now=self._now)
        return released

    def publish_new(self, drafts: Mapping[str, EntryDraft]) -> list[Entry]:
        """Store and release new entries: checked drafts by the uuid to give them, in the order in
        which they are to take their numbers. Channels are marked once, at the end."""
        for office in {draft.office for draft in drafts.values()}:
            self._acting.require(Action.PUBLISH, office)
            require_open(self._writer.office(office))
        released: list[Entry] = []
        for start in range(0, len(drafts), _BATCH):
            batch = islice(drafts.items(), start, start + _BATCH)
            made = self._released([self._created(draft, uuid) for uuid, draft in batch])
            self._acting.add(made, "published")
            released += made
        self._show(released, before={})
        return released

    def _released(self, entries: Sequence[Entry]) -> list[Entry]:
        released = []
        for entry in entries:
            wanted = min(entry.published or entry.scheduled_for or self._now, self._now)
            updated = self._free_second(wanted)
            number = self._writer.next_number()
            released.append(lifecycle.released(entry, number=number, updated=updated, now=self._now))
        return released

    def _free_second(self, wanted: datetime) -> datetime:
        return next_free_second(wanted, self._writer.updated_is_taken, self._seconds)

    def schedule(self, uuid: str, at: datetime) -> Entry:
        """Set the moment of release. Raises NotFound, Conflict, InvalidInput for a moment past."""
        known = self._writer.entry(uuid)
        self._acting.require(Action.PUBLISH, known.office)
        require_open(self._writer.office(known.office))
        entry = lifecycle.scheduled(known, whole_second(at), now=self._now)
        self._acting.change(known, entry, "scheduled")
        return entry

    def edit(self, uuid: str, draft: EntryDraft, *, major: bool = False) -> Entry:
        """Give an entry another content; a minor edit unless `major`.

        Countries that nobody chose are looked for again when the text changed. What changes
        nothing is no edit. Raises NotFound, Conflict, InvalidInput.
        """
        entry = self._writer.entry(uuid)
        draft = self.checked(draft, entry)
        self._acting.require_change(entry, {entry.office, draft.office})
        require_own_language(self._writer, entry, draft)
        if draft.office != entry.office:
            require_open(self._writer.office(draft.office))
        edited = lifecycle.edited(entry, draft, countries=self._countries_of(draft, entry))
        if edited == entry:
            return entry
        if not entry.released:
            self._acting.change(entry, edited, "edited")
            return edited
        before = self._writer.channel_keys_of([uuid])
        edited = lifecycle.shown_again(
            edited,
            number=self._writer.next_number(),
            updated=self._free_second(self._now) if major else None,
            joined_channel=bool(keys_of(self._writer, edited) - before[uuid]),
        )
        self._acting.change(entry, edited, "major edit" if major else "minor edit")
        self._show([edited], before=before)
        touch_translations(self._writer, edited, entry, now=self._now)
        return edited

    def withdraw(self, uuid: str, reason: str = "") -> Entry:
        """Take a released entry from every feed and page; `reason` is shown to readers.

        Raises NotFound, or Conflict for an entry that readers have not seen.
        """
        known = self._writer.entry(uuid)
        self._acting.require(Action.WITHDRAW, known.office)
        entry = lifecycle.withdrawn(
            known,
            reason=one_line(reason),
            number=self._writer.next_number(),
            now=self._now,
        )
        self._acting.change(known, entry, "withdrawn")
        self._writer.bury(uuid)
        raise_tombstone(self._writer, uuid, self._now)
        self._mark([entry], self._writer.channel_keys_of([uuid]))
        mark_digests_of(self._writer, entry, now=self._now)
        touch_translations(self._writer, entry, now=self._now)
        return entry

    def restore(self, uuid: str, reason: str = "") -> Entry:
        """Bring a withdrawn entry back under its id, as a major edit; the reason stands in the audit log.

        Raises NotFound, Conflict.
        """
        entry = self._writer.entry(uuid)
        self._acting.require(Action.WITHDRAW, entry.office)
        after_tombstone = max(self._now, entry.withdrawn_at or self._now) + _ONE_SECOND
        restored = lifecycle.restored(
            entry, number=self._writer.next_number(), updated=self._free_second(after_tombstone)
        )
        before = self._writer.channel_keys_of([uuid])
        self._acting.change(entry, restored, "restored", reason=one_line(reason))
        take_tombstone(self._writer, uuid)
        self._show([restored], before=before)
        touch_translations(self._writer, restored, now=self._now)
        return restored

    def link_translations(self, uuids: Sequence[str]) -> None:
        """Say that entries are each other's translations, and so are those linked to any of them already.

        Raises NotFound, Forbidden, and InvalidInput where two of them would be of one language.
        """
        entries = group_of(self._writer, [self._writer.entry(uuid) for uuid in uuids])
        for entry in entries:
            self._acting.require_change(entry, {entry.office})
        group = next((each.translation_group for each in entries if each.translation_group), self._new_uuid())
        if all(entry.translation_group == group for entry in entries):
            return
        every = [entry.uuid for entry in entries]
        regroup(self._writer, group, every, every, now=self._now)
        self._acting.note("linked", ((entry, entry) for entry in entries))

    def _show(self, entries: Sequence[Entry], *, before: Mapping[str, frozenset[str]]) -> None:
        """Let released entries stand in their channels, and mark those they are in or were in; what
        must follow the commit is written down."""
        after = {entry.uuid: keys_of(self._writer, entry) for entry in entries}
        self._mark(entries, {uuid: keys | before.get(uuid, frozenset()) for uuid, keys in after.items()})
        self._writer.place((entry, after[entry.uuid]) for entry in entries)
        moved = (after[entry.uuid] for entry in entries if entry.position == entry.changed)
        seal_pages(self._writer, self._site.page_size, now=self._now, keys=chain.from_iterable(moved))
        wanted = (wanted_size(entry, self._site.base_url) for entry in entries)
        enqueue_all(self._writer, PICTURE_SIZE, [each for each in wanted if each], self._now)

    def _mark(self, entries: Iterable[Entry], keys: Mapping[str, Iterable[str]]) -> None:
        numbers: dict[str, int] = {}
        for entry in entries:
            for key in keys.get(entry.uuid, ()):
                numbers[key] = max(numbers.get(key, 0), entry.changed or 0)
        self._writer.mark(numbers, self._now)
