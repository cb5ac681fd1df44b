"""Where an entry stands now: in which feeds, and in which document of each; and what was done to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import AuditQuery
from feedsvc.core.channels import digest_key
from feedsvc.core.model import ChannelAddress, Entry, Period, Site
from feedsvc.core.subscriptions import address_of_key
from feedsvc.services.standing import keys_of
from feedsvc.store import Reader
from feedsvc.store.audit import audit_lines
from feedsvc.store.digests import keys_that_hold
from feedsvc.store.whereabouts import Stand, stands_of

_MOST_NOTES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """A channel in which an entry stands, or its tombstone (`live` is false). `address` is that of the
    document: the current one, in which it is the `place`th from the top, or a page of the archive."""

    key: str
    channel: ChannelAddress
    address: ChannelAddress
    live: bool
    place: int


def whereabouts(reader: Reader, site: Site, entry: Entry) -> list[Whereabouts]:
    """Every channel in which readers meet an entry: all the news, then its office, countries and topics,
    then their combinations, each with its languages."""
    slugs = _slugs(reader)
    found = [_whereabouts(address_of_key(stand.key, slugs), stand) for stand in stands_of(reader, entry.uuid)]
    known = [each for each in found if each and each.channel.language in {None, *site.languages}]
    return sorted(known, key=lambda each: _order(each.channel))


def _whereabouts(channel: ChannelAddress | None, stand: Stand) -> Whereabouts | None:
    if channel is None:
        return None
    address = replace(channel, archive=stand.page)
    return Whereabouts(
        key=stand.key, channel=channel, address=address, live=stand.live, place=stand.newer + 1
    )


def digests_with(reader: Reader, site: Site, uuid: str, keys: Collection[str]) -> list[ChannelAddress]:
    """The digests of channels, by key, that hold an entry."""
    slugs = _slugs(reader)
    every = {digest_key(key, period): (key, period) for key in keys for period in Period}
    found = [
        replace(address, digest=period)
        for key, period in (every[held] for held in keys_that_hold(reader, uuid, every))
        if (address := address_of_key(key, slugs)) is not None and address.language in {None, *site.languages}
    ]
    return sorted(found, key=lambda each: (list(Period).index(each.digest or Period.DAILY), _order(each)))


def channels_to_be(reader: Reader, entry: Entry) -> list[ChannelAddress]:
    """The channels in which an entry stands as soon as readers can see it."""
    slugs = _slugs(reader)
    found = (address_of_key(key, slugs) for key in keys_of(reader, entry))
    return sorted((each for each in found if each is not None), key=_order)


def reasons(reader: Reader, entry: Entry, actor: Actor) -> Mapping[int, str]:
    """The reasons that were given for what was done to an entry, by version. Raises Forbidden."""
    actor.require(Action.READ, reader.office(entry.office).uuid)
    asked = AuditQuery(kind="entry", object=entry.uuid, limit=_MOST_NOTES)
    details = [line.note.detail for line in audit_lines(reader, asked)]
    return {int(each["version"]): str(each["reason"]) for each in details if "reason" in each}


def _slugs(reader: Reader) -> dict[str, str]:
    return {office.uuid: office.slug for office in reader.offices()} | {
        topic.uuid: topic.slug for topic in reader.topics()
    }


def _order(address: ChannelAddress) -> tuple[int, int, str, str, str, str]:
    """Few parts before many; an office before a country before a topic."""
    parts = (address.office, address.country, address.topic)
    kind = next((place for place, part in enumerate(parts) if part), 0)
    count = sum(part is not None for part in parts)
    return count, kind, parts[0] or "", parts[1] or "", parts[2] or "", address.language or ""
