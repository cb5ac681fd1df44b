"""The announced number: said before a commit, taken back by who gives up, cleared after who died."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import event

from feedsvc.core.accounts import the_machine
from feedsvc.core.errors import NotFound, StoreUnavailable
from feedsvc.store import Store
from feedsvc.store.announcing import Announcements
from tests.newsroom import Newsroom
from tests.web.world import settings_for

UNKNOWN = "00000000-0000-4000-8000-000000000000"
_PROCESSES = multiprocessing.get_context("spawn")


@pytest.fixture
def store(database_url: str, tmp_path: Path):
    """A store that announces, on each engine in turn."""
    store = Store(database_url, tmp_path / "changes")
    yield store
    store.close()


def announced(store: Store) -> int:
    assert store.announced is not None
    return store.announced()


def test_a_number_is_seen_by_every_holder_of_the_file(tmp_path: Path):
    one, other = Announcements(tmp_path / "new" / "changes"), Announcements(tmp_path / "new" / "changes")
    assert one.number() == other.number() == 0
    one.announce(2**40 + 7)
    assert other.number() == 2**40 + 7


def test_a_store_in_postgresql_without_a_file_announces_nothing(postgresql_url: str):
    store = Store(postgresql_url)
    assert store.announced is None
    store.close()


def test_after_a_write_the_announced_number_is_the_counter(newsroom: Newsroom):
    newsroom.publish()
    assert announced(newsroom.store) == newsroom.counter() == 1


def test_a_number_is_announced_before_it_is_committed(newsroom: Newsroom):
    seen: list[tuple[int, int]] = []

    def note(_connection) -> None:
        seen.append((announced(newsroom.store), newsroom.counter()))

    event.listen(newsroom.store._engine, "commit", note)
    newsroom.publish()
    assert seen == [(1, 0)]


def test_who_gives_up_takes_the_number_back(newsroom: Newsroom):
    newsroom.publish()
    with pytest.raises(NotFound), newsroom.publisher() as publisher:  # noqa: PT012  all in one transaction
        publisher.publish(publisher.create(newsroom.draft()).uuid)
        publisher.publish(UNKNOWN)
    assert announced(newsroom.store) == newsroom.counter() == 1


def die_at_the_commit(url: str, data_dir: str) -> None:
    """A writer that is killed between its announcement and its commit."""
    store = Store(url, Path(data_dir) / "changes")
    event.listen(store._engine, "commit", lambda _connection: os.kill(os.getpid(), signal.SIGKILL))
    from datetime import UTC, datetime

    from feedsvc.core.model import EntryDraft
    from feedsvc.services.publishing import publishing

    settings = settings_for(url, Path(data_dir))
    now = datetime(2026, 7, 1, tzinfo=UTC)
    with publishing(store, settings, now=now, actor=the_machine("test")) as publisher:
        publisher.publish(publisher.create(EntryDraft(office="moscow", language="en", title="Lost")).uuid)


def test_what_a_dead_writer_announced_is_cleared_by_the_next(
    newsroom: Newsroom, database_url: str, tmp_path: Path
):
    newsroom.publish("Kept")
    writer = _PROCESSES.Process(target=die_at_the_commit, args=(database_url, str(tmp_path)))
    writer.start()
    writer.join(60)
    assert writer.exitcode == -signal.SIGKILL
    # Announced and never committed: whoever polls now asks the database, and is told the truth.
    assert (announced(newsroom.store), newsroom.counter()) == (2, 1)
    assert newsroom.titles("all") == ["Kept"]
    newsroom.create("A draft takes no number")
    assert announced(newsroom.store) == 1
    newsroom.publish("Next")
    assert announced(newsroom.store) == newsroom.counter() == 2


def test_a_write_that_cannot_be_announced_is_refused_and_says_why(postgresql_url: str, tmp_path: Path):
    newsroom = Newsroom(Store(postgresql_url, tmp_path / "changes"), tmp_path, postgresql_url)
    newsroom.store.close()
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    newsroom.store = Store(postgresql_url, tmp_path / "file" / "changes")
    with pytest.raises(StoreUnavailable, match="FEEDSVC_DATA_DIR"):
        newsroom.publish("Lost")
    assert newsroom.titles("all") == []
    newsroom.store.close()
