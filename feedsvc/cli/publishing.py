"""News in, feeds out."""

import sys
from collections.abc import Sequence
from itertools import groupby

import click

from feedsvc.cli import common
from feedsvc.core.dates import in_words
from feedsvc.core.model import Format
from feedsvc.services.import_report import (
    FORMATS,
    LARGEST_EXPORT,
    ImportFile,
    ImportReport,
    ImportRow,
    Outcome,
)


@click.command("import")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--office", metavar="SLUG", help="The office, for files that do not tell theirs.")
@click.option("--lang", "language", metavar="xx", help="The language, for texts that do not tell theirs.")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(FORMATS),
    default="auto",
    show_default=True,
    help="What the files are. page takes HTML too, feed takes WordPress exports too.",
)
@click.option("--dry-run", is_flag=True, help="Report what would be done; store nothing.")
@click.option(
    "--template", type=click.Choice(["csv", "json"]), help="Print a file to fill in, and import nothing."
)
def import_(
    files: tuple[str, ...],
    *,
    office: str | None,
    language: str | None,
    fmt: str,
    dry_run: bool,
    template: str | None,
) -> None:
    """Import news: pages of offices (text, HTML), feeds (RSS, Atom, JSON), WordPress exports, tables
    (CSV, JSON); `-` is standard input.

    Importing again is safe: only what is new or changed is stored. Exits with 1 when anything was
    refused; the rest is imported all the same.
    """
    settings = common.settings()
    if template:
        _print_template(template, settings.languages)
        return
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    from feedsvc.services.importing import import_files

    with common.opened(settings) as store, common.progress_bar("Importing") as progress:
        report = import_files(
            store,
            settings,
            [_file(name) for name in files],
            now=common.now(),
            actor=common.actor(),
            office=office,
            language=language,
            format=fmt,
            dry_run=dry_run,
            progress=progress,
        )
    _show(report)
    if report.count(Outcome.REFUSED):
        sys.exit(1)


def _print_template(fmt: str, languages: Sequence[str]) -> None:
    from feedsvc.services.import_reading import template

    sys.stdout.buffer.write(template(fmt, languages))


def _file(name: str) -> ImportFile:
    try:
        with click.open_file(name, "rb") as file:
            # One byte more than is read tells the importer that it is too many.
            return ImportFile(name=name, data=file.read(LARGEST_EXPORT + 1))
    except OSError as error:
        return ImportFile(name=name, problem=f"cannot be read: {error.strerror or error}")


def _show(report: ImportReport) -> None:
    for sentence in report.offices:
        click.echo(sentence)
    for name, rows in groupby(report.rows, key=lambda row: row.file):
        click.echo(f"\n{name}")
        common.echo_table(
            ["line", "outcome", "date", "title", "countries (found by)", "note"],
            [_cells(row) for row in rows],
        )
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
    click.echo(f"\n{counts}.")
    if report.dry_run:
        click.echo("A dry run: nothing was stored.")


def _cells(row: ImportRow) -> list[str]:
    return [
        str(row.line or ""),
        row.outcome.value,
        in_words(row.day, "en") if row.day else "",
        row.title,
        ", ".join(f"{code} ({word})" if word else code for code, word in row.countries),
        row.note,
    ]


@click.command()
@click.argument("channel")
@click.option(
    "--format",
    "fmt",
    type=click.Choice([fmt.value for fmt in Format]),
    default="atom",
    show_default=True,
    help="The format.",
)
@click.option(
    "--content",
    type=click.Choice(["full", "summary"]),
    default="full",
    show_default=True,
    help="Leave the bodies out with summary.",
)
def feed(channel: str, fmt: str, content: str) -> None:
    """Print the feed of CHANNEL, such as all, offices/moscow, countries/uz.ru, all/weekly.ru or
    offices/moscow/archive/3."""
    from feedsvc.core.urls import parse_feed
    from feedsvc.services.feeds import feed_bytes

    settings = common.settings()
    with common.opened(settings) as store:
        address, _ = parse_feed(f"{channel}.{fmt}")
        body = feed_bytes(store, settings, address, Format(fmt), summary_only=content == "summary")
    sys.stdout.buffer.write(body.rstrip(b"\n") + b"\n")
