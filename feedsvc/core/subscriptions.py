"""Which channels a person can be offered: those of a list, and those that fit several choices at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from feedsvc.core.channels import parts_of_key
from feedsvc.core.model import ChannelAddress, Office, Topic

_PARTS = {"office", "country", "topic", "language"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The channels that fit some choices. `too_narrow` says that no channel is of an office, a
    country and a topic at once, so that these are the nearest ones and hold more than was chosen."""

    channels: tuple[ChannelAddress, ...]
    too_narrow: bool = False


def countries_of(office: Office) -> frozenset[str]:
    """The countries that an office covers: those it works in, and the one it stands in."""
    return frozenset(office.countries) | ({office.country} if office.country else set())


def listed_channels(
    keys: Iterable[str],
    offices: Iterable[Office],
    topics: Iterable[Topic],
    narrowed: ChannelAddress = ChannelAddress(),  # noqa: B008  frozen
) -> tuple[ChannelAddress, ...]:
    """The channels to be listed, in order: those of `keys` (which have entries) and each office's own
    countries. Only those within `narrowed`: of its office, its country and its topic where it names
    them; in its language, or in every language together."""
    offices = tuple(offices)
    slugs = {office.uuid: office.slug for office in offices} | {topic.uuid: topic.slug for topic in topics}
    found = {address for key in keys if (address := address_of_key(key, slugs))}
    found |= {
        ChannelAddress(office=office.slug, country=code, language=narrowed.language)
        for office in offices
        for code in countries_of(office)
    }
    return tuple(sorted((each for each in found if _is_within(each, narrowed)), key=_order))


def address_of_key(key: str, slugs: Mapping[str, str]) -> ChannelAddress | None:
    """The channel of a key, by the slugs of offices and topics; None for a digest, and for a channel of an
    office or a topic that is not known."""
    parts = parts_of_key(key)
    uuids = {parts[name] for name in ("office", "topic") if name in parts}
    if not parts.keys() <= _PARTS or not uuids <= slugs.keys():
        return None
    return ChannelAddress(
        office=slugs.get(parts.get("office", "")),
        country=parts.get("country"),
        topic=slugs.get(parts.get("topic", "")),
        language=parts.get("language"),
    )


def _is_within(address: ChannelAddress, narrowed: ChannelAddress) -> bool:
    return (
        address.language == narrowed.language
        and narrowed.office in (None, address.office)
        and narrowed.country in (None, address.country)
        and narrowed.topic in (None, address.topic)
    )


def _order(address: ChannelAddress) -> tuple[str, ...]:
    return address.office or "", address.country or "", address.topic or "", address.language or ""


def chosen_channels(
    *,
    office: str | None = None,
    countries: Iterable[str] = (),
    topics: Iterable[str] = (),
    language: str | None = None,
) -> Chosen:
    """The channels that together hold what was chosen and nothing else, as far as there are such.

    >>> chosen_channels(office="moscow", countries=["AM", "AZ"]).channels[1].country
    'AZ'
    """
    countries, topics = tuple(countries), tuple(topics)
    whole = ChannelAddress(office=office, language=language)
    if countries and topics and not office:
        found = [
            replace(whole, country=country, topic=topic) for country, topic in product(countries, topics)
        ]
    else:
        found = [replace(whole, country=each) for each in countries]
        found += [replace(whole, topic=each) for each in topics]
    return Chosen(tuple(found) or (whole,), too_narrow=bool(office and countries and topics))
