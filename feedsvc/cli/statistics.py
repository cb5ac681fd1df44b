"""How many follow what."""

import sys
from collections.abc import Sequence

import click

from feedsvc.cli import common
from feedsvc.core.dates import rfc3339
from feedsvc.core.statistics_report import ReaderSlice, Report, csv_text, report_record


@click.command()
@click.argument("channel", required=False)
@click.option("--days", default=30, show_default=True, help="So many days, today among them.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets, day by day.")
@common.json_option
def stats(channel: str | None, days: int, as_csv: bool, as_json: bool) -> None:
    """How many follow the feeds, with what, and how they are answered; of all channels, or of CHANNEL
    alone, such as all, offices/moscow, countries/uz.ru or all/weekly.

    Subscribers are as readers declare them, with every other client once a day (docs/statistics.md).
    What is counted now is here within a minute.
    """
    from feedsvc.services.statistics import Asked, lines, report

    if as_csv and as_json:
        raise click.UsageError("--csv and --json exclude each other.")
    settings, who, now = common.settings(), common.actor(), common.now()
    asked = Asked(channel=channel, days=days)
    with common.opened(settings) as store, store.reading() as reader:
        if as_csv:
            table = csv_text(lines(reader, settings, asked, actor=who, now=now))
            sys.stdout.buffer.write(table.encode())
            return
        made = report(reader, settings, asked, actor=who, now=now)
    if as_json:
        common.echo_json(report_record(made))
    else:
        _show(made)


def _show(made: Report) -> None:
    click.echo(f"{made.title}: {made.since} to {made.until}")
    if made.first is None:
        click.echo("Nothing has been counted yet.")
        return
    over = f"the mean of {made.full_days} full days" if made.full_days else "today so far"
    click.echo(f"Subscribers: {made.subscribers} ({made.declared} declared, {made.others} others; {over})")
    sums = made.sums
    click.echo(
        f"Requests: {sums.polls}; not modified: {_percent(sums.not_modified, sums.polls)},"
        f" of those with a condition {_percent(sums.not_modified, sums.conditional)}"
    )
    if made.missed:
        click.echo(f"Requests that are in no number here: {made.missed}")
    channels = [[each.path, each.title, str(each.subscribers), str(each.polls)] for each in made.channels]
    _table(["channel", "title", "subscribers", "requests"], channels)
    formats = [[each.format.value, str(each.subscribers), str(each.polls)] for each in made.formats]
    _table(["format", "subscribers", "requests"], formats)
    _readers("reader", made.readers)
    _readers("tool that mails", made.mail)


def _readers(name: str, slices: Sequence[ReaderSlice]) -> None:
    _table(
        [name, "kind", "subscribers", "requests", "last request"],
        [
            [
                each.family.name or each.family.kind,
                each.family.kind,
                str(each.subscribers),
                str(each.polls),
                rfc3339(each.last) if each.last else "",
            ]
            for each in slices
        ],
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        click.echo()
        common.echo_table(columns, rows)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"
