"""Which channels there are, which of them an entry is in, and their keys.

A key is made of what never changes (uuids, country codes, languages), so that a renamed office
keeps its feeds, their ids and their history.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from feedsvc.core.model import ChannelAddress, Period

ALL = "all"


def channel_key(
    *,
    office: str | None = None,
    country: str | None = None,
    topic: str | None = None,
    language: str | None = None,
) -> str:
    """The internal key of a channel; `office` and `topic` are uuids here.

    >>> channel_key(country="UZ", language="ru")
    'country=UZ;language=ru'
    """
    parts = {"office": office, "country": country, "topic": topic, "language": language}
    return ";".join(f"{name}={value}" for name, value in parts.items() if value) or ALL


def digest_key(key: str, period: Period) -> str:
    """The internal key of the digest of a channel, by the channel's own.

    >>> digest_key("country=UZ", Period.WEEKLY)
    'country=UZ;digest=weekly'
    """
    return f"{key};digest={period}"


def parts_of_key(key: str) -> dict[str, str]:
    """What a channel's key is made of, by name.

    >>> parts_of_key("country=UZ;language=ru")
    {'country': 'UZ', 'language': 'ru'}
    """
    return dict(part.split("=", 1) for part in key.split(";") if part != ALL)


def keys_of_entry(
    *, office: str, countries: Iterable[str], topics: Iterable[str], language: str
) -> frozenset[str]:
    """Every channel that an entry with these attributes is in: all, its office, each country and
    topic, their pairs, and each of these in its language. `office` and `topics` are uuids."""
    return frozenset(
        channel_key(**parts, language=spoken)
        for parts in _selections(office, tuple(countries), tuple(topics))
        for spoken in (None, language)
    )


def _selections(
    office: str, countries: tuple[str, ...], topics: tuple[str, ...]
) -> Iterator[Mapping[str, str]]:
    yield {}
    yield {"office": office}
    for country in countries:
        yield {"country": country}
        yield {"office": office, "country": country}
        for topic in topics:
            yield {"country": country, "topic": topic}
    for topic in topics:
        yield {"topic": topic}
        yield {"office": office, "topic": topic}


def without_language(address: ChannelAddress) -> ChannelAddress:
    """The same channel in every language."""
    return replace(address, language=None)


def in_language(address: ChannelAddress, language: str) -> ChannelAddress:
    """The same channel in one language."""
    return replace(address, language=language)
