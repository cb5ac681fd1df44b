"""What people type into a search field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.search_query import Query, Term, parse


def wanted(text: str) -> list[str]:
    """The terms of a query as one line each."""
    return ["|".join(" ".join(choice) for choice in term.choices) for term in parse(text).wanted]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("floods moscow", ["flood", "moscow"]),
        ("  Floods,   flood  ", ["flood"]),
        ('"United Nations" office', ["unit nation", "offic"]),
        ("«Организация Объединённых» наций", ["организац объединен", "нац"]),
        ("“smart quotes”", ["smart quot"]),
        ("COVID-19", ["covid 19|covid19"]),
        ('"COVID-19 vaccine"', ["covid 19 vaccin"]),
        ("the flood in Moscow", ["flood", "moscow"]),
        ("the", ["the"]),
        ('"the flood"', ["the flood"]),
        ("вода и земля", ["вод", "земл"]),
        ('"unbalanced quote', ["unbalanc", "quot"]),
        ('a" "b', ["b"]),
        ("title:flood OR (rain AND snow)*", ["titl", "flood", "rain", "snow"]),
        ("新闻", ["新 闻"]),
        ("", []),
        ('" - "" -- * & | ! ( ) : ^', []),
        ("🙂\0\x1f\ufffe", []),
    ],
)
def test_a_text_is_read_as_these_terms(text, terms):
    assert wanted(text) == terms


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("flood -rain", ["rain"]),
        ('flood -"heavy rain"', ["heavi rain"]),
        ("flood −rain", ["rain"]),
        ("flood - rain", []),
        ("well-known", []),
        ("-rain -snow", ["rain", "snow"]),
    ],
)
def test_a_minus_before_a_word_leaves_it_out(text, unwanted):
    assert [" ".join(term.choices[0]) for term in parse(text).unwanted] == unwanted


def test_a_query_of_nothing_but_what_is_left_out_wants_nothing():
    assert parse("-rain").wanted == ()


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("moscow floodi", "floodi"),
        ("Миграц", "миграц"),
        ("floodi ", None),
        ("moscow -floodi", None),
        ('"moscow floodi"', None),
        ("ab", None),
        ("covid-1", None),
        ("moscow the", None),
        ("flood rain flood", None),
    ],
)
def test_only_an_unfinished_last_word_may_be_a_beginning(text, start):
    query = parse(text)
    assert (query.beginning.choices[0][0] if query.beginning else None) == start
    assert query.begun().beginning is None
    if start:
        assert query.begun().wanted == (*query.wanted[:-1], query.beginning)


def test_an_overlong_query_is_cut():
    query = parse(" ".join(f"word{number}" for number in range(5_000)))
    assert len(query.wanted) == 20
    assert len(parse('"' + "a b " * 200 + '"').wanted[0].choices[0]) == 40


@given(st.text())
def test_any_text_is_a_query(text):
    query = parse(text)
    assert isinstance(query, Query)
    assert len(query.wanted) <= 20
    assert all(isinstance(term, Term) and all(term.choices) for term in (*query.wanted, *query.unwanted))


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Zs", "P", "S"])))
def test_a_text_without_letters_and_numbers_wants_little_and_raises_nothing(text):
    parse(text)
