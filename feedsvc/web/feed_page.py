"""A feed for a person who opened its address in a browser: what it is, and how to follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from feedsvc.core import urls
from feedsvc.core.document import channel_title
from feedsvc.core.feed import FeedEntry
from feedsvc.core.model import Channel, ChannelAddress, Entry, Format, Period
from feedsvc.core.wording import language_name, say
from feedsvc.web import views
from feedsvc.web.embeds import DEFAULT_LIMIT
from feedsvc.web.feed_views import FORMATS, Shelf, is_offered
from feedsvc.web.histories import Told, history_of
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
    "" where there is nothing to be put. `closing` tells of an office whose feeds end, which nobody is to
    begin to follow. `path` is the feed itself, `whole` the page of its channel,
    `turns` lead to newer and older pages of its archive, under `news_heading` and what that names."""

    frame: Frame
    kind: str
    format: str
    heading: str
    what: str
    closing: tuple[Told, ...]
    path: str
    follow: Follow
    whole: str
    formats: tuple[Link, ...]
    languages: tuple[Link, ...]
    contents: tuple[Link, ...]
    digests: tuple[Link, ...]
    embed: str
    frame_html: str
    news_heading: str
    news: tuple[Card, ...]
    news_digests: tuple[Link, ...]
    turns: tuple[Link, ...]


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
    """The page of a feed; `entries` are its newest, or all of a page of its archive; `digests` those of
    a digest. A page of an archive is no feed to follow: its feed is."""
    site, address, language = shelf.site, channel.address, shelf.language
    phrases, newest = words(language), replace(channel.address, archive=None)
    name = FORMATS[fmt][0]
    kind = phrases["archive_page"].format(number=address.archive) if address.archive else phrases["feed"]
    heading = channel_title(channel, site, language)
    path = urls.feed_path(address, fmt, summary_only=summary_only)
    return FeedPage(
        frame=_page_frame(shelf, channel, heading, f"{kind}, {name}" if address.archive else name),
        kind=kind,
        format=name,
        heading=heading,
        what=_what(address, phrases),
        closing=_closing(shelf, channel),
        path=path,
        follow=follow(site.base_url + urls.feed_path(newest, fmt, summary_only=summary_only)),
        whole=urls.page_path(address),
        formats=_formats(address, fmt, summary_only),
        languages=tuple(_languages(shelf, newest, fmt, summary_only)),
        contents=_contents(address, fmt, phrases["content_full"], phrases["content_summary"], summary_only),
        digests=_digests(newest, fmt, phrases),
        embed="" if address.digest or not is_offered(channel) else _embed(site.base_url, newest, heading),
        frame_html="" if address.digest else _frame(site.base_url, newest, heading),
        news_heading=phrases["archive_entries" if address.archive else "newest"],
        news=tuple(views.card(entry, shelf, of_office=channel.office is not None) for entry in entries),
        news_digests=tuple(Link(text=each.title, href=each.url, language=each.language) for each in digests),
        turns=_turns(channel, fmt, phrases, summary_only),
    )


def _what(address: ChannelAddress, phrases: Mapping[str, str]) -> str:
    if address.archive:
        return phrases["feed_what_archive"].format(number=address.archive)
    return phrases["feed_what_digest" if address.digest else "feed_what"]


def _closing(shelf: Shelf, channel: Channel) -> tuple[Told, ...]:
    history = history_of(shelf, channel.office, ()) if channel.office else ()
    return tuple(told for told in history if not told.is_past)


def _turns(channel: Channel, fmt: Format, phrases: Mapping[str, str], summary_only: bool) -> tuple[Link, ...]:
    """The way through the archive: before its last page stand the newest entries."""
    number = channel.address.archive or channel.pages + 1
    pages: dict[str, int | None] = {}
    if number < channel.pages:
        pages["archive_newer"] = number + 1
    if number == channel.pages:
        pages["archive_newest"] = None
    if number > 1:
        pages["archive_older"] = number - 1
    return tuple(
        _link(phrases[name], replace(channel.address, archive=page), fmt, summary_only)
        for name, page in pages.items()
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


def _formats(address: ChannelAddress, fmt: Format, summary_only: bool) -> tuple[Link, ...]:
    others = [(each, name) for each, (name, _) in FORMATS.items() if each is not fmt]
    return tuple(_link(name, address, each, summary_only) for each, name in others)


def _digests(address: ChannelAddress, fmt: Format, phrases: Mapping[str, str]) -> tuple[Link, ...]:
    others = [period for period in Period if period != address.digest]
    return tuple(_link(phrases[each], replace(address, digest=each), fmt, False) for each in others)


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
