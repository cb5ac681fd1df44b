"""Signing in, guesses that are throttled, sessions that end."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.core.errors import NotSignedIn, TooManyTries
from feedsvc.services import sessions
from feedsvc.services.backup import backup, restore
from feedsvc.store import Store
from tests.newsroom import START
from tests.services.staff import HERE, PASSWORD, Staff
from tests.web.world import settings_for

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def guess(staff: Staff, email: str = "anna@example.org", now=START, origin: str = HERE) -> str:
    """A wrong try; what it was told."""
    with pytest.raises((NotSignedIn, TooManyTries)) as caught:
        staff.sign_in(email, "a wrong password", now=now, origin=origin)
    return str(caught.value)


def test_who_signs_in_is_known_by_the_session(staff: Staff):
    user = staff.hired()
    actor = staff.behind(staff.sign_in(" Anna@Example.ORG "))
    assert actor is not None
    assert (actor.user, actor.name, actor.origin, actor.via) == (user.uuid, "anna@example.org", HERE, "")
    assert staff.behind("never given") is None


def test_a_wrong_password_an_unknown_address_and_no_password_yet_sound_alike(staff: Staff):
    staff.hired()
    staff.add("new@example.org")
    said = {guess(staff, email) for email in ("anna@example.org", "unknown@example.org", "new@example.org")}
    assert said == {"The e-mail address or the password is wrong."}


def test_an_unknown_address_costs_as_much_work(staff: Staff, monkeypatch: pytest.MonkeyPatch):
    staff.set_password(staff.link(staff.add()))
    checked: list[str] = []
    check = sessions.check_password_hash

    def counting(hashed: str, password: str) -> bool:
        checked.append(hashed.partition("$")[0])
        return check(hashed, password)

    monkeypatch.setattr(sessions, "check_password_hash", counting)
    guess(staff, "anna@example.org")
    guess(staff, "unknown@example.org")
    assert len(checked) == 2
    assert len(set(checked)) == 1


def test_failed_tries_are_in_the_log_without_what_was_typed(staff: Staff):
    user = staff.hired()
    guess(staff)
    guess(staff, "my secret word")
    [unknown, known] = staff.log(limit=2)
    assert (known.note.action, known.note.object, known.origin) == ("sign-in failed", user.uuid, HERE)
    assert known.account is None
    assert (unknown.actor, unknown.note.object) == ("unknown", "")
    assert "secret word" not in repr(unknown)


def test_while_it_waits_the_right_password_is_not_heard_either_and_then_it_is(staff: Staff):
    staff.hired()
    for _ in range(5):
        guess(staff)
    with pytest.raises(TooManyTries) as caught:
        staff.sign_in()
    assert staff.sign_in(now=START + timedelta(seconds=caught.value.seconds))


def test_a_link_opens_an_account_that_somebody_guesses_at(staff: Staff):
    user = staff.hired()
    for _ in range(5):
        guess(staff)
    staff.set_password(staff.link(user), "eight herons at the weir")
    assert staff.sign_in(password="eight herons at the weir", origin="198.51.100.9")


def test_a_session_ends_after_twelve_hours_without_a_sign_of_life(staff: Staff):
    staff.hired()
    secret = staff.sign_in()
    assert staff.behind(secret, START + 11 * HOUR)
    assert staff.behind(secret, START + 22 * HOUR)
    assert staff.behind(secret, START + 34 * HOUR) is None


def test_a_session_ends_after_fourteen_days_however_busy(staff: Staff):
    staff.hired()
    secret = staff.sign_in()
    last = START + 14 * DAY
    now = START
    while now < last:
        assert staff.behind(secret, now)
        now += 10 * HOUR
    assert staff.behind(secret, last) is None


def test_a_sign_of_life_is_written_at_most_every_five_minutes(staff: Staff):
    staff.hired()
    secret = staff.sign_in()
    staff.behind(secret, START + 4 * MINUTE)
    assert staff.behind(secret, START + 12 * HOUR) is None
    other = staff.sign_in()
    staff.behind(other, START + 5 * MINUTE)
    assert staff.behind(other, START + 12 * HOUR)


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(staff: Staff):
    user = staff.hired()
    secret, other = staff.sign_in(), staff.sign_in()
    sessions.sign_out(staff.store, secret, now=START, origin=HERE)
    assert staff.behind(secret) is None
    assert staff.behind(other)
    [line, *_] = staff.log()
    assert (line.note.action, line.account) == ("signed out", user.uuid)
    sessions.sign_out(staff.store, secret, now=START, origin=HERE)
    assert staff.log()[0] == line


def test_a_password_is_taken_in_any_composition_of_its_letters(staff: Staff):
    staff.set_password(staff.link(staff.add()), "sept he\u0301rons au barrage")
    assert staff.sign_in(password="sept h\u00e9rons au barrage")


def test_a_password_longer_than_any_is_not_hashed_whole(staff: Staff):
    staff.hired()
    with pytest.raises(NotSignedIn):
        staff.sign_in(password=PASSWORD + "x" * 10_000_000)


def test_after_a_restore_nobody_is_signed_in_and_passwords_and_tokens_hold(staff: Staff, tmp_path: Path):
    user = staff.hired()
    session, (_, token) = staff.sign_in(), staff.token(user)
    backup(staff.store, staff.newsroom.settings, tmp_path / "all.zip", now=START)
    settings = settings_for(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "new")
    restore(settings, tmp_path / "all.zip", now=START)
    with closing(Store(settings.database_url)) as staff.store:
        assert staff.behind(session) is None
        assert staff.shown(token).user == user.uuid
        assert staff.sign_in()
