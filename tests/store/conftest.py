"""A newsroom on each engine in turn."""

from pathlib import Path

import pytest

from feedsvc.store import Store
from tests.newsroom import Newsroom


@pytest.fixture
def newsroom(store: Store, tmp_path: Path) -> Newsroom:
    """A newsroom on SQLite and on PostgreSQL."""
    return Newsroom(store, tmp_path)
