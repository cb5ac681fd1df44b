"""The table of countries.json: complete, unambiguous, and each word of it found."""

import json
import re
from importlib.resources import files

import pytest

from feedsvc.core.countries import (
    capital_of,
    country_codes,
    country_codes_in,
    country_name,
    is_country,
)

SOURCE = files("feedsvc.data") / "countries.json"
TABLE = json.loads(SOURCE.read_bytes())
# These would be other words or other towns more often than they are the capital.
NAMESAKES = {
    *("Hamilton", "Stanley", "Douglas", "Plymouth", "Saint-Denis", "Saint-Pierre", "Victoria"),
    *("Jamestown", "St. John's"),
    *("Гамильтон", "Стэнли", "Дуглас", "Плимут", "Сен-Дени", "Сен-Пьер", "Виктория", "Джеймстаун"),
}


def test_all_codes_of_iso_3166_are_there_with_names_in_both_languages() -> None:
    assert len(country_codes()) == 249
    assert list(country_codes()) == sorted(country_codes())
    for code in country_codes():
        assert re.fullmatch("[A-Z]{2}", code)
        assert re.match("[A-ZÅ]", country_name(code, "en")), code
        assert re.match("[А-Яо-я]", country_name(code, "ru")), code


def test_no_word_stands_for_two_countries() -> None:
    owners: dict[str, str] = {}
    for code, country in TABLE.items():
        for kind, words in country["forms"].items():
            if kind not in {"marked", "plain"}:
                for word in words:
                    assert owners.setdefault(word, code) == code, word


def test_the_file_is_small_and_in_a_stable_order() -> None:
    assert len(SOURCE.read_bytes()) < 700_000
    assert list(TABLE) == sorted(TABLE)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_name_and_capital_is_found_in_a_sentence(language: str) -> None:
    opening = {"en": "Unions met in ", "ru": "Встреча прошла в месте "}[language]
    for code in country_codes():
        for word in (country_name(code, language), capital_of(code, language)):
            if word and word not in NAMESAKES:
                assert country_codes_in(f"{opening}{word}.") == (code,), word


def test_every_adjective_is_found_before_a_noun() -> None:
    for code, country in TABLE.items():
        for word in country["forms"].get("adjective", ()):
            text = f"Now {word.title()} unions agree" if word < "а" else f"Теперь {word} профсоюзы"
            assert country_codes_in(text) == (code,), text


def test_a_name_is_given_in_english_where_the_language_has_none() -> None:
    assert country_name("UZ", "en") == "Uzbekistan"
    assert country_name("UZ", "ru") == "Узбекистан"
    assert country_name("UZ", "fr") == "Uzbekistan"
    assert capital_of("MD") == "Chisinau"
    assert capital_of("MD", "ru") == "Кишинёв"
    assert capital_of("MD", "fr") == "Chisinau"


def test_an_unknown_code_is_its_own_name_and_has_no_capital() -> None:
    assert country_name("XX", "en") == "XX"
    assert capital_of("XX") == ""
    assert capital_of("AQ", "ru") == ""
    assert is_country("UZ")
    assert not is_country("uz")
    assert not is_country("XX")
