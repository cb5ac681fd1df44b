"""Lines that print dates, and headings that name months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.dates import MONTHS, in_words
from feedsvc.importers.page_dates import date_line, is_month_heading, month_number

DAY = date(2020, 6, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12 June 2020", "12 Jun 2020", "12 Jun. 2020", "12 JUNE 2020", "12 June, 2020", "June 12, 2020",
        "June 12 2020", "12th June 2020", "12th of June 2020", "June 12th, 2020", "12 June 2020,",
        "12 June 2020.", "Friday, 12 June 2020", "Fri 12 June 2020", "Friday, June 12, 2020",
        "12 июня 2020 г.", "12 июня 2020 года", "12 июня 2020", "12 июн. 2020 г.", "пятница, 12 июня 2020 г.",
        "12.06.2020", "12.6.2020 г.", "2020-06-12", "2020/06/12",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(text):
    found = date_line(text)

    assert (found.day, found.place, found.problem) == (DAY, "", "")


@pytest.mark.parametrize(
    "text",
    [
        "12-14 June 2020", "12 – 14 June 2020", "12 to 14 June 2020", "12 and 13 June 2020",
        "June 12-14, 2020",
        "12 June - 2 July 2020", "June 12 - July 2, 2020", "12 June 2020 - 3 January 2021",
        "June 12, 2020 – January 3, 2021", "12–14 июня 2020 г.", "с 12 по 14 июня 2020 г.",
        "12 июня – 2 июля 2020 года", "12 июня 2020 г. – 3 января 2021 г.", "from 12 to 14 June 2020",
        "12.06.2020 - 14.06.2020", "12-14.06.2020", "2020-06-12 - 2020-06-14",
    ],
)  # fmt: skip
def test_a_range_of_days_is_its_first_day(text):
    assert date_line(text).day == DAY


def test_a_range_over_new_year_that_prints_one_year_begins_in_the_year_before():
    assert date_line("28 December - 3 January 2021").day == date(2020, 12, 28)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("25 September 2023, Bali, Indonesia", "Bali, Indonesia"),
        ("25 September 2023, Bali, Indonesia,", "Bali, Indonesia"),
        ("25 September 2023 – Geneva", "Geneva"),
        ("25 September 2023 (Port of Spain)", "Port of Spain"),
        ("25 September 2023, Washington, D.C.", "Washington, D.C."),
        ("25 September 2023, online", "online"),
        ("25 сентября 2023 г., г. Алматы", "г. Алматы"),
        ("25 сентября 2023 г., Ташкентская область", "Ташкентская область"),
        ("25.09.2023, Бишкек", "Бишкек"),
        ("24-25 September 2023, Bali, Indonesia", "Bali, Indonesia"),
    ],
)
def test_a_place_after_the_date_is_kept(text, place):
    found = date_line(text)

    assert found.day in {date(2023, 9, 25), date(2023, 9, 24)}
    assert found.place == place


@pytest.mark.parametrize(
    "text",
    [
        "", "June", "June 2020", "Twelve June", "12 experts 2020", "June 12 experts met in 2020",
        "12 June 2020 the ILO held a seminar", "12 June 2020, the ILO held a seminar",
        "12 June 2020, Moscow hosts a great forum of ministers", "12 June 2020, Moscow hosted.",
        "12 June 2020, Moscow: a report", "On 12 June 2020", "12 June 20200", "Agenda 2030", "1.5 million",
        "12 June 2020, " + "Long " * 17, "12 June 2020, " + "x" * 200, "June 12 x 14, 2020",
        "12 foo - 14 June 2020", "12 June - 14 foo 2020", "12 June 2020, г", "12 June 2020, новый Год Труда",
    ],
)  # fmt: skip
def test_other_lines_are_no_dates(text):
    assert date_line(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10/11/2024", "may be 10 November 2024 or 11 October 2024"),
        ("10-11-2024", "may be 10 November 2024 or 11 October 2024"),
        ("31 June 2020", "31 June 2020 is no date of the calendar"),
        ("29 февраля 2019 г.", "29 February 2019 is no date of the calendar"),
        ("30-31 June 2020", "31 June 2020 is no date of the calendar"),
        ("12.13.2020", "12.13.2020 is no date of the calendar"),
        ("2020-13-01", "no date of the calendar"),
        ("13/13/2020", "no date of the calendar"),
        ("0/5/2020", "no date of the calendar"),
        ("12.06.20", "two digits"),
        ("12 June 1899", "1899 is not between 1900 and 2100"),
        ("12 June 2101", "2101 is not between 1900 and 2100"),
        ("10/11/0000", "0000 is not between 1900 and 2100"),
        ("14-12 June 2020", "ends before it begins"),
        ("14-12.06.2020", "ends before it begins"),
        ("14.06.2020 - 12.06.2020", "ends before it begins"),
        ("2020-06-14 - 2020-06-12", "ends before it begins"),
    ],
)
def test_a_date_that_cannot_be_taken_says_why(text, reason):
    found = date_line(text)

    assert found.day is None
    assert reason in found.problem


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/11/2024", date(2024, 11, 13)),
        ("11/13/2024", date(2024, 11, 13)),
        ("11/11/2024", date(2024, 11, 11)),
        ("10.11.2024", date(2024, 11, 10)),
    ],
)
def test_numbers_are_taken_where_only_one_reading_is_possible(text, day):
    assert date_line(text).day == day


def test_the_language_is_that_of_the_month():
    lines = ["12 June 2020", "12 июня 2020", "12.06.2020"]

    assert [date_line(line).language for line in lines] == ["en", "ru", None]


@pytest.mark.parametrize(
    "text",
    [
        "April 2019",
        "April",
        "Apr 2019",
        "апрель 2019",
        "Апрель 2019 г.",
        "Апрель",
        "2019",
        "2019 год",
        "May 2019:",
    ],
)
def test_a_month_or_a_year_alone_is_a_heading(text):
    assert is_month_heading(text)


@pytest.mark.parametrize(
    "text", ["April showers", "News 2019", "20190", "12 April 2019", "April 2019" + " " * 200, "Maybe"]
)
def test_other_lines_are_no_month_headings(text):
    assert not is_month_heading(text)


def test_months_are_known_in_the_cases_in_which_pages_print_them():
    assert [month_number(word) for word in ("апреля", "апрель", "апреле", "мае", "Sept", "Smarch")] == [
        4,
        4,
        4,
        5,
        9,
        None,
    ]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from(["en", "ru"]))
def test_every_day_that_feedsvc_prints_is_read_back(day, language):
    assert date_line(in_words(day, language)).day == day


@given(st.text(alphabet="0123456789 ./-–,()гJuneмая", max_size=30))
def test_no_line_breaks_the_reader_of_dates(text):
    found = date_line(text)

    assert found is None or bool(found.problem) == (found.day is None)


def test_no_abbreviation_of_a_month_is_ambiguous():
    for names in MONTHS.values():
        assert len({name[:3].lower() for name in names}) == 12
