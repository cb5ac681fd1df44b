"""Tokens of the API: one's own, and those of others for administrators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from flask import request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action, Token, TokenDraft
from feedsvc.core.errors import InvalidInput, NotFound
from feedsvc.core.local_time import moment_of
from feedsvc.core.model import Office
from feedsvc.core.wording import name_in
from feedsvc.services import accounts, tokens
from feedsvc.web.editor.administration.forms import Answer, Form, attempt, form_of, moment_in_words, rule
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import office_options
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_tokens")

_OF_ADMINISTRATORS = {Action.ERASE, Action.MANAGE}
_ADDING = f"{urls.ACCOUNT}/tokens/add"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownToken:
    """A token for people: its `state` is holds, ended or revoked."""

    uuid: str
    name: str
    owner: str
    actions: tuple[str, ...]
    offices: tuple[str, ...] | None
    state: str
    ends: str
    used: str
    used_from: str


def shown_tokens(
    found: Iterable[Token],
    offices: Mapping[str, Office],
    *,
    now: datetime,
    owners: Mapping[str, str] | None = None,
) -> list[ShownToken]:
    """Tokens as pages show them, those that hold first; `owners` are names by the uuid of accounts."""
    shown = [
        ShownToken(
            uuid=each.uuid,
            name=each.name,
            owner=(owners or {}).get(each.owner, ""),
            actions=tuple(action.value for action in Action if action in each.scope.actions),
            offices=_named(each.scope.offices, offices),
            state="holds" if each.holds(now) else "revoked" if each.revoked_at else "ended",
            ends=moment_in_words(each.ends),
            used=moment_in_words(each.last_used),
            used_from=each.last_used_from,
        )
        for each in found
    ]
    return sorted(shown, key=lambda each: each.state != "holds")


def _named(uuids: frozenset[str] | None, offices: Mapping[str, Office]) -> tuple[str, ...] | None:
    if uuids is None:
        return None
    return tuple(sorted(name_in(offices[uuid].names, spoken()) for uuid in uuids))


@blueprint.get(rule(urls.TOKENS))
def list_tokens() -> str:
    """The tokens of everybody."""
    with reading() as (reader, _):
        found = tokens.tokens(reader, None, actor=person())
        owners = {each.uuid: each.name or each.email for each in accounts.users(reader, actor=person())}
        offices = {each.uuid: each for each in reader.offices()}
    return page(
        "administration/tokens.html",
        say("adm_tokens"),
        section="administration",
        tokens=shown_tokens(found, offices, now=room().clock(), owners=owners),
        paths=urls,
    )


@blueprint.get(rule(_ADDING))
def adding() -> str:
    """An empty form. A token that may only read is the least that is of use."""
    return _page(form_of({"actions": [Action.READ.value]}))


@blueprint.post(rule(_ADDING))
def add() -> Answer:
    """Make a token, and show its secret on the page that answers: it is stored nowhere."""
    return attempt(_add, _page)


def _add() -> Answer:
    here, actor, form = room(), person(), request.form
    draft = TokenDraft(
        name=form.get("name", ""),
        actions=frozenset(each for each in Action if each.value in form.getlist("actions")),
        offices=frozenset(form.getlist("offices")) or None,
        ends=_end(form.get("ends", "")),
    )
    owner = form.get("owner") or actor.user or ""
    with here.store.writing() as writer:
        made, secret = tokens.add_token(
            writer, owner, draft, now=here.clock(), actor=actor, uuid=str(uuid4())
        )
    return page(
        "administration/token-made.html",
        say("adm_token_made", name=made.name),
        token=made,
        secret=secret,
        ends=moment_in_words(made.ends),
        back=urls.ACCOUNT if owner == actor.user else urls.TOKENS,
        paths=urls,
    )


def _end(day: str) -> datetime | None:
    """The end of a day on the clock of the site."""
    if not day:
        return None
    try:
        return moment_of(f"{day}T23:59:59", room().settings.time_zone)[0]
    except ValueError:
        raise InvalidInput.at("ends", "must be a date such as 2027-06-30") from None


def _page(form: Form) -> str:
    actor = person()
    with reading() as (reader, _):
        offices = [each for each in reader.offices() if actor.may(Action.READ, each.uuid)]
        manages = actor.may(Action.MANAGE, None)
        people = accounts.users(reader, actor=actor) if manages else []
    return page(
        "administration/token.html",
        say("adm_add_token"),
        form=form,
        actions=[each.value for each in Action if manages or each not in _OF_ADMINISTRATORS],
        offices=office_options(offices),
        people=[(each.uuid, each.name or each.email) for each in people if each.disabled_at is None],
        me=actor.user,
        years=tokens.LONGEST.days // 366,
        adding=_ADDING,
        paths=urls,
    )


@blueprint.get(rule(urls.revoking_path("<uuid>")))
def ask_revoking(uuid: str) -> str:
    """Say what revoking a token does, before it is done."""
    actor = person()
    with reading() as (reader, _):
        mine = tokens.tokens(reader, actor.user, actor=actor)
        every = tokens.tokens(reader, None, actor=actor) if actor.may(Action.MANAGE, None) else mine
    known = next((each for each in every if each.uuid == uuid), None)
    if known is None:
        raise NotFound("There is no such token.")
    back = urls.ACCOUNT if known.owner == actor.user else urls.TOKENS
    heading = say("adm_revoke_heading", name=known.name)
    return page("administration/revoke.html", heading, token=known, back=back, paths=urls)


@blueprint.post(rule(urls.revoking_path("<uuid>")))
def revoke(uuid: str) -> Answer:
    """End a token now."""
    here, actor = room(), person()
    with here.store.writing() as writer:
        known = tokens.revoke_token(writer, uuid, now=here.clock(), actor=actor)
    back = urls.ACCOUNT if known.owner == actor.user else urls.TOKENS
    return on_to(back, say("adm_token_revoked", name=known.name))
