"""A feed from the store: the one way in which commands and the site come by its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from feedsvc.config import Settings
from feedsvc.core.document import feed_document, feed_entry
from feedsvc.core.feed import FeedDocument
from feedsvc.core.model import Channel, ChannelAddress, Format, Site
from feedsvc.render import envelope, fragment
from feedsvc.render.envelope import Envelope
from feedsvc.services.bounded import Bounded
from feedsvc.services.site import describe_site
from feedsvc.store import Reader, Store
from feedsvc.store.reading import Place

# Format, whether bodies are left out, uuid, change number: whatever alters an entry's bytes takes a number.
FragmentKey = tuple[Format, bool, str, int]


class Fragment(NamedTuple):
    """An entry as it stands in a feed, and the hash of these bytes."""

    body: bytes
    digest: bytes


Fragments = Bounded[FragmentKey, Fragment]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedFeed:
    """A feed as of one snapshot of the store.

    `number` is the site's change number in it, `changed` the greatest change number in the document
    (0 if it is empty), `changed_at` the stored time of the channel's last change. `print` is short
    and the same for the same bytes only: to hash all of them takes as long as to render an entry.
    """

    body: bytes
    print: bytes
    channel_key: str
    number: int
    changed: int
    changed_at: datetime
    self_url: str
    page_url: str


def serve_feed(
    reader: Reader,
    site: Site,
    address: ChannelAddress,
    fmt: Format,
    *,
    summary_only: bool = False,
    fragments: Fragments | None = None,
) -> ServedFeed:
    """The feed of a channel. Of its entries only those are rendered that are not in `fragments` as
    of their last change, and only those are read. Raises NotFound where the channel does not exist."""
    work = _Work(reader, site, fmt, summary_only=summary_only, fragments=fragments)
    channel = reader.channel(address, site.languages)
    places = reader.channel_places(channel, site.page_size)
    document = work.document(channel, places)
    around, made = _envelope(document, fmt), work.fragments_of(places)
    return ServedFeed(
        body=around.around([each.body for each in made]),
        print=around.empty + b"".join(each.digest for each in made),
        channel_key=channel.key,
        number=reader.site_record().counter,
        changed=max([p.changed for p in places] + [t.changed for t in document.tombstones], default=0),
        changed_at=channel.changed_at,
        self_url=document.self_url,
        page_url=document.page_url,
    )


@lru_cache(maxsize=512)
def _envelope(document: FeedDocument, fmt: Format) -> Envelope:
    """Kept, since a correction changes nothing of it: `updated` stays."""
    return envelope(document, fmt)


class _Work:
    """One feed being made."""

    def __init__(
        self, reader: Reader, site: Site, fmt: Format, *, summary_only: bool, fragments: Fragments | None
    ) -> None:
        self._reader = reader
        self._site = site
        self._fmt = fmt
        self._summary_only = summary_only
        self._fragments = fragments
        self._offices = {office.slug: office for office in reader.offices()}
        self._topics = {topic.slug: topic for topic in reader.topics()}

    def document(self, channel: Channel, places: Sequence[Place]) -> FeedDocument:
        """The feed without its entries, dated as with them."""
        stones = self._reader.channel_tombstones(channel)
        document = feed_document(
            channel,
            (),
            site=self._site,
            fmt=self._fmt,
            offices=self._offices,
            topics=self._topics,
            tombstones=stones,
            summary_only=self._summary_only,
        )
        moments = [each.updated for each in places] + [stone.when for stone in stones]
        return replace(document, updated=max(moments, default=channel.created))

    def fragments_of(self, places: Sequence[Place]) -> list[Fragment]:
        """The entries rendered, kept ones as they were kept."""
        kept = {} if self._fragments is None else self._kept(places)
        missing = [place for place in places if place.uuid not in kept]
        entries = self._reader.entries_of(place.uuid for place in missing)
        for place in missing:
            entry = feed_entry(
                entries[place.uuid],
                site=self._site,
                offices=self._offices,
                topics=self._topics,
                summary_only=self._summary_only,
            )
            body = fragment(entry, self._fmt)
            made = kept[place.uuid] = Fragment(body, blake2b(body, digest_size=16).digest())
            if self._fragments is not None:
                self._fragments.keep(self._key(place), made, len(body))
        return [kept[place.uuid] for place in places]

    def _kept(self, places: Sequence[Place]) -> dict[str, Fragment]:
        assert self._fragments is not None  # noqa: S101  for the type checker
        found = ((place.uuid, self._fragments.get(self._key(place))) for place in places)
        return {uuid: made for uuid, made in found if made is not None}

    def _key(self, place: Place) -> FragmentKey:
        return (self._fmt, self._summary_only, place.uuid, place.changed)


def feed_bytes(
    store: Store, settings: Settings, address: ChannelAddress, fmt: Format, *, summary_only: bool = False
) -> bytes:
    """The bytes that the site would serve. Raises NotFound, StoreUnavailable."""
    with store.reading() as reader:
        site = describe_site(settings, reader.site_record())
        return serve_feed(reader, site, address, fmt, summary_only=summary_only).body
