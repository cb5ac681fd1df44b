"""Readers that ask for deltas (RFC 3229) get them, and hold afterwards what they held and what is new."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reader import Reader, make_reader

from tests.programs import required_program
from tests.readers.desk import Desk
from tests.readers.test_newsboat import Newsboat

pytestmark = [pytest.mark.sockets, pytest.mark.parametrize("fmt", ["atom", "rss"])]


@pytest.fixture
def newsboat(tmp_path: Path) -> Newsboat:
    return Newsboat(required_program("newsboat"), tmp_path)


def test_newsboat_is_sent_what_is_new_alone_and_keeps_what_it_had(
    newsboat: Newsboat, desk: Desk, fmt: str
) -> None:
    url = desk.feed(fmt)
    desk.server.get(
        url
    )  # the first request of all is the server's note of its settings, a change of every feed
    for number in range(1, 4):
        desk.publish(f"Number {number}")
    for _ in range(2):  # it keeps no ETag of its first poll
        newsboat.poll(url)
    desk.publish("Number 4")
    assert _titles_sent(newsboat.poll(url), url) == ["Number 4"]
    assert sorted(each.title for each in newsboat.articles(url)) == [f"Number {n}" for n in range(1, 5)]
    assert newsboat.unread() == 4


def _titles_sent(log: str, url: str) -> list[str]:
    found = re.search(rf"retrieved data for {re.escape(url)}: (.*?)\n\[\d", log, re.DOTALL)
    assert found is not None, log
    return re.findall(r"<title[^>]*>(Number \d)", found[1])


class Polling:
    """Somebody who follows a feed with the reader package; `statuses` are what it was answered."""

    def __init__(self, reader: Reader, url: str) -> None:
        self._reader, self._url = reader, url
        self.statuses: list[int] = []
        reader._parser.get_retriever(url).response_hooks.append(self._note)
        reader.add_feed(url)

    def _note(self, _session: object, response: object, *_others: object, **_named: object) -> None:
        self.statuses.append(response.status_code)  # type: ignore[attr-defined]  # of requests

    def poll(self) -> dict[str, str]:
        self._reader.update_feed(self._url)
        return {each.id: each.title or "" for each in self._reader.get_entries(feed=self._url)}


@pytest.fixture
def polling(desk: Desk, fmt: str) -> Iterator[Polling]:
    desk.server.get(desk.feed(fmt))
    with make_reader(":memory:") as reader:
        yield Polling(reader, desk.feed(fmt))


def test_reader_merges_what_is_new_and_what_changed_into_what_it_had(polling: Polling, desk: Desk) -> None:
    first, second = desk.publish("First"), desk.publish("Second")
    polling.poll()
    third = desk.publish("Third")
    assert polling.poll() == {first.id: "First", second.id: "Second", third.id: "Third"}
    desk.edit(first, title="First, mended")
    assert polling.poll()[first.id] == "First, mended"
    desk.edit(second, title="Second, and more", major=True)
    assert polling.poll() == {first.id: "First, mended", second.id: "Second, and more", third.id: "Third"}
    assert polling.poll()
    assert polling.statuses == [200, 226, 226, 226, 304]
