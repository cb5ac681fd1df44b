"""How many follow which feed, with what, and how it is answered: what the page, the command and the
API show. Anybody who may read in some office sees all of it: it is numbers, and names nobody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from feedsvc.config import Settings
from feedsvc.core import urls
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.agent_families import Kind, family
from feedsvc.core.channels import parts_of_key
from feedsvc.core.dates import local_date
from feedsvc.core.document import channel_title
from feedsvc.core.errors import Forbidden, InvalidInput, NotFound
from feedsvc.core.model import Channel, ChannelAddress, Format, Period
from feedsvc.core.statistics import MEAN_OF, Place, Sums, format_of, kept_by_day_from, mean, total
from feedsvc.core.statistics_report import (
    FollowedChannel,
    FormatSlice,
    Line,
    Point,
    ReaderSlice,
    Report,
)
from feedsvc.services.site import describe_site
from feedsvc.store import Reader
from feedsvc.store import statistics as kept

MOST_DAYS = 3660
DEFAULT_DAYS = 30
MOST_CHANNELS = 50
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: the last `days` days, today among them; of one channel, such as
    `offices/moscow` or `all/weekly.ru`, or of all. Titles are in a language, else in the site's."""

    channel: str | None = None
    days: int = DEFAULT_DAYS
    language: str | None = None


def report(reader: Reader, settings: Settings, asked: Asked, *, actor: Actor, now: datetime) -> Report:
    """The statistics. What is older than 92 days is kept by the month, and then shown from the first of
    a month on.

    Raises Forbidden, NotFound for an unknown channel, InvalidInput for days that are not from 1 to 3660.
    """
    return _Statistics(reader, settings, asked, actor=actor, now=now).report()


def lines(reader: Reader, settings: Settings, asked: Asked, *, actor: Actor, now: datetime) -> Iterator[Line]:
    """The same time day by day, feed by feed, family by family. Raises as `report`."""
    return _Statistics(reader, settings, asked, actor=actor, now=now).lines()


def subscribers_of(reader: Reader, channel_keys: Iterable[str], *, today: date) -> int:
    """How many follow these channels, by key: the sum of their subscribers. Who follows several of them
    is counted in each. `today` is the day in the site's time zone."""
    averaged = _mean_of(reader, today)
    whole = total(kept.sums_by(reader, ["key"], averaged.since, averaged.until, set(channel_keys)).values())
    return averaged.of(whole.declared) + averaged.of(whole.others)


def views_of_entry(reader: Reader, uuid: str) -> int:
    """How often people opened the page of an entry."""
    return kept.views_of(reader, uuid)


def require(actor: Actor) -> None:
    """Raises Forbidden for whoever may read in no office."""
    offices = {*actor.roles, *(actor.scope.offices or ())}
    if not any(actor.may(Action.READ, office) for office in (None, *offices)):
        raise Forbidden("You may not see the statistics: that needs a role in some office.")


@dataclass(frozen=True, slots=True)
class _Mean:
    """The days over which subscribers are averaged."""

    since: date
    until: date
    days: int

    def of(self, count: int) -> int:
        return mean(count, self.days)


def _mean_of(reader: Reader, today: date) -> _Mean:
    """The last seven days that are over; on the first day, that one so far."""
    since = today - MEAN_OF
    days = kept.counted_days(reader, since, today)
    return _Mean(since, today, days) if days else _Mean(today, today + _DAY, 1)


class _Statistics:
    """One answer to what was asked."""

    def __init__(
        self, reader: Reader, settings: Settings, asked: Asked, *, actor: Actor, now: datetime
    ) -> None:
        require(actor)
        self._reader = reader
        self._settings = settings
        self._site = describe_site(settings, reader.site_record())
        self._today = local_date(now, settings.time_zone)
        self._since = _since(self._today, asked.days)
        self._until = self._today + _DAY
        self._language = asked.language or self._site.language
        self._path = asked.channel
        self._channel = None if asked.channel is None else self._called(asked.channel)
        self._keys = None if self._channel is None else [self._channel.key]
        self._mean = _mean_of(reader, self._today)

    def report(self) -> Report:
        recent = kept.sums_by(self._reader, Place._fields, self._mean.since, self._mean.until, self._keys)
        followers = {Place(*place): sums for place, sums in recent.items()}
        whole = total(followers.values())
        readers = self._readers(followers)
        return Report(
            channel=self._path,
            title=self._title(self._channel) if self._channel else self._site.name,
            since=self._since,
            until=self._today,
            first=kept.first_day(self._reader),
            full_days=self._mean.days if self._mean.until == self._today else 0,
            declared=self._mean.of(whole.declared),
            others=self._mean.of(whole.others),
            sums=total(self._by().values()),
            points=self._points(),
            formats=self._formats(followers),
            readers=readers,
            mail=self._mail(readers),
            channels=self._channels(followers) if self._channel is None else (),
            missed=kept.missed_since(self._reader, self._since),
        )

    def lines(self) -> Iterator[Line]:
        days = kept.days_counted(self._reader, self._since, self._until)
        found = self._by("start", *Place._fields)
        channels = {key: self._of_key(key) for key in {place[1] for place in found}}
        for (start, *place), sums in found.items():
            at, channel = Place(*place), channels[place[0]]
            path = urls.channel_path(channel.address) if channel else at.key
            yield Line(start, days[start], path, self._title(channel) if channel else "", at, sums)

    def _by(self, *columns: str) -> dict[tuple[Any, ...], Sums]:
        return kept.sums_by(self._reader, columns, self._since, self._until, self._keys)

    def _points(self) -> tuple[Point, ...]:
        found = self._by("start")
        return tuple(
            Point(start, days, mean(sums.subscribers, days), sums.polls)
            for start, days in kept.days_counted(self._reader, self._since, self._until).items()
            for sums in [found.get((start,), Sums())]
        )

    def _formats(self, followers: dict[Place, Sums]) -> tuple[FormatSlice, ...]:
        polls = self._by("form")
        return tuple(
            FormatSlice(
                fmt,
                self._mean.of(total(self._of_format(fmt, followers)).subscribers),
                sum(sums.polls for (form,), sums in polls.items() if format_of(form) is fmt),
            )
            for fmt in Format
        )

    @staticmethod
    def _of_format(fmt: Format, followers: dict[Place, Sums]) -> list[Sums]:
        return [sums for place, sums in followers.items() if format_of(place.form) is fmt]

    def _readers(self, followers: dict[Place, Sums]) -> tuple[ReaderSlice, ...]:
        followed = _summed((place.family, sums) for place, sums in followers.items())
        found = [
            ReaderSlice(family(key), self._mean.of(followed.get(key, 0)), sums.polls, sums.last)
            for (key,), sums in self._by("family").items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.subscribers, -each.polls, each.family.key)))

    def _mail(self, readers: Sequence[ReaderSlice]) -> tuple[ReaderSlice, ...]:
        """The tools that mail, also those that came last before the time that is shown."""
        shown = {each.family: each for each in readers}
        ever = kept.sums_by(self._reader, ["family"], date.min, self._until, self._keys)
        tools = [
            shown.get(of, ReaderSlice(of, 0, 0, sums.last))
            for (key,), sums in ever.items()
            for of in [family(key)]
            if of.kind is Kind.MAIL
        ]
        return tuple(sorted(tools, key=lambda each: (-each.subscribers, each.family.name)))

    def _channels(self, followers: dict[Place, Sums]) -> tuple[FollowedChannel, ...]:
        followed = _summed((place.key, sums) for place, sums in followers.items())
        polls = {key: sums.polls for (key,), sums in self._by("key").items()}
        ordered = sorted(polls, key=lambda key: (-followed.get(key, 0), -polls[key], key))
        found = {key: self._of_key(key) for key in ordered[:MOST_CHANNELS]}
        return tuple(
            FollowedChannel(
                urls.channel_path(channel.address),
                self._title(channel),
                self._mean.of(followed.get(key, 0)),
                polls[key],
            )
            for key, channel in found.items()
            if channel is not None
        )

    def _called(self, path: str) -> Channel:
        address, _ = urls.parse_feed(f"{path}.{Format.ATOM}")
        if address.archive is not None:
            raise NotFound(f"There is no channel “{path}”: it is a page of an archive, which nobody follows.")
        return self._reader.channel(address, self._settings.languages)

    def _of_key(self, key: str) -> Channel | None:
        """The channel of a key; None where a part of it is no more, such as a language of the site."""
        parts = parts_of_key(key)
        offices = {each.uuid: each.slug for each in self._reader.offices()}
        topics = {each.uuid: each.slug for each in self._reader.topics()}
        address = ChannelAddress(
            office=offices.get(parts.get("office", "")),
            country=parts.get("country"),
            topic=topics.get(parts.get("topic", "")),
            language=parts.get("language"),
            digest=Period(parts["digest"]) if "digest" in parts else None,
        )
        try:
            found = self._reader.channel(address, self._settings.languages)
        except NotFound:
            return None
        return found if found.key == key else None

    def _title(self, channel: Channel) -> str:
        return channel_title(channel, self._site, self._language)


def _summed(pairs: Iterable[tuple[str, Sums]]) -> dict[str, int]:
    """Subscribers, day after day added up, by a name."""
    found: dict[str, int] = {}
    for name, sums in pairs:
        found[name] = found.get(name, 0) + sums.subscribers
    return found


def _since(today: date, days: int) -> date:
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput.at("days", f"must be from 1 to {MOST_DAYS}")
    since = today - timedelta(days=days - 1)
    return since if since >= kept_by_day_from(today) else since.replace(day=1)
