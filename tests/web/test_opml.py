"""`/feeds.opml`: what is listed is what is served."""

from itertools import product

import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.core import urls
from feedsvc.core.channels import without_language
from feedsvc.core.countries import country_codes
from feedsvc.core.model import ChannelAddress
from tests.web.conftest import close
from tests.web.world import BASE, NOW, World

PARTS = {
    "office": [None, "tashkent", "quiet"],
    "country": [None, "uz", "tj", "kg", "fr"],
    "topic": [None, "floods", "fish"],
    "lang": [None, "en", "ru"],
}
OWN = {f"offices/tashkent/countries/{code}" for code in ("uz", "tj", "kg")}


def feeds(client: FlaskClient, query: str = "") -> list[str]:
    answer = client.get(f"/feeds.opml?{query}" if query else "/feeds.opml")
    assert answer.status_code == 200, query
    return [
        each.get("xmlUrl") for each in etree.fromstring(answer.data).iter("outline") if each.get("xmlUrl")
    ]


def served(client: FlaskClient) -> set[str]:
    """Every channel that serves an entry, asked one by one, and the office's own countries."""
    countries = ["uz", "tj", "kg", "fr"]
    bases = {
        *("all", "offices/tashkent", "offices/quiet", "topics/floods", "topics/fish"),
        *(f"countries/{code.lower()}" for code in country_codes()),
        *(f"offices/{slug}/countries/{code}" for slug in ("tashkent", "quiet") for code in countries),
        *(f"offices/{slug}/topics/{topic}" for slug in ("tashkent", "quiet") for topic in ("floods", "fish")),
        *(f"countries/{code}/topics/{topic}" for code in countries for topic in ("floods", "fish")),
    }
    ways = [f"{base}{language}" for base in bases for language in ("", ".en", ".ru")]
    full = {way for way in ways if client.get(f"/feeds/{way}.json").get_json(force=True)["items"]}
    return full | {f"{own}{language}" for own in OWN for language in ("", ".en", ".ru")}


def is_within(channel: str, asked: dict[str, str | None]) -> bool:
    address: ChannelAddress = urls.parse_channel(channel)
    parts = {"office": address.office, "country": (address.country or "").lower(), "topic": address.topic}
    return address.language == asked["lang"] and all(asked[name] in (None, parts[name]) for name in parts)


def test_by_office_country_topic_and_language_it_is_what_is_served(client: FlaskClient) -> None:
    everything = served(client)
    for values in product(*PARTS.values()):
        asked = dict(zip(PARTS, values, strict=True))
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
        listed = feeds(client, query)
        assert len(listed) == len(set(listed))
        expected = {f"{BASE}/feeds/{each}.atom" for each in everything if is_within(each, asked)}
        assert set(listed) == expected, query


def test_every_listed_feed_answers_and_calls_itself_so(client: FlaskClient) -> None:
    for url in feeds(client) + feeds(client, "lang=ru"):
        answer = client.get(url.removeprefix(BASE))
        assert answer.status_code == 200
        assert f'<{url}>; rel="self"' in answer.headers["Link"]


def test_a_channel_that_loses_its_last_entry_is_listed_no_more(client: FlaskClient, world: World) -> None:
    assert f"{BASE}/feeds/topics/fish.atom" in feeds(client)
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["old"])
    assert f"{BASE}/feeds/topics/fish.atom" not in feeds(client)


def test_channels_named_one_by_one_are_listed_and_no_others(client: FlaskClient) -> None:
    query = "channel=countries/uz.ru&channel=topics/fish&channel=topics/fish&format=rss&content=summary"
    assert feeds(client, query) == [
        f"{BASE}/feeds/countries/uz.ru.rss?content=summary",
        f"{BASE}/feeds/topics/fish.rss?content=summary",
    ]
    assert feeds(client, "channel=countries/fr") == [f"{BASE}/feeds/countries/fr.atom"]


@pytest.mark.parametrize(
    "query",
    [
        "office=none",
        "country=zz",
        "topic=none",
        "lang=xx",
        "channel=none",
        "channel=countries/zz",
        "channel=",
    ],
)
def test_an_unknown_part_is_404(client: FlaskClient, query: str) -> None:
    assert client.get(f"/feeds.opml?{query}").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("utm=1&x=2", {"utm", "x"}),
        ("office=tashkent&office=quiet", {"office"}),
        ("lang=", {"lang"}),
        ("format=xml", {"format"}),
        ("content=full", {"content"}),
        ("channel=all&office=quiet", {"office"}),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(client: FlaskClient, query: str, names: set[str]) -> None:
    answer = client.get(f"/feeds.opml?{query}")
    assert answer.status_code == 400
    assert {each["where"] for each in answer.get_json()["errors"]} == names


def test_it_is_asked_again_and_answered_304_while_it_is_the_same(client: FlaskClient, world: World) -> None:
    first = client.get("/feeds.opml")
    assert first.content_type == "text/x-opml; charset=utf-8"
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/feeds.opml", headers=asked).status_code == 304
    later = world.app(now=NOW.replace(year=2027))
    assert later.test_client().get("/feeds.opml").data == first.data
    close(later)


def test_the_headings_and_titles_are_in_the_language_of_the_site_and_of_the_feed(world: World) -> None:
    app = world.app(languages=("ru", "en"))
    root = etree.fromstring(app.test_client().get("/feeds.opml?lang=en").data)
    assert [each.get("text") for each in root.find("body") if not each.get("xmlUrl")] == [
        *("Бюро", "Страны", "Темы")
    ]
    floods = root.xpath("//outline[contains(@xmlUrl, '/feeds/countries/tj/topics/floods.en')]")
    assert floods[0].get("title") == "Tajikistan – Floods – World of Rivers – English"
    close(app)


def test_addresses_of_channels_are_those_of_feeds() -> None:
    address = ChannelAddress(country="UZ", language="ru")
    assert urls.opml_path([address, without_language(address)]) == (
        "/feeds.opml?channel=countries/uz.ru&channel=countries/uz"
    )
