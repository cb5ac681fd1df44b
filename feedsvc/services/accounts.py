"""Who has an account, what they may do, and the one-time links by which they set a password."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from werkzeug.security import generate_password_hash

from feedsvc.core.accounts import Action, Actor, Role, User, UserDraft
from feedsvc.core.audit import AuditLine, AuditQuery, Note
from feedsvc.core.credentials import FAULTS_IN_WORDS, digest, normal_password, password_fault
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, InvalidInput, NotFound, Problem
from feedsvc.core.patterns import is_email
from feedsvc.core.text import one_line
from feedsvc.services.throttling import key_of_account
from feedsvc.store import Reader, Store, Writer, accounts, audit, credentials

LINK_HOLDS = timedelta(hours=48)
_LONGEST_NAME = 200  # characters


def users(reader: Reader, *, actor: Actor) -> list[User]:
    """Every account, by e-mail address. Raises Forbidden."""
    actor.require(Action.MANAGE, None)
    return accounts.users(reader)


def user(reader: Reader, uuid: str, *, actor: Actor) -> User:
    """One account: anybody's own, any for an administrator. Raises Forbidden, NotFound."""
    if uuid != actor.user:
        actor.require(Action.MANAGE, None)
    return accounts.user(reader, uuid)


def user_called(reader: Reader, email: str) -> User:
    """The account of an e-mail address, however it is written. Raises NotFound."""
    found = accounts.user_of_email(reader, email.strip().lower())
    if found is None:
        raise NotFound(f"There is no user “{one_line(email)}”.")
    return found


def add_user(writer: Writer, draft: UserDraft, *, now: datetime, actor: Actor, uuid: str) -> User:
    """Store a new account, which has no password yet: give its owner a `new_link`.

    Raises Forbidden, InvalidInput, or Conflict for an e-mail address in use.
    """
    actor.require(Action.MANAGE, None)
    checked = _checked(writer, draft)
    _require_free(writer, checked.email)
    new = User(
        uuid=uuid,
        email=checked.email,
        name=checked.name,
        language=checked.language,
        is_admin=checked.is_admin,
        roles=_by_uuid(writer, checked.roles),
        has_password=False,
        created=whole_second(now),
    )
    accounts.add_user(writer, new)
    said = {"email": new.email, "is_admin": new.is_admin, "roles": _plain(checked.roles)}
    writer.note(actor, Note("added", "user", uuid, detail=said), now=new.created)
    return new


def edit_user(writer: Writer, uuid: str, draft: UserDraft, *, now: datetime, actor: Actor) -> User:
    """Replace what is said of a person; what they may do changes at once, on sessions and tokens too.

    Raises Forbidden, NotFound, InvalidInput, or Conflict for an e-mail address in use and for the
    last administrator, who stays one.
    """
    actor.require(Action.MANAGE, None)
    known, checked = accounts.user(writer, uuid), _checked(writer, draft)
    if checked.email != known.email:
        _require_free(writer, checked.email)
    changed = replace(
        known,
        email=checked.email,
        name=checked.name,
        language=checked.language,
        is_admin=checked.is_admin,
        roles=_by_uuid(writer, checked.roles),
    )
    _require_an_administrator(writer, changed)
    fields = [
        name
        for name in ("email", "name", "language", "is_admin", "roles")
        if getattr(known, name) != getattr(changed, name)
    ]
    if fields:
        accounts.change_user(writer, changed)
        said = {"fields": fields, "is_admin": changed.is_admin, "roles": _plain(checked.roles)}
        writer.note(actor, Note("edited", "user", uuid, detail=said), now=whole_second(now))
    return changed


def disable_user(writer: Writer, uuid: str, *, now: datetime, actor: Actor) -> User:
    """Let a person in no more: sessions and links end now, tokens are not heard.

    Raises Forbidden, NotFound, or Conflict for the last administrator.
    """
    actor.require(Action.MANAGE, None)
    known = accounts.user(writer, uuid)
    changed = replace(known, disabled_at=known.disabled_at or whole_second(now))
    _require_an_administrator(writer, changed)
    if changed != known:
        accounts.change_user(writer, changed)
        credentials.end_sessions(writer, uuid)
        credentials.end_links(writer, uuid, whole_second(now))
        writer.note(actor, Note("disabled", "user", uuid), now=whole_second(now))
    return changed


def enable_user(writer: Writer, uuid: str, *, now: datetime, actor: Actor) -> User:
    """Let a disabled account in again, with its roles and password. Raises Forbidden, NotFound."""
    actor.require(Action.MANAGE, None)
    known = accounts.user(writer, uuid)
    changed = replace(known, disabled_at=None)
    if changed != known:
        accounts.change_user(writer, changed)
        writer.note(actor, Note("enabled", "user", uuid), now=whole_second(now))
    return changed


def draft_of(reader: Reader, known: User) -> UserDraft:
    """What would have been given to make this account."""
    slugs = {office.uuid: office.slug for office in reader.offices()}
    return UserDraft(
        email=known.email,
        name=known.name,
        language=known.language,
        is_admin=known.is_admin,
        roles={slugs[office]: role for office, role in known.roles.items()},
    )


def new_link(writer: Writer, uuid: str, *, now: datetime, actor: Actor) -> str:
    """The secret of a new one-time link with which a person sets a password; older ones end.

    Raises Forbidden, NotFound, or Conflict for a disabled account.
    """
    actor.require(Action.MANAGE, None)
    if accounts.user(writer, uuid).disabled_at is not None:
        raise Conflict("The account is disabled: enable it first.")
    moment, secret = whole_second(now), secrets.token_urlsafe(32)
    credentials.end_links(writer, uuid, moment)
    credentials.add_link(writer, digest(secret), uuid, now=moment, ends=moment + LINK_HOLDS)
    writer.note(actor, Note("link made", "user", uuid), now=moment)
    return secret


def user_of_link(reader: Reader, secret: str, *, now: datetime) -> User:
    """Whose password a one-time link sets. Raises NotFound for one that has ended or was used."""
    link = credentials.link_of(reader, digest(secret))
    holder = accounts.user(reader, link.account) if link else None
    if link is None or holder is None or link.used_at or link.ends <= now or holder.disabled_at:
        raise NotFound("This link has ended or was used before: ask an administrator for a new one.")
    return holder


def set_password(store: Store, secret: str, password: str, *, now: datetime, origin: str) -> User:
    """Set a password by a one-time link; every session of the account ends.

    Raises NotFound for a link that cannot be used, InvalidInput for a password that is too weak.
    """
    moment, wanted = whole_second(now), normal_password(password)
    with store.reading() as reader:
        holder = user_of_link(reader, secret, now=now)
    fault = password_fault(wanted, email=holder.email, name=holder.name)
    if fault:
        raise InvalidInput.at("password", FAULTS_IN_WORDS[fault])
    hashed = generate_password_hash(wanted)  # slow on purpose: before the site's one writer is held up
    with store.writing() as writer:
        holder = user_of_link(writer, secret, now=now)
        accounts.set_password_hash(writer, holder.uuid, hashed)
        credentials.end_links(writer, holder.uuid, moment)
        credentials.end_sessions(writer, holder.uuid)
        credentials.keep_tries(writer, key_of_account(holder.email), None)
        writer.note(holder.as_actor(origin), Note("password set", "user", holder.uuid), now=moment)
    return holder


def audit_log(reader: Reader, asked: AuditQuery, *, actor: Actor) -> list[AuditLine]:
    """Lines of the audit log, the latest first. Raises Forbidden."""
    actor.require(Action.MANAGE, asked.office)
    return audit.audit_lines(reader, asked)


def _checked(reader: Reader, draft: UserDraft) -> UserDraft:
    email, name = draft.email.strip().lower(), one_line(draft.name)
    problems = []
    if not is_email(email):
        problems.append(Problem("email", "must be an e-mail address, such as anna@example.org"))
    if len(name) > _LONGEST_NAME:
        problems.append(Problem("name", f"must have {_LONGEST_NAME} characters or fewer"))
    if not (draft.language.isascii() and draft.language.isalpha() and 2 <= len(draft.language) <= 3):
        problems.append(Problem("language", "must be a tag of two or three letters, such as en"))
    known = {office.slug for office in reader.offices()}
    problems += [
        Problem(f"roles.{slug}", "names an office that there is not")
        for slug in sorted(draft.roles.keys() - known)
    ]
    if problems:
        raise InvalidInput(problems)
    return replace(draft, email=email, name=name, language=draft.language.lower())


def _require_free(reader: Reader, email: str) -> None:
    if accounts.user_of_email(reader, email) is not None:
        raise Conflict(f"There is a user {email} already.")


def _require_an_administrator(reader: Reader, changed: User) -> None:
    others = [each for each in accounts.users(reader) if each.uuid != changed.uuid]
    had_one = any(_administers(each) for each in (*others, accounts.user(reader, changed.uuid)))
    if had_one and not any(_administers(each) for each in (*others, changed)):
        raise Conflict(f"{changed.email} is the last administrator: make another one first.")


def _administers(each: User) -> bool:
    return each.is_admin and each.disabled_at is None


def _by_uuid(reader: Reader, roles: Mapping[str, Role]) -> dict[str, Role]:
    return {reader.office(slug).uuid: role for slug, role in roles.items()}


def _plain(roles: Mapping[str, Role]) -> dict[str, Any]:
    return {slug: role.value for slug, role in roles.items()}
