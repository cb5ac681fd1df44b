"""Files for an import as the importers read them, each kind by its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from feedsvc.core.countries import capital_of, country_codes_in
from feedsvc.core.errors import UnreadableFile
from feedsvc.core.imported import Reading
from feedsvc.core.model import Office, Site, Topic
from feedsvc.core.text import folded
from feedsvc.importers.kinds import Kind, kind_of
from feedsvc.services.import_report import ImportFile

# What a format takes besides what it is called after.
_ALSO: Mapping[str, Kind] = {"page": "html", "feed": "wordpress"}
_PACKED = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known beside a file: the office and language that were named for it, and the site."""

    office: str | None
    language: str | None
    site: Site
    offices: Mapping[str, Office]
    topics: Mapping[str, Topic]


def read_file(file: ImportFile, fmt: str, beside: Beside) -> tuple[Kind, Reading]:
    """The kind of a file, and what it says. Raises UnreadableFile where it is refused as a whole."""
    if file.problem:
        raise UnreadableFile.at("", file.problem)
    for mark, name in _PACKED.items():
        if file.data.startswith(mark):
            raise UnreadableFile.at("", f"The file is a {name} archive: unpack it first.")
    kind = _kind(fmt, file.data)
    reading = _reading(kind, file, beside)
    if reading.office is None and beside.office is not None and beside.office not in beside.offices:
        slug = beside.office
        raise UnreadableFile.at(
            "", f"There is no office “{slug}”. Add it first: feedsvc office add {slug} --name NAME"
        )
    return kind, reading


def _kind(fmt: str, data: bytes) -> Kind:
    told = kind_of(data)
    for kind in ("page", "html", "feed", "wordpress", "csv", "json"):
        if fmt == kind and told != _ALSO.get(fmt):
            return kind
    return told


def _reading(kind: Kind, file: ImportFile, beside: Beside) -> Reading:
    if kind in {"csv", "json"}:
        return _read_table(kind, file, beside)
    return _read_page(kind, file, beside) if kind in {"page", "html"} else _read_feed(kind, file, beside)


def _read_table(kind: Kind, file: ImportFile, beside: Beside) -> Reading:
    from feedsvc.importers.table import read_csv, read_json

    office, language = beside.office, beside.language
    if kind == "csv":
        return read_csv(file.data, office=office, language=language)
    return read_json(file.data, office=office, language=language, base_url=beside.site.base_url)


def _read_page(kind: Kind, file: ImportFile, beside: Beside) -> Reading:
    asked: dict[str, Any] = {
        "office": beside.office,
        "language": beside.language,
        "country_codes": country_codes_in,
        "capital_of": capital_of,
        "site_languages": beside.site.languages,
    }
    if kind == "html":
        from feedsvc.importers.html import read_html

        return read_html(file.data, url=file.url, **asked)
    from feedsvc.importers.page import read_page

    return read_page(file.data, **asked)


def _read_feed(kind: Kind, file: ImportFile, beside: Beside) -> Reading:
    if beside.office is None:
        raise UnreadableFile.at("", "A feed does not tell whose news it holds: give --office SLUG.")
    asked: dict[str, Any] = {
        "office": beside.office,
        "language": beside.language or _language_of(beside.offices.get(beside.office), beside.site),
        "site_languages": beside.site.languages,
        "topics": _topics_by_name(beside.topics),
    }
    if kind == "wordpress":
        from feedsvc.importers.wordpress import read_wordpress

        return read_wordpress(file.data, **asked)
    from feedsvc.importers.feed import read_feed

    return read_feed(file.data, url=file.url, content_type=file.content_type, **asked)


def _language_of(office: Office | None, site: Site) -> str:
    """The language of a feed that names none: the office's where it has a single one."""
    spoken = [each for each in (office.languages if office else ()) if each in site.languages]
    return spoken[0] if len(spoken) == 1 else site.language


def _topics_by_name(topics: Mapping[str, Topic]) -> dict[str, str]:
    named = {folded(name): slug for slug, topic in topics.items() for name in topic.names.values()}
    return named | {slug: slug for slug in topics}


def template(fmt: str, site_languages: Sequence[str]) -> bytes:
    """A file to fill in, with one example: "csv" or "json"."""
    from feedsvc.importers.table import csv_template, read_csv

    table = csv_template(site_languages)
    if fmt == "csv":
        return table
    [item] = read_csv(table).items
    record = msgspec.to_builtins(item.draft) | {"published": str(item.date)}
    return msgspec.json.format(msgspec.json.encode([_given(record)]), indent=2) + b"\n"


def _given(value: Any) -> Any:
    """A record with only what holds something."""
    if isinstance(value, dict):
        return {name: _given(each) for name, each in value.items() if each not in (None, "", (), [])}
    return [_given(each) for each in value] if isinstance(value, (list, tuple)) else value
