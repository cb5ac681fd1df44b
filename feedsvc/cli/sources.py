"""Kept sources: other sites' feeds and pages that are read again and again."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli import common
from feedsvc.core.account_records import source_record
from feedsvc.core.errors import InvalidInput

if TYPE_CHECKING:
    from feedsvc.core.sources import Source

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_EVERY = click.option("--every", metavar="TIME", help="How often, from 5m to 30d: 30m, 1h, 2d.")
_LANGUAGE = click.option("--lang", "language", metavar="xx", help="The language, where it names none.")
_FORMAT = click.option("--format", metavar="KIND", help="What it is, as for feedsvc import.")


@click.group()
def source() -> None:
    """Other sites' feeds and pages that are read regularly: add, list, show, edit, remove, poll."""


@source.command()
@click.argument("url")
@click.option("--office", required=True, metavar="SLUG", help="The office whose news it holds.")
@_EVERY
@_LANGUAGE
@_FORMAT
def add(url: str, office: str, every: str | None, **given: str | None) -> None:
    """Keep URL as a source; a worker reads it within seconds, then regularly."""
    from feedsvc.services.sources import SourceDraft, add_source

    settings = common.settings()
    said: dict[str, Any] = {name: value for name, value in given.items() if value}
    said |= {"every": _duration(every)} if every else {}
    draft = SourceDraft(url=url, office=office, **said)
    with common.opened(settings) as store:
        made = add_source(
            store, settings, draft, now=common.now(), actor=common.actor(), uuid=common.new_uuid()
        )
    click.echo(f"{made.uuid} added: every {_spelt(made.every)}, into {made.office}.")


@source.command("list")
@common.json_option
def list_sources(as_json: bool) -> None:
    """List the sources and how each fares."""
    from feedsvc.services.sources import sources_for

    with common.opened(common.settings()) as store, store.reading() as reader:
        found = sources_for(reader, common.actor())
    if as_json:
        common.echo_json([source_record(each) for each in found])
        return
    columns = ["uuid", "office", "state", "last good", "next", "every", "url", "what was wrong"]
    common.echo_table(columns, [_cells(each) for each in found])


@source.command()
@click.argument("uuid")
def show(uuid: str) -> None:
    """Show a source as JSON."""
    from feedsvc.services.sources import source_for

    with common.opened(common.settings()) as store, store.reading() as reader:
        common.echo_json(source_record(source_for(reader, uuid, common.actor())))


@source.command()
@click.argument("uuid")
@click.option("--url", help="Its new address; what it said so far stays its own.")
@click.option("--office", metavar="SLUG", help="The office whose news it holds.")
@_EVERY
@_LANGUAGE
@_FORMAT
@click.option("--pause/--resume", "paused", default=None, help="Stop reading it, or go on.")
def edit(uuid: str, every: str | None, **given: Any) -> None:
    """Change a source: what is not given stays. It is read again at once, as if for the first time."""
    from feedsvc.services.sources import edit_source

    settings = common.settings()
    changes = {name: value for name, value in given.items() if value is not None}
    changes |= {"every": _duration(every)} if every else {}
    with common.opened(settings) as store:
        changed = edit_source(store, settings, uuid, now=common.now(), actor=common.actor(), **changes)
    click.echo(f"{changed.uuid} edited: every {_spelt(changed.every)}, into {changed.office}.")


@source.command()
@click.argument("uuid")
def remove(uuid: str) -> None:
    """Forget a source; its entries stay."""
    from feedsvc.services.sources import remove_source

    with common.opened(common.settings()) as store:
        removed = remove_source(store, uuid, now=common.now(), actor=common.actor())
    click.echo(f"{removed.uuid} removed.")


@source.command()
@click.argument("uuid")
def poll(uuid: str) -> None:
    """Read a source now. Exits with 1 when it could not be taken."""
    from feedsvc.services.sources import read_source

    settings = common.settings()
    with common.opened(settings) as store:
        done = read_source(store, settings, uuid, now=common.now(), actor=common.actor())
    counts = ", ".join(f"{count} {outcome}" for outcome, count in done.last_counts.items())
    if done.failures:
        click.echo(f"{_health(done)}: {done.last_error}", err=True)
        raise SystemExit(1)
    click.echo("Nothing new (304)." if done.last_status == 304 else f"{counts}. {done.last_error}".strip())


def _cells(each: "Source") -> list[str]:
    return [
        each.uuid,
        each.office,
        _health(each),
        _time(each.last_success),
        _time(each.next_poll) if _health(each) not in {"paused", "gone"} else "",
        _spelt(each.every),
        each.url,
        each.last_error,
    ]


def _health(each: "Source") -> str:
    from feedsvc.core.sources import health

    return health(each)


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,4})([mhd])", text)
    if match is None:
        raise InvalidInput.at("--every", "must be a number of minutes, hours or days, such as 30m, 1h or 2d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _spelt(every: timedelta) -> str:
    minutes = int(every.total_seconds()) // 60
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"
