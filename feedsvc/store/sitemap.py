"""The entries that search engines are told of, in parts that keep their entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from feedsvc.core.model import Status
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """What a sitemap says of an entry."""

    uuid: str
    title: str
    updated: datetime


def parts_of_sitemap(reader: Reader, size: int) -> list[int]:
    """The parts, from 1, that have an entry; each is at most `size` of them."""
    number = (entry.c.id - 1) // size
    found = reader.connection.execute(_listed(select(number).distinct())).scalars()
    return sorted(int(each) + 1 for each in found)


def part_of_sitemap(reader: Reader, number: int, size: int) -> list[ListedEntry]:
    """The released entries of a part, as they came; none where there is no such part. An entry stays
    in its part, and one that lives on the organisation's own site is in none."""
    query = _listed(select(entry.c.uuid, entry.c.title, entry.c.updated))
    query = query.where(entry.c.id.between((number - 1) * size + 1, number * size)).order_by(entry.c.id)
    return [ListedEntry(*row) for row in reader.connection.execute(query)]


def _listed(query: Select[Any]) -> Select[Any]:
    return query.where(entry.c.status == Status.PUBLISHED.value, entry.c.link.is_(None))
