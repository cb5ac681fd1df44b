"""A feed from the store: the one way in which commands and pages come by its document."""

from dataclasses import dataclass

from feedsvc.config import Settings
from feedsvc.core.document import feed_document
from feedsvc.core.feed import FeedDocument
from feedsvc.core.model import Channel, ChannelAddress, Format, Site
from feedsvc.render import render
from feedsvc.services.site import describe_site
from feedsvc.store import Reader, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFeed:
    """A feed as of one snapshot. `changed` is the greatest change number in it, 0 if it is empty."""

    channel: Channel
    document: FeedDocument
    changed: int


def read_feed(
    reader: Reader, site: Site, address: ChannelAddress, fmt: Format, *, summary_only: bool = False
) -> ReadFeed:
    """The feed of a channel. Raises NotFound where the channel does not exist."""
    channel = reader.channel(address, site.languages)
    entries = reader.channel_entries(channel, site.page_size)
    document = feed_document(
        channel,
        entries,
        site=site,
        fmt=fmt,
        offices={office.slug: office for office in reader.offices()},
        topics={topic.slug: topic for topic in reader.topics()},
        tombstones=reader.channel_tombstones(channel),
        summary_only=summary_only,
    )
    changed = max((entry.changed or 0 for entry in entries), default=0)
    return ReadFeed(channel=channel, document=document, changed=changed)


def feed_bytes(
    store: Store, settings: Settings, address: ChannelAddress, fmt: Format, *, summary_only: bool = False
) -> bytes:
    """The bytes that the site would serve. Raises NotFound, StoreUnavailable."""
    with store.reading() as reader:
        site = describe_site(settings, reader.site_record())
        found = read_feed(reader, site, address, fmt, summary_only=summary_only)
    return render(found.document, fmt)
