"""What a preview is of, by its address: a working copy, or an entry that is stored."""

from dataclasses import dataclass

from flask import request

from feedsvc.core import local_time
from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Actor
from feedsvc.core.advice import Advice
from feedsvc.core.errors import InvalidInput, NotFound, Problem
from feedsvc.core.model import Format, Site
from feedsvc.services import advising, previewing
from feedsvc.services.previewing import Preview, Subject
from feedsvc.store import Reader
from feedsvc.web.editor.desk import person
from feedsvc.web.editor.preview.going_on import GoingOn, going_on
from feedsvc.web.editor.showing import may_change, names_in
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room

PREVIEW = "/<any(work, entries):kind>/<uuid>/preview"
"""The rule of a preview's address; what follows it is one of its outputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A look at an entry before it is published: what readers would get, None where there are `problems`
    with which it cannot be; what is to be said of it; and the address of its form, "" for who may not
    change it; and the next step, for who may take it."""

    preview: Preview | None
    problems: tuple[Problem, ...]
    advice: tuple[Advice, ...]
    title: str
    form: str
    going_on: GoingOn | None


def path_of(kind: str, uuid: str) -> str:
    """The address of a preview."""
    return urls.preview_path(uuid) if kind == "work" else urls.entry_preview_path(uuid)


def shown(kind: str, uuid: str) -> Preview:
    """What is to be shown. Raises NotFound, Forbidden, and InvalidInput where it could not be published."""
    actor, now = person(), room().clock()
    with reading() as (reader, site):
        return previewing.preview(reader, site, _subject(reader, site, kind, uuid, actor), now=now)


def look(kind: str, uuid: str) -> Looked:
    """What is to be shown, and said beside it. Raises NotFound, Forbidden."""
    actor, now = person(), room().clock()
    with reading() as (reader, site):
        subject = _subject(reader, site, kind, uuid, actor)
        known = subject.known
        names = names_in(reader, site)
        may_edit = known is None or may_change(known, names, actor)
        form = urls.work_path(uuid) if kind == "work" else urls.edit_path(uuid)
        said = advising.advice_on(
            reader, site, subject.written, now=now, known=known, release=subject.release
        )
        next_step: GoingOn | None = None
        seen: Preview | None = None
        problems: tuple[Problem, ...] = ()
        try:
            seen = previewing.preview(reader, site, subject, now=now)
            copy_id = uuid if kind == "work" else None
            next_step = going_on(reader, names, subject, copy_id=copy_id, actor=actor)
        except InvalidInput as error:
            problems = error.problems
    return Looked(
        preview=seen,
        problems=problems,
        advice=said,
        title=subject.written.title,
        form=form if may_edit else "",
        going_on=next_step,
    )


def zone_of(seen: Preview) -> str:
    """The time zone in which the days of a preview are told: that of the entry's office."""
    return local_time.zone_of(seen.offices[seen.entry.office], seen.site)


def format_asked() -> Format:
    """The format of the feed that is looked at: Atom, unless `as` says RSS."""
    return Format.RSS if request.args.get("as") == Format.RSS else Format.ATOM


def _subject(reader: Reader, site: Site, kind: str, uuid: str, actor: Actor) -> Subject:
    if not is_uuid(uuid):
        raise NotFound("There is no preview at this address.")
    if kind == "work":
        return previewing.subject_of_copy(reader, site, uuid, actor=actor)
    return previewing.subject_of_entry(reader, uuid, actor=actor)
