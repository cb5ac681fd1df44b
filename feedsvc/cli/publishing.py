"""News in, feeds out."""

import sys
from itertools import groupby

import click

from feedsvc.cli import common
from feedsvc.core.dates import in_words
from feedsvc.core.model import Format
from feedsvc.services.import_report import ImportFile, ImportReport, ImportRow, Outcome

_LARGEST = 10 * 1024 * 1024  # bytes; one more is read, so that the importer sees that it is too many


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--office", metavar="SLUG", help="The office, for pages that do not introduce theirs.")
@click.option("--lang", "language", metavar="xx", help="The language, where the dates do not tell it.")
@click.option(
    "--format",
    type=click.Choice(["auto", "page"]),
    default="auto",
    show_default=True,
    expose_value=False,  # pages are all that can be read so far
    help="What the files are.",
)
@click.option("--dry-run", is_flag=True, help="Report what would be done; store nothing.")
def import_(files: tuple[str, ...], office: str | None, language: str | None, dry_run: bool) -> None:
    """Import the news pages of offices, as text; `-` is standard input.

    Importing again is safe: only what is new or changed is stored. Exits with 1 when anything was
    refused; the rest is imported all the same.
    """
    from feedsvc.services.importing import import_pages

    settings = common.settings()
    with common.opened(settings) as store, common.progress_bar("Importing") as progress:
        report = import_pages(
            store,
            settings,
            [_file(name) for name in files],
            now=common.now(),
            office=office,
            language=language,
            dry_run=dry_run,
            progress=progress,
        )
    _show(report, dry_run=dry_run)
    if report.count(Outcome.REFUSED):
        sys.exit(1)


def _file(name: str) -> ImportFile:
    try:
        with click.open_file(name, "rb") as file:
            return ImportFile(name=name, data=file.read(_LARGEST + 1))
    except OSError as error:
        return ImportFile(name=name, problem=f"cannot be read: {error.strerror or error}")


def _show(report: ImportReport, *, dry_run: bool) -> None:
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
    if dry_run:
        click.echo("A dry run: nothing was stored.")


def _cells(row: ImportRow) -> list[str]:
    return [
        str(row.line or ""),
        row.outcome.value,
        in_words(row.day, "en") if row.day else "",
        row.title,
        ", ".join(f"{code} ({word})" for code, word in row.countries),
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
    """Print the feed of CHANNEL, such as all, offices/moscow or countries/uz.ru."""
    from feedsvc.core.urls import parse_channel
    from feedsvc.services.feeds import feed_bytes

    settings = common.settings()
    with common.opened(settings) as store:
        body = feed_bytes(
            store, settings, parse_channel(channel), Format(fmt), summary_only=content == "summary"
        )
    sys.stdout.buffer.write(body.rstrip(b"\n") + b"\n")
