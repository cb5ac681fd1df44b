"""Whatever text `core.text` lets through comes out whole, in a well-formed feed, the same each time."""

import calendar
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import unescape

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.core.feed import Category, FeedDocument, FeedEntry, RelatedLink
from feedsvc.core.model import Enclosure, Format, Image, Person, Tombstone
from feedsvc.core.text import clean_html, one_line, paragraphs
from feedsvc.render import render
from tests.feed_rules import problems_of
from tests.feed_rules.common import looks_like_html

SITE = "https://news.example.org"
_A = "{http://www.w3.org/2005/Atom}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SNIPPETS = [
    "]]>",
    "&",
    "&amp;",
    "&nope;",
    "<b>",
    "</p>",
    "<script>",
    '"',
    "'",
    "<![CDATA[",
    "<!--",
    "👩‍🌾",
    "\x85",
    "\r",
]

# Lone surrogates and control characters included: cleaning them away is part of what is tested.
raw_texts = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(_SNIPPETS)), max_size=5).map("".join)
lines = raw_texts.map(one_line)
titles = lines.filter(bool)
summaries = st.lists(raw_texts, max_size=3).map("\n\n".join).map(paragraphs)
bodies = raw_texts.map(lambda text: clean_html(f"<p>{text}", base=SITE))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
images = st.builds(
    Image,
    url=st.none() | st.just(f"{SITE}/pictures/a.jpg"),
    alt=lines,
    credit=lines,
    width=st.none() | st.integers(1, 4000),
    type=st.none() | st.just("image/jpeg"),
    length=st.none() | st.integers(1, 10**9),
)
entries = st.builds(
    FeedEntry,
    id=st.uuids().map(lambda uuid: f"urn:uuid:{uuid}"),
    url=st.uuids().map(lambda uuid: f"{SITE}/entries/{uuid}/x"),
    title=titles,
    language=st.sampled_from(["en", "ru"]),
    published=moments,
    updated=moments,
    summary=summaries,
    body_html=bodies,
    authors=st.lists(
        st.builds(Person, titles, st.none() | st.just("a@example.org")), min_size=1, max_size=2
    ).map(tuple),
    categories=st.lists(
        st.builds(Category, term=st.just("uz"), scheme=st.just(f"{SITE}/countries"), label=titles), max_size=2
    ).map(tuple),
    image=st.none() | images,
    enclosures=st.lists(
        st.builds(
            Enclosure,
            st.just(f"{SITE}/a.pdf"),
            st.just("application/pdf"),
            st.none() | st.integers(0, 10**9),
            lines,
        ),
        max_size=2,
    ).map(tuple),
    kind=lines,
    place=lines,
    publisher=titles,
    translations=st.lists(
        st.builds(
            RelatedLink,
            href=st.just(f"{SITE}/b"),
            language=st.just("ru"),
            type=st.just("text/html"),
            title=titles,
        ),
        max_size=1,
    ).map(tuple),
)
documents = st.builds(
    FeedDocument,
    id=st.uuids().map(lambda uuid: f"urn:uuid:{uuid}"),
    title=titles,
    subtitle=titles,
    language=st.just("en"),
    one_language=st.booleans(),
    self_url=st.just(f"{SITE}/feeds/all.atom"),
    page_url=st.just(f"{SITE}/"),
    updated=moments,
    publisher=titles,
    contact_email=st.none() | st.just("news@example.org"),
    entries=st.lists(entries, max_size=3, unique_by=(lambda e: e.id, lambda e: e.updated)).map(tuple),
    tombstones=st.lists(
        st.builds(Tombstone, st.uuids().map(lambda uuid: f"urn:uuid:{uuid}"), moments, lines), max_size=2
    ).map(tuple),
).map(lambda document: replace(document, updated=_latest(document)))


def _is_mojibake(text: str) -> bool:
    """Whether feedparser takes a text for UTF-8 that was read as Latin-1, and "repairs" it."""
    try:
        return text.encode("latin-1").decode("utf-8") != text
    except UnicodeError:
        return False


def _is_guessed_at(text: str) -> bool:
    return looks_like_html(text) or _is_mojibake(text)


def _summary_of(entry: etree._Element) -> str:
    """The summary of an Atom entry as plain text."""
    summary = entry.find(f"{_A}summary")
    if summary is None:
        return ""
    return _words_of(summary.text or "") if summary.get("type") == "html" else (summary.text or "")


def _words_of(description: str) -> str:
    """The summary that an RSS description or an Atom summary in HTML was made of."""
    return unescape(description.removeprefix("<p>").removesuffix("</p>").replace("</p>\n<p>", "\n\n"))


def _latest(document: FeedDocument) -> datetime:
    return max([document.updated, *(entry.updated for entry in document.entries)])


@given(document=documents)
def test_every_text_comes_whole_out_of_atom(document: FeedDocument) -> None:
    feed = etree.fromstring(render(document, Format.ATOM))
    assert (feed.findtext(f"{_A}title"), feed.findtext(f"{_A}subtitle")) == (
        document.title,
        document.subtitle,
    )
    for entry, element in zip(document.entries, feed.findall(f"{_A}entry"), strict=True):
        assert element.findtext(f"{_A}title") == entry.title
        assert element.findtext(f"{_A}content", "") == entry.body_html
        assert _summary_of(element) == entry.summary or not (entry.summary or entry.body_html)
        assert [each.get("label") for each in element.findall(f"{_A}category")] == [
            c.label for c in entry.categories
        ]
        assert [each.text for each in element.iter(f"{_A}name")] == [author.name for author in entry.authors]
        assert "".join(each.text or "" for each in element.iter(f"{_MEDIA}credit")) == (
            entry.image.credit if entry.image else ""
        )


@given(document=documents)
def test_every_text_comes_whole_out_of_rss(document: FeedDocument) -> None:
    channel = etree.fromstring(render(document, Format.RSS))[0]
    assert (channel.findtext("title"), channel.findtext("description")) == (document.title, document.subtitle)
    for entry, item in zip(document.entries, channel.findall("item"), strict=True):
        description = item.findtext("description", "")
        body = item.findtext(_CONTENT, "")
        assert item.findtext("title") == entry.title
        assert (body or (description if not entry.summary else "")) == entry.body_html
        if entry.summary:
            assert _words_of(description) == entry.summary
        assert [each.text for each in item.findall("category")] == [c.label for c in entry.categories]


@given(document=documents)
def test_every_text_comes_whole_out_of_json_feed(document: FeedDocument) -> None:
    feed = json.loads(render(document, Format.JSON))
    assert (feed["title"], feed["description"]) == (document.title, document.subtitle)
    for entry, item in zip(document.entries, feed["items"], strict=True):
        assert (item["id"], item["title"], item.get("summary", "")) == (entry.id, entry.title, entry.summary)
        assert item.get("content_html", "") == entry.body_html
        assert item["_feedsvc"].get("kind", "") == entry.kind


@pytest.mark.parametrize("fmt", Format)
@given(document=documents)
def test_no_clean_text_breaks_a_rule_but_text_that_shows_markup(fmt: Format, document: FeedDocument) -> None:
    """A text that shows "</p>" or a lost character draws a warning, and must nevertheless say it."""
    body = render(replace(document, self_url=f"{SITE}/feeds/all.{fmt}"), fmt)
    accepted = ("markup", "plain text of type", "lost character")
    problems = [each for each in problems_of(fmt, body) if not any(words in each for words in accepted)]
    assert problems == []


@pytest.mark.parametrize("fmt", [Format.ATOM, Format.RSS])
@given(document=documents)
def test_feedparser_reads_what_was_put_in(fmt: Format, document: FeedDocument) -> None:
    read = feedparser.parse(render(document, fmt), sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo
    assert read.feed.link == document.page_url
    assert read.feed.title == document.title or _is_guessed_at(document.title)
    for entry, item in zip(document.entries, read.entries, strict=True):
        assert (item.id, item.link) == (entry.id, entry.url)
        assert calendar.timegm(item.published_parsed) == entry.published.timestamp()
        assert calendar.timegm(item.updated_parsed) == entry.updated.timestamp()
        assert item.title == entry.title or _is_guessed_at(entry.title)
        if entry.summary and entry.body_html:
            assert item.content[0].value == entry.body_html or _is_mojibake(entry.body_html)
            assert _words_of(item.summary) == entry.summary or _is_guessed_at(entry.summary)


@pytest.mark.parametrize("fmt", Format)
@given(document=documents)
def test_equal_documents_give_equal_bytes(fmt: Format, document: FeedDocument) -> None:
    in_moscow = timezone(timedelta(hours=3))
    moved = replace(document, updated=document.updated.astimezone(in_moscow))
    assert moved == document
    assert render(moved, fmt) == render(document, fmt)
