"""Offices and topics: added, edited, learnt from the pages that introduce them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, InvalidInput, NotFound, UnreadableFile
from feedsvc.core.model import Office, OfficeDraft, Site, Topic
from feedsvc.core.text import folded, one_line
from feedsvc.core.urls import is_slug
from feedsvc.core.validation import checked_office
from feedsvc.core.wording import name_in
from feedsvc.store import Writer


def add_office(writer: Writer, draft: OfficeDraft, *, now: datetime, uuid: str) -> Office:
    """Store a new office. Raises InvalidInput, or Conflict for a slug in use."""
    checked = checked_office(draft)
    if checked.slug in {office.slug for office in writer.offices()}:
        raise Conflict(f"There is an office “{checked.slug}” already.")
    return writer.add_office(
        replace(checked, time_zone=checked.time_zone or _zone_of_city(checked.city)),
        uuid=uuid,
        now=whole_second(now),
    )


def edit_office(writer: Writer, draft: OfficeDraft, *, now: datetime) -> Office:
    """Replace what is said of an office; a new name changes every feed that shows it.

    Raises NotFound, InvalidInput.
    """
    known, checked = writer.office(draft.slug), checked_office(draft)
    office = writer.change_office(checked)
    if office.names != known.names:
        number = writer.next_number()
        uuids = writer.released_in_office(office.slug)
        writer.touch_entries(uuids, number)
        writer.mark(dict.fromkeys(writer.channel_keys_around_office(office), number), whole_second(now))
    return office


def learn(
    writer: Writer, site: Site, draft: OfficeDraft, *, now: datetime, uuid: str, is_named: bool = False
) -> str:
    """Take in what a page says of its office: a new office, or what was not known of an old one.

    What is stored stays, since a person may have written it. Returns a sentence on what was done,
    "" when nothing was. A page that introduces an office by a name which the known office never had
    may be another organisation's in the same city: raises UnreadableFile, unless `is_named`.
    """
    try:
        known = writer.office(draft.slug)
    except NotFound:
        office = add_office(writer, draft, now=now, uuid=uuid)
        return f"Office “{office.slug}” added: {name_in(office.names, site.language)}."
    if not is_named and _is_another(known, draft):
        raise UnreadableFile.at(
            "",
            f"introduces “{name_in(draft.names, site.language)}”, but the office “{known.slug}” is"
            f" “{name_in(known.names, site.language)}”: say whose page it is with --office SLUG",
        )
    added = _additions(known, checked_office(draft))
    if not added:
        return ""
    edit_office(writer, replace(known.as_draft(), **added), now=now)
    return f"Office “{known.slug}”: added {', '.join(sorted(added))}."


def _is_another(known: Office, draft: OfficeDraft) -> bool:
    comparable = known.names.keys() & draft.names.keys()
    had = {folded(name) for name in (*known.names.values(), *(each.name for each in known.former_names))}
    return bool(comparable) and not any(folded(name) in had for name in draft.names.values())


def _additions(known: Office, draft: OfficeDraft) -> dict[str, Any]:
    added: dict[str, Any] = {}
    for field in fields(OfficeDraft):
        ours, theirs = getattr(known, field.name), getattr(draft, field.name)
        if isinstance(ours, Mapping):
            joined: object = {**theirs, **ours}
        elif field.name == "languages":
            joined = tuple(dict.fromkeys((*ours, *theirs)))
        else:
            joined = ours or theirs
        if joined != ours:
            added[field.name] = joined
    return added


def _zone_of_city(city: str) -> str | None:
    """The time zone named after a city, as those of most capitals are."""
    ending = "/" + city.replace(" ", "_")
    return next((zone for zone in sorted(available_timezones()) if city and zone.endswith(ending)), None)


def add_topic(writer: Writer, slug: str, names: Mapping[str, str], *, now: datetime, uuid: str) -> Topic:
    """Store a new topic. Raises InvalidInput, or Conflict for a slug in use."""
    cleaned = {language: one_line(name) for language, name in names.items() if one_line(name)}
    if not is_slug(slug):
        raise InvalidInput.at("slug", "must be made of a-z, 0-9 and single hyphens, at most 80 characters")
    if not cleaned:
        raise InvalidInput.at("name", "is missing")
    if slug in {topic.slug for topic in writer.topics()}:
        raise Conflict(f"There is a topic “{slug}” already.")
    return writer.add_topic(slug, cleaned, uuid=uuid, now=whole_second(now))
