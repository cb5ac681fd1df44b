"""Tokens of the API: narrowed, ended, revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.core.accounts import Action, Actor, Role, Scope, Token, User
from feedsvc.core.errors import Forbidden, InvalidInput, NotFound, NotSignedIn
from feedsvc.services import tokens
from tests.newsroom import START
from tests.services.staff import EDITOR_OF_MOSCOW, HERE, Staff
from tests.web.world import ADA

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
READ_AND_WRITE = frozenset({Action.READ, Action.WRITE})


def stored(staff: Staff, owner: User) -> list[Token]:
    with staff.store.reading() as reader:
        return tokens.tokens(reader, owner.uuid, actor=ADA)


def revoke(staff: Staff, uuid: str, actor: Actor = ADA) -> Token:
    with staff.store.writing() as writer:
        return tokens.revoke_token(writer, uuid, now=START, actor=actor)


def test_a_token_is_its_owner_narrowed(staff: Staff):
    user = staff.add(roles={"moscow": Role.EDITOR, "minsk": Role.EDITOR})
    _, secret = staff.token(user, actions=READ_AND_WRITE, offices=frozenset({"moscow"}))
    actor = staff.shown(secret)
    with staff.store.reading() as reader:
        moscow, minsk = reader.office("moscow").uuid, reader.office("minsk").uuid
    assert (actor.name, actor.user, actor.via, actor.origin) == (user.email, user.uuid, "script", HERE)
    allowed = {
        (action, office) for action in Action for office in (moscow, minsk) if actor.may(action, office)
    }
    assert allowed == {(Action.READ, moscow), (Action.WRITE, moscow)}


def test_a_token_gives_nobody_what_its_owner_may_not(staff: Staff):
    user = staff.add(roles={"moscow": Role.READER})
    actor = staff.shown(staff.token(user)[1])
    assert not any(actor.may(action, None) for action in Action)
    assert [action for action in Action if actor.may(action, *user.roles)] == [Action.READ]


def test_a_token_begins_so_that_scanners_know_it_and_is_not_stored(staff: Staff):
    user = staff.add()
    uuid, secret = staff.token(user)
    assert secret.startswith("fsv_")
    assert len(secret) >= 47
    assert secret not in repr(stored(staff, user))
    assert stored(staff, user)[0].uuid == uuid


def test_a_token_ends_after_a_year_unless_another_day_is_named(staff: Staff):
    user = staff.add()
    _, year = staff.token(user)
    _, day = staff.token(user, ends=START + DAY)
    assert staff.shown(day, START + DAY - SECOND)
    assert staff.shown(year, START + 365 * DAY - SECOND)
    for secret, now in ((day, START + DAY), (year, START + 365 * DAY)):
        with pytest.raises(NotSignedIn, match="has ended"):
            staff.shown(secret, now)


def test_a_token_that_is_revoked_is_not_heard_and_stays_in_the_list(staff: Staff):
    user = staff.add()
    uuid, secret = staff.token(user)
    revoked = revoke(staff, uuid)
    assert revoked.revoked_at == START
    assert revoke(staff, uuid) == revoked
    with pytest.raises(NotSignedIn):
        staff.shown(secret)
    assert stored(staff, user) == [revoked]
    assert [line.note.action for line in staff.log(kind="token")] == ["revoked", "added"]


def test_a_secret_that_is_none_is_told_apart_from_nothing(staff: Staff):
    with pytest.raises(NotSignedIn, match=r"unknown, has ended or was revoked\.$"):
        staff.shown("fsv_no")
    with pytest.raises(NotSignedIn, match="begin with fsv_"):
        staff.shown("no")


def test_the_last_use_is_noted_at_most_once_a_minute(staff: Staff):
    user = staff.add()
    _, secret = staff.token(user)
    for seconds, noted in ((0, 0), (59, 0), (60, 60), (100, 60)):
        staff.shown(secret, START + seconds * SECOND)
        [token] = stored(staff, user)
        assert (token.last_used, token.last_used_from) == (START + noted * SECOND, HERE)


def test_everything_wrong_with_a_token_is_named(staff: Staff):
    user = staff.add()
    with pytest.raises(InvalidInput) as caught:
        staff.token(user, name=" ", actions=frozenset(), offices=frozenset({"nowhere"}), ends=START)
    assert [each.where for each in caught.value.problems] == ["name", "actions", "ends", "offices"]
    with pytest.raises(InvalidInput, match="one at least"):
        staff.token(user, offices=frozenset())
    with pytest.raises(InvalidInput, match="five years"):
        staff.token(user, ends=START + 2000 * DAY)


def test_people_make_list_and_revoke_their_own_tokens_and_no_others(staff: Staff):
    anna, bob = staff.add(**EDITOR_OF_MOSCOW), staff.add("bob@example.org")
    uuid, _ = staff.token(anna, actor=anna.as_actor())
    of_bob, _ = staff.token(bob)
    with pytest.raises(Forbidden):
        staff.token(bob, actor=anna.as_actor())
    with pytest.raises(Forbidden):
        revoke(staff, of_bob, anna.as_actor())
    with staff.store.reading() as reader:
        assert [each.uuid for each in tokens.tokens(reader, anna.uuid, actor=anna.as_actor())] == [uuid]
        for owner in (bob.uuid, None):
            with pytest.raises(Forbidden):
                tokens.tokens(reader, owner, actor=anna.as_actor())
        assert len(tokens.tokens(reader, None, actor=ADA)) == 2
    assert revoke(staff, uuid, anna.as_actor()).revoked_at


def test_a_token_of_no_administrator_makes_no_tokens_even_for_its_owner(staff: Staff):
    anna = staff.add(**EDITOR_OF_MOSCOW)
    narrowed = staff.shown(staff.token(anna, actions=READ_AND_WRITE)[1])
    with pytest.raises(Forbidden):
        staff.token(anna, actor=narrowed)


def test_a_token_makes_none_that_reaches_further_than_itself(staff: Staff):
    admin = staff.add(is_admin=True)
    actor = staff.shown(staff.token(admin, actions=frozenset({Action.MANAGE, Action.READ}))[1])
    with pytest.raises(Forbidden, match="further than itself"):
        staff.token(admin, actor=actor)
    assert staff.token(admin, actor=actor, actions=frozenset({Action.READ}))
    of_an_office = replace(actor, scope=Scope(frozenset({"moscow"})))
    with pytest.raises(Forbidden):
        staff.token(admin, actor=of_an_office)


def test_a_token_for_nobody_is_refused(staff: Staff):
    ghost = replace(staff.add(), uuid="no-such-account")
    with pytest.raises(NotFound):
        staff.token(ghost)
