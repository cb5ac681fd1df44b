"""The world that the tests of the web room look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.web.room import EXTENSION, Room
from tests.web.world import World, fill, settings_for


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> World:
    """A small site with something of everything."""
    return fill(settings_for(sqlite_url, tmp_path))


@pytest.fixture
def app(world: World) -> Iterator[Flask]:
    """The application on it."""
    app = world.app()
    yield app
    close(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()


def close(app: Flask) -> None:
    """Close what an application opened."""
    room = app.extensions[EXTENSION]
    assert isinstance(room, Room)
    room.store.close()
