"""The words of the pages."""

import string

import pytest

from feedsvc.web.wording import page_language, until_in_words, words


def test_every_language_has_every_phrase_with_the_same_places_to_fill() -> None:
    def places(language: str) -> dict[str, set[str | None]]:
        parse = string.Formatter().parse
        return {
            key: {name for _, name, _, _ in parse(text)} - {None} for key, text in words(language).items()
        }

    assert places("ru") == places("en")


def test_a_site_in_a_language_without_words_has_english_pages() -> None:
    assert page_language("fr") == "en"
    assert words("fr") is words("en")


@pytest.mark.parametrize(
    ("until", "language", "said"),
    [
        ("2010-04", "en", "April 2010"),
        ("2010-04", "ru", "апреля 2010 г."),
        ("2010", "en", "2010"),
        ("2010", "ru", "2010 г."),
        ("2010-04-30", "en", "30 April 2010"),
        ("2010-04-30", "ru", "30 апреля 2010 г."),
        ("2010-13", "en", "2010-13"),
        ("2010-00", "en", "2010-00"),
        ("the war", "en", "the war"),
    ],
)
def test_the_end_of_a_former_name_in_words(until: str, language: str, said: str) -> None:
    assert until_in_words(until, language) == said
