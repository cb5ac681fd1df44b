"""A feed that is asked for by its own address, made from a snapshot of the store."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from feedsvc.config import Settings
from feedsvc.core import urls
from feedsvc.core.errors import NotFound
from feedsvc.core.model import ChannelAddress, Format, Site
from feedsvc.core.statistics import feed_name
from feedsvc.render import CONTENT_TYPES
from feedsvc.services.feeds import Fragments, ServedFeed, serve_feed
from feedsvc.services.site import describe_site
from feedsvc.store import Reader
from feedsvc.web.addresses import path_prefix
from feedsvc.web.conditional import Representation, entity_tag, last_modified
from feedsvc.web.kept import KeptFeed

FEEDS = "/feeds/"
_QUERIES = {"": False, "content=summary": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A feed by the parts of its address."""

    address: ChannelAddress
    fmt: Format
    summary_only: bool

    @property
    def path(self) -> str:
        """Its address within the site, query and all."""
        return urls.feed_path(self.address, self.fmt, summary_only=self.summary_only)


class FeedMaker:
    """Makes the feeds of a site; `fragments` are the entries that it need not render again."""

    def __init__(self, settings: Settings, fragments: Fragments) -> None:
        self._settings = settings
        self._fragments = fragments
        self._prefix = path_prefix(settings.base_url)

    def asked(self, path: str, query: str) -> Asked | None:
        """The feed whose address this is, letter for letter; the path may be under the site's prefix."""
        within = path.removeprefix(self._prefix)
        if not within.startswith(FEEDS) or query not in _QUERIES:
            return None
        try:
            address, fmt = urls.parse_feed(within.removeprefix(FEEDS))
        except NotFound:
            return None
        found = Asked(address=address, fmt=fmt, summary_only=_QUERIES[query])
        return found if found.path.partition("?")[0] == within else None

    def made(self, asked: Asked, reader: Reader, now: datetime) -> KeptFeed:
        """The feed from a snapshot that is no older than `now`. Raises NotFound where the channel does
        not exist."""
        site = describe_site(self._settings, reader.site_record())
        served = serve_feed(
            reader,
            site,
            asked.address,
            asked.fmt,
            summary_only=asked.summary_only,
            fragments=self._fragments,
        )
        mark = _mark(site, served.channel_key, asked)
        representation = Representation(
            body=served.body,
            content_type=CONTENT_TYPES[asked.fmt],
            tag=entity_tag(served.changed, served.print, mark),
            last_modified=last_modified(served.changed_at, now),
            link=_link_header(served),
        )
        return KeptFeed(
            representation,
            channel_key=served.channel_key,
            changed_at=served.changed_at,
            cache_control=self._settings.cache_control,
            name=_name(served.channel_key, asked),
            cuts=served.cuts if self._settings.deltas else None,
            mark=mark,
        )


def _mark(site: Site, channel_key: str, asked: Asked) -> bytes:
    """What tells a feed's tags from every other's, in every process and for good."""
    said = f"{site.uuid} {channel_key} {asked.fmt} {asked.summary_only} {asked.address.archive}"
    return blake2b(said.encode(), digest_size=16).digest()


def _name(channel_key: str, asked: Asked) -> str:
    """What its polls are counted under; sealed pages are read by who walks back, not polled."""
    if asked.address.archive is not None:
        return ""
    return feed_name(channel_key, asked.fmt, summary_only=asked.summary_only)


def _link_header(served: ServedFeed) -> str:
    links = [
        f'<{served.self_url}>; rel="self"',
        f'<{served.page_url}>; rel="alternate"; type="text/html"',
        *(f'<{href}>; rel="{rel}"' for rel, href in served.history.links()),
    ]
    return ", ".join(links)
