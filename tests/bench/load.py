"""wrk, which asks for one address as fast as it is answered."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.processes import HOST, Served
from tests.bench.setting import program

CONNECTIONS = 32
_REQUESTS = re.compile(r"^\s*(\d+) requests in", re.MULTILINE)
_A_SECOND = re.compile(r"^Requests/sec:\s*([\d.]+)", re.MULTILINE)
_TROUBLE = re.compile(r"^\s*(?:Non-2xx or 3xx responses|Socket errors):.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Load:
    """How much was answered a second, and the processor time of an answer in microseconds."""

    a_second: float
    cpu: float


def is_here() -> bool:
    """Whether wrk is installed."""
    return program("wrk") is not None


def load(served: Served, path: str, headers: Mapping[str, str], *, seconds: float) -> Load:
    """Load a server for a time. Raises RuntimeError where it refuses or fails."""
    before = served.cpu()
    said = subprocess.run(
        [
            program("wrk") or "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{max(1, round(seconds))}s",
            *(part for name, value in headers.items() for part in ("-H", f"{name}: {value}")),
            f"http://{HOST}:{served.port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spent = served.cpu() - before
    requests, a_second = read(said)
    return Load(a_second, spent / requests * 1e6)


def read(said: str) -> tuple[int, float]:
    """Requests, and requests a second, of what wrk says. Raises RuntimeError for errors in it."""
    requests, a_second, trouble = _REQUESTS.search(said), _A_SECOND.search(said), _TROUBLE.search(said)
    if requests is None or a_second is None or trouble is not None or int(requests[1]) == 0:
        raise RuntimeError(f"wrk was not answered well:\n{said}")
    return int(requests[1]), float(a_second[1])
