"""Two people changed one entry: both versions side by side, and a choice for each field."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.choosing import GROUPS, differing, picks_of, shown_text
from feedsvc.core.countries import country_name
from feedsvc.core.differences import Kind, Piece, word_differences
from feedsvc.core.form_reading import CHOSEN, fields_of
from feedsvc.core.wording import language_name, name_in
from feedsvc.core.working_copy import Fields, WorkingCopy, first
from feedsvc.services import drafting
from feedsvc.store import Reader
from feedsvc.web.editor.desk import on_to, page, person, say, spoken
from feedsvc.web.editor.showing import moment
from feedsvc.web.editor.writing.view import named
from feedsvc.web.room import reading, room

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A field that differs: both texts in pieces, and which one is proposed."""

    name: str
    label: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    takes_theirs: bool
    same_words: bool


def both_versions(copy: WorkingCopy, wish: str) -> Response | tuple[str, HTTPStatus]:
    """The page on which a person chooses between what somebody else saved and what they typed; on to the
    entry where the two say the same."""
    with reading() as (reader, site):
        entry = reader.entry(copy.entry or copy.id)
        zone = drafting.zone_of_slug(reader, site, entry.office)
        theirs = fields_of(entry.as_draft(), time_zone=zone)
        base = _base(reader, copy, zone)
        rows = _rows(reader, copy.fields, theirs, base, is_released=entry.released)
        last = reader.versions(entry.uuid)[-1]
        by = named(reader, last.by)
    if not rows:
        drafting.discard_copy(room().store, copy.id, actor=person())
        return on_to(urls.standing_path(entry.uuid), say("form_same"))
    shown = page(
        "writing/conflict.html",
        say("conflict"),
        copy=copy,
        entry=entry,
        wish=wish,
        rows=rows,
        by=by,
        at=moment(last.at, zone).words,
        Kind=Kind,
    )
    return shown, HTTPStatus.CONFLICT


def _base(reader: Reader, copy: WorkingCopy, zone: str) -> Fields:
    """The fields of the version that both began with."""
    versions = reader.versions(copy.entry or copy.id)
    known = next((each.entry for each in versions if each.number == copy.base_version), None)
    return fields_of(known.as_draft(), time_zone=zone) if known else {}


def _rows(reader: Reader, mine: Fields, theirs: Fields, base: Fields, *, is_released: bool) -> list[Row]:
    rows = []
    only_mine = differing(base, mine, is_released=is_released) if base else list(GROUPS)
    for name in differing(mine, theirs, is_released=is_released):
        pieces = word_differences(_in_words(reader, theirs, name), _in_words(reader, mine, name))
        rows.append(
            Row(
                name=name,
                label=say(f"form_{name}"),
                theirs=tuple(each for each in pieces if each.kind is not Kind.ADDED),
                mine=tuple(each for each in pieces if each.kind is not Kind.REMOVED),
                takes_theirs=name not in only_mine,
                same_words=all(each.kind is Kind.SAME for each in pieces),
            )
        )
    return rows


def _in_words(reader: Reader, fields: Fields, group: str) -> str:
    """What a group of fields says to whoever looks: names for codes and slugs."""
    values = fields.get(group, ())
    if group == "countries":
        if first(fields, "countries_are") != CHOSEN:
            return say("form_as_found")
        return "\n".join(country_name(code, spoken()) for code in values) or say("form_no_country")
    if group == "language":
        return "\n".join(language_name(tag) for tag in values)
    if group in {"office", "topics"}:
        known = reader.offices() if group == "office" else reader.topics()
        names = {each.slug: name_in(each.names, spoken()) for each in known}
        return "\n".join(names.get(slug, slug) for slug in values)
    return shown_text(fields, group)


def chosen(copy: WorkingCopy) -> WorkingCopy | None:
    """The copy after what was chosen field by field, or all of one side; None where the entry was saved
    once more meanwhile."""
    with reading() as (reader, site):
        entry = reader.entry(copy.entry or copy.id)
        zone = drafting.zone_of_slug(reader, site, entry.office)
    if request.form.get("version") != str(entry.version):
        return None
    theirs = fields_of(entry.as_draft(), time_zone=zone)
    return drafting.merged(copy, theirs, _picked(), version=entry.version)


def _picked() -> Mapping[str, bool]:
    side = request.form.get("all", "")
    chosen = {group: side or request.form.get(f"pick_{group}", MINE) for group in GROUPS}
    return picks_of({group: each == THEIRS for group, each in chosen.items()})
