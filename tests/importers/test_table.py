"""What is refused of a table as a whole, what hostile ones do, and the table to fill in."""

import pytest

from feedsvc.core.errors import UnreadableFile
from feedsvc.importers.table import csv_template, read_csv, read_json

HEADER = b"title,office,language\n"
MEGABYTE = 1_000_000


def refusal(read, data: bytes, **given: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, **given)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            b"title,sumary,office,language",
            "columns that are not known: “sumary”; there are id, office, title",
        ),
        (b"Title,office,language,TITLE", "two columns for title"),
        (b"title,headline,office,language", "two columns for title"),
        (b"summary,language", "has no column office and title: add it, or give --office SLUG"),
        (b"title", "has no column office and language: add it, or give --office SLUG and --lang xx"),
        (b"1,2,3,4,5,6,7", "“1”, “2”, “3”, “4”, “5” and 2 more"),
        (b'"title', "has no header"),
        (b",,,", "has no header"),
        (b"title,office,language\n", "holds no entries"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused_by_its_columns(header, said):
    assert said in refusal(read_csv, header)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[]", "holds no entries"),
        (b"words", "begins with neither “[” nor “{”"),
        (b'[\n{"title": "a"},\n]', "line 2: is no JSON: “,” and an entry, or “]”, must stand here"),
        (b'[{"title": "a"}\n\n{}]', "line 3: is no JSON"),
        (b'[{"title": "a"}', "line 1: the array has no end"),
        (b"[1]\n[2]", "the file goes on after the end of the array"),
        (b'[\n\n{"title": a}]', "line 3: is no JSON: Expecting value"),
        (b"[" * 100_000, "line 1: is nested too deeply"),
        (b'[{"title":' + b'{"a":' * 100_000, "line 1: is nested too deeply"),
        (b'{"a":\n' * 100_000, "line 1: is nested too deeply"),
    ],
)
def test_json_that_cannot_be_read_on_is_refused_by_its_line(text, said):
    assert said in refusal(read_json, text)


@pytest.mark.parametrize("read", [read_csv, read_json])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\0\1\2" * 10, "is binary"),
        (b" " * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_text_is_refused(read, data, said):
    assert said in refusal(read, data)


def test_a_hundred_thousand_columns_are_refused_and_five_of_them_named():
    header = ",".join(f"c{number}" for number in range(100_000)).encode()

    assert len(refusal(read_csv, header)) < 600


def test_a_row_of_a_hundred_thousand_cells_is_refused_by_its_first_nameless_one():
    reading = read_csv(HEADER + b"a,b,c" + b",x" * 100_000 + b"\nTwo,moscow,en\n")

    assert [each.reason for each in reading.refused] == ["column 4: has no name in the header"]
    assert [each.draft.title for each in reading.items] == ["Two"]


def test_a_line_of_nine_megabytes_is_read():
    reading = read_csv(HEADER + b"a" * 9 * MEGABYTE + b",moscow,en\nTwo,moscow,en\n")

    assert [len(each.draft.title) for each in reading.items] == [9 * MEGABYTE, 3]


def test_json_of_megabytes_is_read():
    long = b'{"office": "moscow", "language": "en", "title": "' + b"a" * 9 * MEGABYTE + b'"}'

    assert len(read_json(long).items[0].draft.title) == 9 * MEGABYTE
    assert len(read_json(b'{"title": 1' + b"0" * 9 * MEGABYTE + b"}").refused) == 1


def test_a_field_name_of_megabytes_is_not_repeated():
    reading = read_json(b'[{"' + b"x" * MEGABYTE + b'": 1}]', office="moscow", language="en")

    assert len(reading.refused[0].reason) < 500


def test_a_table_with_empty_cells_takes_office_and_language_from_beside_it():
    reading = read_csv(b"title\nOne\n", office="moscow", language="ru")

    assert (reading.items[0].draft.office, reading.items[0].draft.language) == ("moscow", "ru")


def test_no_countries_and_countries_to_be_looked_for_are_told_apart():
    reading = read_csv(b"title,countries\nOne,none\nTwo,\nThree,UZ;TJ\n", office="moscow", language="en")

    assert [each.draft.countries for each in reading.items] == [(), None, ("UZ", "TJ")]


def test_pictures_of_this_site_become_its_own_again():
    record = b'{"title": "One", "image": {"url": "https://news.example.org/pictures/a.png"}}'

    read = read_json(record, office="moscow", language="en", base_url="https://news.example.org")

    assert read.items[0].draft.image.url == "/pictures/a.png"


@pytest.mark.parametrize("languages", [["en", "ru"], ["ru"], ["kk"]])
def test_the_table_to_fill_in_imports_as_it_is(languages):
    reading = read_csv(csv_template(languages))

    assert reading.refused == ()
    [item] = reading.items
    assert item.draft.language == languages[0]
    assert item.date is not None
    assert item.draft.image.credit
