"""A long import is stored in batches: killed it leaves whole ones and goes on, and others get their turn."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from feedsvc.core.model import Entry
from feedsvc.services import importing
from feedsvc.services.import_report import Outcome
from feedsvc.store import Store, Writer
from feedsvc.store.schema import source_entry
from tests.newsroom import Newsroom
from tests.services.import_desk import NOON, Desk, outcomes, page, records
from tests.services.import_desk import item as page_item
from tests.web.world import numbered_uuids

_PROCESSES = multiprocessing.get_context("spawn")
BATCH = 4
# Two of each day; the newest first, as on a page.
NEWS = [(f"News {number}", f"{10 - number // 2} June 2020") for number in range(11)]
PAGE = page(*(page_item(title, day, "In Tashkent.") for title, day in NEWS))
OLDEST_FIRST = [title for title, _ in reversed(NEWS)]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few entries in each transaction."""
    monkeypatch.setattr(importing, "_BATCH", BATCH)


@pytest.fixture
def desk(newsroom: Newsroom) -> Desk:
    return Desk(newsroom)


def stream(newsroom: Newsroom) -> list[str]:
    """What stands in the stream of all news, oldest first."""
    return newsroom.titles("all")[::-1]


def by_title(newsroom: Newsroom) -> dict[str, Entry]:
    with newsroom.store.reading() as reader:
        return {entry.title: entry for entry in reader.entries(limit=1000)}


def require_whole(newsroom: Newsroom) -> None:
    """Every entry that is there stands in all of its channels, with its one version and its source."""
    entries = by_title(newsroom)
    with newsroom.store.reading() as reader:
        spoken_of = reader.connection.execute(source_entry.select()).all()
        versions = {title: reader.versions(entry.uuid) for title, entry in entries.items()}
        assert reader.site_record().counter == len(entries)
    assert len(spoken_of) == len(entries)
    assert all(version.entry == entries[title] for title, [version] in versions.items())
    for channel in ("all", "offices/baku", "offices/baku.en", "countries/uz", "offices/baku/countries/uz.en"):
        assert newsroom.titles(channel)[::-1] == OLDEST_FIRST[: len(entries)], channel


def test_a_batch_is_one_transaction_that_marks_each_channel_once(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    marks: list[set[str]] = []
    plainly = Writer.mark
    monkeypatch.setattr(
        Writer, "mark", lambda self, numbers, now: marks.append(set(numbers)) or plainly(self, numbers, now)
    )
    desk.take(PAGE)
    assert len(marks) == 3
    assert stream(desk.newsroom) == OLDEST_FIRST
    assert len({entry.updated for entry in desk.entries().values()}) == len(NEWS)
    require_whole(desk.newsroom)


def import_and_die(url: str, data_dir: str, when: str) -> None:
    """An import that is killed: between two batches, or within the second."""
    from tests.web.world import settings_for

    importing._BATCH = BATCH
    store, seen = Store(url), [0]

    def die_at(moment: str) -> None:
        if moment == when:
            seen[0] += 1
            if seen[0] == 2:
                os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "before_cursor_execute")
    def _statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        die_at(statement.partition(" (")[0])

    class Room:
        settings, new_uuid = settings_for(url, Path(data_dir)), numbered_uuids(9)

    Room.store = store
    # Each batch tells the progress after its commit, and so does each item that is planned.
    batches = iter(range(1000))
    Desk(Room).take(
        PAGE, progress=lambda _done, _total: die_at("told") if next(batches) >= len(NEWS) else None
    )


KILLED_AT = {
    "told": 2 * BATCH,  # after the second batch
    "INSERT INTO channel_entry": BATCH,
    "INSERT INTO source_entry": BATCH,
}


@pytest.mark.parametrize("when", KILLED_AT)
def test_a_killed_import_leaves_whole_batches_and_goes_on_where_it_stopped(
    newsroom: Newsroom, database_url: str, tmp_path: Path, sqlite_template: Path, when: str
):
    killed = _PROCESSES.Process(target=import_and_die, args=(database_url, str(tmp_path), when))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    assert stream(newsroom) == OLDEST_FIRST[: KILLED_AT[when]]
    require_whole(newsroom)
    report = Desk(newsroom).take(PAGE, now=NOON + timedelta(minutes=5))
    assert report.count(Outcome.UNCHANGED) == KILLED_AT[when]
    assert report.count(Outcome.NEW) == len(NEWS) - KILLED_AT[when]
    require_whole(newsroom)
    other = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'never-killed.db')}"
    store = Store(other)
    whole = Newsroom(store, tmp_path, other)
    Desk(whole).take(PAGE)
    for title, entry in by_title(whole).items():
        ours = by_title(newsroom)[title]
        assert (ours.published, ours.updated, ours.position) == (
            entry.published,
            entry.updated,
            entry.position,
        )
    store.close()


class AfterTheFirstBatch:
    """Does something once, when the first batch is stored."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act, self.total = act, len(NEWS) * 2

    def __call__(self, done: int, _total: int) -> None:
        if done == len(NEWS) + BATCH:
            act, self.act = self.act, lambda: None
            act()


def test_between_two_batches_others_can_write(desk: Desk):
    desk.take(PAGE, progress=AfterTheFirstBatch(lambda: desk.newsroom.publish("By hand")))
    assert stream(desk.newsroom) == [*OLDEST_FIRST[:BATCH], "By hand", *OLDEST_FIRST[BATCH:]]


def test_what_another_import_stored_meanwhile_is_met_not_doubled(desk: Desk):
    """The plan was made before: it is made anew where a batch meets what was not there then."""
    report = desk.take(PAGE, progress=AfterTheFirstBatch(lambda: desk.take(PAGE)))
    assert stream(desk.newsroom) == OLDEST_FIRST
    assert [row.outcome for row in report.rows].count(Outcome.NEW) == BATCH
    assert report.count(Outcome.UNCHANGED) == len(NEWS) - BATCH
    require_whole(desk.newsroom)


def test_rows_without_a_date_are_met_too(desk: Desk):
    undated = records(*({"office": "moscow", "language": "en", "title": title} for title, _ in NEWS))
    report = desk.take(undated, progress=AfterTheFirstBatch(lambda: desk.take(undated)))
    assert sorted(stream(desk.newsroom)) == sorted(OLDEST_FIRST)
    assert report.count(Outcome.NEW) == BATCH


def test_what_a_person_wrote_meanwhile_is_met_and_left_alone(desk: Desk):
    title, day = NEWS[0]
    published = NOON.replace(year=2020, month=6, day=int(day.split()[0]))

    def write() -> None:
        desk.newsroom.publish(title, office="baku", summary="Mine.", published=published)

    report = desk.take(PAGE, progress=AfterTheFirstBatch(write))
    assert outcomes(report)[0] == ("unchanged", title)
    assert report.rows[0].note == "kept as a person wrote it: summary"
    assert sorted(stream(desk.newsroom)) == sorted(OLDEST_FIRST)


def test_an_edit_of_a_person_meanwhile_is_not_overwritten(desk: Desk):
    desk.take(PAGE)
    entries = desk.entries()
    newer = page(*(page_item(title, day, "Corrected.") for title, day in NEWS))
    mine = entries[NEWS[0][0]]
    report = desk.take(
        newer, progress=AfterTheFirstBatch(lambda: desk.newsroom.edit(mine, summary="A person wrote this."))
    )
    assert desk.newsroom.entry(mine).summary == "A person wrote this."
    assert report.rows[0].note == "kept as a person wrote it: summary"
    assert report.count(Outcome.CHANGED) == len(NEWS) - 1


def take_in_a_process(url: str, data_dir: str, started: Any, done: Any) -> None:
    from uuid import uuid4

    from tests.web.world import settings_for

    importing._BATCH = BATCH

    class Room:
        store, settings, new_uuid = Store(url), settings_for(url, Path(data_dir)), lambda: str(uuid4())

    started.wait(60)
    report = Desk(Room).take(PAGE, new_uuid=lambda: str(uuid4()))
    done.put({outcome.value: report.count(outcome) for outcome in Outcome})


def test_two_imports_of_one_page_at_once_make_no_doubles(
    newsroom: Newsroom, database_url: str, tmp_path: Path
):
    started, done = _PROCESSES.Barrier(2), _PROCESSES.Queue()
    arguments = (database_url, str(tmp_path), started, done)
    processes = [_PROCESSES.Process(target=take_in_a_process, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    counts = [done.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(60)
    assert sorted(by_title(newsroom)) == sorted(title for title, _ in NEWS)
    assert sum(count["new"] for count in counts) == len(NEWS)
    assert sum(count["unchanged"] for count in counts) == len(NEWS)
    assert sorted(stream(newsroom)) == sorted(OLDEST_FIRST)


def test_an_import_that_finds_nothing_new_does_not_write(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    news = records(
        *(
            {"office": "moscow", "language": "en", "title": title, "published": "2020-06-01"}
            for title, _ in NEWS
        )
    )
    assert desk.take(news).count(Outcome.NEW) == len(NEWS)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a writing transaction")

    monkeypatch.setattr(Store, "writing", refuse)
    assert desk.take(news).count(Outcome.UNCHANGED) == len(NEWS)
