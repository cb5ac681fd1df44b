"""Names of offices, which are no countries: "ILO Moscow", «Бюро МОТ в Москве»."""

from collections.abc import Iterable

from feedsvc.core.countries.table import ADJECTIVE, CAPITAL, NAME, OF_CAPITAL, Found, table
from feedsvc.core.countries.text import Words
from feedsvc.core.countries.words import (
    CITY_OFFICES_RU,
    OFFICE_AS_ROOM,
    OFFICE_LINKS,
    OFFICE_LINKS_RU,
    OFFICE_NAME_JOINTS,
    OFFICE_NAME_JOINTS_RU,
    OFFICE_QUALIFIERS,
    OFFICES,
    OFFICES_IN_CAPITALS,
    OFFICES_RU,
    ORGANISATION_ENDINGS,
    ORGANISATIONS,
    OTHER_OFFICES,
)

# An office stands in one place and works for many: "Office in Baku and", "Office for Nepal and Bhutan".
_ROW_LINKS = {"for", "covering", "and", "для", "и"}
_IN = {"in", "at", "в", "во"}
_LONGEST = 20


def named_spans(words: Words, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where the given names of offices stand in the text, by the numbers of their words.

    A name that is nothing but a place ("Moscow") is left out: it would silence the place itself.
    """
    by_first: dict[str, list[list[str]]] = {}
    for name in names:
        keys = Words(name).keys
        if len(keys) > 1 and not _is_a_place(keys):
            by_first.setdefault(keys[0], []).append(keys)
    return [
        (index, index + len(keys) - 1)
        for index, key in enumerate(words.keys)
        for keys in by_first.get(key, ())
        if words.keys[index : index + len(keys)] == keys
    ]


def _is_a_place(keys: list[str]) -> bool:
    return any(form.rest == tuple(keys[1:]) for form in table().forms.get(keys[0], ()))


def is_office(words: Words, found: Found, before: Found | None, *, before_is_office: bool) -> bool:
    """Whether a place is part of an office's name.

    `before` is the place found before this one: a row of countries after "Country Office for" is
    silenced as a whole, and so is "Uzbekistan" in "the UNDP Office in Tashkent, Uzbekistan".
    """
    if found.kind in {NAME, CAPITAL} and _follows_organisation(words, found):
        return True
    if found.kind in {NAME, CAPITAL} and _follows_office(words, found.first):
        return True
    if before is not None and before_is_office and _continues(words, before, found):
        return True
    return _precedes_office(words, found)


def _is_organisation(words: Words, index: int) -> bool:
    if words.raw(index) in ORGANISATIONS:
        return True
    return f"{words.key(index - 1)} {words.key(index)}" in ORGANISATION_ENDINGS and words.is_joined(index)


def _is_body(words: Words, index: int) -> bool:
    """Whether a word ends an organisation's name or may be one: any acronym of three letters and more."""
    raw = words.raw(index)
    is_acronym = 2 < len(raw) < 8 and raw.isalpha() and raw.isupper() and raw not in table().abbreviations
    return _is_organisation(words, index) or (is_acronym and not words.is_headline(index))


def _follows_organisation(words: Words, found: Found) -> bool:
    """ "ILO Moscow", "ILO DWT/CO-Moscow", «МОТ Москва»."""
    index = found.first
    # After an acronym that is not known a country is rather a partner or a place: "SME Kenya".
    is_known = _is_organisation(words, index - 1)
    if not is_known and not (found.kind == CAPITAL and _is_body(words, index - 1)):
        return False
    key = words.keys[index]
    if key > "z" and key not in table().plain:
        return False
    gap = words.gap(index).strip()
    # "ILO-Uzbekistan cooperation" names two partners; "ILO-Moscow" and "CO-Dushanbe" name an office.
    is_joint = gap in {"-", "/", "("} and found.kind == CAPITAL
    is_address = gap == "," and words.key(index - 2).startswith((*OFFICES, *OFFICES_RU))
    return gap == "" or is_joint or is_address


def _continues(words: Words, before: Found, found: Found) -> bool:
    between = range(before.last + 1, found.first)
    if any(words.keys[index] not in {"and", "the", "и"} for index in between):
        return False
    gaps = {words.gap(index).strip() for index in (*between, found.first)}
    if found.code == before.code:
        return gaps <= {"", ",", "("}
    start = before.first - 1 if words.key(before.first - 1) != "the" else before.first - 2
    is_in_row = words.key(start) in _ROW_LINKS or words.gap(before.first).strip() == ","
    return gaps <= {"", ","} and is_in_row


def _follows_office(words: Words, index: int) -> bool:
    """ "the ILO Office in Moscow", «Бюро МОТ для стран Восточной Европы в Москве»."""
    link = index - 1
    while words.key(link) in {"the", "city", "городе"}:
        link -= 1
    if words.key(link) in OFFICE_LINKS | OFFICE_LINKS_RU and _joined(words, link + 1, index):
        end = link
    elif words.gap(index).strip() in {"(", ","}:
        end = link + 1
    elif words.key(link) in OFFICES and words.is_capital(link) and words.is_joined(index):
        return _is_named_office(words, link, index)
    else:
        return False
    joints = (OFFICE_NAME_JOINTS_RU if words.keys[index] > "z" else OFFICE_NAME_JOINTS) | OFFICE_QUALIFIERS
    if end > link:
        # "Office for Eastern Europe, Moscow" is an address; "Office in Cairo, Jordan and" goes on.
        joints -= _IN
    for place in range(end - 1, max(-1, end - _LONGEST), -1):
        if not _joined(words, place + 1, min(place + 1, end - 1)):
            return False
        if _is_office_word(words, place) and _is_named_office(words, place, end):
            return True
        if not (words.is_capital(place) or words.keys[place] in joints):
            return False
    return False


def _joined(words: Words, first: int, last: int) -> bool:
    return all(
        words.gap(index).strip(" \n") in {"", "-", "'", "/", ",", "("} for index in range(first, last + 1)
    )


def _is_office_word(words: Words, index: int) -> bool:
    key = words.key(index)
    if key in OFFICES or key.startswith(OFFICES_RU):
        return True
    return key in OFFICES_IN_CAPITALS and words.is_capital(index)


def _is_named_office(words: Words, place: int, end: int) -> bool:
    """Whether the office is an organisation's: not "a new office", not "the Post Office"."""
    if any(_is_body(words, index) for index in range(place + 1, end)):
        return True
    start = place - 1
    while words.key(start) in OFFICE_QUALIFIERS and place - start < _LONGEST:
        start -= 1
    if _is_body(words, start) and not words.gap(start + 1).strip(" '"):
        return True
    key = words.keys[place]
    is_proper = words.is_capital(place) and not words.is_headline(place) and place + 1 == end
    return (
        is_proper
        and key.startswith((*OFFICES, *CITY_OFFICES_RU))
        and words.key(place - 1) not in OTHER_OFFICES
    )


def _precedes_office(words: Words, found: Found) -> bool:
    """ "the Moscow office", "UNDP's Tashkent Country Office", «Московское бюро МОТ»."""
    if words.keys[found.first] > "z":
        return found.kind in {ADJECTIVE, OF_CAPITAL} and _precedes_russian_office(words, found)
    place = found.last + 1
    while words.key(place) in OFFICE_QUALIFIERS and words.is_joined(place) and place - found.last < 8:
        place += 1
    key = words.key(place)
    if key not in {"office", "offices", "bureau"} or not words.is_joined(place):
        return False
    if _has_organisation(words, found.first - 1, place):
        return True
    is_one_office = found.kind == CAPITAL and key != "offices" and words.key(place + 1) not in OFFICE_AS_ROOM
    return is_one_office or (found.kind == NAME and words.raw(place) == "Office")


def _has_organisation(words: Words, before: int, place: int) -> bool:
    start = before - 1 if words.key(before) == "s" else before
    behind = place + 2 if words.key(place + 1) == "of" else place + 1
    behind += words.key(behind) == "the"
    return _is_body(words, start) or any(
        _is_body(words, index) and words.is_joined(index) for index in (behind, behind + 1)
    )


def _precedes_russian_office(words: Words, found: Found) -> bool:
    place = found.last + 1
    while words.key(place).endswith(("ое", "ый", "ой", "ом", "ого", "ому", "ым")) and place - found.last < 4:
        place += 1
    key = words.key(place)
    if not words.is_joined(place) or not key.startswith(CITY_OFFICES_RU):
        return False
    if _is_body(words, place + 1) or _is_body(words, place + 2):
        return True
    return found.kind == OF_CAPITAL and not words.keys[found.last].endswith(("ие", "их", "им", "ими"))
