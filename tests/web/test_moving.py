"""Addresses by names of before: one redirect to where it is now, with what was asked, or what to do."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import feedparser
import pytest
from flask.testing import FlaskClient

from feedsvc.services import closing as ending
from feedsvc.services import naming, work
from feedsvc.services.offices import edit_office
from feedsvc.services.site import describe_site
from feedsvc.store import Store, Writer
from tests.web.conftest import close
from tests.web.html import check_page
from tests.web.world import ADA, BASE, NOW, World

PATHS = [
    ("/offices/tashkent", "/offices/asia"),
    ("/offices/tashkent?before=x&y=1", "/offices/asia?before=x&y=1"),
    ("/feeds/offices/tashkent.atom", "/feeds/offices/asia.atom"),
    ("/feeds/offices/tashkent.ru.rss", "/feeds/offices/asia.ru.rss"),
    ("/feeds/offices/tashkent.json?content=summary", "/feeds/offices/asia.json?content=summary"),
    ("/feeds/offices/tashkent/countries/uz.en.atom", "/feeds/offices/asia/countries/uz.en.atom"),
    ("/feeds/offices/tashkent/topics/floods.rss", "/feeds/offices/asia/topics/water.rss"),
    ("/feeds/offices/asia/topics/floods.rss", "/feeds/offices/asia/topics/water.rss"),
    ("/feeds/offices/tashkent/countries/UZ.atom", "/feeds/offices/asia/countries/uz.atom"),
    ("/feeds/countries/tj/topics/floods.ru.json", "/feeds/countries/tj/topics/water.ru.json"),
    ("/feeds/offices/tashkent/weekly.ru.atom", "/feeds/offices/asia/weekly.ru.atom"),
    ("/feeds/offices/tashkent/archive/1.rss", "/feeds/offices/asia/archive/1.rss"),
    ("/topics/floods", "/topics/water"),
    ("/embed/offices/tashkent.ru?limit=3&theme=dark", "/embed/offices/asia.ru?limit=3&theme=dark"),
    ("/embed/topics/floods", "/embed/topics/water"),
    ("/api/v1/offices/tashkent", "/api/v1/offices/asia"),
    ("/api/v1/topics/floods", "/api/v1/topics/water"),
]
VISIT = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@contextmanager
def writing(world: World) -> Iterator[Writer]:
    with closing(Store(world.settings.database_url)) as store, store.writing() as writer:
        yield writer


def rename(world: World, slug: str, new: str) -> None:
    with writing(world) as writer:
        edit_office(writer, replace(writer.office(slug).as_draft(), slug=new), slug=slug, now=NOW, actor=ADA)


def rename_topic(world: World, slug: str, new: str) -> None:
    with writing(world) as writer:
        names = writer.topic(slug).names
        naming.edit_topic(writer, slug, names, new_slug=new, now=NOW, actor=ADA)


def merge(world: World, slug: str, into: str) -> None:
    with writing(world) as writer:
        site = describe_site(world.settings, writer.site_record())
        naming.merge_offices(writer, site, slug, into=into, now=NOW, actor=ADA)


def shut(world: World, slug: str, *successors: str, over: bool = True) -> None:
    with world.publisher(NOW) as publisher:
        publisher.publish(world.uuids["scheduled"])
    with writing(world) as writer:
        ending.close_office(
            writer,
            describe_site(world.settings, writer.site_record()),
            slug,
            successors=successors,
            until=date(2027, 1, 1),
            now=NOW,
            actor=ADA,
            new_uuid=lambda: str(uuid4()),
        )
    if over:
        with closing(Store(world.settings.database_url)) as store:
            work.end_due(store, world.settings, now=NOW + timedelta(days=365))


@pytest.fixture
def renamed(world: World) -> World:
    """A world in which an office was renamed twice, and a topic once."""
    rename(world, "tashkent", "between")
    rename(world, "between", "asia")
    rename_topic(world, "floods", "water")
    return world


@pytest.mark.parametrize(("old", "new"), PATHS, ids=[old for old, _ in PATHS])
def test_a_former_address_leads_to_the_present_one_at_once(renamed: World, old: str, new: str) -> None:
    with client_of(renamed) as client:
        for path in (old, old.replace("tashkent", "between")):
            answer = client.get(path)
            assert (answer.status_code, answer.location) == (301, BASE + new)
        if "?before" not in new:
            assert client.get(new).status_code == 200


@contextmanager
def client_of(world: World, **others: object) -> Iterator[FlaskClient]:
    app = world.app(**others)
    yield app.test_client()
    close(app)


def test_a_person_who_opens_a_former_feed_is_led_too(renamed: World) -> None:
    with client_of(renamed) as client:
        answer = client.get("/feeds/offices/tashkent.atom", headers=VISIT)
    assert (answer.status_code, answer.location) == (301, f"{BASE}/feeds/offices/asia.atom")


def test_a_feed_that_was_kept_is_not_served_under_its_former_address(world: World) -> None:
    paths = ("/feeds/offices/tashkent.atom", "/feeds/offices/tashkent/countries/fr.atom")
    with client_of(world) as client:
        before = [client.get(path) for path in paths]
        assert [answer.status_code for answer in before] == [200, 200]
        rename(world, "tashkent", "asia")
        for path, answer in zip(paths, before, strict=True):
            asked = {"If-None-Match": answer.headers["ETag"]}
            assert client.get(path, headers=asked).status_code == 301


@pytest.mark.parametrize("fmt", ["atom", "rss", "json"])
def test_the_ids_stay_byte_for_byte_the_same(world: World, fmt: str) -> None:
    def ids(client: FlaskClient, path: str) -> tuple[object, list[str]]:
        answer = client.get(path)
        if fmt == "json":
            feed = answer.get_json(force=True)
            return feed["_feedsvc"]["id"], [item["id"] for item in feed["items"]]
        parsed = feedparser.parse(answer.data)
        return parsed.feed.get("id") if fmt == "atom" else None, [entry.id for entry in parsed.entries]

    with client_of(world) as client:
        before = ids(client, f"/feeds/offices/tashkent.{fmt}"), ids(client, f"/feeds/topics/floods.{fmt}")
        rename(world, "tashkent", "asia")
        rename_topic(world, "floods", "water")
        assert before == (
            ids(client, f"/feeds/offices/asia.{fmt}"),
            ids(client, f"/feeds/topics/water.{fmt}"),
        )
        merge(world, "asia", "quiet")
        entries = ids(client, f"/feeds/offices/quiet.{fmt}")[1]
        sealed = ids(client, f"/feeds/offices/quiet/archive/1.{fmt}")[1]
        assert {*entries, *sealed} >= set(before[0][1])
        assert client.get("/feeds/offices/tashkent.atom").location == f"{BASE}/feeds/offices/quiet.atom"
    with client_of(world, base_url="https://elsewhere.example.org/news") as client:
        moved = ids(client, f"/news/feeds/offices/quiet.{fmt}")
        assert moved[1] == entries


def test_a_page_of_the_archive_of_a_merged_office_leads_to_the_feed_of_the_other(world: World) -> None:
    merge(world, "tashkent", "quiet")
    with client_of(world) as client:
        answer = client.get("/feeds/offices/tashkent/archive/1.atom")
        assert (answer.status_code, answer.location) == (301, f"{BASE}/feeds/offices/quiet.atom")


@pytest.mark.parametrize(
    ("host", "path", "target"),
    [
        ("old.example.org", "/feeds/offices/tashkent.ru.atom", "/feeds/offices/asia.ru.atom"),
        (
            "old.example.org",
            "/feeds/offices/between/weekly.rss?content=summary",
            "/feeds/offices/asia/weekly.rss?content=summary",
        ),
        ("old.example.org", "/feeds/all/archive/1.atom", "/feeds/all/archive/1.atom"),
        ("older.example.org", "/news/offices/tashkent?before=1", "/offices/asia?before=1"),
        ("older.example.org", "/news/countries/UZ", "/countries/uz"),
        ("older.example.org", "/news/entries/{old}/former-title", "/entries/{old}/an-old-gauge-reads-true"),
        ("older.example.org", "/news/entries/{withdrawn}/x", "/entries/{withdrawn}/x"),
        ("older.example.org", "/news/100%25", "/100%25"),
        ("older.example.org", "/news/search?q=a%20b", "/search?q=a%20b"),
    ],
)
def test_an_old_host_leads_to_the_last_address_in_one_step(
    renamed: World, host: str, path: str, target: str
) -> None:
    old = ("http://old.example.org", "https://older.example.org/news")
    with client_of(renamed, old_base_urls=old) as client:
        answer = client.get(path.format(**renamed.uuids), base_url=f"http://{host}")
    assert (answer.status_code, answer.location) == (301, BASE + target.format(**renamed.uuids))


def test_what_is_asked_by_a_former_name_is_answered_by_the_present_one(renamed: World) -> None:
    with client_of(renamed) as client:
        assert "/feeds/offices/asia.atom" in client.get("/feeds.opml?office=tashkent").text
        assert "/feeds/topics/water.atom" in client.get("/feeds.opml?channel=topics/floods").text
        found = check_page(client.get("/search?q=gauge&office=tashkent").text)
        assert found.xpath("string(//select[@name='office']/option[@selected]/@value)") == "asia"
        frame = client.get(f"/oembed?url={BASE}/offices/tashkent").json["html"]
        assert "/embed/offices/asia?" in frame
        listed = client.get("/api/v1/entries?office=between&topic=floods").json["items"]
        assert {(each["office"], *each["topics"]) for each in listed} == {("asia", "water")}


def test_closed_feeds_say_where_to_go_and_are_offered_no_more(world: World) -> None:
    rename(world, "tashkent", "asia")
    shut(world, "asia", "quiet")
    with client_of(world) as client:
        for path in (
            "/feeds/offices/asia.atom",
            "/feeds/offices/tashkent.atom",
            "/feeds/offices/asia/countries/uz.ru.rss",
            "/feeds/offices/asia/weekly.json",
            "/feeds/offices/asia/archive/1.atom",
        ):
            answer = client.get(path)
            assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
            assert f"{BASE}/feeds/offices/quiet" in answer.get_json(force=True)["detail"]
        page = client.get("/feeds/offices/asia.atom", headers={**VISIT, "Accept": "text/html"})
        assert (page.status_code, "/feeds/offices/quiet.atom" in page.text) == (410, True)
        frame = client.get("/embed/offices/asia")
        assert (frame.status_code, "This office is closed" in frame.text) == (410, True)
        assert client.get(f"/oembed?url={BASE}/offices/asia").status_code == 404
        for path in ("/", "/subscribe", "/feeds.opml", "/feeds.opml?office=asia", "/countries/uz"):
            text = client.get(path).text
            assert "feeds/offices/asia" not in text, path
            assert 'value="asia"' not in text, path
        assert client.get("/entries/{old}/an-old-gauge-reads-true".format(**world.uuids)).status_code == 200
        assert "An old gauge" in client.get("/feeds/topics/fish.atom").text


def test_the_feeds_of_an_office_that_closes_are_listed_as_long_as_they_are_served(world: World) -> None:
    shut(world, "tashkent", "quiet", over=False)
    with client_of(world) as client:
        assert client.get("/feeds/offices/tashkent.atom").status_code == 200
        assert "/feeds/offices/tashkent.atom" in client.get("/feeds.opml").text
        assert "/feeds/offices/tashkent/countries/uz.atom" in client.get("/feeds.opml?office=tashkent").text


def test_the_page_of_an_office_tells_its_history(world: World) -> None:
    with writing(world) as writer:
        draft = writer.office("tashkent").as_draft()
        names = {**draft.names, "en": "Office for Asia"}
        edit_office(writer, replace(draft, names=names), now=NOW, actor=ADA)
    shut(world, "tashkent", "quiet", over=False)
    with client_of(world) as client:
        closing_ = check_page(client.get("/offices/tashkent").text)
        said = [line.text_content() for line in closing_.xpath("//header[@class='head']/p")]
        assert "Formerly Office for the Rivers of Central Asia, until 1 July 2026" in said
        assert "This office closes: from 1 January 2027 on its feeds are not served any more." in said
        assert "/offices/quiet" in closing_.xpath("//header[@class='head']/p/a/@href")
        assert not closing_.xpath("//link[@rel='alternate'][contains(@href, '/feeds/offices/')]")
        with closing(Store(world.settings.database_url)) as store:
            work.end_due(store, world.settings, now=NOW + timedelta(days=365))
        assert "Its feeds ended on 1 January 2027" in client.get("/offices/tashkent").text
        russian = client.get("/offices/tashkent", headers={"Accept-Language": "ru"}).text
        assert "Бюро закрыто. Его ленты не ведутся с 1 января 2027 г." in russian
        quiet = check_page(client.get("/offices/quiet").text)
        assert "Goes on with the work of Office for Asia" in quiet.xpath("string(//header[@class='head'])")
        merge(world, "tashkent", "quiet")
        assert "Office for Asia has been part of it since 1 July 2026" in client.get("/offices/quiet").text


def test_what_is_nowhere_stays_nowhere(renamed: World) -> None:
    with client_of(renamed) as client:
        for path in (
            "/offices/nowhere",
            "/feeds/offices/nowhere.atom",
            "/topics/none",
            "/embed/offices/x",
            "/api/v1/offices/nowhere",
            "/feeds/offices/tashkent/countries/zz.atom",
            "/offices/tashkent.ru",
        ):
            assert client.get(path).status_code == 404, path
