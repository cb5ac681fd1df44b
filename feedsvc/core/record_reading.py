"""Entries and offices from JSON: the records of `core.records` read back, each wrong field named.

A record is a merge patch (RFC 7396): over what is known of a stored entry, or over nothing. Null
gives a field its default, what is absent stays as it was. Types are never converted: 5 is no text.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from typing import Any

from feedsvc.core.dates import whole_second
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.model import (
    Enclosure,
    EntryDraft,
    FormerName,
    Image,
    OfficeDraft,
    Person,
    shallow_dict,
)
from feedsvc.core.text import excerpt
from feedsvc.core.urls import PICTURES

REQUIRED = ("office", "title", "language")
# What a record shows and nobody may give.
READ_ONLY = ("uuid", "updated", "status", "translations")
# Of an office these are passed over, so that a record that was got can be sent back.
READ_ONLY_OF_OFFICE = ("former_slugs", "closing")

_MOST_PROBLEMS = 100
_MOST_ITEMS = 1_000
_LONGEST_SHORT = 2_000
_LARGEST_NUMBER = 2**53 - 1  # RFC 7493, 2.2: larger ones are not the same everywhere
_LONGEST_SHOWN = 60
_SURROGATE = re.compile("[\ud800-\udfff]")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_MEASURES = ("width", "height", "type", "length")


def entry_draft_of(
    record: Mapping[str, Any],
    *,
    known: EntryDraft | None = None,
    base_url: str = "",
    passing_over: Collection[str] = (),
) -> EntryDraft:
    """The draft of an entry's record, or `known` patched by it; its texts are not checked further.

    `passing_over` names those of READ_ONLY that may stand in it and say nothing. Pictures under
    `base_url` become paths of this site again. Measures of a picture go with its URL. Raises
    InvalidInput with every unknown, read-only, missing or mistyped field ("image.url",
    "authors[2].email").
    """
    reading = _Reading(base_url)
    said = reading.fields(record, "", _ENTRY, passing_over)
    reading.require(record, REQUIRED, known)
    if known is not None and said.get("id", known.id) != known.id:
        reading.refuse("id", "never changes")
    reading.raise_if_any()
    if said.get("image") is not None:
        said["image"] = _patched_image(known.image if known else None, said["image"])
    return EntryDraft(**_patched(shallow_dict(known) if known else {}, said))


def office_draft_of(record: Mapping[str, Any], *, known: OfficeDraft | None = None) -> OfficeDraft:
    """The draft of an office's record, or `known` patched by it. Raises InvalidInput as above."""
    reading = _Reading()
    said = reading.fields(record, "", _OFFICE, READ_ONLY_OF_OFFICE)
    reading.require(record, ("slug", "names"), known)
    reading.raise_if_any()
    if said.get("names") is not None:
        said["names"] = _patched(known.names if known else {}, said["names"])
    return OfficeDraft(**_patched(shallow_dict(known.as_draft()) if known else {}, said))


def _patched(known: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """RFC 7396, 2: null removes; what is removed has its default."""
    return {name: value for name, value in {**known, **said}.items() if value is not None}


def _patched_image(known: Image | None, said: Mapping[str, Any]) -> Image:
    before = shallow_dict(known) if known else {}
    if said.get("url", before.get("url")) != before.get("url"):
        before = {name: value for name, value in before.items() if name not in _MEASURES}
    return Image(**_patched(before, said))


_Reader = Callable[["_Reading", Any, str], Any]


@dataclass(slots=True)
class _Reading:
    """One record being read. Readers refuse what is wrong and return anything: nothing is made of
    a record in which something was refused."""

    base_url: str = ""
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, where: str, message: str) -> None:
        # A body of ten megabytes has room for millions.
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(where, message))

    def raise_if_any(self) -> None:
        if self.problems:
            raise InvalidInput(self.problems)

    def fields(
        self, value: Any, where: str, readers: Mapping[str, _Reader], passing_over: Collection[str] = ()
    ) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse(where, "must be an object")
            return {}
        said: dict[str, Any] = {}
        for name, inner in value.items():
            at = f"{where}.{name}" if where else name
            if name in readers:
                said[name] = None if inner is None else readers[name](self, inner, at)
            elif where or name not in (*READ_ONLY, *passing_over):
                self.refuse(excerpt(at, _LONGEST_SHOWN) or "?", _unknown(name, readers))
            elif name not in passing_over:
                self.refuse(name, "is set by the site: leave it out")
        return said

    def require(self, record: Mapping[str, Any], names: Iterable[str], known: object) -> None:
        if not isinstance(record, Mapping):
            return
        for name in names:
            if name in record or known is None:
                self.require_in(record, name, name)

    def require_in(self, record: Any, name: str, where: str) -> None:
        if isinstance(record, Mapping) and record.get(name) in (None, ""):
            self.refuse(where, "is missing")

    def text(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            self.refuse(where, "must be text")
        elif _SURROGATE.search(value):
            self.refuse(where, "holds half a character (a lone surrogate)")
        else:
            return value
        return ""

    def short_text(self, value: Any, where: str) -> str:
        text = self.text(value, where)
        if len(text) > _LONGEST_SHORT:
            self.refuse(where, f"has {len(text)} characters; at most {_LONGEST_SHORT} are allowed")
        return text

    def file_url(self, value: Any, where: str) -> str:
        url = self.short_text(value, where)
        own = bool(self.base_url) and url.startswith(f"{self.base_url}{PICTURES}/")
        return url.removeprefix(self.base_url) if own else url

    def number(self, value: Any, where: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(where, "must be a whole number")
        elif not 0 <= value <= _LARGEST_NUMBER:
            self.refuse(where, f"must lie between 0 and {_LARGEST_NUMBER}")
        else:
            return value
        return 0

    def moment(self, value: Any, where: str) -> datetime | None:
        text = self.short_text(value, where)
        try:
            if _RFC3339.fullmatch(text):
                return whole_second(datetime.fromisoformat(text.upper()))
        except (ValueError, OverflowError):
            pass
        if isinstance(value, str):
            self.refuse(where, "must be a time with its zone, as in 2026-06-12T09:00:00Z")
        return None

    def items(self, value: Any, where: str, reader: _Reader) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            self.refuse(where, "must be a list")
        elif len(value) > _MOST_ITEMS:
            self.refuse(where, f"has {len(value)} items; at most {_MOST_ITEMS} are allowed")
        else:
            return tuple(reader(self, each, f"{where}[{number}]") for number, each in enumerate(value, 1))
        return ()

    def made(
        self,
        value: Any,
        where: str,
        readers: Mapping[str, _Reader],
        make: Callable[..., Any],
        required: Iterable[str],
    ) -> Any:
        said = self.fields(value, where, readers)
        for name in required:
            self.require_in(value, name, f"{where}.{name}")
        given = _patched({}, said)
        return make(**given) if all(name in given for name in required) else None

    def names(self, value: Any, where: str) -> dict[str, str]:
        by_language = dict.fromkeys(value, _Reading.short_text) if isinstance(value, Mapping) else {}
        return self.fields(value, where, by_language)


def _unknown(name: str, readers: Mapping[str, _Reader]) -> str:
    near = get_close_matches(name[:_LONGEST_SHOWN], readers, n=1)
    return f"is no field; did you mean {near[0]}?" if near else f"is no field; there are {', '.join(readers)}"


def _each(reader: _Reader) -> _Reader:
    return partial(_list_of, reader=reader)


def _list_of(reading: _Reading, value: Any, where: str, reader: _Reader) -> tuple[Any, ...]:
    return reading.items(value, where, reader)


def _object(readers: Mapping[str, _Reader], make: Callable[..., Any], *required: str) -> _Reader:
    return lambda reading, value, where: reading.made(value, where, readers, make, required)


_SHORT, _TEXT, _NUMBER, _FILE = _Reading.short_text, _Reading.text, _Reading.number, _Reading.file_url
_IMAGE: Mapping[str, _Reader] = {
    "url": _FILE, "alt": _TEXT, "credit": _TEXT,
    "width": _NUMBER, "height": _NUMBER, "type": _SHORT, "length": _NUMBER,
}  # fmt: skip
_ENCLOSURE: Mapping[str, _Reader] = {"url": _FILE, "type": _SHORT, "length": _NUMBER, "title": _TEXT}
_PERSON: Mapping[str, _Reader] = {"name": _SHORT, "email": _SHORT, "uri": _SHORT}
_ENTRY: Mapping[str, _Reader] = {
    "id": _SHORT,
    "office": _SHORT,
    "title": _TEXT,
    "summary": _TEXT,
    "content_html": _TEXT,
    "language": _SHORT,
    "published": _Reading.moment,
    "countries": _each(_SHORT),
    "topics": _each(_SHORT),
    "kind": _TEXT,
    "place": _TEXT,
    "link": _TEXT,
    "image": lambda reading, value, where: reading.fields(value, where, _IMAGE),
    "enclosures": _each(_object(_ENCLOSURE, Enclosure, "url", "type")),
    "authors": _each(_object(_PERSON, Person, "name")),
}
_OFFICE: Mapping[str, _Reader] = {
    "slug": _SHORT,
    "names": _Reading.names,
    "former_names": _each(_object({"name": _SHORT, "until": _SHORT}, FormerName, "name")),
    "city": _SHORT,
    "country": _SHORT,
    "since": _NUMBER,
    "countries": _each(_SHORT),
    "time_zone": _SHORT,
    "languages": _each(_SHORT),
    "email": _SHORT,
    "link": _SHORT,
}
EDITABLE = tuple(_ENTRY)
