"""/entries: listed, read, written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from feedsvc.core.countries import is_country
from feedsvc.core.errors import InvalidInput, NotFound, Problem
from feedsvc.core.model import Entry, EntryDraft, Site, Status
from feedsvc.core.record_reading import READ_ONLY, entry_draft_of
from feedsvc.core.records import entry_record
from feedsvc.core.urls import API
from feedsvc.services import entries as desk
from feedsvc.services.idempotency import once
from feedsvc.services.publishing import Publisher
from feedsvc.services.site import describe_site
from feedsvc.store.listing import Place, Sort, Wanted, list_entries
from feedsvc.web.api.conditions import entry_tag
from feedsvc.web.api.finding import find_entries
from feedsvc.web.api.lists import Paged, page, position, wrong_cursor
from feedsvc.web.api.operations import JSON, MERGE_PATCH, Answer, Call, operation
from feedsvc.web.api.running import done, done_answer
from feedsvc.web.api.shapes import entries as shapes
from feedsvc.web.api.shapes import kinds
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room

_TAG = "Entries"
_PlaceInCursor = tuple[
    Annotated[datetime, msgspec.Meta(tz=True)] | None, Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
]


class EntriesQuery(Paged, kw_only=True):
    """What a list of entries can be narrowed to. Ranges begin with `from` and end before `before`."""

    office: kinds.Slug | None = None
    country: kinds.CountryCode | None = None
    topic: kinds.Slug | None = None
    language: kinds.Language | None = None
    status: Status | None = None
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    published_from: kinds.Moment | None = None
    published_before: kinds.Moment | None = None
    updated_from: kinds.Moment | None = None
    updated_before: kinds.Moment | None = None
    sort: Literal["-created", "-published", "-updated"] | None = None
    q: Annotated[str, msgspec.Meta(description="Words to look for; the best come first.")] | None = None


class EditQuery(msgspec.Struct):
    """How an edit is to be taken: major brings the entry to the top of the feeds again, as news."""

    edit: Literal["minor", "major"] = "minor"


@operation(
    "GET", "/entries", tag=_TAG, public=True, query=EntriesQuery, answer=shapes.EntryPage, refusals=(404,)
)
def list_of_entries(call: Call) -> Answer:
    """Lists entries: to everybody what is published, the rest to those who may read it.

    In the order of `sort`, the latest first; if it is not given, by the dates that a range is of, else
    by when they were stored. By `-published` only what is published is listed, by `-updated` what
    ever was. `q` looks for words, as /search does, and goes with office, country, topic, language and
    status.
    """
    query: EntriesQuery = call.query
    sort, wish = _sort(query), _wanted(query)
    with reading() as (reader, site):
        if query.q is not None:
            hits = find_entries(reader, call)
            return Answer(value=entry_page([hit.entry for hit in hits.hits], hits.next, site))
        wanted = desk.seen_by(reader, call.user, wish)
        found = list_entries(reader, wanted, sort=sort, limit=query.limit, after=_place(query, sort))
    last = (found.last.moment, found.last.number) if found.last else None
    return Answer(value=entry_page(found.entries, last, site))


def _place(query: EntriesQuery, sort: Sort) -> Place | None:
    found = position(query, _PlaceInCursor)
    if found is None:
        return None
    moment, number = found
    if (moment is None) != (sort is Sort.CREATED):
        raise wrong_cursor()
    return Place(moment, number)


def entry_page(entries: Sequence[Entry], following: Any, site: Site) -> dict[str, Any]:
    """Part of a list of entries."""
    versions = {entry.uuid: entry.version for entry in entries}
    return page([entry_record(entry, site) for entry in entries], following, versions=versions)


def _sort(query: EntriesQuery) -> Sort:
    if query.sort:
        return Sort(query.sort)
    if query.published_from or query.published_before:
        return Sort.PUBLISHED
    return Sort.UPDATED if query.updated_from or query.updated_before else Sort.CREATED


def _wanted(query: EntriesQuery) -> Wanted:
    problems = [Problem("country", f"“{query.country}” is no ISO 3166-1 alpha-2 code")]
    if query.country is not None and not is_country(query.country):
        raise InvalidInput(problems)
    return Wanted(
        statuses=frozenset([query.status] if query.status else Status),
        office=query.office,
        country=query.country,
        topic=query.topic,
        language=query.language,
        kind=query.kind,
        published=(query.published_from, query.published_before),
        updated=(query.updated_from, query.updated_before),
    )


@operation("GET", "/entries/{uuid}", tag=_TAG, public=True, answer=shapes.Entry, tagged=True, refusals=(410,))
def get_entry(call: Call) -> Answer:
    """Gives an entry. If-None-Match with its ETag is answered with 304 while it is the same."""
    with reading() as (reader, site):
        entry = desk.visible(reader, uuid_of(call), call.user)
    return entry_answer(entry, site)


@operation(
    "POST",
    "/entries",
    tag=_TAG,
    body=shapes.EntryGiven,
    as_record=True,
    answer=shapes.Entry,
    status=201,
    tagged=True,
    keyed=True,
    refusals=(403,),
)
def create_entry(call: Call) -> Answer:
    """Stores a new entry, as a draft: no reader sees it before it is published."""
    here = room()
    draft = entry_draft_of(call.body, base_url=here.settings.base_url)
    here.note_settings()
    with here.store.writing() as writer:
        site = describe_site(here.settings, writer.site_record())
        publisher = Publisher(writer, site, now=here.clock(), actor=call.actor)
        kept = once(writer, call.key, lambda: done(_created(publisher, draft, site)), now=here.clock())
    return done_answer(kept)


def _created(publisher: Publisher, draft: EntryDraft, site: Site) -> Answer:
    entry = publisher.create(draft)
    location = f"{site.base_url}{API}/entries/{entry.uuid}"
    return replace(entry_answer(entry, site), status=201, location=location)


@operation(
    "PUT",
    "/entries/{uuid}",
    tag=_TAG,
    query=EditQuery,
    body=shapes.EntryWhole,
    as_record=True,
    answer=shapes.Entry,
    tagged=True,
    conditional=True,
    refusals=(410,),
)
def replace_entry(call: Call) -> Answer:
    """Gives an entry another content as a whole: what is left out takes its default.

    What GET gave can be sent back as it was, with changes.
    """
    return _edited(call, whole=True)


@operation(
    "PATCH",
    "/entries/{uuid}",
    tag=_TAG,
    query=EditQuery,
    body=shapes.EntryPatch,
    as_record=True,
    media=(MERGE_PATCH, JSON),
    answer=shapes.Entry,
    tagged=True,
    conditional=True,
    refusals=(410,),
)
def patch_entry(call: Call) -> Answer:
    """Changes of an entry what is sent, and leaves the rest (JSON Merge Patch, RFC 7396)."""
    return _edited(call, whole=False)


def _edited(call: Call, *, whole: bool) -> Answer:
    def edit(at: desk.Desk) -> Entry:
        draft = entry_draft_of(
            call.body,
            known=None if whole else at.entry.as_draft(),
            base_url=room().settings.base_url,
            passing_over=READ_ONLY if whole else (),
        )
        return at.publisher.edit(at.entry.uuid, draft, major=call.query.edit == "major")

    return changed(call, edit)


def changed(call: Call, change: Any) -> Answer:
    """The entry after a change that was made in one transaction with the check of If-Match.

    `change` takes a Desk and gives the entry.
    """
    here = room()
    here.note_settings()

    def require(entry: Entry) -> None:
        call.if_match.require(entry_tag(entry))

    with desk.changing(
        here.store, here.settings, uuid_of(call), require=require, now=here.clock(), actor=call.actor
    ) as at:
        change(at)
        # As it now stands: what was linked to it counts too.
        entry = at.writer.entry(at.entry.uuid)
        site = describe_site(here.settings, at.writer.site_record())
    return entry_answer(entry, site)


def uuid_of(call: Call) -> str:
    """The uuid in a path. Raises NotFound for what is none."""
    uuid = call.path["uuid"].lower()
    if not is_uuid(uuid):
        raise NotFound(f"“{uuid[:60]}” is no uuid.")
    return uuid


def entry_answer(entry: Entry, site: Site) -> Answer:
    """An entry, with its tag."""
    return Answer(value=entry_record(entry, site), etag=entry_tag(entry))
