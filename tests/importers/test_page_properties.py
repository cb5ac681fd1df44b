"""What holds for any bytes, any text, and any page that is laid out as such pages are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.core.dates import in_words
from feedsvc.core.errors import UnreadableFile
from feedsvc.core.imported import Reading
from tests.importers.pages import read

WORDS = "ferry lock harbour pilot captains council river grain women skills agree on of the new and".split()
HEADINGS = ("News", "News room", "Statements and speeches", "April 2019", "Новости", "2018")
KINDS = ("", "", "Press release", "Social protection", "#RatifyC190", "Пресс-релиз")
CREDITS = ("", "", "© Name / Agency 2020", "(c) Name", "Photo: Name, ILO", "Фото: Имя")
PLACES = ("", "", "Bali, Indonesia", "Tashkent", "Port of Spain")
FRAGMENTS = (
    "1.", "2.", "1)", "-", "—", "•", "1. One", "2. Two", "3) Three", "- Dash", "– Dash", "1000. Large",
    "12 June 2020", "31 June 2020", "10/11/2024", "12 июня 2020 г., Алматы", "1. 12 June 2020", "© ILO",
    "Press release", "News", "April 2019", "A title of words", "A sentence.", "Slowly:", "", "", "***",
    "\x0c", "in the ILO-", "\u00ad", "\ufffd",
    "The Office has worked in Moscow since 1959. It covers: Georgia.", "Бюро работает в Москве с 1994 года.",
)  # fmt: skip

sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=14).map(
    lambda words: " ".join(words).capitalize()
)


@dataclass(frozen=True)
class Written:
    """An entry as it is put into a page; `defect` says what is left out or wrong."""

    title: str
    day: date
    place: str
    kind: str
    credit: str
    credit_first: bool
    summary: tuple[str, ...]
    language: str
    defect: str = ""


@dataclass(frozen=True)
class Layout:
    """How the entries of a page are laid out."""

    style: str
    indent: str
    compact: bool
    marker_alone: bool
    width: int


layouts = st.builds(
    Layout,
    style=st.sampled_from(["{}.", "{})", "-", "—", "•", "*"]),
    indent=st.sampled_from(["", "    ", "\t"]),
    compact=st.booleans(),
    marker_alone=st.booleans(),
    width=st.sampled_from([70, 1000]),
)


def entries(*defects: str) -> st.SearchStrategy[Written]:
    return st.builds(
        Written,
        title=sentences,
        day=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        place=st.sampled_from(PLACES),
        kind=st.sampled_from(KINDS),
        credit=st.sampled_from(CREDITS),
        credit_first=st.booleans(),
        summary=st.lists(sentences.map(lambda text: text + "."), max_size=3).map(tuple),
        language=st.sampled_from(["en", "ru"]),
        defect=st.sampled_from(["", *defects]),
    )


def lists(*defects: str) -> st.SearchStrategy[list[list[Written]]]:
    """Lists of entries; the first of each is sound, for a list without any date is no list of entries."""
    one = st.builds(lambda first, rest: [first, *rest], entries(), st.lists(entries(*defects), max_size=4))
    return st.lists(one, min_size=1, max_size=3)


def blocks_of(entry: Written) -> list[str]:
    above = [entry.credit, entry.kind] if entry.credit_first else [entry.kind, entry.credit]
    title = [] if entry.defect == "no title" else [entry.title]
    printed = in_words(entry.day, entry.language) + (f", {entry.place}" if entry.place else "")
    printed = {"no date": "", "bad date": "31 June 2020"}.get(entry.defect, printed)
    return [block for block in [*above, *title, printed, *entry.summary] if block]


def laid_out(entry: Written, number: int, layout: Layout) -> list[str]:
    """The lines of one entry."""
    lines: list[str] = []
    for block in blocks_of(entry):
        lines += wrap(block, layout.width, break_on_hyphens=False, break_long_words=False)
        lines += [] if layout.compact else [""]
    marker = layout.style.format(number)
    indented = [layout.indent + line if line else "" for line in lines]
    if layout.marker_alone:
        return [marker, *([] if layout.compact else [""]), *indented]
    return [f"{marker} {lines[0]}", *indented[1:]]


def heading_in(layout: Layout, heading: str) -> str:
    """A heading that nobody knows, where numbers or indentation tell that it is one."""
    told = layout.indent or "{}" in layout.style
    return "Voices from the river" if told and heading == "2018" else heading


def page_of(lists_of_entries: list[list[Written]], layout: Layout, headings: list[str]) -> str:
    lines = []
    for entries_of_list, heading in zip(lists_of_entries, headings, strict=False):
        lines += [heading_in(layout, heading), *([] if layout.compact else [""])]
        for number, entry in enumerate(entries_of_list, start=1):
            lines += laid_out(entry, number, layout)
    return "\n".join(lines)


def as_read(entry: Written, layout: Layout) -> tuple[object, ...]:
    summary = (" " if layout.compact else "\n\n").join(entry.summary)
    return entry.title, entry.day, entry.place, entry.kind, entry.credit, summary


def read_back(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            item.draft.title,
            item.date,
            item.draft.place,
            item.draft.kind,
            item.draft.image.credit if item.draft.image else "",
            item.draft.summary,
        )
        for item in reading.items
    ]


headings_of_lists = st.lists(st.sampled_from(HEADINGS), min_size=3, max_size=3)


@given(lists(), layouts, headings_of_lists)
def test_a_page_in_any_layout_is_read_back_as_it_was_written(written, layout, headings):
    reading = read(page_of(written, layout, headings), language="en")

    assert reading.refused == ()
    assert read_back(reading) == [as_read(entry, layout) for part in written for entry in part]


@given(lists("no title", "no date", "bad date"), layouts, headings_of_lists)
def test_every_entry_is_taken_or_refused(written, layout, headings):
    flat = [entry for part in written for entry in part]

    reading = read(page_of(written, layout, headings), language="en")

    assert [item.draft.title for item in reading.items] == [entry.title for entry in flat if not entry.defect]
    assert len(reading.refused) == sum(bool(entry.defect) for entry in flat)


def reading_of(data: bytes) -> Reading | None:
    """What is read; None where the file is refused as a whole."""
    try:
        return read(data)
    except UnreadableFile:
        return None


def check(reading: Reading | None, data: bytes) -> None:
    if reading is None:
        return
    last = data.count(b"\n") + data.count(b"\r") + data.count(b"\xc2\x85") + data.count(b"\xe2\x80") + 1
    assert reading.items or reading.refused
    assert [item.line for item in reading.items] == sorted({item.line for item in reading.items})
    assert [refusal.line for refusal in reading.refused] == sorted(
        refusal.line for refusal in reading.refused
    )
    for item in reading.items:
        assert 1 <= item.line <= last
        assert item.date is not None
        assert any(char.isalpha() for char in item.draft.title)
    for refusal in reading.refused:
        assert 1 <= refusal.line <= last
        assert refusal.reason


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf1.\xff\n12 June 2020")
def test_any_bytes_give_a_reading_or_one_refusal(data):
    check(reading_of(data), data)


@given(st.text(max_size=400))
def test_any_text_gives_a_reading_or_one_refusal(text):
    data = text.encode("utf-8", "surrogatepass")

    check(reading_of(data), data)


@given(st.lists(st.tuples(st.sampled_from(["", "  ", "     "]), st.sampled_from(FRAGMENTS)), max_size=40))
def test_any_order_of_the_parts_of_pages_gives_a_reading_or_one_refusal(parts):
    data = "\n".join(indent + text for indent, text in parts).encode()

    check(reading_of(data), data)


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Counts the calls of functions, Python's own included, while it is open."""
    calls = [0]

    def count(_frame: object, event: str, _arg: object) -> None:
        calls[0] += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


LONG_LISTS = {
    "undated items": "1. One\n",
    "dates": "12 June 2020\n",
    "entries": "1. One\n12 June 2020\nText.\n",
    "points": "  - point\n",
    "numbers that begin again": "1. a\n2. b\n",
    "short lines": "a\n",
    "labels": "Press release\n",
    "credits": "© ILO\n",
    "headings": "News\n\n",
    "dashes": "– a\n",
    "page breaks": "a\x0c",
    "paragraphs": "a.\n\n",
}


@pytest.mark.parametrize(
    "beginning", ["", "1. One\n", "1. One\n12 June 2020\n", "1. One\n   12 June 2020\n   Text\n"]
)
@pytest.mark.parametrize("repeated", LONG_LISTS.values(), ids=LONG_LISTS)
def test_twice_the_page_takes_no_more_than_twice_the_calls(beginning, repeated):
    def calls(times: int) -> int:
        with counted_calls() as counted:
            reading_of((beginning + repeated * times + "\n12 June 2020\n").encode())
        return counted[0]

    calls(1)

    assert calls(800) <= 2.2 * calls(400) + 500


@pytest.mark.parametrize("beginning", ["1. One\n\n12 June 2020\n\n", "1. "])
def test_a_hundred_thousand_short_lines_are_read(beginning):
    reading = reading_of((beginning + "1. a\n- b\nc\nNews\n\n" * 20_000 + "12 June 2020").encode())

    assert reading is not None


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        " ",
        "1. ",
        "- ",
        "12 June 2020, ",
        "(",
        "—",
        "has worked in Moscow ",
        "countries ",
        "The Office, ",
        "\t",
        "А b",
    ],
)
@pytest.mark.parametrize(
    "page", ["{}\n\n1. One\n\n12 June 2020", "1. {}\n\n12 June 2020\n\nText.", "1. One\n\n12 June 2020\n\n{}"]
)
def test_a_line_of_a_megabyte_is_read(page, piece):
    data = page.format(piece * (1_000_000 // len(piece))).encode()

    check(reading_of(data), data)
