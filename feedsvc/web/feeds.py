"""`/feeds/<channel>.<fmt>`: the feeds themselves."""

from datetime import datetime

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as PlainResponse

from feedsvc.core import urls
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.feed import FeedDocument
from feedsvc.core.model import ChannelAddress, Format
from feedsvc.render import CONTENT_TYPES, render
from feedsvc.services.feeds import read_feed
from feedsvc.web import conditional
from feedsvc.web.conditional import Representation, Wish
from feedsvc.web.room import reading, room

blueprint = Blueprint("feeds", __name__)

FEEDS = "/feeds/"


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
    representation = _represent(address, fmt, summary_only=summary_only, now=now)
    wish = Wish(
        if_none_match=request.headers.get("If-None-Match"),
        if_modified_since=request.headers.get("If-Modified-Since"),
        accept_encoding=request.headers.get("Accept-Encoding"),
    )
    answer = conditional.answer(representation, wish, now=now)
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


def _represent(address: ChannelAddress, fmt: Format, *, summary_only: bool, now: datetime) -> Representation:
    with reading() as (reader, site):
        found = read_feed(reader, site, address, fmt, summary_only=summary_only)
    body = render(found.document, fmt)
    return Representation(
        body=body,
        content_type=CONTENT_TYPES[fmt],
        tag=conditional.entity_tag(found.changed, body),
        last_modified=conditional.last_modified(found.channel.changed_at, now),
        link=_links(found.document),
    )


def _links(document: FeedDocument) -> str:
    return f'<{document.self_url}>; rel="self", <{document.page_url}>; rel="alternate"; type="text/html"'
