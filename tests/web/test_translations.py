"""Languages over HTTP: feeds in one language, translations linked and unlinked, in each form."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from feedsvc.core.model import EntryDraft
from feedsvc.services.digests import close_due
from feedsvc.store import Store
from tests.web.world import BASE, NOW, START, World

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
LATER = NOW + timedelta(minutes=5)


def xml(client: FlaskClient, path: str, **headers: str) -> etree._Element:
    return etree.fromstring(client.get(path, headers=headers).data)


def late_translation(world: World) -> str:
    """An entry in Russian, linked with an older one in English while it is a draft, and then published."""
    with world.publisher(LATER) as publisher:
        draft = publisher.create(
            EntryDraft(office="tashkent", title="Только заголовок", language="ru", countries=())
        )
        publisher.link_translations([world.uuids["bare"], draft.uuid])
        publisher.publish(draft.uuid)
    return draft.uuid


def test_a_feed_in_one_language_says_so_and_holds_no_other(client: FlaskClient) -> None:
    atom = xml(client, "/feeds/countries/uz.ru.atom")
    assert atom.xpath("string(@xml:lang)", namespaces=NAMES) == "ru"
    assert atom.xpath("string(a:title)", namespaces=NAMES) == "Узбекистан – World of Rivers – Русский"
    assert atom.xpath("//a:entry/@xml:lang", namespaces=NAMES) == ["ru"]
    assert {"Узбекистан", "Наводнения", "Бюро по рекам Центральной Азии"} <= set(
        atom.xpath("//a:category/@label", namespaces=NAMES)
    )
    rss = xml(client, "/feeds/countries/uz.ru.rss")
    assert rss.xpath("string(channel/language)") == "ru"
    assert rss.xpath("//item/dc:language/text()", namespaces=NAMES) == ["ru"]
    feed = json.loads(client.get("/feeds/countries/uz.ru.json").data)
    assert (feed["language"], [item["language"] for item in feed["items"]]) == ("ru", ["ru"])
    assert feed["title"] == "Узбекистан – World of Rivers – Русский"


def test_a_feed_in_every_language_names_that_of_each_entry(client: FlaskClient) -> None:
    atom = xml(client, "/feeds/countries/uz.atom")
    assert set(atom.xpath("//a:entry/@xml:lang", namespaces=NAMES)) == {"en", "ru"}
    rss = xml(client, "/feeds/countries/uz.rss")
    assert rss.xpath("channel/language") == []
    assert set(rss.xpath("//item/dc:language/text()", namespaces=NAMES)) == {"en", "ru"}


@pytest.mark.parametrize(
    ("lang", "title", "feed"),
    [
        ("ru", "Неделя 23, 1–7 июня 2026 г.", "Узбекистан – World of Rivers – дайджест за неделю – Русский"),
        ("en", "Week 23, 1–7 June 2026", "Uzbekistan – World of Rivers – weekly digest – English"),
    ],
    ids=["ru", "en"],
)
def test_a_digest_has_its_titles_and_dates_in_its_language(
    client: FlaskClient, world: World, lang: str, title: str, feed: str
) -> None:
    store = Store(world.settings.database_url)
    close_due(store, world.settings, now=START + timedelta(days=14))
    store.close()
    atom = xml(client, f"/feeds/countries/uz/weekly.{lang}.atom")
    assert atom.xpath("a:entry/a:title/text()", namespaces=NAMES) == [title]
    assert atom.xpath("string(a:title)", namespaces=NAMES) == feed
    [body] = atom.xpath("a:entry/a:content/text()", namespaces=NAMES)
    titles = [each.text_content() for each in html.fromstring(body).iterfind(".//h2")]
    assert titles == {"ru": ["Вода поднимается"], "en": ["Flood & <safety> “now”"]}[lang]


def test_an_embed_in_one_language_shows_no_other(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/embed/countries/uz.ru").data)
    assert page.get("lang") == "ru"
    assert "Вода поднимается" in page.text_content()
    assert "Flood" not in page.text_content()


def test_a_late_translation_is_a_new_entry_and_links_the_old_one_without_moving_it(
    client: FlaskClient, world: World
) -> None:
    old = {
        path: client.get(path) for path in ("/feeds/all.en.atom", "/feeds/all.en.rss", "/feeds/all.en.json")
    }
    uuid = late_translation(world)
    for path, before in old.items():
        now = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
        assert now.status_code == 200
        assert uuid not in before.text
        assert f"{BASE}/entries/{uuid}/tolko-zagolovok" in now.text
    [order] = ([item["id"] for item in json.loads(client.get("/feeds/all.json").data)["items"]],)
    assert order[0] == f"urn:uuid:{uuid}"
    assert order.index(f"urn:uuid:{world.uuids['bare']}") == 2
    delta = xml(
        client,
        "/feeds/all.en.atom",
        **{"A-IM": "feed", "If-None-Match": old["/feeds/all.en.atom"].headers["ETag"]},
    )
    [entry] = delta.iterfind("a:entry", NAMES)
    before = etree.fromstring(old["/feeds/all.en.atom"].data)
    [same] = [
        each
        for each in before.iterfind("a:entry", NAMES)
        if each.findtext("a:id", None, NAMES) == entry.findtext("a:id", None, NAMES)
    ]
    for name in ("a:updated", "a:published"):
        assert entry.findtext(name, None, NAMES) == same.findtext(name, None, NAMES)
    assert entry.xpath("a:link[@rel='related']/@hreflang", namespaces=NAMES) == ["ru"]


def test_each_format_links_a_translation_in_its_own_way_and_never_as_the_entry_itself(
    client: FlaskClient, world: World
) -> None:
    russian = f"{BASE}/entries/{world.uuids['flood-ru']}/voda-podnimaetsia"
    atom, rss = xml(client, "/feeds/topics/floods.en.atom"), xml(client, "/feeds/topics/floods.en.rss")
    for feed, item in ((atom, "a:entry"), (rss, "channel/item")):
        [link] = feed.xpath(f"{item}//*[local-name()='link'][@hreflang='ru']", namespaces=NAMES)
        said = (link.get("rel"), link.get("type"), link.get("title"), link.get("href"))
        assert said == ("related", "text/html", "Вода поднимается", russian)
    [item] = json.loads(client.get("/feeds/topics/floods.en.json").data)["items"]
    assert item["_feedsvc"]["translations"] == [
        {"language": "ru", "url": russian, "title": "Вода поднимается"}
    ]


def alternates(client: FlaskClient, url: str) -> dict[str, str]:
    page = html.fromstring(client.get(url.removeprefix(BASE)).data)
    return {each.get("hreflang"): each.get("href") for each in page.xpath("//head/link[@hreflang]")}


def test_pages_of_translations_name_each_other_and_themselves_until_one_is_withdrawn(
    client: FlaskClient, world: World
) -> None:
    english, russian = world.uuids["bare"], late_translation(world)
    both = {
        "en": f"{BASE}/entries/{english}/a-title-alone",
        "ru": f"{BASE}/entries/{russian}/tolko-zagolovok",
    }
    assert alternates(client, both["en"]) == alternates(client, both["ru"]) == both
    with world.publisher(LATER) as publisher:
        publisher.withdraw(russian)
    assert alternates(client, both["en"]) == {}
    assert russian not in client.get("/feeds/all.en.atom").text
    with world.publisher(LATER) as publisher:
        publisher.restore(russian)
    assert alternates(client, both["en"]) == both
    assert russian in client.get("/feeds/all.en.atom").text
