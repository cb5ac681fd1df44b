"""What changes addresses: offices renamed, merged, closed and reopened, topics renamed and merged. Each
page says what subscribers will see before anything is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from flask import request
from werkzeug.exceptions import NotFound as NoSuchPage

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Actor
from feedsvc.core.errors import Conflict, InvalidInput, NotFound
from feedsvc.core.model import Office, Topic
from feedsvc.core.wording import name_in
from feedsvc.services import administering, closing, naming, offices
from feedsvc.services.site import describe_site
from feedsvc.store import Writer
from feedsvc.web.editor.administration.forms import Answer, Form, attempt, form_of, rule
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.feed_views import sort_key
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_endings")

_OF = "<any(offices, topics):of>"
_RENAMING = f"{urls.ADMINISTRATION}/{_OF}/<slug>/rename"
_MERGING = f"{urls.ADMINISTRATION}/{_OF}/<slug>/merge"
_CLOSING = urls.administration_path(urls.OFFICES, "<slug>", "close")
_REOPENING = urls.administration_path(urls.OFFICES, "<slug>", "reopen")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """An office or topic to which something is to happen, and the others of its kind."""

    of: str
    slug: str
    name: str
    count: int
    others: tuple[tuple[str, str], ...]

    @property
    def listed(self) -> str:
        return urls.OFFICES if self.of == "offices" else urls.TOPICS


def _subject(of: str, slug: str) -> _Subject:
    """Raises Forbidden, and NotFound for what there is not, or not any more, under this slug."""
    actor = person()
    with reading() as (reader, _):
        found: list[tuple[Office, int]] | list[tuple[Topic, int]]
        if of == "offices":
            found = administering.offices_to_manage(reader, actor=actor)
        else:
            found = administering.topics_to_manage(reader, actor=actor)
    known = {each.slug: (name_in(each.names, spoken()), count) for each, count in found}
    open_ = [each.slug for each, _ in found if not (isinstance(each, Office) and each.ending)]
    if slug not in known:
        raise NotFound(f"There is nothing called “{slug}” here.")
    name, count = known[slug]
    named = ((each, known[each][0]) for each in open_ if each != slug)
    others = tuple(sorted(named, key=lambda each: sort_key(each[1])))
    return _Subject(of=of, slug=slug, name=name, count=count, others=others)


@blueprint.get(rule(_RENAMING))
def ask_renaming(of: str, slug: str) -> str:
    """Say what another short name does, before it is given."""
    return _renaming_page(_subject(of, slug), form_of({}))


def _renaming_page(subject: _Subject, form: Form) -> str:
    heading = say("adm_rename_heading", name=subject.name)
    return page(
        "administration/rename.html",
        heading,
        section="administration",
        subject=subject,
        form=form,
        paths=urls,
    )


@blueprint.post(rule(_RENAMING))
def rename(of: str, slug: str) -> Answer:
    """Give an office or topic another short name."""
    subject, wanted = _subject(of, slug), request.form.get("slug", "").strip()

    def do(writer: Writer, actor: Actor) -> str:
        now = room().clock()
        if wanted == slug:
            raise Conflict("It is called so already.")
        if of == "topics":
            names = writer.topic(slug).names
            return naming.edit_topic(writer, slug, names, new_slug=wanted or "-", now=now, actor=actor).slug
        draft = replace(writer.office(slug).as_draft(), slug=wanted)
        return offices.edit_office(writer, draft, now=now, actor=actor, slug=slug).slug

    def save() -> Answer:
        new = _done(do)
        return on_to(subject.listed, say("adm_renamed", old=slug, new=new))

    return attempt(save, lambda form: _renaming_page(subject, form), conflict="slug")


def _done(do: Callable[[Writer, Actor], str]) -> str:
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        return do(writer, person())


@blueprint.get(rule(_MERGING))
def ask_merging(of: str, slug: str) -> str:
    """Choose another one, then see what subscribers will see, before it is done."""
    subject = _subject(of, slug)
    into = request.args.get("into", "")
    return _merging_page(subject, Form(request.args), into if into in dict(subject.others) else "")


def _merging_page(subject: _Subject, form: Form, into: str) -> str:
    return page(
        "administration/merge.html",
        say("adm_merge_heading", name=subject.name),
        section="administration",
        subject=subject,
        form=form,
        into=into,
        into_name=dict(subject.others).get(into, ""),
        paths=urls,
    )


@blueprint.post(rule(_MERGING))
def merge(of: str, slug: str) -> Answer:
    """Let an office or topic go into another one."""
    subject, into = _subject(of, slug), request.form.get("into", "")
    here = room()

    def save() -> Answer:
        if into not in dict(subject.others):
            raise InvalidInput.at("into", "must be another one that is open")
        here.note_settings()
        do = naming.merge_offices if of == "offices" else naming.merge_topics
        with here.store.writing() as writer:
            site = describe_site(here.settings, writer.site_record())
            merged = do(writer, site, slug, into=into, now=here.clock(), actor=person())
        names = dict(subject.others)
        said = say("adm_merged", old=subject.name, new=names[into], count=merged.entries)
        return on_to(subject.listed, said)

    return attempt(save, lambda form: _merging_page(subject, form, ""))


@blueprint.get(rule(_CLOSING))
def ask_closing(slug: str) -> str:
    """Say what closing an office does, before it is done."""
    return _closing_page(_subject("offices", slug), form_of({}))


def _closing_page(subject: _Subject, form: Form) -> str:
    heading = say("adm_close_heading", name=subject.name)
    return page(
        "administration/close.html", heading, section="administration", subject=subject, form=form, paths=urls
    )


@blueprint.post(rule(_CLOSING))
def close(slug: str) -> Answer:
    """Close an office, or split it."""
    subject, here = _subject("offices", slug), room()

    def save() -> Answer:
        here.note_settings()
        with here.store.writing() as writer:
            closing.close_office(
                writer,
                describe_site(here.settings, writer.site_record()),
                slug,
                successors=request.form.getlist("successors"),
                until=_day(request.form.get("until", "")),
                now=here.clock(),
                actor=person(),
                new_uuid=lambda: str(uuid4()),
            )
        return on_to(urls.OFFICES, say("adm_office_closed", name=subject.name))

    return attempt(save, lambda form: _closing_page(subject, form))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput.at("until", "must be a day such as 2027-06-30") from None


@blueprint.get(rule(_REOPENING))
def ask_reopening(slug: str) -> str:
    """Say what reopening an office does, before it is done."""
    subject = _subject("offices", slug)
    with reading() as (reader, _):
        if reader.office(slug).ending is None:
            raise NoSuchPage
    heading = say("adm_reopen_heading", name=subject.name)
    return page("administration/reopen.html", heading, section="administration", subject=subject, paths=urls)


@blueprint.post(rule(_REOPENING))
def reopen(slug: str) -> Answer:
    """Take back that an office was closed."""
    here, subject = room(), _subject("offices", slug)
    here.note_settings()
    with here.store.writing() as writer:
        closing.reopen_office(writer, slug, now=here.clock(), actor=person())
    return on_to(urls.OFFICES, say("adm_office_reopened", name=subject.name))
