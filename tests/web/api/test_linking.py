"""Translations linked and unlinked through the API, before and after readers see them."""

from tests.web.api.client import Client, Desk


def test_entries_are_linked_and_unlinked(desk: Desk, anna: Client):
    first, second = anna.publish(), anna.publish("Новости", language="ru")
    english, russian = (f"/entries/{each.json['uuid']}" for each in (first, second))
    body = {"translation": second.json["uuid"]}
    anna.post(f"{english}/link", json=body, seen='"old"').ok(412)
    linked = anna.post(f"{english}/link", json=body, seen=first.etag).ok()
    assert linked.json["translations"] == [{"language": "ru", "uuid": second.json["uuid"]}]
    assert linked.json["updated"] == first.json["updated"]
    seen = desk.client().get(russian).ok()
    assert seen.json["translations"] == [{"language": "en", "uuid": first.json["uuid"]}]
    assert anna.post(f"{russian}/unlink", seen=seen.etag).ok().json["translations"] == []
    assert desk.client().get(english).ok().json["translations"] == []


def test_a_draft_is_linked_and_shown_when_it_is_published(desk: Desk, anna: Client):
    seen, made = anna.publish(), anna.create("Новости", language="ru")
    path = f"/entries/{made.json['uuid']}"
    linked = anna.post(f"{path}/link", json={"translation": seen.json["uuid"]}, seen=made.etag).ok()
    assert linked.etag != made.etag
    assert desk.client().get(f"/entries/{seen.json['uuid']}").ok().json == seen.json
    anna.post(f"{path}/publish", seen=linked.etag).ok()
    shown = desk.client().get(f"/entries/{seen.json['uuid']}").ok()
    assert shown.json["translations"] == [{"language": "ru", "uuid": made.json["uuid"]}]
    assert shown.etag != seen.etag


def test_what_cannot_be_linked_is_refused_in_words(anna: Client):
    first, second = anna.publish(), anna.publish("Other")
    path = f"/entries/{first.json['uuid']}"
    same = anna.post(f"{path}/link", json={"translation": second.json["uuid"]}, seen=first.etag).ok(422)
    assert same.wrong == {"translations": "must each be in another language"}
    assert anna.post(f"{path}/link", json={}, seen=first.etag).ok(422).wrong.keys() == {"translation"}
    nobody = {"translation": "00000000-0000-4000-8000-000000000000"}
    anna.post(f"{path}/link", json=nobody, seen=first.etag).ok(404)
    assert anna.post(f"{path}/unlink", seen=first.etag).ok(422).wrong == {"translations": "there are none"}
