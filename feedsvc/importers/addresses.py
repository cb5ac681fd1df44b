"""Addresses as importers find them, made absolute and ASCII; and the ids of imported entries."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from feedsvc.core.patterns import is_ascii_iri
from feedsvc.core.text import web_url_problem
from feedsvc.core.urls import id_from_source

_LONGEST = 2_000
_NOISE = re.compile("[\t\n\r]")
_WITHOUT_HOST = re.compile("https?:(?!//[^/?#])", re.IGNORECASE)  # urljoin takes the base's
_MARGIN = "".join(map(chr, range(33)))
_KEPT = "".join(char for char in map(chr, range(33, 127)) if char not in '<>"{}|\\^`')


def absolute_url(url: str | None, base: str = "") -> str | None:
    """The absolute http(s) URL in ASCII that an address means beside `base` (RFC 3986, section 5).

    None where it is none: empty, of another scheme, too long, or relative without a base.
    """
    cleaned = _NOISE.sub("", url or "").strip(_MARGIN)
    if not cleaned or len(cleaned) > _LONGEST or _WITHOUT_HOST.match(cleaned):
        return None
    try:
        parts = urlsplit(urljoin(base, cleaned))
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return None
    rest = (quote(part, safe=_KEPT) for part in (parts.path, parts.query, parts.fragment))
    made = urlunsplit((parts.scheme, host, *rest))
    return made if len(made) <= _LONGEST and web_url_problem(made) is None else None


def imported_id(guid: str, *, source: str) -> str:
    """The id of an entry by what its source knows it by: that itself where it is an absolute IRI in
    ASCII, else a uuid5 of source and guid (house.md, "entry")."""
    return guid if is_ascii_iri(guid) else id_from_source(source, guid)
