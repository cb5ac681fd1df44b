"""Sitemap and robots.txt."""

from itertools import chain

import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.web.conftest import close
from tests.web.html import check_page
from tests.web.world import BASE, NOW, World


def urls_of(client: FlaskClient, path: str = "/sitemap.xml") -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/xml; charset=utf-8"
    return [str(url) for url in etree.fromstring(answer.data).xpath("//*[local-name()='loc']/text()")]


def test_every_page_of_the_sitemap_is_there_and_calls_itself_so(client: FlaskClient) -> None:
    found = urls_of(client)
    for url in found:
        page = check_page(client.get(url.removeprefix(BASE)).text)
        assert page.xpath("//link[@rel='canonical']/@href") == [url]
    assert len(found) == len(set(found))


def test_it_lists_channels_with_news_or_an_office_and_the_entries_of_this_site(
    client: FlaskClient, world: World
) -> None:
    found = urls_of(client)
    paths = {url.removeprefix(BASE) for url in found if "/entries/" not in url}
    assert paths == {
        *("/", "/subscribe", "/offices/tashkent", "/offices/quiet"),
        *("/countries/uz", "/countries/tj", "/countries/kg", "/topics/floods", "/topics/fish"),
    }
    listed = {uuid for uuid in world.uuids.values() if any(uuid in url for url in found)}
    away = {world.uuids[name] for name in ("linked", "draft", "scheduled", "withdrawn")}
    assert listed == set(world.uuids.values()) - away


def test_a_withdrawn_entry_is_gone_at_once(client: FlaskClient, world: World) -> None:
    first = client.get("/sitemap.xml")
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/sitemap.xml", headers=asked).status_code == 304
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["bare"])
    again = client.get("/sitemap.xml", headers=asked)
    assert again.status_code == 200
    assert world.uuids["bare"] in first.text
    assert world.uuids["bare"] not in again.text


def test_what_is_too_much_for_a_file_stands_in_several(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = urls_of(client)
    monkeypatch.setattr("feedsvc.web.crawling.MOST", 3)
    parts = urls_of(client)
    assert parts[0] == f"{BASE}/sitemaps/0.xml"
    assert len(parts) > 2
    found = [urls_of(client, part.removeprefix(BASE)) for part in parts]
    assert list(chain(*found)) == whole
    assert all(len(urls) <= 3 for urls in found[1:])


def test_a_part_that_is_not_there_is_404(client: FlaskClient) -> None:
    assert client.get("/sitemaps/99.xml").status_code == 404
    assert client.get("/sitemaps/x.xml").status_code == 404


def test_robots_txt_names_the_sitemap_and_leaves_feeds_open(world: World) -> None:
    app = world.app(base_url=f"{BASE}/news")
    answer = app.test_client().get("/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert f"Sitemap: {BASE}/news/sitemap.xml" in lines
    assert "Disallow: /news/search" in lines
    assert not [line for line in lines if "feeds" in line]
    close(app)
