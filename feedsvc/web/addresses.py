"""Where a request came in, and where the site says it is.

Every absolute URL is built from `base_url`: a Host header is the client's word and proves nothing.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH_CHARACTERS = "/:@!$&'()*+,;=~"  # RFC 3986, section 3.3
# A path of this site; what begins with // or /\ is another host to a browser.
_PATH_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_LONGEST_NEXT = 2000


def path_prefix(base_url: str) -> str:
    """The path under which the site is mounted: "" or "/news"."""
    return urlsplit(base_url).path.rstrip("/")


def site_path(base_url: str, path: str) -> str:
    """A path of this site as a page links to it; an absolute URL is left as it is.

    Without the host, so that a page also works at another address of the same server.
    """
    return path_prefix(base_url) + path if path.startswith("/") else path


def next_path(given: str | None) -> str | None:
    """The path to go on to after a form; None for what leads anywhere but to this site."""
    if given is None or len(given) > _LONGEST_NEXT or not _PATH_HERE.fullmatch(given):
        return None
    return given


def moved_to(base_url: str, old_base_urls: Iterable[str], *, host: str, path: str) -> str | None:
    """The new URL of a request to a host that is given up; None for every other.

    The host of `base_url` always stays, so a redirect never leads to a redirect.
    """
    if _is_host_of(base_url, host):
        return None
    for old in old_base_urls:
        if _is_host_of(old, host):
            return _at(base_url, path, former_prefix=path_prefix(old))
    return None


def moved_within(base_url: str, old_base_urls: Iterable[str], *, host: str, path: str) -> str | None:
    """The new URL of a path under a former prefix on the host of `base_url`; None for every other. It is
    for paths that the site does not know: a prefix may be called as one of its own."""
    prefix = path_prefix(base_url)
    if prefix and _is_under(path, prefix):
        return None
    for old in old_base_urls:
        former = path_prefix(old)
        if former and _is_under(path, former) and _is_host_of(old, host) and _is_host_of(base_url, host):
            return _at(base_url, path, former_prefix=former)
    return None


def _at(base_url: str, path: str, *, former_prefix: str) -> str:
    rest = (path.removeprefix(former_prefix) or "/") if _is_under(path, former_prefix) else path
    return base_url + quote(rest, safe=PATH_CHARACTERS)


def _is_under(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


def _is_host_of(url: str, host: str) -> bool:
    # The scheme is not compared: behind a proxy that ends TLS every request looks like http.
    return _without_default_port(urlsplit(url).netloc) == _without_default_port(host)


def _without_default_port(host: str) -> str:
    return host.lower().removesuffix(":80").removesuffix(":443")


class UnderPrefix:
    """WSGI middleware: takes the prefix of `base_url` off the path where the proxy left it on.

    An empty path becomes "/": Werkzeug would redirect it to what the Host header says.
    """

    def __init__(self, application: "WSGIApplication", prefix: str) -> None:
        self._application = application
        self._prefix = prefix

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve the request (PEP 3333)."""
        path = environ.get("PATH_INFO", "")
        if _is_under(path, self._prefix):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._prefix
            environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        return self._application(environ, start_response)
