"""The first poll after a change, against Django's generator that renders the same entries anew."""

import gzip
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from statistics import median

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.services.publishing import publishing
from feedsvc.store import Store
from feedsvc.web import create_app
from feedsvc.web.room import EXTENSION
from tests.bench.figures import Bar, Row, ratios
from tests.bench.material import FEED, START, edited, one_feed
from tests.bench.polling import Application, poll
from tests.bench.setting import Setting
from tests.bench.warm import plain_items

SECTION = "First poll after a change, 50 full entries, one of them changed"
_BAR = Bar(floor=0.5, goal=0.3, at_most=True)
_REPEATS = 9  # in a round
_LEVEL = 6
_corrections = count(1)


def measure(setting: Setting) -> list[Row]:
    """Both in this process, by turns; each round's time is the median of its repeats."""
    try:
        from tests.bench.peers.django_generator import rendered
    except ImportError:
        return [Row(section=SECTION, name="feedsvc / Django's generator", note="Django is not installed")]
    settings, store, uuids = one_feed(setting.folder / "changed")
    application = create_app(settings)
    items = plain_items(store, settings, uuids)
    ways: Mapping[str, Callable[[], float]] = {
        "plain": lambda: after_a_change(store, settings, application, uuids[0], FEED),
        "gzip": lambda: after_a_change(store, settings, application, uuids[0], FEED, ACCEPT_ENCODING="gzip"),
        "major": lambda: after_a_change(store, settings, application, uuids[0], FEED, major=True),
        "anew": lambda: all_anew(application, FEED),
        "django": lambda: _timed(lambda: rendered(items)),
        "django gzip": lambda: _timed(lambda: gzip.compress(rendered(items), _LEVEL)),
    }
    for way in ways.values():
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(setting.rounds):
        samples: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(_REPEATS):
            for name, way in ways.items():
                samples[name].append(way())
        for name in ways:
            times[name].append(median(samples[name]))
    application.extensions[EXTENSION].store.close()
    store.close()
    return _rows(times)


def after_a_change(
    store: Store,
    settings: Settings,
    application: Application,
    uuid: str,
    address: str,
    *,
    major: bool = False,
    **headers: str,
) -> float:
    """Milliseconds of the first poll after an edit. Raises RuntimeError where it is not seen."""
    number = next(_corrections)
    mark = f"({number})"
    with publishing(
        store, settings, now=START + timedelta(minutes=number), actor=the_machine("bench")
    ) as publisher:
        publisher.edit(uuid, edited(publisher.entry(uuid).as_draft(), number), major=major)
    polled = poll(application, address, **headers)
    body = gzip.decompress(polled.body) if "Content-Encoding" in polled.headers else polled.body
    if polled.status != 200 or mark.encode() not in body:
        raise RuntimeError(f"{address} answers {polled.status} without what was changed")
    return polled.milliseconds


def all_anew(application: Application, address: str) -> float:
    """Milliseconds of a poll in a process that keeps nothing yet."""
    room = application.extensions[EXTENSION]  # type: ignore[attr-defined]  # a Flask application
    room.fragments.clear()
    room.feeds._feeds.clear()
    return poll(application, address).milliseconds


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _rows(times: Mapping[str, list[float]]) -> list[Row]:
    django = times["django"]
    compared = [
        ("feedsvc / Django's generator, time", times["plain"], django, _BAR),
        ("after a major edit, which moves it to the top", times["major"], django, None),
        ("the same, both gzipped", times["gzip"], times["django gzip"], None),
        ("nothing kept, all 50 anew / Django's generator", times["anew"], django, None),
    ]
    names = {
        "plain": "feedsvc",
        "major": "feedsvc, after a major edit",
        "gzip": "feedsvc, gzipped",
        "anew": "feedsvc, all 50 anew",
        "django": "Django's generator",
        "django gzip": "Django's generator, gzipped",
    }
    return [
        Row(section=SECTION, name=name, values=ratios(ours, theirs), bar=bar)
        for name, ours, theirs, bar in compared
    ] + [Row(section=SECTION, name=name, values=tuple(times[key]), unit="ms") for key, name in names.items()]
