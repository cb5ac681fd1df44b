"""A time limit over a whole errand: names, connections, handshakes, and bodies that trickle.

The time limits of sockets hold for one read each, so that a server which sends a byte now and then
holds a client for ever. Here the sockets are shut from another thread when the time is up, and
whatever waits for them returns. A name that does not resolve in time is left to its thread.
"""

import contextlib
import socket
import time
from collections.abc import Callable
from threading import Lock, Thread, Timer
from typing import Any, TypeVar

from feedsvc.core.errors import FetchFailed

_T = TypeVar("_T")


class Deadline:
    """So many seconds from now; a context manager that stops its clock at the end."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def left(self) -> float:
        """The seconds that are left. Raises FetchFailed when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> FetchFailed:
        """The error that says that the time is up."""
        return FetchFailed(f"It took longer than {self._seconds:g} seconds.")

    def watch(self, connected: socket.socket) -> socket.socket:
        """Shut this socket, too, when the time is up."""
        # A second handle to the same connection: TLS takes the first one over.
        with self._lock:
            self._sockets.append(connected.dup())
        self.left()  # the time may have been up before the socket was known
        return connected

    def _shut(self) -> None:
        with self._lock:
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def within(self, call: Callable[..., _T], *arguments: Any) -> _T:
        """What a call returns that knows no time limit itself, such as `socket.getaddrinfo`."""
        ended: list[_T] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                ended.append(call(*arguments))
            except BaseException as error:  # handed to who waits for it
                failed.append(error)

        thread = Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.left())
        if failed:
            raise failed[0]
        if not ended:
            raise self.missed()
        return ended[0]
