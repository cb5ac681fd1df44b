"""Signing in and out, and who is behind a request.

Sessions live in the database: the cookie holds no more than the secret of one, so that they end
there. Only the pages here, and programs that show no token, ever look at the cookie; public pages
and feeds neither read it nor set one.
"""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, Flask, Response, g, redirect, render_template, request, session
from flask_login import LoginManager, current_user, login_user
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from feedsvc.config import Settings, secret_key
from feedsvc.core import newsroom_urls, urls
from feedsvc.core.accounts import Actor
from feedsvc.core.errors import FeedsvcError, Forbidden, InvalidInput, NotSignedIn, TooManyTries
from feedsvc.services import accounts, sessions
from feedsvc.services.sessions import SignedIn
from feedsvc.web import errors
from feedsvc.web.addresses import next_path, path_prefix, site_path
from feedsvc.web.languages import interface_language
from feedsvc.web.room import room
from feedsvc.web.views import Frame
from feedsvc.web.wording import words

blueprint = Blueprint("auth", __name__)

_SET_BY = "set_by"  # in the session: whose password was set, for the form to sign in with
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class _Person:
    """Who Flask-Login knows: a person by the secret of a session."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, secret: str, who: SignedIn) -> None:
        self.secret = secret
        self.who = who

    def get_id(self) -> str:
        """The secret that the signed cookie keeps."""
        return self.secret


class _Manager(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Flask-Login without its remember-me cookie.

    To set that, it looks at the session of every request, and so every answer, feeds too, would get
    `Vary: Cookie`.
    """

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def prepare(app: Flask, settings: Settings) -> None:
    """Let an application sign people in. Raises InvalidSettings where no secret key can be kept."""
    prefix = path_prefix(settings.base_url)
    is_https = settings.base_url.startswith("https:")
    # RFC 6265bis, 4.1.3: browsers take __Host- for the path / alone.
    kind = ("__Secure-" if prefix else "__Host-") if is_https else ""
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_NAME=f"{kind}feedsvc",
        SESSION_COOKIE_PATH=prefix or "/",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=sessions.LONGEST + timedelta(minutes=1),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stay open over lunch
    )
    manager = _Manager()
    manager.session_protection = None  # a telephone changes its address all day
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_person_of)
    app.register_blueprint(blueprint)


def _person_of(secret: str) -> _Person | None:
    here = room()
    who = sessions.signed_in(here.store, secret, now=here.clock(), origin=origin())
    return None if who is None else _Person(secret, who)


def origin() -> str:
    """The IP address that a request comes from, "" where it has none."""
    return request.remote_addr or ""


def current_actor() -> Actor | None:
    """Who asks: the owner of the token that is shown, else the person of the session, else None.

    Asked before a transaction is begun, since it may write that a session or token is in use.
    Raises NotSignedIn for a token that does not hold (it is never passed over for a session), and
    Forbidden for a change by a session without the CSRF token in `X-CSRFToken` or the form.
    """
    if "actor" not in g:
        g.actor = _actor()
    found: Actor | None = g.actor
    return found


def required_actor() -> Actor:
    """Who asks. Raises NotSignedIn where nobody does, and as `current_actor`."""
    actor = current_actor()
    if actor is None:
        raise NotSignedIn("Sign in first, or show a token: Authorization: Bearer fsv_…")
    return actor


def _actor() -> Actor | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":  # another scheme may be that of a proxy in front
        here = room()
        return sessions.actor_of_token(here.store, secret.strip(), now=here.clock(), origin=origin())
    person = _person()
    if person is None:
        return None
    if request.method not in _SAFE_METHODS:
        require_csrf()
    return person.who.actor


def _person() -> _Person | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def csrf_token() -> str:
    """The token that a form of this session must bring."""
    return str(generate_csrf())


def require_csrf() -> None:
    """Raises Forbidden where a request does not bring the CSRF token of its session."""
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError as error:
        raise Forbidden("The form is out of date, or cookies are refused: load the page anew.") from error


@blueprint.after_request
def _keep_out_of_caches(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get(urls.SIGN_IN)
def sign_in_page() -> str:
    """The form to sign in with; to who is signed in, their name and the way out."""
    person = _person()
    if person is not None:
        user = person.who.user
        return _page("signed-in.html", "signed_in", user=user.name or user.email, csrf=csrf_token())
    if "password-set" in request.args:
        return _form(notice="password_was_set", email=session.get(_SET_BY, ""))
    return _form()


@blueprint.post(urls.SIGN_IN)
def sign_in() -> Response | tuple[str, HTTPStatus, dict[str, str]]:
    """Begin a session, then go on to `next`."""
    require_csrf()
    here = room()
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        secret, user = sessions.sign_in(here.store, email, password, now=here.clock(), origin=origin())
    except NotSignedIn as error:
        return _again(error, "sign_in_failed", email=email)
    except TooManyTries as error:
        return _again(error, "too_many_tries", email=email, seconds=error.seconds)
    session.clear()  # nothing of what was before is carried over (session fixation)
    session.permanent = True
    login_user(_Person(secret, SignedIn(user, user.as_actor(origin()))))
    return _on_to(next_path(request.form.get("next")) or newsroom_urls.EDITOR)


def _again(
    error: FeedsvcError, problem: str, *, email: str, seconds: int = 0
) -> tuple[str, HTTPStatus, dict[str, str]]:
    page = _form(problem=problem, email=email, seconds=seconds)
    return page, errors.status_of(error), errors.headers_of(error)


def _form(*, notice: str = "", problem: str = "", email: str = "", seconds: int = 0) -> str:
    said = words(interface_language())
    return _page(
        "sign-in.html",
        "sign_in",
        csrf=csrf_token(),
        next=next_path(request.values.get("next")) or "",
        email=email,
        notice=said[notice] if notice else "",
        problem=said[problem].format(seconds=seconds) if problem else "",
    )


@blueprint.post(urls.SIGN_OUT)
def sign_out() -> Response:
    """End the session, in the database too."""
    require_csrf()
    person = _person()
    if person is not None:
        here = room()
        sessions.sign_out(here.store, person.secret, now=here.clock(), origin=origin())
    session.clear()
    return _on_to(urls.SIGN_IN)


@blueprint.get(urls.PASSWORD + "/<secret>")
def password_page(secret: str) -> str:
    """The form to which a one-time link leads; looking at it does not use the link up."""
    return _password_form(secret)


@blueprint.post(urls.PASSWORD + "/<secret>")
def set_password(secret: str) -> Response | tuple[str, HTTPStatus]:
    """Set the password; the link is then used up."""
    require_csrf()
    here = room()
    password = request.form.get("password", "")
    try:
        user = accounts.set_password(here.store, secret, password, now=here.clock(), origin=origin())
    except InvalidInput as error:
        return _password_form(secret, problem="password_refused"), errors.status_of(error)
    session.clear()
    session[_SET_BY] = user.email
    return _on_to(f"{urls.SIGN_IN}?password-set")


def _password_form(secret: str, problem: str = "") -> str:
    here = room()
    with here.store.reading() as reader:
        user = accounts.user_of_link(reader, secret, now=here.clock())
    said = words(interface_language())
    return _page(
        "password.html",
        "set_password",
        csrf=csrf_token(),
        action=urls.password_path(secret),
        email=user.email,
        problem=said[problem] if problem else "",
    )


def _page(template: str, heading: str, **values: str) -> str:
    settings, title = room().settings, words(interface_language())[heading]
    frame = Frame(
        site_name=settings.site_name,
        language=interface_language(),
        title=f"{title} – {settings.site_name}",
        description=title,
        canonical=None,
    )
    return render_template(template, frame=frame, heading=title, **values)


def _on_to(path: str) -> Response:
    # SEE OTHER: whatever the method was, a page is got.
    response = redirect(site_path(room().settings.base_url, path), HTTPStatus.SEE_OTHER)
    assert isinstance(response, Response)  # noqa: S101  for the type checker: Flask makes its own class
    return response
