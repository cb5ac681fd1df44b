"""What the worker does: by the clock, and after commits; a failure of one thing stops no other."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feedsvc.core.errors import FetchFailed, StoreUnavailable
from feedsvc.core.model import Entry, Status
from feedsvc.core.work import LEASE, Lease
from feedsvc.services import work
from feedsvc.services.work import Kind, do_job, do_one, release_due, revive, status, tick
from feedsvc.store import Writer
from feedsvc.store import work as written
from feedsvc.store.leasing import taking
from tests.newsroom import Newsroom

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


class Desk:
    """A kind of work that notes what it did, and fails as often as it is told."""

    def __init__(self, *, failures: int = 0, error: Exception | None = None) -> None:
        self.begun: list[str] = []
        self.stored: list[str] = []
        self._failures, self._error = failures, error or FetchFailed("No answer.")

    def __call__(self, store: object, settings: object, payload: Mapping[str, str], now: datetime):
        self.begun.append(payload["name"])
        if len(self.begun) <= self._failures:
            raise self._error

        def store_it(writer: Writer) -> None:
            self.stored.append(payload["name"])

        return store_it


def scheduled(newsroom: Newsroom, title: str, at: datetime) -> Entry:
    entry = newsroom.create(title)
    with newsroom.publisher() as publisher:
        return publisher.schedule(entry.uuid, at)


def enqueue(newsroom: Newsroom, name: str = "x", kind: str = "greet") -> None:
    with newsroom.store.writing() as writer:
        written.enqueue(writer, kind, {"name": name}, newsroom.now)


def run(newsroom: Newsroom, desk: Desk, *, now: datetime, tries: int = 3):
    return do_job(newsroom.store, newsroom.settings, now=now, holder="w", kinds={"greet": Kind(desk, tries)})


def dead(newsroom: Newsroom):
    with newsroom.store.reading() as reader:
        return status(reader, now=newsroom.now).dead


def test_a_scheduled_entry_appears_at_its_minute_and_never_before(newsroom: Newsroom):
    at = newsroom.now + HOUR
    entry = scheduled(newsroom, "At nine", at)
    assert release_due(newsroom.store, newsroom.settings, now=at - SECOND / 2) == at
    assert newsroom.titles("all") == []
    assert release_due(newsroom.store, newsroom.settings, now=at) is None
    assert newsroom.titles("all") == ["At nine"]
    released = newsroom.entry(entry)
    assert (released.status, released.published, released.updated) == (Status.PUBLISHED, at, at)
    with newsroom.store.reading() as reader:
        assert reader.versions(entry.uuid)[-1].by == "clock"


def test_what_was_missed_while_the_machine_was_off_appears_at_its_start_in_order(newsroom: Newsroom):
    at = newsroom.now + HOUR
    for number in (2, 1, 3):
        scheduled(newsroom, f"Number {number}", at + number * MINUTE)
    release_due(newsroom.store, newsroom.settings, now=at + 9 * HOUR)
    assert newsroom.titles("all") == ["Number 3", "Number 2", "Number 1"]


def test_a_released_entry_is_not_released_again(newsroom: Newsroom):
    at = newsroom.now + HOUR
    scheduled(newsroom, "Once", at)
    release_due(newsroom.store, newsroom.settings, now=at)
    counter = newsroom.counter()
    release_due(newsroom.store, newsroom.settings, now=at)
    assert newsroom.counter() == counter


def break_it(newsroom: Newsroom, entry: Entry, at: datetime) -> None:
    """An entry such as no service makes, but a mended database may hold: dated after its own minute."""
    from sqlalchemy import update

    from feedsvc.store.schema import entry as table

    with newsroom.store.writing() as writer:
        later = update(table).where(table.c.uuid == entry.uuid).values(published=at + HOUR)
        writer.connection.execute(later)


def test_one_bad_entry_does_not_stop_the_others_and_is_tried_again(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
):
    at = newsroom.now + HOUR
    bad = scheduled(newsroom, "Bad", at)
    scheduled(newsroom, "Good", at)
    break_it(newsroom, bad, at)
    release_due(newsroom.store, newsroom.settings, now=at)
    assert newsroom.titles("all") == ["Good"]
    assert "lies ahead" in caplog.text
    with newsroom.store.reading() as reader:
        assert status(reader, now=at).waiting == {"release": 1}
        assert status(reader, now=at).late_entries == 1
    for minutes in (0, 1, 3):  # noted once, whatever the clock does; then tried as a job
        tick(newsroom.store, newsroom.settings, now=at + minutes * MINUTE, holder="w")
        with newsroom.store.reading() as reader:
            assert status(reader, now=at).waiting == {"release": 1}
    assert newsroom.titles("all") == ["Good"]
    for _ in range(8):
        tick(newsroom.store, newsroom.settings, now=at + 2 * HOUR, holder="w")
    assert newsroom.titles("all") == ["Bad", "Good"]
    with newsroom.store.reading() as reader:
        assert status(reader, now=at).waiting == {}


def test_an_entry_that_a_person_schedules_anew_forgets_that_it_failed(newsroom: Newsroom):
    at = newsroom.now + HOUR
    bad = scheduled(newsroom, "Bad", at)
    break_it(newsroom, bad, at)
    release_due(newsroom.store, newsroom.settings, now=at)
    newsroom.now = at
    with newsroom.publisher() as publisher:
        publisher.schedule(bad.uuid, at + HOUR + 5 * MINUTE)
    release_due(newsroom.store, newsroom.settings, now=at + HOUR + 5 * MINUTE)
    assert newsroom.titles("all") == ["Bad"]
    # The job of the failure meets an entry of another version, and ends without doing anything.
    counter = newsroom.counter()
    assert do_one(newsroom.store, newsroom.settings, now=at + 2 * HOUR, holder="w") is None
    assert newsroom.counter() == counter


def test_an_entry_that_was_withdrawn_from_the_schedule_in_between_stays(newsroom: Newsroom):
    """Another worker, or a person, may act between the look and the release."""
    at = newsroom.now + HOUR
    entry = scheduled(newsroom, "First", at)
    payload = {"entry": entry.uuid, "version": str(entry.version)}
    kind = work.KINDS["release"]
    outcome = kind.run(newsroom.store, newsroom.settings, payload, at)
    newsroom.now = at - 10 * MINUTE
    with newsroom.publisher() as publisher:
        publisher.schedule(entry.uuid, at + HOUR)
    with newsroom.store.writing() as writer:
        outcome(writer)
        kind.run(newsroom.store, newsroom.settings, {"entry": "none", "version": "1"}, at)(writer)
    assert newsroom.titles("all") == []


def test_work_is_done_and_gone(newsroom: Newsroom):
    desk = Desk()
    enqueue(newsroom)
    assert run(newsroom, desk, now=newsroom.now) is not None
    assert desk.stored == ["x"]
    assert run(newsroom, desk, now=newsroom.now) is None


def test_a_failure_is_tried_again_ever_later_and_buried_in_the_end(newsroom: Newsroom):
    desk = Desk(failures=3)
    enqueue(newsroom)
    now = newsroom.now
    assert run(newsroom, desk, now=now) is not None
    assert run(newsroom, desk, now=now + MINUTE - SECOND) is None
    assert run(newsroom, desk, now=now + MINUTE) is not None
    assert run(newsroom, desk, now=now + 3 * MINUTE - SECOND) is None
    assert run(newsroom, desk, now=now + 3 * MINUTE) is not None
    assert run(newsroom, desk, now=now + 100 * HOUR) is None
    assert [(job.attempts, job.last_error) for job in dead(newsroom)] == [(3, "No answer.")]
    assert revive(newsroom.store, now=now) == 1
    assert run(newsroom, desk, now=now) is not None
    assert (desk.stored, dead(newsroom)) == (["x"], ())


def test_what_cannot_succeed_is_not_tried_again(newsroom: Newsroom):
    enqueue(newsroom)
    run(newsroom, Desk(failures=1, error=FetchFailed("Refused.", lasting=True)), now=newsroom.now)
    assert [job.last_error for job in dead(newsroom)] == ["Refused."]


def test_work_that_nobody_here_knows_is_buried(newsroom: Newsroom):
    enqueue(newsroom, kind="of another version")
    run(newsroom, Desk(), now=newsroom.now)
    assert "knows no work called “of another version”" in dead(newsroom)[0].last_error


def test_a_defect_is_logged_and_named_without_its_text(newsroom: Newsroom, caplog: pytest.LogCaptureFixture):
    enqueue(newsroom)
    run(newsroom, Desk(failures=9, error=KeyError("hunter2")), now=newsroom.now, tries=1)
    assert dead(newsroom)[0].last_error == "An error of feedsvc, which has been logged: KeyError."
    assert any(record.levelno == logging.ERROR and record.exc_info for record in caplog.records)


def test_a_database_that_is_away_is_no_failure_of_the_job(newsroom: Newsroom):
    enqueue(newsroom)
    with pytest.raises(StoreUnavailable):
        run(newsroom, Desk(failures=1, error=StoreUnavailable("Away.")), now=newsroom.now)
    assert dead(newsroom) == ()
    assert run(newsroom, Desk(), now=newsroom.now + LEASE) is not None


def test_a_job_that_kills_its_workers_is_buried(newsroom: Newsroom):
    enqueue(newsroom)
    now = newsroom.now
    for _ in range(3):
        with taking(newsroom.store) as writer:
            assert written.take_job(writer, now=now, lease=Lease("killed", now + LEASE))
        now += LEASE
    desk = Desk()
    run(newsroom, desk, now=now)
    assert desk.begun == []
    assert dead(newsroom)[0].last_error == "Every worker that began it was killed."


def test_what_a_worker_stores_and_the_end_of_its_job_are_one(newsroom: Newsroom):
    """A worker that was so slow that another took its job stores nothing."""
    enqueue(newsroom)
    slow = Desk()

    def overtaken(store, settings, payload, now):
        outcome = slow(store, settings, payload, now)
        assert run(newsroom, Desk(), now=now + LEASE) is not None
        return outcome

    do_job(
        newsroom.store, newsroom.settings, now=newsroom.now, holder="w", kinds={"greet": Kind(overtaken, 3)}
    )
    assert (slow.begun, slow.stored) == (["x"], [])


def test_no_transaction_is_open_while_a_job_asks_another_site(newsroom: Newsroom):
    enqueue(newsroom)

    def writes_meanwhile(store, settings, payload, now):
        newsroom.publish("Meanwhile")  # on SQLite nobody could write if the worker held the lock
        return lambda writer: None

    kinds = {"greet": Kind(writes_meanwhile, 3)}
    do_job(newsroom.store, newsroom.settings, now=newsroom.now, holder="w", kinds=kinds)
    assert newsroom.titles("all") == ["Meanwhile"]


def test_a_tick_says_when_something_is_next(newsroom: Newsroom):
    settings = replace(newsroom.settings)
    now = newsroom.now + HOUR
    assert tick(newsroom.store, settings, now=now, holder="w") is None
    scheduled(newsroom, "Later", now + HOUR)
    assert tick(newsroom.store, settings, now=now, holder="w") == now + HOUR
    with newsroom.store.writing() as writer:
        written.enqueue(writer, "greet", {}, now + MINUTE)
    assert tick(newsroom.store, settings, now=now, holder="w") == now + MINUTE
