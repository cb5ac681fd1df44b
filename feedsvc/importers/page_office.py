"""The office that an office page is of, from its first paragraph."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from feedsvc.core.model import FormerName, OfficeDraft
from feedsvc.core.urls import slug_of
from feedsvc.importers.page_dates import month_number
from feedsvc.importers.page_lines import Line, blocks, joined

CountryCodes = Callable[[str], tuple[str, ...]]
_LONGEST_PARAGRAPH = 5000
_LONGEST_CITY = 60
_MOST_HEADINGS = 4


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a language says where an office works, what it was called and what it covers."""

    works_in: re.Pattern[str]
    office: re.Pattern[str]
    formerly: re.Pattern[str]
    former_ends: re.Pattern[str]
    since: re.Pattern[str]
    covers: re.Pattern[str]
    particles: frozenset[str] = frozenset()


_YEAR_MONTH = re.compile(r"(?:([^\W\d_]+)\s+)?((?:19|20)\d\d)")
_COUNTRY_LIST = re.compile(r"\b(?:countr(?:y|ies)|стран\w*)\b[^.:]*:")
_SENTENCE_END = re.compile(r"(?<!\bSt)\.(?=\s|$)")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_RELATIVE = re.compile(r",?\s+(?:which|that|которое|который|которая)\s*$")
_ENGLISH = _Wording(
    works_in=re.compile(
        r"\b(?:(?:has|have)\s+(?:been\s+)?(?:working|worked|operating|operated|based|located|active|present)"
        r"|is\s+(?:based|located|situated)|works|operates|based|located)\s+in\s+(?=[^\W\d_])"
    ),
    office=re.compile(
        r"\b(?:Office|Team|Bureau|Cent(?:re|er)|Representation|Mission|Delegation|Branch|Unit)\b",
        re.IGNORECASE,
    ),
    formerly=re.compile(
        r"\s*[(,]\s*(?:(?:formerly|previously)(?:\s+(?:called|named|known\s+as))?|former\s+name)\s*[:—–-]?\s*",
        re.IGNORECASE,
    ),
    former_ends=re.compile(
        r";|,?\s+(?:until|till|up\s+to|renamed|before)\b|,\s+(?:(?:the|its)\s+)?new\s+name\b"
    ),
    since=re.compile(r"\b[Ss]ince\s+(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(\d{4})\b,?\s*"),
    covers=re.compile(
        r"\b(?:cover(?:s|ing|ed)?|serv(?:es|ing)|coordinat(?:es|ing)|responsible\s+for|countries)\b"
    ),
    particles=frozenset("of de la es da do du el al".split()),
)
_RUSSIAN = _Wording(
    works_in=re.compile(
        r"\b(?:работает|действует|функционирует|находится|расположен[аоы]?|базируется|размещается)\s+"
        r"во?\s+(?:городе\s+|г\.\s*)?(?=[А-ЯЁ])"
    ),
    office=re.compile(r"\b(?:бюро|офис|представительств|групп|отделени|центр|мисси|команд)", re.IGNORECASE),
    formerly=re.compile(
        r"\s*[(,]\s*(?:прежнее\s+название|прежде|ранее|бывш\w+)"
        r"(?:\s+(?:называл[аои]сь|назывался|именовал[аои]сь|именовался))?\s*[:—–-]?\s*"
    ),
    former_ends=re.compile(r";|,?\s+до\s|,\s+новое\s+название\b|,\s+переименован\w*"),
    since=re.compile(r"\b[Сс]\s+(?:\d{1,2}\s+)?(?:[а-я]+\s+)?(\d{4})\s*(?:года|г\.)?,?\s*"),
    covers=re.compile(r"\b(?:охватывает|координирует|обслуживает|отвечает\s+за|страны)\b"),
)


def office_of_page(
    header: Sequence[Line],
    *,
    slug: str | None,
    language: str,
    country_codes: CountryCodes,
    capital_of: Callable[[str], str],
) -> OfficeDraft | None:
    """The office of which a paragraph above the first list speaks; None where none does.

    `slug` stands for the one made from the city. A paragraph in Russian names the city in a case
    («в Ташкенте»): the city is then the English name of the capital of the country found in it.
    """
    for paragraph in _paragraphs(header):
        for wording in (_ENGLISH, _RUSSIAN):
            said = _said(paragraph, wording)
            if said is None:
                continue
            codes = country_codes(f"в {said.city}" if wording is _RUSSIAN else said.city)
            capital = capital_of(codes[0]) if codes and wording is _RUSSIAN else ""
            city = said.city if wording is _ENGLISH else capital
            if own_slug := slug or slug_of(city):
                return OfficeDraft(
                    slug=own_slug,
                    names={language: said.name},
                    former_names=said.former_names,
                    descriptions={language: paragraph},
                    city=city,
                    country=codes[0] if codes else None,
                    since=said.since,
                    countries=_countries(said.rest, wording, country_codes),
                    languages=(language,),
                )
    return None


@dataclass(frozen=True, slots=True)
class _Said:
    """What a paragraph says of an office; `rest` is its text from the city on."""

    name: str
    former_names: tuple[FormerName, ...]
    city: str
    since: int | None
    rest: str


def _paragraphs(header: Sequence[Line]) -> Iterator[str]:
    """The paragraphs of a header; where headings stand right above one, it first without them."""
    for block in blocks(header):
        if sum(len(line.text) for line in block) > _LONGEST_PARAGRAPH:
            continue
        begin = next((k for k, line in enumerate(block[:_MOST_HEADINGS]) if line.text.startswith("The ")), 0)
        if begin:
            yield joined(block[begin:])
        yield joined(block)


def _said(paragraph: str, wording: _Wording) -> _Said | None:
    place = wording.works_in.search(paragraph)
    if place is None:
        return None
    head, rest = paragraph[: place.start()], paragraph[place.end() :]
    city = _city(rest, wording)
    since = wording.since.search(head) or wording.since.search(_first_sentence(rest))
    named = wording.since.sub("", head)
    former = wording.formerly.search(named)
    name = _RELATIVE.sub("", named[: former.start()] if former else named).strip(" ,")
    if not city or not wording.office.search(name):
        return None
    return _Said(
        name=_ARTICLE.sub("", name, count=1),
        former_names=_former_names(named[former.end() :], former[0], wording) if former else (),
        city=city,
        since=int(since[1]) if since else None,
        rest=rest,
    )


def _city(text: str, wording: _Wording) -> str:
    """The words of a name at the beginning of a text: "Moscow", "Dar es Salaam", "St. Petersburg"."""
    words: list[str] = []
    for word in text[:_LONGEST_CITY].split():
        if not word[0].isupper() and not (words and word in wording.particles):
            break
        words.append(word)
        if word[-1] in ",.;:)" and word != "St.":
            break
    while words and words[-1] in wording.particles:
        words.pop()
    return " ".join(words).rstrip(" ,.;:)")


def _former_names(text: str, opening: str, wording: _Wording) -> tuple[FormerName, ...]:
    inside = text.rpartition(")")[0] if "(" in opening and ")" in text else text
    end = wording.former_ends.search(inside)
    name = _ARTICLE.sub("", (inside[: end.start()] if end else inside).strip(" ,"), count=1)
    changed = _YEAR_MONTH.search(inside[end.start() :]) if end else None
    return (FormerName(name, _until(changed) if changed else ""),) if name else ()


def _until(changed: re.Match[str]) -> str:
    month = month_number(changed[1] or "")
    return f"{changed[2]}-{month:02d}" if month else changed[2]


def _countries(text: str, wording: _Wording, country_codes: CountryCodes) -> tuple[str, ...]:
    """The countries listed after "countries:", or in a sentence that says what an office covers."""
    for found in chain(_COUNTRY_LIST.finditer(text), wording.covers.finditer(text)):
        if codes := country_codes(_first_sentence(text[found.end() :])):
            return tuple(dict.fromkeys(codes))
    return ()


def _first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text, maxsplit=1)[0]
