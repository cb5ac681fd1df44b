"""Readers that follow the same feeds, each as its users run it, and what each holds of them after a poll."""

import re
import shutil
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import feedparser
import pytest
from reader import Reader, make_reader

from tests.readers.rss_parser import RssParser
from tests.readers.test_digest_tools import rss2email
from tests.readers.test_newsboat import Newsboat


class Subscription(NamedTuple):
    """A feed of one of the sites: `site` is "on" or "off" (script.py), `fmt` a format's ending."""

    site: str
    fmt: str


class Held(NamedTuple):
    """An entry as a reader holds it: how often, its title and text, and whether it is put before its user."""

    times: int
    text: str
    is_unread: bool


Shelf = dict[str, Held]  # by id


class Follower(ABC):
    """A reader with all its subscriptions. `keeps` says whether it holds what has left the feed."""

    name: str
    formats: tuple[str, ...] = ("atom", "rss")
    keeps = True

    def __init__(self, feeds: Mapping[Subscription, str], folder: Path) -> None:
        self.feeds = {each: url for each, url in feeds.items() if each.fmt in self.formats}
        self.folder = folder
        folder.mkdir()

    @abstractmethod
    def poll(self) -> dict[Subscription, Shelf]:
        """Ask for news of every feed; what is held then, all of which counts as read afterwards."""

    def close(self) -> None:  # noqa: B027  most hold nothing open
        """Let go of what is open."""


class NewsboatFollower(Follower):
    """newsboat, a home for each feed: equal ids of two feeds are one to it."""

    name = "newsboat"

    def __init__(self, feeds: Mapping[Subscription, str], folder: Path) -> None:
        super().__init__(feeds, folder)
        program = shutil.which("newsboat") or pytest.skip("newsboat is not installed")
        self._users = {each: Newsboat(program, _made(folder / "-".join(each))) for each in self.feeds}

    def poll(self) -> dict[Subscription, Shelf]:
        return {each: self._poll(user, self.feeds[each]) for each, user in self._users.items()}

    def _poll(self, user: Newsboat, url: str) -> Shelf:
        user.poll(url)
        shelf = _shelf(
            (each.guid, _text(each.title, each.content), each.unread) for each in user.articles(url)
        )
        user.read_everything()
        return shelf


class ReaderFollower(Follower):
    """The reader package."""

    name = "reader"
    formats = ("atom", "rss", "json")

    def __init__(self, feeds: Mapping[Subscription, str], folder: Path) -> None:
        super().__init__(feeds, folder)
        self._readers = {each: make_reader(str(folder / f"{'-'.join(each)}.db")) for each in self.feeds}
        for each, reader in self._readers.items():
            reader.add_feed(self.feeds[each])

    def poll(self) -> dict[Subscription, Shelf]:
        return {each: self._poll(reader, self.feeds[each]) for each, reader in self._readers.items()}

    def close(self) -> None:
        for each in self._readers.values():
            each.close()

    def _poll(self, reader: Reader, url: str) -> Shelf:
        reader.update_feed(url)
        entries = list(reader.get_entries(feed=url))
        shelf = _shelf((each.id, _text(each.title, each.summary), not each.read) for each in entries)
        for each in entries:
            reader.mark_entry_as_read(each)
        return shelf


class FeedparserFollower(Follower):
    """A program as people write them with feedparser: it announces each id once and remembers what it had.

    It gives back what it is told for the next poll, and takes a new address from a 301.
    """

    name = "feedparser"

    def __init__(self, feeds: Mapping[Subscription, str], folder: Path) -> None:
        super().__init__(feeds, folder)
        self._told: dict[Subscription, dict[str, str]] = {each: {} for each in self.feeds}
        self._shelves: dict[Subscription, Shelf] = {each: {} for each in self.feeds}
        self.statuses: dict[Subscription, set[int]] = {each: set() for each in self.feeds}

    def poll(self) -> dict[Subscription, Shelf]:
        return {each: self._poll(each) for each in self.feeds}

    def _poll(self, subscription: Subscription) -> Shelf:
        feed = feedparser.parse(self.feeds[subscription], **self._told[subscription])
        self.statuses[subscription].add(feed.status)
        if feed.status == 301:
            self.feeds[subscription] = feed.href
        self._told[subscription] = {name: feed[name] for name in ("etag", "modified") if name in feed}
        before = self._shelves[subscription]
        now = {key: held._replace(is_unread=False) for key, held in before.items()}
        for key, each in Counter(entry.id for entry in feed.entries).items():
            entry = next(entry for entry in feed.entries if entry.id == key)
            now[key] = Held(each, _text(entry.title, entry.get("summary")), key not in before)
        self._shelves[subscription] = now
        return now


class Rss2emailFollower(Follower):
    """rss2email: what it has mailed."""

    name = "rss2email"

    def __init__(self, feeds: Mapping[Subscription, str], folder: Path) -> None:
        super().__init__(feeds, folder)
        self._poll = rss2email(folder, *self.feeds.values())
        self._mailed: Counter[tuple[str, str]] = Counter()

    def poll(self) -> dict[Subscription, Shelf]:
        mails = [
            (str(mail["List-ID"]), str(mail["X-RSS-ID"]).strip(), str(mail["Subject"]))
            for mail in self._poll()
        ]
        counts = Counter((box, key) for box, key, _ in mails)
        found: dict[Subscription, Shelf] = {}
        for number, subscription in enumerate(self.feeds):
            box = f"<feed-{number}.localhost>"
            found[subscription] = {
                key: Held(counts[box, key], title, counts[box, key] > self._mailed[box, key])
                for of, key, title in mails
                if of == box
            }
        self._mailed = counts
        return found


class RssParserFollower(Follower):
    """A page that shows a feed with rss-parser: it has what is in the feed now, and nothing else."""

    name = "rss-parser"
    keeps = False

    def __init__(self, feeds: Mapping[Subscription, str], folder: Path) -> None:
        super().__init__(feeds, folder)
        self._parser = RssParser()
        self._seen: dict[Subscription, Shelf] = {each: {} for each in self.feeds}

    def poll(self) -> dict[Subscription, Shelf]:
        shown = self._parser.read(*self.feeds.values())
        before = self._seen
        self._seen = {
            subscription: _shelf(
                (item["id"], _text(item["title"], item["text"]), item["id"] not in before[subscription])
                for item in items
            )
            for subscription, items in zip(self.feeds, shown, strict=True)
        }
        return self._seen


def followers(feeds: Mapping[Subscription, str], folder: Path) -> list[Follower]:
    """One of each reader that is installed here, subscribed to the feeds."""
    kinds = (NewsboatFollower, ReaderFollower, FeedparserFollower, Rss2emailFollower, RssParserFollower)
    found = []
    for kind in kinds:
        try:
            found.append(kind(feeds, folder / kind.name))
        except pytest.skip.Exception:  # its own tests say that it is not here
            continue
    return found


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _text(title: str | None, text: str | None) -> str:
    return f"{title}: {re.sub('<[^>]*>', '', text or '').strip()}"


def _shelf(entries: Iterable[tuple[str, str, bool]]) -> Shelf:
    """Entries by id; what stands there twice is held twice."""
    shelf: Shelf = {}
    for key, text, is_unread in entries:
        times = shelf[key].times if key in shelf else 0
        shelf[key] = Held(times + 1, text, is_unread)
    return shelf
