"""Bodies and queries of requests, checked against their shapes; every wrong field is named."""

import re
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo
from werkzeug.datastructures import MultiDict

from feedsvc.core.dates import whole_second
from feedsvc.core.errors import InvalidInput, Problem

_AT = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_INDEX = re.compile(r"\[(\d+)\]")
_LONGEST_SHOWN = 60
_MOST_PROBLEMS = 100  # a body of two megabytes has room for many thousands


class Unintelligible(InvalidInput):
    """A request that cannot be read at all: its query, its JSON, its headers."""


def read_body(shape: type[msgspec.Struct], record: Any) -> Any:
    """The body of a request as a value of its shape. Raises InvalidInput."""
    problems: list[Problem] = []
    found = _read(shape, record, "", problems, strict=True)
    if problems:
        raise InvalidInput(problems[:_MOST_PROBLEMS])
    return found


def read_query(shape: type[msgspec.Struct] | None, given: MultiDict[str, str]) -> Any:
    """The query of a request as a value of its shape. Raises Unintelligible, and InvalidInput for what
    no database takes."""
    problems = [Problem(_shown(name), "stands twice") for name in given if len(given.getlist(name)) > 1]
    known: Any = shape or _Nothing
    found = _read(known, given.to_dict(), "", problems, strict=False)
    if problems:
        raise Unintelligible(problems[:_MOST_PROBLEMS])
    unfit = [Problem(_shown(name), "holds the character NUL") for name in given if "\0" in given[name]]
    if unfit:
        raise InvalidInput(unfit)
    return found if shape else None


class _Nothing(msgspec.Struct):
    """No parameters at all."""


def _read(shape: type[Any], record: Any, where: str, problems: list[Problem], *, strict: bool) -> Any:
    if not isinstance(record, Mapping):
        problems.append(Problem(where, "must be an object"))
        return None
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    before = len(problems)
    problems += [
        Problem(_inner(where, _shown(name)), _unknown(name, fields, strict))
        for name in record
        if name not in fields
    ]
    values = {}
    for name, field in fields.items():
        if name in record:
            values[field.name] = _field(field, record[name], _inner(where, name), problems, strict)
        elif field.required:
            problems.append(Problem(_inner(where, name), "is missing"))
    return shape(**values) if len(problems) == before else None


def _field(field: FieldInfo, value: Any, where: str, problems: list[Problem], strict: bool) -> Any:
    item = _item_shape(field.type)
    if item is not None and isinstance(value, list):
        before = len(problems)
        value = [
            _read(item, each, f"{where}[{number}]", problems, strict=strict)
            for number, each in enumerate(value, 1)
        ]
        if len(problems) > before:
            return None
    try:
        # Leniently, msgspec takes numbers for moments.
        made = msgspec.convert(value, field.type, strict=strict or _is_moment(field.type))
        return whole_second(made) if isinstance(made, datetime) else made
    except msgspec.ValidationError as error:
        problems.append(_problem(str(error), where))
    except (OverflowError, ValueError):
        problems.append(Problem(where, "is out of range"))
    return None


def _item_shape(kind: Any) -> type[msgspec.Struct] | None:
    """The shape of the items, where a field is a list of shapes."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is list:
        [item] = get_args(kind)
        if isinstance(item, type) and issubclass(item, msgspec.Struct):
            return item
    return None


def _is_moment(kind: Any) -> bool:
    if get_origin(kind) in {Annotated, Union, UnionType}:
        return any(_is_moment(each) for each in get_args(kind))
    return kind is datetime


def _problem(message: str, where: str) -> Problem:
    """A problem in msgspec's words, whose paths count from 0 and ours from 1."""
    inner = _AT.search(message)
    path = _INDEX.sub(lambda found: f"[{int(found[1]) + 1}]", inner["path"]) if inner else ""
    text = _AT.sub("", message)
    return Problem(where + path.replace("[...]", ""), f"is refused: {text[:1].lower()}{text[1:]}")


def _unknown(name: str, fields: Mapping[str, FieldInfo], strict: bool) -> str:
    kind = "field" if strict else "parameter"
    near = get_close_matches(name[:_LONGEST_SHOWN], fields, n=1)
    if near:
        return f"is no {kind}; did you mean {near[0]}?"
    return f"is no {kind}; there are {', '.join(fields)}" if fields else f"is no {kind}; there are none here"


def _inner(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shown(name: str) -> str:
    return name[:_LONGEST_SHOWN].encode("utf-8", "replace").decode() or "?"
