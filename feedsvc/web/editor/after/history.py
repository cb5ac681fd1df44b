"""The versions of an entry, what differs between two of them, and the way back to one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action
from feedsvc.core.differences import Change, Kind, Piece, TextChange, changes, counted
from feedsvc.core.errors import NotFound
from feedsvc.core.model import Enclosure, Entry, EntryVersion, Image, Person, Status
from feedsvc.core.wording import language_name
from feedsvc.services.entries import Desk, revert
from feedsvc.services.whereabouts import reasons
from feedsvc.web.editor import showing
from feedsvc.web.editor.after.common import Looked, change, looking
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, say
from feedsvc.web.editor.showing import Names

blueprint = part_of_newsroom("history")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that differs: a text in `pieces` with a sentence on them, or what it was and is."""

    name: str
    pieces: tuple[Piece, ...] = ()
    summed_up: str = ""
    is_code: bool = False
    before: str = ""
    after: str = ""


@blueprint.get("/entries/<uuid>/history")
def history(uuid: str) -> str:
    """Every version, and what differs between two of them."""
    with looking(uuid) as at:
        at.require(Action.READ)
        versions = at.reader.versions(uuid)
        said = reasons(at.reader, at.entry, at.actor)
        before, after = _pair(versions)
        shown = {
            "lines": [_line(each, at, said.get(each.number, "")) for each in reversed(versions)],
            "before": before,
            "after": after,
            "differences": _differences(before.entry, after.entry, at),
            "row": showing.row(at.entry, at.names, at.actor),
            "entry": at.entry,
            "may_revert": _may_revert(at),
        }
    return page(
        "after/history.html", say("hist_heading", title=at.entry.title), section="news", urls=urls, **shown
    )


def _pair(versions: list[EntryVersion]) -> tuple[EntryVersion, EntryVersion]:
    """The versions to compare, the earlier first: those asked for, else the last two."""
    by_number = {str(each.number): each for each in versions}
    after = by_number.get(request.args.get("to", ""), versions[-1])
    known = by_number.get(request.args.get("from", ""))
    before = known or versions[max(versions.index(after) - 1, 0)]
    return (before, after) if before.number <= after.number else (after, before)


def _line(version: EntryVersion, at: Looked, reason: str) -> dict[str, Any]:
    reason = reason or (version.entry.withdrawn_reason if version.action == "withdrawn" else "")
    return {
        "number": version.number,
        "action": showing.action_name(version.action),
        "by": version.by,
        "when": at.moment(version.at),
        "reason": say("after_reason", reason=reason) if reason else "",
        "is_now": version.number == at.entry.version,
    }


def _may_revert(at: Looked) -> bool:
    return showing.may_change(at.entry, at.names, at.actor)


@blueprint.get("/entries/<uuid>/history/<int:number>")
def ask(uuid: str, number: int) -> str:
    """What going back to a version would mean."""
    with looking(uuid) as at:
        at.require(Action.READ)
        version = _version(at, number)
        # As it would be: what never moves stays.
        then = _as_it_would_be(at.entry, version.entry)
        shown = {
            "differences": _differences(at.entry, then, at),
            "row": showing.row(at.entry, at.names, at.actor),
            "entry": at.entry,
            "may_revert": _may_revert(at),
            "number": number,
            "when": at.moment(version.at),
            "by": version.by,
            "is_withdrawn": at.entry.status is Status.WITHDRAWN,
        }
    heading = say("hist_revert_heading", number=number, title=at.entry.title)
    return page("after/revert.html", heading, section="news", urls=urls, **shown)


def _version(at: Looked, number: int) -> EntryVersion:
    for each in at.reader.versions(at.entry.uuid):
        if each.number == number:
            return each
    raise NotFound(f"The entry has no version {number}.")


def _as_it_would_be(entry: Entry, then: Entry) -> Entry:
    kept = {name: getattr(entry, name) for name in ("published", "scheduled_for", "status")}
    return replace(then, **kept)


@blueprint.post("/entries/<uuid>/history/<int:number>")
def go_back(uuid: str, number: int) -> Response:
    """Give the entry the content of a version again."""
    major = request.form.get("edit") == "major"
    titles: list[str] = []

    def carry_out(at: Desk) -> None:
        titles.append(revert(at, number, major=major).title)

    refused = change(uuid, carry_out)
    if refused is not None:
        return refused
    return on_to(urls.standing_path(uuid), say("hist_reverted", title=titles[0], number=number))


def _differences(before: Entry, after: Entry, at: Looked) -> list[Difference]:
    return [_difference(each, at.names, at.zone) for each in changes(before, after)]


def _difference(found: Change, names: Names, zone: str) -> Difference:
    name = say(f"field_{found.field}")
    if isinstance(found, TextChange):
        count = counted(found.pieces)
        summed_up = say(
            "hist_words",
            removed=showing.counted("hist_words", count[Kind.REMOVED]),
            added=showing.counted("hist_words", count[Kind.ADDED]),
        )
        return Difference(
            name=name,
            pieces=found.pieces,
            summed_up=say("hist_markup") if found.in_markup else summed_up,
            is_code=found.in_markup,
        )
    return Difference(
        name=name,
        before=_in_words(found.field, found.before, names, zone),
        after=_in_words(found.field, found.after, names, zone),
    )


def _in_words(field: str, value: Any, names: Names, zone: str) -> str:
    """The value of a field for people; "" for none."""
    if not value:
        return ""
    if field == "countries":
        return showing.countries_of(value)
    each = value if isinstance(value, tuple) else (value,)
    return ", ".join(_part(field, part, names, zone) for part in each)


def _part(field: str, value: Any, names: Names, zone: str) -> str:
    """One value of a field."""
    match value:
        case datetime():
            return showing.moment(value, zone, known=names.site.time_zone).words
        case Image():
            return " · ".join(part for part in (value.url, value.alt, value.credit) if part)
        case Person():
            return value.name
        case Enclosure():
            return value.title or value.url
    named: Mapping[str, Callable[[str], str]] = {
        "office": names.office,
        "topics": names.topic,
        "language": language_name,
        "status": lambda status: say(f"status_{status}"),
    }
    return named[field](value) if field in named else str(value)
