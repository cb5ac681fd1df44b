"""Seas that are no countries, and places that bear the name of a country or capital elsewhere."""

from feedsvc.core.countries.table import ADJECTIVE, CAPITAL, NAME, OF_CAPITAL, WEAK, Found, Scene
from feedsvc.core.countries.text import Words, has_stem
from feedsvc.core.countries.words import (
    GEORGIAN_CITIES_US,
    NOUN_TAILS_RU,
    STATES,
    WATERS,
    WATERS_OF,
    WATERS_RU,
)

# Capitals with a namesake in the US state of Georgia.
_NAMESAKE_CITIES = {"athens", "rome", "dublin", "vienna"}
_WATERS_BEFORE_RU = ("озер", "залив", "река", "реки", "реке", "реку")


def is_water(scene: Scene, found: Found) -> bool:
    """Seas, gulfs, lakes, rivers: "the Gulf of Guinea", "Lake Chad", «Японское море»."""
    words = scene.words
    after = words.key(found.last + 1)
    if words.is_joined(found.last + 1):
        if after in WATERS and words.is_capital(found.last + 1):
            return True
        if found.kind in {ADJECTIVE, OF_CAPITAL} and has_stem(after, WATERS_RU, NOUN_TAILS_RU):
            return True
    before = found.first - 1
    if words.key(before) == "the":
        before -= 1
    if words.key(before) == "of":
        before -= 1
    if words.key(before) in WATERS_OF and words.is_capital(before) and words.is_joined(before + 1):
        return words.key(before) != "cape" or before + 1 < found.first
    return (
        found.kind in {NAME, CAPITAL, WEAK}
        and words.is_joined(found.first)
        and words.key(found.first - 1).startswith(("озер", "залив", "река", "реки", "реке", "реку"))
    )


def is_elsewhere(scene: Scene, found: Found) -> bool:
    """ "Paris, Texas" and "London, Ontario" are no capitals; nor is "Athens, Georgia"."""
    words, after = scene.words, found.last + 1
    if found.kind not in {CAPITAL, WEAK} or found.code == "US" or words.gap(after).strip() != ",":
        return False
    if words.key(after) in STATES or words.key(after + 1) in {"carolina", "dakota", "hampshire", "jersey"}:
        return words.is_capital(after)
    is_namesake = words.keys[found.first] in _NAMESAKE_CITIES and words.key(after) == "georgia"
    return is_namesake and not _goes_on(words, after + 1)


def is_chinese_territory(scene: Scene, found: Found) -> bool:
    """ "Hong Kong, China": a territory with its own code counts under that code only."""
    words = scene.words
    if found.code != "CN" or words.gap(found.first).strip() not in {",", "("}:
        return False
    return any(
        place.last == found.first - 1 and place.code in {"HK", "MO", "TW"}
        for first in range(max(0, found.first - 6), found.first)
        if (place := scene.places.get(first))
    )


def is_american_georgia(scene: Scene, found: Found) -> bool:
    """ "the US state of Georgia", "Atlanta, Georgia", "Georgia, Alabama and Florida"."""
    words = scene.words
    if found.code != "GE" or words.keys[found.first] != "georgia":
        return False
    if _is_called_a_state(scene, found):
        return True
    return not _is_georgian_otherwise(scene, found) and _has_american_company(words, found)


def _is_called_a_state(scene: Scene, found: Found) -> bool:
    words, before, after = scene.words, found.first - 1, found.last + 1
    if words.key(before) == "of" and words.key(before - 1) in {"state", "governor", "university"}:
        return True
    if words.key(after) == "state" and words.is_capital(after):
        return True
    place = scene.places.get(after)
    return words.gap(after).strip() in {",", "("} and place is not None and place.code == "US"


def _has_american_company(words: Words, found: Found) -> bool:
    before, after = found.first - 1, found.last + 1
    if words.key(before) in _NAMESAKE_CITIES:
        return words.gap(found.first).strip() == "," and not _goes_on(words, after)
    if words.key(before) in GEORGIAN_CITIES_US or "atlanta" in _near(words, found.first):
        return True
    return _is_beside_state(words, before, -1) or _is_beside_state(words, after, 1)


def _goes_on(words: Words, after: int) -> bool:
    """Whether a row of places goes on: "Athens, Georgia and Armenia" are three."""
    return words.key(after) in {"and", "or"} or words.gap(after).startswith(",")


def _near(words: Words, index: int) -> set[str]:
    return {words.keys[i] for i in words.around(index)}


def _is_georgian_otherwise(scene: Scene, found: Found) -> bool:
    near = (scene.places.get(index) for index in scene.words.around(found.first))
    return any(place and place.code == "GE" and scene.words.keys[place.first] != "georgia" for place in near)


def _is_beside_state(words: Words, index: int, step: int) -> bool:
    for skipped in (index, index + step, index + 2 * step):
        if words.key(skipped) not in {"and", "or", "north", "south"}:
            return words.key(skipped) in STATES and words.is_capital(skipped)
    return False
