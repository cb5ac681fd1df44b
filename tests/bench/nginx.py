"""nginx with gzip_static: a file that lies ready, compressed. As Debian configures it, without a log."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.processes import HOST, Served, free_port, started
from tests.bench.setting import program

_CONFIGURATION = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    types {{ application/atom+xml atom; }}
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    server {{
        listen {host}:{port};
        root {folder}/www;
        gzip_static on;
        gzip_vary on;
        etag on;
        add_header Cache-Control "public, max-age=60, stale-if-error=86400";
    }}
}}
"""


@contextmanager
def nginx(folder: Path, plain: bytes, gzipped: bytes) -> Iterator[Served | None]:
    """The feed at /feed.atom by one worker; None where nginx is not installed."""
    command = program("nginx")
    if command is None:
        yield None
        return
    port = free_port()
    (folder / "www").mkdir()
    (folder / "www" / "feed.atom").write_bytes(plain)
    (folder / "www" / "feed.atom.gz").write_bytes(gzipped)
    file = folder / "nginx.conf"
    # Started by root, its worker would otherwise be a user who may not enter the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(_CONFIGURATION.format(folder=folder, host=HOST, port=port, user=user))
    arguments = ["-p", str(folder), "-c", str(file), "-e", str(folder / "nginx-error.log")]
    with started([command, *arguments], port, folder) as served:
        yield served
