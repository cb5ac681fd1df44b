"""Imports, pictures and sources through the API."""

import io
import zipfile
from typing import Any

import pytest

from feedsvc.services.import_report import report_record
from feedsvc.services.importing import ImportFile, import_files
from tests.web.api.client import Client, Desk, png
from tests.web.world import ADA

HEADER = b"office,title,language,published\n"
CSV = HEADER + b"moscow,From a table,en,2026-05-01T09:00:00Z\nnowhere,Lost,en,2026-05-01T09:00:00Z\n"


def test_a_file_is_imported_and_reported_row_by_row(anna: Client):
    report = anna.send("/imports?office=moscow", ("news.csv", CSV)).ok().json
    assert report["counts"]["new"] == 1
    assert report["counts"]["refused"] == 1
    assert [(row["file"], row["line"], row["outcome"]) for row in report["rows"]] == [
        ("news.csv", 2, "new"),
        ("news.csv", 3, "refused"),
    ]
    assert anna.get(f"/entries/{report['rows'][0]['uuid']}").ok().json["title"] == "From a table"


def test_the_report_is_that_of_the_service(desk: Desk, anna: Client):
    said = anna.send("/imports?dry_run=true", ("a.csv", CSV)).ok().json
    files = [ImportFile(name="a.csv", data=CSV)]
    report = import_files(desk.store, desk.settings, files, now=desk.newsroom.now, actor=ADA, dry_run=True)
    assert said == report_record(report)


def test_a_dry_run_reports_and_stores_nothing(desk: Desk, anna: Client):
    before = desk.newsroom.counter()
    report = anna.send("/imports?dry_run=true", ("news.csv", CSV)).ok().json
    assert report["dry_run"] is True
    assert report["counts"]["new"] == 1
    assert desk.newsroom.counter() == before
    assert anna.get("/entries").json["items"] == []


def test_several_files_are_one_import(anna: Client):
    other = HEADER + b"moscow,Another,en,2026-05-02T09:00:00Z\n"
    report = anna.send("/imports", ("a.csv", CSV), ("b.csv", other)).ok().json
    assert {row["file"] for row in report["rows"]} == {"a.csv", "b.csv"}


def test_an_import_into_another_office_is_forbidden(desk: Desk):
    desk.client("minsk").send("/imports?office=moscow", ("news.csv", CSV)).ok(403)
    desk.client("author").send("/imports?office=moscow", ("news.csv", CSV)).ok(403)
    desk.client().send("/imports", ("news.csv", CSV)).ok(401)


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({}, {"file"}),
        ({"file": "no file"}, {"file"}),
        ({"fiel": (io.BytesIO(b"x"), "a")}, {"file", "fiel"}),
    ],
    ids=["nothing", "text", "misspelt"],
)
def test_a_form_without_a_file_is_refused(anna: Client, form: Any, wrong: set[str]):
    answer = anna.post("/imports", data=form, content_type="multipart/form-data").ok(422)
    assert answer.wrong.keys() == wrong


def test_a_file_in_another_content_type_is_refused(anna: Client):
    anna.post("/imports", data=CSV, content_type="text/csv").ok(415)
    anna.post("/pictures", json={"alt": "x"}).ok(415)


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("news.csv", bytes(5_000_000))
    return file.getvalue()


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "haha">
""" + b"".join(
    f'<!ENTITY {chr(letter)} "{f"&{chr(letter - 1)};" * 50}">'.encode() for letter in range(98, 107)
) + b"""]><rss version="2.0"><channel><title>&j;</title></channel></rss>"""  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        zip_bomb(),
        BILLION_LAUGHS,
        b"[" * 100_000,
        b"<div>" * 200_000,
        "<p>".encode("utf-16") + b"\xd8\x00\x00",
        b"\x00" * 1000,
        b"",
        b"title\n\xff\xfe\x00",
    ],
    ids=["zip", "entities", "brackets", "elements", "utf-16", "nul", "empty", "neither"],
)
def test_a_hostile_file_is_refused_and_nothing_is_stored(desk: Desk, anna: Client, data: bytes):
    report = anna.send("/imports?office=moscow&language=en", ("a", data)).ok().json
    assert report["counts"]["new"] == report["counts"]["changed"] == 0
    assert desk.client("admin").get("/entries").json["items"] == []


def test_a_file_that_names_one_of_another_site_is_refused(desk: Desk, anna: Client):
    hers = desk.client("minsk").publish("Of Minsk", office="minsk").json
    anna.get(f"/entries/{hers['uuid']}").ok()
    table = f"office,title,language,id\nmoscow,Taken over,en,{hers['id']}\n".encode()
    anna.send("/imports?office=moscow", ("a.csv", table)).ok()
    assert desk.client().get(f"/entries/{hers['uuid']}").json == hers


def picture(client: Client, data: bytes, **texts: str) -> Any:
    given = {"alt": "A river", "credit": "© Ada 2026", "office": "moscow", **texts}
    return client.send("/pictures", ("river.png", data), name="picture", texts=given)


def test_a_picture_is_kept_and_goes_into_an_entry(desk: Desk, anna: Client):
    made = picture(anna, png(1500, 1000)).ok(201)
    assert made.headers["Location"] == made.json["url"]
    assert made.json["url"].startswith(f"{desk.settings.base_url}/pictures/")
    entry = anna.publish(image=made.json)
    assert entry.json["image"] == made.json
    with desk.app.test_client().get(made.json["url"].removeprefix(desk.settings.base_url)) as served:
        assert served.content_length == made.json["length"]
        assert "immutable" in served.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("data", "texts", "wrong"),
    [
        (png(), {"alt": ""}, {"alt"}),
        (png(), {"office": "nowhere"}, {"office"}),
        (b"<svg onload='x()'/>", {}, {"picture"}),
        (b"", {}, {"picture"}),
    ],
    ids=["alt", "office", "svg", "empty"],
)
def test_a_picture_that_cannot_be_kept_is_refused_by_field(
    anna: Client, data: bytes, texts: dict[str, str], wrong: set[str]
):
    assert picture(anna, data, **texts).ok(422).wrong.keys() == wrong


def test_a_picture_larger_than_the_setting_is_not_read(anna: Client):
    picture(anna, bytes(11 * 1024 * 1024)).ok(413)


def test_a_picture_is_for_authors_of_the_office(desk: Desk):
    picture(desk.client("reader"), png()).ok(403)
    picture(desk.client("minsk"), png()).ok(403)
    picture(desk.client("author"), png()).ok(201)


def test_a_source_is_kept_edited_and_removed(desk: Desk, anna: Client):
    record = {"url": "https://example.org/feed", "office": "moscow", "every": 1800}
    made = anna.post("/sources", json=record).ok(201)
    assert (made.json["state"], made.json["every"]) == ("new", 1800)
    assert anna.get(made.headers["Location"]).ok().etag == made.etag
    path = f"/sources/{made.json['uuid']}"
    anna.patch(path, json={"paused": True}).ok(428)
    changed = anna.patch(path, json={"paused": True}, seen=made.etag).ok()
    assert (changed.json["state"], changed.json["every"]) == ("paused", 1800)
    anna.patch(path, json={"paused": False}, seen=made.etag).ok(412)
    assert anna.get("/sources").json["items"] == [changed.json]
    anna.ask("DELETE", path).ok()
    anna.get(path).ok(404)


def test_sources_are_for_who_may_import(desk: Desk, anna: Client):
    record = {"url": "https://example.org/feed", "office": "moscow"}
    desk.client("author").post("/sources", json=record).ok(403)
    made = anna.post("/sources", json=record).ok(201).json
    desk.client("minsk").get(f"/sources/{made['uuid']}").ok(403)
    assert desk.client("minsk").get("/sources").json["items"] == []


def test_every_wrong_field_of_a_source_is_named(anna: Client):
    record = {"url": "ftp://example.org", "office": "nowhere", "language": "fr"}
    assert anna.post("/sources", json=record).ok(422).wrong.keys() == {"url", "office", "language"}
