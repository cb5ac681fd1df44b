"""Digest feeds over HTTP: at the same edge as any other feed."""

import json
from contextlib import closing
from datetime import timedelta

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.core.model import Format
from feedsvc.services.digests import close_due
from feedsvc.store import Store
from feedsvc.web.room import EXTENSION
from tests.feed_rules import problems_of
from tests.feed_rules.common import html_problems
from tests.web.conftest import close
from tests.web.world import BASE, NOW, START, World

PATHS = [
    "all/daily",
    "countries/tj/weekly",
    "offices/tashkent/monthly.ru",
    "topics/floods/weekly.en",
    "offices/quiet/daily",
]


def close_all(world: World, *, after: timedelta) -> None:
    with closing(Store(world.settings.database_url)) as store:
        close_due(store, world.settings, now=START + after)


@pytest.fixture
def app(world: World):
    """The application on a world whose first weeks and month are over."""
    close_all(world, after=timedelta(days=29, hours=20))
    app = world.app(now=NOW + timedelta(days=5))
    yield app
    close(app)


def titles(client: FlaskClient, path: str) -> list[str]:
    return [each["title"] for each in json.loads(client.get(path).data)["items"]]


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("path", PATHS)
def test_a_digest_feed_is_served_in_every_format_and_breaks_no_rule(
    client: FlaskClient, path: str, fmt: Format
):
    answer = client.get(f"/feeds/{path}.{fmt}")
    assert answer.status_code == 200
    assert problems_of(fmt, answer.data, fetched_from=f"{BASE}/feeds/{path}.{fmt}") == []
    again = client.get(f"/feeds/{path}.{fmt}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    short = client.get(f"/feeds/{path}.{fmt}?content=summary")
    assert problems_of(fmt, short.data, fetched_from=f"{BASE}/feeds/{path}.{fmt}?content=summary") == []


def test_a_digest_holds_what_was_released_and_its_html_is_that_of_mails(client: FlaskClient):
    [day, *_] = json.loads(client.get("/feeds/all/daily.json").data)["items"]
    assert day["title"] == "Monday, 1 June 2026"
    assert list(html_problems("digest", day["content_html"])) == []
    assert 'alt="A river" width="560"' in day["content_html"]
    assert "© Rivers / Hand 2026" in day["content_html"]
    assert "A river that was another" not in day["content_html"]
    assert day["summary"].startswith("7 news items\n\n1. Markup is cleaned")


def test_the_language_stands_before_the_format(client: FlaskClient):
    assert titles(client, "/feeds/topics/floods/weekly.ru.json") == ["Неделя 23, 1–7 июня 2026 г."]
    assert titles(client, "/feeds/offices/tashkent/monthly.en.json") == ["June 2026"]
    assert client.get("/feeds/all.ru/weekly.json").status_code == 404
    assert (
        client.get("/feeds/countries/TJ/weekly.json").headers["Location"]
        == f"{BASE}/feeds/countries/tj/weekly.json"
    )


@pytest.mark.parametrize(
    "path",
    [
        "all/hourly.atom",
        "offices/none/weekly.atom",
        "countries/xx/daily.rss",
        "all/weekly.de.atom",
        "weekly.atom",
    ],
)
def test_what_is_no_digest_is_not_found(client: FlaskClient, path: str):
    assert client.get(f"/feeds/{path}").status_code == 404


def test_feedparser_reads_the_html_with_its_tables_and_styles(client: FlaskClient):
    for fmt in ("atom", "rss"):
        feed = feedparser.parse(client.get(f"/feeds/all/weekly.{fmt}").data)
        assert not feed.bozo
        [week] = feed.entries
        assert week.title == "Week 23, 1–7 June 2026"
        assert "<table" in week.content[0].value
        assert "style=" in week.content[0].value
        assert "font-size: 20px" in week.content[0].value or "font-size:20px" in week.content[0].value


def test_a_kept_digest_goes_with_the_close_and_with_a_withdrawal_at_once(world: World):
    app = world.app(now=NOW + timedelta(days=5))
    client = app.test_client()
    path = "/feeds/countries/tj/daily.json"
    assert titles(client, path) == []
    close_all(world, after=timedelta(days=3))
    assert titles(client, path) == ["Monday, 1 June 2026"]
    kept = client.get(path)
    with world.publisher(NOW) as publisher:
        publisher.edit(world.uuids["flood"], publisher.entry(world.uuids["flood"]).as_draft(), major=True)
        publisher.withdraw(world.uuids["flood"])
    fresh = client.get(path)
    assert fresh.headers["ETag"] != kept.headers["ETag"]
    assert b"safety" in kept.data
    assert b"safety" not in fresh.data
    close(app)


def test_an_edit_changes_neither_the_bytes_nor_the_dates_of_a_digest(
    world: World, app: Flask, client: FlaskClient
):
    path = "/feeds/countries/tj/weekly.atom"
    before = client.get(path)
    with world.publisher(NOW) as publisher:
        draft = publisher.entry(world.uuids["flood"]).as_draft()
        publisher.edit(world.uuids["flood"], draft.__class__(**{**_values(draft), "title": "Another title"}))
    after = client.get(path)
    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.headers["Last-Modified"] == before.headers["Last-Modified"]
    assert len(app.extensions[EXTENSION].feeds) == 1


def _values(draft: object) -> dict[str, object]:
    return {name: getattr(draft, name) for name in draft.__slots__}  # type: ignore[attr-defined]  # a slotted dataclass
