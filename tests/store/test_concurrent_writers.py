"""A later number is never visible before an earlier one, however many processes write."""

import multiprocessing
import sys
from pathlib import Path

from feedsvc.core.accounts import the_machine
from feedsvc.store import Store
from tests.newsroom import START, Newsroom
from tests.web.world import settings_for

WRITERS = 4
EACH = 12
_PROCESSES = multiprocessing.get_context("spawn")


class Undone(Exception):
    """Raised by a writer that changes its mind."""


def write(url: str, data_dir: str, name: int, started) -> None:
    """One writer: publishes, and after every third entry begins one that it then undoes."""
    from uuid import uuid4

    from feedsvc.core.model import EntryDraft
    from feedsvc.services.publishing import publishing

    store = Store(url)
    settings = settings_for(url, Path(data_dir))
    started.wait(60)
    for number in range(EACH):
        draft = EntryDraft(office="moscow", language="en", countries=(), title=f"{name}-{number}")
        try:
            with publishing(
                store, settings, now=START, actor=the_machine(str(name)), new_uuid=lambda: str(uuid4())
            ) as publisher:
                publisher.publish(publisher.create(draft).uuid)
                if number % 3 == 2:
                    raise Undone
        except Undone:
            pass
    store.close()


def observed_numbers(store: Store, processes: list) -> list[list[int]]:
    """The change numbers that a reader saw, snapshot after snapshot, while the writers wrote."""
    seen: list[list[int]] = []
    while any(process.is_alive() for process in processes):
        with store.reading() as reader:
            numbers = sorted(entry.changed for entry in reader.entries(limit=1000) if entry.changed)
            assert reader.site_record().counter == max(numbers, default=0)
        if not seen or numbers != seen[-1]:
            seen.append(numbers)
    return seen


def test_numbers_become_visible_in_order_with_several_writers(
    newsroom: Newsroom, database_url: str, tmp_path: Path
):
    started = _PROCESSES.Barrier(WRITERS + 1)
    processes = [
        _PROCESSES.Process(target=write, args=(database_url, str(tmp_path), name, started))
        for name in range(WRITERS)
    ]
    for process in processes:
        process.start()
    started.wait(60)
    seen = observed_numbers(newsroom.store, processes)
    assert [process.exitcode for process in processes] == [0] * WRITERS, sys.stderr
    kept = WRITERS * (EACH - EACH // 3)
    with newsroom.store.reading() as reader:
        final = [entry for entry in reader.entries(limit=1000) if entry.changed]
        assert reader.site_record().counter == kept
    # No number is lost to those that were undone, none is given twice, and each snapshot is a
    # beginning of the final row: what came later was never there without what came before.
    assert sorted(entry.changed for entry in final) == list(range(1, kept + 1))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
    assert len({entry.updated for entry in final}) == kept
    assert len(seen) > 1
