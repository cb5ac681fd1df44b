"""Everybody's own account: name, language, password, and where they are signed in."""

from http import HTTPStatus

from flask import request
from flask_login import current_user

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import User
from feedsvc.core.errors import TooManyTries
from feedsvc.core.wording import name_in
from feedsvc.services import own_account, sessions
from feedsvc.services.tokens import tokens
from feedsvc.web.editor.administration.forms import Answer, Form, attempt, form_of, rule
from feedsvc.web.editor.administration.tokens import shown_tokens
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.room import reading, room
from feedsvc.web.wording import spoken_languages

blueprint = part_of_newsroom("account")


@blueprint.get(rule(urls.ACCOUNT))
def account() -> str:
    """What one may do with one's own account."""
    return _page()


@blueprint.post(rule(urls.ACCOUNT))
def edit() -> Answer:
    """Replace one's name and language."""
    return attempt(_edit, lambda form: _page(about=form))


def _edit() -> Answer:
    here = room()
    with here.store.writing() as writer:
        own_account.edit_own(
            writer,
            name=request.form.get("name", ""),
            language=request.form.get("language", ""),
            languages=_languages(),
            now=here.clock(),
            actor=person(),
        )
    return on_to(urls.ACCOUNT, say("adm_account_saved"))


@blueprint.post(rule(f"{urls.ACCOUNT}/password"))
def change_password() -> Answer:
    """Set another password; the other sessions end."""
    return attempt(_change_password, lambda form: _page(password=form))


def _change_password() -> Answer:
    here = room()
    try:
        own_account.change_password(
            here.store,
            request.form.get("current", ""),
            request.form.get("password", ""),
            now=here.clock(),
            actor=person(),
            session=_session(),
        )
    except TooManyTries as error:
        problem = say("too_many_tries", seconds=error.seconds)
        return _page(password=Form(request.form, {"current": problem})), HTTPStatus.TOO_MANY_REQUESTS
    return on_to(urls.ACCOUNT, say("adm_password_set"))


@blueprint.post(rule(f"{urls.ACCOUNT}/sign-out"))
def sign_out_elsewhere() -> Answer:
    """End every session but this one."""
    here, actor = room(), person()
    with here.store.writing() as writer:
        count = sessions.sign_out_everywhere(
            writer, actor.user or "", now=here.clock(), actor=actor, but=_session()
        )
    return on_to(urls.ACCOUNT, say("adm_signed_out_elsewhere", count=count))


def _session() -> str:
    return str(current_user.get_id())


def _languages() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*room().settings.languages, *spoken_languages())))


def _page(*, about: Form | None = None, password: Form | None = None) -> str:
    here, actor = room(), person()
    with reading() as (reader, _):
        user = own_account.own_account(reader, actor=actor)
        offices = {each.uuid: each for each in reader.offices()}
        mine = tokens(reader, user.uuid, actor=actor)
    return page(
        "administration/account.html",
        say("account"),
        user=user,
        about=about or form_of({"name": user.name, "language": user.language}),
        password=password or form_of({}),
        roles=_roles(user, {uuid: name_in(each.names, spoken()) for uuid, each in offices.items()}),
        languages=list(dict.fromkeys((*_languages(), user.language))),
        tokens=shown_tokens(mine, offices, now=here.clock()),
        paths=urls,
    )


def _roles(user: User, names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted((names[uuid], role.value) for uuid, role in user.roles.items())
