"""How the text of each kind of setting is read: a function from text to value for every kind.

Each raises ValueError with what the text must be; the name of the setting is put before it.
"""

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from feedsvc.core.patterns import is_email
from feedsvc.core.text import one_line, web_url_problem

SHORTEST_SECRET = 16
_PATH_PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*")


def database_url(text: str) -> str:
    """A URL that SQLAlchemy takes, of a SQLite file or a PostgreSQL database.

    No message quotes the text: where it is wrong, a password can stand anywhere in it.
    """
    if text.startswith("postgres://"):
        text = text.replace("postgres://", "postgresql://", 1)
    if text.startswith("sqlite:///"):
        file = text.removeprefix("sqlite:///").partition("?")[0]
        if not file or file.startswith(":"):
            raise ValueError("must name a file, such as sqlite:////var/lib/feedsvc/feedsvc.db")
        return text
    if not text.startswith("postgresql://"):
        raise ValueError("must begin with sqlite:/// and a file, or with postgresql://")
    if not _names_a_database(text):
        raise ValueError(
            "must name a database, such as postgresql://user:password@host/feedsvc"
            " (encode special characters of the password with %)"
        )
    return text


def _names_a_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    path = parts.path.strip("/")
    named = path or dict(parse_qsl(parts.query)).get("dbname", "")
    # A password with / # ? or @ in it would be taken apart in the wrong place.
    is_cut_right = not ({"/", "@"} & set(path) or "#" in url or parts.netloc.count("@") > 1)
    return bool(named) and is_cut_right


def folder(text: str) -> Path:
    """An absolute path; it may not exist yet."""
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise ValueError("begins with ~, and there is no such home folder") from error
    if {"?", "#"} & set(text):
        raise ValueError("must not hold ? or #, which mean something else in a database URL")
    if path.is_file():
        raise ValueError("must be a folder, and is a file")
    return path


def base_url(text: str) -> str:
    """An absolute http(s) URL without a slash at its end, its host in lower case."""
    problem = web_url_problem(text)
    if problem:
        raise ValueError(problem)
    parts = urlsplit(text)
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or a password")
    if "?" in text or "#" in text:
        raise ValueError("must not hold ? or #")
    path = parts.path.rstrip("/")
    if not _PATH_PREFIX.fullmatch(path):
        raise ValueError("may end in a path of letters, digits and - . _ ~, such as /news, and no other")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def base_urls(text: str) -> tuple[str, ...]:
    """Base URLs parted by commas."""
    urls, problems = [], []
    for number, part in enumerate(_parts(text), start=1):
        try:
            urls.append(base_url(part))
        except ValueError as error:
            problems.append(f"URL {number} {error}")
    if problems:
        raise ValueError("; ".join(problems))
    return _distinct(urls)


def networks(text: str) -> tuple[str, ...]:
    """Networks in CIDR notation, parted by commas."""
    from ssrfguard import Policy

    parts = _parts(text)
    try:
        found = [ip_network(part) for part in parts]
    except ValueError as error:
        raise ValueError("must be networks such as 10.1.0.0/16 or fd12::/48, parted by commas") from error
    try:
        Policy(allowed_networks=tuple(found))
    except ValueError as error:
        raise ValueError(
            "must not name IPv6 networks that carry IPv4 addresses within; name those instead"
        ) from error
    return _distinct(str(each) for each in found)


def languages(text: str) -> tuple[str, ...]:
    """Language tags parted by commas, in the order given."""
    tags = _parts(text)
    wrong = [tag for tag in tags if not re.fullmatch("[a-z]{2,3}", tag)]
    if wrong or not tags:
        found = f"; “{one_line(wrong[0])}” is none" if wrong else ""
        raise ValueError(f"must be tags of two or three lower-case letters, such as en,ru{found}")
    return _distinct(tags)


def _parts(text: str) -> list[str]:
    return [part for piece in text.split(",") if (part := piece.strip())]


def _distinct(parts: Iterable[str]) -> tuple[str, ...]:
    seen = tuple(parts)
    twice = next((part for part in seen if seen.count(part) > 1), None)
    if twice is not None:
        raise ValueError(f"names {twice} twice")
    return seen


def number(least: int, most: int) -> Callable[[str], int]:
    """Makes the parser of whole numbers from `least` to `most`."""

    def parse(text: str) -> int:
        if not re.fullmatch("[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return parse


def switch(text: str) -> bool:
    """`on` or `off`."""
    if text.lower() not in {"on", "off"}:
        raise ValueError("must be on or off")
    return text.lower() == "on"


def secret(text: str) -> str:
    """A key that is long enough to sign with."""
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"must have {SHORTEST_SECRET} characters or more")
    return text


def name(text: str) -> str:
    """A name on one line."""
    cleaned = one_line(text)
    if not cleaned:
        raise ValueError("must hold visible characters")
    return cleaned


def email(text: str) -> str:
    """An e-mail address."""
    if not is_email(text):
        raise ValueError("must be an e-mail address, such as news@example.org")
    return text


def smtp_url(text: str) -> str:
    """The URL of a mail server. No message quotes the text, which may hold a password."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0
    except ValueError:
        whole = None
    if not whole or parts.path.strip("/") or parts.query or parts.fragment or parts.netloc.count("@") > 1:
        raise ValueError(
            "must be such as smtp://user:password@mail.example.org:587"
            " (encode special characters of the password with %)"
        )
    return text


def time_zone(text: str) -> str:
    """The name of a time zone in the IANA database."""
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("must be an IANA time zone, such as UTC or Europe/Moscow") from error


def header(text: str) -> str:
    """The value of an HTTP header (RFC 9110, 5.5), in printable ASCII."""
    if not re.fullmatch(r"[ -~]+", text):
        raise ValueError("must be the value of a header, in printable ASCII")
    return text
