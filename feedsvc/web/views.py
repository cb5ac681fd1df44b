"""What the templates are given: values to print, no relations to walk and nothing to work out.

Addresses of this site are paths that begin with "/"; the template's `url()` sets the prefix.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.config import Settings
from feedsvc.core import urls
from feedsvc.core.countries import country_name
from feedsvc.core.dates import MONTHS, in_words, local_date, rfc3339
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import Entry, Office, Topic
from feedsvc.core.pictures import sizes_of
from feedsvc.core.text import excerpt
from feedsvc.core.wording import name_in, say
from feedsvc.web.feed_views import FeedGroup, Shelf, feed_group
from feedsvc.web.paging import key_of, published_of
from feedsvc.web.structured import Data, Meta
from feedsvc.web.wording import spoken_languages, words

_LONGEST_DESCRIPTION = 160
_LONGEST_SUMMARY = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link; `language` is that of its text where it is not the page's, `count` of entries behind it."""

    text: str
    href: str
    language: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the matter of every page. `meta` and `data` are for machines
    (`web.structured`)."""

    site_name: str
    language: str
    title: str
    description: str
    canonical: str | None
    crumbs: tuple[Link, ...] = ()
    feeds: tuple[FeedGroup, ...] = ()
    alternates: tuple[Link, ...] = ()
    heading: str = ""
    meta: Meta = ()
    data: Data | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """The phrases of its language."""
        return words(self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its visible credit. `sizes` are its files by width in pixels where there are
    several, so that a browser takes the one that it needs."""

    src: str
    alt: str
    credit: str
    width: int | None
    height: int | None
    sizes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A moment for people, in a language, and for programs."""

    words: str
    language: str
    machine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry in a list, in its own language. `credit` is given where there is no picture to stand under."""

    title: str
    href: str
    language: str
    kind: str
    place: str
    day: Day
    summary: str
    office: Link | None
    tags: tuple[Link, ...]
    picture: Picture | None
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsList:
    """A page of a channel's news; `here` is its address, `older` and `latest` are where the others are."""

    here: str
    cards: tuple[Card, ...]
    older: str | None
    latest: str | None


def frame(
    shelf: Shelf,
    *,
    heading: str,
    description: str,
    canonical: str,
    feeds: Sequence[FeedGroup],
    crumbs: Iterable[Link] = (),
    alternates: Iterable[Link] = (),
    meta: Meta = (),
    data: Data | None = None,
) -> Frame:
    """The frame of a page. Autodiscovery names `feeds`, the page's own, and after them all the news.
    `canonical` is absolute, or a path of this site."""
    site = shelf.site
    last = feed_group(shelf, shelf.everything)
    return Frame(
        site_name=site.name,
        language=shelf.language,
        title=heading if heading == site.name else f"{heading} – {site.name}",
        description=excerpt(description, _LONGEST_DESCRIPTION),
        canonical=site.base_url + canonical if canonical.startswith("/") else canonical,
        crumbs=tuple(crumbs),
        feeds=tuple(feeds) if last.links in [each.links for each in feeds] else (*feeds, last),
        alternates=tuple(alternates),
        heading=heading,
        meta=meta or (("og:type", "website"),),
        data=data,
    )


def error_frame(settings: Settings, title: str, description: str, language: str) -> Frame:
    """The frame of an error page, made without the store."""
    return Frame(
        site_name=settings.site_name,
        language=language,
        title=f"{title} – {settings.site_name}",
        description=description,
        canonical=None,
    )


def office_name(office: Office, *languages: str) -> str:
    """The name of an office in the first of these languages that it has a name in."""
    return name_in(office.names, *languages)


def office_link(office: Office, *languages: str, count: int | None = None) -> Link:
    """A link to an office's page."""
    return Link(text=office_name(office, *languages), href=urls.office_path(office.slug), count=count)


def country_link(code: str, language: str, count: int | None = None) -> Link:
    """A link to a country's page."""
    return Link(text=country_name(code, language), href=urls.country_path(code), count=count)


def topic_link(topic: Topic, *languages: str, count: int | None = None) -> Link:
    """A link to a topic's page."""
    return Link(text=name_in(topic.names, *languages), href=urls.topic_path(topic.slug), count=count)


def day_of(moment: datetime, time_zone: str, language: str) -> Day:
    """The day of a moment in a time zone, in words."""
    day = in_words(local_date(moment, time_zone), language)
    return Day(words=day, language=language, machine=rfc3339(moment))


def published_day(entry: Entry, shelf: Shelf) -> Day:
    """The day an entry came out where its office is; in the page's language where days have no words
    in the entry's."""
    zone = zone_of(shelf.offices[entry.office], shelf.site)
    return day_of(published_of(entry), zone, entry.language if entry.language in MONTHS else shelf.language)


def picture_of(entry: Entry) -> Picture | None:
    """The picture of an entry, if it has one."""
    image = entry.image
    if image is None or image.url is None:
        return None
    files = [(each.url, each.width) for each in sizes_of(image)]
    sizes = tuple((url, width) for url, width in files if url and width)
    return Picture(
        src=image.url,
        alt=image.alt,
        credit=image.credit,
        width=image.width,
        height=image.height,
        sizes=sizes if len(sizes) > 1 else (),
    )


def lone_credit(entry: Entry) -> str:
    """The credit of a picture that is not known itself: "Photo: © Name 2020"."""
    if entry.image is None or entry.image.url is not None or not entry.image.credit:
        return ""
    return f"{say('photo', entry.language)}: {entry.image.credit}"


def tags_of(entry: Entry, shelf: Shelf) -> tuple[Link, ...]:
    """Links to an entry's countries and topics, in its language, else in that of the page."""
    spoken = entry.language if entry.language in spoken_languages() else shelf.language
    return (
        *(country_link(code, spoken) for code in entry.countries),
        *(topic_link(shelf.topics[slug], entry.language, shelf.language) for slug in entry.topics),
    )


def card(entry: Entry, shelf: Shelf, *, of_office: bool) -> Card:
    """An entry for a list; the list of an office does not name it again."""
    office = shelf.offices[entry.office]
    return Card(
        title=entry.title,
        href=urls.entry_path(entry.uuid, entry.title),
        language=entry.language,
        kind=entry.kind,
        place=entry.place,
        day=published_day(entry, shelf),
        summary=excerpt(entry.summary, _LONGEST_SUMMARY),
        office=None if of_office else office_link(office, entry.language, shelf.language),
        tags=tags_of(entry, shelf),
        picture=picture_of(entry),
        credit=lone_credit(entry),
    )


def news_list(
    entries: Sequence[Entry], shelf: Shelf, *, path: str, before: str | None, of_office: bool = False
) -> NewsList:
    """A page of news from one entry more than it shows, which tells whether there are older ones.

    `before` is the key that it was asked for with, None for the first page of the list at `path`.
    """
    shown = entries[: shelf.site.page_size]
    more = len(entries) > len(shown)
    return NewsList(
        here=f"{path}?before={before}" if before else path,
        cards=tuple(card(entry, shelf, of_office=of_office) for entry in shown),
        older=f"{path}?before={key_of(shown[-1])}" if more else None,
        latest=path if before else None,
    )
