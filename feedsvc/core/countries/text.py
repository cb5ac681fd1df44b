"""A text as words with offsets, folded for comparison: what the country detector reads."""

import re
import unicodedata

from feedsvc.core.text import mend_mixed_words

# What stands inside a word without being written: soft hyphen, zero-width signs, direction marks,
# stress and other combining marks.
_UNWRITTEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u0300-\u036f]")
_SHORT_I = re.compile("[иИ]\u0306")
_TWO_SCRIPTS = re.compile("[a-zA-Z][а-яА-ЯіІјЈѕЅ]|[а-яА-ЯіІјЈѕЅ][a-zA-Z]")
_LETTERS = re.compile(r"[^\W\d_]+")
# "U.S." and "D.C." are one word; "&" is a way to write "and".
_WORD = re.compile(r"(?:[A-Z]\.){2,}(?:[A-Z](?![^\W_.]))?|[A-Z]\.[A-Z](?![^\W_])|[^\W_]+|&")
_SENTENCE_END = re.compile(r"[.!?…:;\n]")
_SENTENCE_OPENING = re.compile(r"[.!?…:;\n'(\[]|^ *- *$|^ - ")
_STOP = re.compile(r"[.!?…\n]")
_LETTERS_APART = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})
_WINDOW = 8


def _folding_table() -> dict[int, str]:
    """Letters with marks to letters without, one for one; й stays, being a letter of its own."""
    table: dict[int, str] = dict(_LETTERS_APART)
    for code in (*range(0xC0, 0x250), *range(0x400, 0x460), *range(0x1E00, 0x1F00)):
        bare = unicodedata.normalize("NFD", chr(code))
        if len(bare) > 1 and chr(code) not in "йЙ":
            table[code] = bare[0]
    table.update(dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"))
    table.update(dict.fromkeys(map(ord, '«»„“”‟"‘’‚‛`´ʼʻ′'), "'"))
    table.update(
        dict.fromkeys(
            map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u202f\u3000\t"), " "
        )
    )
    return table


_FOLDED_LETTERS = _folding_table()


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text with marks, quotes, dashes, spaces and look-alike letters folded, case kept.

    Second, the place of each of its characters in the text as given; None when nothing was left out.
    """
    places: list[int] | None = None
    if _UNWRITTEN.search(text):
        text, places = _written(text)
    folded = text.translate(_FOLDED_LETTERS)
    if _TWO_SCRIPTS.search(folded):
        folded = _LETTERS.sub(_mended, folded)
    return folded, places


def _mended(match: re.Match[str]) -> str:
    word = match.group()
    return mend_mixed_words(word) if _TWO_SCRIPTS.search(word) else word


def _written(text: str) -> tuple[str, list[int]]:
    marks = {match.start() for match in _SHORT_I.finditer(text)}
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if not _UNWRITTEN.match(char):
            kept.append("Й" if place in marks and char == "И" else "й" if place in marks else char)
            places.append(place)
    return "".join(kept), places


class Words:
    """The words of a text: `keys` in lower case, `raws` as they stand, both folded."""

    __slots__ = ("_folded", "_places", "_text", "ends", "keys", "raws", "starts")

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._places = fold(text)
        found = list(_WORD.finditer(self._folded))
        self.raws = [_plain(match.group()) for match in found]
        self.keys = [raw.lower() for raw in self.raws]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` to `last` stand in the text as given."""
        start, end = self.starts[first], self.ends[last]
        if self._places is None:
            return start, end
        stop = self._places[end - 1] + 1
        while stop < len(self._text) and unicodedata.combining(self._text[stop]):
            stop += 1
        return self._places[start], stop

    def gap(self, index: int) -> str:
        """What stands before a word, after the word before it; before the first and behind the last too."""
        start = self.ends[index - 1] if index > 0 else 0
        end = self.starts[index] if index < len(self.starts) else len(self._folded)
        return self._folded[start:end]

    def key(self, index: int) -> str:
        """A word in lower case; "" beyond either end."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def raw(self, index: int) -> str:
        """A word as it stands, folded; "" beyond either end."""
        return self.raws[index] if 0 <= index < len(self.raws) else ""

    def is_dotted(self, index: int) -> bool:
        """Whether a word was written with dots between its letters."""
        return self.ends[index] - self.starts[index] != len(self.raws[index])

    def is_capital(self, index: int) -> bool:
        """Whether a word begins with a capital letter."""
        return self.raw(index)[:1].isupper()

    def is_joined(self, index: int) -> bool:
        """Whether only spaces part a word from the one before."""
        return index > 0 and not self.gap(index).strip()

    def opens_sentence(self, index: int) -> bool:
        """Whether a capital letter at this word says nothing, since one must stand there anyway."""
        return index == 0 or bool(_SENTENCE_OPENING.search(self.gap(index)))

    def ends_before(self, index: int) -> bool:
        """Whether a phrase ends before this word: a stop of any kind, a bracket, or the text's end."""
        return index >= len(self.keys) or bool(self.gap(index).strip(" -'"))

    def around(self, index: int) -> range:
        """The words of the same sentence, at most eight on either side."""
        first = last = index
        while first > max(0, index - _WINDOW) and not _STOP.search(self.gap(first)):
            first -= 1
        while last + 1 < min(len(self.keys), index + _WINDOW + 1) and not _STOP.search(self.gap(last + 1)):
            last += 1
        return range(first, last + 1)

    def is_headline(self, index: int) -> bool:
        """Whether the words about this one are all in capitals."""
        others = [self.raws[i] for i in self.around(index) if i != index and len(self.raws[i]) > 1]
        letters = [raw for raw in others if raw.isalpha()]
        return len(letters) > 1 and all(raw.isupper() for raw in letters)

    def is_title_case(self, index: int) -> bool:
        """Whether the longer words about this one and its neighbour nearly all begin with a capital."""
        others = [self.raws[i] for i in self.around(index) if i not in {index, index + 1}]
        longer = [raw for raw in others if len(raw) > 3]
        return len(longer) > 3 and sum(raw[0].isupper() for raw in longer) * 4 >= len(longer) * 3


def _plain(word: str) -> str:
    if word == "&":
        return "and"
    return word.replace(".", "")


def has_stem(word: str, stems: tuple[str, ...], tails: frozenset[str]) -> bool:
    """Whether a Russian word is a stem with one of the endings: «море» is of «мор», «моряк» is not."""
    return word.startswith(stems) and any(
        word == stem or (word.startswith(stem) and word[len(stem) :] in tails) for stem in stems
    )
