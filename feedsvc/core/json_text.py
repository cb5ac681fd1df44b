"""JSON from outside, read strictly: what two programs could read in two ways is refused.

RFC 8259, as RFC 7493 (I-JSON) narrows it: UTF-8, no name twice in an object, no half characters.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from feedsvc.core.errors import InvalidInput, Problem, UnreadableFile

DEEPEST = 20  # lists and objects within each other
_LONGEST_NUMBER = 40  # characters
_MOST_PROBLEMS = 20
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def read_json(data: bytes) -> Any:
    """The value that a JSON text stands for.

    Raises UnreadableFile for what is no such text, with its line and column; InvalidInput, naming
    the fields, for texts with NUL or half a character (a lone surrogate) in them.
    """
    text = _text(data)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise UnreadableFile.at(f"line {error.lineno}, column {error.colno}", f"{error.msg}.") from None
    except RecursionError:
        raise _too_deep() from None
    problems = []
    for where, message in _unfit(value, "", 1):
        problems.append(Problem(where, message))
        if len(problems) == _MOST_PROBLEMS:
            break
    if problems:
        raise InvalidInput(problems)
    return value


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise UnreadableFile.at(
            f"line {line}, byte {column}", "is not UTF-8, in which JSON is sent (RFC 8259, section 8.1)"
        ) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableFile.at(_shown(twice), "stands twice in one object")
    return found


def _integer(text: str) -> int:
    _require_short(text)
    return int(text)


def _float(text: str) -> float:
    _require_short(text)
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise UnreadableFile.at("", f"{text} is too large a number")
    return number


def _require_short(text: str) -> None:
    # int() takes a time that grows with the square of the digits, and refuses more than 4300.
    if len(text) > _LONGEST_NUMBER:
        raise UnreadableFile.at("", f"A number of {len(text)} characters is too long.")


def _no_constant(name: str) -> NoReturn:
    raise UnreadableFile.at("", f"{name} is no JSON: send null, or leave the field out.")


def _too_deep() -> InvalidInput:
    return UnreadableFile.at("", f"Lists and objects lie deeper than {DEEPEST} within each other.")


def _unfit(value: Any, where: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        found = _UNFIT.search(value)
        if found:
            yield where, _why(found.group())
    elif isinstance(value, (dict, list)):
        if depth > DEEPEST:
            raise _too_deep()
        named = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for name, inner in named:
            if isinstance(name, str) and (found := _UNFIT.search(name)):
                yield _shown(name), f"as a name {_why(found.group())}"
            else:
                yield from _unfit(inner, _inner(where, name), depth + 1)


def _inner(where: str, name: str | int) -> str:
    if isinstance(name, int):
        return f"{where}[{name}]"
    return f"{where}.{_shown(name)}" if where else _shown(name)


def _why(sign: str) -> str:
    return "holds the character NUL" if sign == "\x00" else "holds half a character (a lone surrogate)"


def _shown(name: str) -> str:
    return _UNFIT.sub("\ufffd", name)[:60]
