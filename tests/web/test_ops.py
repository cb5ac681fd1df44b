"""Alive and ready."""

from pathlib import Path

from flask.testing import FlaskClient

from tests.web.conftest import close
from tests.web.world import World, settings_for


def test_health_and_readiness_say_so(client: FlaskClient) -> None:
    health, ready = client.get("/healthz"), client.get("/readyz")
    assert (health.status_code, health.text) == (200, "ok\n")
    assert ready.status_code == 200
    assert health.headers["Cache-Control"] == ready.headers["Cache-Control"] == "no-store"


def test_without_a_database_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/no-such-folder/secret-name.db"
    app = World(settings_for(url, tmp_path)).app()
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "secret-name" not in ready.text
    assert ready.text.count("\n") == 1
    close(app)


def test_before_the_tables_are_made_it_is_not_ready(tmp_path: Path) -> None:
    app = World(settings_for(f"sqlite:///{tmp_path}/empty.db", tmp_path)).app()
    ready = app.test_client().get("/readyz")
    assert ready.status_code == 503
    assert "feedsvc init" in ready.text
    close(app)
