"""The lists of office pages: layouts, headings between lists, footers, lists within summaries."""

from datetime import date

import pytest

from tests.importers.pages import entry, read, summaries, titles


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.", "2."),
        ("1)", "2)"),
        ("-", "-"),
        ("–", "–"),
        ("—", "—"),
        ("*", "*"),
        ("•", "•"),
        ("·", "·"),
        ("-", "–"),
    ],
)
@pytest.mark.parametrize("indent", ["", "    "], ids=["flush", "indented"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["compact", "with empty lines"])
@pytest.mark.parametrize("after_marker", [" ", "\n"], ids=["marker before the title", "marker alone"])
def test_lists_are_read_in_every_layout(first, second, indent, gap, after_marker):
    def item(marker, *lines):
        head = marker + after_marker + (indent if after_marker == "\n" else "") + lines[0]
        return gap.join([head, *(indent + line for line in lines[1:])])

    reading = read(
        item(first, "Ice is gone", "12 June 2020", "Boats left.")
        + gap
        + item(second, "Ice is back", "11 June 2020", "Boats came.")
    )

    assert titles(reading) == ["Ice is gone", "Ice is back"]
    assert summaries(reading) == ["Boats left.", "Boats came."]
    assert [item.date for item in reading.items] == [date(2020, 6, 12), date(2020, 6, 11)]
    assert all(item.draft.published is None for item in reading.items)
    assert reading.refused == ()


def test_a_draft_says_office_and_language_and_leaves_countries_and_topics_open():
    draft = entry("1. Title\n\n12 June 2020\n\nText.")

    assert (draft.office, draft.language, draft.countries, draft.topics) == ("moscow", "en", None, ())


def test_right_aligned_numbers_are_one_list():
    text = "\n\n".join(f"{number:>4}. Title {number} here\n\n      1 June 2020" for number in range(8, 12))

    assert len(read(text).items) == 4


def test_a_list_longer_than_999_items_is_read_to_its_end():
    text = "\n".join(f"{number}. Title\n1 June 2020\nText." for number in range(1, 1203))

    assert len(read(text).items) == 1202


def test_a_year_at_the_beginning_of_a_line_is_no_number_of_an_item():
    assert (
        entry("1. Title\n\n12 June 2020\n\nIt began in\n2019. It goes on.").summary
        == "It began in 2019. It goes on."
    )


@pytest.mark.parametrize("indent", ["", "    "], ids=["flush", "indented"])
@pytest.mark.parametrize(
    "heading", ["April 2019", "Апрель 2019", "News room", "Statements and speeches", "Новости", "2018"]
)
def test_numbering_that_starts_again_under_a_heading_gives_entries_and_no_heading(heading, indent):
    text = "\n\n".join(
        [
            "News",
            "1. One",
            indent + "2 May 2019",
            indent + "Text.",
            "2. Two",
            indent + "1 May 2019",
            heading,
            "1. Three",
            indent + "30 April 2019",
            indent + "More.",
        ]
    )

    reading = read(text)

    assert titles(reading) == ["One", "Two", "Three"]
    assert summaries(reading) == ["Text.", "", "More."]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["compact", "with empty lines"])
def test_on_a_flush_page_a_short_line_before_a_new_list_is_its_heading(gap):
    text = gap.join(
        [
            "1. One",
            "2 May 2019",
            "Text.",
            "Voices",
            "1. Two",
            "1 May 2019",
            "Our guests",
            "1. Three",
            "1 May 2019",
        ]
    )

    assert summaries(read(text)) == ["Text.", "", ""]


def test_on_a_flush_page_a_short_line_after_a_summary_is_a_heading_whatever_follows():
    numbered = "1. One\n\n2 May 2019\n\nText.\n\nVoices\n\n2. Two\n\n1 May 2019"
    dashed = numbered.replace("1. ", "- ").replace("2. ", "- ")

    assert summaries(read(numbered)) == ["Text.", ""]
    assert summaries(read(dashed)) == ["Text.", ""]


@pytest.mark.parametrize(
    "last",
    [
        "A sentence.",
        "“Is it so?”",
        "© ILO 2020 and others (archive)",
        "A line that is too long to be a heading of " + "any " * 9 + "list",
    ],
)
def test_on_a_flush_page_other_last_lines_stay_with_the_entry(last):
    reading = read(f"1. One\n\n2 May 2019\n\nText.\n\n{last}\n\n1. Two\n\n1 May 2019")
    draft = reading.items[0].draft

    assert last in (draft.summary.split("\n\n")[-1], draft.image and draft.image.credit)


def test_on_a_flush_page_the_only_line_of_a_summary_is_kept_where_the_list_goes_on():
    assert summaries(read("1. One\n\n2 May 2019\n\nBoats left\n\n2. Two\n\n1 May 2019")) == ["Boats left", ""]


def test_on_a_flush_page_the_last_line_of_a_wrapped_summary_is_no_heading():
    assert summaries(read("1. One\n\n2 May 2019\n\nBoats left\nat noon\n\n1. Two\n\n1 May 2019")) == [
        "Boats left at noon",
        "",
    ]


def test_a_word_that_is_also_a_heading_stays_inside_a_paragraph():
    assert (
        entry("1. One\n\n2 May 2019\n\nThis was in the\nNews\nof today.").summary
        == "This was in the News of today."
    )


def test_footers_after_an_indented_list_belong_to_no_entry():
    reading = read("1. One\n\n   2 May 2019\n\n   Text.\n\nThe agency is old.\n\nWrite to us.")

    assert summaries(reading) == ["Text."]


def test_footers_after_a_known_heading_belong_to_no_entry_of_a_flush_page():
    assert summaries(read("1. One\n\n2 May 2019\n\nText.\n\nContact us\n\nBy letter.")) == ["Text."]


def test_headings_one_after_the_other_are_all_headings():
    reading = read("1. One\n2 May 2019\nText.\n\nNews room\nApril 2019\n1. Two\n1 April 2019\n\nArchive")

    assert summaries(reading) == ["Text.", ""]


def test_a_deeper_numbered_list_stays_in_the_summary():
    draft = entry("""
        1. One

           2 May 2019

           There are two aims:

             1. to begin
                well;
             2. to end.

           They are met.
        """)

    assert draft.summary == "There are two aims:\n\n1. to begin well;\n\n2. to end.\n\nThey are met."


def test_a_deeper_list_stays_in_the_summary_even_where_it_prints_days():
    draft = entry("1. One\n\n   2 May 2019\n\n   Meetings:\n\n   - Baku\n\n     3 May 2019\n\n   - Rome")

    assert draft.summary == "Meetings:\n\n- Baku\n\n3 May 2019\n\n- Rome"


@pytest.mark.parametrize(
    "points", ["- one\n- two", "1) one\n2) two", "1. one\n2. two", "  1. one\n  2. two", "• one\n• two"]
)
def test_a_list_in_a_summary_of_a_flush_page_stays_there(points):
    reading = read(f"1. One\n\n2 May 2019\n\nAims:\n\n{points}\n\n2. Two\n\n1 May 2019")

    assert titles(reading) == ["One", "Two"]
    assert summaries(reading)[0] == "Aims:\n\n" + "\n\n".join(point.strip() for point in points.split("\n"))


def test_a_number_or_dash_at_the_beginning_of_a_wrapped_line_is_text():
    draft = entry("1. One\n\n2 May 2019\n\nThe law was signed on\n12. The rest\n– as usual – waits.")

    assert draft.summary == "The law was signed on 12. The rest – as usual – waits."


def test_a_wrapped_title_may_go_on_with_a_dash():
    reading = read("1. Child labour\n– a threat to all\n12 June 2020\n2. Two\n1 June 2020")

    assert titles(reading) == ["Child labour – a threat to all", "Two"]
