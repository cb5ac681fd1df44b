"""What a person types into a search field, as a value. Any text is a valid query.

Every word must be found, in any order and any form; "words in quotes" one after the other; -word
not at all. Nothing else has a meaning.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from feedsvc.core.text import one_line
from feedsvc.core.words import AS_WRITTEN, Forms, folded_word, forms, words_in

_LONGEST = 1000  # characters of a query that are read
_MOST_TERMS = 20
_LONGEST_PHRASE = 40  # words
_SHORTEST_BEGINNING = 3  # letters

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')
_UNIT = re.compile(r'(?P<without>[-−])?(?:"(?P<phrase>[^"]+)"|(?P<plain>[^\s"]+))')
# Words that say nothing by themselves: left out where others are asked for.
_EMPTY = frozenset(
    "a an and are as at be by for from in is of on or that the to was were with"
    " а в во и из или к ко на не о об от по при с со у за для".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: any of these `choices`, each a run of tokens.

    `begins`: a word that begins with the last token is enough.
    """

    choices: tuple[tuple[str, ...], ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all of `wanted`, none of `unwanted`. Without `wanted` nothing is found.

    `beginning` is the last word as the beginning of one, for when it is found nowhere; None where
    the last thing typed is no unfinished word.
    """

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    beginning: Term | None = None

    def begun(self) -> "Query":
        """The same with its last word as the beginning of one."""
        if self.beginning is None:
            return self
        return replace(self, wanted=(*self.wanted[:-1], self.beginning), beginning=None)


def parse(text: str) -> Query:
    """The query that a text is. Of an overlong one the beginning counts."""
    typed = one_line(text[:_LONGEST]).translate(_QUOTES)
    wanted: list[Term] = []
    telling: list[Term] = []
    unwanted: list[Term] = []
    last: str | None = None
    for match in _UNIT.finditer(typed):
        found = list(_terms_of(match))
        if match["without"]:
            unwanted += (term for _, term in found)
        else:
            wanted += (term for _, term in found)
            telling += (term for word, term in found if word.casefold() not in _EMPTY)
        last = found[-1][0] if found and match["plain"] and not match["without"] else None
    terms = _distinct(telling or wanted)
    ended = text[-1:].isspace()
    return Query(terms, _distinct(unwanted), None if ended or last is None else _beginning(last, terms))


def _terms_of(match: re.Match[str]) -> Iterator[tuple[str, Term]]:
    """The terms of a unit, each with how it is written."""
    if match["phrase"] is None:
        yield from ((word, _term(forms(word))) for word in words_in(match["plain"]) if forms(word).parts)
        return
    run = tuple(part for word in words_in(match["phrase"]) for part in forms(word).parts)
    if run:
        yield match["phrase"], Term((run[:_LONGEST_PHRASE],))


def _term(word: Forms) -> Term:
    return Term((word.parts, (word.joined,)) if word.joined else (word.parts,))


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))[:_MOST_TERMS]


def _beginning(word: str, terms: tuple[Term, ...]) -> Term | None:
    """The last word typed as a beginning; None for a short one, or one that is not the last term."""
    start = folded_word(word)
    if len(start) < _SHORTEST_BEGINNING or len(forms(word).parts) != 1 or terms[-1:] != (_term(forms(word)),):
        return None
    return Term(((start,), (AS_WRITTEN + start,)), begins=True)
