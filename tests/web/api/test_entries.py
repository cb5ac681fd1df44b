"""Entries through the API: read, listed, written."""

import pytest

from feedsvc.core.records import entry_record
from tests.web.api.client import Client, Desk

RECORD = {"office": "moscow", "language": "en", "countries": [], "title": "Water rises"}


def test_an_entry_is_created_as_a_draft_that_only_its_office_sees(desk: Desk, anna: Client):
    made = anna.post("/entries", json=RECORD).ok(201)
    assert made.json["status"] == "draft"
    assert made.headers["Location"] == f"{desk.settings.base_url}/api/v1/entries/{made.json['uuid']}"
    assert anna.get(made.headers["Location"]).ok().json == made.json
    assert desk.client("reader").get(made.headers["Location"]).ok().etag == made.etag
    desk.client().get(made.headers["Location"]).ok(404)
    desk.client("minsk").get(made.headers["Location"]).ok(404)


def test_an_entry_that_may_not_be_seen_is_told_from_none_by_nothing(desk: Desk, anna: Client):
    made = anna.create().json["uuid"]
    unknown = "00000000-0000-4000-8000-000000000000"
    for client in (desk.client(), desk.client("minsk")):
        for method, path in (("GET", ""), ("PUT", ""), ("PATCH", ""), ("POST", "/publish")):
            hidden = client.ask(method, f"/entries/{made}{path}", json=RECORD, seen="*")
            none = client.ask(method, f"/entries/{unknown}{path}", json=RECORD, seen="*")
            assert hidden.status == none.status
            assert hidden.response.get_data(as_text=True).replace(made, unknown) == none.response.text


def test_what_the_api_gives_is_what_the_records_say(desk: Desk, anna: Client):
    entry = anna.publish("Water rises", topics=["work"], countries=["UZ"]).json
    with desk.store.reading() as reader:
        assert entry == entry_record(reader.entry(entry["uuid"]), desk.newsroom.site())


def test_an_entry_is_replaced_by_what_is_sent_and_defaults(desk: Desk, anna: Client):
    made = anna.create(kind="Press release", summary="It rises.")
    changed = anna.put(
        f"/entries/{made.json['uuid']}", json={**RECORD, "title": "It fell"}, seen=made.etag
    ).ok()
    assert (changed.json["title"], changed.json["kind"], changed.json["summary"]) == ("It fell", "", "")
    assert changed.etag != made.etag


def test_what_was_read_can_be_sent_back(anna: Client):
    seen = anna.publish(countries=["UZ"], image={"credit": "© Ada"}, authors=[{"name": "Ada"}])
    same = anna.put(f"/entries/{seen.json['uuid']}", json=seen.json, seen=seen.etag).ok()
    assert same.json == seen.json


def test_a_patch_changes_what_it_names_and_null_gives_a_default(anna: Client):
    made = anna.create(kind="Press release", summary="It rises.", image={"credit": "© Ada"})
    merge = {"headers": {"Content-Type": "application/merge-patch+json"}}
    path = f"/entries/{made.json['uuid']}"
    changed = anna.patch(path, data='{"kind": null, "title": "It fell"}', seen=made.etag, **merge).ok()
    assert changed.json == {**made.json, "kind": "", "title": "It fell"}


def test_an_edit_is_minor_unless_it_is_to_be_news_again(desk: Desk, anna: Client):
    seen = anna.publish()
    path = f"/entries/{seen.json['uuid']}"
    desk.later(hours=1)
    minor = anna.patch(path, json={"title": "A"}, seen=seen.etag).ok()
    assert minor.json["updated"] == seen.json["updated"]
    major = anna.patch(path + "?edit=major", json={"title": "B"}, seen=minor.etag).ok()
    assert major.json["updated"] > seen.json["updated"]


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        ({}, {"office", "title", "language"}),
        (
            {**RECORD, "office": "nowhere", "topics": ["nothing"], "link": "ftp://x"},
            {"office", "topics", "link"},
        ),
        ({**RECORD, "titel": "x", "uuid": "y"}, {"titel", "uuid"}),
        (
            {**RECORD, "title": 5, "authors": [{"name": "A"}, {"email": 1}]},
            {"title", "authors[2].name", "authors[2].email"},
        ),
        ({**RECORD, "published": "yesterday", "image": {"width": "wide"}}, {"published", "image.width"}),
        ({**RECORD, "title": "NUL \x00 in it"}, {"title"}),
        ({**RECORD, "summary": "half \ud800 of it"}, {"summary"}),
        ([], {""}),
    ],
    ids=lambda value: ", ".join(sorted(value)) if isinstance(value, set) else "",
)  # fmt: skip
def test_every_wrong_field_is_named(anna: Client, record: object, wrong: set[str]):
    answer = anna.post("/entries", json=record).ok(422)
    assert answer.wrong.keys() == wrong
    assert anna.get("/entries").json["items"] == []


def test_a_wrong_patch_changes_nothing(anna: Client):
    made = anna.create()
    path = f"/entries/{made.json['uuid']}"
    assert anna.patch(path, json={"title": "B", "officee": "x"}, seen=made.etag).ok(422).wrong.keys() == {
        "officee"
    }
    assert anna.patch(path, json={"title": None}, seen=made.etag).ok(422).wrong.keys() == {"title"}
    assert anna.get(path).json == made.json


def test_scripts_are_taken_out_of_html(anna: Client):
    html = "<p onclick='x()'>Text<script>alert(1)</script></p><iframe src='//x'></iframe>"
    assert anna.create(content_html=html).json["content_html"] == "<p>Text</p>"


def test_control_characters_are_taken_out_of_text(anna: Client):
    assert anna.create("A\x07 bell\u202e").json["title"] == "A bell"


def test_what_is_withdrawn_is_gone_for_the_public_and_stays_for_its_office(desk: Desk, anna: Client):
    seen = anna.publish()
    path = f"/entries/{seen.json['uuid']}"
    gone = anna.post(f"{path}/withdraw", json={"reason": "The wrong river."}, seen=seen.etag).ok()
    assert gone.json["status"] == "withdrawn"
    answer = desk.client().get(path).ok(410)
    assert "The wrong river." in answer.json["detail"]
    assert anna.get(path).ok().json == gone.json
