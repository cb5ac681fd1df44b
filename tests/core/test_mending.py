"""What one click mends of what was typed."""

from feedsvc.core.advice import Fix
from feedsvc.core.mending import mended

TYPED = {
    "title": ("The river rises",),
    "summary": ("",),
    "body": ('<p>Water came. <a href="http://a.org/">More</a></p>',),
    "link": ("http://example.org/1",),
    "enclosure_url": ("http://b.org/", "https://c.org/", "http://d.org/"),
    "countries_are": ("found",),
}


def test_https_is_put_into_the_field_that_was_named_and_no_other() -> None:
    assert mended(TYPED, Fix.HTTPS, of="link") == TYPED | {"link": ("https://example.org/1",)}
    assert mended(TYPED, Fix.HTTPS, of="enclosure_url")["enclosure_url"] == (
        "https://b.org/",
        "https://c.org/",
        "https://d.org/",
    )
    assert 'href="https://a.org/"' in mended(TYPED, Fix.HTTPS, of="body")["body"][0]
    assert mended(TYPED, Fix.HTTPS, of="image_url") == TYPED | {"image_url": ()}


def test_no_other_field_takes_https() -> None:
    typed = TYPED | {"title": ("http://example.org/",)}
    assert mended(typed, Fix.HTTPS, of="title") == typed


def test_the_countries_of_the_office_are_then_the_chosen_ones() -> None:
    assert mended(TYPED, Fix.OFFICE_COUNTRIES, countries=["KZ", "UZ"]) == TYPED | {
        "countries_are": ("chosen",),
        "countries": ("KZ", "UZ"),
    }
    assert mended(TYPED, Fix.OFFICE_COUNTRIES) == TYPED


def test_a_summary_is_made_of_the_text() -> None:
    assert mended(TYPED, Fix.SUMMARY) == TYPED | {"summary": ("Water came. More",)}


def test_where_there_is_no_text_the_summary_stays() -> None:
    typed = TYPED | {"body": ("",), "summary": ("The river rises",)}
    assert mended(typed, Fix.SUMMARY) == typed


def test_a_country_is_added_to_those_that_were_chosen() -> None:
    chosen = TYPED | {"countries_are": ("chosen",), "countries": ("KZ",)}
    assert mended(chosen, Fix.COUNTRY, of="UZ")["countries"] == ("KZ", "UZ")
    assert mended(chosen, Fix.COUNTRY, of="KZ") == chosen
    assert mended(chosen, Fix.COUNTRY, of="XX") == chosen


def test_a_country_taken_keeps_the_others_that_were_found() -> None:
    taken = mended(TYPED, Fix.COUNTRY, of="UZ", countries=["KZ", "UZ"])
    assert (taken["countries_are"], taken["countries"]) == (("chosen",), ("KZ", "UZ"))


def test_the_language_is_set() -> None:
    assert mended(TYPED, Fix.LANGUAGE, of="ru") == TYPED | {"language": ("ru",)}
    assert mended(TYPED, Fix.LANGUAGE) == TYPED


def test_what_was_found_before_anybody_chose_is_not_chosen_with_it() -> None:
    typed = TYPED | {"countries": ("KZ",)}
    assert mended(typed, Fix.COUNTRY, of="UZ") == typed | {"countries_are": ("chosen",), "countries": ("UZ",)}
