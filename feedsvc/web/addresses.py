"""Where a request came in, and where the site says it is.

Every absolute URL is built from `base_url`: a Host header is the client's word and proves nothing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATH_CHARACTERS = "/:@!$&'()*+,;=~"  # RFC 3986, section 3.3


def path_prefix(base_url: str) -> str:
    """The path under which the site is mounted: "" or "/news"."""
    return urlsplit(base_url).path.rstrip("/")


def site_path(base_url: str, path: str) -> str:
    """A path of this site as a page links to it; an absolute URL is left as it is.

    Without the host, so that a page also works at another address of the same server.
    """
    return path_prefix(base_url) + path if path.startswith("/") else path


def moved_to(base_url: str, old_base_urls: Iterable[str], *, host: str, path: str) -> str | None:
    """The new URL of a request to a host that is given up; None for every other.

    The host of `base_url` always stays, so a redirect never leads to a redirect.
    """
    if _is_host_of(base_url, host):
        return None
    for old in old_base_urls:
        if _is_host_of(old, host):
            prefix = path_prefix(old)
            rest = path[len(prefix) :] if path.startswith(f"{prefix}/") else path
            return base_url + quote(rest, safe=_PATH_CHARACTERS)
    return None


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
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._prefix
            environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        return self._application(environ, start_response)
