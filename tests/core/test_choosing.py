"""Two versions of a form compared."""

import pytest

from feedsvc.core.choosing import GROUPS, differing, picks_of, shown_text
from feedsvc.core.form_reading import fields_of
from feedsvc.core.model import EntryDraft, Image, Person

DRAFT = EntryDraft(
    office="moscow",
    title="News",
    language="en",
    content_html="<p>One</p>",
    countries=("TJ", "UZ"),
    image=Image("/a.png", "alt", "credit"),
    authors=(Person("Ada", "a@example.org"), Person("Bo")),
)
FIELDS = fields_of(DRAFT)


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ({}, []),
        ({"title": (" News ",), "countries": ("UZ", "TJ"), "body": ("One",)}, []),
        ({"author_name": ("Ada", "Bo", ""), "author_email": ("a@example.org", "", "")}, []),
        ({"author_name": ("Bo", "Ada")}, ["authors"]),
        ({"enclosure_url": ("",), "enclosure_title": ("",)}, []),
        ({"title": ("Other",), "countries_are": ("found",)}, ["title", "countries"]),
        ({"image_alt": ("x",), "published": ("2026-01-01T00:00",)}, ["image", "published"]),
        ({"body": ("<p>One</p><p>Two</p>",)}, ["body"]),
        ({"body": ("",)}, ["body"]),
    ],
)
def test_what_differs_is_what_says_something_else(typed: dict[str, tuple[str, ...]], groups: list[str]):
    assert differing({**FIELDS, **typed}, FIELDS, is_released=False) == groups


def test_the_date_of_what_readers_have_is_not_chosen():
    assert differing({**FIELDS, "published": ("x",)}, FIELDS, is_released=True) == []


def test_a_group_is_shown_as_people_read_it():
    assert shown_text(FIELDS, "body") == "One"
    assert shown_text({}, "body") == ""
    assert shown_text(FIELDS, "authors") == "Ada, a@example.org\nBo"
    assert shown_text(FIELDS, "image") == "/a.png, alt, credit"
    assert shown_text({}, "authors") == ""


def test_who_picks_a_group_picks_its_fields():
    assert picks_of({"image": True, "unknown": True}) == dict.fromkeys(GROUPS["image"], True)
