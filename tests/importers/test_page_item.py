"""What stands around a title: credits, labels, dates, places, summaries."""

import pytest

from feedsvc.core.model import Image
from tests.importers.pages import entry, read, refused


@pytest.mark.parametrize(
    "credit",
    ["© Name / Agency 2020", "(c) Name", "(С) Имя", "Photo: Name", "Фото: Имя", "Photo credit: Name",
     "Photo credit Name", "Name / ILO ©", "Photo by: Name", "Copyright Name"],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["compact", "with empty lines"])
def test_a_credit_above_the_title_is_the_credit_of_the_picture(credit, gap):
    draft = entry(gap.join(["1. " + credit, "The title of it", "12 June 2020", "Text."]))

    assert draft.image == Image(url=None, credit=credit)
    assert (draft.title, draft.summary, draft.kind) == ("The title of it", "Text.", "")


@pytest.mark.parametrize(
    "label", ["Press release", "Social protection", "#RatifyC190", "Пресс-релиз", "Notes from afar"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["compact", "with empty lines"])
def test_a_label_above_the_title_is_the_kind_as_written(label, gap):
    draft = entry(gap.join(["1. " + label, "The title of it", "12 June 2020", "Text."]))

    assert (draft.kind, draft.title, draft.image) == (label, "The title of it", None)


@pytest.mark.parametrize(
    "above", [("© ILO", "Press release"), ("Press release", "© ILO")], ids=["credit first", "label first"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["compact", "with empty lines"])
def test_credit_and_label_stand_in_any_order(above, gap):
    draft = entry(gap.join(["1.", *above, "The title of it", "12 June 2020"]))

    assert (draft.kind, draft.title, draft.image.credit) == ("Press release", "The title of it", "© ILO")


def test_credit_and_label_in_one_block_are_two_things():
    draft = entry("1. © ILO\nPress release\n\nThe title of it\n\n12 June 2020")

    assert (draft.kind, draft.title, draft.image.credit) == ("Press release", "The title of it", "© ILO")


def test_a_credit_or_label_below_the_title_is_none_of_it():
    draft = entry("1. The title of it\n\n© ILO\n\nPress release\n\n12 June 2020")

    assert (draft.kind, draft.title, draft.image.credit) == ("Press release", "The title of it", "© ILO")


def test_a_credit_right_below_the_title_is_none_of_it():
    draft = entry("1. The title of it\n© ILO\n12 June 2020")

    assert (draft.title, draft.image.credit) == ("The title of it", "© ILO")


def test_several_labels_and_credits_are_all_kept():
    draft = entry(
        "1. © ILO\n\nPress release\n\n#RatifyC190\n\nThe title of it\n\n12 June 2020\n\nText.\n\nPhoto: X"
    )

    assert (draft.kind, draft.image.credit) == ("Press release, #RatifyC190", "© ILO; Photo: X")


def test_a_wrapped_credit_is_one_credit():
    draft = entry(
        "1. © A Very Long Name of a Person /\n   Agency 2020\n\n   The title of it\n\n   12 June 2020"
    )

    assert draft.image.credit == "© A Very Long Name of a Person / Agency 2020"


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["compact", "with empty lines"])
def test_a_wrapped_title_is_joined(gap):
    draft = entry(
        gap.join(
            ["1. ILO and Uzbekistan assess progress in cooperation during\n   a meeting", "12 June 2020"]
        )
    )

    assert draft.title == "ILO and Uzbekistan assess progress in cooperation during a meeting"


def test_the_last_word_of_a_wrapped_title_may_be_one_that_is_also_a_label():
    draft = entry("1. What the harbour masters of four countries have learned about\nskills\n\n1 June 2020")

    assert draft.title == "What the harbour masters of four countries have learned about skills"


def test_a_title_of_short_lines_is_joined_where_empty_lines_part_it_from_the_date():
    assert (
        entry("1. ILO and Uzbekistan\nassess progress\n\n12 June 2020").title
        == "ILO and Uzbekistan assess progress"
    )


def test_a_title_may_begin_with_a_date():
    draft = entry("1. 12 June 2020 – World Day against Child Labour\n\n12 June 2020\n\nText.")

    assert (draft.title, draft.summary) == ("12 June 2020 – World Day against Child Labour", "Text.")


def test_a_long_text_above_the_title_refuses_the_entry_by_its_line():
    caption = "Workers stand at the gate of a factory that has been closed since the spring of that year."

    assert refused(read(f"1. {caption}\n\nThe title\n\n12 June 2020")) == [
        (1, "the text above the title is neither credit nor label: take it away")
    ]


def test_the_place_after_the_date_is_kept():
    draft = entry("1. The title\n\n25 September 2023, Bali, Indonesia\n\nText.")

    assert (draft.place, draft.summary) == ("Bali, Indonesia", "Text.")


def test_a_stray_comma_after_the_date_is_nothing():
    assert entry("1. The title\n\n02 June 2022,\n\nText.").place == ""


def test_paragraphs_of_a_summary_are_parted_by_an_empty_line():
    assert (
        entry("1. Title\n\n1 June 2020\n\nOne\nline.\n\nTwo.\n\n\nThree.").summary
        == "One line.\n\nTwo.\n\nThree."
    )


def test_a_summary_may_be_missing():
    assert entry("1. Title\n\n1 June 2020").summary == ""


@pytest.mark.parametrize(
    "text",
    [
        "1 June 2020\n\n© ILO\n\nText.",
        "1 June 2020\n\nText.\n\n© ILO",
        "1 June 2020\n© ILO\nText.",
        "1 June 2020\nText.\n© ILO",
    ],
)
def test_a_credit_below_the_date_is_the_credit_too(text):
    draft = entry("1. Title\n\n" + text)

    assert (draft.image.credit, draft.summary) == ("© ILO", "Text.")


def test_a_wrapped_credit_below_the_date_is_one_credit():
    draft = entry("1. Title\n\n1 June 2020\n\n© Name /\nAgency\n\nText.")

    assert (draft.image.credit, draft.summary) == ("© Name / Agency", "Text.")


def test_the_same_day_printed_twice_is_left_in_the_text():
    assert entry("1. Title\n\n1 June 2020\n\n2 June 2020\n\nText.").summary == "2 June 2020\n\nText."
