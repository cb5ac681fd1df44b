"""People, everybody's own account, and tokens."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from feedsvc.core.accounts import Action, Role, User
from feedsvc.core.credentials import TOKEN_PREFIX
from feedsvc.core.errors import NotMailed
from feedsvc.services import accounts
from feedsvc.web.editor.administration import people
from feedsvc.web.room import EXTENSION
from tests.services.staff import PASSWORD
from tests.web.editor.clerks import Clerk, clerk, hire
from tests.web.editor.test_admin_places import fields_of
from tests.web.world import ADA, NOW, World

HOME = "/editor/administration"
ACCOUNT = "/editor/account"
NEW = "nine lanterns on a barge"


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An administrator."""
    return clerk(app, is_admin=True, name="Anna")


@pytest.fixture
def bob(app: Flask) -> Clerk:
    """An editor of Tashkent, signed in elsewhere."""
    return clerk(app, "bob@example.org", name="Bob", roles={"tashkent": Role.EDITOR})


def user(app: Flask, email: str) -> User:
    with app.extensions[EXTENSION].store.reading() as reader:
        return accounts.user_called(reader, email)


def test_a_new_person_gets_a_link_that_is_shown_once_and_works(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/people/add")
    form = {"email": "New@Example.org", "name": "New", "language": "ru", "role-tashkent": "author"}
    answer = anna.post(f"{HOME}/people/add", form)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    [link] = re.findall(r'value="https://news\.example\.org(/password/[^"]+)"', answer.text)
    new = user(app, "new@example.org")
    assert (new.language, list(new.roles.values()), new.has_password) == ("ru", [Role.AUTHOR], False)
    assert link not in anna.get(f"{HOME}/people").text
    stranger = Clerk(new, app.test_client())
    stranger.get(link)
    assert stranger.post(link, {"password": NEW}).status_code == 303


def test_the_link_is_mailed_too_where_mail_is_set_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = world.app(smtp_url="smtp://mail.example.org")
    sent: list[str] = []
    monkeypatch.setattr(people, "mail_link", lambda settings, to, secret, now: sent.append(to.email))
    anna = clerk(app, is_admin=True)
    anna.get(f"{HOME}/people/add")
    page = anna.post(f"{HOME}/people/add", {"email": "new@example.org", "language": "en"}).text
    assert sent == ["new@example.org"]
    assert "It was also mailed to new@example.org." in page

    def fails(*_: object, **__: object) -> None:
        raise NotMailed("The mail could not be sent (TimeoutError).")

    monkeypatch.setattr(people, "mail_link", fails)
    page = anna.post(f"{HOME}/people/u-anna@example.org/link").text
    assert "The mail could not be sent (TimeoutError)." in page
    assert "/password/" in page
    app.extensions[EXTENSION].store.close()


def test_wrong_input_about_a_person_is_marked_and_stays(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/people/add")
    form = {"email": "nobody", "name": "Typed", "language": "english", "role-tashkent": "author"}
    answer = anna.post(f"{HOME}/people/add", form)
    assert answer.status_code == 422
    assert 'id="email-problem"' in answer.text
    assert 'id="language-problem"' in answer.text
    assert 'value="Typed"' in answer.text
    assert '<option value="author" selected>' in answer.text
    twice = anna.post(f"{HOME}/people/add", {"email": "anna@example.org", "language": "en"})
    assert (twice.status_code, 'id="email-problem"' in twice.text) == (422, True)
    russian = anna.post(
        f"{HOME}/people/add", {"email": "anna@example.org", "language": "en"}, **{"Accept-Language": "ru"}
    )
    assert "Учётная запись с этим адресом уже есть." in russian.text


def test_what_a_person_may_do_is_changed_at_once(app: Flask, anna: Clerk, bob: Clerk) -> None:
    path = f"{HOME}/people/{bob.user.uuid}/edit"
    assert bob.get(f"{HOME}/imports").status_code == 200
    form = fields_of(anna.get(path).text)
    assert form["role-tashkent"] == ["editor"]
    assert anna.post(path, {**form, "role-tashkent": "reader", "role-quiet": "author"}).status_code == 303
    assert sorted(user(app, "bob@example.org").roles.values()) == ["author", "reader"]
    assert bob.get(f"{HOME}/imports").status_code == 403
    stale = anna.post(path, {**form, "name": "Robert"})
    assert (stale.status_code, "Somebody changed it since" in stale.text) == (422, True)


def test_the_last_administrator_stays_one(anna: Clerk) -> None:
    path = f"{HOME}/people/{anna.user.uuid}"
    form = fields_of(anna.get(f"{path}/edit").text)
    answer = anna.post(f"{path}/edit", {**form, "is_admin": []})
    assert answer.status_code == 422
    assert "is the last administrator" in answer.text
    assert anna.get(f"{path}/disable").status_code == 200
    refused = anna.post(f"{path}/disable", {}, **{"Accept-Language": "ru"})
    assert (refused.status_code, "Это последний администратор" in refused.text) == (422, True)


def test_a_person_is_disabled_after_a_page_that_says_what_it_does(
    app: Flask, anna: Clerk, bob: Clerk
) -> None:
    path = f"{HOME}/people/{bob.user.uuid}"
    assert "their tokens are not heard" in anna.get(f"{path}/disable").text
    assert bob.get(ACCOUNT).status_code == 200
    assert anna.post(f"{path}/disable").status_code == 303
    assert bob.get(ACCOUNT).status_code == 303  # to the page to sign in
    assert "disabled" in anna.get(f"{HOME}/people").text
    page = anna.get(f"{path}/edit").text
    assert "/enable" in page
    assert "/link" not in page
    assert anna.post(f"{path}/link").status_code == 422
    assert anna.post(f"{path}/enable").status_code == 303
    assert user(app, "bob@example.org").disabled_at is None


def test_a_person_is_signed_out_everywhere(anna: Clerk, bob: Clerk) -> None:
    assert bob.get(ACCOUNT).status_code == 200
    anna.get(f"{HOME}/people")
    assert anna.post(f"{HOME}/people/{bob.user.uuid}/sign-out").status_code == 303
    assert "Sessions ended: 1." in anna.get(f"{HOME}/people/{bob.user.uuid}/edit").text
    assert bob.get(ACCOUNT).status_code == 303


def test_everybody_changes_their_own_name_and_language(app: Flask, bob: Clerk) -> None:
    page = bob.get(ACCOUNT).text
    assert "editor" in page
    assert bob.post(ACCOUNT, {"name": "Robert", "language": "ru"}).status_code == 303
    assert (user(app, "bob@example.org").name, user(app, "bob@example.org").language) == ("Robert", "ru")
    wrong = bob.post(ACCOUNT, {"name": "Kept", "language": "xx"})
    assert (wrong.status_code, 'id="language-problem"' in wrong.text, "Kept" in wrong.text) == (
        422,
        True,
        True,
    )


def test_the_language_of_the_pages_is_changed_beside(bob: Clerk) -> None:
    assert 'action="/language"' in bob.get(ACCOUNT).text
    chosen = bob.client.post("/language", data={"language": "ru", "next": ACCOUNT})
    assert chosen.headers["Location"] == ACCOUNT
    assert '<html lang="ru"' in bob.get(ACCOUNT).text


def test_a_password_is_changed_by_whoever_knows_it(app: Flask, bob: Clerk) -> None:
    elsewhere = Clerk(bob.user, app.test_client())
    elsewhere.get("/sign-in")
    elsewhere.post("/sign-in", {"email": "bob@example.org", "password": PASSWORD})
    bob.get(ACCOUNT)
    for current, new, field in (("wrong", NEW, "current"), (PASSWORD, "short", "password")):
        answer = bob.post(f"{ACCOUNT}/password", {"current": current, "password": new})
        assert answer.status_code == 422
        assert f'id="{field}-problem"' in answer.text
        assert "short" not in re.sub(r"[^\"]*too short[^\"]*", "", answer.text.split("<main")[1])
    assert bob.post(f"{ACCOUNT}/password", {"current": PASSWORD, "password": NEW}).status_code == 303
    assert "The password is changed." in bob.get(ACCOUNT).text
    assert elsewhere.get(ACCOUNT).status_code == 303


def test_guesses_of_the_password_are_told_to_wait(bob: Clerk) -> None:
    bob.get(ACCOUNT)
    for _ in range(6):
        answer = bob.post(f"{ACCOUNT}/password", {"current": "a guess at it", "password": NEW})
    assert (answer.status_code, "Too many tries." in answer.text) == (429, True)


def test_one_signs_out_everywhere_but_here(app: Flask, bob: Clerk) -> None:
    elsewhere = Clerk(bob.user, app.test_client())
    elsewhere.get("/sign-in")
    elsewhere.post("/sign-in", {"email": "bob@example.org", "password": PASSWORD})
    bob.get(ACCOUNT)
    assert bob.post(f"{ACCOUNT}/sign-out").status_code == 303
    assert "Sessions ended: 1." in bob.get(ACCOUNT).text
    assert elsewhere.get(ACCOUNT).status_code == 303


def test_a_token_is_shown_once_works_and_is_revoked(app: Flask, bob: Clerk) -> None:
    page = bob.get(f"{ACCOUNT}/tokens/add").text
    assert 'value="manage"' not in page
    assert 'value="quiet"' not in page
    ends = (NOW + timedelta(days=30)).date().isoformat()
    form = {"name": "script", "actions": ["read", "import"], "offices": ["tashkent"], "ends": ends}
    answer = bob.post(f"{ACCOUNT}/tokens/add", form)
    [secret] = re.findall(rf'value="({TOKEN_PREFIX}[^"]+)"', answer.text)
    api = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/api/v1/sources", headers=api).status_code == 200
    page = bob.get(ACCOUNT).text
    assert secret not in page
    assert "see what is not published, import" in page
    [revoking] = re.findall(rf'href="({ACCOUNT}/tokens/[^"]+/revoke)"', page)
    assert "cannot be undone" in bob.get(revoking).text
    assert bob.post(revoking).status_code == 303
    assert "revoked" in bob.get(ACCOUNT).text
    assert app.test_client().get("/api/v1/sources", headers=api).status_code == 401


def test_wrong_input_for_a_token_is_marked_and_stays(bob: Clerk) -> None:
    bob.get(f"{ACCOUNT}/tokens/add")
    form = {"name": "Typed", "ends": "2020-01-01", "offices": ["tashkent"]}
    answer = bob.post(f"{ACCOUNT}/tokens/add", form)
    assert answer.status_code == 422
    assert 'id="ends-problem"' in answer.text
    assert 'id="actions-problem"' in answer.text
    assert 'value="Typed"' in answer.text
    assert 'value="tashkent" checked' in answer.text
    assert 'id="ends-problem"' in bob.post(f"{ACCOUNT}/tokens/add", {**form, "ends": "soon"}).text


def test_administrators_see_make_and_revoke_the_tokens_of_others(app: Flask, anna: Clerk, bob: Clerk) -> None:
    anna.get(f"{ACCOUNT}/tokens/add")
    form = {"name": "for Bob", "actions": ["read"], "owner": bob.user.uuid}
    assert anna.post(f"{ACCOUNT}/tokens/add", form).status_code == 200
    page = anna.get(f"{HOME}/tokens").text
    assert "for Bob" in page
    [revoking] = re.findall(rf'href="({ACCOUNT}/tokens/[^"]+/revoke)"', page)
    carla = clerk(app, "carla@example.org", roles={"tashkent": Role.EDITOR})
    assert carla.get(revoking).status_code == 404
    carla.get(ACCOUNT)
    assert carla.post(revoking).status_code == 403
    assert carla.post(f"{ACCOUNT}/tokens/add", form).status_code == 403
    assert anna.post(revoking).headers["Location"] == f"{HOME}/tokens"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_action_and_role_has_words(app: Flask, language: str) -> None:
    from feedsvc.web.editor.wording import words

    known = words(language)
    assert [each for each in Action if f"adm_action_{each.value}" not in known] == []
    assert [each for each in Role if f"adm_role_{each.value}" not in known] == []


def test_an_account_without_a_password_says_so(app: Flask, anna: Clerk) -> None:
    here = app.extensions[EXTENSION]
    hire(here.store, "old@example.org")
    with here.store.writing() as writer:
        draft = accounts.draft_of(writer, accounts.user_called(writer, "old@example.org"))
        accounts.add_user(writer, draft.__class__(email="n@x.org"), now=NOW, actor=ADA, uuid="u-n")
    assert anna.get(f"{HOME}/people").text.count("no password yet") == 1
