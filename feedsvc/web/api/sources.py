"""/sources: other sites' feeds and pages that are read regularly."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from msgspec import UNSET, structs

from feedsvc.core.account_records import source_record
from feedsvc.core.sources import Source
from feedsvc.core.urls import API
from feedsvc.services import sources
from feedsvc.web.api.conditions import record_tag
from feedsvc.web.api.entries import uuid_of
from feedsvc.web.api.lists import Paged, cut, page
from feedsvc.web.api.operations import JSON, MERGE_PATCH, Answer, Call, operation
from feedsvc.web.api.shapes import kinds
from feedsvc.web.api.shapes import sources as shapes
from feedsvc.web.room import reading, room

_TAG = "Sources"


@operation("GET", "/sources", tag=_TAG, query=Paged, answer=kinds.Page[shapes.Source])
def list_sources(call: Call) -> Answer:
    """Lists the sources of the offices into which one may import, and how each fares."""
    with reading() as (reader, _):
        found = sources.sources_for(reader, call.actor)
    items, following = cut(sorted(found, key=_by_uuid), call.query, _by_uuid)
    return Answer(value=page([source_record(each) for each in items], following))


def _by_uuid(source: Source) -> str:
    return source.uuid


@operation("GET", "/sources/{uuid}", tag=_TAG, answer=shapes.Source, tagged=True)
def get_source(call: Call) -> Answer:
    """Gives a source."""
    with reading() as (reader, _):
        return _tagged(sources.source_for(reader, uuid_of(call), call.actor))


@operation(
    "POST",
    "/sources",
    tag=_TAG,
    body=shapes.SourceGiven,
    answer=shapes.Source,
    status=201,
    tagged=True,
    refusals=(409,),
)
def create_source(call: Call) -> Answer:
    """Keeps a source: the worker reads it within seconds, then regularly."""
    here = room()
    draft = sources.SourceDraft(**_said(call.body))
    made = sources.add_source(
        here.store, here.settings, draft, now=here.clock(), actor=call.actor, uuid=str(uuid4())
    )
    location = f"{here.settings.base_url}{API}/sources/{made.uuid}"
    return replace(_tagged(made), status=201, location=location)


@operation(
    "PATCH",
    "/sources/{uuid}",
    tag=_TAG,
    body=shapes.SourcePatch,
    media=(MERGE_PATCH, JSON),
    answer=shapes.Source,
    tagged=True,
    conditional=True,
)
def patch_source(call: Call) -> Answer:
    """Changes of a source what is sent. It is read again at once, as if for the first time."""
    here = room()
    changed = sources.edit_source(
        here.store,
        here.settings,
        uuid_of(call),
        now=here.clock(),
        actor=call.actor,
        require=lambda source: call.if_match.require(record_tag(_shown(source))),
        **_said(call.body),
    )
    return _tagged(changed)


@operation("DELETE", "/sources/{uuid}", tag=_TAG, answer=shapes.Source)
def remove_source(call: Call) -> Answer:
    """Forgets a source; its entries stay."""
    here = room()
    removed = sources.remove_source(here.store, uuid_of(call), now=here.clock(), actor=call.actor)
    return Answer(value=source_record(removed))


def _said(given: Any) -> dict[str, Any]:
    said = {name: value for name, value in structs.asdict(given).items() if value is not UNSET}
    return said | ({"every": timedelta(seconds=said["every"])} if "every" in said else {})


def _shown(source: Source) -> dict[str, Any]:
    """What a person says of a source: readings of it go on while somebody edits it."""
    names = ("uuid", "url", "office", "language", "format", "every")
    return {name: value for name, value in source_record(source).items() if name in names} | {
        "paused": source.state.value
    }


def _tagged(source: Source) -> Answer:
    return Answer(value=source_record(source), etag=record_tag(_shown(source)))
