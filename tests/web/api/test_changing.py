"""Offices and topics that go into others, offices that close, entries that are erased, through the API."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from feedsvc.store.idempotency_tables import kept_answer
from tests.web.api.client import Client, Desk, png

REASON = {"reason": "By law."}


@pytest.fixture
def admin(desk: Desk) -> Client:
    """A client that shows an administrator's token."""
    return desk.client("admin")


def test_an_office_goes_into_another(desk: Desk, admin: Client):
    entry = desk.newsroom.publish("News", office="minsk")
    seen = admin.get("/offices/minsk").etag
    assert admin.post("/offices/minsk/merge", json={"into": "moscow"}, seen=seen).ok().json == {
        "slug": "moscow",
        "entries": 1,
    }
    assert desk.client().get(f"/entries/{entry.uuid}").ok().json["office"] == "moscow"
    led = desk.client().get("/offices/minsk").ok(301)
    assert led.headers["Location"].endswith("/api/v1/offices/moscow")
    assert led.json["detail"] == "It was renamed or merged, and is found under “moscow” now."
    admin.post("/offices/minsk/merge", json={"into": "moscow"}, seen="*").ok(422)
    admin.post("/offices/nowhere/merge", json={"into": "moscow"}, seen="*").ok(404)


def test_an_office_closes_and_opens_again(desk: Desk, admin: Client):
    body = {"until": "2027-01-01", "successors": ["moscow"]}
    shut = admin.post("/offices/minsk/close", json=body, seen="*").ok().json
    closing = {"at": "2027-01-01T00:00:00Z", "over": False, "successors": ["moscow"]}
    assert shut["closing"] == closing
    assert desk.newsroom.titles("offices/minsk.en") == ["Office in Minsk is closing"]
    admin.post("/offices/minsk/close", json=body, seen="*").ok(409)
    admin.post("/entries", json={"office": "minsk", "language": "en", "title": "N"}).ok(422)
    assert admin.post("/offices/minsk/reopen", seen="*").ok().json["closing"] is None
    late = admin.post("/offices/minsk/close", json={"until": "2020-01-01"}, seen="*").ok(422)
    assert late.wrong.keys() == {"until"}


def test_a_topic_is_renamed_and_goes_into_another(desk: Desk, admin: Client):
    admin.post("/topics", json={"slug": "floods", "names": {"en": "Floods"}}).ok(201)
    body = {"slug": "jobs", "names": {"en": "Jobs", "ru": None}}
    assert admin.patch("/topics/work", json=body, seen="*").ok().json == {
        "slug": "jobs",
        "names": {"en": "Jobs"},
    }
    assert desk.client().get("/topics/work").ok(301).headers["Location"].endswith("/topics/jobs")
    assert admin.post("/topics/floods/merge", json={"into": "jobs"}, seen="*").ok().json["slug"] == "jobs"
    assert [topic["slug"] for topic in desk.client().get("/topics").json["items"]] == ["jobs"]
    admin.patch("/topics/jobs", json={"slug": "work"}, seen="*").ok(409)


def test_of_two_who_change_an_office_or_topic_one_is_told(admin: Client):
    for path, body in (
        ("/offices/minsk/merge", {"into": "moscow"}),
        ("/offices/minsk/close", {"until": "2027-01-01"}),
        ("/offices/minsk/reopen", None),
        ("/topics/work/merge", {"into": "work"}),
    ):
        admin.post(path, json=body, seen='"old"').ok(412)


def test_only_administrators_do_these_things(desk: Desk):
    editor = desk.client("minsk")
    for path, body in (
        ("/offices/minsk/merge", {"into": "moscow"}),
        ("/offices/minsk/close", {"until": "2027-01-01"}),
        ("/topics/work/merge", {"into": "work"}),
    ):
        editor.post(path, json=body, seen="*").ok(403)
    entry = desk.newsroom.publish("News", office="minsk")
    editor.post(f"/entries/{entry.uuid}/erase", json=REASON, seen="*").ok(403)


def test_an_entry_is_erased_as_it_was_seen(desk: Desk, admin: Client):
    entry = desk.newsroom.publish("Quillfeather", office="minsk")
    seen = admin.get(f"/entries/{entry.uuid}").etag
    desk.newsroom.now += timedelta(minutes=1)
    admin.post(f"/entries/{entry.uuid}/erase", json=REASON, seen='"old"').ok(412)
    admin.post(f"/entries/{entry.uuid}/erase", json={"reason": ""}, seen=seen).ok(422)
    left = admin.post(f"/entries/{entry.uuid}/erase", json=REASON, seen=seen).ok().json
    assert (left["id"], left["title"], left["status"]) == (entry.id, "Erased", "withdrawn")
    desk.client().get(f"/entries/{entry.uuid}").ok(410)
    assert admin.get(f"/entries/{entry.uuid}/versions").ok().json["items"][0]["action"] == "erased"
    admin.post(f"/entries/{entry.uuid}/restore", seen="*").ok(409)


def test_a_request_that_comes_again_does_not_bring_an_erased_entry_back(desk: Desk, admin: Client):
    body = {"office": "minsk", "language": "en", "title": "Quillfeather"}
    made = admin.post("/entries", json=body, headers={"Idempotency-Key": "k"}).ok(201).json
    admin.post(f"/entries/{made['uuid']}/erase", json=REASON, seen="*").ok()
    again = admin.post("/entries", json=body, headers={"Idempotency-Key": "k"})
    assert (again.status, "Quillfeather" in str(again.json)) == (410, False)


def test_no_answer_that_is_kept_tells_of_an_erased_entry(desk: Desk, admin: Client):
    table = b"office,title,language,published\nminsk,Quillfeather,en,2026-05-01T09:00:00Z\n"
    admin.send("/imports?dry_run=true", ("a.csv", table), key="dry").ok()
    told = {"alt": "Quillfeather", "credit": "Q"}
    image = admin.send("/pictures", ("q.png", png()), name="picture", texts=told, key="drawn").ok(201).json
    body = {"office": "minsk", "language": "en", "title": "Quillfeather", "image": image}
    made = admin.post("/entries", json=body, key="made").ok(201).json
    admin.post(f"/entries/{made['uuid']}/erase", json=REASON, seen="*").ok()
    with desk.store.reading() as reader:
        kept = reader.connection.scalars(select(kept_answer.c.body)).all()
    assert [each for each in kept if "Quillfeather" in each] == []
    assert len(kept) == 2
