"""What the tests of office pages share: a small list of countries, and a reader with defaults."""

import re
from collections.abc import Sequence
from textwrap import dedent

from feedsvc.core.imported import Reading
from feedsvc.core.model import EntryDraft
from feedsvc.importers.page import read_page

CAPITALS = {"AM": "Yerevan", "GE": "Tbilisi", "RU": "Moscow", "TJ": "Dushanbe", "UZ": "Tashkent"}


class Countries:
    """Finds a few countries and capitals by name; notes what it was asked."""

    NAMES = {  # noqa: RUF012
        "Azerbaijan": "AZ", "Armenia": "AM", "Belarus": "BY", "Georgia": "GE", "Kazakhstan": "KZ",
        "Kyrgyzstan": "KG", "Russian Federation": "RU", "Tajikistan": "TJ", "Turkmenistan": "TM",
        "Uzbekistan": "UZ", "Moscow": "RU", "Tashkent": "UZ", "Tbilisi": "GE",
        "Казахстан": "KZ", "Таджикистан": "TJ", "Узбекистан": "UZ", "Ташкент": "UZ", "Москв": "RU",
    }  # fmt: skip

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> tuple[str, ...]:
        """The codes in the text's order, each once."""
        self.asked.append(text)
        found = re.findall("|".join(self.NAMES), text)
        return tuple(dict.fromkeys(self.NAMES[name] for name in found))


def capital_of(code: str) -> str:
    """The English name of a capital."""
    return CAPITALS[code]


def read(
    page: str | bytes,
    *,
    office: str | None = "moscow",
    language: str | None = None,
    site_languages: Sequence[str] = ("en", "ru"),
) -> Reading:
    """Reads a page, given as text or bytes."""
    return read_page(
        page.encode() if isinstance(page, str) else page,
        office=office,
        language=language,
        country_codes=Countries(),
        capital_of=capital_of,
        site_languages=site_languages,
    )


def titles(reading: Reading) -> list[str]:
    """The titles of the entries, in the page's order."""
    return [item.draft.title for item in reading.items]


def refused(reading: Reading) -> list[tuple[int, str]]:
    """The lines and reasons of the refusals."""
    return [(refusal.line, refusal.reason) for refusal in reading.refused]


def entry(page: str) -> EntryDraft:
    """The only entry of a page on which nothing is refused; the page may be indented as a whole."""
    reading = read(dedent(page).strip("\n"))
    assert (len(reading.items), reading.refused) == (1, ())
    return reading.items[0].draft


def summaries(reading: Reading) -> list[str]:
    """The summaries of the entries, in the page's order."""
    return [item.draft.summary for item in reading.items]
