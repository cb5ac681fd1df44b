"""Plain text as people type it where no field shows them how it will look."""

import re
from collections.abc import Iterator
from itertools import groupby

_ITEM = re.compile(r"\s*[-*•]\s+(?=\S)")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_FEWEST_ITEMS = 2  # one line that begins with a dash can be somebody speaking


def html_of_plain(text: str) -> str:
    """HTML of plain text, escaped already: paragraphs parted by empty lines, line breaks kept, and lines
    that begin with a dash, a star or a bullet as a list where there are two of them or more."""
    parts = _EMPTY_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(block for part in parts for block in _blocks(part.strip()))


def _blocks(part: str) -> Iterator[str]:
    lines: list[str] = []
    for is_item, run in groupby(part.split("\n"), key=lambda line: _ITEM.match(line) is not None):
        found = list(run)
        if is_item and len(found) >= _FEWEST_ITEMS:
            yield from _paragraph(lines)
            lines = []
            items = (_ITEM.sub("", line, count=1) for line in found)
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        else:
            lines += found
    yield from _paragraph(lines)


def _paragraph(lines: list[str]) -> Iterator[str]:
    if any(line.strip() for line in lines):
        yield f"<p>{'<br>'.join(lines)}</p>"
