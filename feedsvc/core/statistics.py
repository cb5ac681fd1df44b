"""What is counted of polls and views, and the sums of it.

Days are those of the site's time zone. Nothing here names a person: addresses and user agents end
in `tally`, which gives families, numbers, and an identity that is hashed and never kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from feedsvc.core.agent_families import EMBEDS
from feedsvc.core.agents import Agent, identity, read_agent
from feedsvc.core.model import Format

KEPT_BY_DAY = timedelta(days=92)  # what is older is kept by the month
MEAN_OF = timedelta(days=7)  # full days whose mean is the number of subscribers
FROM_A_PAGE = "\x00page"  # instead of the user agent of a script on another site's page
_SUMMARY = "-summary"


class Outcome(IntEnum):
    """How a poll was answered."""

    PLAIN = 0  # with the feed (200), as asked
    CHANGED = 1  # with the feed (200), though a condition was sent
    NOT_MODIFIED = 2  # 304
    DELTA = 3  # with what is new since (226, RFC 3229)


class Poll(NamedTuple):
    """A request for a feed as it is counted in memory: the feed by `feed_name`, and who asked."""

    feed: str
    outcome: int
    agent: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one process counted since it last told: polls, page views by the uuid of the entry, and
    `missed`, the requests for which there was no room."""

    polls: Mapping[Poll, int] = field(default_factory=dict)
    views: Mapping[str, int] = field(default_factory=dict)
    missed: int = 0

    def __bool__(self) -> bool:
        return bool(self.polls or self.views or self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Polls by their outcome, and subscribers: those that readers declare, and other clients. Over
    several days the subscribers of each day are added up. `last` is the last poll, to the minute."""

    plain: int = 0
    changed: int = 0
    not_modified: int = 0
    delta: int = 0
    declared: int = 0
    others: int = 0
    last: datetime | None = None

    @property
    def polls(self) -> int:
        """All that were answered."""
        return self.plain + self.conditional

    @property
    def conditional(self) -> int:
        """Those that named what they had (RFC 9110, 13)."""
        return self.changed + self.not_modified + self.delta

    @property
    def subscribers(self) -> int:
        """Declared and others."""
        return self.declared + self.others


COUNTS = ("plain", "changed", "not_modified", "delta", "declared", "others")


def total(sums: Iterable[Sums]) -> Sums:
    """The sum of sums."""
    every = list(sums)
    counts = {name: sum(getattr(each, name) for each in every) for name in COUNTS}
    return Sums(**counts, last=max((each.last for each in every if each.last), default=None))


class Place(NamedTuple):
    """Where polls are counted: a channel by its key, a form (`form_of`), and a family of clients."""

    key: str
    form: str
    family: str


@dataclass(frozen=True, slots=True)
class Client:
    """A client of a feed on one day. `identity` is to be hashed; `subscribers` is 1 unless declared."""

    place: Place
    identity: str
    subscribers: int
    declared: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Polls put together by place, and the clients that made them."""

    polls: Mapping[Place, Sums]
    clients: tuple[Client, ...]


def form_of(fmt: Format, *, summary_only: bool = False) -> str:
    """A feed's format and content: `atom`, `rss-summary`. Readers take the two contents for two feeds."""
    return f"{fmt}{_SUMMARY}" if summary_only else fmt.value


def format_of(form: str) -> Format:
    """The format of a form."""
    return Format(form.removesuffix(_SUMMARY))


def is_summary(form: str) -> bool:
    """Whether a form leaves the full texts out."""
    return form.endswith(_SUMMARY)


def feed_name(key: str, fmt: Format, *, summary_only: bool = False) -> str:
    """A feed by what never changes: the key of its channel and its form."""
    return f"{key} {form_of(fmt, summary_only=summary_only)}"


def tally(polls: Mapping[Poll, int]) -> Tally:
    """Polls by place and outcome, and who made them, each client once for each feed."""
    found: dict[Place, list[int]] = {}
    clients: dict[tuple[Place, str], Client] = {}
    for poll, count in polls.items():
        agent = _agent_of(poll)
        key, _, form = poll.feed.rpartition(" ")
        place = Place(key, form, agent.family.key)
        found.setdefault(place, [0] * len(Outcome))[poll.outcome] += count
        if agent.follows:
            _note(clients, _client(place, agent, poll))
    sums = {place: Sums(plain=a, changed=b, not_modified=c, delta=d) for place, (a, b, c, d) in found.items()}
    return Tally(sums, tuple(clients.values()))


def _agent_of(poll: Poll) -> Agent:
    return Agent(EMBEDS, None, "") if poll.agent == FROM_A_PAGE else read_agent(poll.agent)


def _client(place: Place, agent: Agent, poll: Poll) -> Client:
    who = f"{poll.feed}\n{identity(agent, poll.agent, poll.address)}"
    declared = agent.subscribers is not None
    return Client(place, who, 1 if agent.subscribers is None else agent.subscribers, declared)


def _note(clients: dict[tuple[Place, str], Client], client: Client) -> None:
    """A client once; where it declares, the greatest number."""
    known = clients.get((client.place, client.identity), client)
    most = max(known.subscribers, client.subscribers)
    declared = known.declared or client.declared
    clients[client.place, client.identity] = replace(known, subscribers=most, declared=declared)


def mean(count: int, days: int) -> int:
    """A number of each day, from the sum over days, rounded half up; 0 of no days."""
    return (2 * count + days) // (2 * days) if days else 0


def share(part: int, whole: int) -> float | None:
    """A part of a whole, from 0 to 1 with three digits; None of nothing."""
    return round(part / whole, 3) if whole else None


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def kept_by_day_from(today: date) -> date:
    """The day since which single days are kept: always the first of a month."""
    return month_of(today - KEPT_BY_DAY)
