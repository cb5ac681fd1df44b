"""Requests that send something: a few at once, and each part of their bodies within a time.

A thread that waits for a slow client, or works on an import, answers no poll meanwhile. So the worker
process always keeps threads for those who only read.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import partial
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, TypeVar

from werkzeug.exceptions import RequestTimeout

from feedsvc.web.shedding import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AT_ONCE = 3  # in a process; the server has more threads than these
WITHIN = 10.0  # seconds for a part of a body
_PART = 64 * 1024  # bytes
_READING = {"GET", "HEAD", "OPTIONS"}
_RETRY_SECONDS = 5
T = TypeVar("T")


class Sending:
    """WSGI middleware (PEP 3333): what only reads goes on at once, of the rest `at_once`; further
    ones are answered 503. A body of which no part came in `within` seconds raises RequestTimeout
    where it is read."""

    def __init__(
        self, application: "WSGIApplication", *, at_once: int = AT_ONCE, within: float = WITHIN
    ) -> None:
        self._application = application
        self._within = within
        self._turns = BoundedSemaphore(at_once)
        # What waits for a client that is given up ends when the server has closed its connection.
        self._waiting = ThreadPoolExecutor(2 * at_once, thread_name_prefix="body")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on, in its turn."""
        if environ["REQUEST_METHOD"] in _READING:
            return self._application(environ, start_response)
        if not self._turns.acquire(blocking=False):
            detail = "Too many requests that send something are under way: please try again in a moment."
            return refuse(
                environ, start_response, HTTPStatus.SERVICE_UNAVAILABLE, detail, seconds=_RETRY_SECONDS
            )
        try:
            environ["wsgi.input"] = _PatientInput(environ["wsgi.input"], self._in_time)
            answer = self._application(environ, start_response)
            try:
                return list(answer)  # what is still to be made of it is part of the turn
            finally:
                if close := getattr(answer, "close", None):
                    close()
        finally:
            self._turns.release()

    def _in_time(self, read: Callable[[], T]) -> T:
        part: Future[T] = self._waiting.submit(read)
        try:
            return part.result(self._within)
        except TookTooLong:
            part.cancel()
            raise RequestTimeout from None


class _PatientInput:
    """A body that is read part by part, each within a time."""

    def __init__(self, body: Any, in_time: Callable[[Callable[[], bytes]], bytes]) -> None:
        self._body = body
        self._in_time = in_time

    def read(self, size: int = -1) -> bytes:
        """PEP 3333, "Input and Error Streams"."""
        parts: list[bytes] = []
        missing = size
        while missing:
            wanted = _PART if missing < 0 else min(missing, _PART)
            part = self._in_time(partial(self._body.read, wanted))
            if not part:
                break
            parts.append(part)
            missing -= len(part) if missing > 0 else 0
        return b"".join(parts)

    def readline(self, size: int = -1) -> bytes:
        """As above."""
        return self._in_time(partial(self._body.readline, size))

    def readlines(self, hint: int = -1) -> list[bytes]:
        """As above; all at once."""
        return self.read().splitlines(keepends=True) if hint else []

    def __iter__(self) -> Any:
        return iter(self.readlines())
