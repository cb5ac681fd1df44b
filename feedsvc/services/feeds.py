"""A feed from the store: the one way in which commands and the site come by its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from feedsvc.config import Settings
from feedsvc.core.closing_note import closing_note
from feedsvc.core.deltas import Cuts, complete_since
from feedsvc.core.digest_document import digest_document
from feedsvc.core.document import feed_document, feed_entry
from feedsvc.core.feed import History
from feedsvc.core.model import Channel, ChannelAddress, Format, Site, Tombstone
from feedsvc.render import envelope, fragment, render
from feedsvc.render.envelope import Envelope
from feedsvc.services.bounded import Bounded
from feedsvc.services.digests import shown_digests
from feedsvc.services.naming import require_served
from feedsvc.services.site import describe_site
from feedsvc.store import Reader, Store
from feedsvc.store.archives import sealed_page
from feedsvc.store.reading import Place

# Format, whether bodies are left out, uuid, change number: whatever alters an entry's bytes takes a number.
FragmentKey = tuple[str, bool, str, int]


class Fragment(NamedTuple):
    """An entry as it stands in a feed, the hash of these bytes, and its `updated`."""

    body: bytes
    digest: bytes
    updated: datetime


Fragments = Bounded[FragmentKey, Fragment]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedFeed:
    """A feed as of one snapshot of the store.

    `changed` is the greatest change number in the document (0 if it is empty), `changed_at` the
    stored time of the channel's last change. `print` is short and the same for the same bytes only:
    to hash all of them takes as long as to render an entry. `cuts` is None where no delta is ever made.
    """

    body: bytes
    print: bytes
    channel_key: str
    changed: int
    changed_at: datetime
    self_url: str
    page_url: str
    history: History
    cuts: Cuts | None = None


class _Standing(NamedTuple):
    """What stands in one document of a channel; `since` is its date where there is nothing."""

    places: Sequence[Place]
    tombstones: Sequence[Tombstone]
    since: datetime


def serve_feed(
    reader: Reader,
    site: Site,
    address: ChannelAddress,
    fmt: Format,
    *,
    summary_only: bool = False,
    fragments: Fragments | None = None,
) -> ServedFeed:
    """The feed of a channel, or a page of its archive. Of the entries only those are rendered that are
    not in `fragments` as of their last change, and only those are read. Raises NotFound where the
    channel or the page does not exist."""
    require_served(reader, site, address, fmt)
    channel = reader.channel(address, site.languages)
    if address.digest is not None:
        return _digests(reader, site, channel, fmt, summary_only=summary_only)
    places, stones, since = _standing(reader, site, channel)
    made = _Rendering(reader, site, fmt, summary_only=summary_only, kept=fragments).fragments_of(places)
    without_entries = feed_document(
        channel, (), site=site, fmt=fmt, offices={}, topics={}, tombstones=stones, summary_only=summary_only
    )
    moments = [each.updated for each in made] + [stone.when for stone in stones]
    document = replace(without_entries, updated=max(moments, default=since))
    around = envelope(document, fmt)
    notes = _closing_notes(stones, site, fmt)
    return ServedFeed(
        body=around.around([*(each.body for each in made), *notes]),
        print=around.empty + b"".join([*(each.digest for each in made), *notes]),
        channel_key=channel.key,
        changed=max([p.changed for p in places] + [t.changed for t in stones], default=0),
        changed_at=channel.changed_at,
        self_url=document.self_url,
        page_url=document.page_url,
        history=document.history,
        cuts=_cuts(
            reader, channel, fmt, around=around, entries=[*zip(places, made, strict=True)], stones=stones
        ),
    )


def _cuts(
    reader: Reader,
    channel: Channel,
    fmt: Format,
    *,
    around: Envelope,
    entries: Sequence[tuple[Place, Fragment]],
    stones: Sequence[Tombstone],
) -> Cuts | None:
    """None for JSON, which cannot say that something is gone, and for sealed pages."""
    if fmt is Format.JSON or channel.address.archive is not None:
        return None
    unsaid = (reader.site_record().all_changed, channel.departed, channel.sealed_to)
    withdrawn = [stone.changed for stone in stones] if fmt is Format.RSS else []
    return Cuts(
        start=len(around.before),
        entries=tuple((place.changed, len(made.body)) for place, made in entries),
        rest=len(around.after),
        complete_since=complete_since(*unsaid, withdrawn=withdrawn),
    )


def _closing_notes(stones: Sequence[Tombstone], site: Site, fmt: Format) -> list[bytes]:
    """After the news, where formats have no tombstones and the site wishes for it."""
    if fmt is Format.ATOM or not site.closing_notes:
        return []
    return [fragment(closing_note(stone, site), fmt) for stone in stones]


def _standing(reader: Reader, site: Site, channel: Channel) -> _Standing:
    """A sealed page has no tombstones: readers come by it once, and by the current document again."""
    if channel.address.archive is not None:
        page = sealed_page(reader, channel)
        return _Standing(page.places, (), page.sealed_at)
    # More are there only until an older database or a smaller page is sealed (`services.site`).
    places = reader.channel_places(channel, 2 * site.page_size - 1, after=channel.sealed_to)
    return _Standing(places, reader.channel_tombstones(channel), channel.created)


def _digests(reader: Reader, site: Site, channel: Channel, fmt: Format, *, summary_only: bool) -> ServedFeed:
    """Rendered whole, since what changes is a whole digest, and few do."""
    shown = shown_digests(reader, channel, site.page_size)
    document = digest_document(channel, shown, site=site, fmt=fmt, summary_only=summary_only)
    body = render(document, fmt)
    return ServedFeed(
        body=body,
        print=body,
        channel_key=channel.key,
        changed=max((each.digest.number for each in shown), default=0),
        changed_at=channel.changed_at,
        self_url=document.self_url,
        page_url=document.page_url,
        history=document.history,
    )


class _Rendering:
    """The entries of one feed being rendered, where they are not kept."""

    def __init__(
        self, reader: Reader, site: Site, fmt: Format, *, summary_only: bool, kept: Fragments | None
    ) -> None:
        self._reader = reader
        self._site = site
        self._fmt = fmt
        self._summary_only = summary_only
        self._kept = kept

    def fragments_of(self, places: Sequence[Place]) -> list[Fragment]:
        """The entries rendered, kept ones as they were kept."""
        found = [self._kept_at(place) for place in places]
        missing = [place for place, made in zip(places, found, strict=True) if made is None]
        if not missing:
            return [made for made in found if made is not None]
        new = self._rendered(missing)
        return [new[place.uuid] if made is None else made for place, made in zip(places, found, strict=True)]

    def _kept_at(self, place: Place) -> Fragment | None:
        return None if self._kept is None else self._kept.get(self._key(place))

    def _rendered(self, missing: Sequence[Place]) -> dict[str, Fragment]:
        offices = {office.slug: office for office in self._reader.offices()}
        topics = {topic.slug: topic for topic in self._reader.topics()}
        entries = self._reader.entries_of(place.uuid for place in missing)
        made = {}
        for place in missing:
            entry = feed_entry(
                entries[place.uuid],
                site=self._site,
                offices=offices,
                topics=topics,
                summary_only=self._summary_only,
            )
            body = fragment(entry, self._fmt)
            made[place.uuid] = Fragment(body, blake2b(body, digest_size=16).digest(), entry.updated)
            if self._kept is not None:
                self._kept.keep(self._key(place), made[place.uuid], len(body))
        return made

    def _key(self, place: Place) -> FragmentKey:
        # Not the Format itself: an Enum hashes itself in Python, a text in C, and there are fifty.
        return (self._fmt.value, self._summary_only, place.uuid, place.changed)


def feed_bytes(
    store: Store, settings: Settings, address: ChannelAddress, fmt: Format, *, summary_only: bool = False
) -> bytes:
    """The bytes that the site would serve. Raises NotFound, StoreUnavailable."""
    with store.reading() as reader:
        site = describe_site(settings, reader.site_record())
        return serve_feed(reader, site, address, fmt, summary_only=summary_only).body
