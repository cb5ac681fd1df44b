"""What the processes of the site counted, brought into the database; and the end of each day, with
which go its salt and the hashes of its clients."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from feedsvc.config import Settings
from feedsvc.core.dates import local_date
from feedsvc.core.model import Period
from feedsvc.core.periods import span_of
from feedsvc.core.statistics import Client, Counted, tally
from feedsvc.store import Store
from feedsvc.store import statistics as kept
from feedsvc.store.statistics import MISSED, Hashed

SALT_BYTES = 32
_HASH_BYTES = 16


def new_salt() -> bytes:
    """A salt nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def add_counted(
    store: Store,
    settings: Settings,
    counted: Counted,
    *,
    now: datetime,
    new_salt: Callable[[], bytes] = new_salt,
) -> None:
    """Add what a process counted to the day that it is now, in one transaction. Takes no change number:
    feeds stay as they are. Raises StoreUnavailable, and then nothing was added."""
    if not counted:
        return
    made = tally(counted.polls)
    views = {**counted.views, **({MISSED: counted.missed} if counted.missed else {})}
    day = local_date(now, settings.time_zone)
    with store.writing() as writer:
        if (salted := kept.first_salted_day(writer)) and salted < day:
            kept.end_days(writer, day)
        salt = kept.salt_of(writer, day, new_salt())
        kept.add_polls(writer, day, made.polls, now)
        kept.add_clients(writer, day, (Hashed(each, _hash(salt, each)) for each in made.clients))
        kept.add_views(writer, day, views)


def _hash(salt: bytes, client: Client) -> bytes:
    said = client.identity.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, key=salt, digest_size=_HASH_BYTES).digest()


def end_days(store: Store, settings: Settings, *, now: datetime) -> datetime | None:
    """Throw away what must not outlive its day; when that is due next, None where there is nothing.
    Raises StoreUnavailable."""
    today = span_of(Period.DAILY, now, settings.time_zone)
    with store.reading() as reader:
        salted = kept.first_salted_day(reader)
    if salted is None or salted >= today.start:
        return today.ends(settings.time_zone) if salted else None
    with store.writing() as writer:
        kept.end_days(writer, today.start)
    return None
