"""`/feeds/...` that the edge did not answer: other spellings of an address, and what is wrong with one."""

from flask import Blueprint, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from feedsvc.core import urls
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.web.edge import FAILURE
from feedsvc.web.making import FEEDS
from feedsvc.web.room import room

blueprint = Blueprint("feeds", __name__)


@blueprint.get(FEEDS + "<path:name>")
def feed(name: str) -> Response:
    """A redirect to the feed's own address. Raises what kept the edge from answering there."""
    address, fmt = urls.parse_feed(name)
    path = urls.feed_path(address, fmt, summary_only=wants_summaries(request.args))
    if failure := request.environ.get(FAILURE):
        raise failure
    return redirect(room().settings.base_url + path, 301)


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
