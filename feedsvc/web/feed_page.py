"""A feed for a person who opened its address in a browser: what it is, and how to follow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from feedsvc.core import urls
from feedsvc.core.document import channel_title
from feedsvc.core.feed import FeedEntry
from feedsvc.core.model import Channel, ChannelAddress, Entry, Format, Period
from feedsvc.core.wording import language_name, say
from feedsvc.web import views
from feedsvc.web.embeds import DEFAULT_LIMIT
from feedsvc.web.feed_views import FORMATS, Shelf
from feedsvc.web.oembed import frame_html
from feedsvc.web.page_views import own_name
from feedsvc.web.readers import BY_EMAIL, READERS, link_to_program, links_to
from feedsvc.web.views import Card, Frame, Link
from feedsvc.web.wording import words

SHOWN = 5  # entries
_FRAME_SIZE = (600, 720)  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A feed's address and what takes it: readers on the web and on this device, services that mail."""

    address: str
    readers: tuple[Link, ...]
    program: str
    by_email: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """`/feeds/...` in a browser. `embed` and `frame_html` are what a partner puts on a page,
    "" where there is nothing to be put. `path` is the feed itself, `whole` the page of its channel."""

    frame: Frame
    format: str
    heading: str
    what: str
    path: str
    follow: Follow
    whole: str
    formats: tuple[Link, ...]
    languages: tuple[Link, ...]
    contents: tuple[Link, ...]
    digests: tuple[Link, ...]
    embed: str
    frame_html: str
    news: tuple[Card, ...]
    news_digests: tuple[Link, ...]


def follow(feed_url: str) -> Follow:
    """All that takes the address of a feed."""
    return Follow(
        address=feed_url,
        readers=_outside(links_to(READERS, feed_url)),
        program=link_to_program(feed_url),
        by_email=_outside(links_to(BY_EMAIL, feed_url)),
    )


def feed_page(
    shelf: Shelf,
    channel: Channel,
    fmt: Format,
    *,
    summary_only: bool,
    entries: Sequence[Entry] = (),
    digests: Sequence[FeedEntry] = (),
) -> FeedPage:
    """The page of a feed; `entries` are its newest, or `digests` those of a digest."""
    site, address, language = shelf.site, channel.address, shelf.language
    phrases = words(language)
    name = FORMATS[fmt][0]
    heading = channel_title(channel, site, language)
    path = urls.feed_path(address, fmt, summary_only=summary_only)
    return FeedPage(
        frame=_page_frame(shelf, channel, heading, name),
        format=name,
        heading=heading,
        what=phrases["feed_what_digest" if address.digest else "feed_what"],
        path=path,
        follow=follow(site.base_url + path),
        whole=urls.page_path(address),
        formats=tuple(
            _link(each_name, address, each, summary_only)
            for each, (each_name, _) in FORMATS.items()
            if each is not fmt
        ),
        languages=tuple(_languages(shelf, address, fmt, summary_only)),
        contents=_contents(address, fmt, phrases["content_full"], phrases["content_summary"], summary_only),
        digests=tuple(
            _link(phrases[period], replace(address, digest=period), fmt, False)
            for period in Period
            if period != address.digest
        ),
        embed="" if address.digest else _embed(site.base_url, address, heading),
        frame_html="" if address.digest else _frame(site.base_url, address, heading),
        news=tuple(views.card(entry, shelf, of_office=channel.office is not None) for entry in entries),
        news_digests=tuple(Link(text=each.title, href=each.url, language=each.language) for each in digests),
    )


def _page_frame(shelf: Shelf, channel: Channel, heading: str, fmt: str) -> views.Frame:
    page = urls.page_path(channel.address)
    return views.frame(
        shelf,
        heading=f"{heading} ({fmt})",
        description=say("news_of", shelf.language, names=heading),
        canonical=page,
        feeds=(),
        crumbs=_crumbs(channel, shelf, page),
    )


def _link(text: str, address: ChannelAddress, fmt: Format, summary_only: bool) -> Link:
    return Link(text=text, href=urls.feed_path(address, fmt, summary_only=summary_only))


def _languages(shelf: Shelf, address: ChannelAddress, fmt: Format, summary_only: bool) -> list[Link]:
    every: list[str | None] = [None, *shelf.site.languages]
    return [
        replace(
            _link(
                language_name(language) if language else words(shelf.language)["all_languages"],
                replace(address, language=language),
                fmt,
                summary_only,
            ),
            language=language,
        )
        for language in every
        if language != address.language
    ]


def _contents(
    address: ChannelAddress, fmt: Format, full: str, summary: str, summary_only: bool
) -> tuple[Link, ...]:
    return (_link(full if summary_only else summary, address, fmt, not summary_only),)


def _crumbs(channel: Channel, shelf: Shelf, page: str) -> list[Link]:
    home = Link(text=words(shelf.language)["home"], href="/")
    return [home, *([Link(text=own_name(channel, shelf.language), href=page)] if page != "/" else [])]


def _embed(base_url: str, address: ChannelAddress, heading: str) -> str:
    channel = urls.channel_path(address)
    page = base_url + urls.page_path(address)
    return (
        f'<script src="{base_url}/embed.js" async></script>\n'
        f'<feedsvc-news channel="{channel}" limit="{DEFAULT_LIMIT}">'
        f'<a href="{page}">{escape(heading)}</a></feedsvc-news>'
    )


def _frame(base_url: str, address: ChannelAddress, heading: str) -> str:
    path = urls.channel_embed_path(address, DEFAULT_LIMIT)
    return frame_html(base_url + path, heading, *_FRAME_SIZE)


def _outside(links: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    return tuple(Link(text=name, href=href) for name, href in links)
