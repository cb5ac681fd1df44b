"""Lists through the API: narrowed, in order, page by page."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.api.client import Client, Desk


@pytest.fixture
def filled(desk: Desk, anna: Client) -> Desk:
    """Five published entries, a draft in each office."""
    for number in range(3):
        anna.publish(f"Entry {number}", countries=["UZ"], topics=["work"])
    anna.publish("Наводнение в горах", language="ru", countries=["TJ"])
    anna.create("Draft", kind="Press release")
    minsk = desk.client("minsk")
    minsk.publish("Of Minsk", office="minsk")
    minsk.create("Draft of Minsk", office="minsk")
    return desk


def titles(client: Client, path: str) -> list[str]:
    return [item["title"] for page in pages(client, path) for item in page["items"]]


def pages(client: Client, path: str) -> Iterator[dict[str, Any]]:
    following: str | None = path
    while following:
        page = client.get(following).ok().json
        yield page
        following = page["next"]


def test_the_public_lists_what_is_published_the_latest_first(filled: Desk):
    assert titles(filled.client(), "/entries?limit=2") == [
        "Of Minsk",
        "Наводнение в горах",
        "Entry 2",
        "Entry 1",
        "Entry 0",
    ]


def test_others_list_the_drafts_of_their_offices_too(filled: Desk):
    assert titles(filled.client("reader"), "/entries?limit=1")[:3] == [
        "Of Minsk",
        "Draft",
        "Наводнение в горах",
    ]
    assert titles(filled.client("admin"), "/entries?status=draft") == ["Draft of Minsk", "Draft"]
    assert titles(filled.client("minsk"), "/entries?status=draft") == ["Draft of Minsk"]
    assert titles(filled.client(), "/entries?status=draft") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("office=minsk", 1),
        ("country=UZ", 3),
        ("topic=work&limit=2", 3),
        ("language=ru", 1),
        ("office=moscow&country=TJ&language=ru", 1),
        ("kind=Press%20release", 0),
        ("published_from=2026-06-01T00:00:00Z&limit=2", 5),
        ("published_before=2026-06-01T00:00:00Z", 0),
        ("updated_from=2026-06-01T00:00:00%2B03:00&limit=3", 5),
        ("sort=-published&limit=2", 5),
        ("sort=-updated&limit=2&office=moscow", 4),
    ],
)
def test_a_list_can_be_narrowed_and_sorted(filled: Desk, query: str, found: int):
    assert len(titles(filled.client(), f"/entries?{query}")) == found


def test_a_list_tells_the_versions_of_its_entries(filled: Desk, anna: Client):
    page = anna.get("/entries?office=moscow&status=draft").json
    assert page["versions"] == {page["items"][0]["uuid"]: 1}


def test_a_list_of_words_finds_as_the_site_searches(filled: Desk):
    assert titles(filled.client(), "/entries?q=%D0%B3%D0%BE%D1%80%D1%8B") == ["Наводнение в горах"]
    assert len(titles(filled.client(), "/entries?q=entry&limit=1")) == 3
    assert titles(filled.client(), "/entries?q=draft") == []
    assert titles(filled.client("admin"), "/entries?q=draft&status=draft&limit=1") != []
    assert titles(filled.client("reader"), "/entries?q=draft&office=moscow") == ["Draft"]
    filled.client("reader").get("/entries?q=draft&status=draft").ok(404)


@pytest.mark.parametrize(
    ("query", "status", "wrong"),
    [
        ("officee=moscow", 400, "officee"),
        ("limit=0", 400, "limit"),
        ("limit=many", 400, "limit"),
        ("limit=1&limit=2", 400, "limit"),
        ("status=gone", 400, "status"),
        ("office=Mos%20cow", 400, "office"),
        ("published_from=2026", 400, "published_from"),
        ("published_from=2026-06-01T00:00:00", 400, "published_from"),
        ("updated_from=0001-01-01T00:00:00%2B14:00", 400, "updated_from"),
        ("country=ZZ", 422, "country"),
        ("cursor=x", 422, "cursor"),
        ("kind=%00", 422, "kind"),
        ("q=a&sort=-updated", 422, "sort"),
        ("cursor=WyIiLFtudWxsLDk5OTk5OTk5OTk5OTk5OTk5OTk5OTldXQ==", 422, "cursor"),
        ("cursor=WyIiLFsiMjAyNi0wMS0wMVQwMDowMDowMFoiLDFdXQ==", 422, "cursor"),
    ],
)
def test_a_wrong_query_is_refused_by_name(desk: Desk, query: str, status: int, wrong: str):
    assert desk.client().get(f"/entries?{query}").ok(status).wrong.keys() == {wrong}


@pytest.mark.parametrize("query", ["office=nowhere", "topic=nothing"])
def test_a_list_of_what_there_is_not_is_not_found(desk: Desk, query: str):
    desk.client().get(f"/entries?{query}").ok(404)


def test_a_cursor_goes_with_the_list_that_gave_it(filled: Desk):
    following = filled.client().get("/entries?limit=1&country=UZ").json["next"]
    filled.client().get(following.replace("UZ", "TJ")).ok(422)
    filled.client().get(following.replace("limit=1", "limit=2")).ok()


def test_a_search_goes_with_its_own_cursor(filled: Desk):
    following = filled.client().get("/entries?limit=1").json["next"]
    filled.client().get(following + "&q=entry").ok(422)


@pytest.mark.parametrize("path", ["/offices", "/topics", "/countries"])
def test_every_list_has_one_shape_and_goes_on(desk: Desk, path: str):
    whole = [item for page in pages(desk.client(), f"{path}?limit=200") for item in page["items"]]
    found = list(pages(desk.client(), f"{path}?limit={max(1, len(whole) // 2)}"))
    assert all(page.keys() == {"items", "next"} for page in found)
    assert [item for page in found for item in page["items"]] == whole
    assert len(found) > 1 or len(whole) == 1


@pytest.mark.parametrize("path", ["/users", "/tokens", "/audit", "/sources"])
def test_the_lists_of_administrators_go_on_too(desk: Desk, path: str):
    admin = desk.client("admin")
    for number in range(2):
        desk.token("admin")
        source = {"url": f"https://example.org/{number}", "office": "moscow"}
        admin.post("/sources", json=source).ok(201)
    whole = admin.get(path).ok().json["items"]
    one_by_one = [item for page in pages(admin, f"{path}?limit=1") for item in page["items"]]
    assert len(whole) > 1
    assert {str(item.get("uuid", item.get("id"))) for item in one_by_one} == {
        str(item.get("uuid", item.get("id"))) for item in whole
    }
