"""What the form says to the server while it is open: what is typed, that it is open, what was pasted."""

from http import HTTPStatus
from urllib.parse import urlencode

import msgspec
from flask import Response, request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.errors import InvalidInput
from feedsvc.core.nesting import is_nested_too_deep
from feedsvc.core.rich_text import tidy_html
from feedsvc.services import drafting
from feedsvc.web.addresses import site_path
from feedsvc.web.auth import csrf_token
from feedsvc.web.editor.desk import fragment, part_of_newsroom, person, say
from feedsvc.web.editor.writing.typed import copy_id_of, keep, typed_now, with_picture
from feedsvc.web.editor.writing.view import clock, form_view, hints_of, named, said_of
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("keeping", files=True)

_LOST = {"table": "<table", "picture": "<img"}  # what the editing field cannot hold


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(value), status, content_type="application/json")


@blueprint.post("/work/<copy_id>/typed")
def typed(copy_id: str) -> Response:
    """Keep what was typed; where it is now, and when that was."""
    copy = keep(copy_id, typed_now())
    base_url = room().settings.base_url
    with reading() as (reader, site):
        zone = drafting.zone_of_slug(reader, site, copy.text("office"))
        is_kept = drafting.is_kept(reader, copy.id)
    return _json(
        {
            "kept": is_kept,
            "id": copy.id,
            "entry": copy.entry or "",
            "base_version": copy.base_version or "",
            "address": site_path(base_url, urls.work_path(copy.id)),
            "said": say("form_kept_at", at=clock(copy.saved_at, zone)) if is_kept else "",
        }
    )


@blueprint.get("/work/<copy_id>/typed")
def typed_before(copy_id: str) -> Response:
    """What is kept of a form, as a form sends it, for the browser that has kept it too; or that it was
    `saved` since."""
    with reading() as (reader, _):
        is_saved = copy_id_of(copy_id) in reader.entries_of([copy_id])
        fields = {} if is_saved else drafting.working_copy(reader, copy_id, actor=person()).fields
    return _json({"saved": is_saved, "typed": urlencode(fields, doseq=True)})


@blueprint.get("/token")
def token() -> Response:
    """The token of this session's forms: a form that was open while somebody signed in anew needs it."""
    return _json({"csrf": csrf_token()})


@blueprint.post("/pasted")
def pasted() -> Response:
    """Rich text from another program, as the editing field can show it."""
    html = request.form.get("html", "")
    if is_nested_too_deep(html):
        raise InvalidInput.at("html", "is nested too deep")
    tidy = tidy_html(html, for_editing=True)
    lost = [part for part, tag in _LOST.items() if tag in html.lower()]
    return _json({"html": tidy, "said": " ".join(say(f"form_pasted_{part}") for part in lost)})


@blueprint.post("/work/<copy_id>/picture")
def picture(copy_id: str) -> tuple[str, HTTPStatus]:
    """Keep a picture with what was typed; the field of the picture as it is then."""
    typed_, refused = with_picture(typed_now())
    copy = keep(copy_id, typed_)
    with reading() as (reader, site):
        view = form_view(reader, site, copy, is_kept=True, problems=refused)
        shown = fragment("writing/picture.html", view=view)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@blueprint.get("/work/<copy_id>/found")
def found(copy_id: str) -> str:
    """The countries that what was typed speaks of."""
    with reading() as (reader, _):
        copy = drafting.working_copy(reader, copy_id_of(copy_id), actor=person())
        hints = hints_of(reader, copy)
    return fragment("suggestions.html", hints=hints, mending=urls.mending_path(copy.id))


@blueprint.get("/work/<copy_id>/advice")
def advice(copy_id: str) -> str:
    """What there is to say of what was typed."""
    with reading() as (reader, site):
        copy = drafting.working_copy(reader, copy_id_of(copy_id), actor=person())
        lines = said_of(reader, site, copy, drafting.read_copy(reader, site, copy))
    return fragment("writing/advice.html", lines=lines, mending=urls.mending_path(copy.id))


@blueprint.post("/entries/<uuid>/here")
def here(uuid: str) -> tuple[str, HTTPStatus]:
    """Say that the form of an entry is open; who else has it open, and whether it was saved since. No
    content where that is as it was `seen`."""
    asked, actor = room(), person()
    entry, others = drafting.note_open(asked.store, copy_id_of(uuid), actor=actor, now=asked.clock())
    with reading() as (reader, site):
        zone = drafting.zone_of_slug(reader, site, entry.office)
        last = reader.versions(uuid)[-1]
        by = named(reader, last.by)
    is_newer = request.form.get("base_version", "") not in {"", str(entry.version)}
    people = [
        say(
            "form_other_types" if other.typed_at else "form_other_reads",
            name=other.name,
            at=clock(other.typed_at or other.seen_at, zone),
        )
        for other in others
    ]
    newer = say("form_newer", name=by, at=clock(last.at, zone)) if is_newer else ""
    # A status that is said again every twenty seconds is no status: the time counts once they type.
    seen = "|".join([*(f"{each.name} {each.typed_at}" for each in others), newer])
    if seen == request.form.get("seen", ""):
        return "", HTTPStatus.NO_CONTENT
    return fragment("writing/others.html", people=people, newer=newer, seen=seen), HTTPStatus.OK
