"""Values kept in memory up to a number of bytes; the least used go first."""

from collections.abc import Hashable, Iterable
from itertools import count
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_ROOM_AFTER_EVICTION = 0.9  # of the limit, so that not every new value has to make room


class _Slot(Generic[V]):
    __slots__ = ("size", "used", "value")

    def __init__(self, value: V, size: int, used: int) -> None:
        self.value = value
        self.size = size
        self.used = used


class Bounded(Generic[K, V]):
    """A mapping that forgets what was used longest ago once its values are larger than `limit` bytes.

    Reading takes no lock: it only notes the time of use, a mere counter. A value larger than the
    limit is not kept at all.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._slots: dict[K, _Slot[V]] = {}
        self._bytes = 0
        self._lock = Lock()
        self._clock = count()

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def bytes(self) -> int:
        """The size of all that is kept, as it was given."""
        return self._bytes

    def get(self, key: K) -> V | None:
        """The value, or None."""
        slot = self._slots.get(key)
        if slot is None:
            return None
        slot.used = next(self._clock)
        return slot.value

    def keep(self, key: K, value: V, size: int) -> None:
        """Keep a value of `size` bytes in place of an older one."""
        with self._lock:
            self._forget(key)
            if size > self._limit:
                return
            self._slots[key] = _Slot(value, size, next(self._clock))
            self._bytes += size
            if self._bytes > self._limit:
                self._make_room(but=key)

    def forget(self, keys: Iterable[K]) -> None:
        """Let go of values; unknown keys are passed over."""
        with self._lock:
            for key in keys:
                self._forget(key)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._slots.clear()
            self._bytes = 0

    def keys(self) -> list[K]:
        """What is kept now."""
        with self._lock:
            return list(self._slots)

    def _forget(self, key: K) -> None:
        slot = self._slots.pop(key, None)
        if slot is not None:
            self._bytes -= slot.size

    def _make_room(self, *, but: K) -> None:
        for key in sorted(self._slots, key=lambda key: self._slots[key].used):
            if self._bytes <= self._limit * _ROOM_AFTER_EVICTION:
                return
            if key != but:
                self._forget(key)
