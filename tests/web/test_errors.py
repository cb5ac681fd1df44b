"""Errors in the form that was asked for."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.core import errors
from feedsvc.web.errors import status_of
from tests.web.conftest import close
from tests.web.world import World, settings_for

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
# As newsboat sends it: HTML is taken, and liked less than feeds.
READER = {"Accept": "application/rss+xml;q=1.0,application/atom+xml;q=0.9,text/html;q=0.6,*/*;q=0.3"}
NOT_YET = [
    "/hub",
    "/editor/",
    "/metrics",
]


def _answers_to_mistakes(world: World) -> list[tuple[str, str, int]]:
    return [
        ("GET", "/none", 404),
        ("GET", "/feeds/none.atom", 404),
        ("GET", "/feeds/all.rss?x=1", 400),
        ("POST", "/feeds/all.json", 405),
        ("POST", "/offices/tashkent", 405),
        ("GET", "/offices/none", 404),
        ("GET", f"/entries/{world.uuids['withdrawn']}/x", 410),
    ]


def test_a_program_gets_a_problem_and_a_person_a_page(world: World, client: FlaskClient) -> None:
    for method, path, status in _answers_to_mistakes(world):
        problem = client.open(path, method=method)
        assert problem.status_code == status, path
        assert problem.content_type == "application/problem+json"
        told = problem.get_json()
        assert told["status"] == status
        assert told["type"] == "about:blank"
        assert told["instance"] == path.partition("?")[0]
        page = client.open(path, method=method, headers=BROWSER)
        assert page.status_code == status, path
        assert page.mimetype == "text/html"
        assert page.text.count("<h1>") == 1
        assert "Content-Security-Policy" in page.headers
        assert "Accept" in page.headers["Vary"]


@pytest.mark.parametrize("accept", [READER, {"Accept": "*/*"}, {"Accept": "application/json"}, {}])
def test_whoever_likes_html_no_better_is_a_program(client: FlaskClient, accept: dict[str, str]) -> None:
    assert client.get("/feeds/none.atom", headers=accept).content_type == "application/problem+json"


def test_a_mistake_is_quoted_without_its_markup(client: FlaskClient) -> None:
    page = client.get("/feeds/<script>.atom", headers=BROWSER)
    assert page.status_code == 404
    assert "<script>" not in page.text


@pytest.mark.parametrize("path", NOT_YET)
def test_what_does_not_exist_yet_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_defect_is_logged_and_not_told(world: World, caplog: pytest.LogCaptureFixture) -> None:
    app = world.app()

    @app.get("/defect")
    def defect() -> str:
        raise RuntimeError("the secret of the machine")

    with caplog.at_level(logging.ERROR):
        answers = [app.test_client().get("/defect", headers=accept) for accept in (BROWSER, {})]
    for answer in answers:
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert "the secret of the machine" in caplog.text
    assert "Traceback" in caplog.text
    close(app)


def test_without_a_database_pages_and_feeds_ask_to_come_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app: Flask = World(settings_for(f"sqlite:///{tmp_path}/none/secret-name.db", tmp_path)).app()
    for path in ("/", "/feeds/all.atom"):
        for accept in (BROWSER, {}):
            answer = app.test_client().get(path, headers=accept)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "60"
            assert "secret-name" not in answer.text
    assert "StoreUnavailable" in caplog.text
    close(app)


def test_a_request_that_is_too_large_is_refused_in_our_form(world: World) -> None:
    app = world.app()

    @app.post("/take")
    def take() -> bytes:
        from flask import request

        return request.get_data()

    answer = app.test_client().post("/take", data=b"x" * 100_000)
    assert answer.status_code == 413
    assert answer.get_json()["detail"] == "The request is too large."
    close(app)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.UnreadableFile.at("file", "is empty"), 400),
        (errors.InvalidSettings.at("X", "is wrong"), 400),
        (errors.NotFound("x"), 404),
        (errors.Gone("x"), 410),
        (errors.Conflict("x"), 409),
        (errors.StoreUnavailable("x"), 503),
        (errors.FeedsvcError("x"), 500),
    ],
)
def test_every_error_of_the_tree_has_a_status(error: errors.FeedsvcError, status: int) -> None:
    assert status_of(error) == status
