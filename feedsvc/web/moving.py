"""Addresses by former slugs, and what they are called now: one redirect, at once, and never to another."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import quote

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.core import urls
from feedsvc.core.errors import FeedsvcError, Moved, StoreUnavailable
from feedsvc.core.model import ChannelAddress
from feedsvc.store import Reader
from feedsvc.web.addresses import PATH_CHARACTERS
from feedsvc.web.errors import problem
from feedsvc.web.making import FEEDS
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room

_OFFICES, _TOPICS = f"{urls.API}/offices/", f"{urls.API}/topics/"


def current_path(reader: Reader, path: str) -> str:
    """The path within the site of what a path leads to, as it is spelt now; itself where that is not
    known, or where there is nothing."""
    for start, spelt in _KINDS.items():
        if path.startswith(start):
            try:
                return spelt(reader, path.removeprefix(start))
            except FeedsvcError:
                return path
    return path


def _feed(reader: Reader, rest: str) -> str:
    address, fmt = urls.parse_feed(rest)
    return urls.feed_path(reader.current_address(address), fmt)


def _embed(reader: Reader, rest: str) -> str:
    return f"{urls.EMBED}/{urls.channel_path(reader.current_address(urls.parse_channel(rest)))}"


def _page(kind: str) -> Callable[[Reader, str], str]:
    def page(reader: Reader, rest: str) -> str:
        address = reader.current_address(urls.parse_channel(f"{kind}/{rest}"))
        return urls.page_path(address) if "/" not in rest and "." not in rest else f"/{kind}/{rest}"

    return page


def _entry(reader: Reader, rest: str) -> str:
    uuid = rest.partition("/")[0].lower()
    if not is_uuid(uuid):
        return f"/entries/{rest}"
    entry = reader.entry(uuid)
    return urls.entry_path(uuid, entry.title) if entry.released else f"/entries/{rest}"


_KINDS: Mapping[str, Callable[[Reader, str], str]] = {
    FEEDS: _feed,
    f"{urls.EMBED}/entries/": lambda _, rest: f"{urls.EMBED}/entries/{rest}",
    f"{urls.EMBED}/": _embed,
    "/offices/": _page("offices"),
    "/countries/": _page("countries"),
    "/topics/": _page("topics"),
    "/entries/": _entry,
    _OFFICES: lambda reader, rest: _OFFICES + reader.office(rest).slug,
    _TOPICS: lambda reader, rest: _TOPICS + reader.topic(rest).slug,
}


def redirected(path: str, query: str | None = None) -> AnyResponse:
    """To a path of this site as it is spelt now, with what was asked of it, unless another query is given."""
    target = path
    with suppress(StoreUnavailable), reading() as (reader, _):
        target = current_path(reader, path)
    target = quote(target, safe=PATH_CHARACTERS)
    asked = request.query_string.decode("latin-1") if query is None else query
    return redirect(room().settings.base_url + target + (f"?{asked}" if asked else ""), 301)


def of_moved(error: Moved) -> AnyResponse:
    """The answer where something was asked for by a former slug."""
    if not request.path.startswith(f"{urls.API}/"):
        return redirected(request.path)
    answer: Response = problem(HTTPStatus.MOVED_PERMANENTLY, str(error))
    answer.headers["Location"] = redirected(request.path).headers["Location"]
    return answer


def require_current(slug: str, now: str, *, is_topic: bool = False) -> None:
    """Raises Moved where an office, or a topic, was asked for by a former slug."""
    if slug != now:
        raise Moved(ChannelAddress(topic=now) if is_topic else ChannelAddress(office=now))
