"""A summary made of the first sentences."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.summaries import LONGEST, summary_of


def test_the_first_sentences_are_taken_whole_as_far_as_they_fit() -> None:
    long = "The third " + "goes on " * 40 + "to its end."
    assert summary_of(f"<p>The river rises. People move! {long}</p>") == "The river rises. People move!"


def test_of_several_paragraphs_it_is_the_first() -> None:
    assert summary_of("<p>The river rises.</p><p>People move.</p>") == "The river rises."


def test_an_abbreviation_ends_no_sentence() -> None:
    assert summary_of("<p>Dr. Ada Karlova spoke.</p>") == "Dr. Ada Karlova spoke."
    text = "Вода пришла в г. Бухару утром."
    assert summary_of(f"<p>{text} {'Люди ушли ' * 40}.</p>") == text


def test_sentences_end_at_quotes_too() -> None:
    long = "goes on " * 40
    assert summary_of(f"<p>He said: “We stay.” Then it {long}</p>") == "He said: “We stay.”"
    assert summary_of(f"<p>Он сказал: «Мы остаёмся». Потом {long}</p>") == "Он сказал: «Мы остаёмся»."


def test_captions_and_the_title_again_are_passed_over() -> None:
    html = '<figure><img src="https://example.org/a.png"><figcaption>© Ada</figcaption></figure>'
    assert summary_of(f"{html}<h2>THE RIVER RISES</h2><p>People move.</p>", title="The river rises") == (
        "People move."
    )


def test_where_there_is_no_text_there_is_no_summary() -> None:
    assert summary_of("") == ""
    assert summary_of('<p><img src="https://example.org/a.png"></p>') == ""
    assert summary_of("<p>Title</p>", title="Title") == ""


def test_a_single_long_sentence_is_cut_after_a_word() -> None:
    made = summary_of(f"<p>{'word ' * 200}</p>")
    assert len(made) <= LONGEST
    assert made.endswith("word…")


@given(st.lists(st.sampled_from(["Dr.", "Ada", "said.", "«Да».", "ok!", "Мы", "(No)."]), max_size=90))
def test_it_is_never_longer_than_it_may_be(words: list[str]) -> None:
    assert len(summary_of(f"<p>{' '.join(words)}</p>")) <= LONGEST
