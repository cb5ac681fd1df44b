"""Many entries changed at once: first shown what it would do, entry by entry, then done, then told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Actor
from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.errors import Conflict, FeedsvcError, Forbidden, InvalidInput, Stale
from feedsvc.core.local_time import local_text, moment_of
from feedsvc.core.model import Entry, Status
from feedsvc.services.entries import BULK_ACTIONS, Outcome, Step, do_all, seen_by
from feedsvc.services.whereabouts import channels_to_be
from feedsvc.store import Reader
from feedsvc.store.listing import Wanted
from feedsvc.web.addresses import next_path
from feedsvc.web.editor import showing
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import Names, names_in
from feedsvc.web.feed_views import sort_key
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("bulk")

_MOST = 100
_FIELD_OF = {"schedule": "when", "add_topic": "topic", "remove_topic": "topic"} | {
    "add_country": "country",
    "remove_country": "country",
}
_EDITS = ("add_topic", "remove_topic", "add_country", "remove_country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants done. `chosen` are uuids with the versions that were seen; `value` is what the
    action needs, as typed."""

    action: str
    chosen: tuple[tuple[str, int], ...]
    value: str
    reason: str
    back: str

    @property
    def field(self) -> str:
        """The field that the action needs; "" for none."""
        return _FIELD_OF.get(self.action, "")

    def steps(self, at: datetime | None) -> list[Step]:
        """One for each entry."""
        return [
            Step(
                uuid=uuid,
                version=version,
                action=self.action,
                scheduled_for=at,
                reason=self.reason,
                value=self.value if self.action in _EDITS else "",
            )
            for uuid, version in self.chosen
        ]


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of an entry: `row` as it is, `words` of what will happen, or why nothing will."""

    row: showing.Row | None
    key: str
    words: str


@blueprint.post("/bulk")
def bulk() -> str | Response | tuple[str, HTTPStatus]:
    """What it would do; with `step=do`, do it."""
    asked = _asked(request.form)
    if not asked.chosen or asked.action not in BULK_ACTIONS:
        return on_to(asked.back, say("bulk_none_chosen"))
    actor, here = person(), room()
    with reading() as (reader, site):
        names = names_in(reader, site)
        zone = _zone(reader, asked, names)
    at, problem = _moment(asked, zone)
    is_first = not asked.value and "step" not in request.form
    if problem:
        shown = _plan(asked, [], names, zone, problem="" if is_first else problem)
        return shown if is_first else (shown, HTTPStatus.UNPROCESSABLE_ENTITY)
    steps = asked.steps(at)
    if request.form.get("step") == "do":
        try:
            do_all(here.store, here.settings, steps, now=here.clock(), actor=actor, dry_run=False)
        except InvalidInput:
            shown = _plan(asked, _outcomes(steps, actor), names, zone, notice=say("bulk_changed"))
            return shown, HTTPStatus.UNPROCESSABLE_ENTITY
        return on_to(urls.report_path(asked.action, [uuid for uuid, _ in asked.chosen], asked.back))
    return _plan(asked, _outcomes(steps, actor), names, zone)


def _asked(form: MultiDict[str, str]) -> Asked:
    action = form.get("action", "")
    found = {}
    for key in form.getlist("entry")[:_MOST]:
        uuid, _, version = key.partition(":")
        if is_uuid(uuid) and version.isascii() and version.isdecimal() and len(version) < 10:
            found[uuid] = int(version)
    return Asked(
        action=action,
        chosen=tuple(found.items()),
        value=form.get(_FIELD_OF.get(action, ""), "").strip(),
        reason=form.get("reason", "").strip()[:1000],
        back=next_path(form.get("back")) or urls.EDITOR,
    )


def _zone(reader: Reader, asked: Asked, names: Names) -> str:
    """The time zone of the entries' offices where they share one, else the site's."""
    entries = reader.entries_of(uuid for uuid, _ in asked.chosen).values()
    zones = {names.zone(each.office) for each in entries}
    return zones.pop() if len(zones) == 1 else names.site.time_zone


def _moment(asked: Asked, zone: str) -> tuple[datetime | None, str]:
    """The moment of a schedule, and what is wrong with what the action needs."""
    if asked.field and not asked.value:
        return None, say("bulk_is_missing")
    if asked.field != "when":
        return None, ""
    try:
        return moment_of(asked.value, zone)[0], ""
    except ValueError:
        return None, say("bulk_not_past")


def _outcomes(steps: Sequence[Step], actor: Actor) -> list[Outcome]:
    here = room()
    return do_all(here.store, here.settings, steps, now=here.clock(), actor=actor, dry_run=True)


def _plan(
    asked: Asked, outcomes: Sequence[Outcome], names: Names, zone: str, *, problem: str = "", notice: str = ""
) -> str:
    actor = person()
    with reading() as (reader, _):
        planning = _Planning(reader, names, actor)
        planned = [(each.entry is not None, planning.planned(each)) for each in outcomes]
        chosen = planning.rows([uuid for uuid, _ in asked.chosen]) if not outcomes else []
    will = [each for is_done, each in planned if is_done]
    kind = "edit" if asked.action in _EDITS else asked.action
    return page(
        "bulk.html",
        say(f"bulk_heading_{asked.action}"),
        section="news",
        asked=asked,
        keys=[f"{uuid}:{version}" for uuid, version in asked.chosen],
        will=will,
        will_not=[each for is_done, each in planned if not is_done],
        chosen=chosen,
        confirm=showing.counted(f"bulk_confirm_{kind}", len(will)),
        problem=problem,
        notice=notice,
        zone=zone,
        least=local_text(room().clock(), zone),
        options=_options(asked.field, names),
        has_reason=asked.action in {"withdraw", "restore"},
    )


def _options(field: str, names: Names) -> list[tuple[str, str]]:
    if field == "topic":
        found = [(slug, names.topic(slug)) for slug in names.topics]
    elif field == "country":
        found = [(code, country_name(code, spoken())) for code in country_codes()]
    else:
        return []
    return [("", say("bulk_pick")), *sorted(found, key=lambda each: sort_key(each[1]))]


class _Planning:
    """What steps would do, in words."""

    def __init__(self, reader: Reader, names: Names, actor: Actor) -> None:
        self._reader = reader
        self._names = names
        self._actor = actor
        self._readable = seen_by(reader, actor, Wanted()).readable

    def rows(self, uuids: Sequence[str]) -> list[showing.Row]:
        """Entries as they are, as far as somebody may see them."""
        found = self._reader.entries_of(uuids)
        seen = (found[uuid] for uuid in uuids if uuid in found)
        return [showing.row(each, self._names, self._actor) for each in seen if self._may_see(each)]

    def _may_see(self, entry: Entry) -> bool:
        readable = self._readable
        return entry.released or readable is None or self._names.offices[entry.office].uuid in readable

    def planned(self, outcome: Outcome) -> Planned:
        """An entry, and what will happen to it or why nothing will."""
        step = outcome.step
        before = self._reader.entries_of([step.uuid]).get(step.uuid)
        seen = before if before is not None and self._may_see(before) else None
        words = self._done(before, outcome.entry, step) if before and outcome.entry else ""
        return Planned(
            row=showing.row(seen, self._names, self._actor) if seen else None,
            key=f"{step.uuid}:{step.version}",
            words=words or self._not_done(seen, outcome),
        )

    def _done(self, before: Entry, after: Entry, step: Step) -> str:
        if step.action in _EDITS:
            return self._sorted_anew(before, after)
        standing = before if step.action == "withdraw" else after
        feeds = showing.feeds_in_words(channels_to_be(self._reader, standing), self._names)
        zone = self._names.zone(after.office)
        when = showing.moment(step.scheduled_for, zone).words if step.scheduled_for else ""
        return say(f"bulk_do_{step.action}_in", feeds=feeds, when=when, zone=zone)

    def _sorted_anew(self, before: Entry, after: Entry) -> str:
        if not after.released:
            return say("bulk_do_quiet")
        was, will_be = (channels_to_be(self._reader, each) for each in (before, after))
        joined = [each for each in will_be if each not in was]
        left = [each for each in was if each not in will_be]
        key = "joins" if joined else "leaves" if left else "same"
        return say(f"bulk_do_{key}", feeds=showing.feeds_in_words(joined or left, self._names))

    def _not_done(self, seen: Entry | None, outcome: Outcome) -> str:
        error, action = outcome.error, outcome.step.action
        if seen is None:
            return say("bulk_not_gone")
        if isinstance(error, Forbidden):
            return say("bulk_not_forbidden")
        if isinstance(error, Stale):
            return say("bulk_not_stale")
        if isinstance(error, Conflict):
            own = action in _EDITS and seen.status is not Status.WITHDRAWN
            has = "has" if action.startswith("add") else "lacks"
            return say(f"bulk_not_{has}" if own else f"bulk_not_status_{seen.status}")
        return say("bulk_not_past") if action == "schedule" else _in_words(error)


def _in_words(error: FeedsvcError | None) -> str:
    ahead = isinstance(error, InvalidInput) and any(each.where == "published" for each in error.problems)
    return say("bulk_not_ahead") if ahead else str(error)


@blueprint.get("/bulk/report")
def report() -> str | Response:
    """How the entries stand that were changed last."""
    action, actor = request.args.get("action", ""), person()
    uuids = [each for each in request.args.getlist("entry")[:_MOST] if is_uuid(each)]
    if action not in BULK_ACTIONS:
        return on_to(urls.EDITOR)
    with reading() as (reader, site):
        rows = _Planning(reader, names_in(reader, site), actor).rows(uuids)
    shown: dict[str, Any] = {"rows": rows, "back": next_path(request.args.get("back")) or urls.EDITOR}
    heading = f"{say(f'bulk_done_{action}')}: {showing.counted('entries', len(rows))}"
    return page("bulk-report.html", heading, section="news", **shown)
