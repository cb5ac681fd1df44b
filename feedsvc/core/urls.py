"""The only place where a path, an entry id or a feed id is spelt; the paths of the newsroom are in
`core.newsroom_urls`."""

import re
from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5

from slugify import slugify

from feedsvc.core.errors import NotFound
from feedsvc.core.model import ChannelAddress, Format, Period

HEALTH = "/healthz"
READY = "/readyz"
STATIC = "/static"
PICTURES = "/pictures"
SEARCH = "/search"
SUBSCRIBE = "/subscribe"
LANGUAGE = "/language"
OPML = "/feeds.opml"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
EMBED_SCRIPT = "/embed.js"
EMBED = "/embed"
OEMBED = "/oembed"
API = "/api/v1"
API_DOCUMENT = "/api/openapi.json"
API_DOCS = "/api/docs"
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
PASSWORD = "/password"  # noqa: S105  a path

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_COUNTRY = r"[A-Za-z]{2}"
_FEED = re.compile(
    rf"(?:all|offices/(?P<office>{_SLUG})|countries/(?P<country>{_COUNTRY})|topics/(?P<topic>{_SLUG})"
    rf"|offices/(?P<office2>{_SLUG})/countries/(?P<country2>{_COUNTRY})"
    rf"|offices/(?P<office3>{_SLUG})/topics/(?P<topic3>{_SLUG})"
    rf"|countries/(?P<country4>{_COUNTRY})/topics/(?P<topic4>{_SLUG}))"
    rf"(?:/(?P<digest>{'|'.join(Period)})|/archive/(?P<archive>[1-9][0-9]{{0,8}}))?"
    r"(?:\.(?P<language>[a-z]{2,3}))?"
)
_LONGEST_SLUG = 80


def password_path(secret: str) -> str:
    """The page on which a one-time link sets a password."""
    return f"{PASSWORD}/{secret}"


def is_slug(text: str) -> bool:
    """Whether a text can be a slug: `[a-z0-9]+` joined by single hyphens, at most 80 characters."""
    return len(text) <= _LONGEST_SLUG and re.fullmatch(_SLUG, text) is not None


def slug_of(text: str) -> str:
    """A slug made from a name or a title; "" where nothing of it can be transliterated."""
    return str(slugify(text, max_length=_LONGEST_SLUG, word_boundary=True))


def entry_id(uuid: str) -> str:
    """The id of an entry in every feed (RFC 4122, section 3)."""
    return f"urn:uuid:{uuid}"


def id_from_source(source: str, guid: str) -> str:
    """The id of an entry whose source knows it under a guid that is no absolute ASCII IRI."""
    return entry_id(str(uuid5(uuid5(NAMESPACE_URL, source), guid)))


def feed_id(site_uuid: str, channel_key: str) -> str:
    """The id of a channel's feed: the same in every format and for good, whatever its address."""
    return f"urn:uuid:{uuid5(UUID(site_uuid), channel_key)}"


def id_within(feed: str, name: str) -> str:
    """The id of something that is in one feed alone, by the feed's id: a digest."""
    return f"urn:uuid:{uuid5(UUID(feed), name)}"


def entry_path(uuid: str, title: str) -> str:
    """The page of an entry."""
    return f"/entries/{uuid}/{slug_of(title) or 'entry'}"


def office_path(slug: str) -> str:
    """The page of an office."""
    return f"/offices/{slug}"


def country_path(code: str) -> str:
    """The page of a country."""
    return f"/countries/{code.lower()}"


def topic_path(slug: str) -> str:
    """The page of a topic."""
    return f"/topics/{slug}"


def channel_embed_path(address: ChannelAddress, limit: int) -> str:
    """The newest entries of a channel, to be shown in a frame of another site."""
    return f"{EMBED}/{channel_path(address)}?limit={limit}"


def entry_embed_path(uuid: str) -> str:
    """One entry, to be shown in a frame of another site."""
    return f"{EMBED}/entries/{uuid}"


def oembed_path(url: str, fmt: str) -> str:
    """How a page of this site is embedded, as `json` or `xml`; `url` is absolute."""
    return f"{OEMBED}?{urlencode({'url': url, 'format': fmt})}"


def search_path(text: str = "", **narrowed: str) -> str:
    """What a search finds; `narrowed` are further parameters: office, country, topic, lang, after."""
    asked = {"q": text, **narrowed}
    return f"{SEARCH}?{urlencode(asked)}" if text or narrowed else SEARCH


def opml_path(
    channels: Iterable[ChannelAddress], fmt: Format = Format.ATOM, *, summary_only: bool = False
) -> str:
    """The list of the feeds of these channels alone."""
    asked = [("channel", channel_path(each)) for each in channels]
    asked += [("format", fmt.value)] if fmt is not Format.ATOM else []
    asked += [("content", "summary")] if summary_only else []
    return f"{OPML}?{urlencode(asked, safe='/')}"


def opml_of_office_path(slug: str) -> str:
    """The list of every feed of an office."""
    return f"{OPML}?{urlencode({'office': slug})}"


def sitemap_path(number: int) -> str:
    """A part of the sitemap: 0 are the pages of channels, 1 and on the entries as they came."""
    return f"/sitemaps/{number}.xml"


def picture_path(name: str) -> str:
    """A stored picture; `name` is made of its content, so the address never changes its meaning."""
    return f"{PICTURES}/{name}"


def channel_path(address: ChannelAddress) -> str:
    """A channel as it stands in its feed's address: `offices/moscow/countries/uz.ru`, its digest as
    `offices/moscow/countries/uz/weekly.ru`, a page of its archive as `offices/moscow/archive/3.ru`."""
    parts = [
        f"offices/{address.office}" if address.office else "",
        f"countries/{address.country.lower()}" if address.country else "",
        f"topics/{address.topic}" if address.topic else "",
    ]
    path = "/".join(part for part in parts if part) or "all"
    path = f"{path}/{address.digest}" if address.digest else path
    path = f"{path}/archive/{address.archive}" if address.archive else path
    return f"{path}.{address.language}" if address.language else path


def feed_path(address: ChannelAddress, fmt: Format, *, summary_only: bool = False) -> str:
    """The address of a feed within the site."""
    return f"/feeds/{channel_path(address)}.{fmt}" + ("?content=summary" if summary_only else "")


def page_path(address: ChannelAddress) -> str:
    """The page for people that stands behind a channel; a combination has its first part's."""
    if address.office:
        return office_path(address.office)
    if address.country:
        return country_path(address.country)
    if address.topic:
        return topic_path(address.topic)
    return "/"


def parse_channel(path: str) -> ChannelAddress:
    """The channel that `all`, `offices/moscow`, `countries/uz.ru` ... name. Raises NotFound, for a
    digest and a page of an archive too, which are nothing but feeds."""
    address = _parse(path)
    if address.digest is not None:
        raise NotFound(f"There is no channel “{path}”: it is a digest, and of those there are feeds alone.")
    if address.archive is not None:
        raise NotFound(f"There is no channel “{path}”: it is a page of an archive, which is a feed alone.")
    return address


def _parse(path: str) -> ChannelAddress:
    match = _FEED.fullmatch(path)
    if match is None:
        raise NotFound(f"There is no channel “{path}”. The catalogue at / lists the feeds.")
    found = match.groupdict()
    country = _first(found, "country", "country2", "country4")
    return ChannelAddress(
        office=_first(found, "office", "office2", "office3"),
        country=country.upper() if country else None,
        topic=_first(found, "topic", "topic3", "topic4"),
        language=found["language"],
        digest=Period(found["digest"]) if found["digest"] else None,
        archive=int(found["archive"]) if found["archive"] else None,
    )


def parse_feed(path: str) -> tuple[ChannelAddress, Format]:
    """Channel and format of what follows `/feeds/`. Raises NotFound."""
    channel, dot, ending = path.rpartition(".")
    if not dot or ending not in set(Format):
        raise NotFound("There is no such feed. The address of a feed ends in .atom, .rss or .json.")
    return _parse(channel), Format(ending)


def _first(found: dict[str, str | None], *names: str) -> str | None:
    return next((found[name] for name in names if found[name]), None)
