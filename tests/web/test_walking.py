"""A reader that was away for years walks back through 5,000 entries, over HTTP, in every format."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from feedsvc.core.model import Format
from feedsvc.services.site import initialise
from feedsvc.store import Store
from feedsvc.web import create_app
from tests.newsroom import Newsroom
from tests.unrest import Unrest, with_pages_of
from tests.walking import Walker
from tests.web.conftest import close
from tests.web.world import BASE, NOW

ENTRIES = 5000
SIZE = 30


@pytest.fixture
def newsroom(sqlite_template: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """One with 5,000 entries of an office and, half of them, of a country; 30 to a page."""
    file = shutil.copyfile(sqlite_template, tmp_path / "feedsvc.db")
    url = f"sqlite:///{file}"
    with closing(Store(url)) as store:
        newsroom = with_pages_of(Newsroom(store, tmp_path, url), SIZE)
        initialise(store, newsroom.settings, now=newsroom.now)
        with newsroom.publisher() as publisher:
            drafts = {
                newsroom.new_uuid(): newsroom.draft(f"News {number}", countries=("UZ",) * (number % 2))
                for number in range(ENTRIES)
            }
            publisher.publish_new(drafts)
        newsroom.now += timedelta(days=1)  # past all the seconds that they have taken
        yield newsroom


@pytest.fixture
def client(newsroom: Newsroom) -> Iterator[FlaskClient]:
    """A client of its site."""
    app = create_app(newsroom.settings, clock=lambda: NOW)
    yield app.test_client()
    close(app)


def walker(client: FlaskClient, name: str) -> Walker:
    def get(url: str) -> bytes:
        answer = client.get(url.removeprefix(BASE))
        assert answer.status_code == 200, url
        return answer.data

    return Walker(get, f"{BASE}/feeds/{name}")


def test_the_walk_through_5000_entries(newsroom: Newsroom, client: FlaskClient) -> None:
    """On a quiet site each is met once. While others work none is missing after one more read, with a
    page of arrivals; nor, with any number of them, for who goes on to a page that it knows."""
    _on_a_quiet_site(newsroom, client)
    for fmt in Format:
        _with_a_page_of_arrivals(newsroom, client, fmt)
    _with_any_number_of_them(newsroom, client)


def _on_a_quiet_site(newsroom: Newsroom, client: FlaskClient) -> None:
    for path, count, formats in (("all", ENTRIES, Format), ("countries/uz", ENTRIES // 2, [Format.RSS])):
        live = [f"urn:uuid:{uuid}" for uuid in Unrest(newsroom, path, seed=1).live()]
        assert len(live) == count
        for fmt in formats:
            quiet = walker(client, f"{path}.{fmt}?content=summary")
            quiet.walk()
            assert quiet.met == live


def _with_a_page_of_arrivals(newsroom: Newsroom, client: FlaskClient, fmt: Format) -> None:
    unrest, chance = Unrest(newsroom, "all", seed=5), Random(fmt)
    restless = walker(client, f"all.{fmt}")
    restless.walk(lambda: unrest.stir(may_arrive=unrest.arrivals < SIZE and chance.random() < 0.3))
    restless.read_again()
    assert unrest.arrivals == SIZE
    assert restless.missing(unrest.live_ids()) == set()


def _with_any_number_of_them(newsroom: Newsroom, client: FlaskClient) -> None:
    unrest, chance = Unrest(newsroom, "all", seed=6), Random(6)
    restless = walker(client, "all.json")
    restless.walk(lambda: unrest.stir(may_arrive=chance.random() < 0.7))
    restless.catch_up(lambda: unrest.stir(may_arrive=chance.random() < 0.7))
    assert unrest.arrivals > 2 * SIZE
    assert restless.missing(unrest.live_ids()) == set()
