"""Texts as tokens: folded, stemmed, bounded."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.words import LONGEST_TEXT, Forms, Zone, forms, mark, places_in, tokens_of, words_in

TOKEN = re.compile(r"(?:[12f]=)?[^\s'\"\\=A-Z]+|[a-z]+=[^\s'\"\\=A-Z]+")


def found(text: str) -> list[str]:
    """The tokens of a text's words, joined ones too."""
    return [token for word in words_in(text) for token in (*forms(word).parts, forms(word).joined) if token]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("flood", "floods"),
        ("flooding", "Flooded"),
        ("country", "countries"),
        ("наводнение", "Наводнениями"),
        ("беженец", "беженцами"),
        ("рынок", "рынки"),
        ("срок", "сроков"),
        ("ёлка", "елки"),
        ("Chișinău", "chisinau"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("ＡＢＣ", "abc"),
        ("e\u0301te\u0301", "été"),
        ("С\u0308", "с"),
        ("СOVID", "COVID"),  # the first letter is Cyrillic
        ("Uzbekistan's", "Uzbekistan’s"),
    ],
)
def test_forms_of_a_word_have_one_token(one, other):
    assert set(found(one)) & set(found(other))


@pytest.mark.parametrize(
    ("one", "other"), [("йод", "иод"), ("news", "new"), ("US", "use"), ("3.5", "35"), ("сток", "стук")]
)
def test_different_words_have_different_tokens(one, other):
    assert not set(found(one)) & set(found(other))


@pytest.mark.parametrize(
    ("word", "parts", "joined"),
    [
        ("COVID-19", ("covid", "19"), "covid19"),
        ("U.N.", ("u", "n"), "un"),
        ("O‘zbekiston", ("o", "zbekiston"), "ozbekiston"),
        ("Oʻzbekiston", ("o", "zbekiston"), "ozbekiston"),
        ("e-mails", ("e", "mail"), "email"),
        ("example.org", ("exampl", "org"), None),
        ("2020-21", ("2020", "21"), None),
        ("plain", ("plain",), None),
    ],
)
def test_a_word_of_parts_is_also_one_word(word, parts, joined):
    [only] = [forms(each) for each in words_in(word)]
    assert (only.parts, only.joined) == (parts, joined)


def test_signs_written_without_blanks_are_words_of_their_own_in_a_run():
    assert [forms(word).parts for word in words_in("新闻 and 中文")] == [("新", "闻"), ("and",), ("中", "文")]


def test_a_word_of_a_script_with_vowel_signs_stays_whole():
    assert len(words_in("हिन्दी समाचार")) == 2


def test_punctuation_parts_words_and_is_none():
    assert words_in("(flood), —«rain»/snow_ice…") == ["flood", "rain", "snow", "ice"]
    assert words_in("—…!? \n\t") == []


def test_the_places_of_words_are_those_of_the_text():
    text = "Oʻzbekiston, COVID-19"
    assert [text[place.start : place.end] for place in places_in(text)] == ["Oʻzbekiston", "COVID-19"]
    parts = places_in(text)[1].parts_in(text)
    assert [text[part.start : part.end] for part in parts] == ["COVID", "19"]


def test_what_is_indexed_says_where_a_word_stands():
    tokens = tokens_of("Floods", "In Moscow", "It rained", [mark("lang", "ru")])
    assert "1=flood" in tokens.ordered
    assert {"2=flood", "2=moscow", "flood", "moscow", "rain"} <= set(tokens.ordered)
    assert not {"1=moscow", "2=rain", "1=rain"} & set(tokens.ordered)
    assert tokens.loose == {"lang=ru", "f=floods", "f=rained"}


def test_no_phrase_goes_from_the_title_into_the_summary():
    ordered = tokens_of("one two", "three", "", []).ordered
    assert ordered[ordered.index("two") + 1] == ""


@given(st.text())
def test_no_text_makes_a_token_that_an_engine_could_misread(text):
    tokens = tokens_of(text, text, text, [])
    assert all(TOKEN.fullmatch(token) for token in {*tokens.ordered, *tokens.loose} - {""})


@given(st.text(alphabet="abcéïñß -'", max_size=40), st.text(alphabet="абвгёйэ -", max_size=40))
def test_case_makes_no_difference(latin, cyrillic):
    text = f"{latin} {cyrillic}"
    assert found(text) == found(text.upper()) == found(text.casefold())


@given(st.from_regex(r"[a-zа-я]{1,20}", fullmatch=True))
def test_a_word_gives_the_same_tokens_alone_and_in_a_text(word):
    assert set(found(word)) <= set(found(f"«{word}», said the ministry."))


@pytest.mark.parametrize(
    "body",
    [
        "word " * 20_000,
        " ".join(f"слово{number}" for number in range(50_000)),
        "ﷺ " * 60_000,
        " ".join("𐐀" * 50 + chr(0x4E00 + number) * 3 for number in range(2_000)),
    ],
)
def test_an_overlong_text_stays_within_what_a_tsvector_holds(body):
    tokens = tokens_of("Title", "Summary", body, [mark("status", "draft")])
    distinct = {*tokens.ordered, *tokens.loose}
    assert len(tokens.ordered) <= 16_000
    assert max(tokens.ordered.count(token) for token in list(distinct)[:20] if token) <= 250
    assert sum(len(token.encode()) for token in distinct) <= 500_100
    assert {"1=titl", "2=summari", "titl"} <= distinct
    assert "status=draft" in tokens.loose


def test_the_rest_of_an_overlong_body_is_left_out():
    body = "a " * (LONGEST_TEXT // 2) + "last"
    assert "last" not in tokens_of("", "", body, []).ordered


def test_a_word_that_folds_to_nothing_has_no_tokens():
    assert forms("\u0301") == Forms(())
    assert found("\u0301 \u0903") == found("\u0903")


def test_zones_and_marks_cannot_be_typed():
    for typed in ("1=flood", "status=published", "f=flood", "=="):
        assert not any("=" in token for token in found(typed))
    assert [zone.value for zone in Zone] == ["1=", "2=", ""]
