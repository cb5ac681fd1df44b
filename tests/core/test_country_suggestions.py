"""Countries suggested with the words that gave them: the very ones that are taken where nobody chooses."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.countries import country_codes_in
from feedsvc.core.countries.suggesting import SPOKEN, Heard, Suggestion, as_stored, spoken_text, suggestions
from tests.core.test_countries_properties import TEXTS

FIELDS = st.dictionaries(st.sampled_from([*SPOKEN, "content_html"]), TEXTS)


def test_each_country_comes_with_its_words_and_their_fields() -> None:
    texts = {
        "title": "Uzbek and Tajik rivers rise",
        "summary": "Tashkent warns; Uzbek villages move.\n\nDushanbe waits.",
        "place": "Tashkent",
    }
    assert suggestions(texts) == (
        Suggestion(
            "UZ",
            (
                Heard("title", "Uzbek"),
                Heard("summary", "Tashkent"),
                Heard("summary", "Uzbek"),
                Heard("place", "Tashkent"),
            ),
        ),
        Suggestion("TJ", (Heard("title", "Tajik"), Heard("summary", "Dushanbe"))),
    )


def test_a_word_stands_as_it_was_written() -> None:
    assert suggestions({"title": "В Узбе\u00adкистане – вода"}) == (
        Suggestion("UZ", (Heard("title", "Узбе\u00adкистане"),)),
    )


def test_two_fields_make_no_name_between_them() -> None:
    assert suggestions({"title": "News from New", "summary": "Zealand answers"}) == ()


def test_an_office_of_the_site_is_no_suggestion() -> None:
    texts = {"title": "The Centre for Nepal helps Bhutan"}
    found = suggestions(texts, office_names=["The Centre for Nepal"])
    assert [each.code for each in found] == ["BT"]


def test_where_nothing_is_said_nothing_is_suggested() -> None:
    assert suggestions({}) == ()
    assert suggestions({"title": "", "content_html": "<p>Uzbekistan</p>"}) == ()


def test_texts_are_read_as_they_will_be_stored() -> None:
    typed = {"title": " Two\nlines ", "summary": " One \r\n\r\n\n two ", "content_html": "<p>Uzbekistan</p>"}
    assert as_stored(typed) == {"title": "Two lines", "summary": "One\n\ntwo"}


@given(FIELDS, st.lists(TEXTS, max_size=2))
def test_what_is_suggested_is_what_is_taken(texts: dict[str, str], office_names: list[str]) -> None:
    found = suggestions(texts, office_names=office_names)
    taken = country_codes_in(spoken_text(texts), office_names=office_names)
    assert tuple(each.code for each in found) == taken


@given(FIELDS)
def test_every_word_stands_in_its_field(texts: dict[str, str]) -> None:
    for each in suggestions(texts):
        assert each.heard
        assert all(heard.word in texts[heard.field] for heard in each.heard)
