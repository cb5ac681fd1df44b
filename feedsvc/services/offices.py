"""Offices and topics: added, edited, learnt from the pages that introduce them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import Note
from feedsvc.core.dates import local_date, whole_second
from feedsvc.core.errors import Forbidden, InvalidInput, NotFound, UnreadableFile
from feedsvc.core.model import FormerName, Office, OfficeDraft, Site, Topic
from feedsvc.core.text import folded, one_line
from feedsvc.core.urls import is_slug
from feedsvc.core.validation import checked_office
from feedsvc.core.wording import name_in
from feedsvc.services.naming import require_free, show_office
from feedsvc.store import Writer
from feedsvc.store.naming import give_office_slug, merged_into


def names_of(offices: Iterable[Office]) -> tuple[str, ...]:
    """Every name that offices have or had: in a text they are no country."""
    return tuple(
        name
        for office in offices
        for name in (*office.names.values(), *(former.name for former in office.former_names))
    )


def add_office(writer: Writer, draft: OfficeDraft, *, now: datetime, actor: Actor, uuid: str) -> Office:
    """Store a new office. Raises Forbidden, InvalidInput, or Conflict for a slug in use."""
    actor.require(Action.MANAGE, None)
    checked = checked_office(draft)
    require_free(writer, checked.slug)
    office = writer.add_office(
        replace(checked, time_zone=checked.time_zone or _zone_of_city(checked.city)),
        uuid=uuid,
        now=whole_second(now),
    )
    writer.note(actor, Note("added", "office", uuid, uuid, {"slug": office.slug}), now=whole_second(now))
    return office


def edit_office(
    writer: Writer, draft: OfficeDraft, *, now: datetime, actor: Actor, slug: str | None = None
) -> Office:
    """Replace what is said of an office; a new name or slug changes every feed that shows it.

    `slug` is what it is called now where the draft gives it another one: the old slug leads to it for
    good. A name that goes becomes a former one, unless the draft says itself what the former ones are.
    Raises NotFound, Forbidden, InvalidInput, or Conflict for a slug that was ever given.
    """
    known = writer.office(slug or draft.slug)
    actor.require(Action.MANAGE, known.uuid)
    wanted = replace(draft, slug=known.slug) if slug is None else draft
    checked = checked_office(_with_former_names(known, wanted, whole_second(now)))
    if checked.slug != known.slug:
        require_free(writer, checked.slug)
        give_office_slug(writer, known, checked.slug)
    office = writer.change_office(checked)
    changed = [f.name for f in fields(OfficeDraft) if getattr(known, f.name) != getattr(office, f.name)]
    if changed:
        note = Note("edited", "office", office.uuid, office.uuid, {"slug": office.slug, "fields": changed})
        writer.note(actor, note, now=whole_second(now))
    if (office.names, office.slug) != (known.names, known.slug):
        show_office(writer, office, now=whole_second(now))
    return office


def _with_former_names(known: Office, draft: OfficeDraft, now: datetime) -> OfficeDraft:
    if draft.former_names != known.former_names:
        return draft
    had = {each.name for each in known.former_names} | set(draft.names.values())
    gone = dict.fromkeys(
        name for language, name in known.names.items() if draft.names.get(language, name) not in {name, ""}
    )
    until = local_date(now, known.time_zone or "UTC").isoformat()
    former = tuple(FormerName(name, until) for name in gone if name not in had)
    return replace(draft, former_names=(*draft.former_names, *former))


def learn(
    writer: Writer,
    site: Site,
    draft: OfficeDraft,
    *,
    now: datetime,
    actor: Actor,
    uuid: str,
    is_named: bool = False,
    dry_run: bool = False,
) -> str:
    """Take in what a page says of its office: a new office, or what was not known of an old one.

    What is stored stays, since a person may have written it. Returns a sentence on what was done
    (would be, where the caller undoes it as a `dry_run`), "" when nothing was. A page that
    introduces an office by a name which the known office never had may be another organisation's in
    the same city: raises UnreadableFile, unless `is_named`. Raises Forbidden where the actor may not
    add the office, or what the page adds to it.
    """
    try:
        known = writer.office(draft.slug)
    except NotFound:
        office = add_office(writer, draft, now=now, actor=actor, uuid=uuid)
        done = "would be added" if dry_run else "added"
        return f"Office “{office.slug}” {done}: {name_in(office.names, site.language)}."
    if any(draft.slug in {each.slug, *each.former_slugs} for each in merged_into(writer, known)):
        return ""  # of one that went into it
    if not is_named and _is_another(known, draft):
        raise UnreadableFile.at(
            "",
            f"introduces “{name_in(draft.names, site.language)}”, but the office “{known.slug}” is"
            f" “{name_in(known.names, site.language)}”: say whose page it is with --office SLUG",
        )
    added = _additions(known, checked_office(draft))
    if not added:
        return ""
    what = ", ".join(sorted(added))
    if not actor.may(Action.MANAGE, known.uuid):
        raise Forbidden(
            f"It says of the office “{known.slug}” what is not known yet ({what}): ask an administrator"
            " of the site to import it."
        )
    edit_office(writer, replace(known.as_draft(), **added), now=now, actor=actor)
    return f"Office “{known.slug}”: {'would add' if dry_run else 'added'} {what}."


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


def add_topic(
    writer: Writer, slug: str, names: Mapping[str, str], *, now: datetime, actor: Actor, uuid: str
) -> Topic:
    """Store a new topic. Raises Forbidden, InvalidInput, or Conflict for a slug in use."""
    actor.require(Action.MANAGE, None)
    cleaned = {language: one_line(name) for language, name in names.items() if one_line(name)}
    if not is_slug(slug):
        raise InvalidInput.at("slug", "must be made of a-z, 0-9 and single hyphens, at most 80 characters")
    if not cleaned:
        raise InvalidInput.at("name", "is missing")
    require_free(writer, slug, topic=True)
    writer.note(actor, Note("added", "topic", uuid, detail={"slug": slug}), now=whole_second(now))
    return writer.add_topic(slug, cleaned, uuid=uuid, now=whole_second(now))
