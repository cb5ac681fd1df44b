"""What holds for any bytes, and for any table that is written and read back."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.core.errors import UnreadableFile
from feedsvc.core.imported import Reading
from feedsvc.core.model import EntryDraft, Image, Person
from feedsvc.core.record_reading import EDITABLE
from feedsvc.core.records import entry_record
from feedsvc.importers.table import read_csv, read_json
from tests.core.samples import SITE, entry
from tests.importers.test_page_properties import counted_calls

CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",;\t\n\r='), max_size=20
).map(str.strip)
FILLED = CELLS.filter(lambda text: text not in ("", "none"))
PARTS = st.lists(
    FILLED.filter(lambda text: ";" not in text and "<" not in text and ">" not in text), max_size=3
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MOMENTS = st.builds(
    lambda day, clock: datetime.combine(day, clock.replace(microsecond=0), UTC), DAYS, st.times()
)
IMAGES = st.builds(
    Image, FILLED, alt=CELLS, credit=CELLS, width=st.none() | st.integers(1, 9999), type=st.none() | FILLED
)
DRAFTS = st.builds(
    EntryDraft,
    office=FILLED,
    title=FILLED,
    language=FILLED,
    summary=CELLS,
    content_html=CELLS,
    kind=CELLS,
    place=CELLS,
    link=st.none() | FILLED,
    countries=st.none() | PARTS.map(tuple),
    topics=PARTS.map(tuple),
    authors=PARTS.map(lambda names: tuple(Person(name) for name in names)),
    image=st.none() | IMAGES,
    published=st.none() | MOMENTS,
)


def row_of(draft: EntryDraft, day: date | None) -> dict[str, str]:
    """An entry as a person fills it into a table."""
    image = draft.image or Image()
    countries = "none" if draft.countries == () else "; ".join(draft.countries or ())
    return {
        **{name: getattr(draft, name) for name in ("office", "title", "language", "summary", "content_html")},
        **{"kind": draft.kind, "place": draft.place, "link": draft.link or "", "countries": countries},
        **{"topics": ";".join(draft.topics), "authors": " ; ".join(each.name for each in draft.authors)},
        **{"image.url": image.url or "", "image.alt": image.alt, "image.credit": image.credit},
        **{"image.width": str(image.width or ""), "image.type": image.type or ""},
        "published": draft.published.isoformat() if draft.published else f"{day:%d.%m.%Y}" if day else "",
    }


@given(
    st.lists(st.tuples(DRAFTS, st.none() | DAYS), min_size=1, max_size=5),
    st.permutations(list(row_of(EntryDraft(office="", title="", language=""), None))),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    # Its writer leaves a carriage return unquoted where lines end otherwise.
    st.sampled_from([("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]),
)
def test_a_table_that_was_written_is_read_back_the_same(rows, columns, separator, encoding, style):
    out = StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=separator, lineterminator=style[0], quoting=style[1])
    writer.writeheader()
    writer.writerows(row_of(draft, day) for draft, day in rows)

    reading = read_csv(out.getvalue().encode(encoding))

    assert reading.refused == ()
    assert [item.draft for item in reading.items] == [draft for draft, _ in rows]
    assert [item.date for item in reading.items] == [None if draft.published else day for draft, day in rows]


@given(st.lists(DRAFTS, min_size=1, max_size=4), st.sampled_from(["lines", "array", "indented"]))
def test_records_of_entries_are_read_back_as_their_drafts(drafts, layout):
    drafts = [replace(draft, id="urn:x:1", countries=draft.countries or ()) for draft in drafts]
    records = [
        entry_record(replace(entry("x"), **{name: getattr(draft, name) for name in EDITABLE}), SITE)
        for draft in drafts
    ]
    text = "\n".join(map(json.dumps, records)) if layout == "lines" else json.dumps(records)
    text = json.dumps(records, indent=2, ensure_ascii=False) if layout == "indented" else text

    reading = read_json(text.encode(), base_url=SITE.base_url)

    assert reading.refused == ()
    assert [item.draft for item in reading.items] == [
        replace(draft, image=absolute(draft.image)) for draft in drafts
    ]


def absolute(image: Image | None) -> Image | None:
    """A picture as a record shows it: what begins with "/" is a path of this site."""
    is_path = image is not None and image.url is not None and image.url.startswith("/")
    return replace(image, url=SITE.base_url + image.url) if is_path else image


def check(reading: Reading, data: bytes) -> None:
    """What every reading has: lines of the file, in their order, and reasons."""
    last = data.count(b"\n") + data.count(b"\r") + 1
    assert reading.office is None
    assert reading.items or reading.refused
    for found in (reading.items, reading.refused):
        lines = [each.line for each in found]
        assert lines == sorted(lines)
        assert all(1 <= line <= last for line in lines)
    assert all(refusal.reason for refusal in reading.refused)
    assert all(item.draft.title and item.draft.office and item.draft.language for item in reading.items)


def read_if_possible(read, data: bytes) -> None:
    try:
        reading = read(data, office="moscow", language="en")
    except UnreadableFile:
        return
    check(reading, data)


@pytest.mark.parametrize("read", [read_csv, read_json])
@given(data=st.binary(max_size=200))
@example(data=b"\xff\xfe[\x00")
def test_any_bytes_give_a_reading_or_one_refusal(read, data):
    read_if_possible(read, data)


@given(
    st.lists(
        st.sampled_from(["title", "x", '"', '""', ",", ";", "\t", "\n", "\r\n", "\r", " ", "=", "\0", "é"])
    )
)
def test_any_order_of_the_parts_of_tables_gives_a_reading_or_one_refusal(parts):
    read_if_possible(read_csv, ("title,published\n" + "".join(parts)).encode())


JSON_PARTS = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"title"',
    '"a"',
    "1",
    "-",
    "null",
    "\n",
    " ",
    '"',
    "\\ud800",
    "NaN",
    "1e9",
]


@given(st.sampled_from("[{"), st.lists(st.sampled_from(JSON_PARTS)))
@example("{", ['"title"', ":", "}", "\n"])
def test_any_order_of_the_parts_of_json_gives_a_reading_or_one_refusal(first, parts):
    read_if_possible(read_json, (first + "".join(parts)).encode())


MANY = {
    "rows": (read_csv, b"title\n", b'"a",\n'),
    "broken rows": (read_csv, b"title\n", b'"a"b\n'),
    "cells": (read_csv, b"title\n", b"a,"),
    "line breaks in a cell": (read_csv, b'title\n"', b"a\n"),
    "lines": (read_json, b"", b'{"title": "a"}\n'),
    "broken lines": (read_json, b"", b"{[}\n"),
    "items": (read_json, b"[5", b",\n5"),
    "fields": (read_json, b'[{"a":5', b',\n"title":5'),
    "brackets": (read_json, b"[", b"["),
}


@pytest.mark.parametrize(("read", "beginning", "repeated"), MANY.values(), ids=MANY)
def test_twice_the_table_takes_no_more_than_twice_the_calls(read, beginning, repeated):
    def calls(times: int) -> int:
        with counted_calls() as counted:
            read_if_possible(read, beginning + repeated * times)
        return counted[0]

    calls(1)

    assert calls(800) <= 2.2 * calls(400) + 500
