"""The end of tombstones: after FEEDSVC_TOMBSTONE_DAYS every reader that still comes has seen them."""

from datetime import datetime, timedelta

from feedsvc.config import Settings
from feedsvc.core.dates import whole_second
from feedsvc.store import Store
from feedsvc.store import tombstones as kept
from feedsvc.store.departures import note_departures_from

_BATCH = 200  # in one write, between which editors have their turn


def end_due(store: Store, settings: Settings, *, now: datetime) -> datetime | None:
    """Take the tombstones out of the feeds that have stood for long enough, those too that a worker
    missed; when the next one has, None where none stands.

    However many workers do this, each goes once. Raises StoreUnavailable.
    """
    age = timedelta(days=settings.tombstone_days)
    while True:
        with store.reading() as reader:
            first = next(iter(kept.oldest(reader, 1)), None)
        if first is None or first.withdrawn_at + age > now:
            return first.withdrawn_at + age if first else None
        with store.writing() as writer:
            due = [each for each in kept.oldest(writer, _BATCH) if each.withdrawn_at + age <= now]
            if due:
                number = writer.next_number()
                keys = kept.end(writer, due)
                writer.mark(dict.fromkeys(keys, number), whole_second(now))
                # Whoever did not come while it stood would never hear of it by a delta.
                note_departures_from(writer.connection, keys, number)
