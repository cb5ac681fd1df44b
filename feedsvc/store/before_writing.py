"""What only writers ask: of schedules, of sources, of the channels that a change concerns."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from feedsvc.core.channels import channel_key
from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Entry, Office, Status
from feedsvc.store.database import parts
from feedsvc.store.reading import Reader
from feedsvc.store.schema import channel, channel_entry, entry, source_entry


class WritersReader(Reader):
    """A Reader with the questions that come before a change."""

    def due(self, now: datetime) -> list[Entry]:
        """The scheduled entries whose minute has come, the earliest first."""
        is_due = and_(entry.c.status == Status.SCHEDULED.value, entry.c.scheduled_for <= now)
        return self._entries(select(entry).where(is_due).order_by(entry.c.scheduled_for, entry.c.id))

    def updated_is_taken(self, moment: datetime) -> bool:
        """Whether an entry has this `updated`, which is unique on the site."""
        return (
            self._connection.execute(select(entry.c.id).where(entry.c.updated == moment)).first() is not None
        )

    def entries_near(
        self, office_slug: str, language: str, *, days: Iterable[date], links: Iterable[str]
    ) -> list[Entry]:
        """The entries of an office and language that an import may speak of: published on one of
        the days (UTC), or with one of the links; of any status."""
        of_office = and_(
            entry.c.office_id == self._directory.office_id(office_slug), entry.c.language == language
        )
        found: dict[str, Entry] = {}
        for query in (
            *(select(entry).where(of_office, _on_days(part)) for part in parts(days)),
            *(select(entry).where(of_office, entry.c.link.in_(part)) for part in parts(links)),
        ):
            found |= {each.uuid: each for each in self._entries(query.order_by(entry.c.id))}
        return list(found.values())

    def said_by_source(
        self, source: str, *, days: Iterable[date], links: Iterable[str], uuids: Iterable[str]
    ) -> dict[str, ImportedItem]:
        """What a source said last of entries, by uuid: those of the days, links or uuids given."""
        query = (
            select(entry.c.uuid, source_entry.c.said)
            .join(entry, entry.c.id == source_entry.c.entry_id)
            .where(source_entry.c.source == source)
        )
        return {
            uuid: said
            for column, values in (
                (source_entry.c.date, days),
                (source_entry.c.link, links),
                (entry.c.uuid, uuids),
            )
            for part in parts(values)
            for uuid, said in self._connection.execute(query.where(column.in_(part)))
        }

    def latest_of_day(self, office_slug: str, day: date) -> datetime | None:
        """The latest `published` of an office between 09:00 and 10:00 UTC of a day, the hour in
        which entries stand whose source prints no time."""
        nine = datetime.combine(day, time(9, tzinfo=UTC))
        query = select(func.max(entry.c.published)).where(
            entry.c.office_id == self._directory.office_id(office_slug),
            entry.c.published >= nine,
            entry.c.published < nine + timedelta(hours=1),
        )
        latest: datetime | None = self._connection.execute(query).scalar_one()
        return latest

    def released_in_office(self, office_slug: str) -> list[str]:
        """The uuids of an office's live entries."""
        query = select(entry.c.uuid).where(
            entry.c.office_id == self._directory.office_id(office_slug),
            entry.c.status == Status.PUBLISHED.value,
        )
        return list(self._connection.scalars(query))

    def channel_keys_around_office(self, office_: Office) -> list[str]:
        """The channels that show an office's name: its own, and those that its entries stand in."""
        own = select(channel.c.key).where(channel.c.key.like(f"office={office_.uuid}%"))
        of_entries = (
            select(channel.c.key)
            .join(channel_entry, channel_entry.c.channel_id == channel.c.id)
            .join(entry, entry.c.id == channel_entry.c.entry_id)
            .where(entry.c.office_id == self._directory.office_id(office_.slug))
        )
        keys = {channel_key(office=office_.uuid)}
        return sorted(keys | set(self._connection.scalars(own.union(of_entries))))

    def channel_keys_of(self, uuids: Iterable[str]) -> dict[str, frozenset[str]]:
        """The channels that entries stand in, live or as tombstones: keys by uuid."""
        found: dict[str, set[str]] = {}
        for part in parts(uuids):
            query = (
                select(entry.c.uuid, channel.c.key)
                .join(channel_entry, channel_entry.c.entry_id == entry.c.id)
                .join(channel, channel.c.id == channel_entry.c.channel_id)
                .where(entry.c.uuid.in_(part))
            )
            for uuid, key in self._connection.execute(query):
                found.setdefault(uuid, set()).add(key)
        return {uuid: frozenset(keys) for uuid, keys in found.items()}


def _on_days(days: Sequence[date]) -> Any:
    return or_(*(_within(day) for day in days))


def _within(day: date) -> Any:
    start = datetime.combine(day, time(tzinfo=UTC))
    return and_(entry.c.published >= start, entry.c.published < start + timedelta(days=1))
