"""Entries said to be each other's translations, and no longer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid4

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Gone, InvalidInput, NotFound, Stale
from feedsvc.core.model import Entry
from feedsvc.services.acting import Acting
from feedsvc.services.entries import Desk, seen_by, visible
from feedsvc.services.linking import regroup
from feedsvc.services.searching import search
from feedsvc.store import Reader, Writer
from feedsvc.store.listing import Sort, Wanted, list_entries
from feedsvc.store.unreleased import translations_of

_LOOKED_THROUGH = 60


def siblings(reader: Reader, entry: Entry, actor: Actor) -> list[Entry]:
    """The translations of an entry, of any status, as far as an actor may see them; by language."""
    readable = seen_by(reader, actor, Wanted()).readable
    return [
        each
        for each in translations_of(reader, entry)
        if each.released or readable is None or reader.office(each.office).uuid in readable
    ]


def withdraw_with(desk: Desk, translations: Mapping[str, int], reason: str, *, actor: Actor) -> None:
    """Withdraw an entry together with some of its translations, each in the version that was seen.

    Raises Stale where one is none of its translations by now or has another version, and as
    `Publisher.withdraw`.
    """
    now = {each.uuid: each.version for each in siblings(desk.writer, desk.entry, actor)}
    if any(now.get(uuid) != version for uuid, version in translations.items()):
        raise Stale("A translation was changed meanwhile.")
    for uuid in (desk.entry.uuid, *translations):
        desk.publisher.withdraw(uuid, reason)


def candidates(reader: Reader, entry: Entry, text: str, actor: Actor, *, limit: int) -> list[Entry]:
    """Entries that may be translations of one: with the words of a text, else the last ones of its office;
    in the languages in which it has none."""
    wanted = seen_by(reader, actor, Wanted(office=entry.office))
    if text.strip():
        found = search(reader, text, status=None, readable=wanted.readable, limit=_LOOKED_THROUGH)
        looked_at = [hit.entry for hit in found.hits]
    else:
        looked_at = list_entries(reader, wanted, sort=Sort.CREATED, limit=_LOOKED_THROUGH).entries
    taken = {entry.language, *(each.language for each in translations_of(reader, entry))}
    return [each for each in looked_at if each.language not in taken][:limit]


def link(desk: Desk, other: str, *, actor: Actor) -> None:
    """Say that an entry and another are each other's translations, and so are those linked to either.

    Raises NotFound, Forbidden, and InvalidInput where two of them would be of one language.
    """
    desk.publisher.link_translations([desk.entry.uuid, visible(desk.writer, other, actor).uuid])


def join(
    writer: Writer,
    draft: str,
    original: str,
    *,
    actor: Actor,
    new_uuid: Callable[[], str] = lambda: str(uuid4()),
) -> bool:
    """Let a draft be a translation of an entry and of those that are linked to it: readers see that when
    the draft is published, so nothing counts as changed before.

    False, and nothing done, where there is one in its language already, where the actor writes nothing
    in the office of the original, and where that is gone: what was written is worth keeping alone.
    """
    try:
        entry, known = writer.entry(draft), visible(writer, original, actor)
    except (NotFound, Gone):
        return False
    taken = {each.language for each in (known, *translations_of(writer, known))}
    if entry.language in taken or not actor.may(Action.WRITE, writer.office(known.office).uuid):
        return False
    # The original stays in its group, whoever writes the draft: only a change of it would take it out.
    joined = [draft] if known.translation_group else [draft, original]
    writer.link_translations(known.translation_group or new_uuid(), joined)
    return True


def unlink(
    writer: Writer,
    uuid: str,
    *,
    now: datetime,
    actor: Actor,
    new_uuid: Callable[[], str] = lambda: str(uuid4()),
) -> None:
    """Say that an entry is no translation of the others any more: those that readers saw linked count as
    changed.

    Raises NotFound, Forbidden, and InvalidInput for an entry that has no translation.
    """
    now = whole_second(now)
    entry, acting = writer.entry(uuid), Acting(writer, actor, now=now)
    acting.require_change(entry, [entry.office])
    others = translations_of(writer, entry)
    if not others:
        raise InvalidInput.at("translations", "there are none")
    regroup(writer, new_uuid(), [uuid], [each.uuid for each in (entry, *others)], now=now)
    acting.note("unlinked", [(entry, entry)])
