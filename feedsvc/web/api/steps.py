"""The steps of an entry's life, one at a time or many at once, and its versions."""

from functools import partial

import msgspec

from feedsvc.core.errors import NotFound
from feedsvc.core.model import Entry, EntryVersion
from feedsvc.core.records import entry_record
from feedsvc.services import entries as desk
from feedsvc.services.erasing import erase_entry as erase
from feedsvc.services.site import describe_site
from feedsvc.services.unreleased import delete_draft, unschedule
from feedsvc.web.api.conditions import entry_tag
from feedsvc.web.api.entries import changed, entry_answer, uuid_of
from feedsvc.web.api.lists import Paged, cut, page
from feedsvc.web.api.operations import Answer, Call, operation
from feedsvc.web.api.shapes import entries as entry_shapes
from feedsvc.web.api.shapes import kinds
from feedsvc.web.api.shapes import steps as shapes
from feedsvc.web.room import reading, room

_TAG = "Steps"
_step = partial(
    operation,
    "POST",
    tag=_TAG,
    answer=entry_shapes.Entry,
    tagged=True,
    conditional=True,
    refusals=(410, 422),
)


@_step("/entries/{uuid}/publish")
def publish_entry(call: Call) -> Answer:
    """Releases a draft or a scheduled entry now."""
    return changed(call, lambda at: at.publisher.publish(at.entry.uuid))


@_step("/entries/{uuid}/schedule", body=shapes.Schedule)
def schedule_entry(call: Call) -> Answer:
    """Sets the moment at which an entry is released."""
    return changed(call, lambda at: at.publisher.schedule(at.entry.uuid, call.body.scheduled_for))


@_step("/entries/{uuid}/withdraw", body=shapes.Withdrawal, body_required=False)
def withdraw_entry(call: Call) -> Answer:
    """Takes an entry from every feed and page; the reason is shown to readers."""
    return changed(call, lambda at: at.publisher.withdraw(at.entry.uuid, call.body.reason))


@_step("/entries/{uuid}/unschedule")
def unschedule_entry(call: Call) -> Answer:
    """Makes a scheduled entry a draft again."""
    return changed(
        call, lambda at: unschedule(at.writer, at.entry.uuid, now=room().clock(), actor=call.actor)
    )


@_step("/entries/{uuid}/restore", body=shapes.Restoration, body_required=False)
def restore_entry(call: Call) -> Answer:
    """Brings a withdrawn entry back, under its id, at the top of the feeds."""
    return changed(call, lambda at: at.publisher.restore(at.entry.uuid, call.body.reason))


@_step("/entries/{uuid}/erase", body=shapes.Erasure)
def erase_entry(call: Call) -> Answer:
    """Erases an entry for good, as the law may ask: every version, and its pictures. For administrators.

    Its tombstone stays, with neutral words. It cannot be restored, and no import brings it back. The
    reason stands in the audit log alone.
    """
    here = room()
    here.note_settings()
    erased = erase(
        here.store,
        uuid_of(call),
        call.body.reason,
        now=here.clock(),
        actor=call.actor,
        require=lambda entry: call.if_match.require(entry_tag(entry)),
    )
    with reading() as (_, site):
        return entry_answer(erased.entry, site)


@_step("/entries/{uuid}/revert", body=shapes.Reversion)
def revert_entry(call: Call) -> Answer:
    """Gives an entry the content of an earlier version, as a new version."""
    wanted: shapes.Reversion = call.body

    def revert(at: desk.Desk) -> Entry:
        return desk.revert(at, wanted.version, major=wanted.edit == "major")

    return changed(call, revert)


@operation(
    "DELETE",
    "/entries/{uuid}",
    tag="Entries",
    answer=entry_shapes.Entry,
    conditional=True,
    refusals=(410,),
)
def delete_entry(call: Call) -> Answer:
    """Deletes a draft, with its versions, and gives it as it was. What readers saw cannot be deleted."""
    here = room()
    here.note_settings()

    def require(entry: Entry) -> None:
        call.if_match.require(entry_tag(entry))

    now, actor = here.clock(), call.actor
    with desk.changing(here.store, here.settings, uuid_of(call), require=require, now=now, actor=actor) as at:
        deleted = delete_draft(at.writer, at.entry.uuid, now=now, actor=actor)
        site = describe_site(here.settings, at.writer.site_record())
    return Answer(value=entry_record(deleted, site))


@operation(
    "GET",
    "/entries/{uuid}/versions",
    tag=_TAG,
    query=Paged,
    answer=kinds.Page[shapes.Version],
    refusals=(410,),
)
def list_versions(call: Call) -> Answer:
    """Lists the versions of an entry, oldest first: who did what to it, and when."""
    with reading() as (reader, _):
        found = desk.versions(reader, uuid_of(call), call.user)
    items, following = cut(found, call.query, lambda each: f"{each.number:010}")
    return Answer(value=page([_version(each) for each in items], following))


def _version(each: EntryVersion) -> shapes.Version:
    return shapes.Version(
        number=each.number,
        at=each.at,
        by=each.by,
        action=each.action,
        scheduled_for=each.entry.scheduled_for,
    )


@operation("GET", "/entries/{uuid}/versions/{number}", tag=_TAG, answer=entry_shapes.Entry, refusals=(410,))
def get_version(call: Call) -> Answer:
    """Gives an entry as it stood in one of its versions."""
    number = call.path["number"]
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound(f"“{number[:60]}” is no number of a version.")
    with reading() as (reader, site):
        found = desk.version(reader, uuid_of(call), int(number), call.user)
    return Answer(value=entry_record(found.entry, site))


class BulkQuery(msgspec.Struct):
    """Whether to do it, or to tell what would become of it."""

    dry_run: bool = False


@operation("POST", "/bulk", tag=_TAG, query=BulkQuery, body=shapes.Bulk, answer=shapes.BulkReport)
def change_entries(call: Call) -> Answer:
    """Publishes, schedules, withdraws or restores many entries at once: all of them or none.

    Each must have the version that was seen. Where something cannot be done, 422 names each that
    stands in the way; with `dry_run=true` nothing is done, and the answer tells what would become of
    each.
    """
    here = room()
    here.note_settings()
    steps = [
        desk.Step(
            uuid=each.uuid,
            version=each.version,
            action=each.action,
            scheduled_for=each.scheduled_for,
            reason=each.reason,
        )
        for each in call.body.operations
    ]
    outcomes = desk.do_all(
        here.store,
        here.settings,
        steps,
        now=here.clock(),
        actor=call.actor,
        dry_run=call.query.dry_run,
    )
    items = [_outcome(each) for each in outcomes]
    return Answer(value=shapes.BulkReport(dry_run=call.query.dry_run, items=items))


def _outcome(outcome: desk.Outcome) -> shapes.BulkOutcome:
    entry = outcome.entry
    return shapes.BulkOutcome(
        uuid=outcome.step.uuid,
        action=outcome.step.action,
        status=entry.status if entry else None,
        version=entry.version if entry else None,
        problem=outcome.problem or None,
    )
