"""Bytes as lines: encodings, line ends, page breaks, refusals of whole files."""

import pytest

from feedsvc.core.errors import UnreadableFile
from feedsvc.importers.page_lines import LARGEST, blocks, joined, page_lines, text_of
from tests.importers.pages import read, refused, titles

ENGLISH = "1. “Child labour” – a café’s view\n\n12 June 2020\n\nSummary of it.\n"
RUSSIAN = "1. «Паром» снова ходит – ура\n\n12 июня 2020 г.\n\nЭто краткое изложение.\n"
RUSSIAN_PLAIN = RUSSIAN.translate(dict.fromkeys(map(ord, "«»–")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("page", [ENGLISH, RUSSIAN], ids=["English", "Russian"])
def test_unicode_pages_are_read_with_and_without_a_byte_order_mark(page, encoding):
    assert text_of(page.encode(encoding)) == page


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_in_both_byte_orders(mark):
    assert text_of(("\ufeff" + RUSSIAN).encode(mark)) == RUSSIAN


def test_a_russian_page_in_windows_1251_is_read():
    assert text_of(RUSSIAN.encode("cp1251")) == RUSSIAN


def test_an_english_page_in_a_windows_encoding_with_curly_quotes_alone_is_read():
    page = ENGLISH.replace("é", "e")

    assert text_of(page.encode("cp1252")) == page


@pytest.mark.parametrize(
    "data",
    [
        ENGLISH.encode("cp1252"),
        RUSSIAN_PLAIN.encode("koi8-r"),
        RUSSIAN_PLAIN.encode("cp866"),
        b"Blok\x98 \x98",
    ],
    ids=["Latin letters with marks", "KOI8-R", "DOS", "a byte that means nothing"],
)
def test_other_encodings_are_refused_rather_than_guessed(data):
    with pytest.raises(UnreadableFile, match="save the page as UTF-8 text"):
        text_of(data)


def test_an_entry_with_damaged_bytes_is_refused_by_line_and_the_rest_is_imported():
    page = (
        (RUSSIAN + "\n2. Новый паром\n\n11 июня 2020 г.\n\nДа.\n")
        .encode()
        .replace("Это".encode(), b"\xd0\xad\xff")
    )

    reading = read(page)

    assert titles(reading) == ["Новый паром"]
    assert [line for line, _ in refused(reading)] == [5]
    assert "save the page again as UTF-8" in reading.refused[0].reason


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"], ids=["no bytes", "blank lines", "a mark alone"]
)
def test_an_empty_file_is_refused(data):
    with pytest.raises(UnreadableFile, match="The file is empty"):
        text_of(data)


@pytest.mark.parametrize(
    "data",
    [
        b"1. Title\x00\n12 June 2020\n",
        b"\x01\x02\x03 1. Title",
        b"\xff\xfe" + b"\x00\xd8" * 50,
        "a".encode("utf-32"),
    ],
    ids=["NUL", "control characters", "UTF-16 that is none", "UTF-32"],
)
def test_a_binary_file_is_refused(data):
    with pytest.raises(UnreadableFile, match="The file is binary"):
        text_of(data)


def test_ten_megabytes_are_taken_and_a_byte_more_is_refused():
    assert len(text_of(b"a" * LARGEST)) == LARGEST == 10 * 1024 * 1024
    with pytest.raises(UnreadableFile, match="larger than 10 MB"):
        text_of(b"a" * (LARGEST + 1))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_whatever_ends_them(end):
    page = "\n\n1. Title\n\n12 June 2020\n\n2. No date\n".replace("\n", end)

    reading = read(page)

    assert reading.items[0].line == 3
    assert reading.refused[0].line == 7


def test_a_form_feed_parts_lines_without_counting_as_one():
    lines = page_lines(b"One\x0c\x0cTwo\n\x0c\n  \x0b\x0c  Three")

    assert [(line.number, line.text, line.gap) for line in lines] == [
        (1, "One", True),
        (1, "Two", False),
        (3, "Three", True),
    ]


def test_tabs_indent_to_the_next_multiple_of_eight():
    assert [line.indent for line in page_lines("a\n\tb\n  \tc\n\u00a0\u00a0d".encode())] == [0, 8, 8, 2]


def test_lines_of_signs_alone_are_as_empty_ones():
    lines = page_lines("One\n-----\n* * *\nTwo\n•\n".encode())

    assert [(line.text, line.gap) for line in lines] == [("One", True), ("Two", True), ("•", False)]


def test_soft_hyphens_spaces_and_letters_of_another_script_are_mended():
    assert page_lines("СOVID\u00a0in\u00adfo  1\u200b9".encode())[0].text == "COVID info 19"


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("inter\u00ad\nnational", "international"),
        ("long-\nterm care", "long-term care"),
        ("short-\nand long-term", "short- and long-term"),
        ("1990-\n2000", "1990- 2000"),
        ("one\n two", "one two"),
    ],
)
def test_wrapped_lines_are_joined_with_the_space_that_they_need(text, paragraph):
    assert joined(page_lines(text.encode())) == paragraph


def test_blocks_are_parted_by_empty_lines():
    assert [joined(block) for block in blocks(page_lines(b"a\nb\n\n\nc"))] == ["a b", "c"]
    assert blocks([]) == []


@pytest.mark.parametrize(
    ("text", "style", "number", "rest"),
    [
        ("1. Title", ".", 1, "Title"),
        ("12) Title", ")", 12, "Title"),
        ("1.Title", ".", 1, "Title"),
        ("3.", ".", 3, ""),
        ("- Title", "-", None, "Title"),
        ("– Title", "-", None, "Title"),
        ("—", "-", None, ""),
        ("• Title", "•", None, "Title"),
        ("· Title", "•", None, "Title"),
        ("* Title", "*", None, "Title"),
    ],
)
def test_numbers_dashes_and_bullets_mark_items(text, style, number, rest):
    marker = page_lines(text.encode())[0].marker

    assert (marker.style, marker.number, marker.text) == (style, number, rest)


@pytest.mark.parametrize("text", ["1.5 million", "-5 degrees", "12.06.2020", "A. Title", "1", "*Title"])
def test_other_beginnings_mark_nothing(text):
    assert page_lines(text.encode())[0].marker is None
