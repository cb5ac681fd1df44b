"""Accounts, links to set a password, and the last administrator."""

from datetime import timedelta

import pytest

from feedsvc.core.accounts import Action, Role
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSignedIn
from feedsvc.services import accounts
from feedsvc.services.sessions import actor_called
from tests.newsroom import START
from tests.services.staff import EDITOR_OF_MOSCOW, HERE, PASSWORD, Staff

HOUR = timedelta(hours=1)


def test_a_user_has_one_role_in_each_office(staff: Staff):
    user = staff.add(roles={"moscow": Role.EDITOR, "minsk": Role.READER})
    with staff.store.reading() as reader:
        moscow, minsk = reader.office("moscow").uuid, reader.office("minsk").uuid
        assert accounts.user_called(reader, " Anna@Example.org ") == user
    assert user.roles == {moscow: Role.EDITOR, minsk: Role.READER}
    assert not user.has_password


def test_every_wrong_field_of_a_user_is_named_at_once(staff: Staff):
    with pytest.raises(InvalidInput) as caught:
        staff.add("nobody", name="x" * 300, language="english", roles={"nowhere": Role.READER})
    assert [each.where for each in caught.value.problems] == ["email", "name", "language", "roles.nowhere"]
    assert staff.log(kind="user") == []


def test_an_address_has_one_account_however_it_is_written(staff: Staff):
    staff.add("anna@example.org")
    with pytest.raises(Conflict, match="a user anna"):
        staff.add("ANNA@example.org")
    other = staff.add("bob@example.org")
    with pytest.raises(Conflict):
        staff.edit(other, email="Anna@example.org")


def test_an_edit_names_in_the_log_what_it_changed_and_nothing_is_no_edit(staff: Staff):
    user = staff.add()
    staff.edit(user, name="Anna", roles={"moscow": Role.AUTHOR})
    staff.edit(user)
    [edited, added] = staff.log(kind="user")
    assert (edited.note.action, added.note.action) == ("edited", "added")
    assert edited.note.detail == {
        "fields": ["name", "roles"], "is_admin": False, "roles": {"moscow": "author"}
    }  # fmt: skip


def test_who_is_no_administrator_manages_nobody_but_sees_the_own_account(staff: Staff):
    user = staff.add(**EDITOR_OF_MOSCOW)
    other, actor = staff.add("bob@example.org"), user.as_actor()
    for attempt in (
        lambda: staff.add("eve@example.org", actor=actor),
        lambda: staff.edit(user, actor=actor, is_admin=True),
        lambda: staff.link(other, actor=actor),
    ):
        with pytest.raises(Forbidden):
            attempt()
    with staff.store.reading() as reader:
        assert accounts.user(reader, user.uuid, actor=actor) == user
        with pytest.raises(Forbidden):
            accounts.user(reader, other.uuid, actor=actor)


def test_the_last_administrator_can_be_neither_demoted_nor_disabled(staff: Staff):
    first = staff.add(is_admin=True)
    staff.disable(staff.add("gone@example.org", is_admin=True))
    with pytest.raises(Conflict, match="last administrator"):
        staff.edit(first, is_admin=False)
    with pytest.raises(Conflict, match="last administrator"):
        staff.disable(first)
    second = staff.add("second@example.org", is_admin=True)
    staff.edit(first, is_admin=False)
    with pytest.raises(Conflict, match="last administrator"):
        staff.disable(second)


def test_without_any_administrator_accounts_can_still_be_edited(staff: Staff):
    assert staff.disable(staff.add()).disabled_at == START


def test_a_link_sets_a_password_once(staff: Staff):
    secret = staff.link(staff.add())
    assert not staff.set_password(secret).has_password  # as the account was
    assert staff.sign_in()
    with pytest.raises(NotFound, match="has ended or was used"):
        staff.set_password(secret, "another good password")


def test_a_link_ends_after_48_hours_and_with_the_next_one(staff: Staff):
    user = staff.add()
    first, second = staff.link(user), staff.link(user)
    for secret, now in ((first, START), (second, START + 48 * HOUR), ("never given", START)):
        with pytest.raises(NotFound):
            staff.set_password(secret, now=now)
    staff.set_password(second, now=START + 48 * HOUR - timedelta(seconds=1))


def test_a_weak_password_is_refused_and_the_link_still_holds(staff: Staff):
    secret = staff.link(staff.add(name="Anna Karlova"))
    for weak in ("short", "anna@example.org", "anna karlova 1"):
        with pytest.raises(InvalidInput) as caught:
            staff.set_password(secret, weak)
        assert caught.value.problems[0].where == "password"
    staff.set_password(secret)


def test_a_new_password_ends_every_session(staff: Staff):
    user = staff.hired()
    sessions = [staff.sign_in(), staff.sign_in()]
    staff.set_password(staff.link(user), "eight herons at the weir")
    assert [staff.behind(secret) for secret in sessions] == [None, None]
    with pytest.raises(NotSignedIn):
        staff.sign_in()
    assert staff.sign_in(password="eight herons at the weir")


def test_a_disabled_account_is_out_at_once_everywhere(staff: Staff):
    user = staff.hired(**EDITOR_OF_MOSCOW)
    session, (_, token), link = staff.sign_in(), staff.token(user), staff.link(user)
    staff.disable(user)
    assert staff.behind(session) is None
    with pytest.raises(NotSignedIn):
        staff.shown(token)
    with pytest.raises(NotFound):
        staff.set_password(link)
    with pytest.raises(NotSignedIn):
        staff.sign_in()
    with pytest.raises(Conflict, match="enable it first"):
        staff.link(user)
    with pytest.raises(Conflict, match="enable it first"):
        staff.token(user)
    with staff.store.reading() as reader, pytest.raises(NotSignedIn):
        actor_called(reader, user.email)


def test_an_account_that_is_enabled_again_has_its_roles_but_no_old_session(staff: Staff):
    user = staff.hired(**EDITOR_OF_MOSCOW)
    session = staff.sign_in()
    staff.disable(user)
    assert staff.enable(user).roles == user.roles
    assert staff.behind(session) is None
    assert staff.sign_in()


def test_a_role_that_is_lost_counts_at_once(staff: Staff):
    user = staff.hired(**EDITOR_OF_MOSCOW)
    session, (_, token) = staff.sign_in(), staff.token(user)
    [moscow] = user.roles
    assert staff.shown(token).may(Action.PUBLISH, moscow)
    staff.edit(user, roles={"moscow": Role.READER})
    for actor in (staff.behind(session), staff.shown(token)):
        assert actor is not None
        assert actor.may(Action.READ, moscow)
        assert not actor.may(Action.WRITE, moscow)


def test_the_log_tells_who_what_and_from_where_and_holds_no_secret(staff: Staff):
    user = staff.add()
    staff.set_password(staff.link(user))
    secret = staff.sign_in()
    _, token = staff.token(user)
    lines = staff.log()
    assert [(line.note.action, line.actor, line.origin) for line in lines[:5]] == [
        ("added", "ada", ""),
        ("signed in", "anna@example.org", HERE),
        ("password set", "anna@example.org", HERE),
        ("link made", "ada", ""),
        ("added", "ada", ""),
    ]
    said = repr(lines)
    assert not any(each in said for each in (secret, token, PASSWORD, "scrypt"))


def test_the_log_of_the_site_is_for_administrators(staff: Staff):
    editor = staff.add(**EDITOR_OF_MOSCOW).as_actor()
    from feedsvc.core.audit import AuditQuery

    with staff.store.reading() as reader, pytest.raises(Forbidden):
        accounts.audit_log(reader, AuditQuery(), actor=editor)
