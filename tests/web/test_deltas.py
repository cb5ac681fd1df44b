"""Feeds as deltas (RFC 3229): whoever merges them holds what whoever reads the whole feed holds."""

import gzip
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedsvc.core.model import EntryDraft, Format, OfficeDraft
from feedsvc.services.backup import backup, restore
from feedsvc.services.offices import edit_office
from feedsvc.store import Store
from tests.walking import document_of
from tests.web.conftest import close
from tests.web.world import ADA, START, World, settings_for

ATOM = "/feeds/offices/tashkent.atom"
RSS = "/feeds/offices/tashkent.rss"
LATER = START + timedelta(days=5)


def draft(title: str, **others: object) -> EntryDraft:
    values: dict[str, object] = {"office": "tashkent", "title": title, "language": "en", "summary": "Said."}
    return EntryDraft(**{**values, "countries": ("UZ",), **others})  # type: ignore[arg-type]  # of many types


def poll(client: FlaskClient, path: str, tag: str, **headers: str) -> TestResponse:
    return client.get(path, headers={"A-IM": "feed", "If-None-Match": tag, **headers})


def tag_of(client: FlaskClient, path: str) -> str:
    return client.get(path).headers["ETag"]


def ids_in(answer: TestResponse) -> list[str]:
    fmt = Format.ATOM if "atom" in answer.mimetype else Format.RSS
    return list(document_of(fmt, answer.data).ids)


@pytest.mark.parametrize("path", [ATOM, RSS, f"{ATOM}?content=summary"])
def test_a_reader_that_had_the_feed_gets_what_is_new_alone(
    client: FlaskClient, world: World, path: str
) -> None:
    tag = tag_of(client, path)
    new = world.publish("new", draft("A new one"), LATER)
    answer = poll(client, path, tag)
    assert answer.status == "226 IM Used"
    assert answer.headers["IM"] == "feed"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"A-IM", "If-None-Match"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert ids_in(answer) == [f"urn:uuid:{new}"]
    whole = client.get(path)
    for name in ("ETag", "Content-Type", "Last-Modified", "Link", "Access-Control-Allow-Origin"):
        assert answer.headers.get(name) == whole.headers.get(name)
    assert poll(client, path, answer.headers["ETag"]).status_code == 304


def test_a_minor_edit_and_a_withdrawal_are_in_the_delta_of_atom(client: FlaskClient, world: World) -> None:
    old = world.publish("old", draft("To be withdrawn"), LATER)
    edited = world.publish("edited", draft("To be mended"), LATER)
    tag = tag_of(client, ATOM)
    with world.publisher(LATER) as publisher:
        publisher.edit(edited, draft("Mended"))
        publisher.withdraw(old, "Wrong.")
    answer = poll(client, ATOM, tag)
    assert answer.status_code == 226
    assert ids_in(answer) == [f"urn:uuid:{edited}"]
    assert f'ref="urn:uuid:{old}"' in answer.text


def test_rss_cannot_say_that_something_is_gone_so_it_is_whole(client: FlaskClient, world: World) -> None:
    old = world.publish("old", draft("To be withdrawn"), LATER)
    tag = tag_of(client, RSS)
    with world.publisher(LATER) as publisher:
        publisher.withdraw(old)
    assert poll(client, RSS, tag).status_code == 200
    tag = tag_of(client, RSS)
    world.publish("new", draft("After that"), LATER)
    assert poll(client, RSS, tag).status_code == 226


def test_an_entry_that_left_the_channel_otherwise_makes_every_answer_whole(
    client: FlaskClient, world: World
) -> None:
    path = "/feeds/countries/uz.atom"
    moved = world.publish("moved", draft("To go elsewhere"), LATER)
    tag, elsewhere = tag_of(client, path), tag_of(client, ATOM)
    with world.publisher(LATER) as publisher:
        publisher.edit(moved, draft("To go elsewhere", countries=("KZ",)))
    assert poll(client, path, tag).status_code == 200
    assert poll(client, ATOM, elsewhere).status_code == 226
    world.publish("next", draft("The next"), LATER)
    tag = tag_of(client, path)
    world.publish("one more", draft("One more"), LATER)
    assert poll(client, path, tag).status_code == 226


def test_a_delta_is_coded_as_the_whole_feed_is(client: FlaskClient, world: World) -> None:
    tag = client.get(ATOM, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    new = world.publish("new", draft("A new one"), LATER)
    answer = poll(client, ATOM, tag, **{"Accept-Encoding": "gzip"})
    assert answer.status_code == 226
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["ETag"].endswith('-gzip"')
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert new in gzip.decompress(answer.data).decode()
    head = client.head(ATOM, headers={"A-IM": "feed", "If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert (head.status_code, head.data) == (226, b"")
    assert head.headers == answer.headers


@pytest.mark.parametrize("tag", ['"unknown"', '"7-0123456789abcdef-01234567"', "*", "", 'W/"1"'])
def test_a_tag_that_was_never_this_feed_s_gets_the_whole(client: FlaskClient, world: World, tag: str) -> None:
    answer = poll(client, ATOM, tag)
    assert answer.status_code == (304 if tag == "*" else 200)


def test_the_tag_of_another_feed_or_format_gets_the_whole(client: FlaskClient, world: World) -> None:
    others = [RSS, "/feeds/all.atom", "/feeds/offices/tashkent.en.atom", f"{ATOM}?content=summary"]
    tags = [tag_of(client, path) for path in others]
    world.publish("new", draft("A new one"), LATER)
    assert [poll(client, ATOM, tag).status_code for tag in tags] == [200] * len(tags)


@pytest.mark.parametrize("path", ["/feeds/offices/tashkent.json", "/feeds/offices/tashkent/weekly.atom"])
def test_json_and_digests_are_always_whole(client: FlaskClient, world: World, path: str) -> None:
    tag = tag_of(client, path)
    world.publish("new", draft("A new one"), LATER)
    assert poll(client, path, tag).status_code in {200, 304}


def test_who_does_not_ask_for_a_delta_gets_none(client: FlaskClient, world: World) -> None:
    tag = tag_of(client, ATOM)
    world.publish("new", draft("A new one"), LATER)
    assert client.get(ATOM, headers={"If-None-Match": tag}).status_code == 200
    assert poll(client, ATOM, tag, **{"A-IM": "vcdiff"}).status_code == 200
    assert client.get(ATOM, headers={"A-IM": "feed"}).status_code == 200


def test_deltas_can_be_turned_off(world: World) -> None:
    app = world.app(deltas=False)
    client = app.test_client()
    tag = tag_of(client, ATOM)
    world.publish("new", draft("A new one"), LATER)
    assert poll(client, ATOM, tag).status_code == 200
    close(app)


def test_another_process_knows_the_tag_too(client: FlaskClient, world: World) -> None:
    tag = tag_of(client, ATOM)
    world.publish("new", draft("A new one"), LATER)
    other: Flask = world.app()
    assert poll(other.test_client(), ATOM, tag).status_code == 226
    close(other)


def test_what_was_sealed_into_an_archive_since_makes_the_answer_whole(
    client: FlaskClient, world: World
) -> None:
    tag = tag_of(client, ATOM)
    for number in range(7):  # a page has three
        world.publish(f"new{number}", draft(f"Number {number}"), LATER)
    assert poll(client, ATOM, tag).status_code == 200


def test_a_new_name_of_the_office_is_in_the_delta(client: FlaskClient, world: World) -> None:
    tag = tag_of(client, ATOM)
    with closing(Store(world.settings.database_url)) as store, store.writing() as writer:
        known: OfficeDraft = writer.office("tashkent").as_draft()
        changed = replace(known, names={**known.names, "en": "Bureau of Tashkent"})
        edit_office(writer, changed, now=LATER, actor=ADA)
    answer = poll(client, ATOM, tag)
    assert answer.status_code in {200, 226}
    assert "Bureau of Tashkent" in answer.text


def test_a_reader_that_takes_a_226_for_an_error_is_sent_the_whole_feed(
    client: FlaskClient, world: World
) -> None:
    tag = tag_of(client, ATOM)
    world.publish("new", draft("A new one"), LATER)
    rss2email = {"User-Agent": "rss2email/3.14 (https://github.com/rss2email/rss2email)"}
    assert poll(client, ATOM, tag, **rss2email).status_code == 200
    assert poll(client, ATOM, tag).status_code == 226


def test_what_a_restored_site_publishes_is_new_to_whoever_read_what_the_backup_did_not_hold(
    world: World, tmp_path: Path
) -> None:
    with closing(Store(world.settings.database_url)) as store:
        backup(store, world.settings, tmp_path / "site.zip", now=LATER)
    for number in range(3):
        world.publish(f"lost{number}", draft(f"Lost {number}"), LATER)
    lost = world.app()
    old = lost.test_client().get(ATOM)
    close(lost)
    there = settings_for(f"sqlite:///{tmp_path}/restored.db", tmp_path / "there")
    restore(there, tmp_path / "site.zip", now=LATER + timedelta(hours=1))
    restored = World(there, world.uuids)
    # Their numbers would be those of what was lost.
    for number in range(3):
        restored.publish(f"new{number}", draft(f"New {number}"), LATER)
    app = restored.app()
    answer, whole = poll(app.test_client(), ATOM, old.headers["ETag"]), app.test_client().get(ATOM)
    by_date = app.test_client().get(ATOM, headers={"If-Modified-Since": old.headers["Last-Modified"]})
    close(app)
    assert (answer.status_code, by_date.status_code) == (200, 200)
    assert answer.data == whole.data
