"""The site, served by granian."""

import os
import socket

import click

from feedsvc.cli import common
from feedsvc.core.errors import InvalidInput

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# A worker process's. More of them wait for each other's GIL: with one, polls from memory take half the
# time (docs/bench). Slow clients hold none, since granian speaks HTTP in threads of its own.
_THREADS = 1
# Who is slow waits in the server's event loop, which holds no worker thread, and not for ever.
_HEADERS_WITHIN = 10_000  # milliseconds
_LARGEST_HEADERS = 32 * 1024  # bytes
_AT_ONCE = 64  # requests in a worker; further ones wait in the socket's queue


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
@click.option(
    "--threads",
    default=_THREADS,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Threads of a worker; more than one where the database is slow to answer.",
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site; run `feedsvc init` first."""
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
        log_level=LogLevels.warning,
    )
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
    from feedsvc.web import create_app

    return create_app(common.settings())
