"""`/feeds/<channel>.<fmt>`: the feeds themselves."""

from datetime import datetime

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as PlainResponse

from feedsvc.core import urls
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.model import ChannelAddress, Format
from feedsvc.render import CONTENT_TYPES
from feedsvc.services.feeds import serve_feed
from feedsvc.web import conditional
from feedsvc.web.conditional import Representation, Wish
from feedsvc.web.kept import KEY, KeptFeed
from feedsvc.web.room import reading, room

blueprint = Blueprint("feeds", __name__)

FEEDS = "/feeds/"
# A query can be spelt in many ways that mean the same; only these are worth their memory.
_KEPT_QUERIES = {"", "content=summary"}


class FeedResponse(Response):
    """A response whose 304 keeps Last-Modified: Werkzeug takes it off, but it updates the date
    that a client stored (RFC 9111, section 3.2). It is never taken for a page."""

    default_mimetype = None

    def get_wsgi_headers(self, environ):  # type: ignore[no-untyped-def]  # noqa: D102  Werkzeug's signature
        headers = super().get_wsgi_headers(environ)
        if "Last-Modified" in self.headers:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


@blueprint.get(FEEDS + "<path:name>")
def feed(name: str) -> PlainResponse:
    """A feed, or the 304 to a poll."""
    address, fmt = urls.parse_feed(name)
    summary_only = wants_summaries(request.args)
    if name != urls.feed_path(address, fmt).removeprefix(FEEDS):
        path = urls.feed_path(address, fmt, summary_only=summary_only)
        return redirect(room().settings.base_url + path, 301)
    # Before the snapshot: a change that comes after it must not bear the date that is given now.
    now = room().clock()
    feed, number = _make(address, fmt, summary_only=summary_only, now=now)
    key = request.environ.get(KEY)
    if key is not None and key[1] in _KEPT_QUERIES:
        room().feeds.keep(key, feed, number=number)
    wish = Wish(
        if_none_match=request.headers.get("If-None-Match"),
        if_modified_since=request.headers.get("If-Modified-Since"),
        accept_encoding=request.headers.get("Accept-Encoding"),
    )
    answer = feed.answer(wish, now=now)
    return FeedResponse(answer.body, answer.status, list(answer.headers))


def wants_summaries(query: MultiDict[str, str]) -> bool:
    """Whether `content=summary` is asked. Raises InvalidInput for every other parameter, by name:
    a feed at an address that it does not know as its own would be another feed to readers."""
    unknown = [name for name in query if name != "content"]
    if unknown:
        raise InvalidInput(
            Problem(name, "Feeds do not know this parameter; the only one is content=summary.")
            for name in unknown
        )
    values = query.getlist("content")
    if values not in ([], ["summary"]):
        raise InvalidInput.at(
            "content", "The only value is “summary”, given once; leave it out for full texts."
        )
    return bool(values)


def _make(address: ChannelAddress, fmt: Format, *, summary_only: bool, now: datetime) -> tuple[KeptFeed, int]:
    """The feed, and the change number of the snapshot it was made from."""
    with reading() as (reader, site):
        served = serve_feed(reader, site, address, fmt, summary_only=summary_only, fragments=room().fragments)
    representation = Representation(
        body=served.body,
        content_type=CONTENT_TYPES[fmt],
        tag=conditional.entity_tag(served.changed, served.print),
        last_modified=conditional.last_modified(served.changed_at, now),
        link=f'<{served.self_url}>; rel="self", <{served.page_url}>; rel="alternate"; type="text/html"',
    )
    feed = KeptFeed(
        representation,
        channel_key=served.channel_key,
        changed_at=served.changed_at,
        cache_control=room().settings.cache_control,
    )
    return feed, served.number
