"""The site, served by granian."""

import os
import socket

import click

from feedsvc.cli import common
from feedsvc.cli.supervising import worker_beside
from feedsvc.core.errors import InvalidInput

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# A worker process's. More of them wait for each other's GIL, at a cost of a third for polls from memory,
# but `web.sending` takes up to three of them for what is sent, and one must be left for polls.
_THREADS = 4
# Whose headers come slowly waits in the server's event loop, which holds no thread, and not for ever.
_HEADERS_WITHIN = 10_000  # milliseconds
_LARGEST_HEADERS = 32 * 1024  # bytes
# A web worker that is only just starting takes no notice of SIGTERM, and granian would wait for ever.
_END_WITHIN = 10  # seconds
_AT_ONCE = 64  # requests in a worker; further ones wait in the socket's queue


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
@click.option(
    "--threads",
    default=_THREADS,
    show_default=True,
    type=click.IntRange(_THREADS, 64),
    help="Threads of a worker; more where the database is slow to answer.",
)
@click.option("--no-worker", is_flag=True, help="Leave out what happens by the clock: feedsvc worker.")
def serve(host: str, port: int, workers: int, threads: int, no_worker: bool) -> None:
    """Serve the site; run `feedsvc init` first."""
    from contextlib import nullcontext

    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    with common.opened(common.settings()):
        _require_free(host, port)
    if host in _LOOPBACK and not os.environ.get("FEEDSVC_BASE_URL"):
        # Else every feed would name another address than the one that it is read from.
        os.environ["FEEDSVC_BASE_URL"] = address
    base_url = common.settings().base_url
    where = "" if base_url == address else f" on {address}"
    click.echo(f"Serving {base_url}{where} (stop with Ctrl+C)")
    server = Server(
        "feedsvc.cli.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=threads,
        backpressure=_AT_ONCE,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN, max_buffer_size=_LARGEST_HEADERS),
        respawn_failed_workers=True,
        workers_kill_timeout=_END_WITHIN,
        log_level=LogLevels.warning,
    )
    with nullcontext() if no_worker else worker_beside():
        server.serve()


def _require_free(host: str, port: int) -> None:
    """Raises InvalidInput where nobody can listen here. granian shares a port with whoever is there
    (SO_REUSEPORT), even with another site, and readers would get now one, now the other."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise InvalidInput.at("--host/--port", f"{host} port {port}: {error.strerror or error}") from error


def application() -> object:
    """What each worker serves."""
    from feedsvc.web import create_app, keep_counts

    app = create_app(common.settings())
    keep_counts(app)
    return app
