"""What is said of an entry that readers will dislike, and what is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feedsvc.core.advice import LONGEST_TITLE, SMALLEST_PICTURE, Advice, Code, Fix, advice, with_https
from feedsvc.core.model import Enclosure, Entry, EntryDraft, Image, Status
from tests.core.samples import MOSCOW, NOW, draft, entry

PICTURE = Image("https://example.org/a.jpg", "A river", "© Ada", 1200, 630)
BODY = "<p>The water came at night. People moved to the hills.</p>"


def good(title: str = "The river rises in Tashkent", **others: Any) -> EntryDraft:
    """A draft of which there is nothing to say."""
    whole = {"summary": "Water came at night.", "content_html": BODY, "image": PICTURE}
    return draft(title, **whole | others)


def said_of(written: Entry | EntryDraft, **others: Any) -> tuple[Advice, ...]:
    return advice(written, **{"now": NOW, "office": MOSCOW, **others})


def test_a_language_of_the_site_in_the_script_of_the_text_is_offered() -> None:
    [said] = said_of(good("Река поднимается в Ташкенте", summary="Вода."), languages=("en", "xx", "ru"))
    assert (said.fix, said.offer) == (Fix.LANGUAGE, "ru")


def test_of_a_good_entry_there_is_nothing_to_say() -> None:
    assert said_of(good()) == ()
    assert said_of(good(image=None)) == ()


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"title": "Tashkent " + "n" * LONGEST_TITLE}, Code.LONG_TITLE, "title"),
        ({"title": "THE RIVER RISES IN TASHKENT"}, Code.SHOUTED_TITLE, "title"),
        ({"title": "Река поднимается в Ташкенте", "summary": "Вода."}, Code.OTHER_SCRIPT, "language"),
        ({"summary": " "}, Code.NO_SUMMARY, "summary"),
        ({"summary": "The River rises in Tashkent."}, Code.SUMMARY_IS_TITLE, "summary"),
        ({"title": "The river rises"}, Code.NO_COUNTRY, "countries"),
        ({"countries": ()}, Code.NO_COUNTRY, "countries"),
        ({"image": replace(PICTURE, alt="")}, Code.NO_ALT, "image.alt"),
        ({"image": replace(PICTURE, credit="")}, Code.NO_CREDIT, "image.credit"),
        ({"image": replace(PICTURE, width=SMALLEST_PICTURE - 1)}, Code.SMALL_PICTURE, "image.url"),
        ({"link": "http://example.org/"}, Code.INSECURE, "link"),
        ({"content_html": '<p><a href="http://example.org/">x</a></p>'}, Code.INSECURE, "content_html"),
        ({"content_html": '<img src="http://example.org/a.png" alt="">'}, Code.INSECURE, "content_html"),
        ({"image": replace(PICTURE, url="http://example.org/a.jpg")}, Code.INSECURE, "image.url"),
        (
            {"enclosures": (Enclosure("https://a.org/", "a/b"), Enclosure("http://example.org/b", "a/b"))},
            Code.INSECURE,
            "enclosures[2].url",
        ),
        ({"published": NOW + timedelta(seconds=1)}, Code.DATE_AHEAD, "published"),
    ],
    ids=lambda value: value.value if isinstance(value, Code) else "",
)
def test_each_thing_is_said_alone_and_with_its_field(changed: Any, code: Code, field: str) -> None:
    assert [(each.code, each.field) for each in said_of(good(**changed))] == [(code, field)]


def test_a_title_with_nothing_behind_it_is_told_of_twice_and_a_summary_mends_both() -> None:
    bare = good(summary="", content_html="", link=None)
    assert [each.code for each in said_of(bare)] == [Code.NO_SUMMARY, Code.NO_TEXT]
    assert said_of(replace(bare, summary="Water came at night.")) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"content_html": "", "link": "https://example.org/"},
        {"content_html": "", "link": None},
        {"title": ("Tashkent " + "n" * LONGEST_TITLE)[:LONGEST_TITLE]},
        {"title": "ILO, UNDP, UZ", "place": "Tashkent"},
        {"title": "The river rises", "place": "Tashkent"},
        {"title": "The river rises", "countries": ("UZ",)},
        {"image": Image(credit="© Ada")},
        {"image": replace(PICTURE, width=None)},
        {"image": replace(PICTURE, width=SMALLEST_PICTURE)},
        {
            "content_html": '<p>href="http://example.org/" and <a href="https://x.org/?to=http://y.org">x</a></p>'
        },
        {"published": NOW},
    ],
    ids=range(11),
)
def test_what_is_just_right_is_not_spoken_of(changed: Any) -> None:
    assert said_of(good(**changed)) == ()


def test_figures_and_addresses_are_told() -> None:
    written = good("Tashkent " + "n" * 111, image=replace(PICTURE, width=90), link="http://example.org/a")
    assert [each.value for each in said_of(written)] == ["120", "90", "http://example.org/a"]


def test_a_summary_can_be_made_where_there_is_a_text() -> None:
    assert said_of(good(summary=""))[0].fix is Fix.SUMMARY
    assert said_of(good(summary="", content_html="", link="https://example.org/"))[0].fix is None
    assert said_of(good(summary="The river rises in Tashkent"))[0].fix is Fix.SUMMARY


def test_the_countries_of_an_office_can_be_taken_where_it_has_some() -> None:
    written = good("The river rises")
    assert said_of(written)[0].fix is None
    assert said_of(written, office=None)[0].fix is None
    assert said_of(written, office=replace(MOSCOW, countries=("RU", "UZ")))[0].fix is Fix.OFFICE_COUNTRIES
    assert said_of(written, office=replace(MOSCOW, country="RU"))[0].fix is Fix.OFFICE_COUNTRIES


def test_the_name_of_an_office_is_no_country() -> None:
    written = good("News of the Nepal Centre")
    assert said_of(written) == ()
    assert [each.code for each in said_of(written, office_names=["Nepal Centre"])] == [Code.NO_COUNTRY]


def test_a_stored_entry_has_the_countries_that_were_found() -> None:
    stored = entry(summary="Water came.", content_html=BODY, countries=("UZ",))
    assert said_of(stored) == ()
    assert [each.code for each in said_of(replace(stored, countries=()))] == [Code.NO_COUNTRY]


def test_a_scheduled_entry_may_bear_a_date_ahead() -> None:
    ahead = NOW + timedelta(days=1)
    stored = entry(summary="Water.", content_html=BODY, countries=("UZ",), published=ahead)
    assert [each.code for each in said_of(replace(stored, status=Status.DRAFT))] == [Code.DATE_AHEAD]
    assert said_of(replace(stored, status=Status.SCHEDULED, scheduled_for=ahead)) == ()
    assert said_of(good(published=ahead), release=ahead) == ()
    assert [each.code for each in said_of(good(published=ahead), release=NOW)] == [Code.DATE_AHEAD]


def test_https_replaces_http_in_an_address_and_in_html() -> None:
    assert with_https("http://example.org/?to=http://x.org") == "https://example.org/?to=http://x.org"
    assert with_https("https://example.org/") == "https://example.org/"
    html = '<p>src="http://d.org/" <a href="http://a.org/">a</a><img src="http://b.org/" alt="http://c"></p>'
    assert with_https(html) == (
        '<p>src="http://d.org/" <a href="https://a.org/">a</a><img src="https://b.org/" alt="http://c"></p>'
    )


def test_after_https_there_is_nothing_to_say() -> None:
    body = '<p><a href="http://a.org/">a</a></p>'
    written = good(link="http://example.org/", content_html=body)
    mended = replace(written, link=with_https(written.link or ""), content_html=with_https(body))
    assert said_of(mended) == ()
