"""The report of an import as pages show it: the counts, and the rows of one outcome, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedsvc.core.countries import country_name
from feedsvc.core.dates import in_words
from feedsvc.services.import_report import ImportReport, ImportRow, Outcome
from feedsvc.web.editor.desk import say, spoken
from feedsvc.web.editor.showing import office_options
from feedsvc.web.room import reading

ROWS = 200  # on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row of the table, in words."""

    file: str
    line: int | None
    outcome: str
    title: str
    day: str
    office: str
    countries: str
    note: str
    uuid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """`counts` are by outcome; `show` is the one whose rows are shown, "" for all; `following` the number
    of the next page, 0 where this is the last."""

    dry_run: bool
    counts: tuple[tuple[str, int], ...]
    offices: tuple[str, ...]
    several_files: bool
    rows: tuple[ShownRow, ...]
    show: str
    page: int
    following: int

    @property
    def changes_anything(self) -> bool:
        """Whether importing it would store anything."""
        counts = dict(self.counts)
        return bool(counts[Outcome.NEW.value] or counts[Outcome.CHANGED.value] or self.offices)


def shown_report(report: ImportReport, asked: Mapping[str, str]) -> ShownReport:
    """What a page shows of a report; `asked` is its query: `show` and `page`, ignored where wrong."""
    with reading() as (reader, _):
        offices = dict(office_options(reader.offices()))
    show = asked.get("show", "")
    rows = [row for row in report.rows if show not in {*Outcome} or row.outcome.value == show]
    number = asked.get("page", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    start = max(page - 1, 0) * ROWS
    return ShownReport(
        dry_run=report.dry_run,
        counts=tuple((outcome.value, report.count(outcome)) for outcome in Outcome),
        offices=report.offices,
        several_files=len({row.file for row in report.rows}) > 1,
        rows=tuple(_shown(row, offices) for row in rows[start : start + ROWS]),
        show=show if show in {*Outcome} else "",
        page=page,
        following=page + 1 if len(rows) > start + ROWS else 0,
    )


def _shown(row: ImportRow, offices: Mapping[str, str]) -> ShownRow:
    language = spoken()
    named = [
        f"{country_name(code, language)} ({f'“{word}”' if word else say('adm_country_given')})"
        for code, word in row.countries
    ]
    return ShownRow(
        file=row.file,
        line=row.line,
        outcome=row.outcome.value,
        title=row.title,
        day=in_words(row.day, language) if row.day else "",
        office=offices.get(row.office, row.office),
        countries=", ".join(named),
        note=row.note,
        uuid=row.uuid,
    )
