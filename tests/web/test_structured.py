"""What pages tell machines: OpenGraph and JSON-LD."""

import json
from datetime import timedelta

from flask.testing import FlaskClient
from lxml import html

from feedsvc.core.model import EntryDraft, Person
from tests.web.html import check_page
from tests.web.world import BASE, NOW, PICTURE, World

HOSTILE = "</script><script>alert(1)</script> <!-- & “ok”"


def _page(client: FlaskClient, path: str) -> html.HtmlElement:
    return check_page(client.get(_path(client, path)).text)


def _path(client: FlaskClient, path: str) -> str:
    return (client.get(path).location or path).removeprefix(BASE)


def _data(page: html.HtmlElement) -> dict:
    [script] = page.xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def _meta(page: html.HtmlElement) -> dict[str, str]:
    return {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}


def test_an_entry_is_a_news_article(client: FlaskClient, world: World) -> None:
    page = _page(client, f"/entries/{world.uuids['flood']}")
    data = _data(page)
    [canonical] = page.xpath("//link[@rel='canonical']/@href")
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Flood & <safety> “now”"
    assert data["url"] == data["mainEntityOfPage"] == canonical
    assert data["inLanguage"] == "en"
    assert data["datePublished"] == "2026-06-01T11:00:00Z"
    assert data["publisher"]["name"] == "World of Rivers"
    assert data["sourceOrganization"]["name"] == "Office for the Rivers of Central Asia"
    assert data["image"] == {
        "@type": "ImageObject",
        "url": BASE + PICTURE,
        "width": 960,
        "height": 640,
        "description": "A river",
        "creditText": "© Rivers / Hand 2026",
    }
    assert data["contentLocation"]["name"] == "Khujand"
    assert [each["name"] for each in data["about"]] == ["Tajikistan", "Uzbekistan"]
    assert data["keywords"] == ["Floods"]


def test_an_entry_that_lives_elsewhere_says_where(client: FlaskClient, world: World) -> None:
    page = _page(client, f"/entries/{world.uuids['linked']}")
    assert _data(page)["url"] == _meta(page)["og:url"] == "https://rivers.example.org/first"


def test_what_is_not_known_is_left_out(client: FlaskClient, world: World) -> None:
    data = _data(_page(client, f"/entries/{world.uuids['bare']}"))
    assert not {"description", "image", "contentLocation", "about", "keywords"} & data.keys()


def test_no_title_ends_the_element_that_the_data_stand_in(client: FlaskClient, world: World) -> None:
    draft = EntryDraft(
        office="tashkent",
        language="en",
        title=HOSTILE,
        summary=HOSTILE,
        place=HOSTILE,
        countries=(),
        authors=(Person(HOSTILE, email="a@example.org"),),
    )
    world.publish("hostile", draft, NOW - timedelta(days=1))
    text = client.get(_path(client, f"/entries/{world.uuids['hostile']}")).text
    page = check_page(text)
    data = _data(page)
    assert "alert(1)</script>" not in text
    assert data["headline"] == data["description"] == data["author"][0]["name"] == HOSTILE
    assert _meta(page)["og:title"] == HOSTILE
    assert "a@example.org" not in text


def test_an_entry_is_shown_well_where_it_is_shared(client: FlaskClient, world: World) -> None:
    page = _page(client, f"/entries/{world.uuids['flood']}")
    meta = _meta(page)
    assert meta["og:type"] == "article"
    assert meta["og:title"] == "Flood & <safety> “now”"
    assert meta["og:description"] == "The water rises."
    assert meta["og:site_name"] == "World of Rivers"
    assert meta["og:image"] == BASE + PICTURE
    assert meta["og:image:alt"] == "A river"
    assert meta["article:published_time"] == "2026-06-01T11:00:00Z"
    assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]


def test_other_pages_have_no_article_and_errors_have_nothing(client: FlaskClient) -> None:
    page = _page(client, "/offices/tashkent")
    assert _meta(page)["og:type"] == "website"
    assert not page.xpath("//script[@type='application/ld+json']")
    assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary"]
    error = check_page(client.get("/none", headers={"Accept": "text/html"}).text)
    assert _meta(error) == {}
