"""The feeds of channels as pages name them, and what their names are looked up in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from feedsvc.core import urls
from feedsvc.core.channels import channel_key, in_language
from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.document import channel_title
from feedsvc.core.model import Channel, Format, Office, Site, Topic
from feedsvc.core.text import without_marks
from feedsvc.core.wording import language_name, name_in
from feedsvc.web.wording import words

FORMATS = {
    Format.ATOM: ("Atom", "application/atom+xml"),
    Format.RSS: ("RSS", "application/rss+xml"),
    Format.JSON: ("JSON", "application/feed+json"),
}

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed in one format; `href` is absolute, since people copy it."""

    name: str
    type: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """A channel's feed in every format. `label` tells it from its neighbours, `title` is its own."""

    label: str
    title: str
    language: str | None
    links: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the views look names up in: the site, its channel of all news, its offices and topics by slug;
    and the language that a page speaks itself."""

    site: Site
    everything: Channel
    offices: Mapping[str, Office]
    topics: Mapping[str, Topic]
    language: str


def feed_group(shelf: Shelf, channel: Channel, label: str = "") -> FeedGroup:
    """The feeds of a channel in its formats."""
    language = channel.address.language
    title = channel_title(channel, shelf.site, language or shelf.site.language)
    return FeedGroup(
        label=label or title,
        title=title,
        language=language,
        links=tuple(
            FeedLink(name=name, type=kind, href=shelf.site.base_url + urls.feed_path(channel.address, fmt))
            for fmt, (name, kind) in FORMATS.items()
        ),
    )


def is_offered(channel: Channel) -> bool:
    """Whether people are told of the feeds of a channel."""
    return channel.office is None or channel.office.ending is None


def own_feeds(shelf: Shelf, channel: Channel) -> tuple[FeedGroup, ...]:
    """The feeds of a channel: every language together, then each language of the site; none of an
    office that closes, whose feeds nobody is to subscribe to any more."""
    if not is_offered(channel):
        return ()
    everything = feed_group(shelf, channel, words(shelf.language)["all_languages"])
    return everything, *(
        feed_group(shelf, spoken, language_name(language))
        for language in shelf.site.languages
        for spoken in [channel_in(channel, language)]
    )


def channel_in(channel: Channel, language: str) -> Channel:
    """The channel in one language, as far as titles and addresses need it."""
    return replace(channel, address=in_language(channel.address, language))


def by_country(shelf: Shelf, channel: Channel, counts: Counts) -> tuple[FeedGroup, ...]:
    """The feeds of the channel and one country, of those that have entries."""
    found = [
        (country_name(code, shelf.language), replace(channel, address=replace(channel.address, country=code)))
        for code in country_codes()
        if counts.get(_key(channel, country=code))
    ]
    return _narrower(shelf, found)


def by_topic(shelf: Shelf, channel: Channel, counts: Counts) -> tuple[FeedGroup, ...]:
    """The feeds of the channel and one topic, of those that have entries."""
    found = [
        (
            name_in(topic.names, shelf.language),
            replace(channel, topic=topic, address=replace(channel.address, topic=topic.slug)),
        )
        for topic in shelf.topics.values()
        if counts.get(_key(channel, topic=topic.uuid))
    ]
    return _narrower(shelf, found)


def _narrower(shelf: Shelf, found: Iterable[tuple[str, Channel]]) -> tuple[FeedGroup, ...]:
    ordered = sorted(found, key=lambda each: sort_key(each[0]))
    return tuple(feed_group(shelf, channel, name) for name, channel in ordered if is_offered(channel))


def _key(channel: Channel, *, country: str | None = None, topic: str | None = None) -> str:
    return channel_key(
        office=channel.office.uuid if channel.office else None,
        country=country or channel.address.country,
        topic=topic or (channel.topic.uuid if channel.topic else None),
    )


def sort_key(name: str) -> str:
    """The key under which names of people's lists are in order, whatever their case and marks."""
    return without_marks(name.casefold())
