"""What a form brings: its fields, the entry that it is of, a picture."""

from uuid import uuid4

from flask import request

from feedsvc.core.errors import InvalidInput, NotFound, Problem
from feedsvc.core.form_reading import NAMES
from feedsvc.core.working_copy import Fields, WorkingCopy, first
from feedsvc.services import drafting
from feedsvc.services.drafting import Typed
from feedsvc.services.pictures import keep_picture
from feedsvc.web.editor.desk import person
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import room

FILE = "picture"  # the field of the form that holds one


def new_id() -> str:
    """An id for what is going to be typed."""
    return str(uuid4())


def copy_id_of(text: str) -> str:
    """The id in a path. Raises NotFound for what is none."""
    if not is_uuid(text):
        raise NotFound("There is nothing here that you have typed and not saved.")
    return text


def typed_now() -> Typed:
    """What the form of this request holds."""
    fields = {name: tuple(request.form.getlist(name)) for name in NAMES if name in request.form}
    entry, version = request.form.get("entry", ""), request.form.get("base_version", "")
    if not is_uuid(entry):
        return Typed(fields)
    return Typed(fields, entry, int(version) if version.isdecimal() and len(version) < 10 else 0)


def keep(copy_id: str, typed: Typed) -> WorkingCopy:
    """Keep what was typed, by this person, now."""
    here = room()
    here.note_settings()
    return drafting.keep_copy(here.store, copy_id_of(copy_id), typed, actor=person(), now=here.clock())


def with_picture(typed: Typed) -> tuple[Typed, tuple[Problem, ...]]:
    """What was typed with the picture that came along, if one did, kept; and why it could not be."""
    file = request.files.get(FILE)
    if file is None or not file.filename:
        return typed, ()
    here, actor = room(), person()
    with here.store.reading() as reader:
        offices = [office.slug for office in drafting.offices_to_write_in(reader, actor)]
    chosen = first(typed.fields, "office")
    try:
        image = keep_picture(
            here.store,
            here.settings,
            file.read(),
            alt=first(typed.fields, "image_alt"),
            credit=first(typed.fields, "image_credit"),
            office=chosen if chosen in offices else next(iter(offices), None),
            actor=actor,
            now=here.clock(),
            described_later=True,
        )
    except InvalidInput as error:
        return typed, tuple(_at_the_picture(each) for each in error.problems)
    fields: Fields = {
        **typed.fields,
        "image_url": (image.url or "",),
        "image_alt": (image.alt,),
        "image_credit": (image.credit,),
    }
    return typed._replace(fields=fields), ()


def _at_the_picture(problem: Problem) -> Problem:
    where = {"alt": "image.alt", "credit": "image.credit"}.get(problem.where, FILE)
    return Problem(where, problem.message)
