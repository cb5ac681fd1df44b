"""A newsroom on a fresh store: the shortest way for a test to enter, edit and look at news."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feedsvc.core.accounts import Actor
from feedsvc.core.model import Channel, ChannelAddress, Entry, EntryDraft, OfficeDraft, Site, Tombstone
from feedsvc.core.urls import parse_channel
from feedsvc.services.offices import add_office, add_topic
from feedsvc.services.publishing import Publisher, publishing
from feedsvc.services.site import describe_site, initialise
from feedsvc.store import Store
from tests.web.world import ADA, numbered_uuids, settings_for

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


class Newsroom:
    """Two offices, a topic, and a clock that goes on a minute with each thing done."""

    def __init__(self, store: Store, data_dir: Path, url: str = "sqlite://") -> None:
        self.store = store
        self.settings = settings_for(url, data_dir)
        self.now = START
        self.new_uuid = numbered_uuids(5)
        initialise(store, self.settings, now=START, new_uuid=self.new_uuid)
        self.add_office("moscow", "Office in Moscow")
        self.add_office("minsk", "Office in Minsk")
        with store.writing() as writer:
            add_topic(
                writer, "work", {"en": "Work", "ru": "Труд"}, now=START, actor=ADA, uuid=self.new_uuid()
            )

    def add_office(self, slug: str, name: str) -> None:
        draft = OfficeDraft(slug=slug, names={"en": name})
        with self.store.writing() as writer:
            add_office(writer, draft, now=START, actor=ADA, uuid=self.new_uuid())

    @contextmanager
    def publisher(self, actor: Actor = ADA) -> Iterator[Publisher]:
        self.now += timedelta(minutes=1)
        with publishing(
            self.store, self.settings, now=self.now, actor=actor, new_uuid=self.new_uuid
        ) as publisher:
            yield publisher

    def draft(self, title: str = "News", **others: Any) -> EntryDraft:
        return EntryDraft(**{"office": "moscow", "language": "en", "countries": (), "title": title, **others})

    def create(self, title: str = "News", **others: Any) -> Entry:
        with self.publisher() as publisher:
            return publisher.create(self.draft(title, **others))

    def publish(self, title: str = "News", **others: Any) -> Entry:
        with self.publisher() as publisher:
            return publisher.publish(publisher.create(self.draft(title, **others)).uuid)

    def edit(self, entry: Entry, *, major: bool = False, **changes: Any) -> Entry:
        from dataclasses import replace

        draft = replace(self.entry(entry).as_draft(), **changes)
        with self.publisher() as publisher:
            return publisher.edit(entry.uuid, draft, major=major)

    def withdraw(self, entry: Entry, reason: str = "") -> Entry:
        with self.publisher() as publisher:
            return publisher.withdraw(entry.uuid, reason)

    def restore(self, entry: Entry) -> Entry:
        with self.publisher() as publisher:
            return publisher.restore(entry.uuid)

    def entry(self, entry: Entry) -> Entry:
        with self.store.reading() as reader:
            return reader.entry(entry.uuid)

    def address(self, path: str) -> ChannelAddress:
        return parse_channel(path)

    def channel(self, path: str) -> Channel:
        with self.store.reading() as reader:
            return reader.channel(parse_channel(path), self.settings.languages)

    def titles(self, path: str, limit: int = 100) -> list[str]:
        """What a channel holds, as its feed orders it."""
        with self.store.reading() as reader:
            channel = reader.channel(parse_channel(path), self.settings.languages)
            places = reader.channel_places(channel, limit)
            entries = reader.entries_of(place.uuid for place in places)
            return [entries[place.uuid].title for place in places]

    def tombstones(self, path: str) -> list[Tombstone]:
        with self.store.reading() as reader:
            return reader.channel_tombstones(reader.channel(parse_channel(path), self.settings.languages))

    def counter(self) -> int:
        with self.store.reading() as reader:
            return reader.site_record().counter

    def site(self) -> Site:
        with self.store.reading() as reader:
            return describe_site(self.settings, reader.site_record())
