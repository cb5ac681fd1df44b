"""What several commands share: settings, the store, the time, tables and JSON."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import click
import msgspec

from feedsvc.config import Settings
from feedsvc.core.accounts import Actor, the_machine
from feedsvc.store import Store


def now() -> datetime:
    """The time at which a command runs."""
    return datetime.now(UTC)


def actor() -> Actor:
    """Who acts: the sysadmin of this machine, or the account that `feedsvc --as EMAIL` names.

    Raises NotSignedIn where there is no such account or it is disabled.
    """
    email = click.get_current_context().find_root().params.get("as_email")
    if not email:
        return the_machine("command line")
    from feedsvc.services.sessions import actor_called

    with opened(settings()) as store, store.reading() as reader:
        return actor_called(reader, email)


def new_uuid() -> str:
    """A fresh uuid."""
    return str(uuid4())


def settings() -> Settings:
    """The settings of the environment. Raises InvalidSettings."""
    return Settings.from_env(os.environ)


@contextmanager
def opened(given: Settings) -> Iterator[Store]:
    """The store of the settings, of this version and with its site. Raises StoreUnavailable."""
    from feedsvc.services.site import open_store

    store = open_store(given)
    try:
        with store.reading() as reader:
            reader.ping()
        yield store
    finally:
        store.close()


def echo_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def echo_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; as wide as the terminal, or as it needs where the output is no terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = 160
    console.print(table)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal; call what it gives with done and total."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
