"""Servers in processes of their own, and what they cost."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
_PATIENCE = 60.0  # seconds until a server answers
_TICKS = os.sysconf("SC_CLK_TCK")  # a second
_PAGE = os.sysconf("SC_PAGE_SIZE")  # bytes


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers on a port; `pid` is the process that was started."""

    port: int
    pid: int

    def pids(self) -> list[int]:
        """The process and all below it."""
        parents = _parents()
        found = [self.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def cpu(self) -> float:
        """Seconds of processor time that they took so far."""
        return sum(_cpu(pid) for pid in self.pids())

    def memory(self) -> float:
        """Resident megabytes of the greatest of them: the worker."""
        return max(_resident(pid) for pid in self.pids()) / 1e6

    def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers by lower-case name, and body."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server((HOST, 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def started(command: Sequence[str], port: int, folder: Path, **environ: str) -> Iterator[Served]:
    """A server from its first answer on until the end of the block. Raises RuntimeError with what it
    said where it does not come up."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("FEEDSVC_")}
    log = folder / f"{Path(command[0]).name}-{port}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=own | environ, cwd=folder, stdout=said, stderr=said)
        try:
            _wait_for(process, port, log)
            yield Served(port, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not answer:\n{log.read_text(errors='replace')}")


@contextmanager
def feedsvc_server(folder: Path, workers: int, environ: Mapping[str, str]) -> Iterator[Served]:
    """`feedsvc serve` as everybody starts it."""
    port = free_port()
    start = "from feedsvc.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        start,
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--no-worker",
    ]
    with started(command, port, folder, PYTHONPATH=_root(), **environ) as served:
        yield served


@contextmanager
def peer(target: str, folder: Path, **environ: str) -> Iterator[Served]:
    """A WSGI application of `tests.bench.peers`, served as feedsvc is, by one worker."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.peers", target, str(port)]
    with started(command, port, folder, PYTHONPATH=_root(), **environ) as served:
        yield served


def _root() -> str:
    return str(Path(__file__).parents[2])


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = int(_fields(int(folder.name))[1])
        except (OSError, IndexError):
            continue  # gone meanwhile
    return found


def _fields(pid: int) -> list[str]:
    """/proc/PID/stat from its third field on; the second is a name that may hold blanks (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
