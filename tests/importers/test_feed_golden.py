"""Whole feeds and exports and what is read from them, in pairs: NAME.xml or .json and NAME.expected.json.

`python -m tests.importers.test_feed_golden` writes the expected files anew; read the difference.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.imported import Reading
from feedsvc.importers.kinds import kind_of
from tests.importers.feeds import read, read_export, stored

FOLDER = Path(__file__).parents[1] / "data" / "feeds"
FEEDS = sorted(
    path for path in FOLDER.iterdir() if ".expected" not in path.name and ".options" not in path.name
)


def in_json(reading: Reading) -> Any:
    """A reading as JSON, without what is empty or null, so that a person can check it."""
    return json.loads(json.dumps(_full(asdict(reading)), default=str))


def _full(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _full(inner) for key, inner in value.items() if inner not in (None, "", (), {})}
    return [_full(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def read_file(feed: Path) -> Reading:
    options = feed.with_suffix(".options.json")
    given = json.loads(options.read_text("utf-8")) if options.exists() else {}
    return (read_export if feed.name.startswith("wordpress") else read)(feed.read_bytes(), **given)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.stem)
def test_a_feed_is_read_as_its_pair_says(feed):
    assert in_json(read_file(feed)) == json.loads(feed.with_suffix(".expected.json").read_text("utf-8"))


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.stem)
def test_whatever_is_taken_of_a_feed_can_be_stored(feed):
    drafts = [item.draft for item in read_file(feed).items]

    assert [draft.id for draft in stored(drafts)] == [draft.id for draft in drafts]


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.stem)
def test_the_kind_of_a_feed_is_told_by_its_beginning(feed):
    assert kind_of(feed.read_bytes()) == ("wordpress" if feed.name.startswith("wordpress") else "feed")


def test_there_are_feeds_to_read():
    assert len(FEEDS) >= 25


if __name__ == "__main__":
    for path in FEEDS:
        text = json.dumps(in_json(read_file(path)), ensure_ascii=False, indent=2)
        path.with_suffix(".expected.json").write_text(text + "\n", "utf-8")
