"""The site's change number where every process of a machine can read it without asking the database.

A writer that holds the counter's lock announces its number here before it commits. So a process
that has read number N from the database, and still reads N here, knows that nothing was committed
since: that is 0.3 microseconds, where a query is a hundred. A number here that is not the one it
knows means only "ask the database"; the table stays the truth. A writer that gives up announces
the number before its own again, and one that died is cleared by the next, under the same lock.
"""

import mmap
import os
from pathlib import Path
from threading import Lock

_BYTES = 8


class Announcements:
    """The announced number of one database, in a small file that its processes share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._numbers: memoryview | None = None

    def number(self) -> int:
        """The number announced last; 0 before the first. Raises OSError where the file cannot be."""
        numbers = self._numbers
        if numbers is None:
            numbers = self._open()
        number: int = numbers[0]
        return number

    def announce(self, number: int) -> None:
        """Say a number; only for who holds the counter's lock."""
        numbers = self._numbers if self._numbers is not None else self._open()
        # One store of eight bytes: the native format is copied whole, not byte by byte.
        numbers[0] = number

    def _open(self) -> memoryview:
        with self._lock:
            if self._numbers is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
                try:
                    if os.fstat(descriptor).st_size < _BYTES:
                        os.ftruncate(descriptor, _BYTES)
                    shared = mmap.mmap(descriptor, _BYTES)
                finally:
                    os.close(descriptor)
                self._numbers = memoryview(shared).cast("Q")
            return self._numbers
