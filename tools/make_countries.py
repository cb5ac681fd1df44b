"""Makes feedsvc/data/countries.json out of countries_source.txt and CLDR's names of territories.

At development time only, with babel beside feedsvc (pymorphy3 too for --check):
    python tools/make_countries.py            writes the file
    python tools/make_countries.py --forms    prints every inflected Russian name, to be read once
    python tools/make_countries.py --check    compares the inflection with pymorphy3's
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from countries_inflection import adjective_forms, name_forms, people_forms  # noqa: E402

from feedsvc.core.countries.text import Words  # noqa: E402
from feedsvc.core.text import without_marks  # noqa: E402

SOURCE = Path(__file__).with_name("countries_source.txt")
CLDR = Locale("en").territories
TARGET = ROOT / "feedsvc" / "data" / "countries.json"
FIELDS = (
    "code en_name en_people en_capital ru_name ru_adjective ru_people ru_capital ru_capital_adjective".split()
)

ABBREVIATIONS = {
    "AE": "UAE ОАЭ", "BA": "BiH БиГ", "CD": "DRC ДРК", "CF": "CAR ЦАР", "CN": "PRC КНР", "DE": "FRG ФРГ",
    "GB": "UK", "HK": "HKSAR", "KP": "DPRK КНДР", "KR": "ROK RoK", "LA": "ЛНДР", "MK": "FYROM",
    "NZ": "NZ", "PG": "PNG ПНГ", "RU": "RF РФ", "SA": "KSA КСА", "US": "US USA США", "UZ": "РУз",
    "VG": "BVI", "VI": "USVI", "ZA": "RSA ЮАР",
}  # fmt: skip
# Halves of Russian compounds ("афгано-таджикский") that are not the adjective with -о; those are made.
COMPOUNDS = {
    "AF": "афгано", "AT": "австро", "CZ": "чехо", "DE": "германо", "ES": "испано", "FR": "франко",
    "GR": "греко", "IN": "индо", "IR": "ирано", "IT": "итало", "JP": "японо", "MN": "монголо",
    "PL": "польско", "PT": "португало", "RO": "румыно", "RS": "сербо", "TR": "турко",
    "US": "американо", "VN": "вьетнамо",
}  # fmt: skip
ENGLISH_COMPOUNDS = {"CN": "Sino", "FR": "Franco", "RU": "Russo"}


def english_people(field: str) -> tuple[list[str], list[str]]:
    """Adjectives (which may name a language too), and words for people."""
    adjectives, _, others = field.partition("/")
    first, second = split(adjectives), split(others)
    plural = [
        w + "s"
        for w in (*first, *second)
        if not w.endswith(("ese", "ish", "ch", "s", "z", "man", "men", "ois"))
    ]
    men = [w[:-3] + "men" for w in second if w.endswith("man")]
    return first, [*second, *plural, *men]


def split(field: str) -> list[str]:
    """The entries of a field."""
    return [item.strip() for item in field.split(";") if item.strip()]


def english_names(names: list[str]) -> list[str]:
    """With "St" for "Saint" and without a leading article."""
    bare = [re.sub("^[Tt]he ", "", name) for name in names]
    return [*bare, *(name.replace("Saint", "St") for name in bare if "Saint" in name)]


def rows() -> list[dict[str, str]]:
    """The source, a row for each country."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    return [
        dict(zip(FIELDS, (f.strip() for f in line.split("|")), strict=True))
        for line in lines
        if line and not line.startswith("#")
    ]


def shown(field: str) -> str:
    """The first entry of a field without its marks: the name to show."""
    first = (split(field) or [""])[0].lstrip("~*")
    return first.split("/")[0] if re.search("/[^0mо]|/ов", first) else re.sub("/(0|m|ов)", "", first)


def keyed(forms: list[str]) -> list[str]:
    """The forms as the detector's table keys them."""
    return sorted({" ".join(Words(form).keys) for form in forms})


def entry(row: dict[str, str]) -> dict[str, object]:
    """One country's line of the file."""
    code = row["code"]
    adjectives, people = english_people(row["en_people"])
    english_capitals, russian_capitals = split(row["en_capital"]), split(row["ru_capital"])
    marked = [n.lstrip("~") for n in (*split(row["en_name"]), *english_capitals) if n.startswith("~")]
    weak = [n for n in (*english_capitals, *russian_capitals) if n.startswith("*")]
    russian_names = [clean(n) for n in split(row["ru_name"])]
    halves = [a[:-2] + "о" for a in (*split(row["ru_adjective"]), *split(row["ru_capital_adjective"]))]
    halves += COMPOUNDS.get(code, "").split() + ENGLISH_COMPOUNDS.get(code, "").split()
    names = english_names([*map(clean, split(row["en_name"])), CLDR[code]])
    forms: dict[str, list[str]] = {
        "name": keyed(names) + keyed([f for n in russian_names for f in name_forms(n)]),
        "capital": keyed(english_names([clean(n) for n in english_capitals if n[0] != "*"]))
        + keyed([f for n in russian_capitals if n[0] != "*" for f in name_forms(n)]),
        "weak": keyed(english_names([clean(n) for n in weak if n[1] < "А"]))
        + keyed([f for n in weak if n[1] >= "А" for f in name_forms(clean(n))]),
        "adjective": keyed(adjectives)
        + keyed([f for a in split(row["ru_adjective"]) for f in adjective_forms(a)]),
        "people": keyed(people) + keyed([f for p in split(row["ru_people"]) for f in people_forms(p)]),
        "of capital": keyed([f for a in split(row["ru_capital_adjective"]) for f in adjective_forms(a)]),
        "half": keyed(halves),
        "abbreviation": sorted(ABBREVIATIONS.get(code, "").split()),
        "marked": keyed(marked),
        "plain": keyed([f[0] for f in map(name_forms, (*russian_names, *map(clean, russian_capitals)))]),
    }
    return {
        "en": shown(row["en_name"]),
        "ru": shown(row["ru_name"]),
        "capital": {"en": shown(row["en_capital"]), "ru": shown(row["ru_capital"])},
        "forms": {kind: words for kind, words in forms.items() if words},
    }


def clean(name: str) -> str:
    """An entry without the mark before it."""
    return name.lstrip("~*")


def print_forms() -> None:
    """Prints every inflected Russian word, to be read once by a person."""
    for row in rows():
        for kind, make in KINDS:
            for word in split(row[kind]):
                print(
                    row["code"],
                    kind,
                    " ".join(make(clean(word)) if kind != "ru_name" else [", ".join(make(word))]),
                )


KINDS: list[tuple[str, Callable[[str], list[str]]]] = [
    ("ru_name", name_forms),
    ("ru_capital", name_forms),
    ("ru_people", people_forms),
]


def check() -> None:
    """Prints where pymorphy3's dictionary inflects a Russian word in another way."""
    import pymorphy3

    analyser = pymorphy3.MorphAnalyzer()
    for row in rows():
        for kind, make in KINDS:
            for word in split(row[kind]):
                ours = {without_marks(f.lower()) for f in make(clean(word))}
                first = make(clean(word))[0].lower()
                if " " in first or not analyser.word_is_known(first):
                    continue
                parses = [p for p in analyser.parse(first) if "nomn" in p.tag and "NOUN" in p.tag]
                for parse in parses[:1]:
                    theirs = {
                        without_marks(x.word)
                        for x in parse.lexeme
                        if kind == "ru_people" or "plur" not in x.tag or "Pltm" in x.tag
                    }
                    if ours != theirs:
                        print(
                            row["code"],
                            first,
                            "ours only:",
                            *sorted(ours - theirs),
                            "| theirs only:",
                            *sorted(theirs - ours),
                        )


def main() -> None:
    """Writes the file, or prints what is asked for."""
    if "--forms" in sys.argv:
        print_forms()
    elif "--check" in sys.argv:
        check()
    else:
        entries = {row["code"]: entry(row) for row in rows()}
        dump = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
        lines = [f"{dump(code)}: {dump(entries[code])}" for code in sorted(entries)]
        TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        print(len(entries), "countries,", TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
