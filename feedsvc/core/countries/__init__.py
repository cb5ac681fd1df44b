"""Countries: their names, and which of them a text speaks of.

The rule (tests/data/countries/README.md says it at length): names, official names, adjectives, peoples
and capitals count, in English and Russian; the name of an office, a language, a currency, a treaty, a
person or a sea does not. Countries are those of ISO 3166-1, known by their alpha-2 codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from feedsvc.core.countries.context import places_in
from feedsvc.core.countries.table import table
from feedsvc.core.countries.text import Words


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of a text that speaks of a country: `word` is `text[start:end]`."""

    code: str
    word: str
    start: int
    end: int


def find_countries(text: str, *, office_names: Iterable[str] = ()) -> tuple[Mention, ...]:
    """The words of a text that speak of a country, in the text's order.

    `office_names` are the names, present and former, of the site's own offices: such a name in the
    text counts for nothing. The offices of others are known by their form ("UNDP Tashkent").
    """
    words = Words(text)
    mentions = []
    for place in places_in(words, text, office_names):
        start, end = words.span(place.first, place.last)
        mentions.append(Mention(place.code, text[start:end], start, end))
    return tuple(mentions)


def country_codes_in(text: str, *, office_names: Iterable[str] = ()) -> tuple[str, ...]:
    """The countries that a text speaks of, each once, in the text's order."""
    return tuple(dict.fromkeys(mention.code for mention in find_countries(text, office_names=office_names)))


def country_name(code: str, language: str) -> str:
    """A country's name, in English where there is none in the language; an unknown code as it is."""
    names = table().names.get(code, {})
    return names.get(language) or names.get("en") or code


def capital_of(code: str, language: str = "en") -> str:
    """A country's capital, in English where there is none in the language; "" where there is no capital."""
    names = table().capitals.get(code, {})
    return names.get(language) or names.get("en") or ""


def is_country(code: str) -> bool:
    """Whether this is a code of ISO 3166-1, two upper-case letters."""
    return code in table().names


def country_codes() -> tuple[str, ...]:
    """All codes of ISO 3166-1, sorted."""
    return tuple(sorted(table().names))
