"""What is said beside an entry while it is written: advice, the countries that its text speaks of, and
what one click mends."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from feedsvc.core import advice as advising
from feedsvc.core.accounts import Actor
from feedsvc.core.advice import Advice, Fix
from feedsvc.core.countries.suggesting import SPOKEN, Suggestion, as_stored, suggestions
from feedsvc.core.errors import InvalidInput
from feedsvc.core.mending import mended
from feedsvc.core.model import Entry, EntryDraft, Office, Site
from feedsvc.core.subscriptions import countries_of
from feedsvc.core.working_copy import WorkingCopy, first
from feedsvc.services.drafting import Typed, keep_copy
from feedsvc.services.offices import names_of
from feedsvc.services.publishing import checked_draft
from feedsvc.store import Reader, Store
from feedsvc.store.naming import every_office


def advice_on(
    reader: Reader,
    site: Site,
    written: Entry | EntryDraft,
    *,
    now: datetime,
    known: Entry | None = None,
    release: datetime | None = None,
) -> tuple[Advice, ...]:
    """What there is to say of an entry, or of a draft of the entry that is `known` or of a new one.

    A draft is read as it would be stored, if it can be: only then the sizes of its pictures are known.
    """
    if isinstance(written, EntryDraft):
        with suppress(InvalidInput):
            written = checked_draft(reader, site, written, known)
    return advising.advice(
        written,
        now=now,
        release=release,
        office=_office(reader, written.office),
        office_names=names_of(every_office(reader)),
        languages=site.languages,
    )


def _office(reader: Reader, slug: str) -> Office | None:
    return next((each for each in every_office(reader) if each.slug == slug), None)


def suggested_countries(reader: Reader, texts: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """The countries that texts as typed speak of, by field: those that are taken where nobody chooses."""
    return suggestions(as_stored(texts), office_names=names_of(every_office(reader)))


def mend(
    store: Store, copy_id: str, typed: Typed, fix: Fix, of: str, *, actor: Actor, now: datetime
) -> WorkingCopy:
    """Keep what was typed with what one click mends of it. Raises as `keep_copy`."""
    slug = first(typed.fields, "office")
    with store.reading() as reader:
        office = _office(reader, slug)
        texts = {name: first(typed.fields, name) for name in SPOKEN}
        found = [each.code for each in suggested_countries(reader, texts)] if fix is Fix.COUNTRY else []
    countries = sorted(countries_of(office)) if office and fix is not Fix.COUNTRY else found
    fields = mended(typed.fields, fix, of=of, countries=countries)
    return keep_copy(store, copy_id, typed._replace(fields=fields), actor=actor, now=now)
