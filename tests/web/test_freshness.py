"""After a write has returned, no process on the machine serves the old feed (invariant 4).

Several processes write, some changing their mind and some killed at their commit, while others poll
through the edge. A writer notes what it has written only after its write returned; a poller reads
those notes, then polls, and must not find less.
"""

import json
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from feedsvc.core.accounts import the_machine
from feedsvc.store import Store
from feedsvc.web.room import EXTENSION
from tests.newsroom import START, Newsroom
from tests.web.world import settings_for

WRITERS = 3
WRITES = 25
FEED = "/feeds/offices/moscow.json"
_PROCESSES = multiprocessing.get_context("spawn")


class Undone(Exception):
    """Raised by a writer that changes its mind."""


def write(url: str, data_dir: str, uuid: str, name: int, noted) -> None:
    """Retitles one entry again and again: "2-17" is the seventeenth title by writer 2."""
    from feedsvc.services.publishing import publishing

    settings = settings_for(url, Path(data_dir))
    store = Store(url, settings.data_dir / "changes")
    for number in range(1, WRITES + 1):
        for gives_up in (number % 5 == 0, False):
            try:
                with publishing(store, settings, now=START, actor=the_machine(str(name))) as publisher:
                    title = f"{name}-undone" if gives_up else f"{name}-{number}"
                    publisher.edit(uuid, replace(publisher.entry(uuid).as_draft(), title=title))
                    if gives_up:
                        raise Undone
            except Undone:
                pass
        noted[name] = number
    store.close()


def die(url: str, data_dir: str, uuid: str) -> None:
    """Killed after its number was announced and before it was committed."""
    from feedsvc.services.publishing import publishing

    settings = settings_for(url, Path(data_dir))
    store = Store(url, settings.data_dir / "changes")
    event.listen(store._engine, "commit", lambda _connection: os.kill(os.getpid(), signal.SIGKILL))
    with publishing(store, settings, now=START, actor=the_machine("dead")) as publisher:
        publisher.edit(uuid, replace(publisher.entry(uuid).as_draft(), title="lost"))


def poll(url: str, data_dir: str, noted, ready, done, answers) -> None:
    """Polls until all is written; reports stale and impossible answers, and how many it saw."""
    from feedsvc.web import create_app

    app = create_app(settings_for(url, Path(data_dir), page_size=20))
    client = app.test_client()
    wrong: list[str] = []
    polls = versions = 0
    tag = ""
    last = False
    client.get(FEED)
    ready.wait(120)
    while not last:
        last = done.is_set()
        promised = list(noted)
        answer = client.get(FEED, headers={"If-None-Match": tag} if polls % 2 else {})
        polls += 1
        if answer.status_code == 200:
            versions += answer.headers["ETag"] != tag
            tag, shown = answer.headers["ETag"], titles(answer.data)
        late = [name for name, number in enumerate(promised) if shown[name] < number]
        if late:
            wrong.append(f"promised {promised}, shown {shown}, status {answer.status_code}")
    app.extensions[EXTENSION].store.close()
    answers.put((wrong, polls, versions))


def titles(body: bytes) -> dict[int, int]:
    """The number that each writer's entry bears; what was undone or lost is an error here."""
    parted = (item["title"].split("-") for item in json.loads(body)["items"])
    return {int(name): int(number) for name, number in parted}


@pytest.mark.parametrize("pollers", [2, 8])
def test_no_poll_is_answered_with_what_was(store: Store, database_url: str, tmp_path: Path, pollers: int):
    newsroom = Newsroom(store, tmp_path, database_url)
    uuids = [newsroom.publish(f"{name}-0").uuid for name in range(WRITERS)]
    noted = _PROCESSES.Array("q", WRITERS)
    ready = _PROCESSES.Barrier(pollers + 1)
    done, answers = _PROCESSES.Event(), _PROCESSES.Queue()
    where = (database_url, str(tmp_path))
    polling = [started(poll, *where, noted, ready, done, answers) for _ in range(pollers)]
    ready.wait(120)
    writing = [started(write, *where, uuid, name, noted) for name, uuid in enumerate(uuids)]
    for _ in range(2):
        dead = started(die, *where, uuids[0])
        dead.join(120)
        assert dead.exitcode == -signal.SIGKILL
    for process in writing:
        process.join(240)
        assert process.exitcode == 0
    done.set()
    reports = [answers.get(timeout=120) for _ in polling]
    for process in polling:
        process.join(60)
    assert [wrong for wrong, _, _ in reports] == [[]] * pollers
    assert all(polls > 10 and versions > 1 for _, polls, versions in reports), reports
    with store.reading() as reader:
        final = {entry.title for entry in reader.entries(limit=10)}
    assert final == {f"{name}-{WRITES}" for name in range(WRITERS)}


def started(target: Callable, *arguments):
    process = _PROCESSES.Process(target=target, args=arguments)
    process.start()
    return process
