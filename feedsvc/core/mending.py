"""What one click mends of what somebody typed into the form of an entry, as `core.advice` offers it."""

from collections.abc import Iterable

from feedsvc.core.advice import Fix, with_https
from feedsvc.core.countries import is_country
from feedsvc.core.form_reading import CHOSEN, draft_of_fields
from feedsvc.core.summaries import summary_of
from feedsvc.core.working_copy import Fields, first

WITH_ADDRESSES = ("link", "body", "image_url", "enclosure_url")
"""The fields of the form that hold addresses."""


def mended(fields: Fields, fix: Fix, *, of: str = "", countries: Iterable[str] = ()) -> Fields:
    """The fields after a click. `of` is the one of WITH_ADDRESSES that is to have https, or the country
    or language that is to be taken; `countries` are those of the office, or those found in the text where
    one of them is taken. What a fix does not apply to stays as it
    was typed."""
    if fix is Fix.HTTPS and of in WITH_ADDRESSES:
        return {**fields, of: tuple(with_https(value) for value in fields.get(of, ()))}
    if fix is Fix.OFFICE_COUNTRIES:
        return _with_countries(fields, countries)
    if fix is Fix.COUNTRY and is_country(of):
        return _with_countries(fields, (*(_chosen(fields) or countries), of))
    if fix is Fix.LANGUAGE and of:
        return {**fields, "language": (of,)}
    if fix is Fix.SUMMARY:
        draft = draft_of_fields(fields)
        summary = summary_of(draft.content_html, title=draft.title)
        return {**fields, "summary": (summary,)} if summary else fields
    return fields


def _chosen(fields: Fields) -> tuple[str, ...]:
    return fields.get("countries", ()) if first(fields, "countries_are") == CHOSEN else ()


def _with_countries(fields: Fields, codes: Iterable[str]) -> Fields:
    taken = tuple(dict.fromkeys(codes))
    return {**fields, "countries_are": (CHOSEN,), "countries": taken} if taken else fields
