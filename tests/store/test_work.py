"""The queue of work: what is promised to those who write it down and to those who do it."""

import multiprocessing
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.core.work import LEASE, Job, Lease
from feedsvc.fetching import LONGEST_SECONDS
from feedsvc.store import Store
from feedsvc.store import work as written
from feedsvc.store.leasing import taking
from tests.newsroom import START, Newsroom

_PROCESSES = multiprocessing.get_context("spawn")
SECOND = timedelta(seconds=1)
JOBS, WORKERS = 40, 2


def enqueue(store: Store, *names: str, due=START, kind: str = "greet") -> None:
    with store.writing() as writer:
        for name in names:
            written.enqueue(writer, kind, {"name": name}, due)


def take(store: Store, *, now=START, holder: str = "one") -> Job | None:
    with taking(store) as writer:
        return written.take_job(writer, now=now, lease=Lease(holder, now + LEASE))


def finish(store: Store, job: Job) -> bool:
    with store.writing() as writer:
        return written.finish(writer, job)


def next_due(store: Store):
    with store.reading() as reader:
        return written.next_job_due(reader)


def test_a_lease_is_longer_than_any_fetch_and_the_wait_for_the_database_after_it():
    assert LEASE.total_seconds() > 2 * LONGEST_SECONDS + 60


def test_work_is_done_in_the_order_in_which_it_is_due(newsroom: Newsroom):
    store = newsroom.store
    enqueue(store, "late", due=START + SECOND)
    enqueue(store, "first", "second")
    done = []
    while job := take(store, now=START + SECOND):
        done.append(job.payload["name"])
        assert finish(store, job)
    assert done == ["first", "second", "late"]
    assert next_due(store) is None


def test_work_is_not_done_before_it_is_due(newsroom: Newsroom):
    enqueue(newsroom.store, "x", due=START + SECOND)
    assert take(newsroom.store) is None
    assert next_due(newsroom.store) == START + SECOND
    assert take(newsroom.store, now=START + SECOND) is not None


def test_what_is_written_down_in_a_transaction_that_fails_is_not_done(newsroom: Newsroom):
    def fail_after_writing() -> None:
        with newsroom.store.writing() as writer:
            written.enqueue(writer, "greet", {"name": "x"}, START)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert take(newsroom.store) is None


def test_what_one_worker_holds_no_other_takes_until_the_lease_ends(newsroom: Newsroom):
    store = newsroom.store
    enqueue(store, "x")
    killed = take(store)
    assert killed is not None
    assert take(store, now=START + LEASE - SECOND, holder="two") is None
    assert next_due(store) == START + LEASE
    again = take(store, now=START + LEASE, holder="two")
    assert again is not None
    assert (again.id, again.attempts) == (killed.id, 2)


def test_a_worker_whose_lease_ended_stores_nothing_more(newsroom: Newsroom):
    store = newsroom.store
    enqueue(store, "x")
    slow = take(store)
    quick = take(store, now=START + LEASE, holder="one")
    assert slow is not None
    assert quick is not None
    assert not finish(store, slow)
    with taking(store) as writer:
        written.fail(writer, slow, "too late", due=None)
    with store.reading() as reader:
        assert [(job.lease, job.dead, job.last_error) for job in written.jobs(reader)] == [
            (quick.lease, False, "")
        ]
    assert finish(store, quick)


def test_a_failure_is_noted_and_tried_again_when_it_is_due(newsroom: Newsroom):
    store = newsroom.store
    enqueue(store, "x")
    job = take(store)
    assert job is not None
    with taking(store) as writer:
        written.fail(writer, job, "no answer", due=START + 5 * SECOND)
    assert take(store, now=START + 4 * SECOND) is None
    again = take(store, now=START + 5 * SECOND)
    assert again is not None
    assert (again.attempts, again.last_error) == (2, "no answer")


def test_what_is_buried_is_shown_and_done_only_when_it_is_revived(newsroom: Newsroom):
    store = newsroom.store
    enqueue(store, "x")
    job = take(store)
    assert job is not None
    with taking(store) as writer:
        written.fail(writer, job, "never", due=None)
    assert take(store, now=START + LEASE) is None
    assert next_due(store) is None
    with store.reading() as reader:
        [dead] = written.jobs(reader, dead=True)
        assert written.job_counts(reader) == {("greet", True): 1}
    assert dead.last_error == "never"
    with taking(store) as writer:
        assert written.revive(writer, START) == 1
    revived = take(store)
    assert revived is not None
    assert revived.attempts == 1


def test_what_was_buried_long_ago_is_forgotten(newsroom: Newsroom):
    store = newsroom.store
    enqueue(store, "x", "y")
    for error in ("a", "b"):
        job = take(store)
        assert job is not None
        with taking(store) as writer:
            written.fail(writer, job, error, due=None)
            written.forget_dead(writer, before=START)
    with taking(store) as writer:
        written.forget_dead(writer, before=START + SECOND)
    with store.reading() as reader:
        assert written.jobs(reader) == []


def work_off(url: str, name: str, started, done) -> None:
    """One worker: takes and finishes until there is nothing left."""
    store = Store(url)
    started.wait(60)
    while job := take(store, holder=name):
        done.put((job.payload["name"], job.attempts))
        assert finish(store, job)
    store.close()


def test_several_workers_share_the_work_and_do_each_job_once(
    newsroom: Newsroom, database_url: str, tmp_path: Path
):
    names = [f"job {number}" for number in range(JOBS)]
    enqueue(newsroom.store, *names)
    started, done = _PROCESSES.Barrier(WORKERS), _PROCESSES.Queue()
    processes = [
        _PROCESSES.Process(target=work_off, args=(database_url, str(name), started, done))
        for name in range(WORKERS)
    ]
    for process in processes:
        process.start()
    taken = [done.get(timeout=60) for _ in names]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * WORKERS
    assert sorted(taken) == sorted((name, 1) for name in names)
    assert done.empty()
    assert next_due(newsroom.store) is None


def test_entries_whose_minute_has_come_are_found(newsroom: Newsroom):
    store = newsroom.store
    late, soon = newsroom.create("Late"), newsroom.create("Soon")
    newsroom.create("Draft")
    at = newsroom.now + timedelta(hours=1)
    with newsroom.publisher() as publisher:
        publisher.schedule(soon.uuid, at)
        publisher.schedule(late.uuid, at + SECOND)
    with store.reading() as reader:
        assert written.due_entries(reader, at - SECOND) == []
        assert [each.uuid for each in written.due_entries(reader, at)] == [soon.uuid]
        assert written.next_release(reader, at - SECOND) == at
        assert written.next_release(reader, at) == at + SECOND
        assert [each.uuid for each in written.due_entries(reader, at + SECOND)] == [soon.uuid, late.uuid]
        assert written.next_release(reader, at + SECOND) is None
