"""The application in this process, without sockets: what a request costs, and what it renders."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import ModuleType
from typing import Any

from feedsvc.services import feeds as services
from feedsvc.web import making as views

Application = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Polled:
    """An answer, and the milliseconds that it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: float


def poll(application: Application, address: str, **headers: str) -> Polled:
    """GET of a path with its query; headers are named as in an environ, without HTTP_."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "news.example.org",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "news.example.org",
        "wsgi.url_scheme": "https",
        "wsgi.version": (1, 0),
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }
    given: list[Any] = []
    begin = time.perf_counter()
    answer = application(environ, lambda status, headers, _error=None: given.extend((status, headers)))
    body = b"".join(answer)
    spent = (time.perf_counter() - begin) * 1000
    if hasattr(answer, "close"):
        answer.close()
    return Polled(int(given[0].split()[0]), dict(given[1]), body, spent)


@dataclass(slots=True)
class Renders:
    """How many entries were rendered, and how many feeds put together."""

    entries: int = 0
    feeds: int = 0


@contextmanager
def renders() -> Iterator[Renders]:
    """Counts what this process renders meanwhile."""
    counted = Renders()
    with _counted(services, "fragment", counted, "entries"), _counted(views, "serve_feed", counted, "feeds"):
        yield counted


@contextmanager
def _counted(module: ModuleType, name: str, counted: Renders, what: str) -> Iterator[None]:
    plainly = getattr(module, name)

    def counting(*arguments: Any, **others: Any) -> Any:
        setattr(counted, what, getattr(counted, what) + 1)
        return plainly(*arguments, **others)

    setattr(module, name, counting)
    try:
        yield
    finally:
        setattr(module, name, plainly)
