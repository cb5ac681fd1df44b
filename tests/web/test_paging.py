"""The keys of older pages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.model import Entry, Status
from feedsvc.web.paging import key_of, parse_key

moments = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def _entry(uuid: str, published: datetime | None) -> Entry:
    return Entry(
        uuid=uuid,
        id=f"urn:uuid:{uuid}",
        office="moscow",
        title="Title",
        language="en",
        status=Status.PUBLISHED,
        version=1,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        published=published,
    )


@given(moments, st.uuids())
def test_a_key_is_read_back_as_it_was_made(moment: datetime, uuid: object) -> None:
    assert parse_key(key_of(_entry(str(uuid), moment))) == (moment, str(uuid))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-06-12T09:00:00Z",
        "2026-06-12T09:00:00Z_",
        "2026-13-12T09:00:00Z_00000000-0000-4000-8000-000000000001",
        "2026-06-12T09:00:00Z_00000000-0000-4000-8000-00000000000G",
        "２026-06-12T09:00:00Z_00000000-0000-4000-8000-000000000001",
        "2026-06-12T09:00:00Z_00000000-0000-4000-8000-000000000001\n",
    ],
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert parse_key(text) is None


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert parse_key(text) is None or "_" in text


def test_an_entry_that_is_not_released_has_no_key() -> None:
    with pytest.raises(ValueError, match="not released"):
        key_of(_entry("00000000-0000-4000-8000-000000000001", None))
