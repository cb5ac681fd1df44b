"""A withdrawn entry is gone on the next request from everything that shows entries to readers."""

import json
from contextlib import closing
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from feedsvc.services.digests import close_due
from feedsvc.services.erasing import erase_entry
from feedsvc.store import Store
from tests.web.conftest import close
from tests.web.world import ADA, NOW, START, World

WORD = "safety"  # of the title of the entry alone
CHANNELS = (
    "all",
    "all.en",
    "offices/tashkent",
    "offices/tashkent.en",
    "countries/tj",
    "topics/floods",
    "offices/tashkent/countries/uz.en",
    "offices/tashkent/topics/floods",
    "countries/tj/topics/floods.en",
)
FORMATS = ("atom", "rss", "json")
FEEDS = tuple(f"/feeds/{channel}.{fmt}" for channel in CHANNELS for fmt in FORMATS)
DIGESTS = tuple(
    f"/feeds/{channel}/daily.{fmt}"
    for channel in ("all", "offices/tashkent", "topics/floods")
    for fmt in FORMATS
)
PAGES = ("/offices/tashkent", "/countries/tj", "/topics/floods", "/search?q=safety&office=tashkent")
EMBEDS = ("/embed/all?limit=20", "/embed/offices/tashkent?limit=20", "/embed/topics/floods.en")
API = (
    "/api/v1/entries",
    "/api/v1/entries?topic=floods",
    "/api/v1/entries?sort=-published",
    "/api/v1/entries?sort=-updated",
    "/api/v1/entries?q=safety",
)
SHOWING = (*FEEDS, *DIGESTS, *PAGES, *EMBEDS, *API)


@pytest.fixture
def client(world: World):
    """A client of a world whose first day is in a digest."""
    with closing(Store(world.settings.database_url)) as store:
        close_due(store, world.settings, now=START + timedelta(days=2))
    app = world.app(now=NOW, page_size=20)
    yield app.test_client()
    close(app)


def withdraw(world: World, name: str, reason: str = "") -> None:
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids[name], reason)


def erase(world: World, name: str) -> None:
    with closing(Store(world.settings.database_url)) as store:
        erase_entry(store, world.uuids[name], "By law.", now=NOW, actor=ADA)


LEAVING = pytest.mark.parametrize("leave", [withdraw, erase], ids=["withdrawn", "erased"])


def of_entry(uuid: str) -> tuple[str, ...]:
    return (f"/entries/{uuid}/flood-safety-now", f"/api/v1/entries/{uuid}", f"/embed/entries/{uuid}")


@LEAVING
def test_it_is_gone_from_everything_that_showed_it(client: FlaskClient, world: World, leave) -> None:
    uuid = world.uuids["flood"]
    own = of_entry(uuid)
    oembed = f"/oembed?url=https://news.example.org/entries/{uuid}/x"
    before = {path: client.get(path) for path in (*SHOWING, *own, oembed)}
    assert [path for path, answer in before.items() if WORD not in answer.text] == []
    assert uuid in client.get("/sitemaps/1.xml").text
    leave(world, "flood")
    for path in SHOWING:
        answer = before[path]
        now = client.get(path, headers={"If-None-Match": answer.headers.get("ETag", '"-"')})
        assert now.status_code != 304, path
        # A search says again what was looked for.
        assert (f"<{WORD}" if "q=" in path else WORD) not in now.text.replace("&lt;", "<"), path
    assert uuid not in client.get("/sitemaps/1.xml").text
    assert [client.get(path).status_code for path in own] == [410, 410, 410]
    assert client.get(oembed).status_code == 404
    assert WORD not in client.get(f"/entries/{world.uuids['flood-ru']}/voda-podnimaetsia").text


@LEAVING
@pytest.mark.parametrize("fmt", FORMATS)
def test_it_is_gone_from_the_archive_whose_page_stays(world: World, leave, fmt: str) -> None:
    app = world.app()
    client, path = app.test_client(), f"/feeds/all/archive/1.{fmt}"
    assert "old gauge" in client.get(path).text
    leave(world, "old")
    after = client.get(path)
    assert (after.status_code, "old gauge" in after.text) == (200, False)
    close(app)


def test_its_address_says_what_may_be_said(client: FlaskClient, world: World) -> None:
    withdraw(world, "flood", "It named the wrong river.")
    page, record, _ = of_entry(world.uuids["flood"])
    assert "It named the wrong river." in client.get(page, headers={"Accept": "text/html"}).text
    assert "It named the wrong river." in client.get(record).get_json(force=True)["detail"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_its_tombstone_stands_in_the_atom_feeds_alone(
    client: FlaskClient, world: World, channel: str
) -> None:
    withdraw(world, "flood", "It named the wrong river.")
    ref = f'ref="urn:uuid:{world.uuids["flood"]}"'
    assert ref in client.get(f"/feeds/{channel}.atom").text
    assert world.uuids["flood"] not in client.get(f"/feeds/{channel}.rss").text
    items = json.loads(client.get(f"/feeds/{channel}.json").text)["items"]
    assert world.uuids["flood"] not in json.dumps(items)


def test_digests_count_one_less(client: FlaskClient, world: World) -> None:
    def count() -> str:
        return json.loads(client.get("/feeds/all/daily.json").text)["items"][0]["summary"].split("\n")[0]

    before = int(count().split()[0])
    erase(world, "flood")
    assert int(count().split()[0]) == before - 1
