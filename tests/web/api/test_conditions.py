"""If-Match and If-None-Match: nobody's change is lost, and nothing is sent twice."""

import pytest

from feedsvc.web.api.conditions import IfMatch, if_match
from tests.web.api.client import Client, Desk

CHANGES = (
    ("PUT", "", {"office": "moscow", "language": "en", "title": "B"}),
    ("PATCH", "", {"title": "B"}),
    ("POST", "/publish", None),
    ("POST", "/schedule", {"scheduled_for": "2030-01-01T09:00:00Z"}),
    ("POST", "/withdraw", {"reason": "x"}),
    ("POST", "/restore", None),
    ("POST", "/unschedule", None),
    ("DELETE", "", None),
    ("POST", "/revert", {"version": 1}),
)
changes = pytest.mark.parametrize(("method", "path", "body"), CHANGES, ids=lambda value: str(value)[:12])


@changes
def test_a_change_without_if_match_is_refused(anna: Client, method: str, path: str, body: object):
    uuid = anna.create().json["uuid"]
    answer = anna.ask(method, f"/entries/{uuid}{path}", json=body).ok(428)
    assert "If-Match" in answer.json["detail"]


@changes
def test_a_change_of_what_has_changed_since_is_refused(anna: Client, method: str, path: str, body: object):
    made = anna.create()
    newer = anna.patch(f"/entries/{made.json['uuid']}", json={"title": "A"}, seen=made.etag).ok()
    anna.ask(method, f"/entries/{made.json['uuid']}{path}", json=body, seen=made.etag).ok(412)
    assert anna.get(f"/entries/{made.json['uuid']}").json == newer.json


def test_of_two_who_change_the_same_entry_one_is_told(desk: Desk, anna: Client):
    made = anna.create()
    path = f"/entries/{made.json['uuid']}"
    desk.client("editor").patch(path, json={"title": "A"}, seen=made.etag).ok()
    desk.client("admin").patch(path, json={"title": "B"}, seen=made.etag).ok(412)
    assert anna.get(path).json["title"] == "A"


@pytest.mark.parametrize("seen", ["*", '"0-0", {}', " {} ,"])
def test_if_match_takes_any_of_several_tags(anna: Client, seen: str):
    made = anna.create()
    anna.patch(f"/entries/{made.json['uuid']}", json={"title": "A"}, seen=seen.format(made.etag)).ok()


@pytest.mark.parametrize("seen", ["W/{}", "x{}", "1-0", "", '"'])
def test_if_match_takes_no_weak_tag_and_none_that_it_cannot_read(anna: Client, seen: str):
    made = anna.create()
    anna.patch(f"/entries/{made.json['uuid']}", json={"title": "A"}, seen=seen.format(made.etag)).ok(412)


def test_an_if_match_header_is_read_as_rfc_9110_has_it():
    assert if_match('"a", W/"b" ,"c,d"') == IfMatch(frozenset({"a", "c,d"}))
    assert if_match("*") == IfMatch(anything=True)
    assert if_match('"a" "b"') == IfMatch()


def test_what_a_client_has_already_is_not_sent_again(desk: Desk, anna: Client):
    seen = anna.publish()
    path = f"/entries/{seen.json['uuid']}"
    for client in (anna, desk.client()):
        same = client.get(path, headers={"If-None-Match": seen.etag}).ok(304)
        assert (same.response.get_data(), same.etag) == (b"", seen.etag)
    anna.patch(path, json={"title": "A"}, seen=seen.etag).ok()
    assert desk.client().get(path, headers={"If-None-Match": seen.etag}).ok().json["title"] == "A"


def test_a_translation_that_is_linked_changes_the_tag(desk: Desk, anna: Client):
    first, second = anna.publish(), anna.publish("Новости", language="ru")
    with desk.newsroom.publisher() as publisher:
        publisher.link_translations([first.json["uuid"], second.json["uuid"]])
    path = f"/entries/{first.json['uuid']}"
    answer = anna.get(path, headers={"If-None-Match": first.etag}).ok()
    assert answer.json["translations"] == [{"language": "ru", "uuid": second.json["uuid"]}]


@pytest.mark.parametrize("path", ["/offices/moscow", "/topics/work", "/countries/UZ"])
def test_offices_topics_and_countries_have_tags_too(desk: Desk, path: str):
    seen = desk.client().get(path).ok()
    desk.client().get(path, headers={"If-None-Match": seen.etag}).ok(304)


def test_what_is_read_can_be_held_to_a_tag_too(anna: Client):
    made = anna.create()
    path = f"/entries/{made.json['uuid']}"
    anna.get(path, seen=made.etag).ok()
    anna.get(path, seen="*").ok()
    anna.get(path, seen='"other"').ok(412)
