"""A real server for real readers: `feedsvc serve` in a process of its own, on this machine alone."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPMessage
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

_COMMAND = (sys.executable, "-c", "from feedsvc.cli import main; main()")
_ROOT = Path(__file__).parents[2]
_START_WITHIN = 30  # seconds; a busy machine takes a few
_STOP_WITHIN = 10  # seconds
_BETWEEN_LOOKS = 0.05  # seconds
_ANSWER_WITHIN = 10  # seconds
_PORTS = range(20_000, 32_000)  # below those that Linux gives to clients


@dataclass(frozen=True)
class Response:
    """An answer as a plain HTTP client gets it: the body as sent, whatever its coding."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Server:
    """A site that is served at `base_url` and keeps its data in `data_dir`; `others` are further settings."""

    base_url: str
    data_dir: Path
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.data_dir / 'feedsvc.db'}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "FEEDSVC_BASE_URL": self.base_url,
            "FEEDSVC_DATA_DIR": str(self.data_dir),
            "FEEDSVC_SITE_NAME": "World of Rivers",
            "FEEDSVC_CONTACT_EMAIL": "news@example.org",
            **self.others,
        }

    def run(self, *arguments: str) -> str:
        """Run a command of feedsvc on this site to its end; what it printed."""
        done = subprocess.run(
            [*_COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"feedsvc {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def feed(self, channel: str, ending: str = "atom") -> str:
        """The address of a feed."""
        return f"{self.base_url}/feeds/{channel}.{ending}"

    def get(self, url: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Response:
        """Ask the server, and take any status for an answer."""
        request = Request(url, headers=dict(headers or {}), method=method)
        try:
            with urlopen(request, timeout=_ANSWER_WITHIN) as answer:
                return Response(answer.status, answer.headers, answer.read())
        except HTTPError as refusal:
            with refusal:
                return Response(refusal.code, refusal.headers, refusal.read())


def free_port() -> int:
    """A port that nothing has now, and that the system hands to no outgoing connection later."""
    for port in random.sample(_PORTS, 50):
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no port of {_PORTS} is free")


@contextmanager
def serving(server: Server, *options: str) -> Iterator[Server]:
    """Serve a site whose database is there until the block ends; `options` are those of `feedsvc serve`."""
    log = server.data_dir / "serve.log"
    port = server.base_url.rpartition(":")[2]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_COMMAND, "serve", "--port", port, *options],
            env=server.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # the group is stopped with it, so that no worker is left behind
        )
    try:
        _wait_until_ready(server, process, log)
        yield server
    finally:
        _stop(process)


def _wait_until_ready(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _is_ready(server):
            return
        time.sleep(_BETWEEN_LOOKS)
    raise AssertionError(f"feedsvc serve is not ready after {_START_WITHIN} s:\n{log.read_text()}")


def _is_ready(server: Server) -> bool:
    try:
        return server.get(f"{server.base_url}/readyz").status == 200
    except (URLError, ConnectionError):
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
