"""Accounts, their tokens, and the log of what was done."""

import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import click

from feedsvc.cli import common
from feedsvc.core.account_records import token_record, user_record
from feedsvc.core.accounts import Action, Role, TokenDraft, User, UserDraft
from feedsvc.core.errors import InvalidInput, NotMailed

_role_option = click.option(
    "--role", "roles", multiple=True, metavar="OFFICE=ROLE", help="reader, author or editor in an office."
)
_name_option = click.option("--name", help="Their name.")
_language_option = click.option("--lang", "language", metavar="xx", help="The language of mail to them.")


@click.group()
def user() -> None:
    """The accounts: list, add, edit, link, token."""


@user.command("list")
@common.json_option
def list_users(as_json: bool) -> None:
    """List the accounts with their roles."""
    from feedsvc.services import accounts

    who = common.actor()
    with common.opened(common.settings()) as store, store.reading() as reader:
        found = accounts.users(reader, actor=who)
        drafts = {each.uuid: accounts.draft_of(reader, each) for each in found}
        slugs = {office.uuid: office.slug for office in reader.offices()}
    if as_json:
        common.echo_json([user_record(each, slugs) for each in found])
        return
    rows = [
        [
            each.email,
            each.name,
            _rights(drafts[each.uuid]),
            "disabled" if each.disabled_at else _password(each),
        ]
        for each in found
    ]
    common.echo_table(["e-mail", "name", "may", "state"], rows)


def _rights(draft: UserDraft) -> str:
    roles = [f"{slug}={role.value}" for slug, role in sorted(draft.roles.items())]
    return " ".join([*(["administrator"] if draft.is_admin else []), *roles])


def _password(each: User) -> str:
    return "" if each.has_password else "no password yet"


@user.command()
@click.argument("email")
@_name_option
@_role_option
@_language_option
@click.option("--admin", "is_admin", is_flag=True, help="Administrator of the site: may do everything.")
def add(email: str, name: str | None, roles: tuple[str, ...], language: str | None, is_admin: bool) -> None:
    """Add an account: feedsvc user add anna@example.org --name Anna --role moscow=editor.

    Prints the link with which she sets her password; or mails it, where FEEDSVC_SMTP_URL is set.
    """
    from feedsvc.services import accounts

    settings, who = common.settings(), common.actor()
    draft = UserDraft(
        email=email,
        name=name or "",
        language=language or settings.languages[0],
        is_admin=is_admin,
        roles=_roles(roles),
    )
    with common.opened(settings) as store, store.writing() as writer:
        new = accounts.add_user(writer, draft, now=common.now(), actor=who, uuid=common.new_uuid())
        secret = accounts.new_link(writer, new.uuid, now=common.now(), actor=who)
    click.echo(f"User {new.email} added.")
    _give_link(new, secret)


@user.command()
@click.argument("email")
@click.option("--email", "new_email", metavar="EMAIL", help="Another e-mail address.")
@_name_option
@_role_option
@click.option("--no-role", "lost", multiple=True, metavar="OFFICE", help="No role in an office any more.")
@_language_option
@click.option("--admin/--no-admin", "is_admin", default=None, help="Administrator of the site, or no more.")
@click.option("--disable/--enable", "disable", default=None, help="Let them in no more, or again.")
def edit(
    email: str, disable: bool | None, roles: tuple[str, ...], lost: tuple[str, ...], **given: Any
) -> None:
    """Edit an account: what is not given stays. It counts at once, wherever they are signed in."""
    from feedsvc.services import accounts

    who, now = common.actor(), common.now()
    said = {name: value for name, value in given.items() if value is not None}
    if "new_email" in said:
        said["email"] = said.pop("new_email")
    with common.opened(common.settings()) as store, store.writing() as writer:
        known = accounts.user_called(writer, email)
        draft = accounts.draft_of(writer, known)
        kept = {slug: role for slug, role in draft.roles.items() if slug not in lost}
        draft = replace(draft, roles=kept | _roles(roles), **said)
        edited = accounts.edit_user(writer, known.uuid, draft, now=now, actor=who)
        if disable is not None:
            change = accounts.disable_user if disable else accounts.enable_user
            edited = change(writer, known.uuid, now=now, actor=who)
    click.echo(f"User {edited.email} edited.")


def _roles(given: tuple[str, ...]) -> dict[str, Role]:
    try:
        pairs = [text.partition("=") for text in given]
        return {office: Role(role) for office, _, role in pairs}
    except ValueError:
        roles = ", ".join(Role)
        raise InvalidInput.at("--role", f"must be OFFICE=ROLE, and the role one of {roles}") from None


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Make a new link to set the password with; older ones end."""
    from feedsvc.services import accounts

    who = common.actor()
    with common.opened(common.settings()) as store, store.writing() as writer:
        known = accounts.user_called(writer, email)
        secret = accounts.new_link(writer, known.uuid, now=common.now(), actor=who)
    _give_link(known, secret)


def _give_link(to: User, secret: str) -> None:
    from feedsvc.services.mailing import link_address, mail_link

    settings = common.settings()
    if settings.smtp_url:
        try:
            mail_link(settings, to, secret, now=common.now())
        except NotMailed as error:
            click.echo(f"feedsvc: {error}", err=True)
        else:
            click.echo(f"A link to set the password was mailed to {to.email}; it holds for 48 hours.")
            return
    click.echo("To set the password, once and within 48 hours:")
    click.echo(link_address(settings, secret))
    if settings.smtp_url:
        sys.exit(1)


@user.group()
def token() -> None:
    """The tokens of programs that use the API: list, add, revoke."""


@token.command("list")
@click.argument("email", required=False)
@common.json_option
def list_tokens(email: str | None, as_json: bool) -> None:
    """List the tokens of an account, or of all."""
    from feedsvc.services import accounts, tokens

    who, now = common.actor(), common.now()
    with common.opened(common.settings()) as store, store.reading() as reader:
        owner = accounts.user_called(reader, email).uuid if email else None
        found = tokens.tokens(reader, owner, actor=who)
        slugs = {office.uuid: office.slug for office in reader.offices()}
        records = [token_record(each, slugs, now=now) for each in found]
    if as_json:
        common.echo_json(records)
        return
    rows = [
        [
            each["uuid"],
            each["name"],
            " ".join(each["actions"]),
            "all" if each["offices"] is None else " ".join(each["offices"]),
            each["state"],
            each["ends"],
            f"{each['last_used']} {each['last_used_from']}" if each["last_used"] else "never",
        ]
        for each in records
    ]
    common.echo_table(["uuid", "name", "actions", "offices", "state", "ends", "last used"], rows)


@token.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What it is for.")
@click.option("--office", "offices", multiple=True, metavar="SLUG", help="Narrow it to offices.")
@click.option(
    "--action",
    "actions",
    multiple=True,
    type=click.Choice([action.value for action in Action]),
    help="What it may do; left out, all that its owner may.",
)
@click.option("--days", type=click.IntRange(1, 1827), default=365, show_default=True, help="When it ends.")
def add_token(email: str, name: str, offices: tuple[str, ...], actions: tuple[str, ...], days: int) -> None:
    """Make a token for an account, and show it: this once and never again."""
    from feedsvc.services import accounts, tokens

    who, now = common.actor(), common.now()
    draft = TokenDraft(
        name=name,
        actions=frozenset(Action(action) for action in actions or Action),
        offices=frozenset(offices) or None,
        ends=now + timedelta(days=days),
    )
    with common.opened(common.settings()) as store, store.writing() as writer:
        owner = accounts.user_called(writer, email)
        made, secret = tokens.add_token(writer, owner.uuid, draft, now=now, actor=who, uuid=common.new_uuid())
    click.echo(f"Token {made.uuid} ends on {made.ends:%Y-%m-%d}. Copy it now, it is not shown again:")
    click.echo(secret)


@token.command()
@click.argument("uuid")
def revoke(uuid: str) -> None:
    """End a token now."""
    from feedsvc.services import tokens

    who = common.actor()
    with common.opened(common.settings()) as store, store.writing() as writer:
        known = tokens.revoke_token(writer, uuid, now=common.now(), actor=who)
    click.echo(f"Token {known.uuid} is revoked: {known.name}")
