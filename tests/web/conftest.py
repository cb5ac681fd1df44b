"""The world that the tests of the web room look at."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.web.room import EXTENSION, Room
from tests.web.world import World, fill, settings_for

DATABASE = "feedsvc.db"


@pytest.fixture(scope="session")
def filled_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world that every test gets a copy of: to fill one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("world")
    file = shutil.copyfile(sqlite_template, folder / DATABASE)
    return fill(settings_for(f"sqlite:///{file}", folder))


@pytest.fixture
def world(filled_world: World, tmp_path: Path) -> World:
    """A small site with something of everything."""
    shutil.copytree(filled_world.settings.data_dir, tmp_path, dirs_exist_ok=True)
    return World(settings_for(f"sqlite:///{tmp_path / DATABASE}", tmp_path), filled_world.uuids)


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
