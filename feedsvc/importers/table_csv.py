"""The rows of a CSV file as records: the header understood, the cells read as what they stand for."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from io import StringIO
from typing import Any

from feedsvc.core.dates import rfc3339
from feedsvc.core.errors import Problem
from feedsvc.core.text import excerpt, one_line
from feedsvc.importers.page_dates import date_line
from feedsvc.importers.page_lines import LARGEST, unreadable

# The reader of the standard library refuses cells beyond 128 KB, whoever asks; files are capped above.
csv.field_size_limit(LARGEST)

_SYNONYMS = {
    "id": "guid",
    "office": "офис|бюро",
    "title": "headline|heading|заголовок|название",
    "language": "lang|язык",
    "published": "date|published at|publication date|pubdate|дата|дата публикации",
    "summary": "description|text|lead|краткое содержание|описание|текст|анонс",
    "content_html": "content|body|html|full text|полный текст",
    "kind": "type|label|тип|вид|рубрика",
    "place": "location|city|место|город",
    "countries": "country|страны|страна",
    "topics": "topic|темы|тема",
    "link": "url|address|page|ссылка|адрес",
    "image.url": "image|picture|photo|изображение|картинка",
    "image.alt": "alt|alternative text|image description|описание изображения",
    "image.credit": "credit|photo credit|автор фото|подпись фото",
    "image.width": "",
    "image.height": "",
    "image.type": "",
    "image.length": "",
    "authors": "author|автор|авторы",
    "uuid": "",
    "status": "статус",
    "updated": "",
}
COLUMNS = tuple(name for name in _SYNONYMS if name not in {"uuid", "status", "updated"})
_SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)
_NAME_SIGNS = re.compile(r"[\s_.-]+")
_LISTS = ("countries", "topics")
_NUMBERS = ("image.width", "image.height", "image.length")
_AUTHOR = re.compile(r"([^<>]*)(?:<([^<>]*)>)?\s*")
_TIME = re.compile(
    r"(?P<day>.+?)(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST_DATE = 60
_LONGEST_HEADER = 10_000
_SHOWN = 60


@dataclass(slots=True)
class CsvRecord:
    """One row: its line, counted from 1, the record that it makes, and what is wrong with its cells."""

    line: int
    record: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def names_columns(beginning: str) -> bool:
    """Whether a text begins with the header of a table: two columns or more, a title among them."""
    lines = [line for line in beginning[:_LONGEST_HEADER].splitlines()[:3] if line.strip()]
    if lines and _SEPARATOR_LINE.fullmatch(lines[0]):
        del lines[0]
    for separator in _SEPARATORS if lines else "":
        cells = next(_rows(lines[0], separator)).cells
        fields = {_FIELDS[key] for cell in cells if (key := _key(cell)) in _FIELDS}
        if "title" in fields and len(fields) > 1:
            return True
    return False


def csv_records(text: str, *, given: Sequence[str]) -> Iterator[CsvRecord]:
    """The rows below the header. `given` are the required fields that need no column.

    Raises UnreadableFile for a header with a column that is unknown, missing or there twice.
    """
    begins = _SEPARATOR_LINE.match(text.partition("\n")[0])
    separator = begins[1] if begins else _separator(text.lstrip("\r\n"))
    rows = _rows(text, separator)
    if begins:
        next(rows)
    header = next((row for row in rows if _is_filled(row.cells)), None)
    if header is None or header.problem:
        raise unreadable("The table has no header: its first line names the columns, such as title.")
    columns = _columns(header.cells, given)
    called = dict(zip(columns, map(one_line, header.cells), strict=True))
    return (_record(row, columns, called) for row in rows if row.problem or _is_filled(row.cells))


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]
    problem: str = ""


def _rows(text: str, separator: str) -> Iterator[_Row]:
    # Without a translation of line ends: those within cells are the cell's own.
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Row(line, (), _quotes_problem(str(error)))
        else:
            yield _Row(line, cells)


def _quotes_problem(message: str) -> str:
    if "unexpected end of data" in message:
        return "a quotation mark is opened in this row and never closed"
    return "text stands after a closing quotation mark: write a quotation mark within a cell twice"


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _separator(text: str) -> str:
    """The separator by which the header has most names that are known, then most cells."""

    def fit(separator: str) -> tuple[int, int]:
        cells = next(iter(_rows(text, separator)), _Row(1, ())).cells
        return sum(_key(cell) in _FIELDS for cell in cells), len(cells)

    return max(_SEPARATORS, key=fit)


def _key(name: str) -> str:
    return _NAME_SIGNS.sub(" ", one_line(name[:200])).strip().casefold()


_FIELDS: Mapping[str, str] = {
    _key(word): name for name, words in _SYNONYMS.items() for word in (name, *words.split("|")) if word
}


def _columns(cells: Sequence[str], given: Sequence[str]) -> list[str]:
    """The field of each column, "" for one without a name."""
    columns = [_FIELDS.get(_key(cell), "") for cell in cells]
    unknown = [
        excerpt(cell, _SHOWN) for cell, name in zip(cells, columns, strict=True) if cell.strip() and not name
    ]
    twice = [name for name in _FIELDS.values() if columns.count(name) > 1]
    missing = [name for name in ("office", "title", "language") if name not in (*columns, *given)]
    if unknown:
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        named = ", ".join(f"“{name}”" for name in unknown[:5])
        raise unreadable(
            f"The table has columns that are not known: {named}{more}; there are {', '.join(COLUMNS)}."
        )
    if twice:
        raise unreadable(f"The table has two columns for {twice[0]}: take one away.")
    if missing:
        options = " and ".join(_OPTIONS[name] for name in missing if name in _OPTIONS)
        or_give = f", or give {options}" if options else ""
        raise unreadable(f"The table has no column {' and '.join(missing)}: add it{or_give}.")
    return columns


_OPTIONS = {"office": "--office SLUG", "language": "--lang xx"}


def _record(row: _Row, columns: Sequence[str], called: Mapping[str, str]) -> CsvRecord:
    """The record of a row; what is wrong in it is told by what its columns are `called` in the table."""
    if row.problem:
        return CsvRecord(row.line, problems=[Problem("", row.problem)])
    made = CsvRecord(row.line)
    for number, cell in enumerate(row.cells):
        text = cell.strip()
        if not text:
            continue
        if number >= len(columns) or not columns[number]:
            made.problems.append(Problem(f"column {number + 1}", "has no name in the header"))
            break
        _put(made, columns[number], text)
    made.problems = [replace(each, where=called.get(each.where, each.where)) for each in made.problems]
    return made


def _put(made: CsvRecord, name: str, text: str) -> None:
    if name == "published":
        _put_date(made, text)
    elif name in _LISTS:
        made.record[name] = [] if text.lower() == "none" else _parts(text)
    elif name == "authors":
        made.record[name] = [_author(part) for part in _parts(text)]
    elif name.startswith("image."):
        is_number = name in _NUMBERS and text.isascii() and text.isdigit() and len(text) <= 20
        image = made.record.setdefault("image", {})
        image[name.removeprefix("image.")] = int(text) if is_number else text
    else:
        made.record[name] = text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _author(text: str) -> dict[str, str]:
    """ "Name", "Name <address@example.org>" or "Name <https://example.org>"."""
    match = _AUTHOR.fullmatch(text)
    if match is None or not match[2]:
        return {"name": text}
    reach = match[2].strip()
    return {"name": match[1].strip(), ("email" if "@" in reach and "/" not in reach else "uri"): reach}


def _put_date(made: CsvRecord, text: str) -> None:
    """A day as pages print it, a time with its zone, or the midnight that spreadsheets put to days."""
    parts = _TIME.fullmatch(text) if len(text) <= _LONGEST_DATE else None
    found = date_line(parts["day"] if parts else text)
    if found is None or found.place or (found.day is None and not found.problem):
        problem = f"“{excerpt(text, _SHOWN)}” is no date: write 2026-06-12 or 12 June 2026"
    elif found.day is None:
        problem = found.problem
    elif parts is None:
        made.record["published"], problem = found.day.isoformat(), ""
    else:
        problem = _put_time(made, found.day, parts)
    if problem:
        made.problems.append(Problem("published", problem))


def _put_time(made: CsvRecord, day: date, parts: re.Match[str]) -> str:
    try:
        clock = time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
        offset = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
        zone = timezone(-offset if parts["sign"] == "-" else offset)
        moment = datetime.combine(day, clock, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return "the time is none of the clock, or its zone of the earth"
    if parts["zone"]:
        made.record["published"] = rfc3339(moment)
    elif clock == time():
        made.record["published"] = day.isoformat()
    else:
        return "the time has no zone: write it as in 2026-06-12T09:00:00Z, or the day alone"
    return ""
