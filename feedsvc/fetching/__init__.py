"""Outgoing HTTP: the one place from which feedsvc asks other sites, by one function, `fetch`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedsvc.fetching.asking import Answer

MEGABYTE = 1024 * 1024
LONGEST_SECONDS = 60.0  # the most that anybody may wait for one fetch; leases are longer

Resolver = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What another site answered, after all redirects.

    `url` is where the answer came from, without a fragment. `moved_to` is the same where every
    redirect on the way was a permanent one (301, 308) and there was one, else None. The names of
    `headers` are lower case. `body` is that of a 2xx answer, decompressed, else empty;
    `is_whole` is False where it was cut at `max_bytes`.
    """

    status: int
    url: str
    moved_to: str | None
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool = True


def fetch(
    url: str,
    *,
    user_agent: str,
    etag: str | None = None,
    last_modified: str | None = None,
    accept: str = "*/*",
    max_bytes: int = 10 * MEGABYTE,
    cut: bool = False,
    deadline_seconds: float = 30.0,
    max_redirects: int = 5,
    allowed_networks: Iterable[str] = (),
    resolver: Resolver | None = None,
) -> Fetched:
    """Ask another site for a representation, conditionally where `etag` or `last_modified` are given
    (RFC 9110, 13.1). Any status is an answer: 304, 410 and 503 come back as they are.

    Only http and https, without a user name, and only addresses of the public Internet or of
    `allowed_networks` (CIDR); each is checked after its name is resolved, at every redirect, and the
    connection goes to the address that was checked. Ports are 80, 443, 8080 and 8443; any in
    `allowed_networks`. From https no redirect leads to http. No cookies, no proxies.

    `max_bytes` holds for the body as sent and as decompressed: more is refused, or left out where
    `cut`. `deadline_seconds`, at most LONGEST_SECONDS, is for all of it, names and redirects too.
    `resolver` stands in for `socket.getaddrinfo`. Raises FetchFailed.
    """
    from feedsvc.fetching.asking import Errand, Limits

    limits = Limits(
        max_bytes=max_bytes,
        cut=cut,
        seconds=min(deadline_seconds, LONGEST_SECONDS),
        redirects=max_redirects,
        networks=tuple(allowed_networks),
    )
    headers = {"User-Agent": user_agent, "Accept": accept, "Accept-Encoding": "gzip", "Connection": "close"}
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers |= {name: " ".join(value.split()) for name, value in conditions.items() if value}
    with Errand(limits, headers, resolver) as errand:
        return _fetched(errand.run(url))


def _fetched(answer: "Answer") -> Fetched:
    return Fetched(
        status=answer.status,
        url=answer.url,
        moved_to=answer.url if answer.moved_for_good else None,
        headers=answer.headers,
        body=answer.body,
        is_whole=answer.is_whole,
    )
