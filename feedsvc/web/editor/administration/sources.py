"""Kept sources: how each fares, and what may be done with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.errors import Conflict
from feedsvc.core.model import Office
from feedsvc.core.sources import Source, SourceState, health
from feedsvc.core.wording import name_in
from feedsvc.services import sources
from feedsvc.services.import_report import FORMATS, Outcome
from feedsvc.services.import_tray import offices_to_import_into
from feedsvc.services.sources import SourceDraft
from feedsvc.web.editor.administration.forms import (
    Answer,
    Form,
    attempt,
    form_of,
    moment_in_words,
    require_seen,
    rule,
    seen,
)
from feedsvc.web.editor.administration.reports import shown_report
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import office_options
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_sources")

_EVERY = (5, 15, 30, 60, 120, 360, 720, 1440, 7 * 1440)  # minutes
_OF_ONE = "<uuid>"


@blueprint.get(rule(urls.SOURCES))
def list_sources() -> str:
    """The sources of the offices into which one may import."""
    with reading() as (reader, _):
        offices = {each.slug: each for each in offices_to_import_into(reader, person())}
        found = sources.sources_for(reader, person())
    order = {"failing": 0, "gone": 1, "partly": 2, "new": 3, "paused": 5}
    shown = [_shown(each, offices) for each in found]
    return page(
        "administration/sources.html",
        say("adm_sources"),
        section="administration",
        sources=sorted(shown, key=lambda each: (order.get(each["health"], 4), each["office"], each["url"])),
        paths=urls,
    )


def _shown(source: Source, offices: dict[str, Office]) -> dict[str, Any]:
    is_read = source.state is SourceState.ACTIVE
    return {
        "uuid": source.uuid,
        "url": source.url,
        "office": name_in(offices[source.office].names, spoken()),
        "health": health(source),
        "failures": source.failures,
        "error": source.last_error,
        "last": moment_in_words(source.last_poll),
        "good": moment_in_words(source.last_success),
        "next": moment_in_words(source.next_poll) if is_read else "",
        "every": every_in_words(source.every),
        "counts": [(name, count) for name, count in source.last_counts.items() if count],
        "former": source.former_urls,
        "paused": source.state is SourceState.PAUSED,
    }


def every_in_words(every: timedelta) -> str:
    """How often, as people say it."""
    minutes = int(every.total_seconds()) // 60
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes % size == 0:
            return say(f"adm_every_{unit}", count=minutes // size)
    return say("adm_every_minutes", count=minutes)


@blueprint.get(rule(urls.adding_path(urls.SOURCES)))
def adding() -> str:
    """An empty form."""
    return _page(form_of({"every": "60"}))


@blueprint.post(rule(urls.adding_path(urls.SOURCES)))
def add() -> Answer:
    """Keep a source; the worker reads it within seconds."""
    return attempt(_add, _page, conflict="url")


def _add() -> Answer:
    here = room()
    made = sources.add_source(
        here.store, here.settings, _draft(), now=here.clock(), actor=person(), uuid=str(uuid4())
    )
    return on_to(urls.SOURCES, say("adm_source_added", url=made.url))


@blueprint.get(rule(urls.administration_path(urls.SOURCES, _OF_ONE)))
def editing(uuid: str) -> str:
    """What was said of a source, and how it fares."""
    known = _known(uuid)
    said = sources.draft_of(known)
    minutes = str(int(said.every.total_seconds()) // 60)
    form = {"url": said.url, "office": said.office, "every": minutes, "format": said.format}
    return _page(form_of({**form, "language": said.language or ""}), known)


@blueprint.post(rule(urls.administration_path(urls.SOURCES, _OF_ONE)))
def edit(uuid: str) -> Answer:
    """Replace what is said of a source."""
    known = _known(uuid)
    return attempt(lambda: _edit(uuid), lambda form: _page(form, known), conflict="url")


def _edit(uuid: str) -> Answer:
    here, draft = room(), _draft()
    changed = sources.edit_source(
        here.store,
        here.settings,
        uuid,
        now=here.clock(),
        actor=person(),
        require=lambda known: require_seen(sources.draft_of(known)),
        url=draft.url,
        office=draft.office,
        every=draft.every,
        language=draft.language,
        format=draft.format,
    )
    return on_to(urls.SOURCES, say("adm_source_saved", url=changed.url))


@blueprint.post(rule(urls.administration_path(urls.SOURCES, _OF_ONE, "<any(pause, resume):step>")))
def pause(uuid: str, step: str) -> Answer:
    """Read a source no more, or go on."""
    here = room()
    changed = sources.edit_source(
        here.store, here.settings, uuid, now=here.clock(), actor=person(), paused=step == "pause"
    )
    return on_to(urls.SOURCES, say(f"adm_source_{step}d", url=changed.url))


@blueprint.post(rule(urls.administration_path(urls.SOURCES, _OF_ONE, "read")))
def read(uuid: str) -> Answer:
    """Read a source now, and say how it went."""
    here = room()
    try:
        done = sources.read_source(here.store, here.settings, uuid, now=here.clock(), actor=person())
    except Conflict:
        return on_to(urls.SOURCES, say("adm_source_being_read"))
    if done.failures:
        return on_to(urls.SOURCES, say("adm_source_failed", url=done.url, error=done.last_error))
    if done.last_status == 304:
        return on_to(urls.SOURCES, say("adm_source_nothing_new", url=done.url))
    came = ", ".join(f"{say(f'adm_outcome_{name}')}: {count}" for name, count in done.last_counts.items())
    return on_to(urls.SOURCES, say("adm_source_read", url=done.url, came=came))


@blueprint.post(rule(urls.administration_path(urls.SOURCES, _OF_ONE, "look")))
def look(uuid: str) -> Answer:
    """What a source holds just now, item by item, with the reason where one is refused; nothing is
    stored."""
    here = room()
    known = _known(uuid)
    report, problem = sources.look_at(here.store, here.settings, uuid, now=here.clock(), actor=person())
    if report is not None:  # what is refused is what one looks for
        rows = sorted(report.rows, key=lambda row: row.outcome is not Outcome.REFUSED)
        report = replace(report, rows=tuple(rows))
    return page(
        "administration/source-look.html",
        say("adm_look_heading"),
        section="administration",
        source=known,
        report=shown_report(report, request.args) if report else None,
        problem=problem,
        paths=urls,
    )


@blueprint.get(rule(urls.administration_path(urls.SOURCES, _OF_ONE, "remove")))
def ask_removing(uuid: str) -> str:
    """Say what removing a source does, before it is done."""
    return page(
        "administration/source-remove.html",
        say("adm_source_remove_heading"),
        section="administration",
        source=_known(uuid),
        paths=urls,
    )


@blueprint.post(rule(urls.administration_path(urls.SOURCES, _OF_ONE, "remove")))
def remove(uuid: str) -> Answer:
    """Forget a source; its entries stay."""
    here = room()
    gone = sources.remove_source(here.store, uuid, now=here.clock(), actor=person())
    return on_to(urls.SOURCES, say("adm_source_removed", url=gone.url))


def _known(uuid: str) -> Source:
    with reading() as (reader, _):
        return sources.source_for(reader, uuid, person())


def _draft() -> SourceDraft:
    form = request.form
    every = form.get("every", "")
    return SourceDraft(
        url=form.get("url", "").strip(),
        office=form.get("office", ""),
        every=timedelta(
            minutes=int(every) if every.isascii() and every.isdecimal() and len(every) < 7 else 0
        ),
        language=form.get("language") or None,
        format=form.get("format", ""),
    )


def _page(form: Form, known: Source | None = None) -> str:
    with reading() as (reader, _):
        offices = offices_to_import_into(reader, person())
    minutes = sorted({*_EVERY, *([int(known.every.total_seconds()) // 60] if known else [])})
    return page(
        "administration/source.html",
        say("adm_edit_source" if known else "adm_add_source"),
        section="administration",
        form=form,
        known=known,
        fares=_shown(known, {each.slug: each for each in offices}) if known else None,
        seen=seen(sources.draft_of(known)) if known else "",
        offices=office_options(offices),
        languages=room().settings.languages,
        formats=FORMATS,
        every=[(str(each), every_in_words(timedelta(minutes=each))) for each in minutes],
        paths=urls,
    )
