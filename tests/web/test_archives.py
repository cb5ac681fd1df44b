"""Pages of archives over HTTP: polled like any feed, opened by people, asked for too early."""

import gzip

import pytest
from flask.testing import FlaskClient

from feedsvc.core.model import EntryDraft, Format
from tests.feed_rules import problems_of
from tests.walking import document_of
from tests.web.html import check_page
from tests.web.test_visits import VISIT
from tests.web.world import BASE, NOW, World

PAGE = "/feeds/all/archive/1.atom"
NEXT = "/feeds/all/archive/2.atom"


def publish(world: World, count: int) -> None:
    """So many entries; the world has five that no page holds, and one more seals another page of three."""
    for number in range(count):
        draft = EntryDraft(office="tashkent", language="en", countries=(), title=f"More {number}")
        world.publish(f"more {number}", draft, NOW)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("ending", ["", "?content=summary"])
def test_a_page_is_served_like_any_feed(client: FlaskClient, world: World, fmt: Format, ending: str) -> None:
    path = f"/feeds/offices/tashkent/archive/1.{fmt}{ending}"
    answer = client.get(path)
    assert answer.status_code == 200
    assert problems_of(fmt, answer.data, fetched_from=BASE + path) == []
    names = ("credit", "old")
    assert document_of(fmt, answer.data).ids == tuple(f"urn:uuid:{world.uuids[name]}" for name in names)
    current = f"{BASE}/feeds/offices/tashkent.{fmt}{ending}"
    following = f"{BASE}/feeds/offices/tashkent/archive/2.{fmt}{ending}"
    assert answer.headers["Link"] == (
        f'<{BASE}{path}>; rel="self", <{BASE}/offices/tashkent>; rel="alternate"; type="text/html", '
        f'<{current}>; rel="current", <{following}>; rel="next-archive"'
    )
    assert (
        answer.headers["Last-Modified"] == client.get(path.replace("/archive/1", "")).headers["Last-Modified"]
    )
    for wish in ("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"):
        again = client.get(path, headers={wish[0]: answer.headers[wish[1]]})
        assert (again.status_code, again.data) == (304, b"")
    coded = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(coded.data) == answer.data
    assert client.head(path).headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("fmt", Format)
def test_the_feed_itself_leads_to_its_last_page(client: FlaskClient, fmt: Format) -> None:
    answer = client.get(f"/feeds/all.{fmt}")
    older = f"{BASE}/feeds/all/archive/1.{fmt}"
    assert document_of(fmt, answer.data).older == older
    assert answer.headers["Link"].endswith(f'<{older}>; rel="prev-archive"')


def test_what_happens_elsewhere_in_the_channel_leaves_a_pages_tag(client: FlaskClient, world: World) -> None:
    tag = client.get(PAGE).headers["ETag"]
    publish(world, 1)
    assert client.get(NEXT).status_code == 200
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["bare"])
    after = client.get(PAGE, headers={"If-None-Match": tag})
    assert (after.status_code, after.headers["ETag"]) == (304, tag)


@pytest.mark.parametrize("fmt", Format)
def test_a_withdrawn_entry_is_gone_from_its_page_at_the_next_request(
    client: FlaskClient, world: World, fmt: Format
) -> None:
    path = f"/feeds/all/archive/1.{fmt}"
    before = client.get(path)
    for name in ("old", "credit"):
        assert world.uuids[name].encode() in before.data
        with world.publisher(NOW) as publisher:
            publisher.withdraw(world.uuids[name])
        after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert world.uuids[name].encode() not in after.data
        assert problems_of(fmt, after.data) == []
    assert document_of(fmt, after.data).ids == ()


def test_what_is_to_be_sealed_next_leads_to_the_feed_until_it_is(client: FlaskClient, world: World) -> None:
    for method in ("GET", "HEAD"):
        early = client.open(f"{NEXT}?content=summary", method=method)
        assert (early.status_code, early.headers["Cache-Control"]) == (307, "no-cache")
        assert early.headers["Location"] == f"{BASE}/feeds/all.atom?content=summary"
        assert early.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(NEXT, headers=VISIT).headers["Location"] == f"{BASE}/feeds/all.atom"
    assert client.get(NEXT.replace("2", "3")).status_code == 404
    publish(world, 1)
    sealed = client.get(NEXT)
    assert sealed.status_code == 200
    assert document_of(Format.ATOM, sealed.data).older == BASE + PAGE
    assert client.get(NEXT.replace("2", "3")).status_code == 307


def test_a_feed_that_has_no_archive_has_no_next_page(client: FlaskClient) -> None:
    said = client.get("/feeds/topics/fish/archive/1.atom")
    assert said.status_code == 404
    assert said.get_json()["detail"] == "There is no page 1 in this archive: it has 0."


def test_other_spellings_are_redirected_and_unknown_parameters_refused(client: FlaskClient) -> None:
    moved = client.get("/feeds/countries/TJ/archive/1.atom")
    assert (moved.status_code, moved.headers["Location"]) == (
        301,
        f"{BASE}/feeds/countries/tj/archive/1.atom",
    )
    assert client.get(f"{PAGE}?page=2").status_code == 400


@pytest.mark.parametrize("path", ["/embed/all/archive/1", "/feeds.opml?channel=all/archive/1"])
def test_a_page_of_an_archive_is_nothing_to_embed_or_to_subscribe_to(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


def test_a_person_who_opens_a_page_sees_its_entries_and_the_feed_to_follow(
    client: FlaskClient, world: World
) -> None:
    publish(world, 4)
    page = check_page(client.get(NEXT, headers=VISIT).text)
    assert page.xpath("//p[@class='kind']/text()")[0] == "Archive, page 2 · Atom"
    assert page.findtext(".//title").startswith("World of Rivers (Archive, page 2, Atom)")
    assert page.xpath("//section[@class='news']/h2/text()") == ["Entries of this page"]
    assert page.xpath("//h3/a/text()") == [
        "First on the own site",
        "Вода поднимается",
        "Flood & <safety> “now”",
    ]
    assert page.get_element_by_id("address").value == f"{BASE}/feeds/all.atom"
    turns = page.xpath("//p[@class='turn']/a/@href")
    assert turns[:2] == ["/feeds/all/archive/3.atom", "/feeds/all/archive/1.atom"]
    assert 'channel="all"' in page.get_element_by_id("embed").value
    last = check_page(client.get("/feeds/all/archive/3.atom", headers=VISIT).text)
    assert last.xpath("//p[@class='turn']/a/@href")[:2] == ["/feeds/all.atom", "/feeds/all/archive/2.atom"]


def test_the_page_of_a_feed_leads_a_person_to_its_archive(client: FlaskClient) -> None:
    page = check_page(client.get("/feeds/all.ru.json", headers=VISIT).text)
    assert not page.xpath("//a[contains(@href, '/archive/')]")
    page = check_page(client.get("/feeds/all.json?content=summary", headers=VISIT).text)
    [link] = page.xpath("//a[contains(@href, '/archive/')]")
    assert link.get("href") == "/feeds/all/archive/1.json?content=summary"
    assert link.text == "Older entries in the archive"
