"""Countries suggested for an entry, each with the words that speak of it.

What is suggested is what is taken where nobody chooses: both come from one reading of one text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from feedsvc.core.countries import find_countries
from feedsvc.core.text import one_line, paragraphs

SPOKEN = ("title", "summary", "place")
"""The fields of an entry in which countries are looked for, in the order in which they are read."""

_APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Heard:
    """A word that speaks of a country, as it stands in a field."""

    field: str
    word: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A country, and every different word that speaks of it, in the text's order."""

    code: str
    heard: tuple[Heard, ...]


def spoken_text(texts: Mapping[str, str]) -> str:
    """What is read of an entry for its countries: its texts by field, cleaned."""
    return _APART.join(text for _, text in _parts(texts))


def as_stored(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts as typed, by field, cleaned as they are when an entry is stored: only those are read."""
    return {
        name: paragraphs(texts[name]) if name == "summary" else one_line(texts[name])
        for name in SPOKEN
        if name in texts
    }


def suggestions(texts: Mapping[str, str], *, office_names: Iterable[str] = ()) -> tuple[Suggestion, ...]:
    """The countries that `country_codes_in` finds in the `spoken_text` of these texts, in its order."""
    parts = _parts(texts)
    starts = list(accumulate((len(text) + len(_APART) for _, text in parts), initial=0))
    heard: dict[str, dict[Heard, None]] = {}
    for mention in find_countries(spoken_text(texts), office_names=office_names):
        field, _ = parts[bisect_right(starts, mention.start) - 1]
        heard.setdefault(mention.code, {})[Heard(field, mention.word)] = None
    return tuple(Suggestion(code, tuple(words)) for code, words in heard.items())


def _parts(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, text) for name in SPOKEN if (text := texts.get(name, ""))]
