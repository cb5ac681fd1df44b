"""Adjectives that name a language and no country: "available in Russian", «на узбекском языке»."""

from feedsvc.core.countries.table import ADJECTIVE, HALF, Found
from feedsvc.core.countries.text import Words
from feedsvc.core.countries.words import (
    AFTER_LANGUAGE,
    AFTER_LANGUAGE_RU,
    BEFORE_LANGUAGE,
    BEFORE_LANGUAGE_RU,
    LANGUAGE_NOUNS,
    LANGUAGE_NOUNS_RU,
    LANGUAGE_STUDIES_RU,
    OTHER_LANGUAGES,
    OTHER_LANGUAGES_RU,
)

_JOINTS = {"and", "or", "to", "into", "from", "и", "или", "на", "с", "либо"}
_LONGEST = 24


def is_language(words: Words, found: Found, adjectives: frozenset[int]) -> bool:
    """Whether an adjective names a language.

    `adjectives` are the numbers of all adjectives of countries in the text: languages come in rows
    ("in Russian, Kazakh and English"), and what stands before and after the row decides.
    """
    if found.kind not in {ADJECTIVE, HALF} or found.first != found.last:
        return False
    first, last = _row(words, found, adjectives)
    if words.keys[found.first] > "z":
        return _is_russian_row(words, first, last)
    return _is_english_row(words, first, last)


def _row(words: Words, found: Found, adjectives: frozenset[int]) -> tuple[int, int]:
    first, last = found.first, found.last
    while first > 0 and found.first - first < _LONGEST:
        step = 2 if words.key(first - 1) in _JOINTS and _is_tongue(words, first - 2, adjectives) else 1
        if not _is_tongue(words, first - step, adjectives) or not _in_row(words, first - step + 1, first):
            break
        first -= step
    while last - found.last < _LONGEST:
        step = 2 if words.key(last + 1) in _JOINTS else 1
        if not _is_tongue(words, last + step, adjectives) or not _in_row(words, last + 1, last + step):
            break
        last += step
    return first, last


def _in_row(words: Words, first: int, last: int) -> bool:
    return all(words.gap(index).strip(" \n") in {"", ",", "-", "/"} for index in range(first, last + 1))


def _is_tongue(words: Words, index: int, adjectives: frozenset[int]) -> bool:
    key = words.key(index)
    return bool(key) and (index in adjectives or key in OTHER_LANGUAGES or key.startswith(OTHER_LANGUAGES_RU))


def _is_english_row(words: Words, first: int, last: int) -> bool:
    after, before = words.key(last + 1), words.key(first - 1)
    stops = words.ends_before(last + 1)
    if not stops and after in LANGUAGE_NOUNS:
        return True
    if words.gap(first).endswith("(") and words.gap(last + 1).startswith(")"):
        return True
    if words.gap(first).strip() == ":":
        return before in {"language", "languages"}
    return words.is_joined(first) and before in BEFORE_LANGUAGE and (stops or after in AFTER_LANGUAGE)


def _is_russian_row(words: Words, first: int, last: int) -> bool:
    after, before = words.key(last + 1), words.key(first - 1)
    stops = words.ends_before(last + 1)
    if not stops and after.startswith(LANGUAGE_NOUNS_RU):
        return True
    if before.startswith("язык") and words.gap(first).strip() in {":", "-"}:
        return True
    stands_alone = stops or after in AFTER_LANGUAGE_RU
    leads = before in BEFORE_LANGUAGE_RU or before.startswith(LANGUAGE_STUDIES_RU)
    return words.is_joined(first) and stands_alone and leads
