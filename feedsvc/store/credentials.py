"""Sessions, tokens, one-time links and wrong tries, each known by the hash of its secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from feedsvc.core.accounts import Action, Scope, Token
from feedsvc.core.errors import NotFound
from feedsvc.store.account_tables import api_token, password_link, session, throttle
from feedsvc.store.reading import Reader
from feedsvc.store.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A signed-in browser: of which account, when it was last seen, and when it ends at the latest."""

    account: str
    last_seen: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A one-time link: for which account, until when, and whether it was used."""

    account: str
    ends: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Wrong tries in a row, the last of them, and the moment until which no other is heard."""

    failures: int
    last: datetime
    until: datetime


def add_session(writer: Writer, hashed: str, account: str, *, now: datetime, ends: datetime) -> None:
    """Begin a session."""
    values = {"hash": hashed, "account": account, "created": now, "last_seen": now, "ends": ends}
    writer.connection.execute(insert(session).values(**values))


def session_of(reader: Reader, hashed: str) -> SessionRow | None:
    """The session with this secret."""
    row = reader.connection.execute(select(session).where(session.c.hash == hashed)).one_or_none()
    return None if row is None else SessionRow(account=row.account, last_seen=row.last_seen, ends=row.ends)


def see_session(writer: Writer, hashed: str, now: datetime) -> None:
    """Note that a session is in use."""
    writer.connection.execute(update(session).where(session.c.hash == hashed).values(last_seen=now))


def end_session(writer: Writer, hashed: str) -> None:
    """End one session."""
    writer.connection.execute(delete(session).where(session.c.hash == hashed))


def end_sessions(writer: Writer, account: str, *, but: str = "") -> int:
    """End every session of an account, but the one of a hash; how many there were."""
    ended = delete(session).where(session.c.account == account, session.c.hash != but)
    return writer.connection.execute(ended).rowcount


def sweep(writer: Writer, *, idle_since: datetime, tries_before: datetime, now: datetime) -> None:
    """Remove what has passed: sessions that ended, links, and tries nobody counts any more."""
    connection = writer.connection
    connection.execute(delete(session).where((session.c.ends <= now) | (session.c.last_seen <= idle_since)))
    connection.execute(delete(password_link).where(password_link.c.ends <= now))
    connection.execute(delete(throttle).where(throttle.c.last < tries_before))


def add_token(writer: Writer, token: Token, hashed: str) -> None:
    """Store a new token."""
    offices = token.scope.offices
    values = {
        "uuid": token.uuid,
        "hash": hashed,
        "account": token.owner,
        "name": token.name,
        "actions": sorted(action.value for action in token.scope.actions),
        "offices": None if offices is None else sorted(offices),
        "created": token.created,
        "ends": token.ends,
        "last_used_from": "",
    }
    writer.connection.execute(insert(api_token).values(**values))


def tokens(reader: Reader, owner: str | None = None) -> list[Token]:
    """The tokens of an account, or of all, the latest first."""
    query = select(api_token).order_by(api_token.c.created.desc(), api_token.c.uuid)
    if owner is not None:
        query = query.where(api_token.c.account == owner)
    return [_token_of(row) for row in reader.connection.execute(query)]


def token(reader: Reader, uuid: str) -> Token:
    """The token of a uuid. Raises NotFound."""
    row = reader.connection.execute(select(api_token).where(api_token.c.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound("There is no such token.")
    return _token_of(row)


def token_of_hash(reader: Reader, hashed: str) -> Token | None:
    """The token with this secret."""
    row = reader.connection.execute(select(api_token).where(api_token.c.hash == hashed)).one_or_none()
    return None if row is None else _token_of(row)


def _token_of(row: Row[Any]) -> Token:
    offices = None if row.offices is None else frozenset(row.offices)
    return Token(
        uuid=row.uuid,
        name=row.name,
        owner=row.account,
        scope=Scope(offices, frozenset(Action(action) for action in row.actions)),
        created=row.created,
        ends=row.ends,
        revoked_at=row.revoked_at,
        last_used=row.last_used,
        last_used_from=row.last_used_from,
    )


def revoke_token(writer: Writer, uuid: str, now: datetime) -> None:
    """End a token."""
    writer.connection.execute(update(api_token).where(api_token.c.uuid == uuid).values(revoked_at=now))


def see_token(writer: Writer, uuid: str, now: datetime, origin: str) -> None:
    """Note when a token was used last, and from where."""
    values = {"last_used": now, "last_used_from": origin}
    writer.connection.execute(update(api_token).where(api_token.c.uuid == uuid).values(**values))


def add_link(writer: Writer, hashed: str, account: str, *, now: datetime, ends: datetime) -> None:
    """Store a one-time link."""
    values = {"hash": hashed, "account": account, "created": now, "ends": ends}
    writer.connection.execute(insert(password_link).values(**values))


def link_of(reader: Reader, hashed: str) -> LinkRow | None:
    """The one-time link with this secret."""
    row = reader.connection.execute(select(password_link).where(password_link.c.hash == hashed)).one_or_none()
    return None if row is None else LinkRow(account=row.account, ends=row.ends, used_at=row.used_at)


def end_links(writer: Writer, account: str, now: datetime) -> None:
    """Let no link of an account be used any more."""
    unused = (password_link.c.account == account) & password_link.c.used_at.is_(None)
    writer.connection.execute(update(password_link).where(unused).values(used_at=now))


def tries(reader: Reader, keys: Iterable[str]) -> dict[str, Tries]:
    """The wrong tries by key; keys without any are left out."""
    rows = reader.connection.execute(select(throttle).where(throttle.c.key.in_(list(keys))))
    return {row.key: Tries(failures=row.failures, last=row.last, until=row.until) for row in rows}


def keep_tries(writer: Writer, key: str, kept: Tries | None) -> None:
    """Store the wrong tries of a key; None forgets them."""
    writer.connection.execute(delete(throttle).where(throttle.c.key == key))
    if kept is not None:
        values = {"key": key, "failures": kept.failures, "last": kept.last, "until": kept.until}
        writer.connection.execute(insert(throttle).values(**values))


def forget_what_was_open(writer: Writer) -> None:
    """End all sessions and links, and forget wrong tries: after a restore they are another day's."""
    for table in (session, password_link, throttle):
        writer.connection.execute(delete(table))
