"""One at a time for each key: a feed that many ask for at once is made once."""

from threading import Lock

Key = tuple[str, str]  # path and query as they came in


class Flights:
    """Lets one at a time do what belongs to a key; others with the same key wait, and only those."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[Key, tuple[Lock, int]] = {}

    def alone(self, key: Key) -> "_Flight":
        """A context in which nobody else is with this key."""
        return _Flight(self, key)

    def enter(self, key: Key) -> None:
        """Wait for the turn."""
        with self._lock:
            lock, waiting = self._waiting.get(key, (Lock(), 0))
            self._waiting[key] = (lock, waiting + 1)
        lock.acquire()

    def leave(self, key: Key) -> None:
        """Let the next one in."""
        with self._lock:
            lock, waiting = self._waiting[key]
            if waiting == 1:
                del self._waiting[key]
            else:
                self._waiting[key] = (lock, waiting - 1)
        lock.release()


class _Flight:
    def __init__(self, flights: Flights, key: Key) -> None:
        self._flights = flights
        self._key = key

    def __enter__(self) -> None:
        self._flights.enter(self._key)

    def __exit__(self, *error: object) -> None:
        self._flights.leave(self._key)
