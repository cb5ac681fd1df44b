"""Accounts, tokens and the audit log as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from feedsvc.core.accounts import Action, Role
from feedsvc.web.api.shapes.kinds import Language, Moment, Slug, Uuid


class User(Struct, forbid_unknown_fields=True):
    """An account; `roles` are by the slug of the office."""

    uuid: Uuid
    email: str
    name: str
    language: str
    is_admin: bool
    roles: dict[str, Role]
    has_password: bool
    created: datetime
    disabled: bool


class UserGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A new account."""

    email: Annotated[str, Meta(min_length=1, max_length=254)]
    name: Annotated[str, Meta(max_length=200)] = ""
    language: Language = "en"
    is_admin: bool = False
    roles: dict[Slug, Role] = {}


class UserPatch(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What is to change of an account; `roles` are replaced as a whole."""

    email: Annotated[str, Meta(min_length=1, max_length=254)] | UnsetType = UNSET
    name: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    is_admin: bool | UnsetType = UNSET
    roles: dict[Slug, Role] | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


class PasswordLink(Struct, forbid_unknown_fields=True):
    """Where a person sets a password, once; it is shown here and never again."""

    url: str
    ends: datetime


class Token(Struct, forbid_unknown_fields=True):
    """A token; `offices` null is all of its owner's. `state` is holds, ended or revoked."""

    uuid: Uuid
    name: str
    actions: list[Action]
    offices: list[Slug] | None
    state: Literal["holds", "ended", "revoked"]
    ends: datetime
    last_used: datetime | None
    last_used_from: str


class TokenMade(Token):
    """A new token; its `secret` is shown here and never again."""

    secret: str


class TokenGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A new token: its owner is who asks, or, for administrators, the account of a uuid."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    actions: Annotated[list[Action], Meta(min_length=1)]
    offices: Annotated[list[Slug], Meta(min_length=1)] | None = None
    ends: Moment | None = None
    owner: Uuid | None = None


class AuditLine(Struct, forbid_unknown_fields=True):
    """Who did what, when, and from where; `account` and `office` are uuids."""

    id: int
    at: datetime
    actor: str
    account: str | None
    origin: str
    via: str
    action: str
    kind: str
    object: str
    office: str | None
    detail: dict[str, Any]
