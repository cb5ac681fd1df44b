"""A reader that merges deltas, beside one that reads the whole: through anything that happens to a feed."""

import random
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from feedsvc.core.model import EntryDraft
from tests.walking import Walker
from tests.web.world import BASE, START, World

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
STEPS = 60


class Merging:
    """A reader as the RFC means it: what comes replaces what has the same id, what is gone goes.

    `lost` are the ids of which it was told that they are gone.
    """

    def __init__(self, client: FlaskClient, path: str, *, deltas: bool) -> None:
        self._client = client
        self._path = path
        self._headers = {"A-IM": "feed"} if deltas else {}
        self._tag = ""
        self.entries: dict[str, str] = {}
        self.statuses: list[int] = []

    def poll(self) -> None:
        answer = self._client.get(self._path, headers={**self._headers, "If-None-Match": self._tag})
        self.statuses.append(answer.status_code)
        if answer.status_code == 304:
            return
        self._tag = answer.headers["ETag"]
        tree = ET.fromstring(answer.data)
        entries = [*tree.iter(f"{ATOM}entry"), *tree.iter("item")]
        come = {each.findtext(f"{ATOM}id") or each.findtext("guid") or "": said(each) for each in entries}
        assert len(come) == len(entries)
        kept = self.entries if answer.status_code == 226 else {}
        self.entries = kept | come
        for stone in tree.iter(GONE):
            self.entries.pop(stone.get("ref", ""), None)


def said(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode").strip()  # the space after it is the feed's


class Newsroom:
    """Anything that can happen to the entries of a channel, by a seeded chance."""

    def __init__(self, world: World, chance: random.Random, *, moving: bool = True) -> None:
        self._world = world
        self._chance = chance
        self._moving = moving
        self._now = START + timedelta(days=4)
        self._live: list[str] = []
        self._buried: list[str] = []
        self._count = 0

    def do_something(self) -> None:
        self._now += timedelta(seconds=7)
        deeds: list[Callable[[], None]] = [
            self._publish,
            self._edit,
            self._withdraw,
            self._restore,
            self._move,
        ]
        self._chance.choices(deeds, weights=[6, 4, 1, 1, self._moving])[0]()

    def _draft(self, *countries: str) -> EntryDraft:
        self._count += 1
        title = f"Number {self._count}"
        return EntryDraft(office="tashkent", title=title, language="en", summary="Said.", countries=countries)

    def _publish(self) -> None:
        self._live.append(self._world.publish("new", self._draft("UZ"), self._now))

    def _edit(self) -> None:
        if self._live:
            with self._world.publisher(self._now) as publisher:
                uuid = self._chance.choice(self._live)
                publisher.edit(uuid, self._draft("UZ"), major=self._chance.random() < 0.4)

    def _withdraw(self) -> None:
        if self._live:
            uuid = self._live.pop(self._chance.randrange(len(self._live)))
            self._buried.append(uuid)
            with self._world.publisher(self._now) as publisher:
                publisher.withdraw(uuid, "Wrong.")

    def _restore(self) -> None:
        if self._buried:
            uuid = self._buried.pop()
            self._live.append(uuid)
            with self._world.publisher(self._now) as publisher:
                publisher.restore(uuid)

    def _move(self) -> None:
        """Out of the channel of the country, or back into it."""
        if self._live:
            with self._world.publisher(self._now) as publisher:
                publisher.edit(self._chance.choice(self._live), self._draft("KZ"))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_whoever_merges_deltas_holds_all_that_the_whole_feed_holds(
    client: FlaskClient, world: World, ending: str, seed: int
) -> None:
    chance = random.Random(f"{ending} {seed}")
    path = f"/feeds/countries/uz.{ending}"
    newsroom = Newsroom(world, chance)
    whole, merging = Merging(client, path, deltas=False), Merging(client, path, deltas=True)
    for _ in range(STEPS):
        newsroom.do_something()
        if chance.random() < 0.4:
            continue  # it does not poll after each
        whole.poll()
        merging.poll()
        held = {id_: merging.entries.get(id_) for id_ in whole.entries}
        assert held == whole.entries
    assert 226 in merging.statuses
    assert 226 not in whole.statuses


@pytest.mark.parametrize("seed", range(2))
def test_whoever_merges_deltas_of_atom_holds_nothing_that_is_gone(
    client: FlaskClient, world: World, seed: int
) -> None:
    chance = random.Random(f"gone {seed}")
    merging = Merging(client, "/feeds/countries/uz.atom", deltas=True)
    # No feed tells those who keep what they have read that it left the channel after it was sealed.
    newsroom = Newsroom(world, chance, moving=False)
    everything = "/feeds/countries/uz"
    for _ in range(STEPS):
        newsroom.do_something()
        merging.poll()
        assert merging.entries.keys() <= _live_ids(client, everything)


def _live_ids(client: FlaskClient, channel: str) -> set[str]:
    """Every id of a channel, by walking back through its archive."""
    walker = Walker(lambda url: client.get(url.removeprefix(BASE)).data, f"{BASE}{channel}.atom")
    walker.walk()
    return set(walker.met)
