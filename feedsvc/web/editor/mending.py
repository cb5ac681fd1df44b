"""One click that mends what was typed, beside the form or on its preview."""

from flask import request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.advice import Fix
from feedsvc.core.errors import InvalidInput
from feedsvc.services import advising, drafting
from feedsvc.services.drafting import Typed
from feedsvc.web.addresses import next_path
from feedsvc.web.editor.desk import on_to, part_of_newsroom, person, say
from feedsvc.web.editor.writing.typed import copy_id_of, typed_now, with_picture
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("mending", files=True)

_MENDED = {
    Fix.SUMMARY: "summary",
    Fix.OFFICE_COUNTRIES: "countries",
    Fix.COUNTRY: "countries",
    Fix.LANGUAGE: "language",
}


@blueprint.post("/work/<copy_id>/mend")
def mend(copy_id: str) -> Response:
    """Do what a click asked for, and go back to the field that it changed, or to `next`."""
    name, _, of = request.form.get("mend", "").partition(":")
    if name not in set(Fix):
        raise InvalidInput.at("mend", f"is one of {', '.join(Fix)}")
    fix, here = Fix(name), room()
    typed, _ = with_picture(_typed(copy_id_of(copy_id)))
    kept = advising.mend(here.store, copy_id, typed, fix, of, actor=person(), now=here.clock())
    field = _MENDED.get(fix, of)
    return on_to(next_path(request.form.get("next")) or f"{urls.work_path(kept.id)}#{field}", say("mended"))


def _typed(copy_id: str) -> Typed:
    """What the form around the button holds; what is kept where there is none, as on a preview."""
    if "title" in request.form:
        return typed_now()
    with reading() as (reader, _):
        copy = drafting.working_copy(reader, copy_id, actor=person())
    return Typed(copy.fields, copy.entry, copy.base_version)
