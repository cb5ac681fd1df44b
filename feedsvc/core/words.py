"""Texts as words that can be found: folded and stemmed here, so that every database finds the same.

A token has no blank, no quote and no capital in it. A word's token is its stem; tokens with a "="
are made by us, and no text a person writes can hold one: "1=" stands before the words of the title,
"2=" before those of title and summary, "f=" before words as written where the stem is another.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

from feedsvc.core.text import mend_mixed_words, without_marks

RULES = 1  # to be raised with every change of the tokens: what is indexed by others is indexed anew
AS_WRITTEN = "f="

LONGEST_TEXT = 100_000  # characters of an entry's body
_LONGEST_TOKEN = 64  # characters
_LONGEST_JOINED = 40  # characters
# What a tsvector of PostgreSQL holds (section 12.11 of its documentation), with room to spare: positions
# up to 16,383, at most 256 for a token, a megabyte in all.
_MOST_WORDS = 16_000
_MOST_OF_A_TOKEN = 250
_MOST_BYTES = 500_000

_MARKS = "".join(chr(c) for c in range(0x300, 0x1E00) if unicodedata.category(chr(c)).startswith("M"))
_JOINERS = r"\-‐‑'’‘`´′.\u200c\u200d"
# Written without blanks between words: each sign is a word, and a run of them a phrase.
_UNPARTED = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_CHAIN = re.compile(rf"[\w{_MARKS}]+(?:[{_JOINERS}][\w{_MARKS}]+)*")
_CHAIN_OR_SIGNS = re.compile(
    rf"{_UNPARTED}{{1,40}}|(?:(?!{_UNPARTED})[\w{_MARKS}])+(?:[{_JOINERS}](?:(?!{_UNPARTED})[\w{_MARKS}])+)*"
)
_HAS_SIGNS = re.compile(_UNPARTED)
_PIECE = re.compile(rf"{_UNPARTED}|(?:(?!{_UNPARTED})[^{_JOINERS}])+")
# Letters to Python, apostrophes to people (Oʻzbekiston); and the low line, which parts words.
_ONE_FOR_ONE = {ord("ʻ"): "'", ord("ʼ"): "'", ord("_"): " "}
_NOT_IN_TOKENS = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\x7f\s]+")
_LETTERS_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe"})
# The stemmer leaves it in: беженец, беженцы; рынок, рынки.
_FLEETING = re.compile("(?<=..)[ео](?=[кц]$)")
_ENGLISH, _RUSSIAN = re.compile("[a-z]+"), re.compile("[а-я]+")


class Zone(StrEnum):
    """Where in an entry words are looked for; the value stands before their tokens."""

    TITLE = "1="
    LEAD = "2="  # title and summary
    ALL = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """A word as tokens: its `parts` (several where it is written with hyphens, apostrophes or dots),
    the same written as one word, and the parts as they are written where a stem is another."""

    parts: tuple[str, ...]
    joined: str | None = None
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A word in a text: where it begins and ends."""

    start: int
    end: int
    forms: Forms

    def parts_in(self, text: str) -> list["Place"]:
        """The places of its parts, in the text that it stands in."""
        word = text[self.start : self.end].translate(_ONE_FOR_ONE)
        return [
            Place(self.start + match.start(), self.start + match.end(), forms(match.group()))
            for match in _PIECE.finditer(word)
        ]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is indexed of an entry: tokens in their order, "" where no phrase goes across, and tokens
    that stand nowhere."""

    ordered: tuple[str, ...]
    loose: frozenset[str]


def words_in(text: str) -> list[str]:
    """The words of a text as they are written, hyphens, apostrophes and dots within them kept."""
    return _pattern(text).findall(text.translate(_ONE_FOR_ONE))


def places_in(text: str) -> list[Place]:
    """The words of a text with their places."""
    found = _pattern(text).finditer(text.translate(_ONE_FOR_ONE))
    return [Place(*match.span(), forms(match.group())) for match in found]


def _pattern(text: str) -> re.Pattern[str]:
    return _CHAIN_OR_SIGNS if _HAS_SIGNS.search(text) else _CHAIN


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> Forms:
    """The tokens of one word, as `words_in` gives it."""
    pieces = [piece for written in _PIECE.findall(word) if (piece := folded_word(written))]
    joined = "".join(pieces)
    # "COVID-19" and "COVID19", "U.N." and "UN"; but "3.5" is not 35, nor "example.org" a word.
    whole = len(pieces) > 1 and len(joined) <= _LONGEST_JOINED and not joined.isdecimal()
    if _HAS_SIGNS.match(word) or ("." in word and any(len(piece) > 1 for piece in pieces)):
        whole = False
    stems = [_stem(piece) for piece in [*pieces, joined]]
    written = zip([*pieces, joined] if whole else pieces, stems, strict=False)
    return Forms(
        parts=tuple(stems[:-1]),
        joined=stems[-1] if whole else None,
        written=tuple(form for form, stem in written if form != stem),
    )


def folded_word(word: str) -> str:
    """A word without case and marks, its look-alike letters in one script; "" where nothing is left."""
    plain = mend_mixed_words(unicodedata.normalize("NFKC", word)).casefold()
    return _NOT_IN_TOKENS.sub("", without_marks(plain).translate(_LETTERS_APART))[:_LONGEST_TOKEN]


def _stem(word: str) -> str:
    # New stemmers each time: they keep the word they work on, and threads would share it.
    if _ENGLISH.fullmatch(word):
        return str(EnglishStemmer().stemWord(word))
    if _RUSSIAN.fullmatch(word):
        return _FLEETING.sub("", str(RussianStemmer().stemWord(word)))
    return word


@lru_cache(maxsize=1 << 12)
def mark(name: str, value: str) -> str:
    """A token for what an entry is, rather than says: `mark("lang", "ru")`."""
    return f"{name}={folded_word(value)}"


def tokens_of(title: str, summary: str, body: str, marks: Iterable[str]) -> Tokens:
    """What is indexed of an entry with these texts. The rest of an overlong body is left out."""
    texts = [[*map(forms, words_in(text))] for text in (title, summary, body[:LONGEST_TEXT])]
    ordered: list[str] = []
    loose: set[str] = set()
    parts = [[part for each in text for part in each.parts] for text in texts]
    joined = [[each.joined for each in text if each.joined] for text in texts]
    for zone, count in ((Zone.TITLE.value, 1), (Zone.LEAD.value, 2), (Zone.ALL.value, 3)):
        for run, whole in zip(parts[:count], joined, strict=False):
            ordered += [zone + part for part in run] if zone else run
            ordered.append("")
            loose.update([zone + each for each in whole])
    loose.update([AS_WRITTEN + form for text in texts for each in text for form in each.written])
    if _is_too_much(ordered, loose):
        ordered, loose = _bounded(ordered, loose)
    return Tokens(tuple(ordered), frozenset(loose) | frozenset(marks))


def _is_too_much(ordered: list[str], loose: set[str]) -> bool:
    if len(ordered) <= _MOST_OF_A_TOKEN and len(loose) <= _MOST_OF_A_TOKEN:
        return False  # however often and long: this is quick to see, and most entries are short
    return (
        len(ordered) > _MOST_WORDS
        or max(Counter(ordered).values()) > _MOST_OF_A_TOKEN
        or len("".join(loose.union(ordered)).encode()) > _MOST_BYTES
    )


def _bounded(ordered: list[str], loose: set[str]) -> tuple[list[str], set[str]]:
    count: Counter[str] = Counter()
    room = _MOST_BYTES
    kept = []
    for token in ordered[:_MOST_WORDS]:
        room -= 0 if count[token] else len(token.encode())
        count[token] += 1
        kept.append(token if room >= 0 and count[token] <= _MOST_OF_A_TOKEN else "")
    fits = {token for token in sorted(loose) if (room := room - len(token.encode())) >= 0}
    return kept, fits
