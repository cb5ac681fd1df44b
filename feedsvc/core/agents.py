"""What a User-Agent header says: which reader it is, for how many people it reads, and which feed."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple
from zlib import crc32

from feedsvc.core.agent_families import Family, Kind, family_of

MOST_DECLARED = 100_000  # more than so many subscribers of one feed at one reader are not believed
MOST_AT_A_PLACE = 16  # clients of one make at one address: who makes up user agents is no crowd
_DECLARED = re.compile(
    r"(?<![\d.,])(?P<before>\d{1,9})[ +_]?(?:subscribers?|readers?|users?)\b"
    r"|\b(?:subscriber(?:s|[ _]count)?|users)[ :=_]{1,3}(?P<after>\d{1,9})\b",
    re.IGNORECASE | re.ASCII,
)
_FEED_ID = re.compile(
    r"feed[-_ ]?id[:=_ ]{1,2}(?P<id>[\w-]{1,40})|newsblur\.com/site/(?P<site>\d{1,20})",
    re.IGNORECASE | re.ASCII,
)
_NOT_COUNTED = {Kind.BOT, Kind.EMBED}
_BY_HAND = {"curl", "wget"}  # commands: nobody reads with them, unless they declare that somebody does


class Agent(NamedTuple):
    """A User-Agent that was read. `subscribers` are as declared, None where nothing is; `feed` is the
    reader's own name of the feed, or ""."""

    family: Family
    subscribers: int | None
    feed: str

    @property
    def follows(self) -> bool:
        """Whether somebody reads what it fetches: the requests of a crawler and of a page are no
        subscription, nor are those of a command such as curl that declares no subscribers."""
        if self.family.key in _BY_HAND:
            return bool(self.subscribers)
        return self.family.kind not in _NOT_COUNTED


@lru_cache(maxsize=2048)
def read_agent(agent: str) -> Agent:
    """Reads a User-Agent header. Anything will do: nobody checks it, and many are made up."""
    feed = _FEED_ID.search(agent)
    return Agent(family_of(agent), _declared(agent), (feed["id"] or feed["site"]) if feed else "")


def _declared(agent: str) -> int | None:
    found = _DECLARED.search(agent)
    count = int(found["before"] or found["after"]) if found else None
    return None if count is None or count > MOST_DECLARED else count


def identity(agent: Agent, said: str, address: str) -> str:
    """What tells a client from others for a day, to be hashed and not kept.

    A service is itself and its name of the feed, from whatever address it comes. Others are where they
    are: by their make and their name of the feed where they declare subscribers, so that a number that
    grows or is made up makes no second client, else by the whole user agent (`said`), of which one
    place can have no more than `MOST_AT_A_PLACE` of each make.
    """
    named = f"{agent.family.key}\n{agent.feed}"
    if agent.family.hosted:
        return named
    version = crc32(said.encode("utf-8", "surrogatepass")) % MOST_AT_A_PLACE
    return f"{network_of(address)}\n{named}\n{version if agent.subscribers is None else ''}"


def network_of(address: str) -> str:
    """The address, of IPv6 its first 64 bits: a household's machines change the rest at will (RFC 8981)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))
