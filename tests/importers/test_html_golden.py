"""Whole web pages and what is read from them, in pairs: NAME.html and NAME.expected.json.

`python -m tests.importers.test_html_golden` writes the expected files anew; read the difference.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importers.html_pages import read
from tests.importers.test_page_golden import in_json

PAGES = sorted(Path(__file__).parents[1].joinpath("data/html").glob("*.html"))


def read_file(page: Path) -> Any:
    options = page.with_suffix(".options.json")
    given = json.loads(options.read_text("utf-8")) if options.exists() else {}
    return in_json(read(page.read_bytes(), **{"office": None, "url": None, **given}))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_web_page_is_read_as_its_pair_says(page):
    assert read_file(page) == json.loads(page.with_suffix(".expected.json").read_text("utf-8"))


def test_there_are_web_pages_to_read():
    assert len(PAGES) >= 15


if __name__ == "__main__":
    for path in PAGES:
        text = json.dumps(read_file(path), ensure_ascii=False, indent=2)
        path.with_suffix(".expected.json").write_text(text + "\n", "utf-8")
