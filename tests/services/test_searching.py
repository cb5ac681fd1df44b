"""A search as pages, the API and the commands ask for it; the index made whole."""

import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import update

from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Status
from feedsvc.services.backup import backup, restore
from feedsvc.services.searching import Found, complete_index, is_cursor, search
from feedsvc.store import Store, database
from feedsvc.store.database import make_engine, migrate
from feedsvc.store.searching_tables import entry_words
from tests.newsroom import Newsroom
from tests.web.world import settings_for


def found(newsroom: Newsroom, text: str, **others: object) -> Found:
    """What a search finds."""
    with newsroom.store.reading() as reader:
        return search(reader, text, **{"limit": 10, **others})


def titles(answer: Found) -> list[str]:
    """The titles that were found."""
    return [hit.entry.title for hit in answer.hits]


def test_released_entries_alone_are_found_unless_others_are_asked_for(newsroom):
    newsroom.publish("Rain here")
    newsroom.create("Rain in a draft")
    newsroom.withdraw(newsroom.publish("Rain nowhere"))
    assert titles(found(newsroom, "rain")) == ["Rain here"]
    assert titles(found(newsroom, "rain", status=Status.DRAFT)) == ["Rain in a draft"]
    assert len(titles(found(newsroom, "rain", status=None))) == 3
    assert len(titles(found(newsroom, "rain", status=None, readable=frozenset()))) == 1


def test_a_hit_shows_what_was_found_in_it(newsroom):
    newsroom.publish(
        "Rain in Moscow", summary="It rained.", content_html="<p>It rained.</p><p>And <b>how</b>.</p>"
    )
    [hit] = found(newsroom, "raining").hits
    assert [(piece.text, piece.found) for piece in hit.title] == [("Rain", True), (" in Moscow", False)]
    assert "".join(piece.text for piece in hit.excerpt) == "It rained. And how."
    assert [piece.text for piece in hit.excerpt if piece.found] == ["rained"]


def test_pages_follow_each_other_without_gap_or_repetition(newsroom):
    for number in range(7):
        newsroom.publish(f"Rain {number}" if number % 2 else f"Number {number}", summary="rain")
    seen, after = [], None
    while True:
        page = found(newsroom, "rain", limit=3, after=after)
        seen += titles(page)
        assert (page.total, page.is_more) == (7, False)
        if page.next is None:
            break
        assert is_cursor(page.next)
        after = page.next
    assert seen == ["Rain 5", "Rain 3", "Rain 1", "Number 6", "Number 4", "Number 2", "Number 0"]


def test_a_page_goes_on_where_the_last_one_ended_though_entries_came_and_went(newsroom):
    entries = [newsroom.publish(f"Rain {number}") for number in range(4)]
    first = found(newsroom, "rain", limit=2)
    newsroom.publish("Rain of today")
    newsroom.withdraw(entries[2])
    assert titles(found(newsroom, "rain", limit=2, after=first.next)) == ["Rain 1", "Rain 0"]


@pytest.mark.parametrize("after", ["", "x", "1.2", "1.2.3.4", "9" * 40, "1.2.3\n", "٣.1.1"])
def test_what_is_no_cursor_is_refused(newsroom, after):
    assert not is_cursor(after)
    with pytest.raises(InvalidInput, match="after"):
        found(newsroom, "rain", after=after)


def test_a_search_without_words_finds_nothing_and_says_so(newsroom):
    newsroom.publish("Rain")
    for text in ("", "  ", "-rain", "…"):
        answer = found(newsroom, text)
        assert (answer.total, answer.has_words, answer.next) == (0, False, None)
    assert found(newsroom, "snow").has_words


def test_a_last_word_that_is_found_nowhere_is_the_beginning_of_one(newsroom):
    newsroom.publish("Raining in Moscow")
    assert titles(found(newsroom, "moscow raini")) == ["Raining in Moscow"]
    assert titles(found(newsroom, "moscow raini ")) == []
    [hit] = found(newsroom, "moscow raini").hits
    assert [piece.text for piece in hit.title if piece.found] == ["Raining", "Moscow"]


def test_a_whole_word_is_not_taken_for_a_beginning_where_it_is_found(newsroom):
    newsroom.publish("A port")
    newsroom.publish("Portugal")
    assert titles(found(newsroom, "port")) == ["A port"]


def test_the_index_is_completed_where_it_is_not_whole(newsroom):
    for number in range(3):
        newsroom.publish(f"Rain {number}")
    with newsroom.store.writing() as writer:
        writer.connection.execute(update(entry_words).where(entry_words.c.entry_id == 2).values(made_by="0"))
    told = []
    assert complete_index(newsroom.store, progress=lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    assert complete_index(newsroom.store) == 0
    assert found(newsroom, "rain").total == 3


def test_entries_of_a_database_without_an_index_are_indexed(newsroom, sqlite_url):
    newsroom.publish("Rain")
    engine, config = make_engine(sqlite_url), Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    engine.dispose()
    migrate(sqlite_url)
    assert found(newsroom, "rain").total == 0
    assert complete_index(newsroom.store) == 1
    assert titles(found(newsroom, "rain")) == ["Rain"]


def test_a_restored_site_finds_what_the_saved_one_found(newsroom, tmp_path: Path):
    newsroom.publish("Rain in Moscow", content_html="<p>Heavy</p>")
    newsroom.create("Draft of rain")
    file = tmp_path / "site.zip"
    manifest = backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    assert not {name for name in manifest.tables if name.startswith("entry_words")}
    assert not [name for name in zipfile.ZipFile(file).namelist() if "words" in name]
    settings = settings_for(f"sqlite:///{tmp_path}/new/other.db", tmp_path / "new")
    restore(settings, file, now=newsroom.now)
    with closing(Store(settings.database_url)) as other, other.reading() as reader:
        assert titles(search(reader, "heavy rain", limit=5)) == ["Rain in Moscow"]
        assert titles(search(reader, "rain", limit=5, status=Status.DRAFT)) == ["Draft of rain"]
