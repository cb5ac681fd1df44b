"""What people do with their own account, and where they are signed in."""

from datetime import timedelta

import pytest

from feedsvc.core.accounts import Actor, User
from feedsvc.core.errors import Forbidden, InvalidInput, TooManyTries
from feedsvc.services import own_account, sessions
from tests.newsroom import START
from tests.services.staff import HERE, PASSWORD, Staff
from tests.web.world import ADA

NEW = "nine lanterns on a barge"


@pytest.fixture
def anna(staff: Staff) -> User:
    """Somebody with a password."""
    return staff.hired(name="Anna")


def change(staff: Staff, user: User, current: str, wanted: str, session: str = "none") -> None:
    own_account.change_password(
        staff.store, current, wanted, now=START, actor=user.as_actor(HERE), session=session
    )


def edit(staff: Staff, actor: Actor, **said: str) -> User:
    given = {"name": "Anna Karlova", "language": "ru", **said}
    with staff.store.writing() as writer:
        return own_account.edit_own(writer, **given, languages=("en", "ru"), now=START, actor=actor)


def test_a_new_password_ends_every_session_but_the_one_at_hand(staff: Staff, anna: User) -> None:
    here, there = staff.sign_in(), staff.sign_in()
    change(staff, anna, PASSWORD, NEW, session=here)
    assert staff.behind(here) is not None
    assert staff.behind(there) is None
    assert staff.sign_in(password=NEW)
    assert [line.note.action for line in staff.log(limit=2)] == ["signed in", "password set"]


def test_a_new_password_ends_one_time_links(staff: Staff, anna: User) -> None:
    link = staff.link(anna)
    change(staff, anna, PASSWORD, NEW)
    with pytest.raises(Exception, match="has ended or was used"):
        staff.set_password(link)


def test_the_current_password_is_asked_for(staff: Staff, anna: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(staff, anna, "another one altogether", NEW)
    assert [problem.where for problem in refused.value.problems] == ["current"]
    assert staff.sign_in()


def test_a_weak_password_is_refused_before_the_current_one_is_looked_at(staff: Staff, anna: User) -> None:
    for _ in range(20):
        with pytest.raises(InvalidInput, match="password: must have 12"):
            change(staff, anna, "wrong", "short")
    assert staff.sign_in()


def test_guesses_of_the_current_password_are_throttled(staff: Staff, anna: User) -> None:
    for _ in range(5):
        with pytest.raises(InvalidInput):
            change(staff, anna, "a guess of somebody", NEW)
    with pytest.raises(TooManyTries):
        change(staff, anna, PASSWORD, NEW)


def test_name_and_language_are_one_s_own_to_change(staff: Staff, anna: User) -> None:
    changed = edit(staff, anna.as_actor())
    assert (changed.name, changed.language) == ("Anna Karlova", "ru")
    assert staff.log(limit=1)[0].note.detail == {"fields": ["name", "language"]}
    edit(staff, anna.as_actor())
    assert len(staff.log(kind="user", action="edited")) == 1


def test_each_wrong_field_of_one_s_account_is_named(staff: Staff, anna: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        edit(staff, anna.as_actor(), name="x" * 201, language="xx")
    assert [problem.where for problem in refused.value.problems] == ["name", "language"]


@pytest.mark.parametrize("actor", [ADA, Actor(name="a", user="u", via="token")], ids=["machine", "token"])
def test_an_account_is_its_owner_s_alone(staff: Staff, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        edit(staff, actor)


def test_signing_out_everywhere_ends_all_sessions_of_one_person(staff: Staff, anna: User) -> None:
    bob = staff.hired("bob@example.org")
    secrets = [staff.sign_in(), staff.sign_in()]
    others = staff.sign_in("bob@example.org")
    with staff.store.writing() as writer:
        ended = sessions.sign_out_everywhere(writer, anna.uuid, now=START, actor=ADA)
    assert ended == 2
    assert [staff.behind(secret) for secret in secrets] == [None, None]
    assert staff.behind(others, now=START + timedelta(minutes=1)) is not None
    with staff.store.writing() as writer, pytest.raises(Forbidden):
        sessions.sign_out_everywhere(writer, anna.uuid, now=START, actor=bob.as_actor())
