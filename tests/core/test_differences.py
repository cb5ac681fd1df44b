"""What two versions say differently."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.differences import FactChange, Kind, Piece, TextChange, changes, counted, word_differences
from feedsvc.core.model import Entry, Image, Status

ENTRY = Entry(
    uuid="u-1",
    id="urn:uuid:u-1",
    office="moscow",
    title="The river rises",
    language="en",
    status=Status.DRAFT,
    version=1,
    created=datetime(2026, 6, 1, tzinfo=UTC),
    summary="It rises.",
    content_html="<p>It rises in Tajikistan.</p>",
)
# Few words, so that many are the same in both.
TEXTS = st.lists(
    st.sampled_from(["water", "rises", "в", "реке", " ", "  ", "\n\n", ".", "<b>", "ё", "𝒳"]), max_size=12
).map("".join) | st.text(max_size=30)


def shown(pieces: tuple[Piece, ...]) -> str:
    """Removed words in [-brackets-], added ones in {+braces+}."""
    marks = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_again(before: str, after: str):
    pieces = word_differences(before, after)
    assert "".join(each.text for each in pieces if each.kind is not Kind.ADDED) == before
    assert "".join(each.text for each in pieces if each.kind is not Kind.REMOVED) == after


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_one_kind(before: str, after: str):
    pieces = word_differences(before, after)
    assert all(each.text for each in pieces)
    assert all(one.kind is not other.kind for one, other in pairwise(pieces))


@given(TEXTS)
def test_equal_texts_have_no_difference(text: str):
    assert all(each.kind is Kind.SAME for each in word_differences(text, text))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The water rises", "The water falls", "The water [-rises-]{+falls+}"),
        ("one two three", "one four five", "one [-two three-]{+four five+}"),
        ("a b", "a", "a[- b-]"),
        ("", "new", "{+new+}"),
        ("First.\n\nSecond.", "First.\n\nNew.\n\nSecond.", "First.\n\n{+New.\n\n+}Second."),
        ("First one.\n\nSecond.", "First two.\n\nThird.", "First [-one-]{+two+}.\n\n[-Second-]{+Third+}."),
        ("Вода поднимается", "Вода спадает", "Вода [-поднимается-]{+спадает+}"),
        ("a b c d", "a c d e", "a[- b-] c d{+ e+}"),
    ],
)
def test_a_text_is_compared_word_by_word(before: str, after: str, expected: str):
    assert shown(word_differences(before, after)) == expected


def test_very_long_paragraphs_are_compared_as_wholes():
    before, after = ("rises " * 30_000, "falls " * 30_000)
    assert [each.kind for each in word_differences(before, after)] == [Kind.REMOVED, Kind.ADDED]


def test_only_the_fields_that_differ_are_named_in_the_order_of_the_form():
    after = replace(ENTRY, countries=("TJ",), title="The river falls", version=2, status=Status.PUBLISHED)
    title, countries, status = changes(ENTRY, after)
    assert isinstance(title, TextChange)
    assert shown(title.pieces) == "The river [-rises-]{+falls+}"
    assert countries == FactChange(field="countries", before=(), after=("TJ",))
    assert status == FactChange(field="status", before=Status.DRAFT, after=Status.PUBLISHED)


def test_an_entry_does_not_differ_from_itself():
    assert changes(ENTRY, replace(ENTRY, version=9, changed=4)) == ()


def test_the_body_is_compared_as_it_is_read():
    after = replace(ENTRY, content_html="<p>It <b>falls</b> in Tajikistan.</p><p>So they say.</p>")
    [body] = changes(ENTRY, after)
    assert isinstance(body, TextChange)
    assert not body.in_markup
    assert shown(body.pieces) == "It [-rises-]{+falls+} in Tajikistan.{+\n\nSo they say.+}"


def test_a_change_of_markup_alone_is_shown_as_such():
    after = replace(ENTRY, content_html="<p>It <b>rises</b> in Tajikistan.</p>")
    [body] = changes(ENTRY, after)
    assert isinstance(body, TextChange)
    assert body.in_markup
    assert shown(body.pieces) == "<p>It {+<b>+}rises{+</b>+} in Tajikistan.</p>"


def test_a_picture_is_a_fact():
    image = Image("/pictures/x.png", alt="A river")
    assert changes(ENTRY, replace(ENTRY, image=image)) == (
        FactChange(field="image", before=None, after=image),
    )


def test_words_are_counted_not_signs():
    pieces = word_differences("It rises, they say.", "It rises.")
    assert counted(pieces) == {Kind.REMOVED: 2, Kind.ADDED: 0}
