"""An actor at work on entries: what they may do is asked here, what they did is noted here."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import entry_note
from feedsvc.core.model import Entry, Status
from feedsvc.store import Writer


class Acting:
    """The hands of an actor. An import (`importing`) needs one right for all that it does."""

    def __init__(self, writer: Writer, actor: Actor, *, now: datetime, importing: bool = False) -> None:
        self._writer = writer
        self._now = now
        self._importing = importing
        self.actor = actor

    def require(self, action: Action, office: str, *, own: bool = True) -> None:
        """Raises Forbidden where the actor may not, in the office of a slug."""
        needed = Action.IMPORT if self._importing else action
        self.actor.require(needed, self._writer.office(office).uuid, own=own)

    def require_change(self, entry: Entry, offices: Iterable[str]) -> None:
        """Raises Forbidden where the actor may not change an entry that is, or is to be, in offices."""
        is_draft = entry.status is Status.DRAFT
        own = entry.owner is not None and entry.owner == self.actor.user
        for office in offices:
            self.require(Action.WRITE if is_draft else Action.PUBLISH, office, own=own)

    def add(self, entries: Sequence[Entry], action: str) -> None:
        """Store new entries."""
        self._writer.add_entries(entries, action=action, by=self.actor.name, now=self._now)
        self.note(action, ((None, entry) for entry in entries))

    def change(self, before: Entry, after: Entry, action: str, *, reason: str = "") -> None:
        """Store the new state of an entry; the reason stands in the audit log."""
        self._writer.change_entries([after], action=action, by=self.actor.name, now=self._now)
        self.note(action, [(before, after)], reason=reason)

    def note(self, action: str, changes: Iterable[tuple[Entry | None, Entry]], *, reason: str = "") -> None:
        """Write into the audit log what was done to entries, each as it was and as it is."""
        office = self._writer.office
        notes = (
            entry_note(action, known, new, office=office(new.office).uuid, reason=reason)
            for known, new in changes
        )
        self._writer.note(self.actor, *notes, now=self._now)
