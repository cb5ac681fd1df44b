"""From a channel's digests to a FeedDocument: one entry for each closed period."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feedsvc.core import urls
from feedsvc.core.digest_text import digest_html, digest_text, that_fit
from feedsvc.core.digests import ShownDigest
from feedsvc.core.document import channel_title
from feedsvc.core.feed import FeedDocument, FeedEntry, said_by_site
from feedsvc.core.model import Channel, Format, Site, Tombstone
from feedsvc.core.wording import say

# Bytes of HTML in one feed: it is sent whole after each close, and thirty full digests are 3 MB.
LARGEST_FEED = 500_000


def digest_document(
    channel: Channel, shown: Sequence[ShownDigest], *, site: Site, fmt: Format, summary_only: bool = False
) -> FeedDocument:
    """The feed of a channel's digests, which come newest first; one of which nothing stands any more
    is a tombstone. The older are left out where the feed would be larger than LARGEST_FEED.

    The summary of an entry is the whole digest as plain text, its body the HTML.
    """
    language = channel.address.language or site.language
    made = _that_fit(_entry(each, channel, site, language) for each in shown if each.items)
    entries = [replace(each, body_html="") for each in made] if summary_only else made
    stones = [
        Tombstone(_id(each, channel, site), max(each.withdrawn))
        for each in shown
        if not each.items and each.withdrawn
    ]
    moments = [each.updated for each in entries] + [stone.when for stone in stones]
    return FeedDocument(
        id=urls.feed_id(site.uuid, channel.key),
        title=channel_title(channel, site, language),
        subtitle=say(f"{channel.address.digest}_of", language, names=_names(channel, site, language)),
        language=language,
        one_language=True,
        self_url=site.base_url + urls.feed_path(channel.address, fmt, summary_only=summary_only),
        page_url=site.base_url + urls.page_path(channel.address),
        updated=max(moments, default=channel.created),
        publisher=site.name,
        contact_email=site.contact_email,
        entries=tuple(_at_moments_of_their_own(entries)),
        tombstones=tuple(stones),
    )


def _names(channel: Channel, site: Site, language: str) -> str:
    return channel_title(replace(channel, address=replace(channel.address, digest=None)), site, language)


def _id(shown: ShownDigest, channel: Channel, site: Site) -> str:
    return urls.id_within(urls.feed_id(site.uuid, channel.key), shown.digest.span.start.isoformat())


def _entry(shown: ShownDigest, channel: Channel, site: Site, language: str) -> FeedEntry:
    digest = shown.digest
    page = site.base_url + urls.page_path(channel.address)
    within = replace(site, time_zone=digest.time_zone)
    # The office stands in the feed's title where it is one's own.
    items = [replace(each, office="") for each in shown.items] if channel.office else shown.items
    fitting = that_fit(items, site=within)
    more = len(items) - len(fitting)
    return said_by_site(
        site.name,
        id_=_id(shown, channel, site),
        # Some programs take entries of one address for one entry.
        url=f"{page}#{digest.span.period}-{digest.span.start.isoformat()}",
        title=digest.span.title(language),
        language=language,
        published=digest.closed,
        updated=max([digest.closed, *shown.withdrawn]),
        summary=digest_text(fitting, more=more, page=page, site=within, language=language),
        body_html=digest_html(fitting, more=more, page=page, site=within, language=language),
    )


def _that_fit(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    found: list[FeedEntry] = []
    size = 0
    for entry in entries:
        size += len(entry.body_html.encode())
        if found and size > LARGEST_FEED:
            break
        found.append(entry)
    return found


def _at_moments_of_their_own(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """Two of which something was withdrawn in one second must not have one `updated` (feeds.md)."""
    found: dict[datetime, FeedEntry] = {}
    for entry in entries:
        moment = entry.updated
        while moment in found:
            moment += timedelta(seconds=1)
        found[moment] = replace(entry, updated=moment)
    return list(found.values())
