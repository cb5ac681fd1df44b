"""How another site is asked: one redirect after the other, within the limits.

requests' own session is passed over: even told not to follow a redirect it reads the redirect's
body whole, however long, and it adds cookies, proxies and passwords of its surroundings.
"""

import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from types import TracebackType
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
import urllib3
from ssrfguard import Policy, SSRFGuardError
from ssrfguard.requests import SafeAdapter

from feedsvc.core.errors import FetchFailed
from feedsvc.fetching import Resolver
from feedsvc.fetching.deadline import Deadline

_PORTS = frozenset({80, 443, 8080, 8443})
_ALL_PORTS = frozenset(range(1, 65536))
_FOR_GOOD = frozenset({301, 308})
_REDIRECTS = _FOR_GOOD | {302, 303, 307}
_ADDRESSES = 2  # of a name are tried; the time left is shared among them
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far an errand may go; see `fetching.fetch`."""

    max_bytes: int
    cut: bool
    seconds: float
    redirects: int
    networks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `location` where it leads on, `moved_for_good` over all redirects so far."""

    status: int
    url: str
    headers: Mapping[str, str]
    location: str | None = None
    moved_for_good: bool = False
    body: bytes = b""
    is_whole: bool = True


class Errand:
    """One fetch, from the first name to the last byte."""

    def __init__(self, limits: Limits, headers: Mapping[str, str], resolver: Resolver | None) -> None:
        self._limits = limits
        self._headers = dict(headers)
        self._deadline = Deadline(limits.seconds)
        self._networks = [ip_network(each) for each in limits.networks]
        self._policy = Policy(
            allowed_networks=tuple(self._networks),
            allowed_ports=_ALL_PORTS,
            max_connection_attempts=_ADDRESSES,
        )
        self._lookup = resolver or socket.getaddrinfo
        self._adapter = _WatchedAdapter(self._deadline, self._policy, self._resolve)

    def __enter__(self) -> "Errand":
        self._deadline.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._adapter.close()
        self._deadline.__exit__(kind, error, trace)

    def run(self, url: str) -> Answer:
        """Ask, and follow where it leads. Raises FetchFailed."""
        answer = self._ask(url)
        for_good = True
        for _ in range(self._limits.redirects):
            if answer.location is None:
                return answer
            for_good = for_good and answer.status in _FOR_GOOD
            if urlsplit(answer.url).scheme == "https" and urlsplit(answer.location).scheme == "http":
                raise FetchFailed("It redirects from https to http, which is not followed.")
            answer = replace(self._ask(answer.location), moved_for_good=for_good)
        if answer.location is not None:
            raise FetchFailed(f"It redirects more than {self._limits.redirects} times.")
        return answer

    def _ask(self, url: str) -> Answer:
        url = urldefrag(url).url
        try:
            self._policy.check_url(url)
            request = requests.Request("GET", url, self._headers).prepare()
            left = self._deadline.left()
            response = self._adapter.send(request, stream=True, timeout=(left / _ADDRESSES, left))
            with closing(response):
                answer = self._answer(request.url or url, response)
            self._deadline.left()  # a body may end early, without an error, when its socket is shut
        except SSRFGuardError as error:
            raise FetchFailed(_refusal(error), lasting=True) from error
        except ValueError as error:  # InvalidURL, LocationParseError and their like are all such
            raise FetchFailed("The address is no URL of a web page.", lasting=True) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self._deadline.left()
            raise FetchFailed(_in_words(error)) from error
        return answer

    def _answer(self, url: str, response: requests.Response) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        answer = Answer(status=response.status_code, url=url, headers=headers)
        if answer.status in _REDIRECTS and headers.get("location"):
            return replace(answer, location=_location(url, headers["location"]))
        if not 200 <= answer.status < 300:
            return answer
        body, is_whole = self._body(response)
        return replace(answer, body=body, is_whole=is_whole)

    def _body(self, response: requests.Response) -> tuple[bytes, bool]:
        most = self._limits.max_bytes
        body = bytearray()
        if (response.raw.length_remaining or 0) <= most or self._limits.cut:
            for chunk in response.raw.stream(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > most:
                    break
            else:
                return bytes(body), True
        if self._limits.cut:
            return bytes(body[:most]), False
        raise FetchFailed(f"It is larger than {most:,} bytes, which is the most that is read.")

    def _resolve(self, host: str, port: int, *more: Any) -> list[Any]:
        """The addresses of a name, in time; and only our own networks at unusual ports."""
        answers = list(self._deadline.within(self._lookup, host, port, *more))
        if port not in _PORTS:
            for answer in answers:
                address = ip_address(str(answer[4][0]).partition("%")[0])
                is_ours = any(address in network for network in self._networks)
                if self._policy.permits_address(address) and not is_ours:
                    raise FetchFailed(
                        f"Port {port} is not asked: only 80, 443, 8080 and 8443 are.", lasting=True
                    )
        return answers


class _WatchedAdapter(SafeAdapter):
    """Connects to the addresses that were checked, and lets a deadline shut the sockets."""

    def __init__(self, deadline: Deadline, policy: Policy, resolver: Resolver) -> None:
        self._deadline = deadline
        super().__init__(policy=policy, resolver=resolver)

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        super().init_poolmanager(*arguments, **more)
        safe = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {
            scheme: _watched(pool, self._deadline) for scheme, pool in safe.items()
        }


def _watched(pool: Any, deadline: Deadline) -> Any:
    # The same seam by which ssrfguard pins the address: all that follows, TLS and the headers
    # included, goes over the socket that `_new_conn` returns.
    class Connection(pool.ConnectionCls):  # type: ignore[misc]  # a class made at run time
        def _new_conn(self) -> socket.socket:
            return deadline.watch(super()._new_conn())

    return type("WatchedPool", (pool,), {"ConnectionCls": Connection})


def _location(url: str, header: str) -> str:
    # Header bytes come as Latin-1; sites that put letters of other scripts there mean UTF-8.
    return urljoin(url, header.encode("latin-1", "replace").decode("utf-8", "replace").strip())


def _refusal(error: SSRFGuardError) -> str:
    # Not the text of the error itself, which quotes the URL: that may hold a password or a key.
    reason = str(getattr(error, "reason", "it is not permitted"))
    return f"The address is refused: {reason}."


def _in_words(error: Exception) -> str:
    if _is_among(error, urllib3.exceptions.NameResolutionError, socket.gaierror):
        return "The name of the other site is not known."
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return "The other site's certificate is not trusted, or its encryption does not work."
    if _is_among(error, urllib3.exceptions.DecodeError):
        return "What the other site sent is not compressed as it says."
    if _is_among(error, urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
        return "The other site cannot be reached."
    if isinstance(error, requests.exceptions.Timeout):
        return "The other site did not answer in time."
    return "The other site broke off, or did not speak HTTP."


def _is_among(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    """Whether an error, or one that it came from, is of these kinds."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, kinds):
            return True
        seen.add(id(error))
        inner = getattr(error, "reason", None) or next(
            (each for each in error.args if isinstance(each, BaseException)), None
        )
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    return False
