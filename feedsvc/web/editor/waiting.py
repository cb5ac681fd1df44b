"""What waits for a person, as a whole: all that they typed and did not save, with the way to throw it away,
and every one of the newest entries that readers will dislike something of."""

from dataclasses import dataclass

from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.rich_text import content_of_typed
from feedsvc.core.text import excerpt, text_of_html
from feedsvc.core.working_copy import WorkingCopy
from feedsvc.services import attention, drafting
from feedsvc.web.editor import showing
from feedsvc.web.editor.advising import in_short
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say
from feedsvc.web.editor.showing import Names, names_in
from feedsvc.web.paging import is_uuid
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("waiting")

_FIRST_WORDS = 70
_MORE_WORDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """What was typed, as a line of a list: its title, else its first words."""

    title: str
    language: str
    href: str
    throw_away: str
    typed: str


def unsaved(copy: WorkingCopy, names: Names) -> Unsaved:
    """What was typed, named so that its writer knows it."""
    at = names.moment(copy.saved_at, copy.text("office")).words
    return Unsaved(
        title=_named(copy),
        language=copy.text("language"),
        href=urls.work_path(copy.id),
        throw_away=urls.throwing_path(copy.id),
        typed=say("list_typed", when=at),
    )


def _named(copy: WorkingCopy) -> str:
    if title := copy.text("title").strip():
        return title
    words = excerpt(_text(copy), _FIRST_WORDS)
    return say("list_untitled_words", words=words) if words else say("list_untitled")


def _text(copy: WorkingCopy) -> str:
    return copy.text("summary").strip() or text_of_html(content_of_typed(copy.text("body")))


@blueprint.get("/unsaved")
def all_unsaved() -> str:
    """All that this person wrote and did not save."""
    with reading() as (reader, site):
        names = names_in(reader, site)
        lines = [unsaved(each, names) for each in attention.written_of(reader, person())]
    return page("unsaved.html", say("list_unsaved"), section="news", lines=lines)


@blueprint.get("/unsaved/<copy_id>")
def ask(copy_id: str) -> str:
    """Whether it is to be thrown away."""
    with reading() as (reader, site):
        copy = drafting.working_copy(reader, _id(copy_id), actor=person())
        line = unsaved(copy, names_in(reader, site))
    heading = say("throw_heading", title=line.title)
    return page("throw-away.html", heading, section="news", line=line, text=excerpt(_text(copy), _MORE_WORDS))


@blueprint.post("/unsaved/<copy_id>")
def throw_away(copy_id: str) -> Response:
    """Throw it away."""
    copy = drafting.discard_copy(room().store, _id(copy_id), actor=person())
    return on_to(urls.EDITOR, say("throw_done", title=_named(copy)))


def _id(text: str) -> str:
    return text if is_uuid(text) else ""


@blueprint.get("/advised")
def all_advised() -> str:
    """Every one of the newest published entries that has something readers will dislike."""
    actor = person()
    with reading() as (reader, site):
        names = names_in(reader, site)
        found = attention.advised_of(reader, now=room().clock(), actor=actor)
    return page(
        "advised.html",
        say("list_advised"),
        section="news",
        lines=[(showing.row(each.entry, names, actor), each.advice) for each in found.entries],
        advised=in_short,
        note=say("list_advised_of", found=len(found.entries), count=found.looked_at),
    )
