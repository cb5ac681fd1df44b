"""`python -m tests.bench [--quick]`: measures, prints the table, writes docs/bench/."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console

from tests.bench import changed, crowd, stored, warm, writing
from tests.bench.figures import Row, Verdict
from tests.bench.report import show, write
from tests.bench.setting import Setting, kept_folder

Measurement = Callable[[Setting], list[Row]]
MEASUREMENTS: dict[str, Measurement] = {
    "warm": warm.measure,
    "changed": changed.measure,
    "stored": stored.measure,
    "import": writing.measure_import,
    "visible": writing.measure_visible,
    "memory": crowd.measure_memory,
    "hour": crowd.measure_hour,
}
_ROUNDS = 7
_RESULTS = Path(__file__).parents[2] / "docs" / "bench"
_SIZES = (10_000, 100_000, 1_000_000)


@click.command()
@click.option(
    "--quick", is_flag=True, help="Stop at 100,000 stored entries, and load for a second each time."
)
@click.option(
    "--only", type=click.Choice(list(MEASUREMENTS)), multiple=True, help="Measure this; writes nothing."
)
@click.option(
    "--date", "day", metavar="YYYY-MM-DD", help="The day to put over the results; today's if left out."
)
def main(quick: bool, only: tuple[str, ...], day: str | None) -> None:
    """Measure feedsvc against its peers; exit 1 where a figure is below its floor twice."""
    written = date.fromisoformat(day) if day else datetime.now(UTC).date()
    console = Console(width=None if sys.stdout.isatty() else 130)
    rows = [row for name in only or MEASUREMENTS for row in _measured(name, quick, console)]
    show(rows, console)
    if not only:
        write(rows, _RESULTS, day=written, how="./run.sh bench" + (" --quick" if quick else ""))
    below = [row for row in rows if row.verdict is Verdict.BELOW]
    for row in below:
        click.echo(f"Below the floor, twice: {row.section}: {row.name}", err=True)
    sys.exit(1 if below else 0)


def _measured(name: str, quick: bool, console: Console) -> list[Row]:
    """A measurement's rows; taken once more where one is below its floor."""
    for attempt in ("first", "second"):
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="feedsvc-bench-") as folder:
            rows = MEASUREMENTS[name](_setting(Path(folder), quick))
        console.log(f"{name}: {time.monotonic() - begin:.0f} s")
        if attempt == "second" or all(row.verdict is not Verdict.BELOW for row in rows):
            break
        console.log(f"{name} is below its floor: measured once more")
    return rows


def _setting(folder: Path, quick: bool) -> Setting:
    sizes = _SIZES[:-1] if quick else _SIZES
    return Setting(folder=folder, kept=kept_folder(), rounds=_ROUNDS, seconds=1 if quick else 2, sizes=sizes)


if __name__ == "__main__":
    main()
