"""The subscribe page."""

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from tests.web.conftest import close
from tests.web.html import check_page
from tests.web.test_moving import rename, rename_topic
from tests.web.world import BASE, World


def _page(client: FlaskClient, query: str = "") -> html.HtmlElement:
    answer = client.get(f"/subscribe?{query}")
    assert answer.status_code == 200
    return check_page(answer.text)


def _addresses(page: html.HtmlElement) -> list[str]:
    return [str(value).removeprefix(f"{BASE}/feeds/") for value in page.xpath("//aside//input/@value")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["all.atom"]),
        ("lang=ru&format=rss", ["all.ru.rss"]),
        ("office=tashkent&content=summary&format=json", ["offices/tashkent.json?content=summary"]),
        ("country=uz&country=tj", ["countries/tj.atom", "countries/uz.atom"]),
        ("topic=fish&lang=en", ["topics/fish.en.atom"]),
        ("office=tashkent&topic=fish", ["offices/tashkent/topics/fish.atom"]),
        ("office=quiet&country=kg", ["offices/quiet/countries/kg.atom"]),
        (
            "country=tj&topic=fish&topic=floods",
            ["countries/tj/topics/fish.atom", "countries/tj/topics/floods.atom"],
        ),
    ],
)
def test_the_addresses_are_those_of_the_feeds_that_fit(
    client: FlaskClient, query: str, expected: list[str]
) -> None:
    addresses = _addresses(_page(client, query))
    assert addresses == expected
    for each in addresses:
        assert client.get(f"/feeds/{each}").status_code == 200


def test_several_addresses_come_as_one_list_too(client: FlaskClient) -> None:
    page = _page(client, "country=uz&country=tj&lang=ru&format=rss&content=summary")
    [href] = page.xpath("//a[contains(@href, 'channel=')]/@href")
    listed = etree.fromstring(client.get(href).data).xpath("//@xmlUrl")
    assert [each.removeprefix(f"{BASE}/feeds/") for each in listed] == _addresses(page)
    assert not _page(client, "country=uz").xpath("//a[contains(@href, 'channel=')]")


def test_what_was_chosen_stays_chosen(client: FlaskClient) -> None:
    page = _page(
        client, "office=tashkent&country=uz&country=tj&topic=fish&lang=ru&format=rss&content=summary"
    )
    assert page.xpath("//option[@selected]/@value") == ["tashkent", "ru"]
    assert set(page.xpath("//input[@checked]/@value")) == {"uz", "tj", "fish", "rss", "summary"}


def test_without_a_choice_there_is_the_feed_of_everything_in_atom(client: FlaskClient) -> None:
    page = _page(client)
    assert page.xpath("//input[@checked]/@value") == ["atom", "full"]
    assert page.xpath("string(//aside//h2)") == "Your feed"


def test_an_office_a_country_and_a_topic_at_once_are_explained(client: FlaskClient) -> None:
    page = _page(client, "office=tashkent&country=tj&topic=floods")
    assert "at once" in page.xpath("string(//p[@class='note'])")
    assert _addresses(page) == [
        "offices/tashkent/countries/tj.atom",
        "offices/tashkent/topics/floods.atom",
    ]


def test_what_is_not_known_is_named_and_left_out(client: FlaskClient) -> None:
    page = _page(client, "office=none&country=zz&topic=<b>&lang=xx&format=xml&content=long&utm_source=x")
    notes = " ".join(page.xpath("//p[@class='note']/text()"))
    assert all(f"“{value}”" in notes for value in ("none", "zz", "<b>", "xx", "xml", "long"))
    assert _addresses(page) == ["all.atom"]


def test_offices_and_topics_by_their_former_names_are_those_that_they_are_now(
    world: World, client: FlaskClient
) -> None:
    rename(world, "tashkent", "asia")
    rename_topic(world, "floods", "water")
    page = _page(client, "office=tashkent&topic=floods")
    assert _addresses(page) == ["offices/asia/topics/water.atom"]
    assert page.xpath("//option[@selected]/@value") == ["asia"]
    assert not page.xpath("//p[@class='note'][contains(., 'left out')]")


def test_too_many_at_once_are_not_listed_and_not_left_unexplained(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.web.subscribing.MOST", 2)
    page = _page(client, "country=uz&country=tj&country=kg")
    assert _addresses(page) == []
    assert "That would be 3 feeds" in page.xpath("string(//aside)")


def test_the_form_works_without_scripts_and_is_linked_from_every_page(client: FlaskClient) -> None:
    [form] = _page(client).xpath("//main//form")
    assert (form.get("method"), form.get("action")) == (None, "/subscribe#feeds")
    assert {each.get("name") for each in form.xpath(".//input | .//select")} == {
        *("office", "country", "topic", "lang", "format", "content")
    }
    assert "/subscribe" in check_page(client.get("/topics/fish").text).xpath("//header//nav/a/@href")


def test_countries_are_those_with_news_or_an_office(client: FlaskClient) -> None:
    assert set(_page(client).xpath("//input[@name='country']/@value")) == {"uz", "tj", "kg"}


def test_it_is_in_russian_on_a_russian_site(world: World) -> None:
    app = world.app(languages=("ru", "en"))
    page = _page(app.test_client(), "topic=floods")
    assert page.xpath("string(//h1)") == "Подписка"
    assert "Наводнения" in page.xpath("string(//aside//li)")
    close(app)


def test_its_canonical_address_is_without_the_choices(client: FlaskClient) -> None:
    assert _page(client, "country=uz").xpath("//link[@rel='canonical']/@href") == [f"{BASE}/subscribe"]
