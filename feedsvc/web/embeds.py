"""What partner sites show of the news: `/embed.js` with its element, and `/embed/...` for frames."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.core import urls
from feedsvc.core.document import channel_title, entry_url
from feedsvc.core.errors import Ended, FeedsvcError, Gone, NotFound, StoreUnavailable
from feedsvc.core.model import ChannelAddress, Entry, Site
from feedsvc.core.wording import right_to_left_languages, say
from feedsvc.services.naming import require_served
from feedsvc.store import Reader
from feedsvc.web import views
from feedsvc.web.conditional import accepts_gzip, gzipped_bytes
from feedsvc.web.errors import status_of
from feedsvc.web.feed_views import Shelf
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.pages import shelf_of, visible_entry
from feedsvc.web.room import reading, room
from feedsvc.web.views import Card, Link
from feedsvc.web.wording import page_language, spoken_languages, words

blueprint = Blueprint("embeds", __name__)
log = logging.getLogger(__name__)

DEFAULT_LIMIT = 5
THEMES = ("light", "dark")
Zones = tuple[tuple[str, str], ...]

# Any site may frame it. Whatever the frame around it allows, here nothing runs, nothing is sent and
# the page around it stays where it is; links open beside it (CSP 3; HTML, sandboxing).
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: http: data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors *; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_SCRIPT = Path(__file__).parent / "static" / "embed.js"
_STYLE = _SCRIPT.with_suffix(".css")
_SCRIPT_HEADERS = {
    "Cache-Control": "no-cache",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FramePage:
    """A page for frames. `said` stands where there are no cards; `more` leads to the site."""

    language: str
    title: str
    heading: str
    heading_language: str
    theme: str | None
    cards: tuple[Card, ...] = ()
    said: str = ""
    more: Link

    @property
    def words(self) -> Mapping[str, str]:
        """The phrases of its language."""
        return words(self.language)


@blueprint.get(urls.EMBED_SCRIPT)
def script() -> AnyResponse:
    """The script of the element `feedsvc-news`, asked about each time: a fault in it is mended at once."""
    gzipped = accepts_gzip(request.headers.get("Accept-Encoding"))
    settings = room().settings
    body, tag = _script(settings.base_url, settings.time_zone, _zones(settings.time_zone), gzipped=gzipped)
    response = Response(body, content_type="text/javascript; charset=utf-8", headers=_SCRIPT_HEADERS)
    if gzipped:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag)
    return response.make_conditional(request)


def _zones(usual: str) -> Zones:
    """The slugs of the offices that have another time zone than the usual one, by zone. JSON Feed gives
    the moment alone, and the day of a date is that at the office."""
    try:
        with reading() as (reader, _):
            offices = reader.offices()
    except StoreUnavailable:
        return ()  # the script says itself that the news cannot be had
    slugs: dict[str, list[str]] = {}
    for each in offices:
        slugs.setdefault(each.time_zone or usual, []).append(each.slug)
    return tuple((zone, " ".join(slugs[zone])) for zone in sorted(slugs) if zone != usual)


@lru_cache(maxsize=8)
def _script(base_url: str, zone: str, zones: Zones, *, gzipped: bool) -> tuple[bytes, str]:
    """The script as a site serves it, and the tag of these bytes."""
    body = _filled(base_url, zone, zones, credentials="omit")
    body = gzipped_bytes(body) if gzipped else body
    return body, blake2b(body, digest_size=8).hexdigest()


def script_for_newsroom(site: str) -> bytes:
    """The script with feeds below `site`, a path of this site, asked for with the session of who looks."""
    usual = room().settings.time_zone
    return _filled(site, usual, _zones(usual), credentials="same-origin")


def _filled(site: str, zone: str, zones: Zones, *, credentials: str) -> bytes:
    """The script with its settings; `credentials` is a mode of the Fetch standard."""
    settings = {
        "site": site,
        "credentials": credentials,
        "zone": zone,
        "zones": dict(zones),
        "style": " ".join(_STYLE.read_text("utf-8").split()),
        "words": {language: _words_of_element(language) for language in spoken_languages()},
        "rtl": right_to_left_languages(),
    }
    return _terse(_SCRIPT.read_bytes()).replace(b"__SETTINGS__", msgspec.json.encode(settings))


def _terse(script: bytes) -> bytes:
    """The script without what a browser has no use for: no text of it is longer than its line."""
    lines = (line.strip() for line in script.splitlines())
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))


def _words_of_element(language: str) -> dict[str, str]:
    names = ("loading", "failed", "unknown", "closed", "none", "at", "more")
    return {
        **{name: words(language)[f"embed_{name}"] for name in names},
        "photo": say("photo", language),
    }


@blueprint.get(urls.EMBED + "/<path:channel>")
def channel_frame(channel: str) -> AnyResponse:
    """The newest entries of a channel; `limit`, `theme` and `pictures=no` say how they are shown."""
    try:
        asked = urls.parse_channel(channel)
        with reading() as (reader, site):
            require_served(reader, site, asked)
            address = reader.current_address(asked)
            if channel != urls.channel_path(address):
                return _moved(address)
            page = _channel_page(reader, site, address)
    except FeedsvcError as error:
        return _refused(error, channel=channel)
    return _framed(page)


@blueprint.get(urls.EMBED + "/entries/<uuid>")
def entry_frame(uuid: str) -> AnyResponse:
    """One entry."""
    try:
        with reading() as (reader, site):
            found = visible_entry(reader, uuid.lower())
            page = _entry_page(shelf_of(reader, site, found.language), found)
    except FeedsvcError as error:
        return _refused(error)
    return _framed(page)


def frame_title(entries_of: ChannelAddress, reader: Reader, site: Site) -> str:
    """The title of a channel's frame. Raises NotFound where there is no such channel."""
    language = entries_of.language or site.language
    return channel_title(reader.channel(entries_of, site.languages), site, language)


def _channel_page(reader: Reader, site: Site, address: ChannelAddress) -> FramePage:
    language = page_language(address.language or site.language)
    shelf = shelf_of(reader, site, language)
    title = frame_title(address, reader, site)
    entries = reader.channel_by_date(reader.channel(address, site.languages), _limit(site.page_size))
    return FramePage(
        language=language,
        title=title,
        heading=title,
        heading_language=address.language or site.language,
        theme=_theme(),
        cards=_cards(shelf, entries),
        said="" if entries else words(language)["embed_none"],
        more=Link(text=words(language)["embed_more"], href=site.base_url + urls.page_path(address)),
    )


def _entry_page(shelf: Shelf, entry: Entry) -> FramePage:
    site, language = shelf.site, shelf.language
    return FramePage(
        language=language,
        title=f"{entry.title} – {site.name}",
        heading=site.name,
        heading_language=site.language,
        theme=_theme(),
        cards=_cards(shelf, [entry]),
        more=Link(text=words(language)["embed_more"], href=f"{site.base_url}/"),
    )


def _cards(shelf: Shelf, entries: Iterable[Entry]) -> tuple[Card, ...]:
    """Cards whose links lead where those of the feeds do."""
    return tuple(
        replace(views.card(entry, shelf, of_office=False), href=entry_url(entry, shelf.site))
        for entry in entries
    )


def _limit(most: int) -> int:
    asked = request.args.get("limit", type=int) or DEFAULT_LIMIT
    return min(max(asked, 1), most)


def _theme() -> str | None:
    asked = request.args.get("theme")
    return asked if asked in THEMES else None


def _moved(address: ChannelAddress) -> AnyResponse:
    query = request.query_string.decode("latin-1")
    path = f"{urls.EMBED}/{urls.channel_path(address)}"
    return redirect(room().settings.base_url + path + (f"?{query}" if query else ""), 301)


def _refused(error: FeedsvcError, channel: str = "") -> Response:
    """A sentence and a link: an error page of the site would be refused by the frame."""
    settings = room().settings
    language, status = page_language(settings.languages[0]), status_of(error)
    phrases = words(language)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s %s: %s", request.method, request.path, error, exc_info=error)
    unknown = phrases["embed_unknown" if channel else "embed_no_entry"].format(channel=channel)
    said = {NotFound: unknown, Gone: phrases["embed_gone"], Ended: phrases["embed_closed"]}
    page = FramePage(
        language=language,
        title=settings.site_name,
        heading=settings.site_name,
        heading_language=settings.languages[0],
        theme=_theme(),
        said=said.get(type(error), phrases["embed_failed"]),
        more=Link(
            text=phrases["embed_at"].format(host=urlsplit(settings.base_url).netloc),
            href=f"{settings.base_url}/",
        ),
    )
    return _framed(page, status)


def _framed(page: FramePage, status: HTTPStatus = HTTPStatus.OK) -> Response:
    html = render_template("embed.html", page=page, pictures=request.args.get("pictures") != "no")
    headers = {"Content-Security-Policy": FRAME_POLICY, "Cache-Control": "no-store"}
    return let_pages_be_asked_again(Response(html, status, headers))
