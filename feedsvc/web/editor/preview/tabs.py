"""The page of a preview: a tab for each kind of reader, with the real output in a frame, beside what they
will dislike in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.model import Format
from feedsvc.services import previewing
from feedsvc.services.previewing import Preview
from feedsvc.web.editor.advising import field_of, lines
from feedsvc.web.editor.desk import page, part_of_newsroom, say
from feedsvc.web.editor.preview.cards import cards, head_of
from feedsvc.web.editor.preview.frames import as_reader, mail_of, page_of
from feedsvc.web.editor.preview.subjects import PREVIEW, format_asked, look, path_of
from feedsvc.web.editor.writing.view import problem_in_words
from feedsvc.web.feed_views import FORMATS

blueprint = part_of_newsroom("preview")

SHOWS = ("reader", "mail", "embed", "page", "cards")
WIDTHS = ("desk", "phone")
_OF_READERS = (Format.ATOM, Format.RSS)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to look."""

    text: str
    href: str
    current: bool


@blueprint.get(PREVIEW)
def preview(kind: str, uuid: str) -> str:
    """An entry as readers would get it; what keeps it from being published, where something does."""
    found = look(kind, uuid)
    here = path_of(kind, uuid)
    show, width, fmt = _asked("show", SHOWS), _asked("width", WIDTHS), format_asked()
    asked = {"show": show, "as": fmt.value, "width": width}
    seen = found.preview
    return page(
        "preview.html",
        found.title or say("preview_untitled"),
        section="write",
        looked=found,
        lines=lines(found.advice),
        problems=[(field_of(each.where), problem_in_words(each)) for each in found.problems],
        mending=urls.mending_path(uuid) if kind == "work" else "",
        here=urls.preview_tab_path(here, **asked),
        asked=asked,
        tabs=_choices(here, asked, "show", ((each, say(f"preview_{each}")) for each in SHOWS)),
        widths=_choices(here, asked, "width", ((each, say(f"preview_{each}")) for each in WIDTHS)),
        formats=_choices(here, asked, "as", ((each.value, FORMATS[each][0]) for each in _OF_READERS)),
        frame=urls.preview_part_path(here, show, **({"as": fmt.value} if show == "reader" else {})),
        source=urls.preview_part_path(here, "source", **{"as": fmt.value}),
        **(_told(seen, show, fmt) if seen else {}),
    )


@blueprint.get(f"{PREVIEW}/source")
def source(kind: str, uuid: str) -> str:
    """The entry as its bytes stand in a feed."""
    found = look(kind, uuid)
    fmt = format_asked()
    element = previewing.element_of(found.preview, fmt).decode() if found.preview else ""
    return page(
        "preview-source.html",
        say("preview_source_of", format=FORMATS[fmt][0]),
        section="write",
        element=element,
        back=urls.preview_tab_path(path_of(kind, uuid), show="reader", **{"as": fmt.value}),
        back_text=found.title,
    )


def _told(seen: Preview, show: str, fmt: Format) -> dict[str, Any]:
    """What stands around the frame of an output, taken from the output itself."""
    if show == "reader":
        feed = as_reader(seen, fmt)
        return {"feed": feed, "current": seen.entry.id}
    if show == "mail":
        mail = mail_of(seen)
        text = mail.get_body(("plain",))
        return {"mail": mail, "mail_text": text.get_content() if text else ""}
    if show == "cards":
        return {"cards": cards(head_of(page_of(seen).encode()))}
    return {}


def _asked(name: str, known: tuple[str, ...]) -> str:
    given = request.args.get(name, "")
    return given if given in known else known[0]


def _choices(
    here: str, asked: Mapping[str, str], name: str, options: Iterable[tuple[str, str]]
) -> list[Choice]:
    return [
        Choice(text, urls.preview_tab_path(here, **{**asked, name: value}), current=asked[name] == value)
        for value, text in options
    ]
