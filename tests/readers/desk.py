"""An office of its own for each test, so that tests share a server and not their news."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from feedsvc.core.accounts import Actor
from feedsvc.core.model import Entry
from feedsvc.services.publishing import Publisher, publishing
from tests.newsroom import Newsroom
from tests.readers.server import Server
from tests.web.world import ADA


class LiveNewsroom(Newsroom):
    """A newsroom by the true time, as the server beside it: Last-Modified hangs on both.

    libcurl, and newsboat with it, drops an answer that is not dated after the one that it has.
    """

    @contextmanager
    def publisher(self, actor: Actor = ADA) -> Iterator[Publisher]:
        now = datetime.now(UTC)
        with publishing(self.store, self.settings, now=now, actor=actor, new_uuid=self.new_uuid) as publisher:
            yield publisher


class Desk:
    """The news of one office: what is done here is in its feeds at the next poll."""

    def __init__(self, newsroom: Newsroom, server: Server, slug: str) -> None:
        self.newsroom = newsroom
        self.server = server
        self.slug = slug
        newsroom.add_office(slug, f"Office of {slug}")

    def publish(self, title: str, **others: Any) -> Entry:
        return self.newsroom.publish(title, office=self.slug, **others)

    def edit(self, entry: Entry, *, major: bool = False, **changes: Any) -> Entry:
        return self.newsroom.edit(entry, major=major, **changes)

    def withdraw(self, entry: Entry, reason: str = "") -> Entry:
        return self.newsroom.withdraw(entry, reason)

    def restore(self, entry: Entry) -> Entry:
        return self.newsroom.restore(entry)

    def feed(self, ending: str = "atom", within: str = "") -> str:
        """The address of the office's feed, or of a narrower one: `countries/uz`."""
        return self.server.feed(f"offices/{self.slug}" + (f"/{within}" if within else ""), ending)
