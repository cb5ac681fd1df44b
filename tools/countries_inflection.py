"""Russian declension of names of places, adjectives in -кий and words for peoples, for make_countries.py.

By rule, since a dictionary does not know half of these words; `make_countries.py --check` compares
the other half with pymorphy3's.
"""

import re

NEUTERS = {"королевство", "государство", "княжество", "герцогство", "содружество"}
ADJECTIVE_ENDINGS = ("ая", "яя", "ое", "ее", "ый", "ий", "ые", "ие")
VOWELS = "аеиоуыэюя"


def nouns(word: str) -> list[list[str]]:  # noqa: PLR0911  # one return for each declension
    """The six cases of a name of a place, in the order of the grammars."""
    base, _, mark = word.partition("/")
    low, stem = base.lower(), base[:-1]
    if mark == "0" or low.endswith(("оа", "уа")):
        return [[base]] * 6
    if low == "острова":
        return [[base], [stem + "ов"], [stem + "ам"], [base], [stem + "ами"], [stem + "ах"]]
    if low in NEUTERS:
        return [[base], [stem + "а"], [stem + "у"], [base], [stem + "ом"], [stem + "е"]]
    if low.endswith("ы"):
        return [[base], [stem + mark], [stem + "ам"], [base], [stem + "ами"], [stem + "ах"]]
    if low.endswith("ия"):
        return [[base], [stem + "и"], [stem + "и"], [stem + "ю"], [stem + "ей"], [stem + "и"]]
    if low.endswith("я"):
        return [[base], [stem + "и"], [stem + "е"], [stem + "ю"], [stem + "ей"], [stem + "е"]]
    if low.endswith("а"):
        genitive = "и" if low[-2] in "гкхжшчщ" else "ы"
        ending = "ей" if low[-2] in "жшчщц" else "ой"
        return [[base], [stem + genitive], [stem + "е"], [stem + "у"], [stem + ending], [stem + "е"]]
    if low.endswith("ь") and mark != "m":
        return [[base], [stem + "и"], [stem + "и"], [base], [base + "ю"], [stem + "и"]]
    if low.endswith(("ь", "й")):
        last = "и" if low.endswith("ий") else "е"
        return [[base], [stem + "я"], [stem + "ю"], [base], [stem + "ем"], [stem + last]]
    if low[-1] in VOWELS:
        return [[base]] * 6
    ending = "ем" if low[-1] in "жшчщц" else "ом"
    return [[base], [base + "а"], [base + "у"], [base], [base + ending], [base + "е"]]


def adjective_cases(word: str) -> list[str]:
    """An adjective before a noun, in the noun's six cases."""
    stem, ending = word[:-2], word[-2:].lower()
    soft = word[-3].lower() in "гкхжшчщ"
    i = "и" if soft or ending in {"ее", "ие", "ий"} else "ы"
    e = "е" if ending in {"ее", "яя"} else "о"
    if word.endswith(("овы", "евы")):
        plural = word[:-1] + "ы"
        return [word, plural + "х", plural + "м", word, plural + "ми", plural + "х"]
    if ending in {"ая", "яя"}:
        accusative = stem + ("ую" if ending == "ая" else "юю")
        oblique = stem + e + "й"
        return [word, oblique, oblique, accusative, oblique, oblique]
    if ending in {"ые", "ие"}:
        return [word, stem + i + "х", stem + i + "м", word, stem + i + "ми", stem + i + "х"]
    return [word, stem + e + "го", stem + e + "му", word, stem + i + "м", stem + e + "м"]


def is_adjective(word: str) -> bool:
    """Whether a word within a name is an adjective."""
    return word.lower().endswith((*ADJECTIVE_ENDINGS, "овы", "евы")) and word.lower() != "маврикий"


def place_forms(phrase: str) -> list[str]:
    """All cases of a name of one or several words, the nominative first."""
    parts = re.split(r"( и |, )", phrase)
    columns = [[part] * 6 if position % 2 else _part_cases(part) for position, part in enumerate(parts)]
    return ["".join(column) for column in zip(*columns, strict=True)]


def _part_cases(part: str) -> list[str]:
    words = part.split(" ")
    head = 0
    while head < len(words) - 1 and is_adjective(words[head]):
        head += 1
    before = [adjective_cases(word) for word in words[:head]]
    noun = [case[0] for case in nouns(words[head])]
    rest = [re.sub("/.*", "", word) for word in words[head + 1 :]]
    return [" ".join([*(cases[n] for cases in before), noun[n], *rest]) for n in range(6)]


def name_forms(phrase: str) -> list[str]:
    """All cases of a name, made or, where the source lists them, as listed."""
    listed = phrase.split("/")
    if len(listed) > 3 and " и " not in phrase:
        return listed
    return place_forms(phrase)


def adjective_forms(word: str) -> list[str]:
    """All forms of an adjective in -кий."""
    return [word[:-2] + e for e in "ий ая ое ие ого ой ую ому их им ими ом".split()]


def people_forms(word: str) -> list[str]:
    """All forms, singular and plural, of a word for one of a people."""
    listed = word.split("/")
    if len(listed) > 3:
        return listed
    if word.endswith("/0"):
        return [word[:-2]]
    if word.endswith("ка"):
        return _women(word)
    if word.endswith("ец"):
        before = word[-3]
        joint = "й" if before in VOWELS else "ь" if before == "л" else ""
        stem = word[:-2] + joint + "ц"
        return [word, *(stem + e for e in "а у ем е ы ев ам ами ах".split())]
    if word.endswith("ин") and word not in {"грузин"}:
        many = word[:-2]
        nominative = "ы" if word == "болгарин" else "е"
        return [
            word,
            *(word + e for e in "а у ом е".split()),
            many + nominative,
            many,
            *(many + e for e in ("ам", "ами", "ах")),
        ]
    plural, genitive = ("и", "ов") if word[-1] in "кгх" else ("и", "ей") if word[-1] in "шжч" else ("ы", "ов")
    instrumental = "ем" if word == "мальгаш" else "ом"
    genitives = [] if word in {"грузин", "румын"} else [word + genitive]
    return [word, *(word + e for e in ("а", "у", instrumental, "е", plural, "ам", "ами", "ах")), *genitives]


def _women(word: str) -> list[str]:
    stem, before = word[:-2], word[-3]
    genitive = stem[:-1] + "ек" if before in "йь" else stem + ("ек" if before in "чшж" else "ок")
    return [word, *(word[:-1] + e for e in "и е у ой ою ам ами ах".split()), genitive]
