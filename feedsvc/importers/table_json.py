"""The records of a JSON file, each with its line: an array, or one object after another (JSON Lines)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from feedsvc.core.errors import Problem, UnreadableFile
from feedsvc.core.text import excerpt

_SPACE = re.compile(r"[ \t\n\r]*")
_LINE_END = re.compile("\r\n|[\n\r]")
_MOST_DIGITS = 20
_TOO_DEEP = "is nested too deeply"


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """One value of the file: its line, counted from 1, and what is wrong with it as JSON, if anything."""

    line: int
    value: Any
    problem: str = ""


def json_records(text: str) -> Iterator[JsonRecord]:
    """The records of an array, of JSON Lines or of objects that stand one below another.

    In JSON Lines a line that is no JSON is a record with a problem; elsewhere it raises
    UnreadableFile with its line, since what follows cannot be told.
    """
    start = _after_space(text, 0)
    first_line = _LINE_END.split(text[start:], maxsplit=1)[0].rstrip()
    if text.startswith("{", start) and first_line.endswith("}"):
        return _lines(text)
    return _values(text, start)


def _lines(text: str) -> Iterator[JsonRecord]:
    for number, line in enumerate(_LINE_END.split(text), start=1):
        start = _after_space(line, 0)
        if start == len(line):
            continue
        decoder = _Decoder()
        try:
            value, end = decoder.decode(line, start)
            if _after_space(line, end) < len(line):
                decoder.problems.append("goes on after its end: put each entry on a line of its own")
            yield JsonRecord(number, value, decoder.problem)
        except _BrokenError as broken:
            yield JsonRecord(number, None, broken.message)


def _values(text: str, start: int) -> Iterator[JsonRecord]:
    """The values between the brackets of an array, or simply one after another."""
    in_array = text.startswith("[", start)
    lines = _LineCounter(text)
    at = _after_space(text, start + in_array)
    while at < len(text) and not (in_array and text[at] == "]"):
        decoder = _Decoder()
        try:
            value, end = decoder.decode(text, at)
        except _BrokenError as broken:
            raise _unreadable(lines.line_of(broken.at), broken.message) from None
        yield JsonRecord(lines.line_of(at), value, decoder.problem)
        at = _after_space(text, end)
        if in_array:
            at = _next_of_array(text, at, lines)
    if in_array and _after_space(text, at + 1) < len(text):
        raise _unreadable(lines.line_of(at), "the file goes on after the end of the array")
    if in_array and at >= len(text):
        raise _unreadable(lines.line_of(len(text)), "the array has no end: “]” is missing")


def _next_of_array(text: str, at: int, lines: "_LineCounter") -> int:
    if text.startswith("]", at) or at >= len(text):
        return at
    following = _after_space(text, at + 1)
    if text[at] != "," or text.startswith("]", following):
        raise _unreadable(lines.line_of(at), "is no JSON: “,” and an entry, or “]”, must stand here")
    return following


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _unreadable(line: int, message: str) -> UnreadableFile:
    return UnreadableFile([Problem(f"line {line}", message)])


class _BrokenError(Exception):
    """What stands at a place is no JSON, so that nothing after it can be read."""

    def __init__(self, at: int, message: str) -> None:
        self.at = at
        self.message = message


class _LineCounter:
    """Tells the lines of places that are asked for in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def line_of(self, at: int) -> int:
        self._line += len(_LINE_END.findall(self._text, self._at, at))
        self._at = at
        return self._line


@dataclass(slots=True)
class _Decoder:
    """Decodes one value; what JSON (RFC 8259) lets stand, but I-JSON (RFC 7493) does not, is a problem."""

    problems: list[str] = field(default_factory=list)

    @property
    def problem(self) -> str:
        return "; ".join(dict.fromkeys(self.problems[:10]))

    def decode(self, text: str, at: int) -> tuple[Any, int]:
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_int=self._integer,
            parse_float=self._fraction,
        )
        try:
            return decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise _BrokenError(error.pos, f"is no JSON: {error.msg}") from None
        except RecursionError:
            raise _BrokenError(at, _TOO_DEEP) from None

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in pairs:
            if name in made:
                self.problems.append(f"“{excerpt(name, 60)}” stands in it twice")
            made[name] = value
        return made

    def _constant(self, name: str) -> None:
        self.problems.append(f"{name} is no number of JSON")

    def _integer(self, digits: str) -> int:
        # Python refuses to read very long ones, for its time grows with their square.
        if len(digits) > _MOST_DIGITS:
            self.problems.append(f"a number has {len(digits)} digits; at most {_MOST_DIGITS} are allowed")
            return 0
        return int(digits)

    def _fraction(self, digits: str) -> float:
        return float(digits) if len(digits) <= _MOST_DIGITS * 2 else self._integer(digits)
