"""Feeds kept in memory by one process, each told to be current before it is served.

The announced change number (`store.announcing`) is compared at every poll. Where it is not the one
that is known, and once a second in any case (another machine cannot announce here), the database
says which channels changed since, and their feeds are let go: no others.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock

from feedsvc.core.deltas import Cuts, asks_for_feed
from feedsvc.services.bounded import Bounded
from feedsvc.store import Reader, Store
from feedsvc.web.conditional import (
    Coded,
    Representation,
    coded,
    coded_delta,
    gzipped_bytes,
    last_modified,
    number_in_tags,
)
from feedsvc.web.flights import Flights, Key

log = logging.getLogger(__name__)

_LONGEST_UNASKED = 1.0  # seconds
_OVERHEAD = 4096  # bytes of a kept feed beside its bodies, roughly


class KeptFeed:
    """A feed ready to be answered, in the codings that are asked for.

    It bears no date in the second of its last change (`conditional.last_modified`) and is dated
    once that is over.
    """

    __slots__ = (
        "_bodies",
        "_cache_control",
        "_coded",
        "_delta",
        "_mark",
        "changed_at",
        "channel_key",
        "cuts",
        "name",
        "representation",
    )

    def __init__(
        self,
        representation: Representation,
        *,
        channel_key: str,
        changed_at: datetime,
        cache_control: str,
        name: str = "",
        cuts: Cuts | None = None,
        mark: bytes = b"",
    ) -> None:
        self.name = name  # under which its polls are counted (core.statistics); "" where they are not
        self.representation = representation
        self.cuts = cuts
        self._mark = mark
        self._delta: tuple[tuple[int, bool], Coded] | None = None
        self.channel_key = channel_key
        self.changed_at = changed_at
        self._cache_control = cache_control
        self._bodies = {False: representation.body}
        self._coded: dict[bool, Coded] = {}

    def coded(self, *, gzipped: bool) -> Coded:
        """It in a content coding, made at the first wish for it."""
        codings = self._coded  # which another thread may let go of, dating the feed
        made = codings.get(gzipped)
        if made is None:
            if gzipped not in self._bodies:
                self._bodies[gzipped] = gzipped_bytes(self.representation.body)
            body = self._bodies[gzipped]
            made = coded(self.representation, body, gzipped=gzipped, cache_control=self._cache_control)
            codings[gzipped] = made
        return made

    def delta(self, a_im: str, tags: str | None, agent: str, *, gzipped: bool) -> Coded | None:
        """What came to it since a reader had it, where the reader asks for that (`A-IM`), shows a tag
        (`If-None-Match`) that was its own, and it can be said in its format; else None."""
        if self.cuts is None or tags is None or not asks_for_feed(a_im, agent):
            return None
        number = number_in_tags(tags, self._mark)
        if number is None:
            return None
        last = self._delta  # another thread may put another one there meanwhile
        if last is None or last[0] != (number, gzipped):
            body = self.cuts.delta(self.representation.body, number)
            if body is None:
                return None
            body = gzipped_bytes(body) if gzipped else body
            # The last one alone: after a change nearly every reader has had the feed as it was before.
            last = self._delta = (number, gzipped), coded_delta(self.coded(gzipped=gzipped), body)
        return last[1]

    @property
    def is_dated(self) -> bool:
        """Whether it bears its Last-Modified."""
        return self.representation.last_modified is not None

    def date(self, now: datetime) -> None:
        """Give it its Last-Modified where that is due."""
        moment = last_modified(self.changed_at, now)
        if moment is not None and not self.is_dated:
            self.representation = replace(self.representation, last_modified=moment)
            self._coded, self._delta = {}, None

    @property
    def size(self) -> int:
        """Bytes that it takes, the compressed body and a delta taken for a third of the plain one each."""
        return len(self.representation.body) * 5 // 3 + _OVERHEAD


class KeptFeeds:
    """The feeds that a process keeps, up to `limit` bytes; the least used go first.

    `monotonic` gives seconds that never go back.
    """

    def __init__(self, store: Store, *, limit: int, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._announced = store.announced
        self._flights = Flights()
        self._monotonic = monotonic
        self._feeds: Bounded[Key, KeptFeed] = Bounded(limit)
        self._by_channel: dict[str, set[Key]] = {}
        self._known = -1
        self._ask_again = 0.0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._feeds)

    def current(self, key: Key) -> KeptFeed | None:
        """A feed that is kept and current now; None where the database must be asked."""
        return None if self._may_be_behind() else self._feeds.get(key)

    def _may_be_behind(self) -> bool:
        try:
            return (
                self._announced is None
                or self._announced() != self._known
                or self._monotonic() >= self._ask_again
            )
        except OSError as error:
            log.warning("changes are not announced here, so every poll asks the database: %s", error)
            self._announced = None
            return True

    def found_or_made(self, key: Key, make: Callable[[Reader], KeptFeed]) -> KeptFeed:
        """A feed as of a snapshot of now, made where none is kept that is current; one at a time for
        each key. Raises StoreUnavailable, and what `make` raises."""
        with self._flights.alone(key):
            if kept := self.current(key):
                return kept
            with self._store.reading() as reader:
                number = self._caught_up(reader)
                if kept := self._feeds.get(key):
                    return kept
                made = make(reader)
            self._keep(key, made, number)
            return made

    def _caught_up(self, reader: Reader) -> int:
        """Let go of what changed, and only then know the number: who reads it without the lock must
        not find what is gone. The snapshot is taken by its first question, which is asked within the
        lock: so none that is older comes after a newer one."""
        with self._lock:
            asked_at = self._monotonic()
            changes = reader.changes_since(self._known)
            if changes.everything:
                self._feeds.clear()
                self._by_channel.clear()
            for channel_key in changes.keys & self._by_channel.keys():
                self._feeds.forget(self._by_channel.pop(channel_key))
            self._known = changes.counter
            self._ask_again = asked_at + _LONGEST_UNASKED
            return changes.counter

    def _keep(self, key: Key, feed: KeptFeed, number: int) -> None:
        """Keep a feed that was made from a snapshot with this change number, unless a later one is
        known: whether what came since concerns the feed is not worth finding out."""
        with self._lock:
            if number == self._known:
                self._feeds.keep(key, feed, feed.size)
                self._by_channel.setdefault(feed.channel_key, set()).add(key)
                self._tidy()

    def _tidy(self) -> None:
        """Forget the channels of feeds that had to make room, once they are the greater part."""
        if sum(map(len, self._by_channel.values())) > 2 * len(self._feeds) + 64:
            kept = set(self._feeds.keys())
            self._by_channel = {
                channel_key: still for channel_key, keys in self._by_channel.items() if (still := keys & kept)
            }
