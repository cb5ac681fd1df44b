"""The matter of each kind of page, made from values of the model."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from feedsvc.core import urls
from feedsvc.core.channels import channel_key
from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.model import Channel, ChannelAddress, Enclosure, Entry, Office
from feedsvc.core.subscriptions import countries_of
from feedsvc.core.text import html_of_paragraphs, text_of_html
from feedsvc.core.wording import name_in, say
from feedsvc.web import views
from feedsvc.web.feed_views import (
    Counts,
    FeedGroup,
    Shelf,
    by_country,
    by_topic,
    feed_group,
    is_offered,
    own_feeds,
    sort_key,
)
from feedsvc.web.histories import Told, history_of
from feedsvc.web.structured import entry_meta, news_article
from feedsvc.web.views import Card, Frame, Link, NewsList
from feedsvc.web.wording import until_in_words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """`/`."""

    frame: Frame
    heading: str
    offices: tuple[Link, ...]
    countries: tuple[Link, ...]
    topics: tuple[Link, ...]
    subscribe: tuple[FeedGroup, ...]
    news: NewsList


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """The page of an office, a country or a topic; what does not apply is empty."""

    frame: Frame
    heading: str
    formerly: tuple[str, ...] = ()
    history: tuple[Told, ...] = ()
    where: str = ""
    description: str = ""
    email: str | None = None
    website: str | None = None
    works_in: tuple[Link, ...] = ()
    covered_by: tuple[Link, ...] = ()
    subscribe: tuple[FeedGroup, ...]
    by_country: tuple[FeedGroup, ...] = ()
    by_topic: tuple[FeedGroup, ...] = ()
    opml: str | None = None
    news: NewsList


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """`/entries/<uuid>/<slug>`. `lead` stands above the body; `body_html` is clean HTML of the store."""

    frame: Frame
    card: Card
    lead: tuple[str, ...]
    body_html: str
    original: str | None
    translations: tuple[Link, ...]
    files: tuple[Enclosure, ...]
    authors: tuple[str, ...]
    feeds: tuple[FeedGroup, ...]


def catalogue_page(shelf: Shelf, counts: Counts, news: NewsList) -> CataloguePage:
    """`/`: every office and topic, and the countries that have entries or belong to an office."""
    language, site = shelf.language, shelf.site
    worked_in = {code for office in shelf.offices.values() for code in countries_of(office)}
    counted = {code: counts.get(channel_key(country=code), 0) for code in country_codes()}
    feeds = own_feeds(shelf, shelf.everything)
    return CataloguePage(
        frame=views.frame(
            shelf,
            heading=site.name,
            description=say("news_of", language, names=site.name),
            canonical=news.here,
            feeds=feeds,
        ),
        heading=words(language)["catalogue"],
        offices=_by_name(
            views.office_link(office, language, count=counts.get(channel_key(office=office.uuid), 0))
            for office in shelf.offices.values()
            if office.ending is None
        ),
        countries=_by_name(
            views.country_link(code, language, count)
            for code, count in counted.items()
            if count or code in worked_in
        ),
        topics=_by_name(
            views.topic_link(topic, language, count=counts.get(channel_key(topic=topic.uuid), 0))
            for topic in shelf.topics.values()
        ),
        subscribe=feeds,
        news=news,
    )


def office_page(
    shelf: Shelf,
    office: Office,
    channel: Channel,
    counts: Counts,
    news: NewsList,
    *,
    merged: Iterable[Office],
) -> ChannelPage:
    """`/offices/<slug>`; `merged` are the offices that went into it."""
    language = shelf.language
    description = name_in(office.descriptions, language)
    return ChannelPage(
        frame=_channel_frame(shelf, channel, "offices", canonical=news.here, description=description),
        heading=views.office_name(office, language),
        formerly=tuple(_formerly(office, language)),
        history=history_of(shelf, office, merged),
        where=_where(office, language),
        description=description,
        email=office.email,
        website=office.link,
        works_in=_by_name(views.country_link(code, language) for code in office.countries),
        subscribe=own_feeds(shelf, channel),
        by_country=by_country(shelf, channel, counts),
        by_topic=by_topic(shelf, channel, counts),
        opml=urls.opml_of_office_path(office.slug) if office.ending is None else None,
        news=news,
    )


def country_page(shelf: Shelf, code: str, channel: Channel, counts: Counts, news: NewsList) -> ChannelPage:
    """`/countries/<iso2>`, with the offices that cover it."""
    language = shelf.language
    covering = (
        office for office in shelf.offices.values() if code in countries_of(office) and office.ending is None
    )
    return ChannelPage(
        frame=_channel_frame(shelf, channel, "countries", canonical=news.here),
        heading=country_name(code, language),
        covered_by=_by_name(views.office_link(office, language) for office in covering),
        subscribe=own_feeds(shelf, channel),
        by_topic=by_topic(shelf, channel, counts),
        news=news,
    )


def topic_page(shelf: Shelf, channel: Channel, counts: Counts, news: NewsList) -> ChannelPage:
    """`/topics/<slug>`."""
    return ChannelPage(
        frame=_channel_frame(shelf, channel, "topics", canonical=news.here),
        heading=own_name(channel, shelf.language),
        subscribe=own_feeds(shelf, channel),
        by_country=by_country(shelf, channel, counts),
        news=news,
    )


def entry_page(shelf: Shelf, entry: Entry, office: Channel) -> EntryPage:
    """`/entries/<uuid>/<slug>`; its first feeds are those of its office."""
    path = urls.entry_path(entry.uuid, entry.title)
    body = entry.content_html
    lead = entry.summary if entry.summary and not _begins_with(body, entry.summary) else ""
    return EntryPage(
        frame=views.frame(
            shelf,
            heading=entry.title,
            description=entry.summary or entry.title,
            canonical=entry.link or path,
            feeds=own_feeds(shelf, office),
            crumbs=(_home(shelf), views.office_link(shelf.offices[entry.office], shelf.language)),
            alternates=_with_itself(entry, path),
            meta=entry_meta(entry, shelf.site),
            data=news_article(entry, shelf),
        ),
        card=views.card(entry, shelf, of_office=False),
        lead=tuple(lead.split("\n\n")) if lead and body else (),
        body_html=body or html_of_paragraphs(entry.summary),
        original=entry.link,
        translations=tuple(_translations(entry)),
        files=entry.enclosures,
        authors=tuple(author.name for author in entry.authors),
        feeds=_feeds_with(entry, shelf, office),
    )


def _begins_with(body_html: str, summary: str) -> bool:
    return text_of_html(body_html).startswith(summary)


def _translations(entry: Entry) -> list[Link]:
    return [
        Link(
            text=sibling.title,
            href=urls.entry_path(sibling.uuid, sibling.title),
            language=sibling.language,
        )
        for sibling in entry.translations
    ]


def _with_itself(entry: Entry, path: str) -> list[Link]:
    # hreflang works both ways: each page of a group names every page of it, itself too
    # (https://html.spec.whatwg.org/multipage/links.html#rel-alternate and search engines' guides).
    own = Link(text=entry.title, href=path, language=entry.language)
    return [own, *_translations(entry)] if entry.translations else []


def _feeds_with(entry: Entry, shelf: Shelf, office: Channel) -> tuple[FeedGroup, ...]:
    addresses = [
        *(ChannelAddress(country=code) for code in entry.countries),
        *(ChannelAddress(topic=slug) for slug in entry.topics),
    ]
    channels = [
        replace(shelf.everything, address=address, topic=shelf.topics.get(address.topic or ""))
        for address in addresses
    ]
    return (
        *([feed_group(shelf, office, own_name(office, shelf.language))] if is_offered(office) else ()),
        *(feed_group(shelf, each, own_name(each, shelf.language)) for each in channels),
        feed_group(shelf, shelf.everything, words(shelf.language)["home"]),
    )


def _channel_frame(
    shelf: Shelf,
    channel: Channel,
    section: str,
    *,
    canonical: str,
    description: str = "",
) -> Frame:
    name = own_name(channel, shelf.language)
    return views.frame(
        shelf,
        heading=name,
        description=description or say("news_of", shelf.language, names=name),
        canonical=canonical,
        feeds=own_feeds(shelf, channel),
        crumbs=(_home(shelf), Link(text=words(shelf.language)[section], href=f"/#{section}")),
    )


def own_name(channel: Channel, language: str) -> str:
    """The name of the office, country or topic whose page stands behind a channel; "" for all news."""
    if channel.office:
        return views.office_name(channel.office, language)
    if channel.address.country:
        return country_name(channel.address.country, language)
    return name_in(channel.topic.names, language) if channel.topic else ""


def _home(shelf: Shelf) -> Link:
    return Link(text=words(shelf.language)["home"], href="/")


def _formerly(office: Office, language: str) -> Iterable[str]:
    say_ = words(language)
    for former in office.former_names:
        if former.until:
            until = until_in_words(former.until, language)
            yield say_["formerly_until"].format(name=former.name, until=until)
        else:
            yield say_["formerly"].format(name=former.name)


def _where(office: Office, language: str) -> str:
    place = ", ".join(
        part
        for part in (office.city, country_name(office.country, language) if office.country else "")
        if part
    )
    since = words(language)["since"].format(year=office.since) if office.since else ""
    return " · ".join(part for part in (place, since) if part)


def _by_name(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: sort_key(link.text)))
