"""Whole tables and what is read from them, in pairs: NAME.csv or NAME.json and NAME.expected.json.

`python -m tests.importers.test_table_golden` writes the expected files anew; read the difference.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from feedsvc.importers.table import read_csv, read_json
from tests.importers.test_page_golden import in_json

READERS = {".csv": read_csv, ".json": read_json}
TABLES = sorted(
    path
    for path in Path(__file__).parents[1].joinpath("data/tables").iterdir()
    if path.suffix in READERS and not path.stem.endswith((".expected", ".options"))
)


def read_file(table: Path) -> Any:
    options = table.with_suffix(".options.json")
    given = json.loads(options.read_text("utf-8")) if options.exists() else {}
    return in_json(READERS[table.suffix](table.read_bytes(), **given))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_read_as_its_pair_says(table):
    assert read_file(table) == json.loads(table.with_suffix(".expected.json").read_text("utf-8"))


def test_there_are_tables_to_read():
    assert len(TABLES) >= 15


if __name__ == "__main__":
    for path in TABLES:
        text = json.dumps(read_file(path), ensure_ascii=False, indent=2)
        path.with_suffix(".expected.json").write_text(text + "\n", "utf-8")
