"""Feeds over HTTP, on a real store."""

import gzip
import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from tests.web.conftest import close
from tests.web.world import BASE, NOW, START, World

ATOM = "{http://www.w3.org/2005/Atom}"
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json",
}
CHANNELS = [
    "all",
    "offices/tashkent",
    "offices/quiet",
    "countries/tj",
    "countries/fr",
    "topics/floods",
    "offices/tashkent/countries/uz",
    "offices/tashkent/topics/floods",
    "countries/tj/topics/floods",
]


def _titles(client: FlaskClient, path: str) -> list[str]:
    return [item["title"] for item in json.loads(client.get(path).data)["items"]]


@pytest.mark.parametrize("fmt", TYPES)
@pytest.mark.parametrize("language", ["", ".en", ".ru"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_is_served_in_every_format_and_language(
    client: FlaskClient, channel: str, language: str, fmt: str
) -> None:
    path = f"/feeds/{channel}{language}.{fmt}"
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == TYPES[fmt]
    if fmt == "json":
        own = json.loads(answer.data)["feed_url"]
    else:
        root = etree.fromstring(answer.data)
        own = next(link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "self")
    assert own == BASE + path


def test_a_language_channel_holds_that_language_alone(client: FlaskClient) -> None:
    assert _titles(client, "/feeds/topics/floods.json") == ["Вода поднимается", "Flood & <safety> “now”"]
    assert _titles(client, "/feeds/topics/floods.ru.json") == ["Вода поднимается"]


def test_a_withdrawn_entry_leaves_a_tombstone_and_nothing_else(client: FlaskClient) -> None:
    body = client.get("/feeds/countries/uz.atom").text
    assert "deleted-entry" in body
    assert "A river that was another" not in body


def test_drafts_and_scheduled_entries_are_in_no_feed(client: FlaskClient) -> None:
    assert b"Not yet" not in client.get("/feeds/all.json").data
    assert b"For tomorrow" not in client.get("/feeds/all.json").data


def test_the_headers_of_a_feed(client: FlaskClient, world: World) -> None:
    headers = client.get("/feeds/topics/floods.atom").headers
    assert headers["Cache-Control"] == "public, max-age=60, stale-if-error=86400"
    assert headers["Vary"] == "Accept-Encoding, Sec-Fetch-Dest, Sec-Fetch-Mode"
    assert headers["Last-Modified"] == "Mon, 01 Jun 2026 20:00:00 GMT"
    assert headers["Link"] == (
        f'<{BASE}/feeds/topics/floods.atom>; rel="self", '
        f'<{BASE}/topics/floods>; rel="alternate"; type="text/html"'
    )
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == "ETag, IM, Link, Last-Modified"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" not in headers


def test_the_tag_begins_with_the_greatest_change_number_in_the_feed(client: FlaskClient) -> None:
    assert client.get("/feeds/countries/fr.atom").headers["ETag"].startswith('"0-')
    with_news = client.get("/feeds/topics/fish.atom").headers["ETag"]
    assert int(with_news.strip('"').partition("-")[0]) > 0


def test_two_processes_give_the_same_bytes_and_tags(world: World, client: FlaskClient) -> None:
    other = world.app(now=NOW + timedelta(days=3))
    for fmt in TYPES:
        one, two = (each.get(f"/feeds/all.{fmt}") for each in (client, other.test_client()))
        assert one.data == two.data
        assert one.headers["ETag"] == two.headers["ETag"]
    close(other)


def test_a_change_elsewhere_leaves_the_tag_as_it_was(world: World, client: FlaskClient) -> None:
    before = {
        path: client.get(path).headers["ETag"] for path in ("/feeds/offices/quiet.rss", "/feeds/all.rss")
    }
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["bare"])
    after = {path: client.get(path).headers["ETag"] for path in before}
    assert after["/feeds/offices/quiet.rss"] == before["/feeds/offices/quiet.rss"]
    assert after["/feeds/all.rss"] != before["/feeds/all.rss"]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("fmt", TYPES)
def test_head_is_get_without_the_body(client: FlaskClient, fmt: str, coding: str) -> None:
    asked = {"Accept-Encoding": coding}
    got, head = (
        client.get(f"/feeds/all.{fmt}", headers=asked),
        client.head(f"/feeds/all.{fmt}", headers=asked),
    )
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)
    assert int(head.headers["Content-Length"]) == len(got.data)


def test_gzip_holds_the_same_bytes_under_a_tag_of_its_own(client: FlaskClient) -> None:
    plain = client.get("/feeds/all.atom")
    coded = client.get("/feeds/all.atom", headers={"Accept-Encoding": "gzip, br"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == plain.data
    assert coded.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    refused = client.get("/feeds/all.atom", headers={"Accept-Encoding": "gzip;q=0"})
    assert refused.data == plain.data


def test_a_poll_that_has_it_gets_304(client: FlaskClient) -> None:
    first = client.get("/feeds/all.atom")
    tag = first.headers["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*", f'{tag[:-1]}-gzip"'):
        poll = client.get("/feeds/all.atom", headers={"If-None-Match": sent})
        assert poll.status_code == 304, sent
        assert poll.data == b""
        for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Link"):
            assert poll.headers[name] == first.headers[name]
        assert "Content-Type" not in poll.headers
        assert "Content-Security-Policy" not in poll.headers
    since = client.get("/feeds/all.atom", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304


def test_after_a_write_the_next_poll_sees_it(world: World, client: FlaskClient) -> None:
    first = client.get("/feeds/all.atom").headers
    with world.publisher(NOW - timedelta(minutes=1)) as publisher:
        publisher.withdraw(world.uuids["bare"])
    for name, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        poll = client.get("/feeds/all.atom", headers={name: value})
        assert poll.status_code == 200
        assert "A title alone" not in poll.text


def test_last_modified_is_left_out_in_the_second_of_the_change(world: World) -> None:
    app = world.app(now=START + timedelta(hours=12, milliseconds=500))
    assert "Last-Modified" not in app.test_client().get("/feeds/topics/floods.atom").headers
    close(app)


def test_content_summary_leaves_the_bodies_out_and_is_a_feed_of_its_own(client: FlaskClient) -> None:
    short = client.get("/feeds/topics/floods.atom?content=summary")
    full = client.get("/feeds/topics/floods.atom")
    assert "<content" in full.text
    assert "<content" not in short.text
    assert "rises</b>" not in short.text
    assert short.headers["Link"].startswith(f"<{BASE}/feeds/topics/floods.atom?content=summary>")
    assert short.headers["ETag"] != full.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("utm_source=x", ["utm_source"]),
        ("a=1&b=2&content=summary", ["a", "b"]),
        ("content=full", ["content"]),
        ("content", ["content"]),
        ("content=summary&content=summary", ["content"]),
    ],
)
def test_other_parameters_are_refused_by_name(client: FlaskClient, query: str, named: list[str]) -> None:
    answer = client.get(f"/feeds/all.atom?{query}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert [each["where"] for each in answer.get_json()["errors"]] == named
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("countries/UZ.atom", "countries/uz.atom"),
        ("countries/uZ.ru.rss?content=summary", "countries/uz.ru.rss?content=summary"),
        ("offices/tashkent/countries/UZ.json", "offices/tashkent/countries/uz.json"),
    ],
)
def test_an_upper_case_country_is_redirected(client: FlaskClient, asked: str, target: str) -> None:
    answer = client.get(f"/feeds/{asked}")
    assert answer.status_code == 301
    assert answer.location == f"{BASE}/feeds/{target}"


@pytest.mark.parametrize(
    "name",
    [
        "all",
        "all.xml",
        "all.fr.atom",
        "all.RU.atom",
        "none.atom",
        "offices/none.atom",
        "topics/none.rss",
        "countries/zz.json",
        "topics/floods/offices/tashkent.atom",
        "all/archive/0.atom",
        "all/archive/01.atom",
        "all/archive/99.atom",
        f"all/archive/{10**9 - 1}.atom",
        f"all/archive/{10**30}.atom",
        "offices/quiet/archive/1.rss",
        "offices/none/archive/1.json",
        "all/weekly/archive/1.atom",
        "offices/Tashkent.atom",
        "offices//tashkent.atom",
        ".atom",
    ],
)
def test_what_is_no_channel_is_404(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/feeds/{name}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"].endswith(".")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_feeds_are_only_read(client: FlaskClient, method: str) -> None:
    answer = client.open("/feeds/all.atom", method=method)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    assert answer.content_type == "application/problem+json"


def test_a_script_elsewhere_may_ask_with_conditions(app: Flask) -> None:
    asked = {"Origin": "https://partner.example", "Access-Control-Request-Headers": "if-none-match"}
    answer = app.test_client().options("/feeds/all.json", headers=asked)
    assert answer.status_code == 200
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_other_settings_at_the_next_start_are_a_change_of_every_feed(world: World):
    """An empty feed too: else a reader that asks by date is told that nothing changed."""
    path = "/feeds/countries/fr.atom"
    first = world.app(now=NOW)
    before = first.test_client().get(path)
    close(first)
    renamed = world.app(now=NOW + timedelta(days=1), site_name="Rivers")
    renamed.test_client().get(path)
    close(renamed)
    later = world.app(now=NOW + timedelta(days=2), site_name="Rivers")
    asked = {"If-Modified-Since": before.headers["Last-Modified"]}
    answer = later.test_client().get(path, headers=asked)
    assert answer.status_code == 200
    assert answer.last_modified == NOW + timedelta(days=1)
    again = later.test_client().get(path, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert again.status_code == 304
    close(later)
