"""Imports: files are sent, looked at in a dry run, and then imported as they are."""

from datetime import timedelta

from flask import Response, request
from werkzeug.datastructures import FileStorage

from feedsvc.core import newsroom_urls as urls
from feedsvc.services import import_tray, tray_files
from feedsvc.services.import_reading import template
from feedsvc.services.import_report import FORMATS, ImportFile
from feedsvc.services.tray_files import LARGEST_TRAY, Stage, Tray
from feedsvc.web.editor.administration.forms import (
    Answer,
    Form,
    attempt,
    bytes_in_words,
    form_of,
    moment_in_words,
    rule,
)
from feedsvc.web.editor.administration.reports import shown_report
from feedsvc.web.editor.desk import (
    fragment,
    is_fragment_asked,
    on_to,
    page,
    part_of_newsroom,
    person,
    say,
)
from feedsvc.web.editor.showing import office_options
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_imports", more=LARGEST_TRAY)

_OF_ONE = "<tray>"
_PATIENCE = timedelta(minutes=1)  # a worker looks every two seconds, and may be at something else


@blueprint.get(rule(urls.IMPORTS))
def choose() -> str:
    """The form for files, and the latest imports of this person."""
    return _page(form_of({}))


@blueprint.post(rule(urls.IMPORTS))
def send() -> Answer:
    """Keep the files and look at them."""
    return attempt(_send, _page, conflict="file")


def _send() -> Answer:
    here, form = room(), request.form
    here.note_settings()
    files = [_read(each) for each in request.files.getlist("file") if each.filename]
    pasted = form.get("text", "")
    if pasted.strip():
        files.append(ImportFile(name=say("adm_pasted"), data=pasted.encode("utf-8", "replace")))
    tray = import_tray.keep(
        here.store,
        here.settings,
        files,
        office=form.get("office") or None,
        language=form.get("language") or None,
        format=form.get("format", "auto"),
        now=here.clock(),
        actor=person(),
    )
    return on_to(urls.import_path(tray.id))


def _read(sent: FileStorage) -> ImportFile:
    with sent.stream:  # Flask leaves the temporary file of a large one to the garbage collector
        return ImportFile(name=sent.filename or "", data=sent.read())


@blueprint.get(rule(f"{urls.IMPORTS}/template.<any(csv, json):fmt>"))
def give_template(fmt: str) -> Response:
    """A file to fill in."""
    _offices()
    kind = "text/csv" if fmt == "csv" else "application/json"
    return Response(
        template(fmt, room().settings.languages),
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="news.{fmt}"'},
    )


@blueprint.get(rule(urls.import_path(_OF_ONE)))
def look(tray: str) -> str | Response:
    """What would be done, how far it is, or what was done."""
    settings = room().settings
    found = import_tray.tray_of(settings, tray, actor=person())
    done, total = tray_files.progress_of(settings, found)
    values = {
        "tray": found,
        "size": bytes_in_words(found.bytes),
        "report": shown_report(found.report, request.args) if found.report else None,
        "percent": done * 100 // total if total else None,
        "is_late": not total and room().clock() - found.since > _PATIENCE,
        "paths": urls,
    }
    if is_fragment_asked():
        if found.is_at_work:
            return fragment("administration/import-progress.html", **values)
        return Response("", headers={"HX-Refresh": "true"})  # of the whole page, which has the report
    heading = say(f"adm_import_{found.stage.value}")
    return page("administration/import.html", heading, section="administration", **values)


@blueprint.post(rule(urls.import_path(_OF_ONE)))
def start(tray: str) -> Answer:
    """Import what was looked at."""
    here = room()
    here.note_settings()
    found = import_tray.start(here.store, here.settings, tray, now=here.clock(), actor=person())
    notice = say("adm_import_was_done") if found.stage is Stage.DONE else ""
    return on_to(urls.import_path(found.id), notice)


@blueprint.post(rule(f"{urls.import_path(_OF_ONE)}/remove"))
def remove(tray: str) -> Answer:
    """Throw the files away."""
    import_tray.remove(room().settings, tray, actor=person())
    return on_to(urls.IMPORTS, say("adm_import_removed"))


def _offices() -> list[tuple[str, str]]:
    with reading() as (reader, _):
        found = import_tray.offices_to_import_into(reader, person())
    return office_options(found)


def _page(form: Form) -> str:
    offices = _offices()
    recent = import_tray.trays_of(room().settings, actor=person())
    return page(
        "administration/imports.html",
        say("adm_imports"),
        section="administration",
        form=form,
        offices=offices,
        languages=room().settings.languages,
        formats=FORMATS,
        most=bytes_in_words(LARGEST_TRAY),
        recent=[(each, moment_in_words(each.made), _named(each)) for each in recent],
        paths=urls,
    )


def _named(tray: Tray) -> str:
    more = len(tray.names) - 1
    return tray.names[0] + (say("adm_and_more_files", count=more) if more else "")
