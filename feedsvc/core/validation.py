"""Drafts checked and cleaned before anything is stored; every problem is named at once."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from feedsvc.core.countries import is_country
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.model import Enclosure, EntryDraft, FormerName, Image, OfficeDraft, Person, Site
from feedsvc.core.nesting import DEEPEST, is_nested_too_deep
from feedsvc.core.patterns import is_ascii_iri, is_email
from feedsvc.core.pictures import Pictures, with_stored_facts
from feedsvc.core.text import clean_html, one_line, paragraphs, web_url_problem
from feedsvc.core.urls import PICTURES, is_slug

LONGEST = {
    "title": 500,
    "summary": 20_000,
    "content_html": 1_000_000,
    "kind": 200,
    "place": 200,
    "link": 2_000,
}
_LANGUAGE = re.compile("[a-z]{2,3}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")  # RFC 6838, 4.2
_UNTIL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


class _Checks:
    """Collects problems; `raise_if_any` ends the check."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))

    def length(self, where: str, text: str) -> None:
        if len(text) > LONGEST[where]:
            self.refuse(where, f"has {len(text)} characters; at most {LONGEST[where]} are allowed")

    def web_url(self, where: str, url: str | None) -> None:
        problem = web_url_problem(url) if url is not None else None
        if problem:
            self.refuse(where, problem)

    def file_url(self, where: str, url: str) -> None:
        if not url.startswith(PICTURES + "/"):  # those are known or refused: with_stored_facts
            self.web_url(where, url)

    def countries(self, where: str, codes: Iterable[str]) -> None:
        for code in codes:
            if not is_country(code):
                self.refuse(where, f"“{code}” is no ISO 3166-1 alpha-2 code")

    def languages(self, where: str, tags: Iterable[str]) -> None:
        for tag in tags:
            if not _LANGUAGE.fullmatch(tag):
                self.refuse(where, f"“{tag}” is no language tag such as en or ru")

    def raise_if_any(self) -> None:
        if self.problems:
            raise InvalidInput(self.problems)


def checked_entry(
    draft: EntryDraft, *, site: Site, offices: Container[str], topics: Container[str], pictures: Pictures
) -> EntryDraft:
    """The draft with its texts cleaned, and with what is known of its pictures that are kept here.

    `offices` and `topics` hold the slugs there are, `pictures` the kept ones that the draft names,
    by path. Raises InvalidInput with every field that cannot be taken.
    """
    checks = _Checks()
    clean = replace(
        draft,
        title=one_line(draft.title),
        summary=paragraphs(draft.summary),
        content_html=_clean_content(draft, site, checks),
        kind=one_line(draft.kind),
        place=one_line(draft.place),
        countries=None if draft.countries is None else _codes(draft.countries),
        topics=_distinct(draft.topics),
        link=draft.link or None,
        image=_clean_image(draft.image),
        enclosures=tuple(_clean_enclosure(each) for each in draft.enclosures),
        authors=tuple(_clean_person(each) for each in draft.authors),
    )
    clean = with_stored_facts(clean, pictures, site.base_url, checks.refuse)
    _check_texts(clean, checks)
    _check_parts(clean, checks, site, offices, topics)
    _check_image(clean.image, checks)
    for number, enclosure in enumerate(clean.enclosures, 1):
        _check_enclosure(enclosure, f"enclosures[{number}]", checks)
    for number, author in enumerate(clean.authors, 1):
        _check_author(author, f"authors[{number}]", checks)
    published = _checked_moment(clean, checks)
    checks.raise_if_any()
    return replace(clean, published=published)


def _clean_content(draft: EntryDraft, site: Site, checks: _Checks) -> str:
    if is_nested_too_deep(draft.content_html):
        checks.refuse("content_html", f"has more than {DEEPEST} elements within one another")
        return ""
    link = draft.link if draft.link and web_url_problem(draft.link) is None else None
    try:
        return clean_html(draft.content_html, base=link or site.base_url + "/")
    except ValueError:  # nh3 reads hosts more strictly than urlsplit: xn-- and 1.2.3.4.5 are none
        checks.refuse("link", "names no host that there can be")
        return ""


def _check_texts(draft: EntryDraft, checks: _Checks) -> None:
    if not draft.title:
        checks.refuse("title", "is missing")
    for where in ("title", "summary", "content_html", "kind", "place"):
        checks.length(where, getattr(draft, where))
    if draft.link is not None:
        checks.length("link", draft.link)
        checks.web_url("link", draft.link)
    if draft.id is not None and not is_ascii_iri(draft.id):
        checks.refuse("id", "must be an absolute IRI in ASCII, such as https://example.org/1")


def _check_parts(
    draft: EntryDraft, checks: _Checks, site: Site, offices: Container[str], topics: Container[str]
) -> None:
    if draft.office not in offices:
        checks.refuse("office", f"there is no office “{draft.office}”; `feedsvc office list` names them")
    if draft.language not in site.languages:
        known = ", ".join(site.languages)
        checks.refuse(
            "language", f"“{draft.language}” is no language of this site ({known}, FEEDSVC_LANGUAGES)"
        )
    checks.countries("countries", draft.countries or ())
    for slug in draft.topics:
        if slug not in topics:
            checks.refuse("topics", f"there is no topic “{slug}”; `feedsvc topic list` names them")


def _clean_image(image: Image | None) -> Image | None:
    if image is None:
        return None
    clean = replace(
        image,
        url=image.url or None,
        alt=one_line(image.alt),
        credit=one_line(image.credit),
        type=image.type.lower() if image.type else None,
    )
    return clean if clean.url or clean.credit else None


def _clean_enclosure(enclosure: Enclosure) -> Enclosure:
    return replace(enclosure, title=one_line(enclosure.title), type=enclosure.type.lower())


def _clean_person(person: Person) -> Person:
    return Person(one_line(person.name), person.email or None, person.uri or None)


def _check_image(image: Image | None, checks: _Checks) -> None:
    if image is None:
        return
    if image.url is not None:
        checks.file_url("image.url", image.url)
    for where in ("width", "height", "length"):
        value = getattr(image, where)
        if value is not None and value < 1:
            checks.refuse(f"image.{where}", "must be at least 1")
    if image.type and not (image.type.startswith("image/") and _MEDIA_TYPE.fullmatch(image.type)):
        checks.refuse("image.type", "must be an image type such as image/jpeg")


def _check_enclosure(enclosure: Enclosure, where: str, checks: _Checks) -> None:
    checks.file_url(f"{where}.url", enclosure.url)
    if not _MEDIA_TYPE.fullmatch(enclosure.type):
        checks.refuse(f"{where}.type", "must be a media type such as application/pdf")
    if enclosure.length is not None and enclosure.length < 0:
        checks.refuse(f"{where}.length", "must be a number of bytes")


def _check_author(author: Person, where: str, checks: _Checks) -> None:
    if not author.name:
        checks.refuse(f"{where}.name", "is missing")
    if author.email is not None and not is_email(author.email):
        checks.refuse(f"{where}.email", "is no e-mail address")
    checks.web_url(f"{where}.uri", author.uri)


def _checked_moment(draft: EntryDraft, checks: _Checks) -> datetime | None:
    if draft.published is None:
        return None
    try:
        return whole_second(draft.published)
    except (ValueError, OverflowError):
        checks.refuse("published", "must be a time with its zone, as in 2026-06-12T09:00:00Z")
        return None


def checked_office(draft: OfficeDraft) -> OfficeDraft:
    """The office with its texts cleaned. Raises InvalidInput with every field that cannot be taken."""
    checks = _Checks()
    clean = replace(
        draft,
        names=_clean_texts(draft.names, one_line),
        descriptions=_clean_texts(draft.descriptions, paragraphs),
        former_names=tuple(FormerName(one_line(each.name), each.until) for each in draft.former_names),
        city=one_line(draft.city),
        countries=_codes(draft.countries),
        country=_code(draft.country) if draft.country else None,
        languages=_distinct(draft.languages),
        email=draft.email or None,
        link=draft.link or None,
        time_zone=draft.time_zone or None,
    )
    if not is_slug(clean.slug):
        checks.refuse("slug", "must be made of a-z, 0-9 and single hyphens, at most 80 characters")
    if not clean.names:
        checks.refuse("name", "is missing")
    _check_office_details(clean, checks)
    checks.raise_if_any()
    return clean


def _check_office_details(office: OfficeDraft, checks: _Checks) -> None:
    checks.languages("name", office.names)
    checks.languages("description", office.descriptions)
    checks.languages("languages", office.languages)
    checks.countries("country", [office.country] if office.country else ())
    checks.countries("countries", office.countries)
    if office.since is not None and not 1 <= office.since <= 9999:
        checks.refuse("since", "must be a year such as 1959")
    for former in office.former_names:
        if not former.name or not _is_until(former.until):
            checks.refuse("former_names", "need a name, and a year, month or date such as 2010-04")
    if office.time_zone is not None and not _is_time_zone(office.time_zone):
        checks.refuse("time_zone", f"“{office.time_zone}” is no IANA time zone such as Europe/Moscow")
    if office.email is not None and not is_email(office.email):
        checks.refuse("email", "is no e-mail address")
    checks.web_url("link", office.link)


def _is_until(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[: len("2010-04-01")])
    except ValueError:
        return text == ""
    return _UNTIL.fullmatch(text) is not None


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return False
    return True


def _clean_texts(texts: Mapping[str, str], clean: Callable[[str], str]) -> dict[str, str]:
    cleaned = {language: clean(text) for language, text in texts.items()}
    return {language: text for language, text in cleaned.items() if text}


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return _distinct(_code(code) for code in codes)


def _code(code: str) -> str:
    # Beyond ASCII, upper case makes a code of what is none: "ß" becomes SS.
    return code.upper() if code.isascii() else code


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
