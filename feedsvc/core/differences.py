"""What two versions of an entry say differently: field by field, and in texts word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from feedsvc.core.model import Entry
from feedsvc.core.text import text_of_html

_TEXTS = ("title", "summary", "content_html")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MARKUP = re.compile(r"<[^>]*>|\w+|\s+|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n]*\n*")
# Words of changed paragraphs that are compared one by one: the comparison takes their product.
_MOST_WORDS = 5_000


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text: in both versions, in the former alone, or in the latter alone."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A text that differs, in pieces. `in_markup` says that the words are the same, and that the pieces
    are of the HTML."""

    field: str
    pieces: tuple[Piece, ...]
    in_markup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A field that differs and is no text, as it was and as it is: the values of the entries."""

    field: str
    before: object
    after: object


Change = TextChange | FactChange

# What people gave, in the order of the form; the rest of an entry follows from it.
_FIELDS = (
    *("title", "summary", "content_html", "image", "office", "countries", "topics", "kind", "place"),
    *("language", "link", "authors", "enclosures", "published", "scheduled_for", "status"),
)


def changes(before: Entry, after: Entry) -> tuple[Change, ...]:
    """The fields in which two versions of an entry differ, in the order of the form."""
    differing = (name for name in _FIELDS if getattr(before, name) != getattr(after, name))
    return tuple(_change(name, getattr(before, name), getattr(after, name)) for name in differing)


def _change(name: str, before: object, after: object) -> Change:
    if name not in _TEXTS:
        return FactChange(field=name, before=before, after=after)
    old, new = str(before), str(after)
    if name != "content_html":
        return TextChange(field=name, pieces=word_differences(old, new))
    read = text_of_html(old), text_of_html(new)
    if read[0] != read[1]:
        return TextChange(field=name, pieces=word_differences(*read))
    return TextChange(field=name, pieces=word_differences(old, new, words=_MARKUP), in_markup=True)


def word_differences(before: str, after: str, *, words: re.Pattern[str] = _WORD) -> tuple[Piece, ...]:
    """Two texts in pieces, none of them empty and no two neighbours of one kind.

    Without those that were added the pieces are `before`, without those that were removed `after`.
    Paragraphs that differ are compared by their words, unless there are very many; words that follow
    each other are one change.
    """
    found = [
        each for each in _compared(_PARAGRAPH.findall(before), _PARAGRAPH.findall(after), words) if each.text
    ]
    between = [0 < place < len(found) - 1 and _parts_words(each) for place, each in enumerate(found)]
    made: list[Piece] = []
    for is_change, run in groupby(zip(found, between, strict=True), key=lambda each: _is_changed(*each)):
        pieces = [piece for piece, _ in run]
        made += _in_one(pieces) if is_change else [Piece(Kind.SAME, "".join(piece.text for piece in pieces))]
    return tuple(
        Piece(kind, "".join(piece.text for piece in pieces))
        for kind, pieces in groupby(made, key=lambda piece: piece.kind)
    )


def _parts_words(piece: Piece) -> bool:
    return piece.kind is Kind.SAME and piece.text.isspace() and "\n" not in piece.text


def _is_changed(piece: Piece, is_between: bool) -> bool:
    return is_between or piece.kind is not Kind.SAME


def _in_one(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Neighbours as one removal and one addition; as they are where one of these would be blank."""
    old = "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED)
    new = "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED)
    if not old.strip() or not new.strip():
        return pieces
    return Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)


def _compared(before: Sequence[str], after: Sequence[str], words: re.Pattern[str] | None) -> Iterator[Piece]:
    """`words` is None where the parts are words themselves."""
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=words is None).get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        if tag == "equal":
            yield Piece(Kind.SAME, old)
        elif words is None or tag != "replace":
            yield from (Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new))
        else:
            yield from _by_words(words.findall(old), words.findall(new))


def _by_words(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if max(len(before), len(after)) > _MOST_WORDS:
        return iter((Piece(Kind.REMOVED, "".join(before)), Piece(Kind.ADDED, "".join(after))))
    return _compared(before, after, None)


def counted(pieces: Sequence[Piece]) -> Mapping[Kind, int]:
    """How many words were removed, and how many added."""
    return {
        kind: sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.kind is kind)
        for kind in (Kind.REMOVED, Kind.ADDED)
    }
