"""The edge: a WSGI layer ahead of Flask that answers polls for feeds.

A poll for a feed by its own address never reaches Flask: it is answered from memory, or the feed is
made. Every other request goes on: that of a person whose browser opens the address, and one whose
feed cannot be made, with the reason.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from feedsvc.core.errors import FeedsvcError
from feedsvc.web.conditional import Wish, accepts_gzip, is_unmodified
from feedsvc.web.counting import Counter
from feedsvc.web.headers import FEED_HEADERS
from feedsvc.web.kept import KeptFeed, KeptFeeds
from feedsvc.web.limits import RateLimit
from feedsvc.web.making import FEEDS, FeedMaker
from feedsvc.web.shedding import Shedding
from feedsvc.web.visits import is_visit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FAILURE = "feedsvc.failure"  # in the environ: why the edge could not make a feed that is asked for
_ANSWERED = {"GET", "HEAD"}

_wants_gzip = lru_cache(maxsize=512)(accepts_gzip)


class Edge:
    """WSGI middleware (PEP 3333). `prepare` is called before the database is asked; `is_given_up`
    tells hosts that the application redirects from."""

    def __init__(
        self,
        application: "WSGIApplication",
        feeds: KeptFeeds,
        maker: FeedMaker,
        *,
        clock: Callable[[], datetime],
        prepare: Callable[[], None],
        is_given_up: Callable[[str], bool] | None = None,
        limit: RateLimit | None = None,
        counter: Counter | None = None,
    ) -> None:
        self._application = application
        self._feeds = feeds
        self._maker = maker
        self._clock = clock
        self._prepare = prepare
        self._is_given_up = is_given_up
        self._shed = Shedding(limit)
        self._counter = counter or Counter()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a poll, or pass the request on."""
        path = environ.get("PATH_INFO", "")
        if FEEDS in path and self._is_poll(environ):
            key = (path, environ.get("QUERY_STRING", ""))
            feed = self._feeds.current(key) or self._made(key, environ)
            if feed is not None:
                return self._answer(feed, environ, start_response)
        return self._shed.pass_on(self._application, environ, start_response)

    def _is_poll(self, environ: "WSGIEnvironment") -> bool:
        if environ["REQUEST_METHOD"] not in _ANSWERED:
            return False
        # Looked up here first: a call for every poll would cost several times as much.
        if "HTTP_SEC_FETCH_DEST" in environ and is_visit(environ):
            return False
        return self._is_given_up is None or not self._is_given_up(environ.get("HTTP_HOST", ""))

    def _made(self, key: tuple[str, str], environ: "WSGIEnvironment") -> KeptFeed | None:
        asked = self._maker.asked(*key)
        if asked is None:
            return None
        # Before the snapshot: a change that comes after it must not bear the date that is given now.
        now = self._clock()
        try:
            self._prepare()
            return self._feeds.found_or_made(key, lambda reader: self._maker.made(asked, reader, now))
        except FeedsvcError as error:
            environ[FAILURE] = error
            return None

    def _answer(
        self, kept: KeptFeed, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not kept.is_dated:
            kept.date(self._clock())
        gzipped = _wants_gzip(environ.get("HTTP_ACCEPT_ENCODING"))
        coded = kept.coded(gzipped=gzipped)
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags == coded.tag or self._has_it(kept, environ, tags):
            self._counter.count(kept.name, environ)
            start_response("304 Not Modified", [*coded.not_modified, *FEED_HEADERS])
            return []
        if refusal := self._shed.refusal(environ, start_response):
            return refusal
        status = "200 OK"
        if "HTTP_A_IM" in environ:
            agent = environ.get("HTTP_USER_AGENT", "")
            if delta := kept.delta(environ["HTTP_A_IM"], tags, agent, gzipped=gzipped):
                status, coded = "226 IM Used", delta
        self._counter.count_sent(kept.name, environ, status)
        start_response(status, [*coded.ok, *FEED_HEADERS])
        # A list: granian sends it in one piece, anything else piece by piece from a thread of its own.
        return [coded.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _has_it(self, kept: KeptFeed, environ: "WSGIEnvironment", tags: str | None) -> bool:
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if tags is None and since is None:
            return False
        wish = Wish(if_none_match=tags, if_modified_since=since)
        return is_unmodified(kept.representation, wish, now=self._clock())
