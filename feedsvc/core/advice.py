"""What readers, search engines and feed programs will dislike in an entry, and what can be done at once.

Advice is no refusal: what cannot be published `core.validation` tells. The reasons are feeds.md's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.core.countries import country_codes_in
from feedsvc.core.countries.suggesting import SPOKEN, as_stored, spoken_text
from feedsvc.core.model import Entry, EntryDraft, Image, Office
from feedsvc.core.scripts import is_in_another_script, is_in_script_of
from feedsvc.core.subscriptions import countries_of
from feedsvc.core.summaries import summary_of
from feedsvc.core.text import folded, one_line

LONGEST_TITLE = 110
"""Characters of a title that search engines and lists still show nearly whole."""

SMALLEST_PICTURE = 600
"""Pixels of width below which social networks show a stamp beside the text, or no picture."""

_FEWEST_CAPITALS = 12  # letters: fewer can be an acronym or two
_INSECURE = "http://"
_INSECURE_IN_HTML = re.compile(r'(<[a-z][^<>]* (?:href|src)=")http://([^"]+)')


class Code(StrEnum):
    """What there is to say."""

    NO_TEXT = "no_text"
    LONG_TITLE = "long_title"
    SHOUTED_TITLE = "shouted_title"
    OTHER_SCRIPT = "other_script"
    NO_SUMMARY = "no_summary"
    SUMMARY_IS_TITLE = "summary_is_title"
    NO_COUNTRY = "no_country"
    NO_ALT = "no_alt"
    NO_CREDIT = "no_credit"
    SMALL_PICTURE = "small_picture"
    INSECURE = "insecure"
    DATE_AHEAD = "date_ahead"


class Fix(StrEnum):
    """What one click can do: COUNTRY takes one that the text speaks of, which is no advice but a
    suggestion (`core.countries.suggesting`)."""

    HTTPS = "https"
    OFFICE_COUNTRIES = "office_countries"
    SUMMARY = "summary"
    COUNTRY = "country"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to say of an entry: `field` as `Problem.where` names it (`enclosures[1].url`), `value` the
    figure or address that it is about, `fix` what would mend it without typing, `offer` what the fix puts
    there (a language tag)."""

    code: Code
    field: str
    value: str = ""
    fix: Fix | None = None
    offer: str = ""


def advice(
    written: Entry | EntryDraft,
    *,
    now: datetime,
    release: datetime | None = None,
    office: Office | None = None,
    office_names: Iterable[str] = (),
    languages: Iterable[str] = (),
) -> tuple[Advice, ...]:
    """What there is to say of an entry or a draft, in the order of its fields.

    `release` is the minute at which a draft is to be published, `office` the entry's, whose countries it
    could take; `office_names` as `find_countries` needs them, for a draft whose countries nobody chose;
    `languages` are the tags of the site's.
    """
    if release is None and isinstance(written, Entry):
        release = written.scheduled_for
    return (
        *_of_title(written, languages),
        *_of_summary(written),
        *_of_body(written),
        *_of_image(written.image),
        *_of_countries(written, office, office_names),
        *_of_addresses(written),
        *_of_date(written, max(now, release or now)),
    )


def _of_title(written: Entry | EntryDraft, languages: Iterable[str]) -> Iterator[Advice]:
    title = one_line(written.title)
    if len(title) > LONGEST_TITLE:
        yield Advice(code=Code.LONG_TITLE, field="title", value=str(len(title)))
    if sum(each.isalpha() for each in title) >= _FEWEST_CAPITALS and title.isupper():
        yield Advice(code=Code.SHOUTED_TITLE, field="title")
    words = f"{title} {written.summary}"
    if is_in_another_script(words, written.language):
        offer = next((tag for tag in languages if is_in_script_of(words, tag)), "")
        fix = Fix.LANGUAGE if offer else None
        yield Advice(code=Code.OTHER_SCRIPT, field="language", value=written.language, fix=fix, offer=offer)


def _of_summary(written: Entry | EntryDraft) -> Iterator[Advice]:
    code = Code.SUMMARY_IS_TITLE if written.summary.strip() else Code.NO_SUMMARY
    if code is Code.NO_SUMMARY or folded(written.summary) == folded(written.title):
        made = summary_of(written.content_html, title=written.title)
        yield Advice(code=code, field="summary", fix=Fix.SUMMARY if made else None)


def _of_body(written: Entry | EntryDraft) -> Iterator[Advice]:
    if not (written.content_html or written.link or written.summary.strip()):
        yield Advice(code=Code.NO_TEXT, field="content_html")


def _of_image(image: Image | None) -> Iterator[Advice]:
    if image is None or image.url is None:
        return
    if not image.alt:
        yield Advice(code=Code.NO_ALT, field="image.alt")
    if not image.credit:
        yield Advice(code=Code.NO_CREDIT, field="image.credit")
    if image.width is not None and image.width < SMALLEST_PICTURE:
        yield Advice(code=Code.SMALL_PICTURE, field="image.url", value=str(image.width))


def _of_countries(
    written: Entry | EntryDraft, office: Office | None, office_names: Iterable[str]
) -> Iterator[Advice]:
    if written.countries or (written.countries is None and _countries_in(written, office_names)):
        return
    fix = Fix.OFFICE_COUNTRIES if office and countries_of(office) else None
    yield Advice(code=Code.NO_COUNTRY, field="countries", fix=fix)


def _countries_in(written: Entry | EntryDraft, office_names: Iterable[str]) -> tuple[str, ...]:
    texts = as_stored({name: getattr(written, name) for name in SPOKEN})
    return country_codes_in(spoken_text(texts), office_names=office_names)


def _of_addresses(written: Entry | EntryDraft) -> Iterator[Advice]:
    found = _INSECURE_IN_HTML.search(written.content_html)
    addresses = {
        "link": written.link,
        "content_html": f"{_INSECURE}{found[2]}" if found else "",
        "image.url": written.image.url if written.image else "",
        **{f"enclosures[{number}].url": each.url for number, each in enumerate(written.enclosures, 1)},
    }
    for field, url in addresses.items():
        if url and url.startswith(_INSECURE):
            yield Advice(code=Code.INSECURE, field=field, value=url, fix=Fix.HTTPS)


def _of_date(written: Entry | EntryDraft, release: datetime) -> Iterator[Advice]:
    if written.published and written.published > release:
        yield Advice(code=Code.DATE_AHEAD, field="published")


def with_https(text: str) -> str:
    """An address, or the addresses in clean HTML, with https for http. Whether they answer there is not
    asked."""
    if text.startswith(_INSECURE):
        return text.replace(_INSECURE, "https://", 1)
    return _INSECURE_IN_HTML.sub(r"\1https://\2", text)
