"""A newsroom on SQLite: what the services do is the same on both engines (tests/store shows it)."""

from pathlib import Path

import pytest

from feedsvc.store import Store
from tests.newsroom import Newsroom


@pytest.fixture
def newsroom(sqlite_store: Store, sqlite_url: str, tmp_path: Path) -> Newsroom:
    """A newsroom on SQLite."""
    return Newsroom(sqlite_store, tmp_path / "data", sqlite_url)
