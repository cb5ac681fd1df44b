"""Roles and scopes, apart from any store."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.core.accounts import Action, Actor, Role, Scope, Token, User, the_machine
from feedsvc.core.errors import Forbidden

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def test_the_machine_may_do_everything():
    assert all(the_machine("clock").may(action, office) for action in Action for office in (None, "o"))


def test_an_author_writes_own_drafts_only():
    author = Actor(name="a", roles={"o": Role.AUTHOR})
    assert author.may(Action.WRITE, "o")
    assert not author.may(Action.WRITE, "o", own=False)


def test_what_concerns_the_site_is_out_of_reach_of_a_token_for_offices():
    narrowed = Actor(name="a", is_admin=True, scope=Scope(frozenset({"o"})))
    assert narrowed.may(Action.MANAGE, "o")
    assert not narrowed.may(Action.MANAGE, None)
    with pytest.raises(Forbidden, match="may not manage"):
        narrowed.require(Action.MANAGE, None)


def test_a_user_at_work_has_the_roles_of_the_account():
    user = User(
        uuid="u", email="a@b.org", name="A", language="en", is_admin=False,
        roles={"o": Role.READER}, has_password=True, created=NOW,
    )  # fmt: skip
    actor = user.as_actor("192.0.2.7")
    assert (actor.name, actor.origin, actor.user) == ("a@b.org", "192.0.2.7", "u")
    assert actor.may(Action.READ, "o")
    assert not actor.may(Action.READ, "p")


def test_a_token_holds_until_its_end_and_while_it_is_not_revoked():
    token = Token(uuid="t", name="x", owner="u", scope=Scope(), created=NOW, ends=NOW + timedelta(days=1))
    assert token.holds(NOW)
    assert not token.holds(NOW + timedelta(days=1))
    revoked = Token(
        uuid="t",
        name="x",
        owner="u",
        scope=Scope(),
        created=NOW,
        ends=NOW + timedelta(days=1),
        revoked_at=NOW,
    )
    assert not revoked.holds(NOW)
