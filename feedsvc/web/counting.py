"""Polls and page views counted in memory, and told to the database once a minute.

A poll adds one to a number; reading user agents, hashing and writing are done by a thread of their
own. Each process counts for itself. One that is killed takes with it what it had not told.
"""

import logging
import os
from collections.abc import Callable
from multiprocessing.util import Finalize
from threading import Lock, Timer
from typing import TYPE_CHECKING, TypeVar

from feedsvc.core.agent_families import BROWSERS, family_of
from feedsvc.core.errors import StoreUnavailable
from feedsvc.core.statistics import FROM_A_PAGE, Counted, Outcome, Poll

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

log = logging.getLogger(__name__)

MOST = 10_000  # different polls, and different entries, that are kept apart until they are told
_LONGEST_AGENT = 256  # characters
_LONGEST_ADDRESS = 64
_EVERY = 60.0  # seconds
_NOT_MODIFIED = int(Outcome.NOT_MODIFIED)

_Poll = tuple[str, int, str, str]
_Key = TypeVar("_Key")


class Counter:
    """Counts in a bounded memory, about 10 MB at most, whatever clients send.

    `wake` is called after something new was counted.
    """

    def __init__(self, most: int = MOST) -> None:
        self.wake: Callable[[], None] = lambda: None
        self._most = most
        self._polls: dict[_Poll, int] = {}
        self._views: dict[str, int] = {}
        self._missed = 0
        self._lock = Lock()

    def count(self, feed: str, environ: "WSGIEnvironment", outcome: int = _NOT_MODIFIED) -> None:
        """Count a poll of a feed (`core.statistics.feed_name`; "" is not counted)."""
        # A plain tuple is quicker to make than a Poll, and equal to it.
        poll = feed, outcome, environ.get("HTTP_USER_AGENT", ""), environ.get("REMOTE_ADDR", "")
        if "HTTP_ORIGIN" not in environ:
            with self._lock:
                known = self._polls.get(poll)
                if known is not None:
                    self._polls[poll] = known + 1
                    return
        if feed:
            self._count_new(_bounded(poll, environ.get("HTTP_ORIGIN", "")))

    def count_sent(self, feed: str, environ: "WSGIEnvironment", status: str) -> None:
        """Count a poll that was answered with the feed (200) or with what is new in it (226)."""
        if status.startswith("226"):
            self.count(feed, environ, Outcome.DELTA)
            return
        asked = "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ
        self.count(feed, environ, Outcome.CHANGED if asked else Outcome.PLAIN)

    def count_view(self, uuid: str, environ: "WSGIEnvironment") -> None:
        """Count that a person opened the page of an entry; nothing is kept of who it was."""
        if "HTTP_SEC_PURPOSE" in environ or family_of(environ.get("HTTP_USER_AGENT", "")) is not BROWSERS:
            return
        with self._lock:
            self._add(self._views, uuid, 1)
        self.wake()

    def take(self) -> Counted:
        """What was counted since it was last taken."""
        with self._lock:
            polls, views, missed = self._polls, self._views, self._missed
            self._polls, self._views, self._missed = {}, {}, 0
        return Counted(
            polls={Poll(*poll): count for poll, count in polls.items()}, views=views, missed=missed
        )

    def put_back(self, counted: Counted) -> None:
        """Add what was taken and could not be told, as far as there is room."""
        with self._lock:
            self._missed += counted.missed
            for poll, count in counted.polls.items():
                self._add(self._polls, (*poll,), count)
            for uuid, count in counted.views.items():
                self._add(self._views, uuid, count)

    def _count_new(self, poll: _Poll) -> None:
        with self._lock:
            self._add(self._polls, poll, 1)
        self.wake()  # afterwards: a thread that is just taking what there is would not see it

    def _add(self, known: dict[_Key, int], key: _Key, count: int) -> None:
        if key in known or len(known) < self._most:
            known[key] = known.get(key, 0) + count
        else:
            self._missed += count


def _bounded(poll: _Poll, origin: str) -> _Poll:
    feed, outcome, agent, address = poll
    # Extensions of browsers, which are readers, have origins of other schemes.
    if origin.startswith("http"):
        return feed, outcome, FROM_A_PAGE, ""
    return feed, outcome, agent[:_LONGEST_AGENT], address[:_LONGEST_ADDRESS]


class Flusher:
    """Tells what a counter counted a minute after the first of it, and when the process ends.

    `tell` may raise StoreUnavailable: then it is told again, a minute later.
    """

    def __init__(self, counter: Counter, tell: Callable[[Counted], None], *, seconds: float = _EVERY) -> None:
        self._counter = counter
        self._tell = tell
        self._seconds = seconds
        self._lock = Lock()
        self._timer: Timer | None = None
        self._pid = 0
        counter.wake = self.wake

    def wake(self) -> None:
        """See to it that a thread of this process is waiting to tell."""
        if self._timer is not None and self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                self._begin_in_this_process()
            if self._timer is None:
                self._timer = Timer(self._seconds, self._run)
                self._timer.daemon = True
                self._timer.start()

    def _begin_in_this_process(self) -> None:
        if self._pid:
            self._counter.take()  # it was counted before a fork, and is told by the parent
        self._pid, self._timer = os.getpid(), None
        # Not atexit, whose functions are not run in a process of multiprocessing, as granian's are.
        Finalize(None, self.flush, exitpriority=1)

    def _run(self) -> None:
        self._timer = None
        self.flush()

    def flush(self) -> None:
        """Tell what there is now."""
        counted = self._counter.take()
        if not counted:
            return
        try:
            self._tell(counted)
        except StoreUnavailable as error:
            log.warning("What was counted is kept for a minute more: %s", error)
            self._counter.put_back(counted)
            self.wake()
        except Exception:
            log.exception("What was counted is lost")
