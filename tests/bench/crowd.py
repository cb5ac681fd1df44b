"""Many feeds, many pollers: the memory of a worker, and an hour in short."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product

from feedsvc.core.accounts import the_machine
from feedsvc.services.publishing import publishing
from feedsvc.services.site import open_store
from feedsvc.web import create_app
from feedsvc.web.room import EXTENSION
from tests.bench.figures import Bar, Row
from tests.bench.filling import COUNTRIES, OFFICES, TOPICS, filled
from tests.bench.material import edited
from tests.bench.polling import Application, poll, renders
from tests.bench.processes import feedsvc_server
from tests.bench.setting import Setting, environ_of

MEMORY = "Memory of a worker"
HOUR = "An hour of 1,000 pollers of 50 feeds"
_FEEDS = 500
_POLLED = 50
_POLLERS = 1000
_PRIME = 7919


def addresses() -> list[str]:
    """Different feeds, of offices, countries, topics and their pairs."""
    single = [f"{kind}/{slug}" for kind, slugs in _kinds().items() for slug in slugs]
    pairs = [f"offices/{office}/topics/{topic}" for office, topic in product(OFFICES, TOPICS)]
    return [f"/feeds/{name}.{fmt}" for name in single + pairs for fmt in ("atom", "rss")]


def _kinds() -> dict[str, Sequence[str]]:
    return {"offices": OFFICES, "countries": [code.lower() for code in COUNTRIES], "topics": TOPICS}


def measure_memory(setting: Setting) -> list[Row]:
    """Resident memory of a worker before and after different feeds were polled, plain and gzipped."""
    settings, folder = filled(setting.kept, setting.sizes[0])
    database = folder / "feedsvc.db"
    with feedsvc_server(setting.folder, 1, environ_of(folder, database)) as served:
        served.get("/healthz")
        before = served.memory()
        size = 0
        for address in addresses()[:_FEEDS]:
            size += len(served.get(address)[2]) + len(served.get(address, Accept_Encoding="gzip")[2])
        after = served.memory()
    return [
        Row(section=MEMORY, name="started", values=(before,), unit="MB"),
        Row(section=MEMORY, name=f"{_FEEDS} feeds polled", values=(after,), unit="MB"),
        Row(section=MEMORY, name="the bytes of these feeds", values=(size / 1e6,), unit="MB"),
        Row(section=MEMORY, name="FEEDSVC_CACHE_MB", values=(settings.cache_mb,), unit="MB"),
    ]


@dataclass(slots=True)
class Hour:
    """What an hour was answered with."""

    polls: int = 0
    unmodified: int = 0
    entries: int = 0
    feeds: int = 0


@dataclass(slots=True)
class Poller:
    """A reader of a few feeds: every `interval` minutes, with the tags that it holds."""

    interval: int
    first: int
    feeds: list[str]
    tags: dict[str, str] = field(default_factory=dict)

    def poll(self, application: Application, address: str) -> int:
        """The status of a poll; a new tag is kept."""
        known = {"IF_NONE_MATCH": self.tags[address]} if address in self.tags else {}
        polled = poll(application, address, ACCEPT_ENCODING="gzip", **known)
        self.tags[address] = polled.headers["ETag"]
        return polled.status


def pollers() -> list[Poller]:
    """The same thousand in every run, each polling every 1 to 60 minutes."""
    chance = random.Random(_PRIME)
    feeds = addresses()[:_POLLED]
    made = []
    for _ in range(_POLLERS):
        interval = chance.randint(1, 60)
        made.append(Poller(interval, chance.randrange(interval), chance.sample(feeds, chance.randint(1, 4))))
    return made


def replayed(application: Application, crowd: Sequence[Poller], minutes: Iterator[int]) -> Hour:
    """All polls of these minutes, one after the other."""
    hour = Hour()
    with renders() as made:
        for minute in minutes:
            for each in crowd:
                if minute % each.interval == each.first:
                    for address in each.feeds:
                        hour.polls += 1
                        hour.unmodified += each.poll(application, address) == 304
    hour.entries, hour.feeds = made.entries, made.feeds
    return hour


def measure_hour(setting: Setting) -> list[Row]:
    """An hour in which nothing changes, then one in which an entry is corrected."""
    with _filled_application(setting) as (application, correct):
        crowd = pollers()
        for each in crowd:
            for address in each.feeds:
                each.poll(application, address)
        still = replayed(application, crowd, iter(range(60)))
        replayed(application, crowd, iter(range(30)))
        correct()
        moved = replayed(application, crowd, iter(range(30, 90)))
    nothing = Bar(floor=0, goal=0, at_most=True)
    share = Bar(floor=99, goal=99)
    return [
        _row("polls", still.polls),
        _row("304s, nothing changed", 100 * still.unmodified / still.polls, "%", share),
        _row("entries rendered, nothing changed", still.entries, bar=nothing),
        _row("feeds put together, nothing changed", still.feeds, bar=nothing),
        _row("304s, one entry corrected", 100 * moved.unmodified / moved.polls, "%"),
        _row("entries rendered (in two formats), one corrected", moved.entries),
        _row("feeds put together, one entry corrected", moved.feeds),
    ]


def _row(name: str, value: float, unit: str = "", bar: Bar | None = None) -> Row:
    return Row(section=HOUR, name=name, values=(value,), unit=unit, bar=bar)


@contextmanager
def _filled_application(setting: Setting) -> Iterator[tuple[Application, Callable[[], None]]]:
    settings, _ = filled(setting.kept, setting.sizes[0])
    application = create_app(settings)
    with closing(open_store(settings)) as store, store.reading() as reader:
        newest = reader.entries(limit=1)[0].uuid

    def correct() -> None:
        now = datetime.now(UTC)
        with (
            closing(open_store(settings)) as store,
            publishing(store, settings, now=now, actor=the_machine("bench")) as publisher,
        ):
            known = publisher.entry(newest)
            publisher.edit(newest, edited(known.as_draft(), known.version))

    yield application, correct
    application.extensions[EXTENSION].store.close()
