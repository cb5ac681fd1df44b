"""What rendering promises beyond the golden files."""

import locale
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import NoReturn

import feedparser
import pytest
from lxml import etree

from feedsvc.core.feed import FeedDocument, FeedEntry, RelatedLink
from feedsvc.core.model import Enclosure, Format, Image, Person, Tombstone
from feedsvc.render import CONTENT_TYPES, render

SITE = "https://news.example.org"
_A = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_AT = "{http://purl.org/atompub/tombstones/1.0}"

ENTRY = FeedEntry(
    id="urn:uuid:7f1c8f66-5a0d-4a3b-9b1c-1d2e3f405060",
    url=f"{SITE}/entries/1/a",
    title="A title",
    language="en",
    published=datetime(2026, 3, 5, 9, tzinfo=UTC),
    updated=datetime(2026, 3, 5, 9, tzinfo=UTC),
    summary="A summary",
    body_html="<p>A body</p>",
    authors=(Person("Bureau of Rivers"),),
    categories=(),
    image=None,
    enclosures=(),
    kind="",
    place="",
    publisher="Bureau of Rivers",
    translations=(),
)
DOCUMENT = FeedDocument(
    id="urn:uuid:0d4f2c5e-6d3b-5c1e-9a53-2f5b8f0f6a11",
    title="A feed",
    subtitle="News",
    language="en",
    one_language=True,
    self_url=f"{SITE}/feeds/all.atom",
    page_url=f"{SITE}/",
    updated=datetime(2026, 3, 5, 9, tzinfo=UTC),
    publisher="Bureau of Rivers",
    contact_email=None,
    entries=(ENTRY,),
    tombstones=(),
)
# Another process, with its own locale, zone and order of hashes, renders a document to its stdout.
_RENDER_ELSEWHERE = """
import locale, sys
import tests.render.test_render as here
from feedsvc.core.model import Format
locale.setlocale(locale.LC_ALL, "")
for fmt in Format:
    sys.stdout.buffer.write(here.render(here.DOCUMENT, fmt))
"""


def document_of(**changes: object) -> FeedDocument:
    return replace(DOCUMENT, entries=(replace(ENTRY, **changes),))  # type: ignore[arg-type]  # by name


def rss_item(**changes: object) -> etree._Element:
    return etree.fromstring(render(document_of(**changes), Format.RSS)).findall("channel/item")[0]


def test_every_format_has_a_content_type() -> None:
    assert set(CONTENT_TYPES) == set(Format)


def test_rendering_never_touches_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("setlocale is not thread-safe")

    monkeypatch.setattr(locale, "setlocale", refuse)
    for fmt in Format:
        assert render(DOCUMENT, fmt)


@pytest.mark.parametrize(
    "variables", [{"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tashkent"}]
)
def test_another_process_with_another_locale_zone_and_hash_seed_gives_equal_bytes(
    variables: dict[str, str],
) -> None:
    environment = {**os.environ, **variables, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    elsewhere = subprocess.run(
        [sys.executable, "-c", _RENDER_ELSEWHERE], env=environment, capture_output=True, check=True
    )
    assert elsewhere.stdout == b"".join(render(DOCUMENT, fmt) for fmt in Format)


def test_no_time_but_the_document_s_own_is_in_a_feed() -> None:
    old = datetime(1999, 1, 2, 3, 4, 5, tzinfo=UTC)
    document = replace(document_of(published=old, updated=old), updated=old)
    for fmt in Format:
        times = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+|\d\d? [A-Z][a-z]{2} \d{4} [\d:]+", render(document, fmt))
        assert set(times) <= {b"1999-01-02T03:04:05", b"02 Jan 1999 03:04:05"}
        assert len(times) >= 3


def test_entries_keep_the_order_of_the_document() -> None:
    others = tuple(replace(ENTRY, id=f"https://example.org/{n}", title=f"Title {n}") for n in (3, 1, 2))
    for fmt in (Format.ATOM, Format.RSS):
        read = feedparser.parse(render(replace(DOCUMENT, entries=others), fmt))
        assert [item.title for item in read.entries] == ["Title 3", "Title 1", "Title 2"]


def test_tombstones_come_before_the_first_entry_of_atom() -> None:
    stone = Tombstone("https://example.org/gone", datetime(2026, 3, 4, tzinfo=UTC), "Published by mistake")
    feed = etree.fromstring(render(replace(DOCUMENT, tombstones=(stone,)), Format.ATOM))
    tags = [child.tag for child in feed]
    assert tags.index(f"{_AT}deleted-entry") < tags.index(f"{_A}entry")
    assert feed.findtext(f"{_AT}deleted-entry/{_AT}comment") == "Published by mistake"


def test_the_namespace_of_tombstones_is_declared_only_with_one() -> None:
    assert b"tombstones" not in render(DOCUMENT, Format.ATOM)


def test_a_translation_never_becomes_the_link_of_an_entry() -> None:
    translation = RelatedLink(href=f"{SITE}/entries/2/b", language="ru", type="text/html", title="Заголовок")
    for fmt in (Format.ATOM, Format.RSS):
        (item,) = feedparser.parse(render(document_of(translations=(translation,)), fmt)).entries
        assert item.link == ENTRY.url
        assert {"related"} == {link.rel for link in item.links if link.href == translation.href}


def test_a_single_author_with_an_email_is_the_author_of_rss() -> None:
    item = rss_item(authors=(Person("Aziza (Tashkent)", "aziza@example.org"),))
    assert item.findtext("author") == "aziza@example.org (Aziza [Tashkent])"
    assert item.find(f"{_DC}creator") is None


def test_several_authors_are_creators_in_rss_and_their_emails_stay_out() -> None:
    item = rss_item(authors=(Person("Aziza", "aziza@example.org"), Person("Bek")))
    assert [each.text for each in item.findall(f"{_DC}creator")] == ["Aziza", "Bek"]
    assert item.find("author") is None


def test_the_enclosure_of_rss_is_the_first_of_known_length() -> None:
    unknown = Enclosure(f"{SITE}/a.csv", "text/csv")
    known = Enclosure(f"{SITE}/b.pdf", "application/pdf", 0)
    item = rss_item(enclosures=(unknown, known), image=Image(f"{SITE}/c.jpg", type="image/jpeg", length=5))
    assert [each.get("url") for each in item.findall("enclosure")] == [known.url]


def test_the_picture_is_the_enclosure_of_rss_where_no_file_has_a_length() -> None:
    item = rss_item(image=Image(f"{SITE}/c.jpg", type="image/jpeg", length=5))
    enclosure = item.findall("enclosure")[0]
    assert (enclosure.get("url"), enclosure.get("length"), enclosure.get("type")) == (
        f"{SITE}/c.jpg",
        "5",
        "image/jpeg",
    )


def test_a_picture_of_unknown_length_is_no_enclosure() -> None:
    assert rss_item(image=Image(f"{SITE}/c.jpg", type="image/jpeg")).find("enclosure") is None


def test_a_plain_summary_survives_readers_that_take_it_for_html() -> None:
    (item,) = feedparser.parse(render(document_of(summary="if a <b> c & d </b>"), Format.RSS)).entries
    assert item.summary == "if a &lt;b&gt; c &amp; d &lt;/b&gt;"


def test_a_body_without_a_summary_is_the_description_of_rss() -> None:
    item = rss_item(summary="")
    assert item.findtext("description") == ENTRY.body_html
    assert len(item.findall("*")) == len({child.tag for child in item})


def test_an_entry_of_a_title_alone_has_text_in_atom() -> None:
    feed = etree.fromstring(render(document_of(summary="", body_html=""), Format.ATOM))
    assert feed.findtext(f"{_A}entry/{_A}summary") == ENTRY.title


def test_a_credit_without_a_picture_stands_on_the_entry() -> None:
    item = rss_item(image=Image(credit="© A. Karimova"))
    assert [child.text for child in item if "mrss" in child.tag] == ["© A. Karimova"]
