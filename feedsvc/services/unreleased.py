"""Entries taken off the schedule, drafts deleted, and drafts made after other entries."""

from dataclasses import replace
from datetime import datetime

from feedsvc.core import lifecycle
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict
from feedsvc.core.model import Entry, Status
from feedsvc.services.acting import Acting
from feedsvc.services.publishing import Publisher
from feedsvc.store import Writer
from feedsvc.store.unreleased import delete_entry


def unschedule(writer: Writer, uuid: str, *, now: datetime, actor: Actor) -> Entry:
    """Make a scheduled entry a draft again. Raises NotFound, Forbidden, Conflict."""
    acting = Acting(writer, actor, now=whole_second(now))
    known = writer.entry(uuid)
    acting.require(Action.PUBLISH, known.office)
    entry = lifecycle.unscheduled(known)
    acting.change(known, entry, "unscheduled")
    return entry


def delete_draft(writer: Writer, uuid: str, *, now: datetime, actor: Actor) -> Entry:
    """Delete a draft, and give it as it was: its author may, and the editors of its office.

    What no reader ever saw leaves nothing behind but a line in the audit log. Raises NotFound,
    Forbidden, and Conflict for what is scheduled or was published.
    """
    acting = Acting(writer, actor, now=whole_second(now))
    entry = writer.entry(uuid)
    acting.require_change(entry, [entry.office])
    if entry.status is not Status.DRAFT:
        raise Conflict(f"Only a draft can be deleted, and “{entry.title}” is {entry.status}.")
    acting.note("deleted", [(entry, entry)])
    delete_entry(writer, uuid, by=actor.user)
    return entry


def duplicate(publisher: Publisher, entry: Entry) -> Entry:
    """A new draft with the content of an entry, without its id, its date and its link, which are its own.

    Raises Forbidden, and InvalidInput where its content could not be entered today.
    """
    return publisher.create(replace(entry.as_draft(), id=None, published=None, link=None))
