"""Signing in and out by the pages, and who is behind a request."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask, jsonify
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedsvc.core.accounts import Action, Role, TokenDraft, User, UserDraft
from feedsvc.core.errors import Conflict, Forbidden, NotSignedIn, Stale, TooManyTries
from feedsvc.services import accounts, tokens
from feedsvc.store import Store
from feedsvc.store.accounts import set_password_hash
from feedsvc.web.addresses import next_path
from feedsvc.web.auth import csrf_token, current_actor, required_actor
from feedsvc.web.errors import status_of
from feedsvc.web.room import EXTENSION
from tests.services.staff import PASSWORD, quick_hash
from tests.web.conftest import close
from tests.web.world import ADA, NOW, World

ANNA = "anna@example.org"
HOUR = timedelta(hours=1)


class Front:
    """The application, a browser at it, and a clock that the test moves."""

    def __init__(self, world: World, **settings: object) -> None:
        self.now: datetime = NOW
        self.app: Flask = world.app(**settings)
        room = self.app.extensions[EXTENSION]
        room.clock = lambda: self.now
        self.store: Store = room.store
        self.client: FlaskClient = self.app.test_client()
        self.app.add_url_rule("/who", view_func=_who, methods=["GET", "POST"])
        self.app.add_url_rule("/must", view_func=_must)

    def hire(self, email: str = ANNA, **said: object) -> User:
        """Somebody with PASSWORD."""
        draft = UserDraft(email=email, **said)  # type: ignore[arg-type]  # a table of values of many types
        with self.store.writing() as writer:
            user = accounts.add_user(writer, draft, now=NOW, actor=ADA, uuid=f"u-{email}")
            set_password_hash(writer, user.uuid, quick_hash())
        return user

    def link(self, user: User) -> str:
        with self.store.writing() as writer:
            return accounts.new_link(writer, user.uuid, now=self.now, actor=ADA)

    def token(self, user: User, *actions: Action) -> str:
        draft = TokenDraft(name="script", actions=frozenset(actions or Action))
        with self.store.writing() as writer:
            _, secret = tokens.add_token(writer, user.uuid, draft, now=NOW, actor=ADA, uuid="t-1")
        return secret

    def post(self, path: str, form: str | None = None, **fields: str) -> TestResponse:
        """Send a form with the token that its page bears."""
        page = self.client.get(form or path)
        return self.client.post(path, data={"csrf_token": csrf_of(page), **fields})

    def sign_in(self, password: str = PASSWORD, email: str = ANNA, **fields: str) -> TestResponse:
        return self.post("/sign-in", email=email, password=password, **fields)

    def who(self, **headers: str) -> str:
        return self.client.get("/who", headers=headers).text.strip()


def _who():
    actor = current_actor()
    return jsonify(actor and actor.name, actor and actor.via, csrf_token() if actor else None)


def _must():
    return required_actor().name


def csrf_of(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


@pytest.fixture
def front(world: World) -> Iterator[Front]:
    front = Front(world)
    yield front
    close(front.app)


@pytest.fixture
def at(world: World) -> Iterator[Callable[[str], Front]]:
    """A front of the site at another address."""
    made: list[Front] = []

    def at(base_url: str) -> Front:
        made.append(Front(world, base_url=base_url))
        return made[-1]

    yield at
    for front in made:
        close(front.app)


def test_who_signs_in_is_known_until_signing_out(front: Front):
    front.hire(name="Anna")
    answer = front.sign_in()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/editor")
    page = front.client.get("/sign-in")
    assert "You are signed in" in page.text
    assert "Anna" in page.text
    assert ANNA in front.who()
    out = front.post("/sign-out", form="/sign-in")
    assert (out.status_code, out.headers["Location"]) == (303, "/sign-in")
    assert "Sign in" in front.client.get("/sign-in").text
    assert front.who() == "[null,null,null]"


@pytest.mark.parametrize(
    ("email", "password"), [(ANNA, "no herons"), ("eve@example.org", PASSWORD), (ANNA, "")]
)
def test_a_wrong_try_gets_the_form_again_and_one_sentence(front: Front, email: str, password: str):
    front.hire()
    answer = front.sign_in(password, email, next="/who")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "The e-mail address or the password is wrong." in answer.text
    assert 'name="next" value="/who"' in answer.text
    assert password not in answer.text or not password
    assert front.who() == "[null,null,null]"


def test_too_many_tries_say_when_to_come_again(front: Front):
    front.hire()
    for _ in range(5):
        front.sign_in("wrong")
    answer = front.sign_in()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "16")
    assert "Try again in 16 seconds." in answer.text
    front.now += timedelta(seconds=16)
    assert front.sign_in().status_code == 303


@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "made up"}])
def test_a_form_without_its_token_is_refused(front: Front, token: dict[str, str]):
    link = front.link(front.hire())
    for path in ("/sign-in", "/sign-out", f"/password/{link}"):
        fields = {"email": ANNA, "password": PASSWORD, **token}
        answer = front.client.post(path, data=fields)
        assert answer.status_code == 403
        assert "out of date" in answer.text
    assert front.client.get(f"/password/{link}").status_code == 200
    assert front.who() == "[null,null,null]"


def test_the_token_of_another_browser_is_refused(front: Front):
    front.hire()
    stolen = csrf_of(front.app.test_client().get("/sign-in"))
    answer = front.client.post("/sign-in", data={"csrf_token": stolen, "email": ANNA, "password": PASSWORD})
    assert answer.status_code == 403


def test_signing_in_gives_another_cookie_and_another_csrf_token(front: Front):
    front.hire()
    planted = front.client.get("/sign-in").headers["Set-Cookie"].partition(";")[0]
    before = csrf_of(front.client.get("/sign-in"))
    after = front.sign_in().headers["Set-Cookie"].partition(";")[0]
    assert after != planted
    assert front.client.post("/sign-out", data={"csrf_token": before}).status_code == 403


def test_a_copied_cookie_is_worth_nothing_after_signing_out(front: Front):
    front.hire()
    cookie = front.sign_in().headers["Set-Cookie"].partition(";")[0]
    thief = front.app.test_client(use_cookies=False)
    assert ANNA in thief.get("/who", headers={"Cookie": cookie}).text
    front.post("/sign-out", form="/sign-in")
    assert ANNA not in thief.get("/who", headers={"Cookie": cookie}).text


def test_a_session_ends_after_twelve_idle_hours(front: Front):
    front.hire()
    front.sign_in()
    front.now += 12 * HOUR
    assert front.who() == "[null,null,null]"
    assert "Password" in front.client.get("/sign-in").text


def test_a_cookie_that_is_altered_is_nobody_s(front: Front):
    front.hire()
    cookie = front.sign_in().headers["Set-Cookie"].partition(";")[0]
    stranger = front.app.test_client(use_cookies=False)
    for altered in (cookie[:-2] + "xx", "feedsvc=made-up", "feedsvc="):
        assert ANNA not in stranger.get("/who", headers={"Cookie": altered}).text


@pytest.mark.parametrize(
    ("base_url", "name", "path"),
    [
        ("http://127.0.0.1:8000", "feedsvc=", "Path=/"),
        ("https://news.example.org", "__Host-feedsvc=", "Path=/"),
        ("https://www.example.org/news", "__Secure-feedsvc=", "Path=/news"),
    ],
)
def test_the_cookie_goes_to_this_site_alone(at: Callable[[str], Front], base_url: str, name: str, path: str):
    cookie = at(base_url).client.get("/sign-in").headers["Set-Cookie"]
    said = cookie.split("; ")
    assert said[0].startswith(name)
    assert {path, "HttpOnly", "SameSite=Lax"} <= set(said)
    assert ("Secure" in said) is base_url.startswith("https:")
    assert "Domain" not in cookie


def test_pages_of_signing_in_are_kept_by_nobody_and_found_by_nobody(front: Front):
    link = front.link(front.hire())
    for answer in (front.client.get("/sign-in"), front.client.get(f"/password/{link}"), front.sign_in("no")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert "script" not in answer.headers["Content-Security-Policy"]


def test_public_pages_and_feeds_know_no_cookie_whoever_asks(front: Front, world: World):
    paths = ("/", "/offices/tashkent", "/feeds/all.atom", "/feeds/all.json", "/nothing", "/readyz")
    before = [front.client.get(path) for path in paths]
    front.hire()
    front.sign_in()
    after = [front.client.get(path) for path in paths]
    for known, answer in zip(before, after, strict=True):
        assert answer.data == known.data
        assert "Set-Cookie" not in answer.headers
    for path, answer in zip(paths, after, strict=True):
        # Pages follow the language that was chosen, which another cookie keeps.
        is_page = answer.mimetype == "text/html"
        assert ("Cookie" in answer.headers.get("Vary", "")) is is_page, path


PATHS_HERE = ("/editor", "/editor/entries?status=draft&q=%D0%B0", "/", "/a//b", "/a@b.org:80/")


@pytest.mark.parametrize("path", PATHS_HERE)
def test_a_path_of_this_site_is_gone_on_to(path: str):
    assert next_path(path) == path


def test_after_signing_in_one_goes_on_to_where_one_was(front: Front):
    front.hire()
    answer = front.sign_in(next="/editor/entries?status=draft")
    assert answer.headers["Location"] == "/editor/entries?status=draft"


ELSEWHERE = (
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "", "evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example", "/a b", "/" + "x" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("path", ELSEWHERE)
def test_what_leads_to_another_site_is_not_gone_on_to(path: str):
    assert next_path(path) is None


def test_a_form_that_names_another_site_leads_back_here(front: Front):
    front.hire()
    assert 'name="next" value=""' in front.client.get("/sign-in?next=//evil.example").text
    for path in ("//evil.example", "https://evil.example"):
        assert front.sign_in(next=path).headers["Location"] == "/editor"
        front.post("/sign-out", form="/sign-in")


def test_a_site_under_a_path_stays_there(at: Callable[[str], Front]):
    front = at("http://127.0.0.1:8000/news")
    front.hire()
    page = front.client.get("/news/sign-in?next=/editor")
    assert 'action="/news/sign-in"' in page.text
    answer = front.client.post(
        "/news/sign-in",
        data={"csrf_token": csrf_of(page), "email": ANNA, "password": PASSWORD, "next": "/editor"},
    )
    assert answer.headers["Location"] == "/news/editor"


def test_a_link_sets_the_password_and_is_then_used_up(front: Front):
    link = front.link(front.hire())
    assert ANNA in front.client.get(f"/password/{link}").text
    weak = front.post(f"/password/{link}", password="anna@example.org")
    assert (weak.status_code, "too easy to guess" in weak.text) == (400, True)
    answer = front.post(f"/password/{link}", password="eight herons at the weir")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?password-set")
    page = front.client.get(answer.headers["Location"]).text
    assert "The password is set" in page
    assert f'value="{ANNA}"' in page
    assert ANNA not in front.client.get("/sign-in").text
    assert front.client.get(f"/password/{link}").status_code == 404
    assert front.sign_in("eight herons at the weir").status_code == 303


def test_a_link_that_was_never_made_says_whom_to_ask(front: Front):
    answer = front.client.get("/password/made-up", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "ask an administrator" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_pages_are_in_the_language_of_the_site(world: World):
    front = Front(world, languages=("ru", "en"))
    front.hire()
    assert "Пароль" in front.client.get("/sign-in").text
    assert "Адрес или пароль неверен." in front.sign_in("wrong").text
    close(front.app)


def test_a_token_is_heard_and_wins_over_the_session(front: Front):
    front.hire()
    front.sign_in()
    bob = front.hire("bob@example.org", roles={"tashkent": Role.EDITOR})
    secret = front.token(bob)
    for scheme in ("Bearer", "bearer"):
        answer = front.client.get("/who", headers={"Authorization": f"{scheme} {secret}"})
        assert answer.json[:2] == ["bob@example.org", "script"]


@pytest.mark.parametrize("shown", ["Bearer fsv_wrong", "Bearer ", "Bearer a b"])
def test_a_wrong_token_is_401_even_beside_a_session(front: Front, shown: str):
    front.hire()
    front.sign_in()
    answer = front.client.get("/who", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert answer.content_type == "application/problem+json"


def test_the_password_of_a_proxy_in_front_is_no_token(front: Front):
    front.hire()
    front.sign_in()
    assert ANNA in front.who(Authorization="Basic YTpi")


def test_a_change_by_cookie_needs_the_csrf_token_and_one_by_token_does_not(front: Front):
    user = front.hire()
    front.sign_in()
    csrf = front.client.get("/who").json[2]
    assert front.client.post("/who").status_code == 403
    assert front.client.post("/who", headers={"X-CSRFToken": "made up"}).status_code == 403
    assert front.client.post("/who", headers={"X-CSRFToken": csrf}).json[0] == ANNA
    shown = {"Authorization": f"Bearer {front.token(user)}"}
    assert front.client.post("/who", headers=shown).json[:2] == [ANNA, "script"]
    assert front.app.test_client().post("/who").json == [None, None, None]


def test_a_person_who_must_sign_in_is_led_there_and_a_program_is_told(front: Front):
    person = front.client.get("/must?a=1&b=%2F", headers={"Accept": "text/html"})
    assert (person.status_code, person.headers["Location"]) == (
        303,
        "/sign-in?next=%2Fmust%3Fa%3D1%26b%3D%252F",
    )
    assert person.headers["Cache-Control"] == "no-store"
    program = front.client.get("/must", headers={"Accept": "application/json"})
    assert (program.status_code, program.json["title"]) == (401, "Unauthorized")
    assert program.headers["WWW-Authenticate"] == "Bearer"
    front.hire()
    page = front.client.get(person.headers["Location"])
    answer = front.client.post(
        "/sign-in",
        data={
            "csrf_token": csrf_of(page), "email": ANNA, "password": PASSWORD,
            "next": "/must?a=1&b=%2F",
        },
    )  # fmt: skip
    assert front.client.get(answer.headers["Location"]).text == ANNA


def test_nobody_s_secret_is_logged(front: Front, caplog: pytest.LogCaptureFixture):
    front.hire()
    front.sign_in("a wrong password")
    cookie = front.sign_in().headers["Set-Cookie"]
    said = caplog.text
    assert not any(secret in said for secret in (PASSWORD, "a wrong password", cookie.partition(";")[0]))


def test_each_refusal_has_its_status():
    raised = (NotSignedIn(""), Forbidden(""), Conflict(""), Stale(""), TooManyTries("", seconds=1))
    assert [status_of(error) for error in raised] == [401, 403, 409, 412, 429]
