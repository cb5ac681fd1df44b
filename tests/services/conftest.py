"""A newsroom on SQLite: what the services do is the same on both engines (tests/store shows it)."""

from pathlib import Path

import pytest

from feedsvc.store import Store
from tests.newsroom import Newsroom
from tests.services.import_desk import Desk
from tests.services.staff import Staff


@pytest.fixture
def newsroom(sqlite_store: Store, sqlite_url: str, tmp_path: Path) -> Newsroom:
    """A newsroom on SQLite."""
    return Newsroom(sqlite_store, tmp_path / "data", sqlite_url)


@pytest.fixture
def desk(newsroom: Newsroom) -> Desk:
    """A desk that imports into the newsroom."""
    return Desk(newsroom)


@pytest.fixture
def staff(newsroom: Newsroom) -> Staff:
    """The accounts of the newsroom."""
    return Staff(newsroom)
