"""What people do with their own account: their name and language, and another password."""

from dataclasses import replace
from datetime import datetime

from werkzeug.security import check_password_hash, generate_password_hash

from feedsvc.core.accounts import Actor, User
from feedsvc.core.audit import Note
from feedsvc.core.credentials import (
    FAULTS_IN_WORDS,
    LONGEST_PASSWORD,
    digest,
    normal_password,
    password_fault,
)
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Forbidden, InvalidInput, Problem
from feedsvc.core.text import one_line
from feedsvc.services.throttling import count_try, take_back
from feedsvc.store import Reader, Store, Writer, accounts, credentials

_LONGEST_NAME = 200  # characters


def own_account(reader: Reader, *, actor: Actor) -> User:
    """The account of who asks. Raises Forbidden for a token and for the machine, which have none."""
    if actor.user is None or actor.via:
        raise Forbidden("An account is its owner's: sign in with the password.")
    return accounts.user(reader, actor.user)


def edit_own(
    writer: Writer, *, name: str, language: str, languages: tuple[str, ...], now: datetime, actor: Actor
) -> User:
    """Replace what people may say of themselves; `languages` are those there are. Raises Forbidden,
    InvalidInput."""
    known = own_account(writer, actor=actor)
    problems = []
    if len(one_line(name)) > _LONGEST_NAME:
        problems.append(Problem("name", f"must have {_LONGEST_NAME} characters or fewer"))
    if language not in {*languages, known.language}:
        problems.append(Problem("language", f"must be one of {', '.join(languages)}"))
    if problems:
        raise InvalidInput(problems)
    changed = replace(known, name=one_line(name), language=language)
    fields = [each for each in ("name", "language") if getattr(known, each) != getattr(changed, each)]
    if fields:
        accounts.change_user(writer, changed)
        note = Note("edited", "user", known.uuid, detail={"fields": fields})
        writer.note(actor, note, now=whole_second(now))
    return changed


def change_password(
    store: Store, current: str, wanted: str, *, now: datetime, actor: Actor, session: str
) -> User:
    """Set another password by means of the one that holds; every session ends but that of a secret.

    Wrong tries are counted as those to sign in are: who finds an open session must not guess the
    password at it. Raises InvalidInput with the fields `current` and `password`, TooManyTries,
    Forbidden.
    """
    moment, new = whole_second(now), normal_password(wanted)
    with store.reading() as reader:
        known = own_account(reader, actor=actor)
        hashed = accounts.password_hash(reader, known.uuid)
    fault = password_fault(new, email=known.email, name=known.name)
    if fault:
        raise InvalidInput.at("password", FAULTS_IN_WORDS[fault])
    count_try(store, known.email, actor.origin, now=moment)
    tried = normal_password(current[: 2 * LONGEST_PASSWORD])
    if hashed is None or not check_password_hash(hashed, tried):
        raise InvalidInput.at("current", "is not the password that holds now")
    new_hash = generate_password_hash(new)  # slow on purpose: before the site's one writer is held up
    with store.writing() as writer:
        if accounts.password_hash(writer, known.uuid) != hashed:
            raise InvalidInput.at("current", "was replaced meanwhile: sign in anew")
        take_back(writer, known.email, actor.origin)
        accounts.set_password_hash(writer, known.uuid, new_hash)
        credentials.end_links(writer, known.uuid, moment)
        credentials.end_sessions(writer, known.uuid, but=digest(session))
        writer.note(actor, Note("password set", "user", known.uuid), now=moment)
    return known
