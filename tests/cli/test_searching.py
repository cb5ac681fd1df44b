"""Searching from the command line, and the index that `init` makes whole."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.calling import Feedsvc


@pytest.fixture
def filled(feedsvc: Feedsvc) -> Feedsvc:
    """The commands on a site with three entries."""
    feedsvc("office", "add", "moscow", "--name", "Moscow")
    feedsvc("office", "add", "minsk", "--name", "Minsk")
    for office, title, more in (
        ("moscow", "Floods on the Volga", ()),
        ("minsk", "A flood", ()),
        ("moscow", "Flooded draft", ("--draft",)),
    ):
        assert feedsvc("entry", "add", "--office", office, "--title", title, *more).status == 0
    return feedsvc


def titles(feedsvc: Feedsvc, *arguments: str) -> list[str]:
    """The titles of a list."""
    said = feedsvc("entry", "list", "--json", *arguments)
    assert said.status == 0, said.err
    return [each["title"] for each in json.loads(said.out)]


def test_a_list_of_entries_with_words(filled: Feedsvc):
    assert titles(filled, "--search", "volga flooding") == ["Floods on the Volga"]
    assert len(titles(filled, "--search", "flood")) == 3
    assert titles(filled, "--search", "flood", "--status", "draft") == ["Flooded draft"]
    assert titles(filled, "--search", "flood", "--office", "minsk") == ["A flood"]
    assert len(titles(filled, "--search", "flood", "--limit", "2")) == 2
    assert titles(filled, "--search", "") == []
    assert titles(filled, "--search", '" -- "') == []
    assert "Floods on the Volga" in filled("entry", "list", "--search", "volga").out


def test_init_indexes_what_is_not_indexed(filled: Feedsvc, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "data" / "feedsvc.db")) as database, database:
        database.execute("INSERT INTO entry_words_index (entry_words_index) VALUES ('rebuild')")
        database.execute("UPDATE entry_words SET made_by = 'others'")
    assert filled("init").status == 0
    assert len(titles(filled, "--search", "flood")) == 3
    with closing(sqlite3.connect(tmp_path / "data" / "feedsvc.db")) as database:
        assert database.execute("SELECT count(*) FROM entry_words WHERE made_by = 'others'").fetchone() == (
            0,
        )
        database.execute("INSERT INTO entry_words_index (entry_words_index) VALUES ('integrity-check')")
