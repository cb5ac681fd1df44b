"""Entries said to be each other's translations, and no longer."""

from functools import partial

from feedsvc.services import translations
from feedsvc.web.api.entries import changed
from feedsvc.web.api.operations import Answer, Call, operation
from feedsvc.web.api.shapes import entries as entry_shapes
from feedsvc.web.api.shapes import linking as shapes
from feedsvc.web.room import room

_step = partial(
    operation,
    "POST",
    tag="Steps",
    answer=entry_shapes.Entry,
    tagged=True,
    conditional=True,
    refusals=(410, 422),
)


@_step("/entries/{uuid}/link", body=shapes.Linking)
def link_entry(call: Call) -> Answer:
    """Says that an entry and another are each other's translations, and so are those linked to either.

    Feeds and pages lead from one to the other as soon as both are published. Nothing comes to the top.
    """
    return changed(call, lambda at: translations.link(at, call.body.translation, actor=call.actor))


@_step("/entries/{uuid}/unlink")
def unlink_entry(call: Call) -> Answer:
    """Says that an entry is no translation of the others any more; those stay linked."""
    return changed(
        call,
        lambda at: translations.unlink(at.writer, at.entry.uuid, now=room().clock(), actor=call.actor),
    )
