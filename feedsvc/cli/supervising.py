"""The worker beside the web server: one child process, started again when it dies."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock, Thread

import click

from feedsvc.core.waiting import doubled

_LOOK = 0.2  # seconds
_STEADY = 60.0  # seconds; one that ran so long may die once without a longer wait
_END_WITHIN = 10.0  # seconds; what it holds then is taken again by the next worker
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=1)
# -P: not from the folder in which the server happens to be started.
COMMAND = (sys.executable, "-P", "-c", "from feedsvc.cli import main; main()", "worker")

# granian forks its web workers in another thread. One that is forked while a worker is started keeps
# the pipe open by which Popen learns that the start went well, and Popen would wait for ever.
_NO_FORK = Lock()
os.register_at_fork(
    before=_NO_FORK.acquire, after_in_parent=_NO_FORK.release, after_in_child=_NO_FORK.release
)


@contextmanager
def worker_beside(command: Sequence[str] = COMMAND) -> Iterator[None]:
    """Keep a worker running until the block ends. It ends by itself when this process is killed: it
    is told whose child it is, and looks."""
    stop = Event()
    keeper = Thread(target=_keep, args=([*command, "--parent", str(os.getpid())], stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(command: Sequence[str], stop: Event) -> None:
    failures = 0
    while not stop.is_set():
        began = time.monotonic()
        with _started(command) as process:
            while process.poll() is None and not stop.wait(_LOOK):
                pass
            if stop.is_set():
                _end(process)
                return
        failures = failures + 1 if time.monotonic() - began < _STEADY else 1
        wait = doubled(failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT).total_seconds()
        click.echo(f"The worker ended ({process.returncode}); it is started again in {wait:g} s.", err=True)
        stop.wait(wait)


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    with _NO_FORK:
        # In a session of its own: Ctrl+C is for the server, which then ends the worker.
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  our own


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_END_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
