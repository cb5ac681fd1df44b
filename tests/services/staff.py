"""People with accounts in a newsroom: the shortest way for a test to have and to change them."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from werkzeug.security import generate_password_hash

from feedsvc.core.accounts import Action, Actor, Role, TokenDraft, User, UserDraft
from feedsvc.core.audit import AuditLine, AuditQuery
from feedsvc.services import accounts, sessions, tokens
from feedsvc.store import accounts as store_accounts
from tests.newsroom import START, Newsroom
from tests.web.world import ADA

PASSWORD = "seven herons at the weir"
HERE = "192.0.2.7"


class Staff:
    """The accounts of a newsroom."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.store = newsroom.store

    def add(self, email: str = "anna@example.org", actor: Actor = ADA, **said: Any) -> User:
        draft = UserDraft(email=email, **said)
        with self.store.writing() as writer:
            return accounts.add_user(writer, draft, now=START, actor=actor, uuid=self.newsroom.new_uuid())

    def edit(self, user: User, actor: Actor = ADA, **said: Any) -> User:
        with self.store.writing() as writer:
            draft = replace(accounts.draft_of(writer, accounts.user(writer, user.uuid, actor=ADA)), **said)
            return accounts.edit_user(writer, user.uuid, draft, now=START, actor=actor)

    def disable(self, user: User, now: datetime = START) -> User:
        with self.store.writing() as writer:
            return accounts.disable_user(writer, user.uuid, now=now, actor=ADA)

    def enable(self, user: User) -> User:
        with self.store.writing() as writer:
            return accounts.enable_user(writer, user.uuid, now=START, actor=ADA)

    def link(self, user: User, now: datetime = START, actor: Actor = ADA) -> str:
        with self.store.writing() as writer:
            return accounts.new_link(writer, user.uuid, now=now, actor=actor)

    def set_password(self, secret: str, password: str = PASSWORD, now: datetime = START) -> User:
        return accounts.set_password(self.store, secret, password, now=now, origin=HERE)

    def hired(self, email: str = "anna@example.org", **said: Any) -> User:
        """Somebody new whose password is PASSWORD."""
        user = self.add(email, **said)
        with self.store.writing() as writer:
            store_accounts.set_password_hash(writer, user.uuid, quick_hash())
        return replace(user, has_password=True)

    def sign_in(
        self,
        email: str = "anna@example.org",
        password: str = PASSWORD,
        now: datetime = START,
        origin: str = HERE,
    ) -> str:
        secret, _ = sessions.sign_in(self.store, email, password, now=now, origin=origin)
        return secret

    def behind(self, secret: str, now: datetime = START) -> Actor | None:
        """Who is behind a session."""
        found = sessions.signed_in(self.store, secret, now=now, origin=HERE)
        return found.actor if found else None

    def token(self, user: User, actor: Actor = ADA, now: datetime = START, **said: Any) -> tuple[str, str]:
        """The uuid of a new token, and its secret."""
        draft = TokenDraft(**{"name": "script", "actions": frozenset(Action), **said})
        with self.store.writing() as writer:
            made, secret = tokens.add_token(
                writer, user.uuid, draft, now=now, actor=actor, uuid=self.newsroom.new_uuid()
            )
        return made.uuid, secret

    def shown(self, secret: str, now: datetime = START) -> Actor:
        """Who shows a token."""
        return sessions.actor_of_token(self.store, secret, now=now, origin=HERE)

    def log(self, **asked: Any) -> list[AuditLine]:
        with self.store.reading() as reader:
            return accounts.audit_log(reader, AuditQuery(**asked), actor=ADA)


@cache
def quick_hash() -> str:
    """PASSWORD as it is stored, but with little work, for tests that sign in often."""
    return generate_password_hash(PASSWORD, "scrypt:1024:8:1")


EDITOR_OF_MOSCOW = {"roles": {"moscow": Role.EDITOR}}
