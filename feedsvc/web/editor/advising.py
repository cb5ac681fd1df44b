"""What stands beside an entry that is being written: what readers will dislike, and the countries that its
text speaks of; each with what mends it, as a link to the field or as one click.

The pieces are `editor/advice.html` and `editor/suggestions.html`. Their buttons send the form around them
to the `mending_path` of the working copy, with what was typed in it; without a form, with a CSRF token alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedsvc.core.advice import Advice, Code, Fix
from feedsvc.core.countries import country_name
from feedsvc.core.countries.suggesting import Suggestion
from feedsvc.core.wording import language_name
from feedsvc.web.editor.desk import say, spoken

_FIELDS = {"content_html": "body"}
_PART = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to say: a sentence, the field that it is about, and what a click mends; "" where none
    does."""

    sentence: str
    field: str
    field_label: str
    mend: str
    mend_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A country that the text speaks of: by which words, in which fields; `taken` where it is the entry's."""

    code: str
    name: str
    because: str
    mend: str
    taken: bool


def field_of(where: str) -> str:
    """The field of the form in which something is that `Problem.where` or an advice names."""
    plain = _PART.sub("", where).replace("enclosures", "enclosure").replace("authors", "author")
    return _FIELDS.get(plain, plain.replace(".", "_"))


def in_short(said: Advice) -> str:
    """Advice in a word or two, for lists."""
    return say(f"advice_short_{said.code}")


def lines(found: Iterable[Advice]) -> list[Line]:
    """Advice in the words of whoever looks."""
    return [_line(each) for each in found]


def _line(said: Advice) -> Line:
    field = field_of(said.field)
    value = language_name(said.value) if said.code is Code.OTHER_SCRIPT else said.value
    of = field if said.fix is Fix.HTTPS else said.offer
    mend = f"{said.fix}:{of}" if of else str(said.fix or "")
    return Line(
        sentence=say(f"advice_{said.code}", value=value),
        field=field,
        field_label=say(f"advice_to_{field}"),
        mend=mend,
        mend_label=say(f"mend_{said.fix}", value=language_name(said.offer)) if said.fix else "",
    )


def hints(found: Sequence[Suggestion], taken: Iterable[str]) -> list[Hint]:
    """Suggested countries in the words of whoever looks; `taken` are those that the entry has."""
    has = frozenset(taken)
    return [
        Hint(
            code=each.code,
            name=country_name(each.code, spoken()),
            because=", ".join(
                say(f"suggested_by_{heard.field}", word=heard.word) for heard in each.heard[:3]
            ),
            mend=f"{Fix.COUNTRY}:{each.code}",
            taken=each.code in has,
        )
        for each in found
    ]
