"""Users, tokens and the audit log through the API."""

from datetime import timedelta

import pytest

from feedsvc.core.dates import rfc3339
from tests.web.api.client import Client, Desk


@pytest.fixture
def admin(desk: Desk) -> Client:
    """A client that shows an administrator's token."""
    return desk.client("admin")


def test_an_administrator_adds_an_account_and_a_link_to_set_its_password(desk: Desk, admin: Client):
    record = {"email": "eve@example.org", "name": "Eve", "roles": {"moscow": "author"}}
    made = admin.post("/users", json=record).ok(201)
    assert (made.json["has_password"], made.json["roles"]) == (False, {"moscow": "author"})
    link = admin.post(f"/users/{made.json['uuid']}/link").ok(201)
    page = desk.app.test_client().get(link.json["url"].removeprefix(desk.settings.base_url))
    assert "eve@example.org" in page.text


def test_an_account_is_edited_by_who_has_seen_it(desk: Desk, admin: Client):
    seen = admin.get(f"/users/{desk.users['author']}").ok()
    path = f"/users/{desk.users['author']}"
    admin.patch(path, json={"name": "A"}).ok(428)
    changed = admin.patch(path, json={"name": "A", "roles": {"minsk": "editor"}}, seen=seen.etag).ok()
    assert (changed.json["name"], changed.json["roles"]) == ("A", {"minsk": "editor"})
    assert changed.json["email"] == seen.json["email"]
    admin.patch(path, json={"name": "B"}, seen=seen.etag).ok(412)


def test_a_disabled_account_is_not_heard(desk: Desk, admin: Client):
    path = f"/users/{desk.users['author']}"
    assert admin.patch(path, json={"disabled": True}, seen="*").ok().json["disabled"] is True
    desk.client("author").get("/entries").ok(401)
    admin.patch(path, json={"disabled": False}, seen="*").ok()
    desk.client("author").get("/entries").ok()


def test_the_last_administrator_stays_one(desk: Desk, admin: Client):
    admin.patch(f"/users/{desk.users['admin']}", json={"is_admin": False}, seen="*").ok(409)


def test_people_see_their_own_account_only(desk: Desk, anna: Client):
    assert anna.get(f"/users/{desk.users['editor']}").ok().json["email"] == "editor@example.org"
    anna.get(f"/users/{desk.users['author']}").ok(403)
    anna.get("/users").ok(403)


def test_every_wrong_field_of_an_account_is_named(admin: Client):
    record = {"email": "no address", "roles": {"nowhere": "editor"}, "language": "en"}
    assert admin.post("/users", json=record).ok(422).wrong.keys() == {"email", "roles.nowhere"}
    record = {"email": 5, "roles": {"moscow": "king"}, "passwort": "x"}
    assert admin.post("/users", json=record).ok(422).wrong.keys() == {"email", "roles", "passwort"}


def test_a_token_is_shown_once_and_works_until_it_is_revoked(desk: Desk, admin: Client):
    ends = rfc3339(desk.newsroom.now + timedelta(days=9))
    record = {"name": "robot", "actions": ["read", "manage"], "ends": ends}
    made = admin.post("/tokens", json=record).ok(201)
    robot = desk.client(secret=made.json["secret"])
    robot.get("/users").ok()
    listed = [token for token in admin.get("/tokens").json["items"] if token["uuid"] == made.json["uuid"]]
    assert [token["ends"] for token in listed] == [ends]
    assert "secret" not in listed[0]
    assert listed[0]["last_used"] is not None
    assert admin.ask("DELETE", f"/tokens/{made.json['uuid']}").ok().json["state"] == "revoked"
    robot.get("/users").ok(401)


def test_a_token_reaches_no_further_than_it_says(desk: Desk):
    robot = desk.client(secret=desk.token("admin", ["read", "write"], ["moscow"]))
    made = robot.create()
    robot.post(f"/entries/{made.json['uuid']}/publish", seen=made.etag).ok(403)
    robot.post("/entries", json={"office": "minsk", "language": "en", "title": "A"}).ok(403)
    robot.get("/users").ok(403)


def test_an_ended_token_is_not_heard(desk: Desk, anna: Client):
    desk.later(days=366)
    answer = anna.get("/entries").ok(401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_change_is_in_the_audit_log(desk: Desk, anna: Client, admin: Client):
    made = anna.publish("Water rises")
    lines = admin.get(f"/audit?object={made.json['uuid']}").ok().json["items"]
    assert [(line["action"], line["actor"], line["via"]) for line in lines] == [
        ("published", "editor@example.org", "test"),
        ("created", "editor@example.org", "test"),
    ]
    assert all(line["origin"] == "127.0.0.1" for line in lines)
    secrets = [secret for secret in desk.secrets.values() if secret in str(admin.get("/audit").json)]
    assert secrets == []
    anna.get("/audit").ok(403)
