"""An entry withdrawn, restored, taken off the schedule, deleted, copied: asked first, then done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action
from feedsvc.core.errors import NotFound, Stale
from feedsvc.core.model import Status
from feedsvc.core.text import folded
from feedsvc.services.entries import Desk
from feedsvc.services.erasing import erase_entry
from feedsvc.services.publishing import publishing
from feedsvc.services.translations import siblings, withdraw_with
from feedsvc.services.unreleased import delete_draft, duplicate, unschedule
from feedsvc.services.whereabouts import channels_to_be
from feedsvc.web.editor import showing
from feedsvc.web.editor.after.common import Looked, change, looking, require_seen
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say
from feedsvc.web.room import room

blueprint = part_of_newsroom("steps")

_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done to an entry of a status, and who may."""

    action: Action
    status: Status
    has_reason: bool = False


DEEDS: Mapping[str, Deed] = {
    "withdraw": Deed(Action.WITHDRAW, Status.PUBLISHED, has_reason=True),
    "restore": Deed(Action.WITHDRAW, Status.WITHDRAWN, has_reason=True),
    "unschedule": Deed(Action.PUBLISH, Status.SCHEDULED),
    "delete": Deed(Action.WRITE, Status.DRAFT),
}


@blueprint.get("/entries/<uuid>/<any(withdraw, restore, unschedule, delete):step>")
def ask(uuid: str, step: str) -> str | Response:
    """What it means, before it is done."""
    deed = DEEDS[step]
    with looking(uuid) as at:
        at.require(deed.action)
        if at.entry.status is not deed.status:
            return on_to(urls.standing_path(uuid), say("step_not_now"))
        feeds = showing.feeds_in_words(channels_to_be(at.reader, at.entry), at.names)
        entry, row = at.entry, showing.row(at.entry, at.names, at.actor)
        others = _translations(at) if step == "withdraw" else []
    return page(
        "after/step.html",
        say(f"step_heading_{step}", title=entry.title),
        section="news",
        step=step,
        row=row,
        said=say(f"step_say_{step}", feeds=feeds, stays=_what_stays()).split("\n"),
        has_reason=deed.has_reason,
        version=entry.version,
        here=urls.step_path(uuid, step),
        back=urls.standing_path(uuid),
        is_grave=step in {"withdraw", "delete"},
        reason="",
        problems={},
        translations=others,
    )


def _translations(at: Looked) -> list[tuple[showing.Row, bool]]:
    """The translations that stay published, each with whether the person may withdraw it."""
    return [
        (
            showing.row(each, at.names, at.actor),
            at.actor.may(Action.WITHDRAW, at.names.offices[each.office].uuid),
        )
        for each in siblings(at.reader, at.entry, at.actor)
        if each.status is Status.PUBLISHED
    ]


def _what_stays() -> str:
    settings = room().settings
    key = "step_stays_notes" if settings.closing_notes else "step_stays"
    return say(key, days=settings.tombstone_days)


@blueprint.post("/entries/<uuid>/<any(withdraw, restore, unschedule, delete):step>")
def do(uuid: str, step: str) -> Response:
    """Do it to the entry as it was shown."""
    reason = request.form.get("reason", "").strip()[:_LONGEST_REASON]
    also = _chosen(request.form.getlist("also"))
    done: list[str] = []

    def carry_out(at: Desk) -> None:
        done.append(at.entry.title)
        if step == "delete":
            delete_draft(at.writer, uuid, now=room().clock(), actor=person())
        elif step == "unschedule":
            unschedule(at.writer, uuid, now=room().clock(), actor=person())
        elif step == "withdraw":
            withdraw_with(at, also, reason, actor=person())
        else:
            at.publisher.restore(uuid, reason)

    refused = change(uuid, carry_out)
    if refused is not None:
        return refused
    where = urls.EDITOR if step == "delete" else urls.standing_path(uuid)
    said = "withdraw_also" if also else step
    return on_to(where, say(f"step_done_{said}", title=done[0]))


def _chosen(keys: Sequence[str]) -> Mapping[str, int]:
    """The version that was seen of each translation; 0, which none has, for what cannot be read."""
    parts = [key.partition(":") for key in keys if key]
    return {
        uuid: int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
        for uuid, _, version in parts
    }


@blueprint.get("/entries/<uuid>/erase")
def ask_to_erase(uuid: str) -> str:
    """What an erasure means; for administrators."""
    return _erasing(uuid, "", {})


@blueprint.post("/entries/<uuid>/erase")
def erase(uuid: str) -> str | Response | tuple[str, HTTPStatus]:
    """Erase an entry for good, once its title was typed."""
    here, reason = room(), request.form.get("reason", "").strip()[:_LONGEST_REASON]
    with looking(uuid) as at:
        title = at.entry.title
    problems = {} if reason else {"reason": say("bulk_is_missing")}
    if folded(request.form.get("title", "")) != folded(title):
        problems["title"] = say("step_erase_other")
    if problems:
        return _erasing(uuid, reason, problems), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        erase_entry(here.store, uuid, reason, now=here.clock(), actor=person(), require=require_seen)
    except Stale:
        return on_to(urls.standing_path(uuid), say("step_changed"))
    return on_to(urls.EDITOR, say("step_done_erase"))


def _erasing(uuid: str, reason: str, problems: Mapping[str, str]) -> str:
    with looking(uuid) as at:
        at.require(Action.ERASE)
        if at.entry.erased_at is not None:
            raise NotFound("Nothing is left of it that could be erased.")
        entry, row = at.entry, showing.row(at.entry, at.names, at.actor)
    return page(
        "after/step.html",
        say("step_heading_erase", title=entry.title),
        section="news",
        step="erase",
        row=row,
        said=say("step_say_erase").split("\n"),
        has_reason=True,
        version=entry.version,
        here=urls.step_path(uuid, "erase"),
        back=urls.standing_path(uuid),
        is_grave=True,
        reason=reason,
        problems=problems,
        translations=(),
    )


@blueprint.post("/entries/<uuid>/copy")
def copy(uuid: str) -> Response:
    """Make a new draft with the content of an entry, and open its form."""
    here = room()
    with looking(uuid) as at:
        entry = at.entry
    if entry.erased_at is not None:
        raise NotFound("Nothing is left of it that could be copied.")
    with publishing(here.store, here.settings, now=here.clock(), actor=person()) as publisher:
        made = duplicate(publisher, entry)
    return on_to(urls.edit_path(made.uuid), say("step_done_copy", title=entry.title))
