"""Offices, topics and countries through the API."""

import pytest

from feedsvc.core.records import office_record
from tests.web.api.client import Client, Desk


@pytest.fixture
def admin(desk: Desk) -> Client:
    """A client that shows an administrator's token."""
    return desk.client("admin")


def test_everybody_reads_the_offices(desk: Desk):
    page = desk.client().get("/offices").ok().json
    assert [office["slug"] for office in page["items"]] == ["minsk", "moscow"]
    with desk.store.reading() as reader:
        expected = office_record(reader.office("moscow"))
    assert desk.client().get("/offices/moscow").ok().json == expected
    desk.client().get("/offices/nowhere").ok(404)


def test_an_administrator_adds_and_edits_an_office(desk: Desk, admin: Client):
    record = {"slug": "tashkent", "names": {"en": "Office in Tashkent"}, "city": "Tashkent", "country": "UZ"}
    made = admin.post("/offices", json=record).ok(201)
    assert made.headers["Location"].endswith("/api/v1/offices/tashkent")
    assert admin.get(made.headers["Location"]).etag == made.etag
    names = {"names": {"ru": "Бюро в Ташкенте"}, "since": 1999}
    changed = admin.patch("/offices/tashkent", json=names, seen=made.etag).ok()
    assert changed.json["names"] == {"en": "Office in Tashkent", "ru": "Бюро в Ташкенте"}
    assert (changed.json["since"], changed.json["city"]) == (1999, "Tashkent")


def test_of_two_who_edit_an_office_one_is_told(admin: Client):
    seen = admin.get("/offices/moscow")
    admin.patch("/offices/moscow", json={"city": "Moscow"}).ok(428)
    admin.patch("/offices/moscow", json={"city": "Moscow"}, seen=seen.etag).ok()
    admin.patch("/offices/moscow", json={"city": "Mosc"}, seen=seen.etag).ok(412)


def test_an_office_takes_another_slug_and_answers_by_the_old_one(desk: Desk, admin: Client):
    changed = admin.patch("/offices/moscow", json={"slug": "moskau"}, seen="*").ok()
    assert (changed.json["slug"], changed.json["former_slugs"]) == ("moskau", ["moscow"])
    led = desk.client().get("/offices/moscow").ok(301)
    assert led.headers["Location"].endswith("/api/v1/offices/moskau")
    admin.patch("/offices/minsk", json={"slug": "moscow"}, seen="*").ok(409)


def test_an_office_or_topic_that_is_there_is_a_conflict(admin: Client):
    admin.post("/offices", json={"slug": "moscow", "names": {"en": "M"}}).ok(409)
    admin.post("/topics", json={"slug": "work", "names": {"en": "W"}}).ok(409)


def test_every_wrong_field_of_an_office_is_named(admin: Client):
    record = {"slug": "Mos cow", "names": {"en": "M"}, "country": "ZZ", "email": "x", "city": "C", "x": 1}
    assert admin.post("/offices", json=record).ok(422).wrong.keys() == {"x"}
    del record["x"]
    assert admin.post("/offices", json=record).ok(422).wrong.keys() == {"slug", "country", "email"}


def test_an_administrator_adds_a_topic(desk: Desk, admin: Client):
    made = admin.post("/topics", json={"slug": "floods", "names": {"en": "Floods"}}).ok(201)
    assert desk.client().get(made.headers["Location"]).ok().json == {
        "slug": "floods",
        "names": {"en": "Floods"},
    }
    assert [topic["slug"] for topic in desk.client().get("/topics").json["items"]] == ["floods", "work"]


@pytest.mark.parametrize(
    "record", [{}, {"slug": "UP", "names": {}}, {"slug": "a", "names": {"english": "A"}}]
)
def test_a_wrong_topic_is_refused(admin: Client, record: object):
    assert admin.post("/topics", json=record).ok(422).wrong


def test_countries_are_named_in_the_languages_of_the_site(desk: Desk):
    country = desk.client().get("/countries/UZ").ok().json
    assert country == {"code": "UZ", "names": {"en": "Uzbekistan", "ru": "Узбекистан"}}
    for wrong in ("uz", "ZZ", "UZB"):
        desk.client().get(f"/countries/{wrong}").ok(404)
