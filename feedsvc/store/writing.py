"""All that can be written, in the site's one writing transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from feedsvc.core.accounts import Actor
from feedsvc.core.audit import Note
from feedsvc.core.errors import StoreUnavailable
from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Entry, EntryVersion, Office, OfficeDraft, Topic, shallow_dict
from feedsvc.store import audit, departures, digests, rows, searching
from feedsvc.store.before_writing import WritersReader
from feedsvc.store.database import parts
from feedsvc.store.reading import SiteRecord
from feedsvc.store.schema import (
    channel,
    channel_entry,
    entry,
    entry_version,
    office,
    site,
    source_entry,
    topic,
)


class Writer(WritersReader):
    """A Reader that also writes. Made by `Store.writing()`, never by hand."""

    def __init__(self, connection: Connection, *, fresh: bool = False) -> None:
        super().__init__(connection)
        self._counter: int | None = None
        self._counter_at_start: int | None = None
        if not fresh:
            self._take_turn()

    def _take_turn(self) -> None:
        # PostgreSQL: whoever holds this row is the only writer until it commits (house.md, change
        # counter). SQLite holds its write lock since BEGIN IMMEDIATE and has no FOR UPDATE.
        query = select(site.c.counter).with_for_update()
        self._counter = self._counter_at_start = self._connection.execute(query).scalar_one_or_none()

    def site_record(self) -> SiteRecord:
        """The site's own row as this transaction has made it. Raises StoreUnavailable before init."""
        self.__dict__.pop("_site_record", None)
        return super().site_record()

    @property
    def number(self) -> int | None:
        """The change number given last; None where there is no site yet."""
        return self._counter

    def next_number(self, *, skipping: int = 0) -> int:
        """The next number of the site's change counter, after some that are never given. Raises
        StoreUnavailable before init."""
        if self._counter is None:
            raise StoreUnavailable("The database is empty: run `feedsvc init`.")
        self._counter += skipping + 1
        return self._counter

    def finish(self) -> None:
        """Store the counter; `Store.writing` calls it before it commits."""
        if self._counter != self._counter_at_start:
            self._connection.execute(update(site).values(counter=self._counter))

    def note(self, actor: Actor, *notes: Note, now: datetime) -> None:
        """Write into the audit log what an actor did."""
        audit.add_lines(self._connection, actor, notes, now)

    def create_site(self, uuid: str, now: datetime, settings_print: str) -> None:
        """Make the site's row in an empty database."""
        values = {"id": 1, "uuid": uuid, "created": now, "counter": 0, "settings_print": settings_print}
        self._connection.execute(insert(site).values(**values, all_changed=0, all_changed_at=now))
        self._counter = self._counter_at_start = 0

    def mark_every_channel(self, number: int, now: datetime, settings_print: str) -> None:
        """Note a change of what all feeds are made with, under a change number."""
        query = select(func.max(channel.c.changed_at), func.max(site.c.all_changed_at)).select_from(
            site.outerjoin(channel, true())
        )
        latest = max(moment for moment in self._connection.execute(query).one() if moment)
        self._connection.execute(
            update(site).values(
                all_changed=number, all_changed_at=_later(latest, now), settings_print=settings_print
            )
        )

    def add_office(self, draft: OfficeDraft, *, uuid: str, now: datetime) -> Office:
        """Store a new office; its slug must be free."""
        values = {"uuid": uuid, "slug": draft.slug, "created": now}
        self._connection.execute(insert(office).values(**values, details=draft.as_draft()))
        self.forget_directory()
        return Office(**shallow_dict(draft.as_draft()), uuid=uuid, created=now)

    def change_office(self, draft: OfficeDraft) -> Office:
        """Replace what is said of the office of this slug. Raises NotFound."""
        known = self.office(draft.slug)
        details = draft.as_draft()
        self._connection.execute(update(office).where(office.c.uuid == known.uuid).values(details=details))
        self.forget_directory()
        return self.office(draft.slug)

    def add_topic(self, slug: str, names: Mapping[str, str], *, uuid: str, now: datetime) -> Topic:
        """Store a new topic; its slug must be free."""
        self._connection.execute(insert(topic).values(uuid=uuid, slug=slug, created=now, names=dict(names)))
        self.forget_directory()
        return self.topic(slug)

    def add_entries(self, entries: Iterable[Entry], *, action: str, by: str, now: datetime) -> None:
        """Store new entries, each with its first version."""
        new = list(entries)
        if new:
            self._connection.execute(insert(entry), [rows.row_of(each, self._directory) for each in new])
            self._add_versions(new, action, by, now)
            searching.index_entries(self, new)

    def change_entries(self, entries: Iterable[Entry], *, action: str, by: str, now: datetime) -> None:
        """Store the new state of known entries, each with a further version."""
        changed = list(entries)
        for each in changed:
            values = rows.row_of(each, self._directory)
            self._connection.execute(update(entry).where(entry.c.uuid == each.uuid).values(**values))
        self._add_versions(changed, action, by, now)
        searching.index_entries(self, changed)

    def touch_entries(self, uuids: Iterable[str], number: int) -> None:
        """Note that entries render differently since a number, though nothing of their own changed."""
        for part in parts(uuids):
            self._connection.execute(update(entry).where(entry.c.uuid.in_(part)).values(changed=number))

    def link_translations(self, group: str, uuids: Iterable[str]) -> None:
        """Put entries into one translation group."""
        for part in parts(uuids):
            self._connection.execute(
                update(entry).where(entry.c.uuid.in_(part)).values(translation_group=group)
            )

    def add_versions(self, versions: Iterable[EntryVersion]) -> None:
        """Store versions as they are given."""
        found = list(versions)
        ids = self._entry_ids(version.entry.uuid for version in found)
        if found:
            self._connection.execute(
                insert(entry_version),
                [
                    {
                        "entry_id": ids[version.entry.uuid],
                        "number": version.number,
                        "at": version.at,
                        "by": version.by,
                        "action": version.action,
                        "snapshot": version.entry,
                    }
                    for version in found
                ],
            )
            digests.note_releases(self._connection, found, ids)

    def _add_versions(self, entries: Iterable[Entry], action: str, by: str, now: datetime) -> None:
        self.add_versions(
            EntryVersion(number=each.version, at=now, by=by, action=action, entry=each) for each in entries
        )

    def mark(self, numbers: Mapping[str, int], now: datetime) -> None:
        """Note the last change of channels: key to change number. Unknown channels are made.

        The stored time never goes back, even where the machine's clock does: a reader that asks by
        date alone would miss the change.
        """
        if not numbers:
            return
        before = self._marked_at(numbers)
        marks = [
            {"key": key, "changed": numbers[key], "changed_at": _later(before[key], now)}
            for key in sorted(numbers)
        ]
        self._connection.execute(self._upsert(channel, ["key"], ["changed", "changed_at"]), marks)

    def _marked_at(self, keys: Iterable[str]) -> dict[str, datetime]:
        """When each channel changed last: a change of all of them counts too."""
        every = self._connection.execute(select(site.c.all_changed_at)).scalar_one()
        found: dict[str, datetime] = {}
        for part in parts(keys):
            query = select(channel.c.key, channel.c.changed_at).where(channel.c.key.in_(part))
            found |= dict(self._connection.execute(query).all())
        return {key: max(every, found.get(key, every)) for key in keys}

    def place(self, places: Iterable[tuple[Entry, Iterable[str]]]) -> None:
        """Let released entries stand in just the channels of these keys (which are marked already)."""
        wanted = [(each, frozenset(keys)) for each, keys in places]
        entry_ids = self._entry_ids(each.uuid for each, _ in wanted)
        channel_ids = self._channel_ids(key for _, keys in wanted for key in keys)
        before = departures.standing(self._connection, entry_ids.values())
        for part in parts(entry_ids.values()):
            self._connection.execute(delete(channel_entry).where(channel_entry.c.entry_id.in_(part)))
        stands = [
            {
                "channel_id": channel_ids[key],
                "entry_id": entry_ids[each.uuid],
                "live": True,
                "position": each.position,
                "published": each.published,
            }
            for each, keys in wanted
            for key in sorted(keys)
        ]
        if stands:
            self._connection.execute(insert(channel_entry), stands)
        gone = before - {(stand["channel_id"], stand["entry_id"]) for stand in stands}
        numbers = {entry_ids[each.uuid]: each.changed or 0 for each, _ in wanted}
        departures.note_departures(self._connection, gone, numbers)

    def bury(self, uuid: str) -> None:
        """Turn an entry's places in its channels into tombstones."""
        number = select(entry.c.id).where(entry.c.uuid == uuid).scalar_subquery()
        self._connection.execute(
            update(channel_entry).where(channel_entry.c.entry_id == number).values(live=False)
        )

    def remember(self, source: str, said: Mapping[str, ImportedItem]) -> None:
        """Keep what a source says now of entries, by uuid."""
        if not said:
            return
        ids = self._entry_ids(said)
        statement = self._upsert(source_entry, ["source", "entry_id"], ["date", "link", "said"])
        self._connection.execute(
            statement,
            [
                {
                    "source": source,
                    "entry_id": ids[uuid],
                    "date": item.date,
                    "link": item.draft.link,
                    "said": item,
                }
                for uuid, item in said.items()
            ],
        )

    def _entry_ids(self, uuids: Iterable[str]) -> dict[str, int]:
        return self._ids(entry, entry.c.uuid, uuids)

    def _channel_ids(self, keys: Iterable[str]) -> dict[str, int]:
        return self._ids(channel, channel.c.key, keys)

    def _ids(self, table: Table, column: Any, values: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for part in parts(values):
            query = select(column, table.c.id).where(column.in_(part))
            found |= dict(self._connection.execute(query).all())
        return found

    def _upsert(self, table: Table, unique: list[str], replaced: list[str]) -> Any:
        dialect: Any = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        statement = dialect.insert(table)
        return statement.on_conflict_do_update(
            index_elements=unique, set_={name: statement.excluded[name] for name in replaced}
        )


def _later(before: datetime, now: datetime) -> datetime:
    return now if now >= before else before + timedelta(seconds=1)
