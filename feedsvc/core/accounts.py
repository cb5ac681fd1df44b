"""Who may do what: roles in offices, and what a token narrows them to.

A person has at most one role in each office. Roles contain each other: an editor may do all that an
author may, an author all that a reader may. An administrator of the site may do everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from feedsvc.core.errors import Forbidden


class Role(StrEnum):
    """What a person is in an office."""

    READER = "reader"
    AUTHOR = "author"
    EDITOR = "editor"


class Action(StrEnum):
    """What may be done, as permissions, tokens and the audit log name it."""

    READ = "read"  # what is not published yet
    WRITE = "write"  # create and edit drafts
    PUBLISH = "publish"  # release, schedule, edit what is released
    WITHDRAW = "withdraw"  # withdraw and restore
    IMPORT = "import"  # files and kept sources
    MANAGE = "manage"  # offices, topics, users, tokens, settings of the site
    ERASE = "erase"  # entries for good, by law; for administrators alone


_OF_ROLE: Mapping[Role, frozenset[Action]] = {
    Role.READER: frozenset({Action.READ}),
    Role.AUTHOR: frozenset({Action.READ, Action.WRITE}),
    Role.EDITOR: frozenset({Action.READ, Action.WRITE, Action.PUBLISH, Action.WITHDRAW, Action.IMPORT}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token is narrowed to: `offices` by uuid (None: all of its owner's), `actions`."""

    offices: frozenset[str] | None = None
    actions: frozenset[Action] = frozenset(Action)

    def allows(self, action: Action, office_uuid: str | None) -> bool:
        """Whether the token reaches this far; what concerns the whole site is `office_uuid` None."""
        within = self.offices is None or (office_uuid is not None and office_uuid in self.offices)
        return action in self.actions and within


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something, and from where.

    `name` is what versions and the audit log say (an e-mail address, "command line", "import",
    "clock"); `origin` is an IP address, or "" where it is this machine. `roles` are by the uuid of
    the office. `user` is the uuid of the account; None for the machine itself. `via` is the name of
    the token that was shown, or "".
    """

    name: str
    origin: str = ""
    user: str | None = None
    is_admin: bool = False
    roles: Mapping[str, Role] = field(default_factory=dict)
    scope: Scope = Scope()
    via: str = ""

    def may(self, action: Action, office_uuid: str | None, *, own: bool = True) -> bool:
        """Whether the action is allowed in an office; None is the whole site.

        `own` tells whether the entry is the actor's own: an author writes own drafts only.
        """
        if not self.scope.allows(action, office_uuid):
            return False
        if self.is_admin:
            return True
        role = self.roles.get(office_uuid) if office_uuid is not None else None
        if role is None or action not in _OF_ROLE[role]:
            return False
        return own or action is not Action.WRITE or role is Role.EDITOR

    def require(self, action: Action, office_uuid: str | None, *, own: bool = True) -> None:
        """Raises Forbidden where the action is not allowed."""
        if not self.may(action, office_uuid, own=own):
            raise Forbidden(f"You may not {_IN_WORDS[action]}{' here' if office_uuid else ''}.")


_IN_WORDS: Mapping[Action, str] = {
    Action.READ: "see what is not published",
    Action.WRITE: "write or change this entry",
    Action.PUBLISH: "publish, schedule or change published entries",
    Action.WITHDRAW: "withdraw or restore entries",
    Action.IMPORT: "import",
    Action.MANAGE: "manage offices, topics, users, tokens or sources",
    Action.ERASE: "erase entries for good",
}


def the_machine(name: str) -> Actor:
    """The actor of what the machine or its sysadmin does: everything is allowed."""
    return Actor(name=name, is_admin=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDraft:
    """What is said of a person. `email` is what they sign in with, in lower case; `roles` are by the
    slug of the office; `language` is that of what is written to them."""

    email: str
    name: str = ""
    language: str = "en"
    is_admin: bool = False
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person with an account, as stored; `roles` are by the uuid of the office. Nobody is removed:
    the account of who left is disabled."""

    uuid: str
    email: str
    name: str
    language: str
    is_admin: bool
    roles: Mapping[str, Role]
    has_password: bool
    created: datetime
    disabled_at: datetime | None = None

    def as_actor(self, origin: str = "") -> Actor:
        """The person at work, from an IP address."""
        return Actor(name=self.email, origin=origin, user=self.uuid, is_admin=self.is_admin, roles=self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDraft:
    """A token to be made: `offices` by slug (None: all of its owner's), `actions`, and its end."""

    name: str
    actions: frozenset[Action]
    offices: frozenset[str] | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of the API, as stored: without its secret. `owner` is the uuid of the account."""

    uuid: str
    name: str
    owner: str
    scope: Scope
    created: datetime
    ends: datetime
    revoked_at: datetime | None = None
    last_used: datetime | None = None
    last_used_from: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it is neither revoked nor past its end."""
        return self.revoked_at is None and now < self.ends
