"""What is refused of an office page, by which line and for what reason."""

import pytest

from feedsvc.core.errors import UnreadableFile
from tests.importers.pages import read, refused, summaries, titles


@pytest.mark.parametrize(
    "above",
    ["", "© ILO 2020", "Press release", "#RatifyC190", "© ILO\n\nSocial protection", "Notes from afar"],
)
def test_an_entry_with_a_date_and_no_title_is_refused_by_the_line_of_its_date(above):
    text = f"1. Notes from afar\n\nThe title\n\n12 June 2020\n\n2. {above}\n\n11 June 2020\n\nText."

    reading = read(text)

    assert titles(reading) == ["The title"]
    assert refused(reading) == [
        (9 + above.count("\n"), "the item has a date and no title: put the title above the date")
    ]
    assert reading.refused[0].title == above.split("\n")[-1]


def test_a_date_right_after_the_marker_is_no_title():
    assert refused(read("1. 12 June 2020\n\nText."))[0][0] == 1


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("10/11/2024", "may be 10 November 2024 or 11 October 2024"),
        ("31 June 2020", "31 June 2020 is no date of the calendar"),
    ],
)
def test_a_date_that_cannot_be_taken_is_refused_by_its_line(printed, reason):
    reading = read(f"1. One\n\n{printed}\n\nText.\n\n2. Two\n\n1 June 2020")

    assert titles(reading) == ["Two"]
    assert reading.refused[0].line == 3
    assert reading.refused[0].title == "One"
    assert reason in reading.refused[0].reason


@pytest.mark.parametrize("indent", ["", "   "], ids=["flush", "indented"])
def test_an_entry_without_a_date_is_refused_by_its_line(indent):
    text = "\n\n".join(
        [
            "1. One",
            indent + "1 June 2020",
            "2. Two",
            indent + "Text.",
            "3. Three",
            indent + "1 May 2020",
            "News",
            "1. Four",
        ]
    )

    reading = read(text)

    assert titles(reading) == ["One", "Three"]
    assert [(refusal.line, refusal.title) for refusal in reading.refused] == [(5, "Two"), (15, "Four")]
    assert "has no date" in reading.refused[0].reason


def test_an_undated_first_entry_with_points_is_one_refusal():
    reading = read("1. One\n\n- a\n- b\n\n  1. c\n\n2. Two\n\n1 May 2020")

    assert [(refusal.line, refusal.title) for refusal in reading.refused] == [(1, "One")]


def test_an_undated_entry_ends_at_the_heading_of_the_next_list():
    for indent in ("", "   "):
        reading = read(
            f"1. One\n\n{indent}Text.\n\nNews room"
            f"\n\n1. Two\n\n{indent}1 May 2020\n\n2. Three\n\n{indent}1 May 2020"
        )

        assert titles(reading) == ["Two", "Three"]


def test_an_undated_entry_under_a_heading_of_its_own_is_refused():
    reading = read("1. One\n\n1 May 2020\n\nText.\n\nVoices\n\n1. Two\n\n2. Three\n\n1 May 2020")

    assert summaries(reading) == ["Text.", ""]
    assert [refusal.title for refusal in reading.refused] == ["Two"]


def test_an_undated_dash_or_a_skipped_number_is_refused_on_a_flush_page():
    dashed = read("- One\n\n1 May 2020\n\n- Two\n\n- Three\n\n1 May 2020")
    skipped = read("1. One\n\n1 May 2020\n\n5. Five\n\n6. Six\n\n1 May 2020")

    assert [refusal.title for refusal in dashed.refused] == ["Two"]
    assert [refusal.title for refusal in skipped.refused] == ["Five"]


def test_menus_are_no_entries():
    reading = read("* Home\n* News\n\nNews\n\n1. One\n\n   1 May 2020\n\n* Terms\n* Contact")

    assert (titles(reading), reading.refused) == (["One"], ())


@pytest.mark.parametrize("title", ["2020", "1 – 2", "***", "№ 5"])
def test_a_title_without_letters_is_refused(title):
    assert len(read(f"1. {title}\n\n12 June 2020").refused) == 1


def test_what_is_too_long_is_refused_with_its_length():
    long_title, long_text = "word " * 101, "word " * 4001

    reading = read(
        f"1. {long_title}\n\n12 June 2020\n\n2. Two\n\n11 June 2020\n\n{long_text}\n\n3. "
        + "A label of words\n\n" * 15
        + "Three\n\n10 June 2020"
    )

    assert refused(reading) == [
        (1, "the title has 504 characters; at most 500 are allowed"),
        (5, "the summary has 20004 characters; at most 20000 are allowed"),
        (11, "the kind has 268 characters; at most 200 are allowed"),
    ]
    assert len(reading.refused[0].title) <= 80


@pytest.mark.parametrize("indent", ["", "   "], ids=["flush", "indented"])
def test_an_entry_that_lost_its_number_is_refused_and_not_swallowed(indent):
    text = "\n\n".join(
        [
            "1. One",
            indent + "3 May 2020",
            indent + "Text.",
            indent + "Two",
            indent + "2 May 2020",
            indent + "More.",
            "3. Three",
            indent + "1 May 2020",
        ]
    )

    reading = read(text)

    assert titles(reading) == ["One", "Three"]
    assert summaries(reading) == ["Text.", ""]
    assert refused(reading) == [
        (9, "the date stands in no list item: put a number or a dash before its title")
    ]
    assert reading.refused[0].title == "Two"


def test_an_unmarked_entry_after_a_list_is_refused():
    reading = read("1. One\n\n   3 May 2020\n\nNews\n\nTwo\n\n2 May 2020\n\nText.\n\n1 May 2020")

    assert [refusal.title for refusal in reading.refused] == ["Two", "Text."]


def test_a_day_printed_above_or_right_after_the_lists_is_nothing():
    reading = read("Today\n\n12 June 2020\n\n1. One\n\n   3 May 2020\n\nNews\n\n13 June 2020")

    assert (titles(reading), reading.refused) == (["One"], ())


def test_refusals_come_in_the_order_of_the_page():
    lines = [line for line, _ in refused(read("1. One\n\n31 June 2020\n\n2. Two\n\n3. © X\n\n1 May 2020"))]

    assert lines == sorted(lines)
    assert len(lines) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Words.",
        "1. One\n2. Two",
        "Title\n\n12 June 2020\n\nText.",
        "<html><li>One</li></html>",
        "12 June 2020",
    ],
)
def test_a_text_without_a_dated_list_is_no_page_and_the_remedy_is_named(text):
    with pytest.raises(UnreadableFile) as caught:
        read(text)

    assert "is no office page" in str(caught.value)
    assert "save the page as plain text" in str(caught.value)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)
