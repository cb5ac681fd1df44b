"""What counts as written in a form that is not saved."""

from datetime import UTC, datetime

import pytest

from feedsvc.core.working_copy import WorkingCopy

AT = datetime(2026, 7, 1, tzinfo=UTC)
PICTURE = {"image_url": ("https://example.org/a.jpg",)}


@pytest.mark.parametrize(
    ("fields", "entry", "is_empty"),
    [
        ({}, None, True),
        ({"office": ("moscow",), "language": ("en",), "title": (" ",)}, None, True),
        ({"title": ("T",)}, None, False),
        (PICTURE, None, False),
        ({**PICTURE, "translates": ("u-1",)}, None, True),
        ({}, "u-1", False),
    ],
    ids=["nothing", "as opened", "title", "picture", "translation as opened", "of an entry"],
)
def test_a_form_is_empty_until_something_is_written(
    fields: dict[str, tuple[str, ...]], entry: str | None, is_empty: bool
):
    copy = WorkingCopy(id="c-1", owner="u", entry=entry, fields=fields, saved_at=AT)
    assert copy.is_empty is is_empty
