"""The life of an entry: draft, scheduled, published, withdrawn. Pure: number and now are given.

Every step gives the entry's next version; Conflict says which step its status does not allow.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from feedsvc.core import urls
from feedsvc.core.countries import country_codes_in
from feedsvc.core.countries.suggesting import SPOKEN, spoken_text
from feedsvc.core.dates import rfc3339
from feedsvc.core.errors import Conflict, InvalidInput, Problem
from feedsvc.core.model import Entry, EntryDraft, Status


def created(
    draft: EntryDraft, *, uuid: str, countries: tuple[str, ...], now: datetime, owner: str | None = None
) -> Entry:
    """A new entry of status draft; `countries` are the chosen ones, else those found in the text."""
    return Entry(
        uuid=uuid,
        id=draft.id or urls.entry_id(uuid),
        status=Status.DRAFT,
        version=1,
        created=now,
        owner=owner,
        **_content(draft, countries),
    )


def countries_for(
    draft: EntryDraft, known: Entry | None, *, office_names: Callable[[], Iterable[str]]
) -> tuple[str, ...]:
    """The countries of a checked draft, of an entry that is `known` or new: the chosen ones, else those
    that its text speaks of. They are looked for again only where the text changed.

    `office_names` is asked only then: the names that offices have or had, which are no countries.
    """
    if draft.countries is not None:
        return draft.countries
    texts = _spoken(draft)
    if known is not None and not known.countries_chosen and texts == _spoken(known):
        return known.countries
    return country_codes_in(spoken_text(texts), office_names=office_names())


def _spoken(written: Entry | EntryDraft) -> dict[str, str]:
    return {name: getattr(written, name) for name in SPOKEN}


def edited(entry: Entry, draft: EntryDraft, *, countries: tuple[str, ...]) -> Entry:
    """The entry with another content, before it is known what that means to its readers.

    The same version when nothing differs. Raises Conflict for a withdrawn entry, InvalidInput when
    the draft moves what never moves: the id, or the date of a released entry; or when it dates a
    scheduled entry after its release.
    """
    if entry.status is Status.WITHDRAWN:
        raise Conflict("The entry is withdrawn: restore it before you edit it.")
    problems = _what_may_not_move(entry, draft)
    if problems:
        raise InvalidInput(problems)
    content = _content(draft, countries)
    if entry.released:
        content["published"] = entry.published
    changed = replace(entry, **content)
    return entry if changed == entry else replace(changed, version=entry.version + 1)


def _what_may_not_move(entry: Entry, draft: EntryDraft) -> list[Problem]:
    problems = []
    if draft.id not in (None, entry.id):
        problems.append(Problem("id", f"is {entry.id} and never changes: leave it out"))
    if entry.released and draft.published not in (None, entry.published):
        problems.append(Problem("published", "never moves once readers have seen the entry"))
    if entry.scheduled_for and draft.published and draft.published > entry.scheduled_for:
        ahead = f"{rfc3339(draft.published)} is after the release at {rfc3339(entry.scheduled_for)}"
        problems.append(Problem("published", f"{ahead}: schedule the entry anew"))
    return problems


def shown_again(
    entry: Entry, *, number: int, updated: datetime | None = None, joined_channel: bool = False
) -> Entry:
    """A released entry after a visible edit: minor without `updated`, major with it.

    One that came into a channel it was not in moves in the stream even so, that the channel's
    readers see it (house.md, minor and major edit).
    """
    moves = updated is not None or joined_channel
    return replace(
        entry,
        changed=number,
        position=number if moves else entry.position,
        updated=updated or entry.updated,
    )


def released(entry: Entry, *, number: int, updated: datetime, now: datetime) -> Entry:
    """The entry as readers first see it. `published` is its own, else the moment it was scheduled
    for, else now; never later than now."""
    _only(entry, "publish", Status.DRAFT, Status.SCHEDULED)
    if entry.published is not None and entry.published > now:
        ahead = f"{rfc3339(entry.published)} lies ahead"
        raise InvalidInput.at("published", f"{ahead}: keep a draft until then, or leave the date out")
    return replace(
        entry,
        status=Status.PUBLISHED,
        scheduled_for=None,
        published=entry.published or min(entry.scheduled_for or now, now),
        updated=updated,
        position=number,
        changed=number,
    )


def scheduled(entry: Entry, at: datetime, *, now: datetime) -> Entry:
    """The entry set to be released at a moment ahead, and not before its own date."""
    _only(entry, "schedule", Status.DRAFT, Status.SCHEDULED)
    if at <= now:
        raise InvalidInput.at("scheduled_for", f"{rfc3339(at)} is past: publish the entry instead")
    if entry.published is not None and entry.published > at:
        raise InvalidInput.at(
            "scheduled_for", f"{rfc3339(at)} is before the entry's own date, {rfc3339(entry.published)}"
        )
    return replace(entry, status=Status.SCHEDULED, scheduled_for=at, version=entry.version + 1)


def unscheduled(entry: Entry) -> Entry:
    """A scheduled entry a draft again: it is released when somebody does it."""
    _only(entry, "unschedule", Status.SCHEDULED)
    return replace(entry, status=Status.DRAFT, scheduled_for=None, version=entry.version + 1)


def withdrawn(entry: Entry, *, reason: str, number: int, now: datetime) -> Entry:
    """The entry gone from every feed and page; its tombstone is dated now."""
    _only(entry, "withdraw", Status.PUBLISHED)
    return replace(
        entry,
        status=Status.WITHDRAWN,
        withdrawn_at=now,
        withdrawn_reason=reason,
        changed=number,
        version=entry.version + 1,
    )


def restored(entry: Entry, *, number: int, updated: datetime) -> Entry:
    """A withdrawn entry back under its own id, as a major edit later than its tombstone."""
    _only(entry, "restore", Status.WITHDRAWN)
    if entry.erased_at is not None:
        raise Conflict("The entry was erased: there is nothing left to restore.")
    return replace(
        entry,
        status=Status.PUBLISHED,
        withdrawn_at=None,
        withdrawn_reason="",
        updated=updated,
        position=number,
        changed=number,
        version=entry.version + 1,
    )


def erased(entry: Entry, *, title: str, comment: str, number: int, now: datetime) -> Entry:
    """What is left of an entry once it is erased: its id, its language and, if readers ever saw it, that
    it was withdrawn. `title` and `comment` are neutral words. Raises Conflict where it is erased already."""
    if entry.erased_at is not None:
        raise Conflict("The entry is erased already.")
    return Entry(
        uuid=entry.uuid,
        id=entry.id,
        office=entry.office,
        title=title,
        language=entry.language,
        status=Status.WITHDRAWN,
        version=entry.version + 1,
        created=entry.created,
        published=entry.published,
        updated=entry.updated,
        position=entry.position,
        changed=number,
        withdrawn_at=entry.withdrawn_at or now,
        withdrawn_reason=comment,
        owner=entry.owner,
        erased_at=now,
    )


def _only(entry: Entry, action: str, *allowed: Status) -> None:
    if entry.status not in allowed:
        raise Conflict(f"You cannot {action} an entry that is {entry.status}: “{entry.title}”.")


def _content(draft: EntryDraft, countries: tuple[str, ...]) -> dict[str, Any]:
    return {
        "office": draft.office,
        "title": draft.title,
        "language": draft.language,
        "summary": draft.summary,
        "content_html": draft.content_html,
        "countries": countries,
        "countries_chosen": draft.countries is not None,
        "topics": draft.topics,
        "kind": draft.kind,
        "place": draft.place,
        "link": draft.link,
        "image": draft.image,
        "enclosures": draft.enclosures,
        "authors": draft.authors,
        "published": draft.published,
    }
