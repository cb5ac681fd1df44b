"""Workers as real processes: what is due is done once, whoever is killed meanwhile."""

import os
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Lock

import PIL.Image
import pytest
from sqlalchemy import text, update

from feedsvc.cli.supervising import worker_beside
from feedsvc.core.model import Entry, Image, Status
from feedsvc.store import Store
from feedsvc.store import work as written
from feedsvc.store.work_tables import work
from tests.cli.processes import PATIENCE, Site, children_of, is_running, is_worker, until
from tests.fetching.sites import LOCAL, Visit, other_site
from tests.newsroom import Newsroom
from tests.readers.server import free_port

RUNNING = "The worker is running"


@pytest.fixture
def newsroom(store: Store, tmp_path: Path) -> Newsroom:
    """A newsroom on each engine, whose clock is the machine's."""
    newsroom = Newsroom(store, tmp_path)
    newsroom.now = datetime.now(UTC) - timedelta(hours=1)
    return newsroom


@pytest.fixture
def site(newsroom: Newsroom, database_url: str, tmp_path: Path) -> Site:
    """The same for processes."""
    return Site(database_url, tmp_path, newsroom.settings.base_url, {"FEEDSVC_ALLOWED_NETWORKS": LOCAL[0]})


def schedule(newsroom: Newsroom, at: datetime, count: int) -> list[Entry]:
    entries = [newsroom.create(f"Number {number}") for number in range(count)]
    with newsroom.publisher() as publisher:
        return [publisher.schedule(entry.uuid, at) for entry in entries]


def all_released(newsroom: Newsroom, entries: list[Entry]) -> bool:
    with newsroom.store.reading() as reader:
        return all(entry.released for entry in reader.entries_of(each.uuid for each in entries).values())


def test_a_scheduled_entry_is_released_once_by_two_workers_and_never_before_its_second(
    newsroom: Newsroom, site: Site
):
    with site.running("worker") as one, site.running("worker") as two:
        for worker in (one, two):
            worker.wait_for(RUNNING)
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
        entries = schedule(newsroom, at, 5)
        while (before := datetime.now(UTC)) < at:
            with newsroom.store.reading() as reader:
                seen = reader.entries_of(each.uuid for each in entries).values()
            if datetime.now(UTC) < at:
                assert all(entry.status is Status.SCHEDULED for entry in seen), before
        until(lambda: all_released(newsroom, entries), "the entries are released")
        late = datetime.now(UTC) - at
        assert [worker.end() for worker in (one, two)] == [0, 0]
        for worker in (one, two):
            assert not worker.said("could not be released")
    assert late < timedelta(seconds=PATIENCE)
    with newsroom.store.reading() as reader:
        for entry in entries:
            assert [version.action for version in reader.versions(entry.uuid)] == [
                "created",
                "scheduled",
                "published",
            ]
            assert reader.entry(entry.uuid).published == at
        assert reader.site_record().counter == len(entries)


def test_what_was_missed_while_nothing_ran_is_released_at_the_start(newsroom: Newsroom, site: Site):
    entries = schedule(newsroom, newsroom.now + timedelta(minutes=30), 2)
    with site.running("worker") as worker:
        until(lambda: all_released(newsroom, entries), "the entries are released")
        assert worker.end() == 0
    with newsroom.store.reading() as reader:
        assert {reader.entry(each.uuid).published for each in entries} == {entries[0].scheduled_for}


@pytest.mark.sockets
def test_two_workers_do_each_job_once_and_that_of_a_killed_one_is_taken_after_its_lease(
    newsroom: Newsroom, site: Site
):
    into = BytesIO()
    PIL.Image.new("RGB", (3, 2)).save(into, "PNG")
    lock, asked = Lock(), []

    def answer(visit: Visit) -> None:
        with lock:
            asked.append(visit.path)
        if visit.path == "/held" and asked.count("/held") == 1:
            visit.pause(PATIENCE)
        else:
            visit.answer(200, into.getvalue())

    with other_site() as elsewhere:
        paths = [f"/{number}" for number in range(12)]
        for path in (*paths, "/held"):
            newsroom.publish(f"News {path}", image=Image(elsewhere.on(path, answer), alt="x"))
        with site.running("worker") as one, site.running("worker") as two:
            until(lambda: set(asked) >= {*paths, "/held"}, "every picture is asked for")
            until(
                lambda: [job.payload["url"] for job in jobs(newsroom)] == [elsewhere.url("/held")],
                "all but one done",
            )
            [held] = jobs(newsroom)
            assert held.lease is not None
            killed, other = (one, two) if held.lease.holder.endswith(f":{one.pid}") else (two, one)
            killed.end(signal.SIGKILL)
            assert sorted(asked) == sorted([*paths, "/held"])
            newsroom.publish("Later", image=Image(elsewhere.on("/later", answer), alt="x"))
            until(lambda: "/later" in asked and len(jobs(newsroom)) == 1, "the other goes on")
            assert jobs(newsroom) == [held]
            end_lease(newsroom, held.id)
            until(lambda: not jobs(newsroom), "the job is taken again")
            assert other.end() == 0
    assert sorted(asked) == sorted([*paths, "/held", "/held", "/later"])
    with newsroom.store.reading() as reader:
        images = [entry.image for entry in reader.entries(limit=100)]
        assert len(images) == 14
        assert all(image and (image.width, image.height) == (3, 2) for image in images)
        versions = [reader.versions(entry.uuid) for entry in reader.entries(limit=100)]
    assert all(
        [each.action for each in entry] == ["created", "published", "minor edit"] for entry in versions
    )


def jobs(newsroom: Newsroom):
    with newsroom.store.reading() as reader:
        return written.jobs(reader)


def end_lease(newsroom: Newsroom, number: int) -> None:
    """As if the ten minutes were over."""
    with newsroom.store.writing() as writer:
        over = datetime.now(UTC)
        writer.connection.execute(update(work).where(work.c.id == number).values(held_until=over))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_cleanly_when_it_is_asked_to(
    sqlite_url: str, sqlite_store: Store, tmp_path: Path, sign
):
    Newsroom(sqlite_store, tmp_path)
    with Site(sqlite_url, tmp_path).running("worker") as worker:
        worker.wait_for(RUNNING)
        assert worker.end(sign) == 0
        assert not worker.said("Traceback")


def test_a_worker_survives_that_the_database_is_away(sqlite_url: str, sqlite_store: Store, tmp_path: Path):
    newsroom = Newsroom(sqlite_store, tmp_path)
    newsroom.now = datetime.now(UTC) - timedelta(hours=1)
    entries = schedule(newsroom, newsroom.now + timedelta(minutes=30), 1)
    with sqlite_store.writing() as writer:
        writer.connection.execute(text("ALTER TABLE entry RENAME TO entry_away"))
    with Site(sqlite_url, tmp_path).running("worker") as worker:
        worker.wait_for("Trying again in 1 s")
        with sqlite_store.writing() as writer:
            writer.connection.execute(text("ALTER TABLE entry_away RENAME TO entry"))
        until(lambda: all_released(newsroom, entries), "the entry is released")
        assert worker.end() == 0
        assert not worker.said("Traceback")


@pytest.fixture
def served(sqlite_url: str, sqlite_store: Store, tmp_path: Path) -> Site:
    """A site that can be served."""
    Newsroom(sqlite_store, tmp_path)
    return Site(sqlite_url, tmp_path, f"http://127.0.0.1:{free_port()}")


def workers_of(pid: int) -> list[int]:
    return [child for child in children_of(pid) if is_worker(child)]


@pytest.mark.sockets
def test_serve_keeps_one_worker_and_ends_it(served: Site):
    with served.running("serve", "--port", served.base_url.rpartition(":")[2]) as server:
        server.wait_for(RUNNING)
        [first] = workers_of(server.pid)
        kill(first)
        server.wait_for("it is started again in 1 s")
        until(lambda: server.log.read_text().count(RUNNING) == 2, "another worker runs")
        [second] = workers_of(server.pid)
        assert second != first
        server.end()
        assert not is_running(second)


@pytest.mark.sockets
def test_a_worker_ends_when_its_server_is_killed(served: Site):
    with served.running("serve", "--port", served.base_url.rpartition(":")[2]) as server:
        server.wait_for(RUNNING)
        [worker] = workers_of(server.pid)
        web = [child for child in children_of(server.pid) if child != worker]
        server.end(signal.SIGKILL)
        until(lambda: not is_running(worker), "the worker ends")
        for process in web:
            kill(process)


@pytest.mark.sockets
def test_serve_leaves_the_worker_out_when_it_is_told_to_and_ends_even_while_it_starts(served: Site):
    port = served.base_url.rpartition(":")[2]
    with served.running("serve", "--no-worker", "--port", port) as server:
        server.wait_for("Serving")
        until(lambda: children_of(server.pid), "the server has its processes")
        assert workers_of(server.pid) == []
        server.end()
        assert not server.said(RUNNING)


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_a_worker_that_will_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("feedsvc.cli.supervising._END_WITHIN", 0.2)
    note = tmp_path / "pid"
    deaf = (
        "import os, pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep({PATIENCE})"
    )
    with worker_beside([sys.executable, "-c", deaf]):
        until(lambda: note.exists() and note.read_text(), "it runs")
    assert not is_running(int(note.read_text()))
