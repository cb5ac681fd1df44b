"""Digests: closed by the worker when their periods are over, and read for their feeds."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from feedsvc.config import Settings
from feedsvc.core.channels import digest_key
from feedsvc.core.dates import whole_second
from feedsvc.core.digests import Clock, Digest, DigestItem, DigestLine, ShownDigest
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import Channel, Entry, EntryVersion, Period, Site
from feedsvc.core.periods import Span, span_of
from feedsvc.core.wording import name_in
from feedsvc.services.site import describe_site
from feedsvc.services.standing import keys_of
from feedsvc.store import Reader, Store, Writer
from feedsvc.store import digests as kept

_OF_NO_OFFICE = ""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The channels that share a clock: an office's (`office` is its uuid), or those of none. Nothing was
    released in them before `start`."""

    office: str
    time_zone: str
    start: datetime

    def has(self, key: str) -> bool:
        of_office = key.startswith("office=")
        return key.startswith(f"office={self.office}") if self.office else not of_office


def close_due(store: Store, settings: Settings, *, now: datetime) -> datetime | None:
    """Close every period that is over and in which something was released; when the next one is
    over, None where nothing waits for that.

    However many workers do this, each period is closed once. Raises StoreUnavailable.
    """
    while True:
        with store.reading() as reader:
            site = describe_site(settings, reader.site_record())
            open_periods = _open_periods(reader, site)
        due = [(scope, span) for scope, span in open_periods if span.ends(scope.time_zone) <= now]
        if not due:
            ahead = (span.ends(scope.time_zone) for scope, span in open_periods)
            return min(ahead, default=None)
        with store.writing() as writer:
            closing = _Closing(writer, whole_second(now))
            for scope, span in due:
                closing.close(scope, span)


def _scopes(reader: Reader, site: Site) -> list[_Scope]:
    offices = [_Scope(each.uuid, zone_of(each, site), start=each.created) for each in reader.offices()]
    return [_Scope(_OF_NO_OFFICE, site.time_zone, start=_EPOCH), *offices]


def _open_periods(reader: Reader, site: Site) -> list[tuple[_Scope, Span]]:
    """The period of each scope in which the first release lies that is in no digest yet."""
    # Most offices are equally far, and this is asked every two seconds.
    firsts: dict[Clock, datetime | None] = {}
    clocks = kept.clocks(reader)
    found = []
    for scope in _scopes(reader, site):
        for period in Period:
            clock = clocks.get((scope.office, period), Clock(until=scope.start))
            if clock not in firsts:
                firsts[clock] = kept.first_release(reader, clock)
            if (first := firsts[clock]) is not None:
                found.append((scope, _span_for(clock, period, first, scope.time_zone)))
    return found


def _span_for(clock: Clock, period: Period, first: datetime, time_zone: str) -> Span:
    """The period of a release; one that is closed already (the release was committed after that, or
    the office has another time zone since) leaves it to the next."""
    span = span_of(period, first, time_zone)
    if clock.last is not None and span.start <= clock.last.start:
        span = clock.last.next
    while span.ends(time_zone) <= clock.until:
        span = span.next
    return span


class _Closing:
    """Periods being closed in one transaction."""

    def __init__(self, writer: Writer, now: datetime) -> None:
        self._writer = writer
        self._now = now
        self._clocks = kept.clocks(writer)
        # Most offices are equally far, and their periods end at one moment.
        self._standing: dict[tuple[Clock, datetime], list[tuple[DigestLine, frozenset[str]]]] = {}

    def close(self, scope: _Scope, span: Span) -> None:
        """Store the digests of a period, unless another worker was first."""
        clock = self._clocks.get((scope.office, span.period), Clock(until=scope.start))
        if clock.last is not None and span.start <= clock.last.start:
            return
        close = span.ends(scope.time_zone)
        lines: dict[str, list[DigestLine]] = {}
        for line, keys in self._lines(clock, close):
            for key in keys:
                if scope.has(key):
                    lines.setdefault(key, []).append(line)
        if lines:
            number = self._writer.next_number()
            said = partial(Digest, span=span, closed=close, time_zone=scope.time_zone, number=number)
            kept.add_digests(self._writer, {key: said(lines=tuple(held)) for key, held in lines.items()})
            self._writer.mark({digest_key(key, span.period): number for key in lines}, self._now)
        kept.close_period(self._writer, scope.office, span, until=close)

    def _lines(self, clock: Clock, close: datetime) -> list[tuple[DigestLine, frozenset[str]]]:
        if (clock, close) not in self._standing:
            self._standing[clock, close] = [
                (_line(self._writer, each), keys_of(self._writer, each.entry))
                for each in kept.standing_at(self._writer, clock, close)
            ]
        return self._standing[clock, close]


def _line(reader: Reader, version: EntryVersion) -> DigestLine:
    entry = version.entry
    return DigestLine(entry.uuid, version.number, name_in(reader.office(entry.office).names, entry.language))


def mark_digests_of(writer: Writer, entry: Entry, *, now: datetime) -> None:
    """Note that the digests that hold an entry change with its withdrawal: also those of channels in
    which it stands no more."""
    released = [each.entry for each in writer.versions(entry.uuid) if each.entry.released]
    keys = {key for each in released for key in keys_of(writer, each)}
    digests = [digest_key(key, period) for key in keys for period in Period]
    held = kept.keys_that_hold(writer, entry.uuid, digests)
    writer.mark(dict.fromkeys(held, entry.changed or 0), now)


def shown_digests(reader: Reader, channel: Channel, limit: int) -> list[ShownDigest]:
    """What stands of a channel's last digests, newest first. An entry that was withdrawn since is
    gone from its digest for good: one that is restored stands in the digest of that day."""
    if channel.address.digest is None:
        raise ValueError(f"{channel.key} is no digest")
    every = kept.digests_of(reader, channel.key, channel.address.digest, limit)
    lines = [line for each in every for line in each.lines]
    gone = kept.withdrawals(reader, lines)
    withdrawn = {
        line: each.at
        for line in lines
        # From the last to the first, which is the one that took it out.
        for each in reversed(gone.get(line.uuid, []))
        if each.version > line.version
    }
    entries = kept.entries_at(reader, [line for line in lines if line not in withdrawn])
    return [
        ShownDigest(
            digest=each,
            items=tuple(DigestItem(entries[line], line.office) for line in each.lines if line in entries),
            withdrawn=tuple(withdrawn[line] for line in each.lines if line in withdrawn),
        )
        for each in every
    ]
