"""An entry beside its translations: the other language one click away, linked and unlinked."""

from flask import request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action
from feedsvc.core.errors import InvalidInput, NotFound
from feedsvc.core.model import Entry
from feedsvc.core.text import html_of_paragraphs
from feedsvc.core.wording import language_name
from feedsvc.services.entries import Desk
from feedsvc.services.translations import candidates, link, siblings, unlink
from feedsvc.web.editor import showing
from feedsvc.web.editor.after.common import change, looking
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import room

blueprint = part_of_newsroom("translations")

_OFFERED = 8
_LONGEST_SEARCH = 200


@blueprint.get("/entries/<uuid>/translations")
def translations(uuid: str) -> str:
    """The entry, its translations, and one of them beside it."""
    q = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    with looking(uuid) as at:
        others = siblings(at.reader, at.entry, at.actor)
        missing = [
            each
            for each in at.site.languages
            if each not in {at.entry.language, *(other.language for other in others)}
        ]
        may_change = showing.may_change(at.entry, at.names, at.actor)
        offered = candidates(at.reader, at.entry, q, at.actor, limit=_OFFERED) if may_change else []
        beside = next((each for each in others if each.uuid == request.args.get("with")), None)
        beside = beside or next(iter(others), None)
        shown = {
            "entry": at.entry,
            "row": showing.row(at.entry, at.names, at.actor),
            "others": [(each, showing.row(each, at.names, at.actor)) for each in others],
            "missing": [(language_name(each), urls.translate_path(uuid, each)) for each in missing],
            "offered": [(each, showing.row(each, at.names, at.actor)) for each in offered],
            "beside": beside,
            "bodies": [_body(each) for each in (at.entry, beside) if each],
            "may_change": may_change,
            "may_write": at.actor.may(Action.WRITE, at.names.offices[at.entry.office].uuid),
        }
    heading = say("trans_heading", title=at.entry.title)
    return page("after/translations.html", heading, section="news", q=q, urls=urls, **shown)


def _body(entry: Entry) -> str:
    """The text as clean HTML of the store."""
    return entry.content_html or html_of_paragraphs(entry.summary)


@blueprint.post("/entries/<uuid>/translations/link")
def link_one(uuid: str) -> Response:
    """Say that an entry and another are translations of each other."""
    other = request.form.get("other", "")
    if not is_uuid(other):
        raise NotFound("There is no entry at this address.")
    try:
        refused = change(uuid, lambda at: link(at, other, actor=person()))
    except InvalidInput:
        return on_to(urls.translations_path(uuid), say("trans_same_language"))
    return refused or on_to(urls.translations_path(uuid), say("trans_linked"))


@blueprint.post("/entries/<uuid>/translations/unlink")
def unlink_one(uuid: str) -> Response:
    """Say that an entry is no translation of the others."""
    titles: list[str] = []

    def carry_out(at: Desk) -> None:
        titles.append(at.entry.title)
        unlink(at.writer, uuid, now=room().clock(), actor=person())

    try:
        refused = change(uuid, carry_out)
    except InvalidInput:
        return on_to(urls.translations_path(uuid), say("trans_none"))
    return refused or on_to(urls.translations_path(uuid), say("trans_unlinked", title=titles[0]))
