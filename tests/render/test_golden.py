"""Golden pairs: `<name>.document.json` is a FeedDocument; `<name>.atom`, `.rss`, `.json` are made of it.

`FEEDSVC_TEST_WRITE_GOLDEN=1 pytest tests/render/test_golden.py` writes the expected files anew: read the
difference before committing it.
"""

import os
from dataclasses import fields, replace
from itertools import zip_longest
from pathlib import Path

import msgspec
import pytest

from feedsvc import __version__
from feedsvc.core.feed import FeedDocument, History
from feedsvc.core.model import Format
from feedsvc.render import render
from tests.feed_rules import problems_of

DATA = Path(__file__).parent.parent / "data" / "render"
NAMES = sorted(path.name.removesuffix(".document.json") for path in DATA.glob("*.document.json"))
# A new version alone must not change the expected files.
VERSION_MARK = b"VERSION"


def golden_document(name: str, fmt: Format) -> FeedDocument:
    document = msgspec.json.decode((DATA / f"{name}.document.json").read_bytes(), type=FeedDocument)
    history = {
        each.name: url and url.replace(".atom", f".{fmt}")
        for each in fields(History)
        for url in [getattr(document.history, each.name)]
    }
    self_url = document.self_url.replace(".atom", f".{fmt}")
    return replace(document, self_url=self_url, history=History(**history))


def test_there_are_golden_documents() -> None:
    assert {"empty", "hard_texts", "one_language", "several_languages"} <= set(NAMES)
    assert {"archive", "emptied_archive"} <= set(NAMES)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("name", NAMES)
def test_a_golden_document_gives_the_expected_bytes(name: str, fmt: Format) -> None:
    made = render(golden_document(name, fmt), fmt).replace(__version__.encode(), VERSION_MARK)
    expected = DATA / f"{name}.{fmt}"
    if os.environ.get("FEEDSVC_TEST_WRITE_GOLDEN"):
        expected.write_bytes(made)
    assert first_difference(made, expected.read_bytes()) is None


def first_difference(made: bytes, expected: bytes) -> tuple[int, str, str] | None:
    """The first line that differs; pytest's own comparison of such bytes takes minutes."""
    pairs = zip_longest(made.decode().split("\n"), expected.decode().split("\n"), fillvalue="(no line)")
    return next(((n, ours, theirs) for n, (ours, theirs) in enumerate(pairs, 1) if ours != theirs), None)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("name", NAMES)
def test_a_golden_document_breaks_no_rule(name: str, fmt: Format) -> None:
    document = golden_document(name, fmt)
    assert problems_of(fmt, render(document, fmt), fetched_from=document.self_url) == []
