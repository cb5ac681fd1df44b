"""Polls for a feed that is known: 200 and 304, one worker each, in rounds in which each has its turn."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from feedsvc.config import Settings
from feedsvc.core.document import feed_entry
from feedsvc.core.model import Format
from feedsvc.core.urls import parse_channel
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.site import describe_site
from feedsvc.store import Store
from tests.bench.figures import Bar, Row, ratios
from tests.bench.load import Load, is_here, load
from tests.bench.material import FEED, OFFICE, one_feed
from tests.bench.nginx import nginx
from tests.bench.processes import Served, feedsvc_server, peer
from tests.bench.setting import Setting, environ_of

SECTION = "Warm polls, one worker, 32 connections, summaries gzipped"
OURS, NGINX = "feedsvc", "nginx"
_BARS = {200: Bar(floor=0.35, goal=0.60), 304: Bar(floor=0.45, goal=0.75)}
_GZIP = {"Accept-Encoding": "gzip"}


@dataclass(slots=True)
class Contender:
    """A server with the feed at `path`; `loads` are what it did in each round, by status."""

    name: str
    served: Served
    path: str
    loads: dict[int, list[Load]] = field(default_factory=lambda: {200: [], 304: []})

    def headers(self) -> dict[int, Mapping[str, str]]:
        """What to ask with to be answered by each status. Raises RuntimeError where it is not."""
        status, answered, body = self.served.get(self.path, **_GZIP)
        if status != 200 or answered.get("content-encoding") != "gzip" or not gzip.decompress(body):
            raise RuntimeError(f"{self.name} answers {status} with {answered}")
        known = {**_GZIP, "If-None-Match": answered["etag"]}
        if self.served.get(self.path, **known)[0] != 304:
            raise RuntimeError(f"{self.name} does not answer 304 to its own entity tag")
        return {200: _GZIP, 304: known}


def measure(setting: Setting) -> list[Row]:
    """Requests and processor time as ratios to nginx, each round by itself."""
    if not is_here():
        return [
            Row(section=SECTION, name=f"{status}: feedsvc / nginx", note="wrk is not installed")
            for status in (200, 304)
        ]
    folder = setting.folder / "warm"
    folder.mkdir()
    with _contenders(folder) as contenders:
        asked = {each.name: each.headers() for each in contenders}
        for _ in range(setting.rounds):
            for status in (200, 304):
                for each in contenders:
                    headers = asked[each.name][status]
                    each.loads[status].append(load(each.served, each.path, headers, seconds=setting.seconds))
    return [row for status in (200, 304) for row in _rows(contenders, status)]


@contextmanager
def _contenders(folder: Path) -> Iterator[list[Contender]]:
    settings, store, uuids = one_feed(folder)
    plain = feed_bytes(store, settings, parse_channel(f"offices/{OFFICE}"), Format.ATOM, summary_only=True)
    gzipped = folder / "feed.gz"
    gzipped.write_bytes(gzip.compress(plain, 6, mtime=0))
    items = folder / "items.json"
    items.write_text(json.dumps(plain_items(store, settings, uuids)), "utf-8")
    store.close()
    with ExitStack() as stack:
        start = stack.enter_context
        file = start(nginx(folder, plain, gzipped.read_bytes()))
        found = [Contender(NGINX, file, "/feed.atom")] if file else []
        ours = start(feedsvc_server(folder, 1, environ_of(folder)))
        flask = start(peer("flask_view", folder, BENCH_BODY=str(gzipped)))
        django = start(peer("django_feed", folder, BENCH_ITEMS=str(items)))
        yield [
            *found,
            Contender(OURS, ours, f"{FEED}?content=summary"),
            Contender("Flask view", flask, "/feed.atom"),
            Contender("Django, cached", django, "/feed.atom"),
        ]


def plain_items(store: Store, settings: Settings, uuids: list[str]) -> list[dict[str, Any]]:
    """The entries as the plain dicts that a peer would have at hand."""
    with store.reading() as reader:
        site = describe_site(settings, reader.site_record())
        offices = {each.slug: each for each in reader.offices()}
        topics = {each.slug: each for each in reader.topics()}
        stored = reader.entries_of(uuids)
    made = [feed_entry(stored[uuid], site=site, offices=offices, topics=topics) for uuid in uuids]
    return [
        {
            "id": each.id,
            "title": each.title,
            "summary": each.summary,
            "link": each.url,
            "published": each.published.isoformat(),
            "categories": [category.label for category in each.categories],
            "body": each.body_html,
            "publisher": each.publisher,
            "kind": each.kind,
            "place": each.place,
            "picture": {
                name: getattr(each.image, name) for name in ("url", "type", "width", "alt", "credit")
            },
        }
        for each in made
    ]


def _rows(contenders: list[Contender], status: int) -> list[Row]:
    by_name = {each.name: each.loads[status] for each in contenders}
    a_second = {name: [each.a_second for each in loads] for name, loads in by_name.items()}
    cpu = {name: tuple(each.cpu for each in loads) for name, loads in by_name.items()}
    rows = []
    for name in by_name:
        if name != NGINX and NGINX in by_name:
            bar = _BARS[status] if name == OURS else None
            values = ratios(a_second[name], a_second[NGINX])
            rows.append(
                Row(section=SECTION, name=f"{status}: {name} / nginx, requests", values=values, bar=bar)
            )
            values = ratios(cpu[name], cpu[NGINX])
            rows.append(Row(section=SECTION, name=f"{status}: {name} / nginx, CPU a request", values=values))
    if NGINX not in by_name:
        rows.append(Row(section=SECTION, name=f"{status}: feedsvc / nginx", note="nginx is not installed"))
    return rows + [
        Row(section=SECTION, name=f"{status}: {name}, CPU a request", values=values, unit="µs")
        for name, values in cpu.items()
    ]
