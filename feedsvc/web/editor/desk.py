"""What the parts of the newsroom share: who comes in, what stands around a page, what its answers bear."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.errors import NotSignedIn
from feedsvc.web.addresses import site_path
from feedsvc.web.auth import csrf_token, required_actor
from feedsvc.web.editor.wording import words
from feedsvc.web.languages import interface_language
from feedsvc.web.room import room

# Scripts and styles of this site alone, none of them inline; what is typed can show pictures from anywhere.
EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http: data: blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_LARGEST_TEXTS = 4 * 1024 * 1024  # bytes of a form besides its files: a pasted page can be long


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the newsroom as the menu names it."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What stands around a page of the newsroom. `heading` is its only h1."""

    site_name: str
    language: str
    heading: str
    user: str
    csrf: str
    sections: tuple[Section, ...]
    notices: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def title(self) -> str:
        """The title of the browser's window."""
        return f"{self.heading} – {self.site_name}"


def part_of_newsroom(name: str, *, files: bool = False, more: int = 0) -> Blueprint:
    """A blueprint under /editor for those who are signed in; `files` may be sent to it: pictures, or
    `more` bytes of others."""
    made = Blueprint(f"editor_{name}", __name__, url_prefix=urls.EDITOR)
    made.before_request(lambda: _let_in(files=files, more=more))
    made.after_request(_keep_private)
    return made


def person() -> Actor:
    """The person at the desk. Raises NotSignedIn, and Forbidden for a form without its CSRF token."""
    actor = required_actor()
    if actor.user is None or actor.via:
        raise NotSignedIn("The newsroom is for people: sign in with your e-mail address and password.")
    return actor


def _let_in(*, files: bool, more: int) -> None:
    pictures = room().settings.picture_mb * 1024 * 1024 if files else 0
    request.max_content_length = _LARGEST_TEXTS + max(pictures, more)
    request.max_form_memory_size = _LARGEST_TEXTS
    person()


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Content-Security-Policy", EDITOR_POLICY)
    return response


def spoken() -> str:
    """The language of the newsroom's own words for this person."""
    return interface_language()


def say(key: str, **values: object) -> str:
    """A phrase of the newsroom in the language of this person."""
    return words(spoken())[key].format(**values)


def page(template: str, heading: str, *, section: str = "", **values: object) -> str:
    """A page of the newsroom; `heading` is for people, `section` the menu's entry that it belongs to."""
    desk = Desk(
        site_name=room().settings.site_name,
        language=spoken(),
        heading=heading,
        user=person().name,
        csrf=csrf_token(),
        sections=_sections(section),
        notices=tuple(str(each) for each in get_flashed_messages()),
        words=words(spoken()),
    )
    return render_template(f"editor/{template}", desk=desk, words=desk.words, **values)


def fragment(template: str, **values: object) -> str:
    """A piece of a page, for htmx."""
    return render_template(f"editor/{template}", words=words(spoken()), csrf=csrf_token(), **values)


def is_fragment_asked() -> bool:
    """Whether htmx asks for a piece of the page (its documentation, "Request Headers")."""
    return request.headers.get("HX-Request") == "true"


def on_to(path: str, notice: str = "") -> Response:
    """To a page of this site after something was done, where `notice` says what (post, redirect, get)."""
    if notice:
        flash(notice)
    return redirect(site_path(room().settings.base_url, path), HTTPStatus.SEE_OTHER)


def _sections(current: str) -> tuple[Section, ...]:
    every = (
        ("news", urls.EDITOR),
        ("write", urls.NEW_ENTRY),
        ("statistics", urls.STATISTICS),
        *([("administration", urls.ADMINISTRATION)] if may_administer(person()) else []),
    )
    return tuple(Section(name=name, href=href, current=name == current) for name, href in every)


def may_administer(actor: Actor) -> bool:
    """Whether anything of the administration is open to somebody: all of it, or what imports."""
    offices = (None, *actor.roles)
    return actor.may(Action.MANAGE, None) or any(actor.may(Action.IMPORT, office) for office in offices)
