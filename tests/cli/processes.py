"""`feedsvc` in processes of its own, on either engine: started, watched, killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-P", "-c", "from feedsvc.cli import main; main()")
PATIENCE = 60  # seconds; a busy machine is no failure
_LOOK = 0.02  # seconds


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"not within {PATIENCE} s: {what}"
        time.sleep(_LOOK)


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name, in brackets, may hold spaces.
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def is_worker(pid: int) -> bool:
    try:
        return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


@dataclass
class Site:
    """A site with its database and data; commands run on it."""

    database_url: str
    data_dir: Path
    base_url: str = "http://127.0.0.1:1"
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "FEEDSVC_DATABASE_URL": self.database_url,
            "FEEDSVC_DATA_DIR": str(self.data_dir),
            "FEEDSVC_BASE_URL": self.base_url,
            "PYTHONPATH": str(ROOT),
        }
        return {**os.environ, **ours, **self.settings}

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"feedsvc {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    @contextmanager
    def running(self, *arguments: str) -> Iterator["Running"]:
        """A command that goes on until the block ends."""
        log = self.data_dir / f"{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*COMMAND, *arguments], env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            yield Running(process, log)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
            process.wait()


@dataclass
class Running:
    """A command that runs."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def said(self, text: str) -> bool:
        return text in self.log.read_text()

    def wait_for(self, text: str) -> None:
        until(lambda: self.said(text) or self.process.poll() is not None, text)
        assert self.said(text), self.log.read_text()

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, or kill it; its exit status."""
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE)
