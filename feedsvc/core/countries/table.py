"""The table of the words for countries, and where they stand in a text, before anything is weighed."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from feedsvc.core.countries.text import Words
from feedsvc.core.countries.words import NOT_COUNTRIES

NAME, CAPITAL, WEAK = "name", "capital", "weak"
ADJECTIVE, PEOPLE, OF_CAPITAL, HALF = "adjective", "people", "of capital", "half"
ABBREVIATION, NOTHING = "abbreviation", "nothing"
_KINDS = (NAME, CAPITAL, WEAK, ADJECTIVE, PEOPLE, OF_CAPITAL, HALF)
# Between the words of one name: a space, a hyphen, an apostrophe, a line's end, a bracket
# ("Korea (Republic of)"), a stop after "St".
_JOINT = re.compile(r" {0,3}\n? {0,3}| ?- ?|'| \(|\) |\. ?")
_DOTTED_ABBREVIATIONS = frozenset({"US", "USA", "UK", "UAE", "DRC", "PRC", "DPRK"})


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a country: its words after the first, and what sort of word it is."""

    rest: tuple[str, ...]
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A form in a text: the numbers of its first and last word."""

    first: int
    last: int
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The words of a text and the places found among them, by the number of their first word."""

    words: Words
    places: Mapping[int, Found]


@dataclass(frozen=True, slots=True)
class Table:
    """What countries.json holds, ready for look-up."""

    names: Mapping[str, Mapping[str, str]]
    capitals: Mapping[str, Mapping[str, str]]
    forms: Mapping[str, tuple[Form, ...]]
    abbreviations: Mapping[str, str]
    marked: frozenset[str]
    plain: frozenset[str]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once."""
    source = json.loads((files("feedsvc.data") / "countries.json").read_bytes())
    forms: dict[str, list[Form]] = {}
    for phrase in sorted(NOT_COUNTRIES):
        _add(forms, phrase, "", NOTHING)
    for code, country in source.items():
        for kind in _KINDS:
            for phrase in country["forms"].get(kind, ()):
                _add(forms, phrase, code, kind)
    listed = {
        kind: [(word, code) for code, country in source.items() for word in country["forms"].get(kind, ())]
        for kind in (ABBREVIATION, "marked", "plain")
    }
    return Table(
        names={code: {"en": country["en"], "ru": country["ru"]} for code, country in source.items()},
        capitals={code: country["capital"] for code, country in source.items()},
        forms={key: tuple(sorted(found, key=_length, reverse=True)) for key, found in forms.items()},
        abbreviations=dict(listed[ABBREVIATION]),
        marked=frozenset(word for word, _ in listed["marked"]),
        plain=frozenset(word for word, _ in listed["plain"]),
    )


def _add(forms: dict[str, list[Form]], phrase: str, code: str, kind: str) -> None:
    first, *rest = phrase.split()
    forms.setdefault(first, []).append(Form(tuple(rest), code, kind))


def _length(form: Form) -> int:
    return len(form.rest)


def forms_in(words: Words, text: str) -> Iterator[Found]:
    """Every form in the text, the longest first and none over another, its case being right."""
    known = table()
    index = 0
    while index < len(words):
        found = _abbreviation_at(words, index, known)
        candidates = known.forms.get(words.keys[index])
        if candidates and (longest := _longest_at(words, text, index, candidates, known)):
            found = longest if found is None or longest.last > index else found
        if found:
            yield found
            index = found.last
        index += 1


def _abbreviation_at(words: Words, index: int, known: Table) -> Found | None:
    raw = words.raws[index]
    code = known.abbreviations.get(raw)
    if code is None or (words.is_dotted(index) and raw not in _DOTTED_ABBREVIATIONS):
        return None
    return Found(index, index, code, ABBREVIATION)


def _longest_at(
    words: Words, text: str, index: int, candidates: tuple[Form, ...], known: Table
) -> Found | None:
    for form in candidates:
        last = index + len(form.rest)
        if _stands_at(words, index, form) and _case_is_right(words, index, last, form):
            if words.keys[index] in known.marked and last == index and _is_unmarked(words, text, index):
                continue
            return Found(index, last, form.code, form.kind)
    return None


def _stands_at(words: Words, index: int, form: Form) -> bool:
    for offset, key in enumerate(form.rest, start=index + 1):
        if words.key(offset) != key:
            return False
        gap = words.gap(offset)
        if not _JOINT.fullmatch(gap) or ("." in gap and len(words.keys[offset - 1]) > 2):
            return False
    # "узбекско" is a word only as the first half of a compound.
    return form.kind != HALF or words.gap(index + 1).startswith("-")


def _case_is_right(words: Words, first: int, last: int, form: Form) -> bool:
    """Names have a capital letter; Russian adjectives and peoples need none."""
    if form.kind in {NOTHING, ADJECTIVE, PEOPLE, OF_CAPITAL, HALF} and words.keys[first] > "z":
        return True
    return form.kind == NOTHING or any(words.is_capital(index) for index in range(first, last + 1))


def _is_unmarked(words: Words, text: str, index: int) -> bool:
    """Whether "Male" stands where only "Malé" is the name."""
    start, end = words.span(index, index)
    return not any(map(unicodedata.combining, unicodedata.normalize("NFD", text[start:end])))
