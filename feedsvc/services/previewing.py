"""What readers would get of an entry that is not published yet. Nothing of it is stored: the entry goes the
way of a published one through `core` and `render` and is thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage

from feedsvc.config import Settings
from feedsvc.core import lifecycle
from feedsvc.core.accounts import Actor
from feedsvc.core.dates import next_free_second, whole_second
from feedsvc.core.digest_document import digest_document
from feedsvc.core.digests import Digest, DigestItem, DigestLine, ShownDigest
from feedsvc.core.document import feed_document, feed_entry
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import (
    Channel,
    ChannelAddress,
    Entry,
    EntryDraft,
    Format,
    Office,
    Period,
    Site,
    Status,
    Topic,
)
from feedsvc.core.periods import Span, span_of
from feedsvc.core.wording import name_in
from feedsvc.render import fragment, render
from feedsvc.render.mail import mail_of
from feedsvc.services import drafting
from feedsvc.services.entries import visible
from feedsvc.services.mailing import sender_of
from feedsvc.services.naming import require_open
from feedsvc.services.offices import names_of
from feedsvc.services.publishing import checked_draft
from feedsvc.store import Reader
from feedsvc.store.before_writing import WritersReader
from feedsvc.store.naming import every_office

MAJOR = "major"  # the form's word for a change that readers are to be told of
_ONE_SECOND = timedelta(seconds=1)
_NEIGHBOURS = 3  # entries that stand around it in a feed: what lists look like


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a preview is of: the entry that is `known`, a `draft` of it or of a new one, or both. A new
    entry will have this `uuid`; `owner` is the uuid of the account whose it will be. `release` is the
    minute to publish it at; `major` says that a change of what readers have is to be told them anew."""

    uuid: str
    known: Entry | None = None
    draft: EntryDraft | None = None
    owner: str | None = None
    release: datetime | None = None
    major: bool = False

    @property
    def written(self) -> Entry | EntryDraft:
        """What is known of it last. Raises ValueError for a subject without anything."""
        found = self.draft or self.known
        if found is None:
            raise ValueError("a preview of nothing")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An entry as readers would get it, and what it would stand among: the channel of its office with
    its newest entries, the weekly digest of that channel, the channel of all news, and all names."""

    site: Site
    entry: Entry
    channel: Channel
    digest: Channel
    everything: Channel
    neighbours: tuple[Entry, ...]
    offices: Mapping[str, Office]
    topics: Mapping[str, Topic]


def subject_of_entry(reader: Reader, uuid: str, *, actor: Actor) -> Subject:
    """A stored entry as the subject of a preview. Raises NotFound where the actor may not see it, Gone
    where it was withdrawn and they may not see it for that."""
    return Subject(uuid=uuid, known=visible(reader, uuid, actor))


def subject_of_copy(reader: Reader, site: Site, copy_id: str, *, actor: Actor) -> Subject:
    """What the actor has typed as the subject of a preview. Raises NotFound where somebody else did."""
    copy = drafting.working_copy(reader, copy_id, actor=actor)
    reading = drafting.read_copy(reader, site, copy)
    return Subject(
        uuid=copy.entry or copy.id,
        known=drafting.entry_of_copy(reader, copy),
        draft=reading.draft,
        owner=actor.user,
        release=reading.release,
        major=copy.text("edit") == MAJOR,
    )


def preview(reader: Reader, site: Site, subject: Subject, *, now: datetime) -> Preview:
    """The entry as it would be if it were published now, or at the minute it is set for. Raises
    InvalidInput naming every field with which it could not be."""
    entry = _WouldBe(reader, site, subject, whole_second(now)).entry()
    address = ChannelAddress(office=entry.office)
    channel = reader.channel(address, site.languages)
    weekly = replace(address, language=entry.language, digest=Period.WEEKLY)
    places = reader.channel_places(channel, _NEIGHBOURS + 1)
    others = reader.entries_of(place.uuid for place in places if place.uuid != entry.uuid)
    return Preview(
        site=site,
        entry=entry,
        channel=channel,
        digest=reader.channel(weekly, site.languages),
        everything=reader.channel(ChannelAddress(), site.languages),
        neighbours=tuple(sorted(others.values(), key=_position, reverse=True)[:_NEIGHBOURS]),
        offices={office.slug: office for office in reader.offices()},
        topics={topic.slug: topic for topic in reader.topics()},
    )


def _position(entry: Entry) -> int:
    return entry.position or 0


class _WouldBe:
    """The steps of an entry's life that lie ahead of it, taken without a store."""

    def __init__(self, reader: Reader, site: Site, subject: Subject, now: datetime) -> None:
        self._reader = WritersReader(reader.connection)
        self._site = site
        self._subject = subject
        self._now = now
        self._number = reader.site_record().counter + 1

    def entry(self) -> Entry:
        """The entry as readers would see it next."""
        known = self._subject.known
        if known is not None and known.status is Status.WITHDRAWN:
            after = max(self._now, known.withdrawn_at or self._now) + _ONE_SECOND
            return lifecycle.restored(known, number=self._number, updated=self._free_second(after))
        if known is None or not known.released:
            return self._released(self._written(known))
        written = self._written(known)
        if written == known:
            return known
        updated = self._free_second(self._now) if self._subject.major else None
        return lifecycle.shown_again(written, number=self._number, updated=updated)

    def _written(self, known: Entry | None) -> Entry:
        written = self._subject.written
        if isinstance(written, Entry):
            return written
        draft = checked_draft(self._reader, self._site, written, known)
        countries = lifecycle.countries_for(
            draft, known, office_names=lambda: names_of(every_office(self._reader))
        )
        if known is not None:
            return lifecycle.edited(known, draft, countries=countries)
        uuid, owner = self._subject.uuid, self._subject.owner
        return lifecycle.created(draft, uuid=uuid, countries=countries, owner=owner, now=self._now)

    def _released(self, entry: Entry) -> Entry:
        require_open(self._reader.office(entry.office))
        entry = replace(entry, scheduled_for=self._subject.release or entry.scheduled_for)
        ahead = [each for each in (entry.published, entry.scheduled_for) if each]
        at = max([self._now, *ahead])
        wanted = min(entry.published or entry.scheduled_for or at, at)
        updated = self._free_second(wanted)
        return lifecycle.released(entry, number=self._number, updated=updated, now=at)

    def _free_second(self, wanted: datetime) -> datetime:
        return next_free_second(wanted, self._reader.updated_is_taken)


def element_of(shown: Preview, fmt: Format) -> bytes:
    """The entry as it would stand in every feed of a format."""
    entry = feed_entry(shown.entry, site=shown.site, offices=shown.offices, topics=shown.topics)
    return fragment(entry, fmt)


def feed_of(shown: Preview, fmt: Format, *, summary_only: bool = False) -> bytes:
    """The feed of the entry's office as it would begin."""
    entries = sorted((shown.entry, *shown.neighbours), key=_position, reverse=True)
    document = feed_document(
        shown.channel,
        entries,
        site=shown.site,
        fmt=fmt,
        offices=shown.offices,
        topics=shown.topics,
        summary_only=summary_only,
    )
    return render(document, fmt)


def mail_with(shown: Preview, settings: Settings) -> EmailMessage:
    """The mail of the week's digest, as if the week closed with this entry as the last one in it."""
    entry = shown.entry
    office = shown.offices[entry.office]
    zone = zone_of(office, shown.site)
    span = span_of(Period.WEEKLY, entry.published or entry.created, zone)
    held = [entry, *(each for each in shown.neighbours if _stands_with(entry, each, span, zone))]
    items = tuple(DigestItem(each, name_in(office.names, each.language)) for each in held)
    digest = Digest(
        span=span,
        closed=span.ends(zone),
        time_zone=zone,
        number=entry.changed or 0,
        lines=tuple(DigestLine(item.entry.uuid, item.entry.version, item.office) for item in items),
    )
    document = digest_document(
        shown.digest, [ShownDigest(digest=digest, items=items)], site=shown.site, fmt=Format.ATOM
    )
    return mail_of(document.entries[0], document, sender=sender_of(settings))


def _stands_with(entry: Entry, other: Entry, span: Span, zone: str) -> bool:
    moment = other.published or other.created
    return other.language == entry.language and span_of(span.period, moment, zone) == span
