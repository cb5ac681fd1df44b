"""The words that feedsvc itself puts into feeds and pages."""

from string import Formatter

import pytest

from feedsvc.core.wording import _WORDS, language_name, name_in, say


def test_a_phrase_is_said_in_its_language_and_in_english_where_there_is_none():
    assert say("news_of", "en", names="Moscow") == "News: Moscow"
    assert say("news_of", "ru", names="Москва") == "Новости: Москва"
    assert say("all_news", "fr") == "All news"


def test_a_name_with_braces_is_said_as_it_is():
    assert say("news_of", "en", names="{0} {names}") == "News: {0} {names}"


def test_each_language_has_the_same_phrases_with_the_same_gaps():
    def gaps(phrase: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(phrase)}

    english = {key: gaps(phrase) for key, phrase in _WORDS["en"].items()}
    for words in _WORDS.values():
        assert {key: gaps(phrase) for key, phrase in words.items()} == english


@pytest.mark.parametrize(
    ("names", "language", "name"),
    [
        ({"en": "Work", "ru": "Труд"}, "ru", "Труд"),
        ({"en": "Work", "ru": "Труд"}, "fr", "Work"),
        ({"ru": "Труд"}, "fr", "Труд"),
        ({"ru": "", "en": "Work"}, "ru", "Work"),
        ({}, "en", ""),
    ],
)
def test_a_name_is_given_in_the_language_else_in_english_else_as_there_is_one(names, language, name):
    assert name_in(names, language) == name


def test_languages_name_themselves() -> None:
    assert language_name("ru") == "Русский"
    assert language_name("xx") == "XX"
