"""What an office says last, before its feeds end, and what its feeds say afterwards: where to go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape

from feedsvc.core import urls
from feedsvc.core.dates import in_words, local_date
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import ChannelAddress, EntryDraft, Format, Office, Site
from feedsvc.core.wording import name_in, say


def languages_of(office: Office, site: Site) -> tuple[str, ...]:
    """The languages in which an office says farewell: those it publishes in, else those of the site."""
    spoken = tuple(each for each in office.languages if each in site.languages)
    return spoken or site.languages


def last_entry(
    office: Office, successors: Sequence[Office], *, day: date, site: Site, language: str
) -> EntryDraft:
    """The last entry of an office whose feeds end on a day, with the pages and feeds of those that go on
    with its work."""
    name = name_in(office.names, language)
    when = say("closing_on", language, name=name, day=in_words(day, language))
    goes_on = say("closing_others" if successors else "closing_none", language)
    names = ", ".join(name_in(each.names, language) for each in successors) or site.name
    feeds = [_place(ChannelAddress(office=each.slug), each, site, language) for each in successors]
    stays = say("closing_stays", language)
    page = site.base_url + urls.office_path(office.slug)
    summary = f"{when} {goes_on} {names}."
    return EntryDraft(
        office=office.slug,
        title=say("closing_title", language, name=name),
        language=language,
        summary=summary,
        content_html=(
            f"<p>{escape(summary, quote=False)}</p>\n"
            f"<ul>{''.join(feeds or [_place(ChannelAddress(), None, site, language)])}</ul>\n"
            f'<p>{escape(stays)} <a href="{escape(page)}">{escape(name)}</a></p>'
        ),
        countries=(),
    )


def _place(address: ChannelAddress, office: Office | None, site: Site, language: str) -> str:
    name = name_in(office.names, language) if office else site.name
    page = site.base_url + urls.page_path(address)
    feed = site.base_url + urls.feed_path(address, Format.ATOM)
    word = escape(say("closing_feed", language))
    return f'<li><a href="{escape(page)}">{escape(name)}</a> (<a href="{escape(feed)}">{word}</a>)</li>'


def said_of_ended_feeds(
    office: Office, successors: Sequence[Office], address: ChannelAddress, fmt: Format | None, site: Site
) -> str:
    """The answer for a feed of a closed office (in English, as errors are): the feeds of the same kind
    that go on, or without `fmt` the pages."""
    language = "en"
    ending = office.ending
    zone = zone_of(office, site)
    day = f" on {in_words(local_date(ending.at, zone), language)}" if ending else ""
    places = [replace(address, office=each.slug, archive=None) for each in successors]
    listed = [
        f"{name_in(each.names, language)}: {_url(place, fmt, site)}"
        for each, place in zip(successors, places, strict=True)
    ] or [f"all news: {_url(ChannelAddress(), fmt, site)}"]
    name = name_in(office.names, language)
    return f"The feeds of “{name}” ended{day}. Its news goes on here: {'; '.join(listed)}"


def _url(address: ChannelAddress, fmt: Format | None, site: Site) -> str:
    return site.base_url + (urls.feed_path(address, fmt) if fmt else urls.page_path(address))
