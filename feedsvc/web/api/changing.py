"""Offices and topics that go into others, and offices that close."""

from typing import Any
from uuid import uuid4

import msgspec

from feedsvc.core.records import office_record
from feedsvc.services import closing, naming
from feedsvc.services.site import describe_site
from feedsvc.web.api.conditions import record_tag
from feedsvc.web.api.operations import JSON, MERGE_PATCH, Answer, Call, operation
from feedsvc.web.api.shapes import places as shapes
from feedsvc.web.room import room

_OFFICES, _TOPICS = "Offices", "Topics"


@operation(
    "POST",
    "/offices/{slug}/merge",
    tag=_OFFICES,
    body=shapes.Into,
    answer=shapes.Merged,
    conditional=True,
)
def merge_office(call: Call) -> Answer:
    """Lets an office go into another one, with its entries, people and sources. For administrators.

    Its addresses lead to the other's for good; the entries keep their ids and their places.
    """
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.office(call.path["slug"])
        call.if_match.require(record_tag(office_record(known)))
        site = describe_site(here.settings, writer.site_record())
        merged = naming.merge_offices(
            writer, site, known.slug, into=call.body.into, now=here.clock(), actor=call.actor
        )
    return Answer(value=shapes.Merged(slug=merged.slug, entries=merged.entries))


@operation(
    "POST",
    "/offices/{slug}/close",
    tag=_OFFICES,
    body=shapes.Close,
    answer=shapes.Office,
    tagged=True,
    conditional=True,
)
def close_office(call: Call) -> Answer:
    """Closes an office: a last entry says where its news goes on, and from the day on its feeds are gone.

    It takes no new entries from now on.
    """
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.office(call.path["slug"])
        call.if_match.require(record_tag(office_record(known)))
        closing.close_office(
            writer,
            describe_site(here.settings, writer.site_record()),
            known.slug,
            successors=call.body.successors,
            until=call.body.until,
            now=here.clock(),
            actor=call.actor,
            new_uuid=lambda: str(uuid4()),
        )
        return _tagged(office_record(writer.office(known.slug)))


@operation(
    "POST", "/offices/{slug}/reopen", tag=_OFFICES, answer=shapes.Office, tagged=True, conditional=True
)
def reopen_office(call: Call) -> Answer:
    """Takes back that an office was closed; its last entry stays until somebody withdraws it."""
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.office(call.path["slug"])
        call.if_match.require(record_tag(office_record(known)))
        office = closing.reopen_office(writer, known.slug, now=here.clock(), actor=call.actor)
    return _tagged(office_record(office))


@operation(
    "PATCH",
    "/topics/{slug}",
    tag=_TOPICS,
    body=shapes.TopicPatch,
    media=(MERGE_PATCH, JSON),
    answer=shapes.Topic,
    tagged=True,
    conditional=True,
)
def patch_topic(call: Call) -> Answer:
    """Changes of a topic what is sent (RFC 7396). Its old slug leads to it for good. For administrators."""
    here, given = room(), call.body
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.topic(call.path["slug"])
        call.if_match.require(record_tag(_topic(known.slug, known.names)))
        said = {} if given.names is msgspec.UNSET else given.names
        changed = naming.edit_topic(
            writer,
            known.slug,
            {language: name or "" for language, name in {**known.names, **said}.items()},
            new_slug=None if given.slug is msgspec.UNSET else given.slug,
            now=here.clock(),
            actor=call.actor,
        )
    return _tagged(_topic(changed.slug, changed.names))


@operation(
    "POST",
    "/topics/{slug}/merge",
    tag=_TOPICS,
    body=shapes.Into,
    answer=shapes.Merged,
    conditional=True,
)
def merge_topic(call: Call) -> Answer:
    """Lets a topic go into another one, which its entries then have. For administrators."""
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.topic(call.path["slug"])
        call.if_match.require(record_tag(_topic(known.slug, known.names)))
        site = describe_site(here.settings, writer.site_record())
        merged = naming.merge_topics(
            writer, site, known.slug, into=call.body.into, now=here.clock(), actor=call.actor
        )
    return Answer(value=shapes.Merged(slug=merged.slug, entries=merged.entries))


def _topic(slug: str, names: Any) -> dict[str, Any]:
    return {"slug": slug, "names": dict(names)}


def _tagged(record: dict[str, Any]) -> Answer:
    return Answer(value=record, etag=record_tag(record))
