"""The steps of an entry's life through the API, its versions, and many entries at once."""

from datetime import timedelta
from typing import Any

import pytest

from feedsvc.core.dates import rfc3339
from tests.web.api.client import Client, Desk


def test_an_entry_is_published(desk: Desk, anna: Client):
    made = anna.create()
    shown = anna.post(f"/entries/{made.json['uuid']}/publish", seen=made.etag).ok()
    assert shown.json["status"] == "published"
    assert shown.etag != made.etag
    assert desk.client().get(f"/entries/{made.json['uuid']}").ok().json == shown.json
    assert desk.newsroom.titles("all") == ["News"]


def test_an_entry_is_scheduled_for_a_moment_ahead(desk: Desk, anna: Client):
    made = anna.create()
    path, at = f"/entries/{made.json['uuid']}", rfc3339(desk.newsroom.now + timedelta(hours=1))
    past = {"scheduled_for": rfc3339(desk.newsroom.now)}
    assert anna.post(f"{path}/schedule", json=past, seen=made.etag).ok(422).wrong.keys() == {"scheduled_for"}
    done = anna.post(f"{path}/schedule", json={"scheduled_for": at}, seen=made.etag).ok()
    assert done.json["status"] == "scheduled"
    assert anna.get(f"{path}/versions").json["items"][-1]["scheduled_for"] == at


def test_an_entry_is_withdrawn_and_restored(desk: Desk, anna: Client):
    seen = anna.publish()
    path = f"/entries/{seen.json['uuid']}"
    gone = anna.post(f"{path}/withdraw", seen=seen.etag).ok()
    assert desk.newsroom.titles("all") == []
    back = anna.post(f"{path}/restore", seen=gone.etag).ok()
    assert (back.json["status"], back.json["id"]) == ("published", seen.json["id"])
    assert desk.newsroom.titles("all") == ["News"]


def test_a_reason_to_restore_stands_in_the_audit_log(desk: Desk, anna: Client):
    seen = anna.publish()
    path = f"/entries/{seen.json['uuid']}"
    gone = anna.post(f"{path}/withdraw", seen=seen.etag).ok()
    anna.post(f"{path}/restore", json={"reason": "It was right."}, seen=gone.etag).ok()
    last = desk.client("admin").get(f"/audit?object={seen.json['uuid']}").ok().json["items"][0]
    assert (last["action"], last["detail"]["reason"]) == ("restored", "It was right.")


def test_a_scheduled_entry_becomes_a_draft_again(desk: Desk, anna: Client):
    made = anna.create()
    path, at = f"/entries/{made.json['uuid']}", rfc3339(desk.newsroom.now + timedelta(hours=1))
    done = anna.post(f"{path}/schedule", json={"scheduled_for": at}, seen=made.etag).ok()
    assert anna.post(f"{path}/unschedule", seen=done.etag).ok().json["status"] == "draft"


def test_a_draft_is_deleted_and_nothing_that_readers_saw(anna: Client):
    made, seen = anna.create(), anna.publish()
    path = f"/entries/{made.json['uuid']}"
    assert anna.ask("DELETE", path, seen=made.etag).ok().json["title"] == "News"
    anna.get(path).ok(404)
    anna.ask("DELETE", f"/entries/{seen.json['uuid']}", seen=seen.etag).ok(409)


@pytest.mark.parametrize("step", ["publish", "restore"])
def test_a_step_that_the_status_does_not_allow_is_a_conflict(anna: Client, step: str):
    seen = anna.publish()
    answer = anna.post(f"/entries/{seen.json['uuid']}/{step}", seen=seen.etag).ok(409)
    assert answer.json["detail"]


def test_a_step_without_a_body_takes_none(anna: Client):
    made = anna.create()
    anna.post(f"/entries/{made.json['uuid']}/publish", json={"now": True}, seen=made.etag).ok(400)


def test_the_versions_tell_who_did_what_and_when(desk: Desk, anna: Client):
    seen = anna.publish()
    path = f"/entries/{seen.json['uuid']}"
    desk.client("admin").patch(path, json={"title": "B"}, seen=seen.etag).ok()
    versions = anna.get(f"{path}/versions").ok().json["items"]
    assert [(each["number"], each["action"], each["by"]) for each in versions] == [
        (1, "created", "editor@example.org"),
        (2, "published", "editor@example.org"),
        (3, "minor edit", "admin@example.org"),
    ]
    assert anna.get(f"{path}/versions/2").ok().json["title"] == "News"
    anna.get(f"{path}/versions/9").ok(404)
    anna.get(f"{path}/versions/x").ok(404)


def test_the_versions_are_for_those_who_work_on_the_entry(desk: Desk, anna: Client):
    path = f"/entries/{anna.publish().json['uuid']}/versions"
    desk.client().get(path).ok(401)
    desk.client("minsk").get(path).ok(403)
    desk.client("reader").get(path).ok()


@pytest.mark.parametrize(("edit", "moves"), [("minor", False), ("major", True)])
def test_an_earlier_version_comes_back_as_a_new_one(desk: Desk, anna: Client, edit: str, moves: bool):
    seen = anna.publish("Right", summary="As it was.")
    path = f"/entries/{seen.json['uuid']}"
    wrong = anna.patch(path, json={"title": "Wrong", "summary": None}, seen=seen.etag).ok()
    desk.later(hours=1)
    back = anna.post(f"{path}/revert", json={"version": 2, "edit": edit}, seen=wrong.etag).ok()
    assert (back.json["title"], back.json["summary"]) == ("Right", "As it was.")
    assert back.json["published"] == seen.json["published"]
    assert (back.json["updated"] > seen.json["updated"]) is moves
    assert anna.get(f"{path}/versions").json["items"][-1]["number"] == 4


def test_a_version_that_there_is_not_cannot_come_back(anna: Client):
    seen = anna.publish()
    answer = anna.post(f"/entries/{seen.json['uuid']}/revert", json={"version": 9}, seen=seen.etag)
    assert answer.ok(422).wrong.keys() == {"version"}


def bulk(client: Client, *operations: dict[str, Any], dry_run: bool = False) -> Any:
    return client.post(f"/bulk?dry_run={str(dry_run).lower()}", json={"operations": list(operations)})


def step(entry: Any, action: str, **more: Any) -> dict[str, Any]:
    return {
        "uuid": entry.json["uuid"],
        "version": int(entry.etag.strip('"').split("-")[0]),
        "action": action,
        **more,
    }


def test_many_entries_change_at_once(desk: Desk, anna: Client):
    draft, shown, later = anna.create("A"), anna.publish("B"), anna.create("C")
    at = rfc3339(desk.newsroom.now + timedelta(hours=1))
    answer = bulk(
        anna, step(draft, "publish"), step(shown, "withdraw"), step(later, "schedule", scheduled_for=at)
    ).ok()
    assert [each["status"] for each in answer.json["items"]] == ["published", "withdrawn", "scheduled"]
    assert desk.newsroom.titles("all") == ["A"]


def test_where_one_cannot_change_none_does_and_each_that_cannot_is_named(desk: Desk, anna: Client):
    draft, shown, stale = anna.create("A"), anna.publish("B"), anna.create("C")
    anna.patch(f"/entries/{stale.json['uuid']}", json={"title": "D"}, seen=stale.etag).ok()
    other = desk.client("minsk").create("E", office="minsk")
    answer = bulk(
        anna,
        step(draft, "publish"),
        step(shown, "publish"),
        step(stale, "publish"),
        step(other, "publish"),
        step(draft, "schedule"),
    ).ok(422)
    assert answer.wrong.keys() == {f"operations[{number}]" for number in (2, 3, 4, 5)}
    assert desk.newsroom.titles("all") == ["B"]
    assert anna.get(f"/entries/{draft.json['uuid']}").json["status"] == "draft"


def test_a_dry_run_tells_of_each_and_changes_nothing(desk: Desk, anna: Client):
    draft, shown = anna.create("A"), anna.publish("B")
    before = desk.newsroom.counter()
    answer = bulk(anna, step(draft, "publish"), step(shown, "restore"), dry_run=True).ok()
    assert answer.json["dry_run"] is True
    first, second = answer.json["items"]
    assert (first["status"], first["version"], first["problem"]) == ("published", 2, None)
    assert "restore" in second["problem"]
    assert desk.newsroom.counter() == before
    assert anna.get(f"/entries/{draft.json['uuid']}").json["status"] == "draft"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"operations"}),
        ({"operations": []}, {"operations"}),
        ({"operations": [{"uuid": "x", "version": 0, "action": "burn", "x": 1}]}, {
            "operations[1].uuid", "operations[1].version", "operations[1].action", "operations[1].x",
        }),
        ({"operations": [{}, 5]}, {
            "operations[1].uuid", "operations[1].version", "operations[1].action", "operations[2]",
        }),
    ],
    ids=["nothing", "empty", "wrong", "incomplete"],
)  # fmt: skip
def test_every_wrong_field_of_every_step_is_named(anna: Client, body: Any, wrong: set[str]):
    assert anna.post("/bulk", json=body).ok(422).wrong.keys() == wrong


def test_more_than_two_hundred_steps_are_too_many(anna: Client):
    one = step(anna.create(), "publish")
    assert bulk(anna, *[one] * 201).ok(422).wrong.keys() == {"operations"}
