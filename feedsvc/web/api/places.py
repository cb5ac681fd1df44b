"""/offices, /topics and /countries."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from feedsvc.core.countries import country_codes, country_name, is_country
from feedsvc.core.errors import NotFound
from feedsvc.core.model import Topic
from feedsvc.core.record_reading import office_draft_of
from feedsvc.core.records import office_record
from feedsvc.core.urls import API
from feedsvc.services import offices
from feedsvc.web.api.conditions import record_tag
from feedsvc.web.api.lists import Paged, cut, page
from feedsvc.web.api.operations import JSON, MERGE_PATCH, Answer, Call, operation
from feedsvc.web.api.shapes import kinds
from feedsvc.web.api.shapes import places as shapes
from feedsvc.web.moving import require_current
from feedsvc.web.room import reading, room

_OFFICES, _TOPICS, _COUNTRIES = "Offices", "Topics", "Countries"


@operation("GET", "/offices", tag=_OFFICES, public=True, query=Paged, answer=kinds.Page[shapes.Office])
def list_offices(call: Call) -> Answer:
    """Lists the offices by slug."""
    with reading() as (reader, _):
        found = reader.offices()
    items, following = cut(found, call.query, lambda each: each.slug)
    return Answer(value=page([office_record(each) for each in items], following))


@operation(
    "GET",
    "/offices/{slug}",
    tag=_OFFICES,
    public=True,
    answer=shapes.Office,
    tagged=True,
    refusals=(301,),
)
def get_office(call: Call) -> Answer:
    """Gives an office; by a former slug, or one that was merged into it, a redirect there."""
    with reading() as (reader, _):
        office = reader.office(call.path["slug"])
    require_current(call.path["slug"], office.slug)
    return _tagged(office_record(office))


@operation(
    "POST",
    "/offices",
    tag=_OFFICES,
    body=shapes.OfficeGiven,
    as_record=True,
    answer=shapes.Office,
    status=201,
    tagged=True,
    refusals=(409,),
)
def create_office(call: Call) -> Answer:
    """Adds an office. For administrators."""
    here, draft = room(), office_draft_of(call.body)
    here.note_settings()
    with here.store.writing() as writer:
        made = offices.add_office(writer, draft, now=here.clock(), actor=call.actor, uuid=str(uuid4()))
    return _created(office_record(made), f"/offices/{made.slug}")


@operation(
    "PATCH",
    "/offices/{slug}",
    tag=_OFFICES,
    body=shapes.OfficePatch,
    as_record=True,
    media=(MERGE_PATCH, JSON),
    answer=shapes.Office,
    tagged=True,
    conditional=True,
)
def patch_office(call: Call) -> Answer:
    """Changes of an office what is sent (RFC 7396); a new name or slug changes every feed that shows it.

    Its old slug leads to it for good, and is never given again; a name that goes becomes a former one.
    """
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.office(call.path["slug"])
        call.if_match.require(record_tag(office_record(known)))
        draft = office_draft_of(call.body, known=known)
        changed = offices.edit_office(writer, draft, slug=known.slug, now=here.clock(), actor=call.actor)
    return _tagged(office_record(changed))


@operation("GET", "/topics", tag=_TOPICS, public=True, query=Paged, answer=kinds.Page[shapes.Topic])
def list_topics(call: Call) -> Answer:
    """Lists the topics by slug."""
    with reading() as (reader, _):
        found = reader.topics()
    items, following = cut(found, call.query, lambda each: each.slug)
    return Answer(value=page([_topic(each) for each in items], following))


@operation(
    "GET",
    "/topics/{slug}",
    tag=_TOPICS,
    public=True,
    answer=shapes.Topic,
    tagged=True,
    refusals=(301,),
)
def get_topic(call: Call) -> Answer:
    """Gives a topic; by a former slug, or one that was merged into it, a redirect there."""
    with reading() as (reader, _):
        topic = reader.topic(call.path["slug"])
    require_current(call.path["slug"], topic.slug, is_topic=True)
    return _tagged(_topic(topic))


@operation(
    "POST",
    "/topics",
    tag=_TOPICS,
    body=shapes.TopicGiven,
    answer=shapes.Topic,
    status=201,
    tagged=True,
    refusals=(409,),
)
def create_topic(call: Call) -> Answer:
    """Adds a topic. For administrators."""
    here, given = room(), call.body
    here.note_settings()
    with here.store.writing() as writer:
        made = offices.add_topic(
            writer, given.slug, given.names, now=here.clock(), actor=call.actor, uuid=str(uuid4())
        )
    return _created(_topic(made), f"/topics/{made.slug}")


def _topic(topic: Topic) -> dict[str, Any]:
    return {"slug": topic.slug, "names": dict(topic.names)}


@operation("GET", "/countries", tag=_COUNTRIES, public=True, query=Paged, answer=kinds.Page[shapes.Country])
def list_countries(call: Call) -> Answer:
    """Lists the countries of ISO 3166-1 by code, with their names in the languages of the site."""
    items, following = cut(country_codes(), call.query, lambda code: code)
    return Answer(value=page([_country(code) for code in items], following))


@operation("GET", "/countries/{code}", tag=_COUNTRIES, public=True, answer=shapes.Country, tagged=True)
def get_country(call: Call) -> Answer:
    """Gives a country."""
    code = call.path["code"]
    if not is_country(code):
        raise NotFound(f"“{code[:60]}” is no country of ISO 3166-1; codes are two capital letters.")
    return _tagged(_country(code))


def _country(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "names": {language: country_name(code, language) for language in room().settings.languages},
    }


def _tagged(record: dict[str, Any]) -> Answer:
    return Answer(value=record, etag=record_tag(record))


def _created(record: dict[str, Any], path: str) -> Answer:
    return replace(_tagged(record), status=201, location=room().settings.base_url + API + path)
