"""How often one client may ask for one path: a token bucket for each pair, in memory.

Each worker process counts for itself, so that a client which reaches all of them has that many
times the limit.
"""

from collections.abc import Callable
from math import ceil
from threading import Lock

_MOST_PAIRS = 50_000


class RateLimit:
    """`per_minute` requests a minute on the average, and at most as many at once.

    `monotonic` gives seconds that never go back.
    """

    def __init__(self, per_minute: int, monotonic: Callable[[], float]) -> None:
        self._burst = float(per_minute)
        self._per_second = per_minute / 60
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}
        self._lock = Lock()

    def seconds_to_wait(self, client: str, path: str) -> int:
        """0 when the request may be answered, and is counted; else when to ask again (RFC 9110,
        10.2.3)."""
        now = self._monotonic()
        with self._lock:
            tokens, since = self._buckets.get((client, path), (self._burst, now))
            tokens = min(self._burst, tokens + (now - since) * self._per_second)
            if tokens < 1:
                return max(1, ceil((1 - tokens) / self._per_second))
            self._buckets[client, path] = (tokens - 1, now)
            if len(self._buckets) > _MOST_PAIRS:
                self._forget_the_full(now)
        return 0

    def _forget_the_full(self, now: float) -> None:
        """A bucket that has filled up again says nothing; if none has, all are let go: rather too
        many requests than too much memory."""
        self._buckets = {
            pair: (tokens, since)
            for pair, (tokens, since) in self._buckets.items()
            if tokens + (now - since) * self._per_second < self._burst
        }
        if len(self._buckets) > _MOST_PAIRS:
            self._buckets = {}
