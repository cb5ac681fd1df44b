"""Translations in feeds and archives: who is linked, when, and what that changes for readers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Entry
from feedsvc.core.urls import parse_feed
from feedsvc.services import translations
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.work import release_due
from tests.newsroom import Newsroom
from tests.web.world import ADA

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def link(newsroom: Newsroom, *entries: Entry) -> None:
    with newsroom.publisher() as publisher:
        publisher.link_translations([each.uuid for each in entries])


def linked(newsroom: Newsroom, path: str) -> dict[str, list[str]]:
    """The titles in a channel, in its order, each with the languages that its entry is linked to."""
    body = feed_bytes(newsroom.store, newsroom.settings, *parse_feed(f"{path}.atom"))
    return {
        entry.findtext("a:title", namespaces=ATOM): entry.xpath(
            "a:link[@rel='related']/@hreflang", namespaces=ATOM
        )
        for entry in etree.fromstring(body).iterfind("a:entry", ATOM)
    }


def release(newsroom: Newsroom, entry: Entry) -> Entry:
    with newsroom.publisher() as publisher:
        return publisher.publish(entry.uuid)


@pytest.fixture
def english(newsroom: Newsroom) -> Entry:
    """An entry of the office in Moscow, and one after it."""
    entry = newsroom.publish("The river rises")
    newsroom.publish("The river falls")
    return entry


def test_a_late_translation_is_at_the_top_and_linked_from_the_old_entry_where_that_stands(
    newsroom: Newsroom, english: Entry
) -> None:
    draft = newsroom.create("Река поднимается", language="ru")
    link(newsroom, english, draft)
    assert linked(newsroom, "all") == {"The river falls": [], "The river rises": []}
    late = release(newsroom, draft)
    assert list(linked(newsroom, "all").items()) == [
        ("Река поднимается", ["en"]),
        ("The river falls", []),
        ("The river rises", ["ru"]),
    ]
    now = newsroom.entry(english)
    assert late.id != now.id
    assert (now.updated, now.published, now.position) == (
        english.updated,
        english.published,
        english.position,
    )
    assert (now.changed or 0) > (late.position or 0)
    # The feed in English alone does not hold the translation, and shows the link all the same.
    assert newsroom.channel("all.en").changed == now.changed


def test_a_link_to_what_nobody_can_see_changes_no_feed(newsroom: Newsroom, english: Entry) -> None:
    before = newsroom.counter()
    draft = newsroom.create("Река", language="ru")
    link(newsroom, english, draft)
    assert (newsroom.counter(), newsroom.entry(english).changed) == (before, english.changed)
    with newsroom.store.writing() as writer:
        translations.unlink(writer, draft.uuid, now=newsroom.now, actor=ADA)
    assert (newsroom.counter(), newsroom.entry(english).changed) == (before, english.changed)


def test_a_scheduled_translation_is_linked_when_it_is_released(newsroom: Newsroom, english: Entry) -> None:
    draft = newsroom.create("Река", language="ru")
    link(newsroom, english, draft)
    with newsroom.publisher() as publisher:
        publisher.schedule(draft.uuid, newsroom.now + timedelta(hours=1))
    assert linked(newsroom, "all.en") == {"The river falls": [], "The river rises": []}
    release_due(newsroom.store, newsroom.settings, now=newsroom.now + timedelta(hours=2))
    assert linked(newsroom, "all.en") == {"The river falls": [], "The river rises": ["ru"]}
    assert newsroom.channel("all.en").changed == newsroom.counter()


def test_a_withdrawal_unlinks_and_a_restore_links_again(newsroom: Newsroom, english: Entry) -> None:
    russian = newsroom.publish("Река", language="ru", office="minsk")
    link(newsroom, english, russian)
    for step, languages in ((newsroom.withdraw, []), (newsroom.restore, ["ru"])):
        before = newsroom.channel("offices/moscow.en").changed
        step(russian)
        assert linked(newsroom, "offices/moscow.en")["The river rises"] == languages
        assert newsroom.channel("offices/moscow.en").changed > before
    now = newsroom.entry(english)
    assert (now.updated, now.position) == (english.updated, english.position)


def test_three_languages_are_linked_each_with_each_and_one_leaves_alone(
    newsroom: Newsroom, english: Entry
) -> None:
    newsroom.settings = replace(newsroom.settings, languages=("en", "ru", "uk"))
    russian, ukrainian = (newsroom.publish(title, language=title[:2]) for title in ("ru: Река", "uk: Річка"))
    link(newsroom, english, russian)
    link(newsroom, russian, ukrainian)
    found = linked(newsroom, "all")
    assert found["The river rises"] == ["ru", "uk"]
    assert found["ru: Река"] == ["en", "uk"]
    assert found["uk: Річка"] == ["en", "ru"]
    newsroom.withdraw(ukrainian)
    assert linked(newsroom, "all")["The river rises"] == ["ru"]
    assert linked(newsroom, "all.uk") == {}


def test_two_groups_become_one_unless_they_have_a_language_in_common(
    newsroom: Newsroom, english: Entry
) -> None:
    russian = newsroom.publish("Река", language="ru")
    link(newsroom, english, russian)
    second = newsroom.create("Река опять", language="ru")
    with pytest.raises(InvalidInput, match="another language"):
        link(newsroom, english, second)
    newsroom.settings = replace(newsroom.settings, languages=("en", "ru", "uk", "fr"))
    third, fourth = newsroom.publish("Річка", language="uk"), newsroom.publish("Le fleuve", language="fr")
    link(newsroom, third, fourth)
    link(newsroom, russian, third)
    assert linked(newsroom, "all")["The river rises"] == ["fr", "ru", "uk"]


def test_an_entry_does_not_take_the_language_of_its_translation(newsroom: Newsroom, english: Entry) -> None:
    russian = newsroom.publish("Река", language="ru")
    link(newsroom, english, russian)
    with pytest.raises(InvalidInput, match="language: is that of"):
        newsroom.edit(english, language="ru")
    assert newsroom.entry(english).language == "en"


def test_a_sealed_page_shows_a_late_link_and_keeps_its_entries(newsroom: Newsroom, english: Entry) -> None:
    for number in range(5):
        newsroom.publish(f"News {number}")
    page = "all/archive/1"
    assert "The river rises" in linked(newsroom, page)
    russian = newsroom.publish("Река", language="ru")
    before = linked(newsroom, page)
    link(newsroom, english, russian)
    assert linked(newsroom, page) == before | {"The river rises": ["ru"]}


def test_an_edit_changes_the_translations_where_they_show_it_alone(
    newsroom: Newsroom, english: Entry
) -> None:
    russian = newsroom.publish("Река", language="ru")
    link(newsroom, english, russian)
    before = newsroom.channel("all.en").changed
    newsroom.edit(russian, summary="Вода.", major=True)
    assert newsroom.channel("all.en").changed == before
    newsroom.edit(russian, title="Река растёт")
    assert newsroom.channel("all.en").changed == newsroom.counter()
