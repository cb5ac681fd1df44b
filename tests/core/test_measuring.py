"""Which pictures are measured."""

from datetime import UTC, datetime

import pytest

from feedsvc.core.measuring import wanted_size
from feedsvc.core.model import Entry, Image, Status

BASE = "https://news.example.org"


def entry(image: Image | None) -> Entry:
    return Entry(
        uuid="u", id="urn:uuid:u", office="moscow", title="T", language="en", status=Status.PUBLISHED,
        version=1, created=datetime(2026, 6, 1, tzinfo=UTC), image=image,
    )  # fmt: skip


@pytest.mark.parametrize(
    "image",
    [
        Image("https://pictures.example/a.png"),
        Image("http://pictures.example/a.png", width=3),
        Image("https://news.example.org.evil.example/a.png"),
    ],
)
def test_a_picture_of_another_site_without_a_size_is_measured(image: Image):
    assert wanted_size(entry(image), BASE) == {"entry": "u", "url": image.url}


@pytest.mark.parametrize(
    "image",
    [
        None,
        Image(credit="Ada"),
        Image("https://pictures.example/a.png", width=3, height=2),
        Image("/pictures/ab.png"),
        Image(f"{BASE}/pictures/ab.png"),
    ],
)
def test_no_other_picture_is(image: Image | None):
    assert wanted_size(entry(image), BASE) is None
