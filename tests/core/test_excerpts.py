"""What a search found, marked in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.excerpts import excerpt, marked
from feedsvc.core.search_query import parse


def shown(pieces) -> str:
    """The pieces as one line, what was found in brackets."""
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "line"),
    [
        ("Floods in Moscow", "flood", "[Floods] in Moscow"),
        ("Вода поднимается в Худжанде", "вода худжанд", "[Вода] поднимается в [Худжанде]"),
        ("The United Nations are united", '"united nations"', "The [United Nations] are united"),
        ("COVID-19 and covid19, 19", "covid-19", "[COVID-19] and [covid19], 19"),
        ("COVID-19", "covid19", "[COVID-19]"),
        ("COVID-19", "covid", "[COVID]-19"),
        ("Oʻzbekiston", "ozbekiston", "[Oʻzbekiston]"),
        ("最新新闻。", "新闻", "最新[新闻]。"),
        ("<b>Flood</b> & “rain”", "flood rain", "<b>[Flood]</b> & “[rain]”"),
        ("Straße", "strasse", "[Straße]"),
        ("Nothing here", "flood", "Nothing here"),
        ("flood -rain rain", "flood -rain", "[flood] -rain rain"),
        ("", "flood", ""),
    ],
)
def test_what_was_found_is_marked(text, query, line):
    assert shown(marked(text, parse(query))) == line


def test_a_word_that_begins_so_is_marked_whole():
    assert (
        shown(marked("Flooding in Tashkent", parse("tashkent floodi").begun())) == "[Flooding] in [Tashkent]"
    )


def test_an_excerpt_is_taken_where_most_words_stand_together():
    text = (
        "A flood came. "
        + "Filler words go here. " * 30
        + "In Moscow a flood met the rain. "
        + "The end. " * 30
    )
    line = shown(excerpt(text, parse("flood moscow rain"), 120))
    assert "In [Moscow] a [flood] met the [rain]." in line
    assert line.startswith("… ")
    assert line.endswith(" …")
    assert len(line) < 160


def test_an_excerpt_without_anything_found_is_the_beginning():
    text = "The summary says something. " * 20
    assert (
        shown(excerpt(text, parse("flood"), 60))
        == "The summary says something. The summary says something. The…"
    )
    assert excerpt("", parse("flood"), 60) == ()


def test_an_excerpt_of_a_short_text_is_all_of_it_on_one_line():
    assert shown(excerpt("One\n\ntwo floods", parse("flood"), 200)) == "One two [floods]"


def test_an_excerpt_at_the_end_begins_earlier():
    line = shown(excerpt("word " * 100 + "flood", parse("flood"), 100))
    assert len(line) > 90


@given(st.text(), st.text(max_size=30))
def test_marking_loses_nothing(text, typed):
    assert "".join(piece.text for piece in marked(text, parse(typed))) == text


@given(
    st.text(alphabet="ab c-.\n", max_size=300), st.text(alphabet='ab c-"', max_size=20), st.integers(10, 100)
)
def test_an_excerpt_is_part_of_the_text(text, typed, limit):
    pieces = excerpt(text, parse(typed), limit)
    line = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …").removesuffix("…")
    assert line in " ".join(text.split())
