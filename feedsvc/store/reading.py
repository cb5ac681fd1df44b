"""All that can be asked of the store, on one snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Text, and_, func, or_, select, type_coerce
from sqlalchemy.engine import Dialect

from feedsvc.core.channels import channel_key, digest_key
from feedsvc.core.countries import is_country
from feedsvc.core.errors import Moved, NotFound, StoreUnavailable
from feedsvc.core.model import (
    Channel,
    ChannelAddress,
    Entry,
    EntryVersion,
    Office,
    Status,
    Tombstone,
    Topic,
)
from feedsvc.store import rows, statements
from feedsvc.store.database import head_revision, parts, revision_of
from feedsvc.store.prepared import Raw
from feedsvc.store.schema import (
    channel,
    channel_entry,
    entry,
    entry_version,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What the database knows of the site. `counter` is the last change number that was given."""

    uuid: str
    created: datetime
    counter: int
    all_changed: int
    all_changed_at: datetime
    settings_print: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since a number: the channels by key, or `everything`; as of `counter`."""

    counter: int
    everything: bool
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry's place in a channel's stream, without the entry."""

    uuid: str
    changed: int


class Reader:
    """Questions to the store; every answer is of the same moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> Connection:
        """The connection of this transaction, for other modules of the store."""
        return self._connection

    def ping(self) -> None:
        """Raises StoreUnavailable when the database is not of this version."""
        if revision_of(self._connection) != head_revision():
            raise StoreUnavailable("The database is not of this version: run `feedsvc init`.")

    @cached_property
    def _directory(self) -> rows.Directory:
        return _directory(
            self._connection.dialect,
            statements.OFFICES.raw(self._connection),
            statements.TOPICS.raw(self._connection),
        )

    def forget_directory(self) -> None:
        """Read the offices and topics anew at the next question: they were written."""
        self.__dict__.pop("_directory", None)

    def site_record(self) -> SiteRecord:
        """The site's own row. Raises StoreUnavailable before `feedsvc init`."""
        return self._site_record

    @cached_property
    def _site_record(self) -> SiteRecord:
        found = statements.SITE.rows(self._connection)
        if not found:
            raise StoreUnavailable("The database is empty: run `feedsvc init`.")
        values = found[0]._asdict()
        del values["id"]
        return SiteRecord(**values)

    def offices(self) -> list[Office]:
        """Every office, by slug, closed ones too; not those that were merged into others."""
        return list(self._directory.offices.values())

    def office(self, slug: str) -> Office:
        """The office that a slug leads to, its own or a former one. Raises NotFound."""
        return self._directory.office(slug)

    def topics(self) -> list[Topic]:
        """Every topic, by slug."""
        return list(self._directory.topics.values())

    def topic(self, slug: str) -> Topic:
        """The topic that a slug leads to, its own or a former one. Raises NotFound."""
        return self._directory.topic(slug)

    @property
    def directory(self) -> rows.Directory:
        """The offices and topics with all that they were called, for other modules of the store."""
        return self._directory

    def current_address(self, address: ChannelAddress) -> ChannelAddress:
        """The address with what its office and topic are called by now. Raises NotFound."""
        return self._directory.current_address(address)

    def channel(self, address: ChannelAddress, languages: Sequence[str]) -> Channel:
        """The channel of an address. Raises NotFound when one of its parts does not exist, Moved where
        one has another slug by now.

        One that no entry was ever in exists too: it is as old as the youngest of its parts.
        """
        record = self.site_record()
        if address.country and not is_country(address.country):
            raise NotFound(f"“{address.country}” is no country of ISO 3166-1.")
        if address.language and address.language not in languages:
            raise NotFound(f"This site has no language “{address.language}”.")
        if (now := self.current_address(address)) != address:
            raise Moved(now)
        in_office = self.office(address.office) if address.office else None
        on_topic = self.topic(address.topic) if address.topic else None
        key = channel_key(
            office=in_office.uuid if in_office else None,
            country=address.country,
            topic=on_topic.uuid if on_topic else None,
            language=address.language,
        )
        if address.digest:
            key = digest_key(key, address.digest)
        created = max(part.created for part in (record, in_office, on_topic) if part)
        row = next(iter(statements.CHANNEL.rows(self._connection, key=key)), None)
        return Channel(
            key=key,
            address=address,
            office=in_office,
            topic=on_topic,
            created=created,
            changed=max(row.changed if row else 0, record.all_changed),
            changed_at=max(row.changed_at if row else created, record.all_changed_at, created),
            pages=row.pages if row else 0,
            sealed_to=row.sealed_to if row else 0,
            departed=row.departed if row else 0,
        )

    def changes_since(self, number: int) -> Changes:
        """The channels that changed after a change number. Raises StoreUnavailable before init."""
        site = self.site_record()
        # A counter that went back is that of another database, put in place of this one.
        everything = site.all_changed > number or site.counter < number
        some = not everything and site.counter > number
        found = statements.CHANGED.raw(self._connection, number=number) if some else ()
        return Changes(counter=site.counter, everything=everything, keys=frozenset(key for (key,) in found))

    def channel_places(self, channel_: Channel, limit: int, *, after: int = 0) -> list[Place]:
        """What stands in a channel after a position, newest first, at most `limit`."""
        found = statements.PLACES.raw(self._connection, key=channel_.key, limit=limit, after=after)
        return [Place(*row) for row in found]

    def entries_of(self, uuids: Iterable[str]) -> dict[str, Entry]:
        """Entries by their uuids, of any status; unknown ones are left out."""
        wanted = list(uuids)
        if len(wanted) == 1:
            [uuid] = wanted
            found = self._entries_of(statements.ENTRY.rows(self._connection, uuid=uuid))
        else:
            found = [each for part in parts(wanted) for each in self._entries(statements.ENTRIES, uuids=part)]
        return {each.uuid: each for each in found}

    def channel_by_date(
        self, channel_: Channel, limit: int, before: tuple[datetime, str] | None = None
    ) -> list[Entry]:
        """The live entries of a channel by date, newest first, for pages.

        `before` is the `published` and uuid of the last one seen; the list goes on after it.
        """
        query = statements.IN_CHANNEL
        if before is not None:
            moment, uuid = before
            earlier = channel_entry.c.published < moment
            query = query.where(or_(earlier, and_(channel_entry.c.published == moment, entry.c.uuid < uuid)))
        return self._entries(
            query.order_by(channel_entry.c.published.desc(), entry.c.uuid.desc()).limit(limit),
            key=channel_.key,
        )

    def channel_tombstones(self, channel_: Channel) -> list[Tombstone]:
        """What was withdrawn from a channel, newest first."""
        return [Tombstone(*row) for row in statements.TOMBSTONES.rows(self._connection, key=channel_.key)]

    def channel_counts(self) -> dict[str, int]:
        """How many live entries each channel has, by key; channels without any are left out."""
        query = (
            select(channel.c.key, func.count())
            .join(channel_entry, channel_entry.c.channel_id == channel.c.id)
            .where(channel_entry.c.live)
            .group_by(channel.c.key)
        )
        return dict(self._connection.execute(query).all())

    def entry(self, uuid: str) -> Entry:
        """An entry of any status. Raises NotFound."""
        found = self._entries(select(entry).where(entry.c.uuid == uuid))
        if not found:
            raise NotFound(f"There is no entry {uuid}.")
        return found[0]

    def entry_of_feed_id(self, feed_id: str) -> Entry | None:
        """The entry that bears an id in feeds, whatever its status."""
        return next(iter(self._entries(select(entry).where(entry.c.feed_id == feed_id))), None)

    def entries(
        self,
        *,
        limit: int,
        office: str | None = None,
        country: str | None = None,
        status: Status | None = None,
    ) -> list[Entry]:
        """Entries of any status for a list of the newsroom, the latest created first."""
        query = select(entry).order_by(entry.c.created.desc(), entry.c.id.desc())
        if office is not None:
            query = query.where(entry.c.office_id == self._directory.office_id(self.office(office).slug))
        if country is not None:
            query = query.where(type_coerce(entry.c.countries, Text).like(f'%"{country}"%'))
        if status is not None:
            query = query.where(entry.c.status == status.value)
        return self._entries(query.limit(limit))

    def versions(self, uuid: str) -> list[EntryVersion]:
        """Every version of an entry, oldest first. Raises NotFound."""
        query = (
            select(entry_version)
            .join(entry, entry.c.id == entry_version.c.entry_id)
            .where(entry.c.uuid == uuid)
            .order_by(entry_version.c.number)
        )
        found = [rows.version_of(row) for row in self._connection.execute(query)]
        if not found:
            raise NotFound(f"There is no entry {uuid}.")
        return found

    def _entries(self, query: Select[Any], **parameters: object) -> list[Entry]:
        return self._entries_of(self._connection.execute(query, parameters))

    def _entries_of(self, answer: Iterable[Any]) -> list[Entry]:
        found = [rows.entry_of(row, self._directory) for row in answer]
        groups = {each.translation_group for each in found if each.translation_group}
        return rows.with_translations(found, self._siblings(groups)) if groups else found

    def _siblings(self, groups: Iterable[str]) -> Mapping[str, list[Entry]]:
        siblings: dict[str, list[Entry]] = {}
        for part in parts(groups):
            query = select(entry).where(
                entry.c.translation_group.in_(part), entry.c.status == Status.PUBLISHED.value
            )
            for row in self._connection.execute(query.order_by(entry.c.language, entry.c.id)):
                siblings.setdefault(row.translation_group, []).append(rows.entry_of(row, self._directory))
        return siblings


@lru_cache(maxsize=8)
def _directory(dialect: Dialect, offices: tuple[Raw, ...], topics: tuple[Raw, ...]) -> rows.Directory:
    """Kept by all that the rows say: to read them takes much longer than to see that they are the same."""
    return rows.Directory(
        offices=statements.OFFICES.read(offices, dialect), topics=statements.TOPICS.read(topics, dialect)
    )
