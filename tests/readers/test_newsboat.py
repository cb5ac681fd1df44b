"""newsboat, the reader that is not Python: what it stores and tells its user as news change.

It asks conditionally from its third poll on, since its first stores no ETag, and then drops an
answer that is not dated after the last one (libcurl does). Feeds in JSON it cannot read.
"""

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.core.model import Image
from tests.programs import required_program
from tests.readers.desk import Desk
from tests.web.world import PICTURE

pytestmark = [pytest.mark.sockets, pytest.mark.parametrize("fmt", ["atom", "rss"])]

_AT_MOST = 30  # seconds
IMAGE = Image(PICTURE, alt="A river", credit="© Rivers / Hand 2026")


@dataclass(frozen=True)
class Article:
    """An entry as newsboat keeps it."""

    guid: str
    title: str
    url: str
    published: datetime
    content: str
    unread: bool


class Newsboat:
    """A user of newsboat with a home of their own."""

    def __init__(self, program: str, home: Path) -> None:
        self._program = program
        self._home = home
        (home / "config").write_text("auto-reload no\n")

    def poll(self, *urls: str) -> str:
        """Reload the feeds subscribed to; newsboat's own log of it."""
        (self._home / "urls").write_text("\n".join(urls) + "\n")
        log = self._home / "log"
        log.unlink(missing_ok=True)
        self._run("--log-file", str(log), "--log-level", "6", "-x", "reload")
        return log.read_text()

    def unread(self) -> int:
        """How many unread articles it tells its user of."""
        return int(self._run("-x", "print-unread").split()[0])

    def articles(self, url: str) -> list[Article]:
        """What it keeps of a feed, by date of publication, the latest first as in its list."""
        query = (
            "select guid, title, url, pubDate, content, unread from rss_item"
            " where feedurl = ? order by pubDate desc"
        )
        with closing(sqlite3.connect(self._home / "cache.db")) as cache:
            rows = cache.execute(query, [url]).fetchall()
        return [
            Article(guid, title, link, datetime.fromtimestamp(date, UTC), content, bool(unread))
            for guid, title, link, date, content, unread in rows
        ]

    def read_everything(self) -> None:
        """Mark all articles as read."""
        with closing(sqlite3.connect(self._home / "cache.db")) as cache, cache:
            cache.execute("update rss_item set unread = 0")

    def _run(self, *arguments: str) -> str:
        places = [f"--{each}={self._home / name}" for each, name in _PLACES.items()]
        done = subprocess.run(
            [self._program, *places, *arguments],
            env={"HOME": str(self._home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            capture_output=True,
            text=True,
            timeout=_AT_MOST,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


_PLACES = {"url-file": "urls", "cache-file": "cache.db", "config-file": "config"}


@pytest.fixture
def newsboat(tmp_path: Path) -> Newsboat:
    return Newsboat(required_program("newsboat"), tmp_path)


def test_a_new_entry_is_unread_with_its_id_date_and_address(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    entry = desk.publish("The river rises", summary="By a hand.")
    newsboat.poll(desk.feed(fmt))
    [article] = newsboat.articles(desk.feed(fmt))
    assert (article.guid, article.title) == (entry.id, "The river rises")
    assert article.published == entry.published
    assert article.url == f"{desk.server.base_url}/entries/{entry.uuid}/the-river-rises"
    assert article.content == "By a hand."
    assert newsboat.unread() == 1


def test_an_unchanged_feed_is_not_sent_again(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    desk.publish("One")
    for _ in range(2):
        assert _was_sent(newsboat.poll(desk.feed(fmt)), desk.feed(fmt))
    assert not _was_sent(newsboat.poll(desk.feed(fmt)), desk.feed(fmt))
    desk.publish("Two")
    assert _was_sent(newsboat.poll(desk.feed(fmt)), desk.feed(fmt))
    assert newsboat.unread() == 2


def _was_sent(log: str, url: str) -> bool:
    found = re.search(rf"retrieved data for {re.escape(url)}: (.*)", log)
    assert found is not None, log
    return bool(found[1])


def test_each_of_several_changes_in_a_row_arrives(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    for number in range(1, 6):
        desk.publish(f"Number {number}")
        newsboat.poll(desk.feed(fmt))
        assert newsboat.unread() == number


def test_a_minor_edit_changes_the_text_of_the_same_article_quietly(
    newsboat: Newsboat, desk: Desk, fmt: str
) -> None:
    entry = desk.publish("The river rizes", summary="By a hand.")
    newsboat.poll(desk.feed(fmt))
    newsboat.read_everything()
    desk.edit(entry, title="The river rises", summary="By two hands.")
    newsboat.poll(desk.feed(fmt))
    [article] = newsboat.articles(desk.feed(fmt))
    assert (article.guid, article.title, article.content) == (entry.id, "The river rises", "By two hands.")
    assert article.published == entry.published
    assert newsboat.unread() == 0


def test_a_major_edit_does_not_make_a_second_article(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    entry = desk.publish("The river rises")
    newsboat.poll(desk.feed(fmt))
    newsboat.read_everything()
    desk.edit(entry, title="The river has risen", major=True)
    newsboat.poll(desk.feed(fmt))
    [article] = newsboat.articles(desk.feed(fmt))
    assert (article.guid, article.title) == (entry.id, "The river has risen")
    assert article.published == entry.published
    assert newsboat.unread() == 0


def test_an_entry_that_is_entered_late_turns_up_unread_under_its_own_date(
    newsboat: Newsboat, desk: Desk, fmt: str
) -> None:
    desk.publish("Of today")
    newsboat.poll(desk.feed(fmt))
    newsboat.read_everything()
    long_ago = datetime(2019, 4, 5, 9, 0, tzinfo=UTC)
    desk.publish("Of long ago", published=long_ago)
    newsboat.poll(desk.feed(fmt))
    assert newsboat.unread() == 1
    assert [(a.title, a.unread) for a in newsboat.articles(desk.feed(fmt))] == [
        ("Of today", False),
        ("Of long ago", True),
    ]
    assert newsboat.articles(desk.feed(fmt))[1].published == long_ago


def test_a_withdrawn_entry_does_not_come_again_but_stays_where_it_was_read(
    newsboat: Newsboat, desk: Desk, fmt: str
) -> None:
    wrong = desk.publish("The wrong river")
    desk.publish("The right river")
    newsboat.poll(desk.feed(fmt))
    desk.withdraw(wrong, "It named the wrong river.")
    newsboat.poll(desk.feed(fmt))
    assert {a.title for a in newsboat.articles(desk.feed(fmt))} == {"The right river", "The wrong river"}
    later = desk.feed(fmt) + "?content=summary"
    newsboat.poll(later)
    assert [a.title for a in newsboat.articles(later)] == ["The right river"]


def test_an_entry_in_two_feeds_has_the_same_id_in_both(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    entry = desk.publish("In Uzbekistan", countries=("UZ",))
    both = desk.feed(fmt), desk.feed(fmt, within="countries/uz")
    newsboat.poll(*both)
    assert {article.guid for url in both for article in newsboat.articles(url)} == {entry.id}


def test_letters_of_two_languages_arrive_whole(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    desk.publish("«Вода» поднимается – ночью", language="ru", summary="Ёлки и Chișinău.")
    newsboat.poll(desk.feed(fmt))
    [article] = newsboat.articles(desk.feed(fmt))
    assert (article.title, article.content) == ("«Вода» поднимается – ночью", "Ёлки и Chișinău.")


def test_picture_alternative_text_and_credit_stand_in_the_text(
    newsboat: Newsboat, desk: Desk, fmt: str
) -> None:
    desk.publish("With a picture", summary="A river.", image=IMAGE)
    newsboat.poll(desk.feed(fmt))
    [article] = newsboat.articles(desk.feed(fmt))
    assert f'<img src="{desk.server.base_url}{PICTURE}" alt="A river"' in article.content
    assert "© Rivers / Hand 2026" in article.content


def test_a_plain_summary_loses_neither_signs_nor_paragraphs(newsboat: Newsboat, desk: Desk, fmt: str) -> None:
    desk.publish("Signs", summary="The level x < 3 & y > 2.\n\nLocks & dams open.")
    newsboat.poll(desk.feed(fmt))
    [article] = newsboat.articles(desk.feed(fmt))
    paragraphs = re.findall("<p>(.*?)</p>", article.content)
    assert paragraphs == ["The level x &lt; 3 &amp; y &gt; 2.", "Locks &amp; dams open."]
