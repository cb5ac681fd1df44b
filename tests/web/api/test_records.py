"""What commands print with --json is what the API gives."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from feedsvc.cli import commands, common
from tests.web.api.client import Client, Desk


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs a command on the desk's site at the desk's time; what it printed as JSON."""
    for name, value in {
        "FEEDSVC_DATABASE_URL": desk.settings.database_url,
        "FEEDSVC_DATA_DIR": str(desk.settings.data_dir),
        "FEEDSVC_BASE_URL": desk.settings.base_url,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(common, "now", lambda: desk.newsroom.now)

    def run(*arguments: str) -> Any:
        result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


def test_entries_are_the_same(desk: Desk, anna: Client, run: Callable[..., Any]):
    entry = anna.publish("Water rises", countries=["UZ"], image={"credit": "© Ada"})
    anna.create("Draft")
    assert run("entry", "list", "--json") == desk.client("admin").get("/entries").json["items"]
    assert run("entry", "show", entry.json["uuid"]) == entry.json


def test_offices_are_the_same(desk: Desk, run: Callable[..., Any]):
    assert run("office", "list", "--json") == desk.client().get("/offices").json["items"]
    assert run("office", "show", "moscow") == desk.client().get("/offices/moscow").json


@pytest.mark.parametrize("what", ["users", "tokens", "sources", "audit"])
def test_what_administrators_see_is_the_same(desk: Desk, run: Callable[..., Any], what: str):
    admin = desk.client("admin")
    admin.post("/sources", json={"url": "https://example.org/feed", "office": "moscow"}).ok(201)
    mine = f"?owner={desk.users['admin']}" if what == "tokens" else ""
    given = admin.get(f"/{what}{mine}").ok().json["items"]
    words = {
        "users": ("user", "list"),
        "tokens": ("user", "token", "list", "admin@example.org"),
        "sources": ("source", "list"),
        "audit": ("audit",),
    }
    assert given
    assert run(*words[what], "--json") == given
