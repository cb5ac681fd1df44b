"""Guesses are counted in the database, so that every process and a restart knows of them.

A try counts as wrong before it is looked at: many at once are not heard for free. The wait doubles
with each wrong try, up to a quarter of an hour, and so does not shut out for good whom somebody
else tries to guess.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from feedsvc.core.credentials import digest
from feedsvc.core.errors import TooManyTries
from feedsvc.store import Store, Writer, credentials
from feedsvc.store.credentials import Tries

FORGOTTEN_AFTER = timedelta(days=1)
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted, and how many wrong tries it has for nothing."""

    key: str
    free: int


def key_of_account(email: str) -> str:
    """The key of the tries against an account, whether there is such an account or not."""
    return digest(f"account {email}")


def key_of_address(origin: str) -> str:
    """The key of the tries from an address; of IPv6 it is the network of 64 bits, which one customer has."""
    try:
        address = ip_address(origin)
    except ValueError:
        return digest(f"address {origin}")
    if isinstance(address, IPv6Address):
        return digest(f"address {ip_network((address, 64), strict=False)}")
    return digest(f"address {address}")


def _counted(email: str, origin: str) -> tuple[_Counted, ...]:
    # A whole office may be behind one address.
    return (_Counted(key_of_account(email), 5), _Counted(key_of_address(origin), 30))


def count_try(store: Store, email: str, origin: str, *, now: datetime) -> None:
    """Count a try to sign in before it is looked at. Raises TooManyTries, and then does not count it."""
    counted = _counted(email, origin)
    with store.writing() as writer:
        known = credentials.tries(writer, [each.key for each in counted])
        wait = max((each.until - now for each in known.values()), default=timedelta())
        if wait > timedelta():
            seconds = int(wait.total_seconds()) + 1
            raise TooManyTries(f"Too many tries: try again in {seconds} seconds.", seconds=seconds)
        for each in counted:
            before = known.get(each.key)
            failures = 1 + (before.failures if before and now - before.last < FORGOTTEN_AFTER else 0)
            until = now + _wait(failures - each.free)
            credentials.keep_tries(writer, each.key, Tries(failures=failures, last=now, until=until))


def _wait(beyond: int) -> timedelta:
    if beyond < 0:
        return timedelta()
    return min(_FIRST_WAIT * (1 << min(beyond, 10)), _LONGEST_WAIT)


def take_back(writer: Writer, email: str, origin: str) -> None:
    """A try that was right after all: the account's are forgotten, the address has one less."""
    account, address = _counted(email, origin)
    credentials.keep_tries(writer, account.key, None)
    known = credentials.tries(writer, [address.key]).get(address.key)
    if known is not None:
        one_less = Tries(failures=known.failures - 1, last=known.last, until=known.last)
        credentials.keep_tries(writer, address.key, one_less if one_less.failures else None)
