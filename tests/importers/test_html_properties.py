"""What holds for any bytes, and for any page that is laid out as pages of news are."""

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.core.dates import in_words
from feedsvc.core.errors import UnreadableFile
from feedsvc.core.imported import Reading
from tests.importers.html_pages import read
from tests.importers.test_page_properties import Written, counted_calls, entries

# What is written of an entry, and the number that its link and its picture have.
Part = tuple[Written, int]


def texts(entry: Written) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in entry.summary)


def day(entry: Written) -> str:
    printed = in_words(entry.day, entry.language)
    return f"{printed}, {entry.place}" if entry.place else printed


def link(entry: Written, number: int) -> str:
    return f'<a href="/n/{number}">{escape(entry.title)}</a>'


def picture(number: int) -> str:
    return f'<img src="/p/{number}.jpg" alt="Picture {number}">'


def above(entry: Written, number: int) -> str:
    parts = [f"<p>{escape(entry.credit)}</p>", f"<p>{entry.kind}</p>"]
    ordered = parts if entry.credit_first else parts[::-1]
    return picture(number) + "".join(part for part in ordered if part != "<p></p>")


def article(entry: Written, number: int) -> str:
    body = f"<h3>{link(entry, number)}</h3><time>{day(entry)}</time>{texts(entry)}"
    return f"<article>{above(entry, number)}{body}</article>"


def date_first(entry: Written, number: int) -> str:
    body = f"<span class=date>{day(entry)}</span><h3>{link(entry, number)}</h3>{texts(entry)}"
    return f'<div class="item">{above(entry, number)}{body}</div>'


def list_item(entry: Written, number: int) -> str:
    return f"<li>{above(entry, number)}{link(entry, number)} <small>{day(entry)}</small>{texts(entry)}</li>"


def bold_lines(entry: Written, number: int) -> str:
    body = "<br>".join([f"<b>{link(entry, number)}</b>", day(entry), *map(escape, entry.summary)])
    return f"<li>{above(entry, number)}<p>{body}</p></li>"


def row(entry: Written, number: int) -> str:
    cells = [day(entry), above(entry, number) + link(entry, number), texts(entry)]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def flat(entry: Written, number: int) -> str:
    return f"{above(entry, number)}<h3>{link(entry, number)}</h3><p>{day(entry)}</p>{texts(entry)}"


def definition(entry: Written, number: int) -> str:
    return f"<dt>{link(entry, number)}</dt><dd>{day(entry)}</dd><dd>{above(entry, number)}{texts(entry)}</dd>"


LAYOUTS: dict[str, tuple[str, Callable[[Written, int], str]]] = {
    "articles": ("<main>{}</main>", article),
    "sections of articles": ("<main><section><h2>News</h2>{}</section></main>", article),
    "divs with the date first": ("<div>{}</div>", date_first),
    "list": ("<ul>{}</ul>", list_item),
    "bold lines": ("<ol>{}</ol>", bold_lines),
    "table": ("<table>{}</table>", row),
    "headings": ("<div>{}</div>", flat),
    "definitions": ("<dl>{}</dl>", definition),
}
WRAPPINGS = (
    "{}",
    "<nav><ul><li><a href=/a>Home</a></li><li><a href=/b>News</a></li></ul></nav><h1>News</h1>{}",
    "<table><tr><td><a href=/a>Home</a></td><td>{}</td></tr></table><footer>© Agency, 1 May 2020</footer>",
    '<div><div class="sidebar"><p>Events</p><p>3 May 2020</p></div><div><div>{}</div></div></div>',
)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(
    st.lists(entries(), min_size=2, max_size=6, unique_by=lambda entry: entry.title),
    st.sampled_from(WRAPPINGS),
)
def test_a_web_page_in_any_layout_is_read_back_as_it_was_written(layout, written, wrapping):
    frame, item = LAYOUTS[layout]
    inner = frame.format("\n".join(item(entry, number) for number, entry in enumerate(written)))

    reading = read(f"<html><body>{wrapping.format(inner)}</body></html>", language="en")

    assert reading.refused == ()
    assert [
        (
            item.draft.title,
            item.date,
            item.draft.place,
            item.draft.kind,
            item.draft.link,
            item.draft.summary,
            item.draft.image.url,
            item.draft.image.alt,
            item.draft.image.credit,
        )
        for item in reading.items
    ] == [
        (
            entry.title,
            entry.day,
            entry.place,
            entry.kind,
            f"https://example.org/n/{number}",
            "\n\n".join(entry.summary),
            f"https://example.org/p/{number}.jpg",
            f"Picture {number}",
            entry.credit,
        )
        for number, entry in enumerate(written)
    ]


def reading_of(data: bytes) -> Reading | None:
    """What is read; None where the file is refused as a whole."""
    try:
        return read(data)
    except UnreadableFile as error:
        return None if len(error.problems) == 1 and str(error) else pytest.fail("more than one sentence")


def check(reading: Reading | None) -> None:
    if reading is None:
        return
    assert reading.items or reading.refused
    for item in reading.items:
        assert item.line >= 1
        assert item.date is not None
        assert any(char.isalpha() for char in item.draft.title)
        assert item.draft.link is None or item.draft.link.startswith("http")
    assert all(refusal.reason and refusal.line >= 1 for refusal in reading.refused)


@given(st.binary(max_size=300))
@example(b"\xff\xfe<\x00")
@example(b"<meta charset=utf-7>+ADw-")
@example(b"<meta charset=idna>\xff")
@example(b"<meta charset=base64>\xff")
def test_any_bytes_give_a_reading_or_one_refusal(data):
    check(reading_of(data))


FRAGMENTS = (
    "<div>", "</div>", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<dl>",
    "<dt>", "<dd>", "</dl>", "<h2>", "</h2>", "<h3>", "</h3>", "<article>", "</article>", "<a href=/x>",
    "</a>", "<b>", "</b>", "<br>", "<img src=/a.jpg>", "<time datetime=2020-06-12>", "</time>",
    "<span class=date>", "</span>", "<figcaption>", "<th>", "12 June 2020", "31 June 2020", "10/11/2024",
    "12 июня 2020 г., Алматы", "© ILO", "Press release", "News", "Title of words", "A sentence.", "Read more",
    " – ", ": ", "\n", "\ufffd", "&nbsp;", "<script>", "</script>",
)  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60))
def test_any_order_of_the_parts_of_web_pages_gives_a_reading_or_one_refusal(parts):
    check(reading_of("".join(parts).encode()))


LONG = {
    "dates": "12 June 2020<br>",
    "date elements in a line": "<b>12 June 2020</b> words ",
    "items": "<li><a href=/x>One</a> 12 June 2020</li>",
    "undated items": "<li><a href=/x>One</a></li>",
    "articles left open": "<article><h3>One</h3><p>12 June 2020",
    "cells": "<td><a href=/x>One</a> 12 June 2020</td>",
    "cells of a headed table": "<td>One",
    "headings": "<h3>One</h3><p>12 June 2020</p>",
    "headings without dates": "<h3>One</h3>",
    "empty elements": "<br>",
    "links that say nothing": "<a href=/x>More</a> ",
    "links left open": "<a href=/x>One ",
    "pictures": "<img src=/a.jpg>",
    "credits": "<p>© Ada</p>",
    "definitions": "<dt>12 June 2020</dt><dd><a href=/x>One</a></dd>",
    "several under one date": "<dd><a href=/x>One</a></dd>",
    "deep": "<div>",
    "deep lists": "<ul><li>One 12 June 2020",
}


@pytest.mark.parametrize("beginning", ["", "<table><tr><th>Place</th></tr><tr>", "<div>" * 40])
@pytest.mark.parametrize("repeated", LONG.values(), ids=LONG)
def test_twice_the_web_page_takes_no_more_than_twice_the_calls(beginning, repeated):
    def calls(times: int) -> int:
        with counted_calls() as counted:
            reading_of((beginning + repeated * times + "<p>12 June 2020</p>").encode())
        return counted[0]

    calls(1)

    assert calls(200) <= 2.2 * calls(100) + 3000
