"""Kept sources, and imports from files."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from feedsvc.core.accounts import Role
from feedsvc.core.sources import Source
from feedsvc.services import sources, work
from feedsvc.web.editor.administration import reports
from feedsvc.web.room import EXTENSION
from tests.fetching.sites import LOCAL, Site, other_site, saying
from tests.services.import_desk import feed, feed_entry
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.test_admin_places import fields_of
from tests.web.html import parse
from tests.web.world import ADA, NOW, World

HOME = "/editor/administration"
CSV = "title,date,office,language\nOne,2026-05-01,tashkent,en\nTwo,soon,tashkent,en\n"
COUNTRY = "title,date,office,language,countries\nOf rain,2026-06-01,tashkent,en,UZ\n"
SOURCE = {"url": "https://feeds.example.org/1", "office": "tashkent", "every": "30", "format": "feed"}


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An editor of Tashkent."""
    return clerk(app, roles={"tashkent": Role.EDITOR})


def kept(app: Flask) -> list[Source]:
    with app.extensions[EXTENSION].store.reading() as reader:
        return sources.sources_for(reader, ADA)


def titles(app: Flask) -> set[str]:
    with app.extensions[EXTENSION].store.reading() as reader:
        return {entry.title for entry in reader.entries(limit=100)}


def send(anna: Clerk, *contents: tuple[str, str], **form: Any) -> str:
    """Send files; the path of what became of them."""
    token = fields_of(anna.get(f"{HOME}/imports").text)["csrf_token"][0]
    files = [FileStorage(BytesIO(text.encode()), name, "file") for name, text in contents]
    fields = {"csrf_token": token, "file": files, "format": "auto", **form}
    # Not by the client, which leaves the temporary file of a large form open.
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = anna.client.post(f"{HOME}/imports", data=body, content_type=kind)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_source_is_added_edited_paused_and_removed(app: Flask, anna: Clerk) -> None:
    assert "No site is read regularly yet." in anna.get(f"{HOME}/sources").text
    anna.get(f"{HOME}/sources/add")
    assert anna.post(f"{HOME}/sources/add", SOURCE).status_code == 303
    [source] = kept(app)
    assert (source.every, source.format, source.by) == (timedelta(minutes=30), "feed", "anna@example.org")
    path = f"{HOME}/sources/{source.uuid}"
    form = fields_of(anna.get(f"{path}/edit").text)
    assert form["every"] == ["30"]
    assert anna.post(f"{path}/edit", {**form, "every": "1440", "language": "ru"}).status_code == 303
    assert (kept(app)[0].every, kept(app)[0].language) == (timedelta(days=1), "ru")
    assert "Somebody changed it" in anna.post(f"{path}/edit", {**form, "every": "5"}).text
    assert anna.post(f"{path}/pause").status_code == 303
    page = anna.get(f"{HOME}/sources").text
    assert "A person has paused it." in page
    assert "is read no more" in page
    assert "Resume" in anna.get(f"{path}/edit").text
    assert anna.post(f"{path}/resume").status_code == 303
    assert "not read yet" in anna.get(f"{HOME}/sources").text
    assert "Its entries stay" in anna.get(f"{path}/remove").text
    assert anna.post(f"{path}/remove").status_code == 303
    assert kept(app) == []


def test_wrong_input_about_a_source_is_marked_and_stays(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/sources/add")
    wrong = {"url": "ftp://typed", "office": "tashkent", "every": "1", "format": "pdf", "language": "xx"}
    answer = anna.post(f"{HOME}/sources/add", wrong)
    assert answer.status_code == 422
    for field in ("url", "every", "format", "language"):
        assert f'id="{field}-problem"' in answer.text, field
    assert "ftp://typed" in answer.text
    anna.post(f"{HOME}/sources/add", SOURCE)
    twice = anna.post(f"{HOME}/sources/add", SOURCE, **{"Accept-Language": "ru"})
    assert (twice.status_code, "Этот адрес уже есть" in twice.text) == (422, True)
    assert len(kept(app)) == 1


def test_the_health_of_each_source_is_told_in_a_sentence_the_worst_first(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/sources/add")
    for number in range(3):
        anna.post(f"{HOME}/sources/add", {**SOURCE, "url": f"https://s{number}.example.org/"})
    with app.extensions[EXTENSION].store.writing() as writer:
        for url, said in (
            ("https://s1.example.org/", "failures = 3, last_error = 'It answered 503.'"),
            (
                "https://s2.example.org/",
                "last_error = 'Refused line 3: no date', last_counts = '{\"new\": 4}'",
            ),
        ):
            writer.connection.exec_driver_sql(
                f"UPDATE source SET last_poll = created, {said} WHERE url = '{url}'"
            )
    page = anna.get(f"{HOME}/sources").text.split("<tbody>")[1]
    assert "It could not be read 3 times in a row." in page
    assert "It answered 503." in page
    assert "Refused line 3: no date" in page
    assert "new: 4" in page
    order = [page.index(f"https://s{number}.example.org/") for number in (1, 2, 0)]
    assert order == sorted(order)


@pytest.fixture
def site() -> Iterator[Site]:
    """Another site."""
    with other_site() as site:
        yield site


@pytest.mark.sockets
def test_a_source_is_looked_at_and_read_now(world: World, site: Site) -> None:
    app = world.app(allowed_networks=LOCAL)
    anna = clerk(app, roles={"tashkent": Role.EDITOR})
    anna.get(f"{HOME}/sources/add")
    good = feed_entry("https://o.example/1", "A good one")
    ahead = feed_entry("https://o.example/2", "Ahead of its time", at="2099-01-01T00:00:00Z")
    anna.post(f"{HOME}/sources/add", {**SOURCE, "url": site.on("/feed", saying(feed(good, ahead)))})
    path = f"{HOME}/sources/{kept(app)[0].uuid}"
    page = anna.post(f"{path}/look").text
    assert "Nothing was stored." in page
    assert "lies ahead" in page
    assert "A good one" not in titles(app)
    assert anna.post(f"{path}/read").status_code == 303
    assert "new: 1, changed: 0, unchanged: 0, refused: 1" in anna.get(f"{HOME}/sources").text
    assert "A good one" in titles(app)
    site.on("/feed", lambda visit: visit.answer(404, b""))
    assert "Nothing of it can be taken." in anna.post(f"{path}/look").text
    anna.post(f"{path}/read")
    assert "could not be taken: It answered 404" in anna.get(f"{HOME}/sources").text
    app.extensions[EXTENSION].store.close()


def test_files_are_looked_at_before_anything_is_stored(app: Flask, anna: Clerk) -> None:
    path = send(anna, ("news.csv", CSV))
    page = anna.get(path).text
    assert "What would be imported" in page
    assert "One" in page
    assert 'data-label="Line">3<' in page
    assert "date: " in page  # the reason of the refusal names the column
    assert 'data-label="Office">Office for the Rivers of Central Asia<' in page
    assert "Uzbekistan (as the file says)" in anna.get(send(anna, ("c.csv", COUNTRY))).text
    assert "Throw these files away" in page
    assert "One" not in titles(app)
    answer = anna.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    page = anna.get(path).text
    assert "The import is done." in page
    assert "Imported" in page
    [row] = parse(page).xpath("//td[@data-label='Title']/a")
    assert row.text == "One"
    assert anna.get(row.get("href")).status_code == 200
    assert "Throw these files away" not in page
    assert "What was imported stays." in page
    assert {"One"} <= titles(app)
    assert "Two" not in titles(app)
    anna.post(path)
    assert "imported" in anna.get(f"{HOME}/imports").text


def test_several_files_and_a_pasted_text_are_one_import(anna: Clerk) -> None:
    other = CSV.replace("One", "Three").replace("Two", "Four")
    path = send(anna, ("a.csv", CSV), ("b.csv", other), text=CSV.replace("One", "Pasted"))
    page = anna.get(path).text
    for said in ("a.csv", "b.csv", "pasted text", "Three", "Pasted"):
        assert said in page, said
    assert "a.csv and 2 more" in anna.get(f"{HOME}/imports").text


def test_nothing_chosen_is_told_and_what_was_chosen_else_stays(anna: Clerk) -> None:
    anna.get(f"{HOME}/imports")
    answer = anna.post(f"{HOME}/imports", {"text": " ", "language": "ru", "format": "csv"})
    assert answer.status_code == 422
    assert 'id="file-problem"' in answer.text
    assert '<option value="ru" selected>' in answer.text
    assert '<option value="csv" selected>' in answer.text


def test_the_rows_of_one_outcome_are_shown_page_by_page(anna: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "ROWS", 2)
    rows = "".join(f"Item {number},2026-05-0{number},tashkent,en\n" for number in range(1, 6))
    path = send(anna, ("n.csv", CSV + rows))
    assert "Two" in anna.get(f"{path}?show=refused").text
    assert "Item 1" not in anna.get(f"{path}?show=refused").text
    first, second = anna.get(f"{path}?show=new"), anna.get(f"{path}?show=new&page=2")
    assert re.findall(r"Item \d", first.text) == ["Item 1"]
    assert re.findall(r"Item \d", second.text) == ["Item 2", "Item 3"]
    assert "Earlier rows" in second.text
    for query in ("show=none", "page=x", "page=-1", "page=999999"):
        assert anna.get(f"{path}?{query}").status_code == 200


def test_a_long_import_shows_how_far_it_is(app: Flask, anna: Clerk) -> None:
    here = app.extensions[EXTENSION]
    path = send(anna, ("long.csv", CSV + " " * 1_100_000))
    page = anna.get(path).text
    assert "The files are being looked at" in page
    assert 'hx-trigger="load delay:1s"' in page
    piece = anna.get(path, **{"HX-Request": "true"})
    assert piece.text.startswith('<div id="progress"')
    assert anna.post(path).status_code == 409
    work.do_job(here.store, here.settings, now=NOW, holder="w")
    assert anna.get(path, **{"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    anna.post(path)
    assert "The import is under way" in anna.get(path).text
    work.do_job(here.store, here.settings, now=NOW, holder="w")
    assert "Imported" in anna.get(path).text
    assert "One" in titles(app)


def test_files_that_no_worker_begins_with_say_so(world: World) -> None:
    app = world.app()
    anna = clerk(app, roles={"tashkent": Role.EDITOR})
    path = send(anna, ("long.csv", CSV + " " * 1_100_000))
    assert "Nobody has begun" not in anna.get(path).text
    app.extensions[EXTENSION].clock = lambda: NOW + timedelta(minutes=2)
    assert "Nobody has begun" in anna.get(path).text
    app.extensions[EXTENSION].store.close()


def test_what_cannot_be_imported_offers_no_button(anna: Clerk) -> None:
    page = anna.get(send(anna, text="title\nx\n")).text
    assert "There is nothing to import" in page
    assert "Import these" not in page


def test_files_are_seen_by_nobody_else_and_thrown_away(app: Flask, anna: Clerk) -> None:
    path = send(anna, ("news.csv", CSV))
    other = clerk(app, "bob@example.org", is_admin=True)
    assert other.get(path).status_code == 404
    assert other.post(f"{path}/remove").status_code == 403  # no token of this session yet
    anna.get(path)
    assert anna.post(f"{path}/remove").status_code == 303
    assert anna.get(path).status_code == 404


@pytest.mark.parametrize(("fmt", "kind"), [("csv", "text/csv"), ("json", "application/json")])
def test_a_table_to_fill_in_can_be_had(anna: Clerk, fmt: str, kind: str) -> None:
    answer = anna.get(f"{HOME}/imports/template.{fmt}")
    assert answer.mimetype == kind
    assert b"title" in answer.data


def test_a_page_of_ten_megabytes_is_heard(anna: Clerk) -> None:
    path = send(anna, ("large.csv", CSV + " " * (9 * 1024 * 1024)))
    assert "9 MB" in anna.get(path).text
