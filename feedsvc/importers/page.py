"""Office pages: the text of a page with an office's news list, as it stands in a browser."""

import re
from collections.abc import Callable, Iterable, Sequence

from feedsvc.core.imported import ImportedItem, Reading, Refusal
from feedsvc.importers.page_item import labels_of_page, read_item
from feedsvc.importers.page_lines import page_lines, unreadable
from feedsvc.importers.page_lists import PageLists, RawItem, page_lists
from feedsvc.importers.page_office import CountryCodes, office_of_page

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_NAMES = {"en": "English", "ru": "Russian"}
# Between these shares of Cyrillic letters the names of the months decide.
_CLEARLY_LATIN, _CLEARLY_CYRILLIC = 0.3, 0.7


def read_page(
    data: bytes,
    *,
    office: str | None,
    language: str | None,
    country_codes: CountryCodes,
    capital_of: Callable[[str], str],
    site_languages: Sequence[str],
) -> Reading:
    """What an office page says: the office, its entries, and what could not be taken.

    `office` is a slug and wins over the page's own paragraph; `language` wins over the one found.
    `country_codes` gives the ISO codes of the countries that a text names, in the text's order;
    `capital_of` the English name of a country's capital by that code. Raises UnreadableFile where
    the file is no such page, or office or language are neither given nor found.
    """
    page = page_lists(page_lines(data))
    if not page.items:
        raise unreadable(
            "The file is no office page, for no item of a numbered or dashed list in it has a date:"
            " save the page as plain text, each title with its number or dash and its date below it."
        )
    return reading_of_lists(
        page,
        office=office,
        language=language,
        country_codes=country_codes,
        capital_of=capital_of,
        site_languages=site_languages,
    )


def reading_of_lists(
    page: PageLists,
    *,
    office: str | None,
    language: str | None,
    country_codes: CountryCodes,
    capital_of: Callable[[str], str],
    site_languages: Sequence[str],
    declared: str = "",
    finish: Callable[[int, ImportedItem], ImportedItem] = lambda _, item: item,
) -> Reading:
    """What a page says that was taken apart, as `read_page` has it.

    `declared` is the language that the page itself declares; `finish` is given the place of each
    item among `page.items` and what was read of it. Raises UnreadableFile as `read_page` does.
    """
    spoken = _language(language, page.items, site_languages, declared)
    found = office_of_page(
        page.header, slug=office or None, language=spoken, country_codes=country_codes, capital_of=capital_of
    )
    slug = office or (found.slug if found else "")
    if not slug:
        raise unreadable("The page has no paragraph that tells its office and city: give --office SLUG.")
    labels = labels_of_page(page.items)
    results = [read_item(item, office=slug, language=spoken, labels=labels) for item in page.items]
    refused = [result for result in results if isinstance(result, Refusal)]
    return Reading(
        office=found,
        items=tuple(
            finish(place, result) for place, result in enumerate(results) if not isinstance(result, Refusal)
        ),
        refused=tuple(sorted([*refused, *page.stray], key=lambda refusal: refusal.line)),
    )


def _language(
    given: str | None, items: Sequence[RawItem], site_languages: Sequence[str], declared: str
) -> str:
    language = given or _told_language(declared, items)
    if language in site_languages:
        return language
    if given:
        raise unreadable(
            f"--lang {given} is none of the site's languages ({', '.join(site_languages)}):"
            " give one of them, or add it to FEEDSVC_LANGUAGES."
        )
    raise unreadable(
        f"The page is in {_NAMES.get(language, language)}, which is none of the site's languages"
        f" ({', '.join(site_languages)}): give --lang, or add {language} to FEEDSVC_LANGUAGES."
    )


def _told_language(declared: str, items: Sequence[RawItem]) -> str:
    """What a page declares goes before its letters; but many say "en" whatever they are written in."""
    by_letters = _language_of(items)
    return by_letters if declared in {"", "en"} else declared


def _language_of(items: Iterable[RawItem]) -> str:
    """Russian or English, by the letters, and by the names of the months where both are many."""
    cyrillic = latin = russian_months = 0
    for item in items:
        for line in item.lines:
            cyrillic += len(_CYRILLIC.findall(line.text))
            latin += len(_LATIN.findall(line.text))
        date = item.date_line.date if item.date_line else None
        if date and date.language:
            russian_months += 1 if date.language == "ru" else -1
    share = cyrillic / (cyrillic + latin) if cyrillic + latin else 0.0
    if _CLEARLY_LATIN < share < _CLEARLY_CYRILLIC and russian_months:
        return "ru" if russian_months > 0 else "en"
    return "ru" if share > 0.5 else "en"
