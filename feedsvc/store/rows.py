"""Between rows and core.model values, both ways."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row

from feedsvc.core.errors import NotFound
from feedsvc.core.model import (
    ChannelAddress,
    Entry,
    EntryVersion,
    Office,
    Status,
    Topic,
    Translation,
    shallow_dict,
)

_SAME_NAME = tuple(
    f.name
    for f in fields(Entry)
    if f.name not in {"id", "office", "topics", "status", "image", "translations"}
)


class Directory:
    """The offices and topics: slugs outside, row numbers inside. Those that were merged into others are
    not among `offices` and `topics`; every slug that was ever given leads to who has it now."""

    def __init__(self, offices: Iterable[Any], topics: Iterable[Any]) -> None:
        office_rows, topic_rows = tuple(offices), tuple(topics)
        self._last_offices = _last({row.uuid: _merged_into(row) for row in office_rows})
        last_topics = _last({row.uuid: row.merged_into for row in topic_rows})
        slugs = {row.uuid: row.slug for row in office_rows}
        now = {uuid: slugs[last] for uuid, last in self._last_offices.items()}
        self.every_office = [_office_of(row, now) for row in office_rows]
        self.offices: Mapping[str, Office] = {
            each.slug: each for each in self.every_office if self._last_offices[each.uuid] == each.uuid
        }
        self.topics: Mapping[str, Topic] = {
            row.slug: _topic_of(row) for row in topic_rows if row.merged_into is None
        }
        self._merged_offices = _slugs_of(row for row in office_rows if _merged_into(row))
        self._merged_topics = _slugs_of(row for row in topic_rows if row.merged_into)
        self.office_slugs_now = _slugs_now(office_rows, self._last_offices)
        self.topic_slugs_now = _slugs_now(topic_rows, last_topics)
        self._office_ids: dict[str, int] = {row.slug: row.id for row in office_rows}
        self._office_slugs: dict[int, str] = {row.id: now[row.uuid] for row in office_rows}
        self._topic_ids: dict[str, int] = {row.slug: row.id for row in topic_rows}
        self._topic_slugs: dict[int, str] = {row.id: self.topic_slugs_now[row.slug] for row in topic_rows}

    def office(self, slug: str) -> Office:
        """The office that a slug leads to. Raises NotFound."""
        now = self.office_slugs_now.get(slug)
        if now is None:
            raise NotFound(f"There is no office “{slug}”.")
        return self.offices[now]

    def topic(self, slug: str) -> Topic:
        """The topic that a slug leads to. Raises NotFound."""
        now = self.topic_slugs_now.get(slug)
        if now is None:
            raise NotFound(f"There is no topic “{slug}”.")
        return self.topics[now]

    def current_address(self, address: ChannelAddress) -> ChannelAddress:
        """The address with what its office and topic are called by now. Raises NotFound.

        A page of the archive of what was merged leads to the document that readers subscribe to: the
        pages of the one are not those of the other.
        """
        is_merged = address.office in self._merged_offices or address.topic in self._merged_topics
        return replace(
            address,
            office=self.office(address.office).slug if address.office else None,
            topic=self.topic(address.topic).slug if address.topic else None,
            archive=None if is_merged else address.archive,
        )

    def merged_into(self, office: Office) -> list[Office]:
        """The offices that were merged into one, at whatever remove, by the moment of it."""
        found = [
            each
            for each in self.every_office
            if each.uuid != office.uuid and self._last_offices[each.uuid] == office.uuid
        ]
        return sorted(found, key=lambda each: (each.ending.at if each.ending else each.created, each.slug))

    def office_id(self, slug: str) -> int:
        """The row number of the office that a slug leads to."""
        return self._office_ids[self.office_slugs_now[slug]]

    def office_slug(self, number: int) -> str:
        """The slug of an office's row."""
        return self._office_slugs[number]

    def topic_ids(self, slugs: Iterable[str]) -> tuple[int, ...]:
        """The row numbers of topics."""
        return tuple(self._topic_ids[slug] for slug in slugs)

    def topic_slugs(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The slugs of topics' rows."""
        return tuple(self._topic_slugs[number] for number in numbers)


def _merged_into(row: Row[Any]) -> str | None:
    return row.ending.successors[0] if row.ending is not None and row.ending.merged else None


def _last(merged: Mapping[str, str | None]) -> dict[str, str]:
    """What each is by now, at whatever remove, by uuid; itself where it was not merged."""
    found = {}
    for uuid in merged:
        last = uuid
        while (into := merged[last]) is not None:
            last = into
        found[uuid] = last
    return found


def _slugs_of(rows: Iterable[Any]) -> frozenset[str]:
    return frozenset(slug for row in rows for slug in (row.slug, *row.former_slugs))


def _slugs_now(rows: Iterable[Any], last: Mapping[str, str]) -> dict[str, str]:
    every = tuple(rows)
    slugs = {row.uuid: row.slug for row in every}
    return {slug: slugs[last[row.uuid]] for row in every for slug in (row.slug, *row.former_slugs)}


def _office_of(row: Row[Any], slugs: Mapping[str, str]) -> Office:
    """An office from its row; `slugs` are what offices are called by now, by uuid."""
    ending = row.ending
    if ending is not None:
        ending = replace(ending, successors=tuple(dict.fromkeys(slugs[each] for each in ending.successors)))
    return Office(
        **{**shallow_dict(row.details), "slug": row.slug},
        uuid=row.uuid,
        created=row.created,
        former_slugs=row.former_slugs,
        ending=ending,
    )


def _topic_of(row: Row[Any]) -> Topic:
    return Topic(uuid=row.uuid, slug=row.slug, names=row.names, created=row.created)


def entry_of(row: Row[Any], directory: Directory) -> Entry:
    """An entry from its row, without its translations."""
    same = {name: getattr(row, name) for name in _SAME_NAME}
    return Entry(
        **same,
        id=row.feed_id,
        office=directory.office_slug(row.office_id),
        topics=directory.topic_slugs(row.topics),
        status=Status(row.status),
        image=row.image,
    )


def row_of(entry: Entry, directory: Directory) -> dict[str, Any]:
    """The row of an entry, without its number."""
    same = {name: getattr(entry, name) for name in _SAME_NAME}
    return same | {
        "feed_id": entry.id,
        "office_id": directory.office_id(entry.office),
        "topics": directory.topic_ids(entry.topics),
        "status": entry.status.value,
        "image": entry.image,
    }


def version_of(row: Row[Any]) -> EntryVersion:
    """A stored version from its row."""
    return EntryVersion(number=row.number, at=row.at, by=row.by, action=row.action, entry=row.snapshot)


def with_translations(entries: Iterable[Entry], siblings: Mapping[str, Iterable[Entry]]) -> list[Entry]:
    """The entries, each with the released others of its translation group."""
    return [
        replace(
            each,
            translations=tuple(
                Translation(language=other.language, uuid=other.uuid, title=other.title, link=other.link)
                for other in siblings.get(each.translation_group or "", ())
                if other.uuid != each.uuid
            ),
        )
        for each in entries
    ]
