"""/users, /tokens and /audit."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import uuid4

import msgspec
from msgspec import UNSET

from feedsvc.core.account_records import audit_record, token_record, user_record
from feedsvc.core.accounts import Actor, TokenDraft, User, UserDraft
from feedsvc.core.audit import AuditQuery
from feedsvc.core.dates import rfc3339, whole_second
from feedsvc.core.urls import API
from feedsvc.services import accounts, tokens
from feedsvc.services.mailing import link_address
from feedsvc.store import Reader
from feedsvc.web.api.conditions import record_tag
from feedsvc.web.api.entries import uuid_of
from feedsvc.web.api.lists import Paged, cut, page, position
from feedsvc.web.api.operations import JSON, MERGE_PATCH, Answer, Call, operation
from feedsvc.web.api.shapes import kinds
from feedsvc.web.api.shapes import people as shapes
from feedsvc.web.room import reading, room

_USERS, _TOKENS, _AUDIT = "Users", "Tokens", "Audit log"


@operation("GET", "/users", tag=_USERS, query=Paged, answer=kinds.Page[shapes.User])
def list_users(call: Call) -> Answer:
    """Lists the accounts by e-mail address. For administrators."""
    with reading() as (reader, _):
        found = accounts.users(reader, actor=call.actor)
        items, following = cut(found, call.query, lambda each: each.email)
        return Answer(value=page([_user(reader, each) for each in items], following))


@operation("GET", "/users/{uuid}", tag=_USERS, answer=shapes.User, tagged=True)
def get_user(call: Call) -> Answer:
    """Gives an account: anybody's own, any for an administrator."""
    with reading() as (reader, _):
        return _tagged(_user(reader, accounts.user(reader, uuid_of(call), actor=call.actor)))


@operation(
    "POST",
    "/users",
    tag=_USERS,
    body=shapes.UserGiven,
    answer=shapes.User,
    status=201,
    tagged=True,
    refusals=(409,),
)
def create_user(call: Call) -> Answer:
    """Adds an account. It has no password yet: POST /users/{uuid}/link makes the link to set one."""
    here, given = room(), call.body
    draft = UserDraft(
        email=given.email,
        name=given.name,
        language=given.language,
        is_admin=given.is_admin,
        roles=given.roles,
    )
    with here.store.writing() as writer:
        made = accounts.add_user(writer, draft, now=here.clock(), actor=call.actor, uuid=str(uuid4()))
        answer = _tagged(_user(writer, made))
    return replace(answer, status=201, location=f"{here.settings.base_url}{API}/users/{made.uuid}")


@operation(
    "PATCH",
    "/users/{uuid}",
    tag=_USERS,
    body=shapes.UserPatch,
    media=(MERGE_PATCH, JSON),
    answer=shapes.User,
    tagged=True,
    conditional=True,
)
def patch_user(call: Call) -> Answer:
    """Changes of an account what is sent; it counts at once, on sessions and tokens too."""
    here, uuid = room(), uuid_of(call)
    said = {name: value for name, value in msgspec.structs.asdict(call.body).items() if value is not UNSET}
    disabled = said.pop("disabled", None)
    with here.store.writing() as writer:
        known = accounts.user(writer, uuid, actor=call.actor)
        call.if_match.require(record_tag(_user(writer, known)))
        now = here.clock()
        draft = replace(accounts.draft_of(writer, known), **said)
        changed = accounts.edit_user(writer, uuid, draft, now=now, actor=call.actor)
        if disabled is not None:
            change = accounts.disable_user if disabled else accounts.enable_user
            changed = change(writer, uuid, now=now, actor=call.actor)
        return _tagged(_user(writer, changed))


@operation(
    "POST",
    "/users/{uuid}/link",
    tag=_USERS,
    answer=shapes.PasswordLink,
    status=201,
    refusals=(409,),
)
def create_link(call: Call) -> Answer:
    """Makes a link with which a person sets a password, once; older ones end."""
    here = room()
    now = whole_second(here.clock())
    with here.store.writing() as writer:
        secret = accounts.new_link(writer, uuid_of(call), now=now, actor=call.actor)
    url = link_address(here.settings, secret)
    return Answer(value={"url": url, "ends": rfc3339(now + accounts.LINK_HOLDS)}, status=201, location=url)


class TokensQuery(Paged, kw_only=True):
    """Whose tokens: left out, those of who asks."""

    owner: kinds.Uuid | None = None


@operation("GET", "/tokens", tag=_TOKENS, query=TokensQuery, answer=kinds.Page[shapes.Token])
def list_tokens(call: Call) -> Answer:
    """Lists the tokens of an account."""
    now = room().clock()
    with reading() as (reader, _):
        found = tokens.tokens(reader, call.query.owner or call.actor.user, actor=call.actor)
        slugs = _slugs(reader)
    items, following = cut(sorted(found, key=_by_uuid), call.query, _by_uuid)
    return Answer(value=page([token_record(each, slugs, now=now) for each in items], following))


def _by_uuid(each: Any) -> str:
    return str(each.uuid)


@operation(
    "POST",
    "/tokens",
    tag=_TOKENS,
    body=shapes.TokenGiven,
    answer=shapes.TokenMade,
    status=201,
    refusals=(404, 409),
)
def create_token(call: Call) -> Answer:
    """Makes a token. Its secret is in this answer and never shown again."""
    here, given = room(), call.body
    draft = TokenDraft(
        name=given.name,
        actions=frozenset(given.actions),
        offices=None if given.offices is None else frozenset(given.offices),
        ends=given.ends,
    )
    now = here.clock()
    with here.store.writing() as writer:
        made, secret = tokens.add_token(
            writer, _owner(given.owner, call.actor), draft, now=now, actor=call.actor, uuid=str(uuid4())
        )
        record = token_record(made, _slugs(writer), now=now)
    location = f"{here.settings.base_url}{API}/tokens/{made.uuid}"
    return Answer(value={**record, "secret": secret}, status=201, location=location)


def _owner(given: str | None, actor: Actor) -> str:
    # The machine itself has no account, and never comes by here.
    return given or actor.user or ""


@operation("DELETE", "/tokens/{uuid}", tag=_TOKENS, answer=shapes.Token)
def revoke_token(call: Call) -> Answer:
    """Revokes a token: it is not heard again. It stays in the list."""
    here = room()
    now = here.clock()
    with here.store.writing() as writer:
        known = tokens.revoke_token(writer, uuid_of(call), now=now, actor=call.actor)
        return Answer(value=token_record(known, _slugs(writer), now=now))


class AuditPage(Paged, kw_only=True):
    """Which lines of the log: of a kind of thing, of one thing, of an account, of an office."""

    kind: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    object: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    account: kinds.Uuid | None = None
    office: kinds.Slug | None = None
    since: kinds.Moment | None = None
    until: kinds.Moment | None = None


@operation("GET", "/audit", tag=_AUDIT, query=AuditPage, answer=kinds.Page[shapes.AuditLine], refusals=(404,))
def list_audit(call: Call) -> Answer:
    """Lists who did what, when and from where, the latest first. For administrators."""
    query: AuditPage = call.query
    before = position(query, Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)])
    with reading() as (reader, _):
        asked = AuditQuery(
            kind=query.kind,
            object=query.object,
            account=query.account,
            office=reader.office(query.office).uuid if query.office else None,
            since=query.since,
            until=query.until,
            before=before,
            limit=query.limit + 1,
        )
        found = accounts.audit_log(reader, asked, actor=call.actor)
    shown = found[: query.limit]
    following = shown[-1].id if len(found) > len(shown) else None
    return Answer(value=page([audit_record(line) for line in shown], following))


def _user(reader: Reader, user: User) -> dict[str, Any]:
    return user_record(user, _slugs(reader))


def _slugs(reader: Reader) -> dict[str, str]:
    return {office.uuid: office.slug for office in reader.offices()}


def _tagged(record: dict[str, Any]) -> Answer:
    return Answer(value=record, etag=record_tag(record))
