"""`/oembed`: how a page of this site is shown on another one (https://oembed.com/)."""

from html import escape
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, request
from lxml import etree

from feedsvc.core import urls
from feedsvc.core.errors import Gone, InvalidInput, NotFound, Problem
from feedsvc.core.model import ChannelAddress, Site
from feedsvc.services.naming import require_served
from feedsvc.store import Reader
from feedsvc.web.embeds import DEFAULT_LIMIT, frame_title
from feedsvc.web.errors import problem
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.pages import visible_entry
from feedsvc.web.room import reading

blueprint = Blueprint("oembed", __name__)
blueprint.after_request(let_pages_be_asked_again)

_FORMATS = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
_WIDTH = 600  # pixels
_HEIGHT, _HEIGHT_OF_ENTRY = 720, 320
_CACHE_AGE = 3600  # seconds that a consumer may keep the answer; the frame itself is always fresh
_PARAMETERS = ("maxwidth", "maxheight")

Members = dict[str, str | int]


@blueprint.get(urls.OEMBED)
def oembed() -> Response:
    """The frame of the page at `url`, within `maxwidth` and `maxheight`, as `format` json or xml."""
    fmt = request.args.get("format", "json").lower()
    if fmt not in _FORMATS:
        return problem(HTTPStatus.NOT_IMPLEMENTED, "The formats are json and xml.")
    url, widest, highest = _asked()
    with reading() as (reader, site):
        frame, title, height = _frame_of(url, reader, site)
    size = (min(_WIDTH, widest or _WIDTH), min(height, highest or height))
    members = _members(site, site.base_url + frame, title, *size)
    body = msgspec.json.encode(members) if fmt == "json" else _xml(members)
    response = Response(body, content_type=_FORMATS[fmt])
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _asked() -> tuple[str, int | None, int | None]:
    """The page and the greatest size. Raises InvalidInput."""
    problems = [
        Problem(name, "A whole number of pixels, 1 or more.") for name in _PARAMETERS if not _is_size(name)
    ]
    if not request.args.get("url"):
        problems.insert(0, Problem("url", "The address of a page of this site is wanted."))
    if problems:
        raise InvalidInput(problems)
    widest, highest = (request.args.get(name, type=int) for name in _PARAMETERS)
    return request.args["url"], widest, highest


def _is_size(name: str) -> bool:
    given = request.args.get(name)
    return given is None or (given.isascii() and given.isdecimal() and len(given) < 6 and int(given) > 0)


def _frame_of(url: str, reader: Reader, site: Site) -> tuple[str, str, int]:
    """The path, the title and the height of the frame for a page. Raises NotFound."""
    path = _path_of(url, site.base_url)
    if path.startswith("/entries/"):
        try:
            entry = visible_entry(reader, path.split("/")[2].lower())
        except Gone as gone:
            # The specification has no other answer for what is not there.
            raise NotFound(str(gone)) from None
        return urls.entry_embed_path(entry.uuid), entry.title, _HEIGHT_OF_ENTRY
    address = reader.current_address(_channel_of(path))
    try:
        require_served(reader, site, address)
    except Gone as gone:
        raise NotFound(str(gone)) from None
    return urls.channel_embed_path(address, DEFAULT_LIMIT), frame_title(address, reader, site), _HEIGHT


def _path_of(url: str, base_url: str) -> str:
    """The path within the site. Raises NotFound for what lies elsewhere."""
    try:
        asked, base = urlsplit(url), urlsplit(base_url)
    except ValueError:
        raise NotFound("There is no such page here.") from None
    within = f"{asked.path}/".startswith(f"{base.path}/")
    # Behind a proxy people know the site by https, whatever the setting says.
    if asked.scheme not in {"http", "https"} or asked.netloc.lower() != base.netloc.lower() or not within:
        raise NotFound("This is no page of this site, which embeds its own alone.")
    return asked.path.removeprefix(base.path).rstrip("/")


def _channel_of(path: str) -> ChannelAddress:
    """The channel of a page, or of the address of a feed. Raises NotFound."""
    if path == "":
        return ChannelAddress()
    address = urls.parse_channel(path.removeprefix("/"))
    if urls.page_path(address) != path.lower():
        raise NotFound("There is no page at this address that can be embedded.")
    return address


def _members(site: Site, frame: str, title: str, width: int, height: int) -> Members:
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": site.name,
        "provider_url": f"{site.base_url}/",
        "cache_age": _CACHE_AGE,
        "html": frame_html(frame, title, width, height),
        "width": width,
        "height": height,
    }


def frame_html(address: str, title: str, width: int, height: int) -> str:
    """The frame version as other sites paste it: its links open beside the page, nothing else may happen."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" frameborder="0"></iframe>'
    )


def _xml(members: Members) -> bytes:
    root = etree.Element("oembed")
    for name, value in members.items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
