"""Money, treaties, persons and other things that bear a country's name and are none."""

from collections.abc import Callable

from feedsvc.core.countries.table import (
    ABBREVIATION,
    ADJECTIVE,
    CAPITAL,
    HALF,
    NAME,
    OF_CAPITAL,
    PEOPLE,
    Found,
    Scene,
)
from feedsvc.core.countries.text import Words, has_stem
from feedsvc.core.countries.words import (
    ABBREVIATIONS_THAT_ARE_WORDS,
    BEFORE_US,
    COMMON_AT_START,
    CURRENCIES,
    CURRENCIES_RU,
    DETERMINERS,
    FILE_WORDS,
    FIRST_NAMES,
    GIVEN_NAMES,
    HUMAN_STEMS_RU,
    HUMAN_VERBS_RU,
    INSTITUTIONS,
    INSTRUMENTS,
    INSTRUMENTS_IN_CAPITALS,
    INSTRUMENTS_RU,
    NAMED_AS_CAPITAL,
    NOUN_TAILS_RU,
    PRONOUNS_RU,
    THINGS,
    THINGS_OR_WOMEN,
    TITLES,
    TREATY_OF,
    VERB_ENDINGS_RU,
)

_LINKS = {"in", "from", "to", "of", "for", "at", "near", "between", "в", "из", "во", "на"}


def is_pronoun_or_common_word(scene: Scene, found: Found) -> bool:
    """ "JOIN US ONLINE", "CAR FACTORY WORKERS", "PNG images"."""
    words, raw = scene.words, scene.words.raws[found.first]
    if found.kind != ABBREVIATION or words.is_dotted(found.first):
        return False
    if words.key(found.last + 1) in FILE_WORDS and raw not in {"US", "USA", "UK"}:
        return True
    if raw not in ABBREVIATIONS_THAT_ARE_WORDS:
        return False
    if raw == "US" and words.raw(found.first - 1) in BEFORE_US:
        return True
    return words.is_headline(found.first) and (raw != "US" or not words.opens_sentence(found.first))


def is_money(scene: Scene, found: Found) -> bool:
    """Currencies: "US dollars", "US$50", «долларов США», «российских рублей»."""
    words = scene.words
    if words.gap(found.last + 1).lstrip()[:1] in {"$", "€", "£"} and found.kind == ABBREVIATION:
        return True
    if words.is_joined(found.last + 1) and _is_currency(words.key(found.last + 1)):
        return True
    gap = words.gap(found.first).strip()
    is_genitive = found.kind in {NAME, ABBREVIATION} and words.keys[found.first] > "z"
    return is_genitive and gap in {"", "."} and _is_russian_currency(words.key(found.first - 1))


def _is_currency(key: str) -> bool:
    return key in CURRENCIES or _is_russian_currency(key)


def _is_russian_currency(key: str) -> bool:
    return has_stem(key, CURRENCIES_RU, NOUN_TAILS_RU)


def is_instrument(scene: Scene, found: Found) -> bool:
    """Treaties, declarations, newspapers and hours named after a capital: "the Paris Agreement"."""
    words = scene.words
    if found.kind == OF_CAPITAL:
        return _is_russian_instrument(scene, found)
    if words.keys[found.first] > "z":
        return False
    if found.kind == NAME:
        name = " ".join(words.keys[found.first : found.last + 1])
        return name in NAMED_AS_CAPITAL and words.key(found.last + 1) in INSTRUMENTS | {"code"}
    if found.kind != CAPITAL:
        return False
    if words.key(found.first - 1) == "of" and words.key(found.first - 2) in TREATY_OF:
        return True
    return words.key(found.last + 1) == "time" or _leads_to_instrument(scene, found)


def _leads_to_instrument(scene: Scene, found: Found) -> bool:
    words = scene.words
    for index in range(found.last + 1, min(found.last + 4, len(words))):
        if not words.is_joined(index):
            return False
        key = words.keys[index]
        if key in INSTRUMENTS or words.raws[index] in INSTRUMENTS_IN_CAPITALS:
            return True
        # In a headline "Tashkent Signs Agreement" the word between is a verb.
        is_verb = key.endswith("s") and key != "rights"
        if index in scene.places or is_verb or not (words.is_capital(index) or key == "and"):
            return False
    return False


def _is_russian_instrument(scene: Scene, found: Found) -> bool:
    words = scene.words
    if words.key(found.last + 1).startswith("времен") or words.key(found.last + 1) == "время":
        return True
    if not words.is_capital(found.first):
        return False
    for index in range(found.last + 1, min(found.last + 5, len(words))):
        key = words.keys[index]
        if words.gap(index).strip() not in {"", ",", "-"}:
            return False
        if key.startswith(INSTRUMENTS_RU):
            return True
        if not key.endswith(("ая", "ую", "ой", "ое", "ый", "ий", "ого", "ые", "ие", "ых", "их", "и", "или")):
            return False
    return False


def is_thing(scene: Scene, found: Found) -> bool:
    """ "Lima beans", "a Panama hat", «шведский стол», "to polish lenses"."""
    words = scene.words
    key, after = words.keys[found.last], words.key(found.last + 1)
    if found.first < found.last:
        key = f"{words.keys[found.first]} {key}"
    if key == "polish" and words.opens_sentence(found.first) and after in DETERMINERS:
        return True
    if not words.is_joined(found.last + 1) and words.gap(found.last + 1) != "-":
        return False
    stem = key[:-1] if key > "z" else key
    while stem and stem not in THINGS and key > "z" and len(key) - len(stem) < 4:
        stem = stem[:-1]
    if stem not in THINGS:
        return False
    return has_stem(after, THINGS[stem], NOUN_TAILS_RU) if key > "z" else after.startswith(THINGS[stem])


def is_person(scene: Scene, found: Found) -> bool:
    """ "Jordan Blake", "Ms Georgia Hale", "Jack London", "Sofia, 24,"."""
    words, index = scene.words, found.first
    if found.first != found.last or found.kind in {ABBREVIATION, ADJECTIVE, HALF, OF_CAPITAL}:
        return False
    if words.keys[index] > "z" and not words.is_capital(index):
        return False
    before, gap = words.key(index - 1), words.gap(index).strip()
    if gap in {"", "."} and (before in TITLES or _is_initial(words, index - 1, gap)):
        return True
    if gap == "" and before in FIRST_NAMES and words.is_capital(index - 1):
        return True
    return words.keys[index] in GIVEN_NAMES and _is_followed_by_surname(scene, found)


def _is_initial(words: Words, index: int, gap: str) -> bool:
    raw = words.raw(index)
    is_letter = (
        len(raw) == 1 and raw.isupper() and gap == "." and raw not in {"В", "С", "К", "О", "У", "И", "Я"}
    )
    return is_letter or (0 < len(raw) < 3 and raw.isupper() and words.is_dotted(index) and raw != "US")


def _is_followed_by_surname(scene: Scene, found: Found) -> bool:
    words, after = scene.words, found.last + 1
    if words.gap(after).startswith(",") and words.key(after).isdigit() and len(words.key(after)) < 3:
        return True
    if not _may_be_surname(scene, after):
        return False
    if words.key(found.first - 1) in _LINKS and words.is_joined(found.first):
        return False
    if words.is_title_case(found.first) or words.is_headline(found.first):
        return False
    return not _is_institution(words, after)


def _may_be_surname(scene: Scene, index: int) -> bool:
    words = scene.words
    is_name = words.is_joined(index) and words.is_capital(index) and index not in scene.places
    return is_name and (len(words.raws[index]) == 1 or not words.raws[index].isupper())


def _is_institution(words: Words, index: int) -> bool:
    """Whether the words in capitals from here on make a body: "Jordan Chamber of Commerce"."""
    for place in range(index, index + 4):
        if not words.is_capital(place) or not words.is_joined(place):
            return False
        if words.keys[place] in INSTITUTIONS:
            return True
    return False


def is_common_word(scene: Scene, found: Found) -> bool:
    """At the start of a sentence «Того, кто» is a pronoun and «Вены» are blood vessels."""
    words, index = scene.words, found.first
    if found.first != found.last or words.keys[index] not in COMMON_AT_START:
        return False
    if not (words.opens_sentence(index) or words.is_headline(index)):
        return False
    return not _is_subject(words, index)


def _is_subject(words: Words, index: int) -> bool:
    after, gap = words.key(index + 1), words.gap(index + 1).strip(" '")
    if after in PRONOUNS_RU - {"и"}:
        return False
    if gap or not after:
        return (
            gap[:1] in {":", "-", ".", "!", "?", ")", "\n"}
            or not after
            or (gap == "," and words.is_capital(index + 1) and not words.is_headline(index))
        )
    if after in {"и", "and"}:
        return words.is_capital(index + 2)
    return after.endswith(VERB_ENDINGS_RU) or (after < "а" and after.endswith(("s", "ed")))


def is_thing_for_women(scene: Scene, found: Found) -> bool:
    """«Польку» is danced; «две польки и одна чешка» are women."""
    words, index = scene.words, found.first
    if found.kind != PEOPLE or not words.keys[index].startswith(THINGS_OR_WOMEN):
        return False
    near = [i for i in words.around(index) if abs(i - index) < 5 and i != index]
    if any(words.keys[i].startswith(HUMAN_STEMS_RU) for i in near):
        return False
    is_nominative = words.keys[index].endswith(("ка", "ки"))
    if is_nominative and any(words.keys[i].startswith(HUMAN_VERBS_RU) for i in near if i > index):
        return False
    if words.is_joined(index + 1) and words.is_capital(index + 1) and not words.is_headline(index):
        return False
    others = (scene.places.get(i) for i in words.around(index) if i != index)
    return not any(other and other.kind == PEOPLE for other in others)


RULES: tuple[Callable[[Scene, Found], bool], ...] = (
    is_pronoun_or_common_word,
    is_money,
    is_instrument,
    is_thing,
    is_person,
    is_common_word,
    is_thing_for_women,
)
