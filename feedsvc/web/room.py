"""What every view needs: the settings, the store and the clock, kept on the application."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app

from feedsvc.config import Settings
from feedsvc.core.model import Site
from feedsvc.services.bounded import Bounded
from feedsvc.services.feeds import Fragments
from feedsvc.services.site import describe_site, note_settings, open_store
from feedsvc.store import Reader, Store
from feedsvc.web.counting import Counter
from feedsvc.web.kept import KeptFeeds

EXTENSION = "feedsvc"  # its key among the extensions of the application


@dataclass(slots=True)
class Room:
    """What `create_app` was given or made. `settings_noted` is set by the first request that
    reaches the database, which may come up after the application."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    feeds: KeptFeeds
    fragments: Fragments
    settings_noted: bool = False
    counter: Counter = field(default_factory=Counter)

    def note_settings(self) -> None:
        """Let a change of the settings count as a change of every feed, once a process."""
        if not self.settings_noted:
            note_settings(self.store, self.settings, now=self.clock())
            self.settings_noted = True


def furnished(settings: Settings, clock: Callable[[], datetime]) -> Room:
    """A room with its store and its memory, of which the fragments of feeds have a third."""
    store = open_store(settings)
    memory = settings.cache_mb * 1024 * 1024
    feeds = KeptFeeds(store, limit=memory * 2 // 3, monotonic=time.monotonic)
    return Room(settings, store, clock, feeds, Bounded(memory // 3))


def utc_now() -> datetime:
    """The time; the only clock of the web room."""
    return datetime.now(UTC)


def room() -> Room:
    """The room of the current application."""
    kept = current_app.extensions[EXTENSION]
    assert isinstance(kept, Room)  # noqa: S101  for the type checker: Flask's dict is untyped
    return kept


@contextmanager
def reading() -> Iterator[tuple[Reader, Site]]:
    """One snapshot of the store and the site as of it. Raises StoreUnavailable."""
    here = room()
    here.note_settings()
    with here.store.reading() as reader:
        yield reader, describe_site(here.settings, reader.site_record())
