"""Tokens of the API: made, shown once, narrowed, revoked."""

import secrets
from datetime import datetime, timedelta

from feedsvc.core.accounts import Action, Actor, Scope, Token, TokenDraft
from feedsvc.core.audit import Note
from feedsvc.core.credentials import TOKEN_PREFIX, digest
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, Problem
from feedsvc.core.text import one_line
from feedsvc.store import Reader, Writer, accounts, credentials

HOLDS = timedelta(days=365)
LONGEST = timedelta(days=5 * 366)
_LONGEST_NAME = 100  # characters


def tokens(reader: Reader, owner: str | None, *, actor: Actor) -> list[Token]:
    """The tokens of an account, or of all (None), the latest first. Raises Forbidden."""
    _require_holder(actor, owner)
    return credentials.tokens(reader, owner)


def add_token(
    writer: Writer, owner: str, draft: TokenDraft, *, now: datetime, actor: Actor, uuid: str
) -> tuple[Token, str]:
    """Make a token for an account: how it is stored, and its secret, which nobody can show again.

    People make their own, administrators anybody's; a token makes none that reaches further than
    itself. Raises Forbidden, NotFound, InvalidInput, or Conflict for a disabled account.
    """
    _require_holder(actor, owner)
    if accounts.user(writer, owner).disabled_at is not None:
        raise Conflict("The account is disabled: enable it first.")
    moment, secret = whole_second(now), TOKEN_PREFIX + secrets.token_urlsafe(32)
    ends = whole_second(draft.ends) if draft.ends else moment + HOLDS
    name = one_line(draft.name)
    scope = _checked(writer, draft, name=name, ends=ends, now=moment)
    if not _reaches(actor.scope, scope):
        raise Forbidden("A token cannot make one that reaches further than itself.")
    made = Token(uuid=uuid, name=name, owner=owner, scope=scope, created=moment, ends=ends)
    credentials.add_token(writer, made, digest(secret))
    said = {
        "name": name,
        "actions": sorted(scope.actions),
        "offices": None if draft.offices is None else sorted(draft.offices),
        "owner": owner,
    }
    writer.note(actor, Note("added", "token", uuid, detail=said), now=moment)
    return made, secret


def revoke_token(writer: Writer, uuid: str, *, now: datetime, actor: Actor) -> Token:
    """End a token now. Raises Forbidden, NotFound."""
    known = credentials.token(writer, uuid)
    _require_holder(actor, known.owner)
    if known.revoked_at is None:
        credentials.revoke_token(writer, uuid, whole_second(now))
        said = {"name": known.name, "owner": known.owner}
        writer.note(actor, Note("revoked", "token", uuid, detail=said), now=whole_second(now))
    return credentials.token(writer, uuid)


def _require_holder(actor: Actor, owner: str | None) -> None:
    if owner is None or actor.user != owner or actor.via:
        actor.require(Action.MANAGE, None)


def _reaches(wide: Scope, narrow: Scope) -> bool:
    within = wide.offices is None or (narrow.offices is not None and narrow.offices <= wide.offices)
    return within and narrow.actions <= wide.actions


def _checked(reader: Reader, draft: TokenDraft, *, name: str, ends: datetime, now: datetime) -> Scope:
    problems = []
    if not name or len(name) > _LONGEST_NAME:
        problems.append(Problem("name", f"must have from 1 to {_LONGEST_NAME} characters"))
    if not draft.actions:
        problems.append(Problem("actions", "must name one at least"))
    if draft.offices is not None and not draft.offices:
        problems.append(Problem("offices", "must name one at least; leave it out for all"))
    if not now < ends <= now + LONGEST:
        problems.append(Problem("ends", "must lie ahead, by five years at most"))
    known = {office.slug: office.uuid for office in reader.offices()}
    problems += [
        Problem("offices", f"there is no office “{slug}”")
        for slug in sorted((draft.offices or set()) - known.keys())
    ]
    if problems:
        raise InvalidInput(problems)
    offices = None if draft.offices is None else frozenset(known[slug] for slug in draft.offices)
    return Scope(offices, draft.actions)
