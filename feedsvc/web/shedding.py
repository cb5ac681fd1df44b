"""Refusing what is asked too often (429), except what a 304 answers: that costs next to nothing."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from feedsvc.web.limits import RateLimit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Shedding:
    """Lets requests through up to a limit; through all of them where there is none."""

    def __init__(self, limit: RateLimit | None) -> None:
        self._limit = limit

    def refusal(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes] | None:
        """The body of a 429, or None for a request that may be answered, and is counted."""
        seconds = self._seconds(environ)
        return _refused(environ, start_response, seconds) if seconds else None

    def pass_on(
        self,
        application: "WSGIApplication",
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        """The application's answer, or a 429. Whether a conditional request ends in a 304 is known
        only from its answer."""
        if self._limit is None:
            return application(environ, start_response)
        if not any(name in environ for name in _CONDITIONS):
            return self.refusal(environ, start_response) or application(environ, start_response)
        answer = _Answer()
        body = application(environ, answer)
        if answer.status.startswith("304") or not (seconds := self._seconds(environ)):
            start_response(answer.status, answer.headers)
            return body
        return _refused(environ, start_response, seconds)

    def _seconds(self, environ: "WSGIEnvironment") -> int:
        if self._limit is None:
            return 0
        return self._limit.seconds_to_wait(environ.get("REMOTE_ADDR", ""), environ.get("PATH_INFO", ""))


class _Answer:
    """A start_response that keeps what it is told."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], *_exc_info: Any) -> Any:
        self.status, self.headers = status, headers
        return self._write

    @staticmethod
    def _write(_data: bytes) -> None:
        raise NotImplementedError("PEP 3333's write() is for applications older than it")


def _refused(environ: "WSGIEnvironment", start_response: "StartResponse", seconds: int) -> Iterable[bytes]:
    detail = f"You ask for this too often. Please ask again in {seconds} seconds."
    return refuse(environ, start_response, HTTPStatus.TOO_MANY_REQUESTS, detail, seconds=seconds)


def refuse(
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    status: HTTPStatus,
    detail: str,
    *,
    seconds: int,
) -> Iterable[bytes]:
    """The body of a refusal that is made ahead of the application; `seconds` until it is worth trying
    again (RFC 9110, 10.2.3)."""
    from feedsvc.web.errors import PROBLEM_TYPE, document

    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    body = document(status, detail, environ.get("SCRIPT_NAME", "") + path)
    headers = [
        ("Content-Type", PROBLEM_TYPE),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(seconds)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Access-Control-Allow-Origin", "*"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body] if environ["REQUEST_METHOD"] != "HEAD" else [b""]
