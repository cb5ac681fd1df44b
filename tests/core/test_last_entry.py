"""What an office says last, and its feeds afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from feedsvc.core.closing_note import closing_note
from feedsvc.core.endings import Ending
from feedsvc.core.last_entry import languages_of, last_entry, said_of_ended_feeds
from feedsvc.core.model import ChannelAddress, Format, Tombstone
from tests.core.samples import MOSCOW, SITE

DAY = date(2027, 3, 1)
KYIV = replace(MOSCOW, slug="kyiv", names={"en": "Office <in> Kyiv"})


def test_names_are_text_and_never_markup():
    draft = last_entry(MOSCOW, [KYIV], day=DAY, site=SITE, language="en")
    assert "Office &lt;in&gt; Kyiv" in draft.content_html
    assert "Office <in> Kyiv" in draft.summary
    assert "<in>" not in draft.content_html
    assert draft.countries == ()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "is closing"), ("ru", "закрытие"), ("fr", "is closing")]
)
def test_it_speaks_a_language_that_it_has_words_in(language: str, words: str):
    assert words in last_entry(MOSCOW, [], day=DAY, site=SITE, language=language).title


def test_the_languages_are_the_office_s_as_far_as_the_site_has_them():
    assert languages_of(replace(MOSCOW, languages=("ru", "be")), SITE) == ("ru",)
    assert languages_of(replace(MOSCOW, languages=("be",)), SITE) == SITE.languages


def test_the_feeds_that_ended_name_those_that_go_on():
    ended = replace(MOSCOW, ending=Ending(at=datetime(2027, 3, 1, tzinfo=UTC), over=True))
    address = ChannelAddress(office="moscow", country="UZ", archive=3)
    said = said_of_ended_feeds(ended, [KYIV], address, Format.RSS, SITE)
    assert "ended on 1 March 2027" in said
    assert said.endswith("Office <in> Kyiv: https://example.org/news/feeds/offices/kyiv/countries/uz.rss")
    page = said_of_ended_feeds(MOSCOW, [KYIV], address, None, SITE)
    assert page.endswith("Kyiv: https://example.org/news/offices/kyiv")
    assert said_of_ended_feeds(ended, [], address, Format.ATOM, SITE).endswith("/news/feeds/all.atom")


def test_a_closing_note_without_a_reason_says_that_it_was_withdrawn():
    when = datetime(2026, 6, 1, tzinfo=UTC)
    note = closing_note(Tombstone("urn:x", when, uuid="u", language="en"), SITE)
    assert (note.id, note.title, note.summary, note.url) == (
        "urn:x",
        "Withdrawn",
        "Withdrawn",
        "https://example.org/news/entries/u/entry",
    )
    assert (note.published, note.updated, note.body_html, note.image) == (when, when, "", None)
