"""Signing in and out, and who is behind a session or a token at this moment."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from feedsvc.core.accounts import Action, Actor, User
from feedsvc.core.audit import Note
from feedsvc.core.credentials import TOKEN_PREFIX, digest, normal_password
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import NotSignedIn
from feedsvc.services.throttling import FORGOTTEN_AFTER, count_try, take_back
from feedsvc.store import Reader, Store, Writer, accounts, credentials

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
_SEEN_EVERY = timedelta(minutes=5)  # each note of it is a write
_USED_EVERY = timedelta(minutes=1)
_WRONG = "The e-mail address or the password is wrong."
_LONGEST_TRY = 1000  # characters of a password that are hashed at all


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person behind a session."""

    user: User
    actor: Actor


def sign_in(store: Store, email: str, password: str, *, now: datetime, origin: str) -> tuple[str, User]:
    """Begin a session: its secret, and whose it is.

    Raises NotSignedIn, with the same text and after the same work whether the address, the password
    or both are wrong, and TooManyTries.
    """
    moment, address = whole_second(now), email.strip().lower()
    count_try(store, address, origin, now=moment)
    with store.reading() as reader:
        found = accounts.user_of_email(reader, address)
        hashed = accounts.password_hash(reader, found.uuid) if found else None
    is_right = _fits(hashed, password)
    if found is None or not is_right or found.disabled_at is not None:
        _note_failure(store, found, now=moment, origin=origin)
        raise NotSignedIn(_WRONG)
    secret = secrets.token_urlsafe(32)
    with store.writing() as writer:
        if accounts.password_hash(writer, found.uuid) != hashed:  # set anew since it was read
            raise NotSignedIn(_WRONG)
        take_back(writer, address, origin)
        credentials.sweep(writer, idle_since=moment - IDLE, tries_before=moment - FORGOTTEN_AFTER, now=moment)
        credentials.add_session(writer, digest(secret), found.uuid, now=moment, ends=moment + LONGEST)
        writer.note(found.as_actor(origin), Note("signed in", "user", found.uuid), now=moment)
    return secret, found


@cache
def _hash_of_nobody() -> str:
    return generate_password_hash(secrets.token_urlsafe(32))


def _fits(hashed: str | None, password: str) -> bool:
    # Without an account, or without its password, as much work: the time must not tell who has one.
    tried, of_nobody = normal_password(password[:_LONGEST_TRY]), _hash_of_nobody()
    return check_password_hash(hashed or of_nobody, tried) and hashed is not None


def _note_failure(store: Store, found: User | None, *, now: datetime, origin: str) -> None:
    # What was typed into the field for the address is not kept: it may be a password.
    who = Actor(name=found.email if found else "unknown", origin=origin)
    with store.writing() as writer:
        writer.note(who, Note("sign-in failed", "user", found.uuid if found else ""), now=now)


def sign_out(store: Store, secret: str, *, now: datetime, origin: str) -> None:
    """End a session, wherever its cookie may have been copied to."""
    with store.writing() as writer:
        known = credentials.session_of(writer, digest(secret))
        if known is not None:
            holder = accounts.user(writer, known.account)
            credentials.end_session(writer, digest(secret))
            note = Note("signed out", "user", holder.uuid)
            writer.note(holder.as_actor(origin), note, now=whole_second(now))


def sign_out_everywhere(
    writer: Writer, uuid: str, *, now: datetime, actor: Actor, but: str | None = None
) -> int:
    """End the sessions of an account, all but the one of a secret; how many there were.

    Anybody does so for themselves, administrators for all. Raises Forbidden, NotFound.
    """
    if uuid != actor.user or actor.via:
        actor.require(Action.MANAGE, None)
    known = accounts.user(writer, uuid)
    ended = credentials.end_sessions(writer, known.uuid, but=digest(but) if but else "")
    note = Note("signed out everywhere", "user", known.uuid, detail={"sessions": ended})
    writer.note(actor, note, now=whole_second(now))
    return ended


def signed_in(store: Store, secret: str, *, now: datetime, origin: str) -> SignedIn | None:
    """Who is behind a session, with the rights of this moment; None where it has ended."""
    hashed = digest(secret)
    with store.reading() as reader:
        known = credentials.session_of(reader, hashed)
        holder = accounts.user(reader, known.account) if known else None
    if known is None or holder is None or holder.disabled_at is not None:
        return None
    if now >= known.ends or now - known.last_seen >= IDLE:
        return None
    if now - known.last_seen >= _SEEN_EVERY:
        with store.writing() as writer:
            credentials.see_session(writer, hashed, whole_second(now))
    return SignedIn(holder, holder.as_actor(origin))


def actor_of_token(store: Store, secret: str, *, now: datetime, origin: str) -> Actor:
    """Who shows a token: its owner as of now, narrowed to its scope. Notes the use.

    Raises NotSignedIn for one that is unknown, ended, revoked, or of a disabled account.
    """
    with store.reading() as reader:
        token = credentials.token_of_hash(reader, digest(secret))
        holder = accounts.user(reader, token.owner) if token else None
    if token is None or holder is None or not token.holds(now) or holder.disabled_at is not None:
        kind = "" if secret.startswith(TOKEN_PREFIX) else f" Tokens begin with {TOKEN_PREFIX}."
        raise NotSignedIn(f"The token is unknown, has ended or was revoked.{kind}")
    if token.last_used is None or now - token.last_used >= _USED_EVERY:
        with store.writing() as writer:
            credentials.see_token(writer, token.uuid, whole_second(now), origin)
    return replace(holder.as_actor(origin), scope=token.scope, via=token.name)


def actor_called(reader: Reader, email: str) -> Actor:
    """An account at work on this machine, by its e-mail address. Raises NotSignedIn."""
    found = accounts.user_of_email(reader, email.strip().lower())
    if found is None or found.disabled_at is not None:
        raise NotSignedIn(f"There is no user {email.strip()} who may sign in.")
    return found.as_actor()
