"""The first poll after a change, however much is stored: a country, an office's country, everything."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from statistics import median

from feedsvc.config import Settings
from feedsvc.core.urls import parse_channel
from feedsvc.services.site import open_store
from feedsvc.store import Store
from feedsvc.web import create_app
from feedsvc.web.room import EXTENSION
from tests.bench.changed import after_a_change, all_anew
from tests.bench.figures import Bar, Row, ratios
from tests.bench.filling import OFFICES, filled
from tests.bench.polling import Application, poll
from tests.bench.setting import Setting

SECTION = "The same poll with more entries stored"
CHANNELS = ("countries/uz", f"offices/{OFFICES[1]}/countries/ae", "all")
_BAR = Bar(floor=1.3, goal=1.1, at_most=True)
_REPEATS = 7  # in a round


@dataclass(slots=True)
class _Site:
    """A filled site, an entry in the first page of each channel, and the times by channel."""

    settings: Settings
    store: Store
    application: Application
    uuids: dict[str, str]
    changed: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    anew: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in CHANNELS})


def measure(setting: Setting) -> list[Row]:
    """Times on sites of every size by turns, as ratios to the smallest."""
    with ExitStack() as stack:
        sites = {size: _opened(*filled(setting.kept, size)[:1], stack) for size in setting.sizes}
        for _ in range(setting.rounds):
            for channel in CHANNELS:
                _round(list(sites.values()), channel)
    rows = []
    smallest = sites[setting.sizes[0]]
    for size in setting.sizes[1:]:
        for channel in CHANNELS:
            bar = _BAR if size == setting.sizes[-1] else None
            name = f"{channel}: {short(size)} / {short(setting.sizes[0])} stored, time"
            values = ratios(sites[size].changed[channel], smallest.changed[channel])
            rows.append(Row(section=SECTION, name=name, values=values, bar=bar))
    for size, site in sites.items():
        for channel in CHANNELS:
            for what, times in (("one changed", site.changed), ("nothing kept", site.anew)):
                name = f"{channel}, {short(size)} stored, {what}"
                rows.append(Row(section=SECTION, name=name, values=tuple(times[channel]), unit="ms"))
    return rows


def _opened(settings: Settings, stack: ExitStack) -> _Site:
    store = stack.enter_context(closing(open_store(settings)))
    application = create_app(settings)
    stack.callback(application.extensions[EXTENSION].store.close)
    uuids = {}
    with store.reading() as reader:
        for name in CHANNELS:
            channel = reader.channel(parse_channel(name), settings.languages)
            uuids[name] = reader.channel_places(channel, settings.page_size)[-1].uuid
    for name in CHANNELS:
        poll(application, _address(name))
    return _Site(settings, store, application, uuids)


def _round(sites: Sequence[_Site], channel: str) -> None:
    changed: list[list[float]] = [[] for _ in sites]
    anew: list[list[float]] = [[] for _ in sites]
    for _ in range(_REPEATS):
        for site, these, those in zip(sites, changed, anew, strict=True):
            uuid = site.uuids[channel]
            address = _address(channel)
            these.append(after_a_change(site.store, site.settings, site.application, uuid, address))
            those.append(all_anew(site.application, address))
    for site, these, those in zip(sites, changed, anew, strict=True):
        site.changed[channel].append(median(these))
        site.anew[channel].append(median(those))


def _address(channel: str) -> str:
    return f"/feeds/{channel}.atom"


def short(size: int) -> str:
    """10000 as "10k"."""
    return f"{size // 10**6}M" if size >= 10**6 else f"{size // 1000}k"
