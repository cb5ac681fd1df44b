"""What digests are made of, and what was closed of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Text, and_, delete, func, insert, or_, select, type_coerce
from sqlalchemy.sql import ColumnElement

from feedsvc.core.channels import digest_key
from feedsvc.core.digests import Clock, Digest, DigestLine
from feedsvc.core.model import Entry, EntryVersion, Period
from feedsvc.core.periods import Span
from feedsvc.store.database import parts
from feedsvc.store.digest_tables import digest, digest_clock, entry_release
from feedsvc.store.reading import Reader
from feedsvc.store.schema import entry, entry_version

if TYPE_CHECKING:
    from feedsvc.store.writing import Writer

_RELEASES = {"published", "restored"}
_WITHDRAWN = ("withdrawn", "erased")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The version with which an entry was withdrawn, and when."""

    version: int
    at: datetime


def note_releases(connection: Connection, versions: Iterable[EntryVersion], ids: Mapping[str, int]) -> None:
    """Note which of these new versions brought their entries before readers; `ids` are row numbers."""
    rows = [
        {
            "entry_id": ids[each.entry.uuid],
            "version": each.number,
            "at": each.at,
            "number": each.entry.changed,
        }
        for each in versions
        if each.action in _RELEASES
    ]
    if rows:
        connection.execute(insert(entry_release), rows)


def clocks(reader: Reader) -> dict[tuple[str, Period], Clock]:
    """How far digests are closed: by the uuid of an office, "" for the channels of none, and the period.

    Those of which none was closed yet are left out.
    """
    return {
        (row.scope, Period(row.period)): Clock(
            last=Span(Period(row.period), row.start), until=row.until, number=row.number
        )
        for row in reader.connection.execute(select(digest_clock))
    }


def first_release(reader: Reader, since: Clock) -> datetime | None:
    """The moment of the first release that is in no digest yet."""
    found = [
        reader.connection.execute(select(func.min(entry_release.c.at)).where(each)).scalar_one()
        for each in _not_closed(since)
    ]
    return min((moment for moment in found if moment is not None), default=None)


def _not_closed(since: Clock) -> list[ColumnElement[bool]]:
    """Released since; or before, but committed by a slow writer after the close."""
    released_since = entry_release.c.at >= since.until
    if since.number is None:
        return [released_since]
    return [released_since, entry_release.c.number > since.number]


def standing_at(reader: Reader, since: Clock, close: datetime) -> list[EntryVersion]:
    """What was released since a clock's moment and before a close, in its version at the close, the
    last released first; without what has been withdrawn by now."""
    connection = reader.connection
    within = and_(or_(*_not_closed(since)), entry_release.c.at < close)
    releases = select(entry_release.c.entry_id, func.max(entry_release.c.version)).where(within)
    released = dict(connection.execute(releases.group_by(entry_release.c.entry_id)).all())
    before = _last_versions(connection, released, entry_version.c.at < close)
    withdrawn = _last_versions(connection, released, entry_version.c.action.in_(_WITHDRAWN))
    standing = {
        number: max(version, before.get(number, version))
        for number, version in released.items()
        if withdrawn.get(number, 0) < version
    }
    return sorted(_versions(connection, standing), key=lambda each: -(each.entry.position or 0))


def _last_versions(
    connection: Connection, numbers: Iterable[int], such: ColumnElement[bool]
) -> dict[int, int]:
    """The last version of each entry that is such, by the entry's row number."""
    found: dict[int, int] = {}
    for part in parts(numbers):
        query = select(entry_version.c.entry_id, func.max(entry_version.c.number)).where(
            entry_version.c.entry_id.in_(part), such
        )
        found |= dict(connection.execute(query.group_by(entry_version.c.entry_id)).all())
    return found


def _versions(connection: Connection, wanted: Mapping[int, int]) -> list[EntryVersion]:
    """Versions by the row numbers of their entries."""
    found = []
    for part in parts(wanted):
        query = select(entry_version).where(
            entry_version.c.entry_id.in_(part),
            entry_version.c.number.in_({wanted[number] for number in part}),
        )
        found += [
            EntryVersion(number=row.number, at=row.at, by=row.by, action=row.action, entry=row.snapshot)
            for row in connection.execute(query)
            if row.number == wanted[row.entry_id]
        ]
    return found


def close_period(writer: "Writer", scope: str, span: Span, *, until: datetime) -> None:
    """Note that a period is closed, with all that was stored until now."""
    of_scope = and_(digest_clock.c.scope == scope, digest_clock.c.period == span.period.value)
    writer.connection.execute(delete(digest_clock).where(of_scope))
    writer.connection.execute(
        insert(digest_clock).values(
            scope=scope, period=span.period.value, start=span.start, until=until, number=writer.number
        )
    )


def add_digests(writer: "Writer", digests: Mapping[str, Digest]) -> None:
    """Store digests by the keys of their channels."""
    rows = [
        {
            "key": digest_key(key, each.span.period),
            "start": each.span.start,
            "closed": each.closed,
            "time_zone": each.time_zone,
            "number": each.number,
            "lines": each.lines,
        }
        for key, each in digests.items()
    ]
    if rows:
        writer.connection.execute(insert(digest), rows)


def digests_of(reader: Reader, key: str, period: Period, limit: int) -> list[Digest]:
    """The digests of a key, newest first, at most `limit`."""
    query = select(digest).where(digest.c.key == key).order_by(digest.c.start.desc()).limit(limit)
    return [
        Digest(
            span=Span(period, row.start),
            closed=row.closed,
            time_zone=row.time_zone,
            number=row.number,
            lines=row.lines,
        )
        for row in reader.connection.execute(query)
    ]


def entries_at(reader: Reader, lines: Sequence[DigestLine]) -> dict[DigestLine, Entry]:
    """The entries of lines, each in its version."""
    of_version: dict[int, set[str]] = {}
    for line in lines:
        of_version.setdefault(line.version, set()).add(line.uuid)
    found: dict[tuple[str, int], Entry] = {}
    for version, uuids in of_version.items():
        for part in parts(uuids):
            query = (
                select(entry_version.c.snapshot)
                .join(entry, entry.c.id == entry_version.c.entry_id)
                .where(entry.c.uuid.in_(part), entry_version.c.number == version)
            )
            found |= {(each.uuid, version): each for each in reader.connection.scalars(query)}
    return {line: found[line.uuid, line.version] for line in lines}


def withdrawals(reader: Reader, lines: Iterable[DigestLine]) -> dict[str, list[Withdrawal]]:
    """Every withdrawal of the entries of lines, by uuid, the first one first."""
    found: dict[str, list[Withdrawal]] = {}
    for part in parts(line.uuid for line in lines):
        query = (
            select(entry.c.uuid, entry_version.c.number, entry_version.c.at)
            .join(entry, entry.c.id == entry_version.c.entry_id)
            .where(entry.c.uuid.in_(part), entry_version.c.action.in_(_WITHDRAWN))
            .order_by(entry_version.c.number)
        )
        for uuid, number, at in reader.connection.execute(query):
            found.setdefault(uuid, []).append(Withdrawal(number, at))
    return found


def keys_that_hold(reader: Reader, uuid: str, keys: Iterable[str]) -> list[str]:
    """Which digests of these keys hold an entry."""
    lines = type_coerce(digest.c.lines, Text)
    found: list[str] = []
    for part in parts(keys):
        query = select(digest.c.key).where(digest.c.key.in_(part), lines.like(f'%"{uuid}"%')).distinct()
        found += reader.connection.scalars(query)
    return found
