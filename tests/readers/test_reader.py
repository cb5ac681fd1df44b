"""The reader package: what it stores over a series of polls, in each format that we have."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from reader import Entry, Reader, UpdatedFeed, make_reader

from feedsvc.core.model import Format, Image
from tests.readers.desk import Desk
from tests.web.world import PICTURE

pytestmark = [pytest.mark.sockets, pytest.mark.parametrize("fmt", Format)]

IMAGE = Image(PICTURE, alt="A river", credit="© Rivers / Hand 2026")


class Subscriber:
    """Somebody who follows one feed."""

    def __init__(self, reader: Reader, url: str) -> None:
        self._reader, self.url = reader, url
        reader.add_feed(url)

    def poll(self) -> tuple[int, int]:
        """Ask for news: how many entries are new, how many changed; (0, 0) also for a 304."""
        updated = self._reader.update_feed(self.url) or UpdatedFeed(self.url)
        return updated.new, updated.modified

    def was_answered_304(self) -> bool:
        """Ask for news: whether there was nothing to read."""
        return self._reader.update_feed(self.url) is None

    def read_everything(self) -> None:
        for entry in self.entries():
            self._reader.mark_entry_as_read(entry)

    def entries(self) -> list[Entry]:
        return sorted(self._reader.get_entries(feed=self.url), key=lambda entry: entry.title or "")


@pytest.fixture
def subscriber(desk: Desk, fmt: Format) -> Iterator[Subscriber]:
    with make_reader(":memory:") as reader:
        yield Subscriber(reader, desk.feed(fmt))


def test_a_new_entry_comes_with_its_id_dates_address_and_author(desk: Desk, subscriber: Subscriber) -> None:
    stored = desk.publish("The river rises", summary="By a hand.")
    assert subscriber.poll() == (1, 0)
    [entry] = subscriber.entries()
    assert (entry.id, entry.title, entry.summary) == (stored.id, "The river rises", "By a hand.")
    assert (entry.published, entry.updated) == (stored.published, stored.updated)
    assert entry.link == f"{desk.server.base_url}/entries/{stored.uuid}/the-river-rises"
    assert entry.authors_str == "World of Rivers"


def test_an_unchanged_feed_is_a_304(desk: Desk, subscriber: Subscriber) -> None:
    desk.publish("One")
    assert subscriber.poll() == (1, 0)
    assert subscriber.was_answered_304()
    desk.publish("Two")
    assert subscriber.poll() == (1, 0)


def test_a_minor_edit_changes_the_same_entry_and_leaves_it_read(desk: Desk, subscriber: Subscriber) -> None:
    stored = desk.publish("The river rizes")
    subscriber.poll()
    subscriber.read_everything()
    desk.edit(stored, title="The river rises")
    assert subscriber.poll() == (0, 1)
    [entry] = subscriber.entries()
    assert (entry.id, entry.title, entry.read) == (stored.id, "The river rises", True)
    assert (entry.published, entry.updated) == (stored.published, stored.updated)


def test_a_major_edit_dates_the_same_entry_anew(desk: Desk, subscriber: Subscriber) -> None:
    stored = desk.publish("The river rises")
    subscriber.poll()
    edited = desk.edit(stored, title="The river has risen", major=True)
    assert subscriber.poll() == (0, 1)
    [entry] = subscriber.entries()
    assert (entry.id, entry.title) == (stored.id, "The river has risen")
    assert (entry.published, entry.updated) == (stored.published, edited.updated)


def test_an_entry_that_is_entered_late_is_new_under_its_own_date(desk: Desk, subscriber: Subscriber) -> None:
    desk.publish("B of today")
    subscriber.poll()
    long_ago = datetime(2019, 4, 5, 9, 0, tzinfo=UTC)
    desk.publish("A of long ago", published=long_ago)
    assert subscriber.poll() == (1, 0)
    assert subscriber.entries()[0].published == long_ago


def test_a_withdrawn_entry_is_kept_by_who_has_it_and_unknown_to_who_comes_later(
    desk: Desk, subscriber: Subscriber
) -> None:
    wrong, _ = desk.publish("A wrong river"), desk.publish("The right river")
    assert subscriber.poll() == (2, 0)
    desk.withdraw(wrong)
    assert subscriber.poll() == (0, 0)
    assert [entry.title for entry in subscriber.entries()] == ["A wrong river", "The right river"]
    with make_reader(":memory:") as reader:
        later = Subscriber(reader, subscriber.url)
        later.poll()
        assert [entry.title for entry in later.entries()] == ["The right river"]


def test_an_entry_has_the_same_id_in_a_second_channel(
    desk: Desk, subscriber: Subscriber, fmt: Format
) -> None:
    stored = desk.publish("In Uzbekistan", countries=("UZ",))
    subscriber.poll()
    with make_reader(":memory:") as reader:
        second = Subscriber(reader, desk.feed(fmt, within="countries/uz"))
        second.poll()
        assert [each.entries()[0].id for each in (subscriber, second)] == [stored.id] * 2


def test_picture_alternative_text_credit_and_language_stand_in_the_content(
    desk: Desk, subscriber: Subscriber
) -> None:
    desk.publish("Река", language="ru", summary="Вода.", image=IMAGE)
    subscriber.poll()
    [entry] = subscriber.entries()
    content = entry.content[0]
    assert (content.type, content.language) == ("text/html", "ru")
    for part in (
        f'src="{desk.server.base_url}{PICTURE}"',
        'alt="A river"',
        IMAGE.credit,
        "Вода.",
    ):
        assert part in content.value
