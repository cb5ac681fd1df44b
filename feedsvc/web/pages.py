"""The pages for people: catalogue, office, country, topic, entry."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from feedsvc.core import urls
from feedsvc.core.errors import NotFound
from feedsvc.core.model import Channel, ChannelAddress, Entry, Site
from feedsvc.services.entries import visible
from feedsvc.store import Reader
from feedsvc.store.naming import merged_into
from feedsvc.web import page_views
from feedsvc.web.feed_views import Shelf
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.languages import interface_language
from feedsvc.web.paging import is_uuid, parse_key
from feedsvc.web.room import reading, room
from feedsvc.web.views import NewsList, news_list
from feedsvc.web.wording import page_language

blueprint = Blueprint("pages", __name__)
blueprint.after_request(let_pages_be_asked_again)


@blueprint.get("/")
def catalogue() -> str:
    """Every office, country and topic, and the latest news."""
    with reading() as (reader, site):
        shelf = shelf_of(reader, site)
        page = page_views.catalogue_page(
            shelf, reader.channel_counts(), _news(reader, shelf, shelf.everything)
        )
    return render_template("catalogue.html", page=page, frame=page.frame)


@blueprint.get("/offices/<slug>")
def office(slug: str) -> str:
    """An office: what it is, its feeds and its news."""
    address = ChannelAddress(office=slug)
    with reading() as (reader, site):
        shelf, channel = shelf_of(reader, site), reader.channel(address, site.languages)
        known = reader.office(slug)
        page = page_views.office_page(
            shelf,
            known,
            channel,
            reader.channel_counts(),
            _news(reader, shelf, channel),
            merged=merged_into(reader, known),
        )
    return render_template("channel.html", page=page, frame=page.frame)


@blueprint.get("/countries/<code>")
def country(code: str) -> str | Response:
    """A country: its feeds, the offices that cover it and the news of it."""
    address = ChannelAddress(country=code.upper())
    with reading() as (reader, site):
        shelf, channel = shelf_of(reader, site), reader.channel(address, site.languages)
        if code != code.lower():
            return _moved(urls.country_path(code))
        page = page_views.country_page(
            shelf, code.upper(), channel, reader.channel_counts(), _news(reader, shelf, channel)
        )
    return render_template("channel.html", page=page, frame=page.frame)


@blueprint.get("/topics/<slug>")
def topic(slug: str) -> str:
    """A topic: its feeds and its news."""
    address = ChannelAddress(topic=slug)
    with reading() as (reader, site):
        shelf, channel = shelf_of(reader, site), reader.channel(address, site.languages)
        page = page_views.topic_page(shelf, channel, reader.channel_counts(), _news(reader, shelf, channel))
    return render_template("channel.html", page=page, frame=page.frame)


@blueprint.get("/entries/<uuid>")
@blueprint.get("/entries/<uuid>/<path:slug>")
def entry(uuid: str, slug: str = "") -> str | Response:
    """One entry, at its one address."""
    with reading() as (reader, site):
        shelf, found = shelf_of(reader, site), visible_entry(reader, uuid.lower())
        path = urls.entry_path(found.uuid, found.title)
        if path != f"/entries/{uuid}/{slug}":
            return _moved(path)
        room().counter.count_view(found.uuid, request.environ)
        office_channel = reader.channel(ChannelAddress(office=found.office), site.languages)
        page = page_views.entry_page(shelf, found, office_channel)
    return render_template("entry.html", page=page, frame=page.frame)


def visible_entry(reader: Reader, uuid: str) -> Entry:
    """The entry of a uuid, if readers may see it. Raises NotFound, and Gone for one that was withdrawn."""
    if not is_uuid(uuid):
        raise NotFound("There is no entry at this address.")
    return visible(reader, uuid, None)


def shelf_of(reader: Reader, site: Site, language: str | None = None) -> Shelf:
    """What the views of a page look names up in; without a language of its own the page speaks that of
    whoever asks."""
    return Shelf(
        site,
        reader.channel(ChannelAddress(), site.languages),
        {office.slug: office for office in reader.offices()},
        {topic.slug: topic for topic in reader.topics()},
        interface_language() if language is None else page_language(language),
    )


def _news(reader: Reader, shelf: Shelf, channel: Channel) -> NewsList:
    asked = request.args.get("before", "")
    before = parse_key(asked)
    entries = reader.channel_by_date(channel, shelf.site.page_size + 1, before)
    return news_list(
        entries,
        shelf,
        path=urls.page_path(channel.address),
        before=asked if before else None,
        of_office=channel.office is not None,
    )


def _moved(path: str) -> Response:
    """To the right address of this page, with what was asked of it."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(room().settings.base_url + path + query, 301)
