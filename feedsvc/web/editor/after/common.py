"""What the pages of one entry share: the entry that somebody may see, and one change made to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.errors import Conflict, NotFound, Stale
from feedsvc.core.model import Entry, Site
from feedsvc.services.entries import Desk, changing, visible
from feedsvc.store import Reader
from feedsvc.web.editor.desk import on_to, person, say
from feedsvc.web.editor.showing import Names, When, is_own, names_in
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An entry as somebody sees it, on one snapshot."""

    reader: Reader
    site: Site
    names: Names
    entry: Entry
    actor: Actor

    def may(self, action: Action) -> bool:
        """Whether the person may do it in the office of the entry; as its author where they are."""
        office = self.names.offices[self.entry.office].uuid
        return self.actor.may(action, office, own=is_own(self.entry, self.actor))

    def require(self, action: Action) -> None:
        """Raises Forbidden where the person may not."""
        office = self.names.offices[self.entry.office].uuid
        self.actor.require(action, office, own=is_own(self.entry, self.actor))

    @property
    def zone(self) -> str:
        """The time zone of its office."""
        return self.names.zone(self.entry.office)

    def moment(self, at: datetime) -> When:
        """A moment on the clock of its office, whose zone is named where it is not the site's."""
        return self.names.moment(at, self.entry.office)


@contextmanager
def looking(uuid: str) -> Iterator[Looked]:
    """An entry for whoever is at the desk. Raises NotFound and Gone for what they may not see."""
    actor = person()
    if not is_uuid(uuid):
        raise NotFound("There is no entry at this address.")
    with reading() as (reader, site):
        entry = visible(reader, uuid, actor)
        yield Looked(reader=reader, site=site, names=names_in(reader, site), entry=entry, actor=actor)


def change(uuid: str, do: Callable[[Desk], object]) -> Response | None:
    """Change an entry that has the version which the form showed. Where it has another by now, or its
    status forbids it, nothing is done: the answer is the way to how it stands.

    Raises NotFound, Gone, Forbidden, InvalidInput.
    """
    if not is_uuid(uuid):
        raise NotFound("There is no entry at this address.")
    here = room()
    here.note_settings()
    try:
        with changing(
            here.store, here.settings, uuid, require=require_seen, now=here.clock(), actor=person()
        ) as at:
            do(at)
    except Stale:
        return on_to(urls.standing_path(uuid), say("step_changed"))
    except Conflict:
        return on_to(urls.standing_path(uuid), say("step_not_now"))
    return None


def require_seen(entry: Entry) -> None:
    """Raises Stale where an entry is not in the version that the form showed."""
    if request.form.get("version") != str(entry.version):
        raise Stale(f"The entry has version {entry.version} by now.")
