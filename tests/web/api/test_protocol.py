"""HTTP itself: methods, content types, sizes, errors, caches, scripts of other sites, sessions."""

import json
import re
from typing import Any

import pytest

from feedsvc.core.json_text import DEEPEST
from feedsvc.services import accounts
from tests.web.api.client import Answer, Client, Desk
from tests.web.world import ADA

RECORD = {"office": "moscow", "language": "en", "title": "Water rises"}
PASSWORD = "seven herons at the weir"


def post(
    client: Client, data: bytes | str, content_type: str | None = "application/json", **more: Any
) -> Answer:
    return client.post("/entries", data=data, content_type=content_type, **more)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("{", "line 1, column 2"),
        ('{"title": "A",\n "office" "moscow"}', "line 2, column 11"),
        ("", "line 1, column 1"),
        ('{"title": NaN}', ""),
        ('{"title": -Infinity}', ""),
        ('{"title": 1e999}', ""),
        ('{"title": ' + "9" * 5000 + "}", ""),
        ('{"title": "A", "title": "B"}', "title"),
        ('{"authors": [{"name": "A", "name": "B"}]}', "name"),
        ("[" * 100_000, ""),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), ""),
        (b'{"title":\n "\xff"}', "line 2, byte 3"),
        ('{"title": "A"}'.encode("utf-16"), "line 1, byte 1"),
        (b'{"title": "A\x01"}', "line 1, column 13"),
        ("{'title': 'A'}", "line 1, column 2"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_json_is_refused_with_its_place(anna: Client, data: bytes | str, where: str):
    answer = post(anna, data).ok(400)
    assert answer.wrong.keys() == {where}


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/ld+json",
    ],
)
def test_another_content_type_is_refused(anna: Client, content_type: str | None):
    answer = post(anna, json.dumps(RECORD), content_type).ok(415)
    assert "application/json" in answer.json["detail"]


def test_json_may_say_that_it_is_utf_8(anna: Client):
    post(anna, json.dumps(RECORD), "application/json; charset=UTF-8").ok(201)


def test_a_large_body_is_refused(anna: Client):
    post(anna, json.dumps({**RECORD, "summary": "x" * (2 * 1024 * 1024)})).ok(413)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0"])
def test_there_is_nothing_but_json(desk: Desk, accept: str):
    assert desk.client().get("/entries", headers={"Accept": accept}).ok(406).wrong == {}


@pytest.mark.parametrize(
    "accept", ["*/*", "application/*", "text/html, */*;q=0.1", "application/problem+json"]
)
def test_json_is_given_to_whoever_takes_it(desk: Desk, accept: str):
    desk.client().get("/entries", headers={"Accept": accept}).ok()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/entries", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("POST", "/countries", {"GET", "HEAD", "OPTIONS"}),
        ("GET", "/bulk", {"POST", "OPTIONS"}),
    ],
)
def test_a_method_that_is_not_for_an_address_is_refused(
    anna: Client, method: str, path: str, allowed: set[str]
):
    answer = anna.ask(method, path).ok(405)
    assert set(answer.headers["Allow"].split(", ")) == allowed
    assert answer.wrong == {}


@pytest.mark.parametrize("path", ["/nothing", "/entries/", "/entries/x", "/entries/x/y/z", "//entries"])
def test_an_error_is_a_problem_document_even_for_a_browser(desk: Desk, path: str):
    answer = desk.client().get(path, headers={"Accept": "text/html"})
    assert answer.status in {404, 406}
    assert answer.wrong == {}
    assert answer.json.keys() == {"type", "title", "status", "detail", "instance"}


def test_an_unexpected_defect_is_logged_and_not_told(desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog):
    class Broken:
        def reading(self) -> None:
            raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(desk.app.extensions["feedsvc"], "store", Broken())
    monkeypatch.setattr(desk.app.extensions["feedsvc"], "settings_noted", True)
    answer = desk.client().get("/entries").ok(500)
    assert "swordfish" not in answer.response.text
    assert "swordfish" in caplog.text


def test_head_is_get_without_the_body(desk: Desk):
    get = desk.client().get("/offices/moscow")
    head = desk.client().ask("HEAD", "/offices/moscow").ok()
    assert (head.response.get_data(), head.etag) == (b"", get.etag)
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_scripts_of_other_sites_may_read_what_is_public(desk: Desk, anna: Client):
    assert desk.client().get("/entries").headers["Access-Control-Allow-Origin"] == "*"
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    preflight = desk.client().ask("OPTIONS", "/entries", headers=asked).ok()
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    for answer in (
        anna.get("/entries"),
        desk.client().post("/entries", json=RECORD),
        desk.client().ask("OPTIONS", "/bulk"),
        desk.client("admin").get("/users"),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_what_is_public_is_asked_about_each_time_and_the_rest_is_kept_nowhere(desk: Desk, anna: Client):
    assert desk.client().get("/entries").headers["Cache-Control"] == "no-cache"
    for answer in (anna.get("/entries"), anna.create(), anna.get("/users")):
        assert answer.headers["Cache-Control"] == "no-store"
    varies = {name.strip().lower() for name in desk.client().get("/entries").headers["Vary"].split(",")}
    assert {"authorization", "cookie"} <= varies


@pytest.mark.parametrize("authorization", ["Bearer x", "Bearer ", "bearer fsv_nothing"])
def test_a_wrong_token_is_refused_even_where_everybody_may_read(desk: Desk, authorization: str):
    answer = desk.client().get("/entries", headers={"Authorization": authorization}).ok(401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_session_may_change_things_with_its_csrf_token_only(desk: Desk):
    browser = desk.app.test_client()
    token = _sign_in(desk, browser)
    kind = {"base_url": desk.settings.base_url}
    refused = browser.post("/api/v1/entries", json=RECORD, **kind)
    assert refused.status_code == 403
    assert browser.get("/api/v1/users", **kind).status_code == 403
    made = browser.post("/api/v1/entries", json=RECORD, headers={"X-CSRFToken": token}, **kind)
    assert made.status_code == 201, made.text


def _sign_in(desk: Desk, browser: Any) -> str:
    with desk.store.writing() as writer:
        secret = accounts.new_link(writer, desk.users["editor"], now=desk.newsroom.now, actor=ADA)
    accounts.set_password(desk.store, secret, PASSWORD, now=desk.newsroom.now, origin="")
    kind = {"base_url": desk.settings.base_url, "headers": {"Referer": desk.settings.base_url + "/"}}
    form = {"email": "editor@example.org", "password": PASSWORD, "csrf_token": _token_in(browser, kind)}
    assert browser.post("/sign-in", data=form, **kind).status_code == 303
    return _token_in(browser, kind)


def _token_in(browser: Any, kind: dict[str, Any]) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in", **kind).text)
    assert found
    return found[1]
