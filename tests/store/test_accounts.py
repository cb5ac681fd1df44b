"""Accounts and what proves who somebody is, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.core.accounts import Action, Role, Scope, Token, User
from feedsvc.core.errors import NotFound
from feedsvc.store import accounts, credentials
from feedsvc.store.credentials import LinkRow, SessionRow, Tries
from tests.newsroom import START, Newsroom

DAY = timedelta(days=1)


def user(newsroom: Newsroom, email: str, **said: object) -> User:
    values = {
        "uuid": newsroom.new_uuid(), "email": email, "name": "", "language": "en", "is_admin": False,
        "roles": {}, "has_password": False, "created": START,
    }  # fmt: skip
    made = User(**{**values, **said})  # type: ignore[arg-type]  # a table of values of many types
    with newsroom.store.writing() as writer:
        accounts.add_user(writer, made)
    return made


def office(newsroom: Newsroom, slug: str) -> str:
    with newsroom.store.reading() as reader:
        return reader.office(slug).uuid


def test_accounts_come_back_with_their_own_roles(newsroom: Newsroom):
    moscow, minsk = office(newsroom, "moscow"), office(newsroom, "minsk")
    bob = user(newsroom, "bob@example.org", roles={moscow: Role.READER, minsk: Role.EDITOR})
    anna = user(newsroom, "anna@example.org", is_admin=True, disabled_at=START)
    with newsroom.store.reading() as reader:
        assert accounts.users(reader) == [anna, bob]
        assert accounts.user(reader, bob.uuid) == bob
        assert accounts.user_of_email(reader, "anna@example.org") == anna
        assert accounts.user_of_email(reader, "eve@example.org") is None
        with pytest.raises(NotFound):
            accounts.user(reader, "nobody")


def test_a_changed_account_keeps_its_password_and_has_only_the_new_roles(newsroom: Newsroom):
    moscow, minsk = office(newsroom, "moscow"), office(newsroom, "minsk")
    bob = user(newsroom, "bob@example.org", roles={moscow: Role.READER})
    changed = replace(bob, email="robert@example.org", roles={minsk: Role.AUTHOR}, has_password=True)
    with newsroom.store.writing() as writer:
        accounts.set_password_hash(writer, bob.uuid, "hashed")
        accounts.change_user(writer, changed)
    with newsroom.store.reading() as reader:
        assert accounts.user(reader, bob.uuid) == changed
        assert accounts.password_hash(reader, bob.uuid) == "hashed"


def test_a_session_is_seen_and_ends(newsroom: Newsroom):
    bob = user(newsroom, "bob@example.org").uuid
    with newsroom.store.writing() as writer:
        for hashed in "abc":
            credentials.add_session(writer, hashed, bob, now=START, ends=START + DAY)
        credentials.see_session(writer, "a", START + DAY / 2)
        credentials.end_session(writer, "b")
    seen = SessionRow(account=bob, last_seen=START + DAY / 2, ends=START + DAY)
    with newsroom.store.reading() as reader:
        assert [credentials.session_of(reader, hashed) for hashed in "ab"] == [seen, None]
    with newsroom.store.writing() as writer:
        credentials.end_sessions(writer, bob)
        assert credentials.session_of(writer, "a") is None


def test_what_has_passed_is_swept_away_and_nothing_else(newsroom: Newsroom):
    bob = user(newsroom, "bob@example.org").uuid
    now = START + DAY
    with newsroom.store.writing() as writer:
        credentials.add_session(writer, "ended", bob, now=now, ends=now)
        credentials.add_session(writer, "idle", bob, now=START, ends=now + DAY)
        credentials.add_session(writer, "open", bob, now=now, ends=now + DAY)
        credentials.add_link(writer, "old", bob, now=START, ends=now)
        credentials.add_link(writer, "new", bob, now=START, ends=now + DAY)
        credentials.keep_tries(writer, "old", Tries(failures=1, last=START, until=START))
        credentials.keep_tries(writer, "new", Tries(failures=1, last=now, until=now))
        credentials.sweep(writer, idle_since=START, tries_before=now, now=now)
        assert [credentials.session_of(writer, each) is None for each in ("ended", "idle", "open")] == [
            True, True, False,
        ]  # fmt: skip
        assert [credentials.link_of(writer, each) is None for each in ("old", "new")] == [True, False]
        assert credentials.tries(writer, ["old", "new"]).keys() == {"new"}


def test_links_of_one_account_end_together(newsroom: Newsroom):
    bob, eve = (user(newsroom, f"{name}@example.org").uuid for name in ("bob", "eve"))
    with newsroom.store.writing() as writer:
        for hashed, owner in (("a", bob), ("b", bob), ("c", eve)):
            credentials.add_link(writer, hashed, owner, now=START, ends=START + DAY)
        credentials.end_links(writer, bob, START)
        used = LinkRow(account=bob, ends=START + DAY, used_at=START)
        assert [credentials.link_of(writer, hashed) for hashed in "abc"] == [
            used, used, LinkRow(account=eve, ends=START + DAY, used_at=None),
        ]  # fmt: skip


@pytest.mark.parametrize("offices", [None, frozenset({"o1", "o2"})])
def test_a_token_comes_back_as_it_was(newsroom: Newsroom, offices: frozenset[str] | None):
    bob = user(newsroom, "bob@example.org").uuid
    scope = Scope(offices, frozenset({Action.READ, Action.IMPORT}))
    token = Token(uuid=newsroom.new_uuid(), name="x", owner=bob, scope=scope, created=START, ends=START + DAY)
    with newsroom.store.writing() as writer:
        credentials.add_token(writer, token, "hashed")
        assert credentials.token_of_hash(writer, "hashed") == token
        credentials.see_token(writer, token.uuid, START, "192.0.2.7")
        credentials.revoke_token(writer, token.uuid, START)
    used = replace(token, last_used=START, last_used_from="192.0.2.7", revoked_at=START)
    with newsroom.store.reading() as reader:
        assert credentials.token(reader, token.uuid) == used
        assert credentials.tokens(reader) == credentials.tokens(reader, bob) == [used]
        assert credentials.tokens(reader, "eve") == []
        assert credentials.token_of_hash(reader, "other") is None
        with pytest.raises(NotFound):
            credentials.token(reader, "other")


def test_wrong_tries_are_kept_and_forgotten_by_key(newsroom: Newsroom):
    once = Tries(failures=1, last=START, until=START)
    twice = Tries(failures=2, last=START + DAY, until=START + DAY)
    with newsroom.store.writing() as writer:
        credentials.keep_tries(writer, "a", once)
        credentials.keep_tries(writer, "a", twice)
        credentials.keep_tries(writer, "b", once)
        assert credentials.tries(writer, "abc") == {"a": twice, "b": once}
        credentials.keep_tries(writer, "a", None)
        assert credentials.tries(writer, "abc") == {"b": once}


def test_after_a_restore_nobody_is_signed_in(newsroom: Newsroom):
    bob = user(newsroom, "bob@example.org").uuid
    with newsroom.store.writing() as writer:
        credentials.add_session(writer, "a", bob, now=START, ends=START + DAY)
        credentials.add_link(writer, "a", bob, now=START, ends=START + DAY)
        credentials.keep_tries(writer, "a", Tries(failures=1, last=START, until=START))
        credentials.forget_what_was_open(writer)
        assert credentials.session_of(writer, "a") is None
        assert credentials.link_of(writer, "a") is None
        assert credentials.tries(writer, "a") == {}
