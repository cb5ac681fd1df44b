"""The form: opened, and sent by one of its buttons. Whatever button it is, what was typed is kept first."""

from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms import ValidationError

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSignedIn, Problem, Stale
from feedsvc.core.form_reading import CHOSEN, FOUND, fields_of
from feedsvc.core.local_time import comes_twice
from feedsvc.core.model import Entry, EntryDraft, Office, Site
from feedsvc.core.subscriptions import countries_of
from feedsvc.core.wording import language_name
from feedsvc.core.working_copy import Fields, WorkingCopy, first
from feedsvc.services import drafting
from feedsvc.services.drafting import Typed, Wish
from feedsvc.services.entries import visible
from feedsvc.store import Reader
from feedsvc.web import errors
from feedsvc.web.auth import csrf_token
from feedsvc.web.editor.after.original import original_of
from feedsvc.web.editor.desk import EDITOR_POLICY, on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import moment
from feedsvc.web.editor.wording import words
from feedsvc.web.editor.writing import conflict
from feedsvc.web.editor.writing.typed import copy_id_of, keep, new_id, typed_now, with_picture
from feedsvc.web.editor.writing.view import clock, form_view, said_of
from feedsvc.web.errors import prefers_html
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room
from feedsvc.web.views import error_frame

blueprint = part_of_newsroom("writing", files=True)

# Trix writes two style elements into the page, each empty at first: just these three texts are let in
# (CSP 3, section 6.7.3.3). They are those of trix-2.1.19; the browser's console tells of another version's.
_OF_TRIX = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-jAP18ioNeNaQBBU5RJvT96kjJnVxHvZs+s8WUNiLnvA='",
    "'sha256-c5Z9aB2t69CSpeI1aC8dDLr7LZYZlynV8iY/8Uc9ZFk='",
)
_POLICY = EDITOR_POLICY.replace("style-src 'self'", f"style-src 'self' {' '.join(_OF_TRIX)}")

_Page = str | tuple[str, HTTPStatus] | Response
# What a button asks for; with "-anyway" what there was to say was seen.
_WISHES = {"save": "", "publish": "publish", "schedule": "schedule"}
_ANYWAY = "-anyway"


@blueprint.after_request
def _let_trix_in(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.get("/new")
def new() -> _Page:
    """An empty form; nothing is stored before something is typed. With `translates` it is that of a
    translation of an entry."""
    with reading() as (reader, site):
        fields = _first_fields(reader, site)
        copy = WorkingCopy(id=new_id(), owner=person().user or "", fields=fields, saved_at=room().clock())
        if not drafting.offices_to_write_in(reader, person()):
            raise Forbidden("You may not write in any office: ask an administrator of the site.")
        return _form(reader, site, copy, is_kept=False)


def _first_fields(reader: Reader, site: Site) -> Fields:
    original = request.args.get("translates", "")
    if is_uuid(original):
        return _of_translation(visible(reader, original, person()), request.args.get("language", ""))
    offices = drafting.offices_to_write_in(reader, person())
    asked = request.args.get("office", "")
    own = [office for office in offices if office.uuid in person().roles] or offices
    last = drafting.last_office(reader, person())
    usual = own[0] if len(own) == 1 else next((each for each in offices if each.uuid == last), None)
    office = next((each for each in offices if each.slug == asked), usual)
    language = request.args.get("language") or _language_of(office, site)
    return {"office": (office.slug if office else "",), "language": (language,), "countries_are": (FOUND,)}


def _language_of(office: Office | None, site: Site) -> str:
    """The language of the writer, where the office writes in it; else the office's first."""
    ours = [tag for tag in (office.languages if office else ()) if tag in site.languages]
    return spoken() if spoken() in (ours or site.languages) else (ours or [site.language])[0]


def _of_translation(entry: Entry, language: str) -> Fields:
    """The facts of an entry, which are the same in every language; the words are to be written."""
    facts = EntryDraft(
        office=entry.office,
        title="",
        language=language,
        countries=entry.countries,
        topics=entry.topics,
        image=replace(entry.image, alt="") if entry.image else None,
        enclosures=(),
        authors=entry.authors,
    )
    return {**fields_of(facts), "translates": (entry.uuid,)}


@blueprint.get("/entries/<uuid>")
def edit(uuid: str) -> _Page:
    """The form of an entry: as the person left it, or as it is stored."""
    with reading() as (reader, site):
        try:
            entry = drafting.entry_to_edit(reader, copy_id_of(uuid), actor=person())
        except Conflict:
            return on_to(urls.standing_path(uuid), say("form_withdrawn"))
        kept = drafting.copy_of_entry(reader, uuid, actor=person())
        copy = kept or _untouched(reader, site, entry)
        return _form(reader, site, copy, is_kept=kept is not None)


def _untouched(reader: Reader, site: Site, entry: Entry) -> WorkingCopy:
    zone = drafting.zone_of_slug(reader, site, entry.office)
    return WorkingCopy(
        id=new_id(),
        owner=person().user or "",
        entry=entry.uuid,
        base_version=entry.version,
        fields=fields_of(entry.as_draft(), time_zone=zone),
        saved_at=room().clock(),
    )


@blueprint.get("/work/<copy_id>")
def work(copy_id: str) -> _Page:
    """The form of what this person typed and has not saved. `confirm` asks whether it is to be published
    or scheduled in spite of what there is to say."""
    with reading() as (reader, site):
        try:
            copy = drafting.working_copy(reader, copy_id_of(copy_id), actor=person())
        except NotFound:
            if copy_id in reader.entries_of([copy_id]):  # saved since, and come back to
                return on_to(urls.edit_path(copy_id))
            raise
        asked = request.args.get("confirm", "")
        return _form(reader, site, copy, is_kept=True, asks=asked if asked in _WISHES else "")


def _form(
    reader: Reader,
    site: Site,
    copy: WorkingCopy,
    *,
    is_kept: bool,
    problems: Iterable[Problem] = (),
    asks: str = "",
) -> str:
    view = form_view(reader, site, copy, is_kept=is_kept, problems=problems, asks=asks)
    original = original_of(reader, view.text("translates"))
    title = say("form_edit" if copy.entry else "form_new")
    if original and not copy.entry:
        title = say("form_translation", language=language_name(copy.text("language")))
    section = "" if copy.entry else "write"
    return page("writing/form.html", title, section=section, view=view, original=original)


@blueprint.post("/work/<copy_id>")
def send(copy_id: str) -> _Page:
    """What a button asks for, after what was typed was kept."""
    asked = request.form.get("do", "save")
    typed, refused = with_picture(typed_now())
    copy = keep(copy_id, _changed(typed, asked))
    if refused:
        return _again(copy, refused)
    wish = asked.removesuffix(_ANYWAY)
    if wish not in _WISHES and not _is_kept(copy):  # an empty form has no address yet to go on to
        return _again(copy, [Problem("title", "is missing")] if asked == "preview" else ())
    if asked == "discard":
        return _discarded(copy)
    if asked == "preview":
        return on_to(urls.preview_path(copy.id))
    if wish not in _WISHES:
        return on_to(urls.work_path(copy.id))
    return finish(copy, wish, is_confirmed=asked.endswith(_ANYWAY))


def _is_kept(copy: WorkingCopy) -> bool:
    with reading() as (reader, _):
        return drafting.is_kept(reader, copy.id)


def _changed(typed: Typed, asked: str) -> Typed:
    """What was typed with what a button alters in it."""
    if asked == "office_countries":
        with reading() as (reader, _):
            slug = first(typed.fields, "office")
            office = next((each for each in reader.offices() if each.slug == slug), None)
        codes = sorted({*typed.fields.get("countries", ()), *(countries_of(office) if office else ())})
        return typed._replace(fields={**typed.fields, "countries": tuple(codes), "countries_are": (CHOSEN,)})
    if asked == "drop_picture":
        without = dict.fromkeys(("image_url", "image_alt", "image_credit"), ())
        return typed._replace(fields={**typed.fields, **without})
    return typed


def _discarded(copy: WorkingCopy) -> Response:
    drafting.discard_copy(room().store, copy.id, actor=person())
    return on_to(urls.edit_path(copy.entry) if copy.entry else urls.EDITOR, say("form_discarded"))


def finish(copy: WorkingCopy, wish: str, *, is_confirmed: bool) -> _Page:
    """Save what was kept, publish or schedule it; or say what stands in the way."""
    wanted = Wish(then=_WISHES[wish], major=copy.text("edit") == "major")
    with reading() as (reader, site):
        problems = drafting.problems_of(reader, site, copy, wanted)
        said = said_of(reader, site, copy, drafting.read_copy(reader, site, copy)) if wanted.then else ()
    if problems:
        return _again(copy, problems)
    if said and not is_confirmed:
        return on_to(f"{urls.work_path(copy.id)}?confirm={wish}")
    return _carried_out(copy, wish, wanted)


def _carried_out(copy: WorkingCopy, wish: str, wanted: Wish) -> _Page:
    here = room()
    try:
        entry = drafting.save_copy(
            here.store, here.settings, copy.id, wanted, actor=person(), now=here.clock()
        )
    except Stale:
        return conflict.both_versions(copy, wish)
    except InvalidInput as error:
        return _again(copy, error.problems)
    except Forbidden:
        return _again(copy, [Problem("", say("form_not_allowed"))], HTTPStatus.FORBIDDEN)
    except NotFound:  # a second click: the first has saved it
        return on_to(urls.edit_path(copy.entry or copy.id))
    return _saved(entry, wanted)


@blueprint.post("/work/<copy_id>/choice")
def choose(copy_id: str) -> _Page:
    """Save what was chosen of two versions; or, asked to `look`, show it in the form first."""
    wish = request.form.get("wish", "save")
    with reading() as (reader, _):
        copy = drafting.working_copy(reader, copy_id_of(copy_id), actor=person())
    merged = conflict.chosen(copy)
    if merged is None or wish not in _WISHES:
        return conflict.both_versions(copy, "save" if wish not in _WISHES else wish)
    kept = keep(copy.id, Typed(merged.fields, merged.entry or merged.id, merged.base_version))
    if request.form.get("do") == "look":
        return on_to(urls.work_path(kept.id))
    return finish(kept, wish, is_confirmed=True)


def _saved(entry: Entry, wanted: Wish) -> Response:
    with reading() as (reader, site):
        zone = drafting.zone_of_slug(reader, site, entry.office)
    due = entry.scheduled_for
    if wanted.then == "publish":
        return on_to(urls.standing_path(entry.uuid), say("form_was_published", title=entry.title))
    if wanted.then == "schedule" and due is not None:
        said = say("form_scheduled", at=moment(due, zone).words, zone=zone)
        twice = f" {say('form_twice')}" if comes_twice(due, zone) else ""
        return on_to(urls.standing_path(entry.uuid), said + twice)
    if entry.released:
        key = "form_saved_major" if wanted.major else "form_saved_minor"
        return on_to(urls.standing_path(entry.uuid), say(key))
    return on_to(urls.edit_path(entry.uuid), say("form_saved", at=clock(room().clock(), zone)))


@blueprint.errorhandler(NotSignedIn)
@blueprint.errorhandler(Forbidden)
def _nothing_is_lost(error: NotSignedIn | Forbidden) -> _Page:
    """What was sent by who is signed out, or signed in anew since, comes back in a page that sends it
    again: there is nobody yet whose working copy it could be."""
    is_ours = request.method == "POST" and request.endpoint == f"{blueprint.name}.{send.__name__}"
    is_anew = isinstance(error.__cause__, ValidationError)  # no token of this session
    if not is_ours or not prefers_html() or not (isinstance(error, NotSignedIn) or is_anew):
        return errors.answer_of(error)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    frame = error_frame(room().settings, say("form_again"), say("form_again_why"), spoken())
    shown = render_template(
        "editor/writing/again.html", frame=frame, phrases=words(spoken()), fields=fields, csrf=csrf_token()
    )
    return shown, errors.status_of(error)


def _again(
    copy: WorkingCopy,
    problems: Iterable[Problem],
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> tuple[str, HTTPStatus]:
    with reading() as (reader, site):
        is_kept = drafting.is_kept(reader, copy.id)
        shown = _form(reader, site, copy, is_kept=is_kept, problems=problems)
    return shown, status
