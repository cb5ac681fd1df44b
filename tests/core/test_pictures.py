"""Names and sizes of the pictures that are kept here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.model import Image
from feedsvc.core.pictures import (
    WIDTHS,
    Picture,
    PictureFile,
    PictureName,
    file_name,
    for_mail,
    name_at,
    parse_name,
    sizes_of,
    smaller_sizes,
)

DIGEST = "0123456789abcdef" * 2


def picture(*widths: int) -> Picture:
    files = tuple(PictureFile(file_name(DIGEST, w, "image/jpeg"), w, w // 2, w * 100) for w in widths)
    return Picture(
        digest=DIGEST,
        type="image/jpeg",
        files=files,
        alt="A river",
        credit="© Ada",
        office=None,
        by="ada",
        uploaded=datetime(2026, 6, 1, tzinfo=UTC),
    )


def image(width: int | None, height: int | None, name: str = "") -> Image:
    path = f"/pictures/{name or file_name(DIGEST, width or 0, 'image/jpeg')}"
    return Image(path, "A river", "© Ada", width, height, "image/jpeg", 5)


def test_a_name_says_the_digest_the_width_and_the_type():
    assert parse_name(f"{DIGEST}-640.jpg") == PictureName(DIGEST, 640, "image/jpeg")
    assert parse_name(f"{DIGEST}.png") == PictureName(DIGEST, None, "image/png")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a.png",
        f"{DIGEST}.svg",
        f"{DIGEST}-0640.jpg",
        f"{DIGEST}-.jpg",
        f"{DIGEST}-640.jpg\n",
        f"{DIGEST.upper()}.png",
        f"../{DIGEST}.png",
        f"{DIGEST}-640.jpg.part",
    ],
)
def test_no_other_name_is_a_pictures(name: str):
    assert parse_name(name) is None


@pytest.mark.parametrize(
    "url", [None, "", f"https://example.org/pictures/{DIGEST}.png", f"/static/{DIGEST}.png"]
)
def test_no_other_url_names_a_kept_picture(url: str | None):
    assert name_at(url) is None


@pytest.mark.parametrize(
    ("widths", "shown"), [((4000, 1200, 640, 320), 1200), ((1000, 640, 320), 1000), ((90,), 90)]
)
def test_an_entry_shows_the_widest_file_that_is_not_too_wide_for_a_feed(widths: tuple[int, ...], shown: int):
    found = picture(*widths).image
    assert found == Image(
        f"/pictures/{DIGEST}-{shown}.jpg", "A river", "© Ada", shown, shown // 2, "image/jpeg", shown * 100
    )


def test_every_file_of_a_picture_can_be_an_entrys():
    kept = picture(4000, 1200, 640, 320)
    found = kept.image_at(f"/pictures/{DIGEST}-4000.jpg")
    assert found is not None
    assert (found.width, found.length) == (4000, 400_000)
    assert kept.image_at(f"/pictures/{DIGEST}-2000.jpg") is None


sides = st.integers(1, 16_384)


@given(sides, sides)
def test_smaller_sizes_keep_the_shape_and_are_never_larger(width: int, height: int):
    sizes = smaller_sizes(width, height)
    assert [size[0] for size in sizes] == [each for each in WIDTHS if each < width]
    for made_width, made_height in sizes:
        exact = height * made_width / width
        assert abs(made_height - exact) <= 1.6 or made_height == 1


@given(sides, sides)
def test_the_sizes_are_the_same_whichever_file_they_are_counted_from(width: int, height: int):
    whole = sizes_of(image(width, height))
    for number, smaller in enumerate(whole):
        assert sizes_of(smaller)[1:] == whole[number + 1 :]


def test_the_bytes_of_a_smaller_size_are_not_told():
    first, *others = sizes_of(image(1200, 800))
    assert first == image(1200, 800)
    assert [(each.url, each.width, each.height, each.length) for each in others] == [
        (f"/pictures/{DIGEST}-640.jpg", 640, 427, None),
        (f"/pictures/{DIGEST}-320.jpg", 320, 214, None),
    ]


@pytest.mark.parametrize(
    "alone",
    [
        image(960, 640, name=f"{DIGEST}.png"),
        image(960, 640, name=f"{DIGEST}-1200.png"),
        image(960, None),
        replace(image(960, 640), url="https://example.org/a.png"),
        Image(credit="© Ada"),
    ],
)
def test_a_picture_that_is_not_kept_in_sizes_stands_alone(alone: Image):
    assert sizes_of(alone) == (alone,)
    assert for_mail(alone) == alone


@pytest.mark.parametrize(("width", "mailed"), [(4000, 640), (1200, 640), (640, 640), (500, 500)])
def test_a_mail_shows_a_picture_as_wide_as_its_column(width: int, mailed: int):
    assert for_mail(image(width, 400)).width == mailed
