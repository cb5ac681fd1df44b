"""HTTP conditions and content coding as pure functions: what is kept and what is asked, to an answer.

RFC 9110: entity tags (8.8.3), conditions (13), Accept-Encoding (12.5.3).
"""

import gzip
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b

from werkzeug.http import parse_date

from feedsvc.core.dates import whole_second
from feedsvc.web.visits import DECIDING

_GZIP_SUFFIX = "-gzip"
# What proxies put on a tag when they change the coding on their way: Apache, Jetty, nginx modules.
_PROXY_SUFFIXES = (_GZIP_SUFFIX, "--gzip", ";gzip", "-br", "-zstd")
_TAG = re.compile(r'(?:W/)?"(?P<opaque>[^"]*)"|(?P<bare>[^\s,"]+)')
_OURS = re.compile(
    rf"(?P<said>(?P<number>[0-9]{{1,19}})-[0-9a-f]{{16}})-(?P<proof>[0-9a-f]{{8}})"
    rf"(?:{'|'.join(map(re.escape, _PROXY_SUFFIXES))})?"
)
_GZIP_LEVEL = 6
_VARY = ", ".join(("Accept-Encoding", *DECIDING))
# RFC 3229, 5.3: a cache that knows no 226 must not give it to whoever did not ask for one.
_VARY_OF_DELTAS = f"{_VARY}, A-IM, If-None-Match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A document ready to be sent; `tag` is its entity tag without quotes, `link` its Link header."""

    body: bytes
    content_type: str
    tag: str
    last_modified: datetime | None
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The conditions of a request, as they came; None where there was none."""

    if_none_match: str | None = None
    if_modified_since: str | None = None


def entity_tag(changed: int, content: bytes, mark: bytes) -> str:
    """A strong tag led by the greatest change number in a document; `content` is its bytes, or what
    is the same for the same bytes only. By its end it can be told from the tags of other documents:
    `mark` is of this one's (16 bytes, the same for good)."""
    said = f"{changed}-{blake2b(content, digest_size=8).hexdigest()}"
    return f"{said}-{_proof(said, mark)}"


def _proof(said: str, mark: bytes) -> str:
    return blake2b(said.encode(), key=mark, digest_size=4).hexdigest()


def number_in_tags(if_none_match: str, mark: bytes) -> int | None:
    """The greatest change number among the tags that were a document's own, by its `mark`; None where
    none was."""
    numbers = (_number_of(each["opaque"] or each["bare"], mark) for each in _TAG.finditer(if_none_match))
    return max((number for number in numbers if number is not None), default=None)


def _number_of(tag: str | None, mark: bytes) -> int | None:
    match = _OURS.fullmatch(tag or "")
    if match is None or _proof(match["said"], mark) != match["proof"]:
        return None
    return int(match["number"])


def last_modified(changed_at: datetime, now: datetime) -> datetime | None:
    """The time to give as Last-Modified; None during that very second, in which a second change
    could follow under the same date (RFC 9110, 8.8.2.2)."""
    return changed_at if whole_second(changed_at) < whole_second(now) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A representation in one content coding: its strong tag in quotes, its bytes, and the headers
    of a 200 and of a 304 (RFC 9110, 15.4.5)."""

    tag: str
    body: bytes
    ok: tuple[tuple[str, str], ...]
    not_modified: tuple[tuple[str, str], ...]


def coded(representation: Representation, body: bytes, *, gzipped: bool, cache_control: str) -> Coded:
    """The representation with `body`, which are its bytes in the coding."""
    tag = f'"{representation.tag}{_GZIP_SUFFIX if gzipped else ""}"'
    shared = (
        ("ETag", tag),
        ("Cache-Control", cache_control),
        ("Vary", _VARY),
        ("Link", representation.link),
        *_last_modified_header(representation),
    )
    own = [("Content-Type", representation.content_type), ("Content-Length", str(len(body)))]
    coding = [("Content-Encoding", "gzip")] if gzipped else []
    return Coded(tag=tag, body=body, ok=(*own, *coding, *shared), not_modified=shared)


def coded_delta(whole: Coded, delta: bytes) -> Coded:
    """What came since, of a feed that is `whole` now, under the tag of the whole (RFC 3229, 10.4.1)."""
    told = {
        "Content-Length": str(len(delta)),
        "IM": "feed",
        "Cache-Control": "no-store",
        "Vary": _VARY_OF_DELTAS,
    }
    kept = [(name, value) for name, value in whole.ok if name not in told]
    return Coded(tag=whole.tag, body=delta, ok=(*kept, *told.items()), not_modified=whole.not_modified)


def gzipped_bytes(body: bytes) -> bytes:
    """The same bytes for the same bytes: no name, no time in the header (RFC 1952, 2.3)."""
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


def _last_modified_header(representation: Representation) -> tuple[tuple[str, str], ...]:
    if representation.last_modified is None:
        return ()
    moment = representation.last_modified.astimezone(UTC)
    return (("Last-Modified", format_datetime(moment, usegmt=True)),)


def is_unmodified(representation: Representation, wish: Wish, *, now: datetime) -> bool:
    """Whether the client has it already. If-Modified-Since counts only where there is no
    If-None-Match (RFC 9110, 13.2.2)."""
    if wish.if_none_match is not None:
        return tag_matches(representation.tag, wish.if_none_match)
    return _is_not_newer(representation.last_modified, wish.if_modified_since, now)


def _is_not_newer(modified: datetime | None, since: str | None, now: datetime) -> bool:
    asked = parse_date(since)
    # A date to come is a client's own wrong clock, and would hide every change until then.
    return modified is not None and asked is not None and whole_second(modified) <= asked <= now


def tag_matches(tag: str, if_none_match: str) -> bool:
    """Weak comparison (RFC 9110, 8.8.3.2) with a list of tags or `*`.

    Also taken: the suffixes that proxies append when they compress, and tags without their quotes.
    """
    if if_none_match.strip() == "*":
        return True
    known = {tag, *(tag + suffix for suffix in _PROXY_SUFFIXES)}
    return any((each["opaque"] or each["bare"]) in known for each in _TAG.finditer(if_none_match))


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether gzip is allowed and not liked less than the plain bytes; without a header it is not
    used, since the silent clients are the simple ones."""
    weights = dict(_weights(accept_encoding or ""))
    weight = max(weights.get("gzip", 0.0), weights.get("x-gzip", 0.0))
    if not {"gzip", "x-gzip"} & weights.keys():
        weight = weights.get("*", 0.0)
    return weight > 0 and weights.get("identity", 0.0) <= weight


def _weights(header: str) -> list[tuple[str, float]]:
    weighed = []
    for part in header.lower().split(","):
        coding, _, parameter = part.partition(";")
        weighed.append((coding.strip(), _weight(parameter.replace(" ", "").replace("\t", ""))))
    return weighed


def _weight(parameter: str) -> float:
    if not parameter:
        return 1.0
    match = re.fullmatch(r"q=([01](?:\.[0-9]{0,3})?)", parameter)
    return float(match[1]) if match else 0.0
