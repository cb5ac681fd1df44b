"""`/feeds/...` that the edge did not answer: a feed that a person opened in a browser, other spellings
of an address, and what is wrong with one."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from feedsvc.core import urls
from feedsvc.core.digest_document import digest_document
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.model import ChannelAddress, Format, Site
from feedsvc.services.digests import shown_digests
from feedsvc.services.naming import require_served
from feedsvc.store import Reader
from feedsvc.store.archives import sealed_page
from feedsvc.web.edge import FAILURE
from feedsvc.web.feed_page import SHOWN, FeedPage, feed_page
from feedsvc.web.headers import SCRIPT_POLICY, let_pages_be_asked_again
from feedsvc.web.making import FEEDS
from feedsvc.web.moving import redirected
from feedsvc.web.pages import shelf_of
from feedsvc.web.room import reading, room
from feedsvc.web.visits import DECIDING, is_visit

blueprint = Blueprint("feeds", __name__)


@blueprint.get(FEEDS + "<path:name>")
def feed(name: str) -> Response:
    """A page about the feed for whoever opened its own address in a browser; from any other spelling a
    redirect there. Raises what kept the edge from answering."""
    address, fmt = urls.parse_feed(name)
    summary_only = wants_summaries(request.args)
    with reading() as (reader, site):
        require_served(reader, site, address, fmt)
        is_next = address.archive is not None and _is_next_to_be_sealed(reader, site, address)
    path = urls.feed_path(address, fmt, summary_only=summary_only)
    if is_next:
        return _to_current(replace(address, archive=None), fmt, summary_only)
    if failure := request.environ.get(FAILURE):
        raise failure
    if is_visit(request.environ) and path == _asked_path():
        return _visited(address, fmt, summary_only)
    spelt, _, query = path.partition("?")
    return redirected(spelt, query)


def _is_next_to_be_sealed(reader: Reader, site: Site, address: ChannelAddress) -> bool:
    """Whether the last sealed page names this one, which is not sealed yet, as the one that follows."""
    channel = reader.channel(address, site.languages)
    return 0 < channel.pages == (address.archive or 0) - 1


def _to_current(address: ChannelAddress, fmt: Format, summary_only: bool) -> Response:
    """What the next page will hold stands in the document that readers subscribe to, until it is sealed."""
    path = urls.feed_path(address, fmt, summary_only=summary_only)
    response = redirect(room().settings.base_url + path, 307)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _asked_path() -> str:
    query = request.query_string.decode("latin-1")
    return request.path + (f"?{query}" if query else "")


def _visited(address: ChannelAddress, fmt: Format, summary_only: bool) -> Response:
    page = _page(address, fmt, summary_only)
    response = make_response(render_template("feed.html", page=page, frame=page.frame))
    response.headers["Content-Security-Policy"] = SCRIPT_POLICY
    # The same address answers programs with the feed, which is coded too.
    response.vary.update(("Accept-Encoding", *DECIDING))
    return let_pages_be_asked_again(response)


def _page(address: ChannelAddress, fmt: Format, summary_only: bool) -> FeedPage:
    with reading() as (reader, site):
        shelf, channel = shelf_of(reader, site), reader.channel(address, site.languages)
        if address.digest:
            shown = shown_digests(reader, channel, SHOWN)
            document = digest_document(channel, shown, site=site, fmt=fmt, summary_only=summary_only)
            return feed_page(shelf, channel, fmt, summary_only=summary_only, digests=document.entries[:SHOWN])
        sealed = sealed_page(reader, channel) if address.archive else None
        places = sealed.places if sealed else reader.channel_places(channel, SHOWN)
        found = reader.entries_of(place.uuid for place in places)
        entries = [found[place.uuid] for place in places]
        return feed_page(shelf, channel, fmt, summary_only=summary_only, entries=entries)


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
