"""Between rows and core.model values, both ways."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row

from feedsvc.core.model import (
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
    """The offices and topics: slugs outside, row numbers inside."""

    def __init__(self, offices: Iterable[Any], topics: Iterable[Any]) -> None:
        office_rows, topic_rows = tuple(offices), tuple(topics)
        self.offices: Mapping[str, Office] = {row.slug: _office_of(row) for row in office_rows}
        self.topics: Mapping[str, Topic] = {row.slug: _topic_of(row) for row in topic_rows}
        self._office_ids: dict[str, int] = {row.slug: row.id for row in office_rows}
        self._office_slugs: dict[int, str] = {row.id: row.slug for row in office_rows}
        self._topic_ids: dict[str, int] = {row.slug: row.id for row in topic_rows}
        self._topic_slugs: dict[int, str] = {row.id: row.slug for row in topic_rows}

    def office_id(self, slug: str) -> int:
        """The row number of an office."""
        return self._office_ids[slug]

    def office_slug(self, number: int) -> str:
        """The slug of an office's row."""
        return self._office_slugs[number]

    def topic_ids(self, slugs: Iterable[str]) -> tuple[int, ...]:
        """The row numbers of topics."""
        return tuple(self._topic_ids[slug] for slug in slugs)

    def topic_slugs(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The slugs of topics' rows."""
        return tuple(self._topic_slugs[number] for number in numbers)


def _office_of(row: Row[Any]) -> Office:
    said = shallow_dict(row.details)
    return Office(**{**said, "slug": row.slug}, uuid=row.uuid, created=row.created)


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
