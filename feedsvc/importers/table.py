"""Tables of entries: CSV with a header, and JSON as `--json` and the API show entries."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.imported import ImportedItem, Reading, Refusal
from feedsvc.core.model import Status
from feedsvc.core.record_reading import READ_ONLY, entry_draft_of
from feedsvc.importers.page_lines import UNDECODED, UTF16_MARKS, text_of, unreadable
from feedsvc.importers.page_lists import shown
from feedsvc.importers.table_csv import COLUMNS, csv_records
from feedsvc.importers.table_json import json_records

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MEASURES = ("id", "image.width", "image.height", "image.type", "image.length")
_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "An example: write your news over this row",
        "summary": "What it says, in a paragraph or two.",
        "kind": "Press release",
        "image.alt": "What the picture shows",
    },
    "ru": {
        "title": "Пример: впишите свою новость вместо этой строки",
        "summary": "О чём новость, в одном-двух абзацах.",
        "kind": "Пресс-релиз",
        "image.alt": "Что на снимке",
    },
}
_EXAMPLE = {
    "office": "moscow",
    "published": "2026-06-12",
    "place": "Tashkent",
    "countries": "UZ; TJ",
    "link": "https://example.org/news/1",
    "image.url": "https://example.org/news/1.jpg",
    "image.credit": "© Name / Agency 2026",
    "authors": "Name; Other Name <name@example.org>",
    "content_html": "<p>The full text, in HTML.</p>",
}


def read_csv(data: bytes, *, office: str | None = None, language: str | None = None) -> Reading:
    """The entries of a CSV file, one a row, the columns named by its first line in any order.

    `office` and `language` stand for cells that are empty or missing; a row that names another is
    refused. Raises UnreadableFile for a file that is no such table.
    """
    given = [name for name, value in (("office", office), ("language", language)) if value]
    rows = csv_records(text_of(data), given=given)
    defaults = _Defaults(office, language, is_damaged=_is_damaged(data))
    return _reading("table", (_taken(row.line, row.record or None, row.problems, defaults) for row in rows))


def read_json(
    data: bytes, *, office: str | None = None, language: str | None = None, base_url: str = ""
) -> Reading:
    """The entries of a JSON array, of JSON Lines, or of objects one below another.

    `office` and `language` as for `read_csv`; pictures under `base_url` become those of this site
    again. What only a site can say (`uuid`, `updated`, `translations`) is passed over; an entry
    that is not published is refused. Raises UnreadableFile for a file that is no such JSON.
    """
    text = text_of(data)
    if not text.lstrip("\ufeff \t\r\n").startswith(("[", "{")):
        raise unreadable("The file holds no entries in JSON: it begins with neither “[” nor “{”.")
    defaults = _Defaults(office, language, base_url, _is_damaged(data))
    return _reading(
        "file",
        (
            _taken(each.line, each.value, [Problem("", each.problem)] if each.problem else [], defaults)
            for each in json_records(text)
        ),
    )


def csv_template(site_languages: Sequence[str]) -> bytes:
    """A table to fill in: the header and one example, for spreadsheets (UTF-8 with its mark)."""
    language = site_languages[0]
    example = {**_EXAMPLE, **_EXAMPLES.get(language, _EXAMPLES["en"]), "language": language}
    columns = [name for name in COLUMNS if name not in _MEASURES]
    out = StringIO(newline="")
    # Spreadsheets part cells by the semicolon where the comma parts decimals.
    writer = csv.DictWriter(out, columns, delimiter=";" if language == "ru" else ",", restval="")
    writer.writeheader()
    writer.writerow(example)
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What is said of a file beside it."""

    office: str | None
    language: str | None
    base_url: str = ""
    is_damaged: bool = False


def _is_damaged(data: bytes) -> bool:
    """Whether what `text_of` could not read became U+FFFD; else one may stand there on purpose."""
    try:
        data.decode("utf-16" if data.startswith(UTF16_MARKS) else "utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _reading(what: str, results: Iterable[ImportedItem | Refusal]) -> Reading:
    found = list(results)
    if not found:
        raise unreadable(f"The {what} holds no entries.")
    return Reading(
        office=None,
        items=tuple(each for each in found if isinstance(each, ImportedItem)),
        refused=tuple(each for each in found if isinstance(each, Refusal)),
    )


def _taken(line: int, value: Any, problems: Sequence[Problem], defaults: _Defaults) -> ImportedItem | Refusal:
    """One record as an entry, or everything for which it is refused."""
    if not isinstance(value, dict):
        return Refusal(line, "", str(InvalidInput(problems or [Problem("", "must be an object")])))
    record = dict(value)
    found = [*problems, *_problems_beside(record, defaults)]
    day = _day_of(record)
    try:
        draft = entry_draft_of(record, base_url=defaults.base_url, passing_over=READ_ONLY)
    except InvalidInput as error:
        found += error.problems
    if found:
        title = record.get("title")
        return Refusal(line, shown(title) if isinstance(title, str) else "", str(InvalidInput(found)))
    return ImportedItem(line=line, draft=draft, date=day)


def _problems_beside(record: dict[str, Any], defaults: _Defaults) -> Iterator[Problem]:
    """What is wrong with a record of a file, beside its fields themselves."""
    yield from _filled(record, "office", defaults.office, "--office")
    yield from _filled(record, "language", defaults.language, "--lang")
    yield from _problems_of_status(record.get("status"))
    for name, value in record.items():
        if defaults.is_damaged and UNDECODED in str(value):
            yield Problem(name, "holds bytes that are no text: save the file again as UTF-8")


def _filled(record: dict[str, Any], name: str, given: str | None, option: str) -> list[Problem]:
    if given and record.get(name) in (None, ""):
        record[name] = given
    if not given or record[name] == given:
        return []
    return [Problem(name, f"is another than {option} {given}: leave one of the two out")]


def _problems_of_status(status: object) -> list[Problem]:
    if status in (None, "", Status.PUBLISHED.value):
        return []
    shown_status = shown(status) if isinstance(status, str) else "no text"
    return [Problem("status", f"is {shown_status}; only published entries are imported")]


def _day_of(record: dict[str, Any]) -> date | None:
    """The day of a record that gives no time; it is taken from the record."""
    published = record.get("published")
    if not isinstance(published, str) or not _DAY.fullmatch(published):
        return None
    try:
        day = date.fromisoformat(published)
    except ValueError:
        return None
    del record["published"]
    return day
