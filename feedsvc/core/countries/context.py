"""What the words around a country's name say: whether the text speaks of the country.

Each rule answers one question about one place in the text and looks only a few words to either
side, so that the whole takes time in proportion to the text.
"""

from collections.abc import Callable, Iterable

from feedsvc.core.countries.geography import is_american_georgia, is_chinese_territory, is_elsewhere, is_water
from feedsvc.core.countries.languages import is_language
from feedsvc.core.countries.namesakes import RULES
from feedsvc.core.countries.offices import is_office, named_spans
from feedsvc.core.countries.table import ADJECTIVE, HALF, NOTHING, WEAK, Found, Scene, forms_in
from feedsvc.core.countries.text import Words

_RULES: tuple[Callable[[Scene, Found], bool], ...] = (*RULES, is_water, is_elsewhere, is_chinese_territory)


def places_in(words: Words, text: str, office_names: Iterable[str]) -> list[Found]:
    """The places in a text that speak of a country, each with the right code."""
    found = list(forms_in(words, text))
    if not found:
        return []
    scene = Scene(words, {place.first: place for place in found if place.kind != NOTHING})
    adjectives = frozenset(
        index
        for place in found
        if place.kind in {ADJECTIVE, HALF}
        for index in range(place.first, place.last + 1)
    )
    covered = _covered(named_spans(words, office_names))
    kept: list[Found] = []
    before: Found | None = None
    before_is_office = False
    for place in scene.places.values():
        in_office = place.first in covered or is_office(
            words, place, before, before_is_office=before_is_office
        )
        before, before_is_office = place, in_office
        if in_office or is_language(words, place, adjectives) or any(rule(scene, place) for rule in _RULES):
            continue
        kept.append(_american(place) if is_american_georgia(scene, place) else place)
    certain = {place.code for place in kept if place.kind != WEAK}
    return [place for place in kept if place.code in certain]


def _american(place: Found) -> Found:
    return Found(place.first, place.last, "US", place.kind)


def _covered(spans: list[tuple[int, int]]) -> set[int]:
    return {index for first, last in spans for index in range(first, last + 1)}
