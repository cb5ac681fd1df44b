"""What a preview offers to do next: to publish what was looked at, or to save it where readers have it."""

from dataclasses import dataclass

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.working_copy import WorkingCopy
from feedsvc.services import drafting
from feedsvc.services.previewing import Subject
from feedsvc.store import Reader
from feedsvc.web.editor.showing import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOn:
    """A form with a button: where it is sent, with which fields; `words` is the key of the button's."""

    path: str
    fields: tuple[tuple[str, str], ...]
    words: str


def going_on(
    reader: Reader, names: Names, subject: Subject, *, copy_id: str | None, actor: Actor
) -> GoingOn | None:
    """The next step for who may take it: with the working copy `copy_id`, else with the stored entry."""
    known = subject.known
    office = names.offices.get(subject.written.office)
    if office is None or not actor.may(Action.PUBLISH, office.uuid):
        return None
    is_released = known is not None and known.released
    if copy_id is not None:
        copy = drafting.working_copy(reader, copy_id, actor=actor)
        return _of_copy(copy, is_released=is_released)
    if known is None or is_released:
        return None
    back = urls.standing_path(known.uuid)
    fields = (("action", "publish"), ("entry", f"{known.uuid}:{known.version}"), ("back", back))
    return GoingOn(path=urls.BULK, fields=fields, words="after_publish")


def _of_copy(copy: WorkingCopy, *, is_released: bool) -> GoingOn:
    """The form sends all that it holds, and so does its button here."""
    kept = [(name, value) for name, values in copy.fields.items() for value in values]
    seen = [("entry", copy.entry or ""), ("base_version", str(copy.base_version or ""))]
    return GoingOn(
        path=urls.work_path(copy.id),
        fields=(*kept, *seen, ("do", "save" if is_released else "publish")),
        words="form_save_changes" if is_released else "form_publish",
    )
