"""The audit log in words, narrowed and page by page, and as a table for a spreadsheet."""

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.audit import AuditLine, AuditQuery
from feedsvc.core.dates import rfc3339
from feedsvc.core.errors import NotFound
from feedsvc.core.local_time import moment_of
from feedsvc.core.wording import name_in
from feedsvc.services import accounts
from feedsvc.store import Reader
from feedsvc.web.editor.administration.forms import moment_in_words, rule
from feedsvc.web.editor.administration.words_log import ACTIONS, KINDS
from feedsvc.web.editor.desk import page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import office_options
from feedsvc.web.editor.wording import words
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_log")

_LINES = 100  # on a page
_MOST_LINES = 10_000  # in a file
_FILTERS = ("person", "office", "kind", "action", "since", "until")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets calculate (OWASP, CSV Injection)


@blueprint.get(rule(urls.LOG))
def look() -> str:
    """Who did what, the latest first."""
    actor = person()
    with reading() as (reader, _):
        problems: dict[str, str] = {}
        found = accounts.audit_log(reader, _query(reader, problems, _LINES + 1), actor=actor)
        people = {each.uuid: each.name or each.email for each in accounts.users(reader, actor=actor)}
        offices = {each.uuid: name_in(each.names, spoken()) for each in reader.offices()}
        slugs = office_options(reader.offices())
    shown = found[:_LINES]
    following = {**_asked(), "before": str(shown[-1].id)} if len(found) > len(shown) else None
    return page(
        "administration/log.html",
        say("adm_log"),
        section="administration",
        lines=[_shown(line, people, offices) for line in shown],
        asked=_asked(),
        problems=problems,
        people=sorted(people.items(), key=lambda each: each[1].casefold()),
        offices=slugs,
        kinds=_choices("adm_kind_", KINDS),
        actions=_choices("adm_did_", ACTIONS),
        older=f"{urls.LOG}?{urlencode(following)}" if following else "",
        latest=f"{urls.LOG}?{urlencode(_asked())}" if "before" in request.args else "",
        file=f"{urls.LOG}.csv?{urlencode(_asked())}",
        most=_MOST_LINES,
        paths=urls,
    )


@blueprint.get(rule(f"{urls.LOG}.csv"))
def give_file() -> Response:
    """The same lines for a spreadsheet: times in RFC 3339, names as they are stored."""
    with reading() as (reader, _):
        found = accounts.audit_log(reader, _query(reader, {}, _MOST_LINES), actor=person())
        slugs = {each.uuid: each.slug for each in reader.offices()}
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(
        ["id", "time", "actor", "from", "token", "action", "kind", "object", "office", "what", "fields"]
    )
    for line in found:
        table.writerow([_cell(each) for each in _cells(line, slugs)])
    return Response(
        "\ufeff" + text.getvalue(),  # without the mark Excel takes it for the machine's own code page
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-log.csv"'},
    )


def _cells(line: AuditLine, slugs: Mapping[str, str]) -> list[str]:
    note = line.note
    return [
        str(line.id),
        rfc3339(line.at),
        line.actor,
        line.origin,
        line.via,
        note.action,
        note.kind,
        note.object,
        slugs.get(note.office or "", note.office or ""),
        _name_of(note.detail),
        " ".join(note.detail.get("fields", ())),
    ]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _asked() -> dict[str, str]:
    return {name: text for name in _FILTERS if (text := request.args.get(name, "").strip())}


def _query(reader: Reader, problems: dict[str, str], limit: int) -> AuditQuery:
    """What is asked for; of what is wrong, a sentence is put into `problems`, and it is passed over."""
    asked, before = _asked(), request.args.get("before", "")
    office = None
    try:
        office = reader.office(asked["office"]).uuid if "office" in asked else None
    except NotFound as error:
        problems["office"] = str(error)
    return AuditQuery(
        kind=asked.get("kind"),
        action=asked.get("action"),
        account=asked.get("person"),
        office=office,
        since=_day("since", problems),
        until=_day("until", problems, after=1),
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
        limit=limit,
    )


def _day(name: str, problems: dict[str, str], *, after: int = 0) -> datetime | None:
    """The beginning of a day on the clock of the site; so many days after."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    try:
        return moment_of(f"{text}T00:00", room().settings.time_zone)[0] + timedelta(days=after)
    except (ValueError, OverflowError):
        problems[name] = say("adm_wrong_day")
        return None


def _choices(prefix: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    named = [(name, say(prefix + _key(name))) for name in names]
    return sorted(named, key=lambda each: each[1].casefold())


def _key(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def _shown(line: AuditLine, people: Mapping[str, str], offices: Mapping[str, str]) -> dict[str, Any]:
    note, known = line.note, words(spoken())
    did = known.get(f"adm_did_{_key(note.action)}", note.action)
    fields = [known.get(f"adm_field_{each}", each) for each in note.detail.get("fields", ())]
    name = _name_of(note.detail) or (people.get(note.object, "") if note.kind == "user" else "")
    return {
        "at": moment_in_words(line.at),
        "iso": rfc3339(line.at),
        "who": people.get(line.account or "", line.actor),
        "via": line.via,
        "origin": line.origin,
        "did": did,
        "kind": known.get(f"adm_kind_{note.kind}", note.kind),
        "name": name,
        "fields": ", ".join(fields),
        "office": offices.get(note.office or "", ""),
        "detail": _detail(note.detail),
        "href": urls.edit_path(note.object) if note.kind == "entry" else "",
    }


def _name_of(detail: Mapping[str, Any]) -> str:
    return next(
        (str(detail[key]) for key in ("title", "slug", "email", "name", "url") if detail.get(key)), ""
    )


def _detail(detail: Mapping[str, Any]) -> str:
    """Counts and files, which an import and a backup tell."""
    said = words(spoken())
    counts = [
        f"{said.get(f'adm_detail_{key}', key)}: {detail[key]}"
        for key in ("new", "changed", "entries", "pictures", "sessions", "jobs")
        if isinstance(detail.get(key), int)
    ]
    return ", ".join([*map(str, detail.get("files", ())), *counts])
