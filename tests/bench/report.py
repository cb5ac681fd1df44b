"""The figures for people: a table on the terminal, docs/bench/results.md and its plot."""

import os
import platform
import re
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Row, Verdict, spelt
from tests.bench.plot import plot
from tests.bench.setting import program

_COLUMNS = ("", "median", "least to greatest", "floor", "goal", "reached")
_LIBRARIES = ("granian", "flask", "sqlalchemy", "feedgen", "lxml", "django")
_STYLES = {Verdict.BELOW: "bold red", Verdict.FLOOR: "yellow", Verdict.GOAL: "green"}


def show(rows: Sequence[Row], console: Console) -> None:
    """Print the table."""
    table = Table(*_COLUMNS, title="feedsvc, measured", title_justify="left")
    for section, found in _sections(rows):
        table.add_section()
        table.add_row(section, style="bold")
        for row in found:
            table.add_row(*_cells(row), style=_STYLES.get(row.verdict, ""))
    console.print(table)


def write(rows: Sequence[Row], folder: Path, *, day: date, how: str) -> None:
    """Write results.md and plot.svg. `how` says how the run was called."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Measured",
        "",
        f"{day}, `{how}`. {'; '.join(_facts())}.",
        "[README.md](README.md) says what is measured, and how. Absolute figures are of this machine;",
        "ratios hold.",
        "",
        "![Requests as shares of nginx's, and the first poll after a change](plot.svg)",
    ]
    for section, found in _sections(rows):
        lines += ["", f"## {section}", "", *_markdown(found)]
    (folder / "results.md").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "plot.svg").write_text(plot(rows), "utf-8")


def _sections(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    return ((section, list(found)) for section, found in groupby(rows, key=lambda row: row.section))


def _markdown(rows: Sequence[Row]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield "|---|--:|--:|--:|--:|---|"
    for row in rows:
        yield f"| {' | '.join(_cells(row))} |"


def _cells(row: Row) -> tuple[str, ...]:
    if not row.values:
        return (row.name, "–", "", "", "", row.note)
    least, greatest = row.spread
    spread = f"{spelt(least)} to {spelt(greatest)}" if len(row.values) > 1 else ""
    limits = (_limit(row, row.bar.floor), _limit(row, row.bar.goal)) if row.bar else ("", "")
    reached = ", ".join(part for part in (row.verdict, row.note) if part)
    return (row.name, f"{spelt(row.value)} {row.unit}".strip(), spread, *limits, reached)


def _limit(row: Row, value: float) -> str:
    return f"{'≤' if row.bar and row.bar.at_most else '≥'} {spelt(value)}"


def _facts() -> Iterator[str]:
    yield f"{os.cpu_count()} cores ({platform.machine()})"
    yield f"Python {platform.python_version()}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"no {name}"
    yield _version_of("nginx", "-v")
    yield _version_of("wrk", "-v")


def _version_of(name: str, option: str) -> str:
    command = program(name)
    if command is None:
        return f"no {name}"
    run = subprocess.run([command, option], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+(\.\d+)?", run.stdout + run.stderr)
    return f"{name} {found[0] if found else ''}".strip()
