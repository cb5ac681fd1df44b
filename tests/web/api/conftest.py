"""The API of a small site, asked by people and programs with rights of several kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.api.client import Client, Desk


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A site with an account and a token for each role."""
    made = Desk(sqlite_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def app(desk: Desk) -> Flask:
    """The application on it."""
    return desk.app


@pytest.fixture
def anna(desk: Desk) -> Client:
    """A client that shows the token of Moscow's editor."""
    return desk.client("editor")
