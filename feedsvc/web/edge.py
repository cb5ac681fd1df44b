"""The edge: a WSGI layer ahead of Flask that answers polls for feeds which the process keeps.

A poll for a known feed never reaches Flask. Every other request goes on, and what it makes of a
feed is kept on its way back (`web.feeds`). Requests for one feed that is not kept wait for the
first of them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from feedsvc.core.errors import StoreUnavailable
from feedsvc.web.conditional import Wish, accepts_gzip, is_unmodified
from feedsvc.web.flights import Flights
from feedsvc.web.headers import FEED_HEADERS
from feedsvc.web.kept import KEY, KeptFeed, KeptFeeds, Key
from feedsvc.web.limits import RateLimit
from feedsvc.web.shedding import Shedding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FEEDS = "/feeds/"
_ANSWERED = {"GET", "HEAD"}

_wants_gzip = lru_cache(maxsize=512)(accepts_gzip)


class Edge:
    """WSGI middleware (PEP 3333). `is_given_up` tells hosts that the application redirects from."""

    def __init__(
        self,
        application: "WSGIApplication",
        feeds: KeptFeeds,
        *,
        clock: Callable[[], datetime],
        is_given_up: Callable[[str], bool] | None = None,
        limit: RateLimit | None = None,
    ) -> None:
        self._application = application
        self._feeds = feeds
        self._clock = clock
        self._is_given_up = is_given_up
        self._flights = Flights()
        self._shed = Shedding(limit)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory, or pass the request on."""
        path = environ.get("PATH_INFO", "")
        if _FEEDS not in path or environ["REQUEST_METHOD"] not in _ANSWERED or self._is_elsewhere(environ):
            return self._shed.pass_on(self._application, environ, start_response)
        key = (path, environ.get("QUERY_STRING", ""))
        kept = self._kept(key)
        if kept is not None:
            return self._answer(kept, environ, start_response)
        with self._flights.alone(key):
            kept = self._kept(key)
            if kept is not None:
                return self._answer(kept, environ, start_response)
            environ[KEY] = key
            return self._shed.pass_on(self._application, environ, start_response)

    def _is_elsewhere(self, environ: "WSGIEnvironment") -> bool:
        return self._is_given_up is not None and self._is_given_up(environ.get("HTTP_HOST", ""))

    def _kept(self, key: Key) -> KeptFeed | None:
        try:
            return self._feeds.get(key)
        except StoreUnavailable:
            return None  # the application finds that out too, and says it

    def _answer(
        self, kept: KeptFeed, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not kept.is_dated:
            kept.date(self._clock())
        coded = kept.coded(gzipped=_wants_gzip(environ.get("HTTP_ACCEPT_ENCODING")))
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags == coded.tag or self._has_it(kept, environ, tags):
            start_response("304 Not Modified", [*coded.not_modified, *FEED_HEADERS])
            return []
        if refusal := self._shed.refusal(environ, start_response):
            return refusal
        start_response("200 OK", [*coded.ok, *FEED_HEADERS])
        # A list: granian sends it in one piece, anything else piece by piece from a thread of its own.
        return [coded.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _has_it(self, kept: KeptFeed, environ: "WSGIEnvironment", tags: str | None) -> bool:
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if tags is None and since is None:
            return False
        wish = Wish(if_none_match=tags, if_modified_since=since)
        return is_unmodified(kept.representation, wish, now=self._clock())
