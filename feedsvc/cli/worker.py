"""What happens by the clock and after commits, done by a process of its own."""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli import common
from feedsvc.core.dates import rfc3339
from feedsvc.core.errors import StoreUnavailable
from feedsvc.core.waiting import doubled

if TYPE_CHECKING:
    from feedsvc.services.work import WorkStatus

log = logging.getLogger(__name__)

_LOOK_AGAIN = 2.0  # seconds: what is written down by another process is seen by then
_BREATH = 0.05  # seconds between two steps, when more is due
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=1)  # while the database is away

Step = Callable[[datetime], datetime | None]


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--status", "show_status", is_flag=True, help="Show what waits and what failed, and end.")
@click.option("--retry", is_flag=True, help="Let what failed too often be tried again, and end.")
@click.option("--parent", type=int, hidden=True, help="End when this process has ended.")
@common.json_option
def worker(once: bool, show_status: bool, retry: bool, parent: int | None, as_json: bool) -> None:
    """Do what happens by the clock and after commits: scheduled entries, digests, kept sources,
    pictures.

    `feedsvc serve` starts one of its own. Several are no harm: nothing is done twice.
    """
    from feedsvc.services import counting, digests, work

    settings = common.settings()
    with common.opened(settings) as store:
        if show_status:
            with store.reading() as reader:
                _show(work.status(reader, now=common.now()), as_json=as_json)
            return
        if retry:
            click.echo(f"{work.revive(store, now=common.now())} tried again.")
            return
        _log_to_stderr()
        holder = f"{socket.gethostname()[:60]}:{os.getpid()}"
        if once:
            _do_what_is_due(lambda now: work.tick(store, settings, now=now, holder=holder))
            return
        # Several, so that no entry waits for another site's answer when its minute comes.
        steps: list[Step] = [
            lambda now: work.release_due(store, settings, now=now),
            lambda now: digests.close_due(store, settings, now=now),
            lambda now: counting.end_days(store, settings, now=now),
            lambda now: work.end_due(store, settings, now=now),
            lambda now: work.do_one(store, settings, now=now, holder=holder),
        ]
        sys.exit(run(steps, parent=parent))


def run(steps: list[Step], *, parent: int | None = None) -> int:
    """Take steps until SIGTERM or Ctrl+C, or until the parent has ended; the exit status."""
    stop = Event()
    loops = [Thread(target=_loop, args=(step, stop)) for step in steps]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for loop in loops:
        loop.start()
    click.echo("The worker is running (stop with Ctrl+C).")
    try:
        while all(loop.is_alive() for loop in loops) and parent in {None, os.getppid()}:
            time.sleep(_LOOK_AGAIN / 2)
    except KeyboardInterrupt:
        pass
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    failed = not all(loop.is_alive() for loop in loops)
    stop.set()
    for loop in loops:
        loop.join()
    return int(failed)


def _loop(step: Step, stop: Event) -> None:
    failures = 0
    while not stop.is_set():
        try:
            moment = step(common.now())
            failures = 0
            stop.wait(_seconds_until(moment))
        except Exception as error:  # nothing may end the worker but who started it
            failures += 1
            wait = doubled(failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT).total_seconds()
            trace = None if isinstance(error, StoreUnavailable) else error
            log.error("%s Trying again in %d s.", error, wait, exc_info=trace)
            stop.wait(wait)


def _seconds_until(moment: datetime | None) -> float:
    if moment is None:
        return _LOOK_AGAIN
    return min(max((moment - common.now()).total_seconds(), _BREATH), _LOOK_AGAIN)


def _do_what_is_due(step: Step) -> None:
    moment = step(common.now())
    while moment is not None and moment <= common.now():
        moment = step(common.now())


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s worker %(levelname)s: %(message)s")
    logging.getLogger("feedsvc").setLevel(logging.INFO)
    # It quotes the addresses of other sites, in which some of them give us a key.
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)


def _show(status: "WorkStatus", *, as_json: bool) -> None:
    if as_json:
        common.echo_json(_record(status))
        return
    next_moment = rfc3339(status.next_moment) if status.next_moment else "nothing planned"
    click.echo(f"Next: {next_moment}. Entries that are late: {status.late_entries}.")
    for kind, count in status.waiting.items():
        click.echo(f"{kind}: {count} waiting")
    if status.dead:
        click.echo("\nGiven up (try again with feedsvc worker --retry):")
        rows = [
            [each.kind, _payload(each.payload), str(each.attempts), each.last_error] for each in status.dead
        ]
        common.echo_table(["kind", "of", "tries", "what was wrong"], rows)


def _payload(payload: Any) -> str:
    return ", ".join(f"{name} {value}" for name, value in payload.items())


def _record(status: "WorkStatus") -> dict[str, Any]:
    return {
        "next": rfc3339(status.next_moment) if status.next_moment else None,
        "late_entries": status.late_entries,
        "waiting": dict(status.waiting),
        "given_up": [
            {
                "id": each.id,
                "kind": each.kind,
                "payload": dict(each.payload),
                "tries": each.attempts,
                "error": each.last_error,
            }
            for each in status.dead
        ],
    }
