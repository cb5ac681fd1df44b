"""rss-parser, the reader of many sites made with node: what a page that shows a feed has of it."""

import json
import os
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest

from tests.programs import required_program

_FOLDER = Path(__file__).parent / "npm"
_AT_MOST = 30  # seconds


class Item(TypedDict):
    """An item as the package gives it."""

    id: str
    title: str
    link: str
    text: str


class RssParser:
    """Keeps nothing: it shows what is in the feed now. Without node or the package the test is skipped."""

    def __init__(self) -> None:
        self._node = required_program("node")
        if not (_FOLDER / "node_modules" / "rss-parser").is_dir():
            pytest.skip("rss-parser is not here: npm install --no-package-lock --prefix tests/readers/npm")

    def read(self, *urls: str) -> list[list[Item]]:
        """The items of each feed, in its order."""
        done = subprocess.run(
            [self._node, str(_FOLDER / "read.js"), *urls],
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=_AT_MOST,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        feeds: list[list[Item]] = json.loads(done.stdout)
        return feeds
