"""Who comes into the newsroom, and what its answers bear."""

from flask import Flask
from flask.testing import FlaskClient

from feedsvc.core.accounts import Role
from tests.web.editor.clerks import clerk
from tests.web.html import parse


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/editor", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/sign-in?next=%2Feditor")


def test_whoever_is_signed_in_gets_a_page_of_their_own_that_nobody_keeps(app: Flask) -> None:
    answer = clerk(app, name="Anna Karlova", roles={"tashkent": Role.READER}).get("/editor")
    assert answer.status_code == 200
    assert "anna@example.org" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_page_offers_the_other_languages_and_comes_back(app: Flask):
    anna = clerk(app, roles={"tashkent": Role.EDITOR})
    page = parse(anna.get("/editor?status=draft").text)
    [switch] = page.xpath("//header//form[@class='languages']")
    assert switch.get("action") == "/language"
    answer = anna.post("/language", {**dict(switch.form_values()), "language": "ru"})
    assert (answer.status_code, answer.location) == (303, "/editor?status=draft")
    assert 'lang="ru"' in anna.get("/editor").text.partition("<head>")[0]
