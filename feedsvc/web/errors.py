"""Every error as an answer: the one place where the tree of `core.errors` meets HTTP.

A program gets `application/problem+json` (RFC 9457), a person whose browser prefers HTML a page.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from feedsvc.core import errors, urls
from feedsvc.core.wording import FALLBACK_LANGUAGE
from feedsvc.web.addresses import site_path
from feedsvc.web.languages import interface_language
from feedsvc.web.room import room
from feedsvc.web.views import error_frame
from feedsvc.web.wording_errors import ENGLISH, error_words

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"
_STATUS: Mapping[type[errors.FeedsvcError], HTTPStatus] = {
    errors.InvalidInput: HTTPStatus.BAD_REQUEST,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Gone: HTTPStatus.GONE,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Stale: HTTPStatus.PRECONDITION_FAILED,
    errors.TooManyTries: HTTPStatus.TOO_MANY_REQUESTS,
    errors.FetchFailed: HTTPStatus.BAD_GATEWAY,
    errors.NotMailed: HTTPStatus.BAD_GATEWAY,
    errors.StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FeedsvcError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
# What a feed reader or a script asks for; a person's browser likes HTML better than all of these.
_PROGRAM_TYPES = (
    PROBLEM_TYPE,
    "application/json",
    "application/feed+json",
    "application/atom+xml",
    "application/rss+xml",
)
_OF_PROGRAMS = f"{urls.API}/"  # one shape for every error there, whoever asks
_RETRY_SECONDS = "60"


def register(app: Flask) -> None:
    """Answer every error of an application here."""
    app.register_error_handler(errors.FeedsvcError, answer_of)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_a_defect)


def status_of(error: errors.FeedsvcError) -> HTTPStatus:
    """The status of an error of the tree: its own, else its nearest ancestor's."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def answer_of(error: errors.FeedsvcError) -> Response:
    """An error of the tree as the answer to this request."""
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s %s: %s", request.method, request.path, error, exc_info=error)
        return problem(status, error_words(status, FALLBACK_LANGUAGE).advice)
    if isinstance(error, errors.NotSignedIn) and prefers_html() and request.method == "GET":
        asked = request.path + (f"?{request.query_string.decode('latin-1')}" if request.query_string else "")
        return _to_sign_in(asked)
    where = error.problems if isinstance(error, errors.InvalidInput) else ()
    answer = problem(status, str(error), where)
    answer.headers.update(headers_of(error))
    return answer


def headers_of(error: errors.FeedsvcError) -> dict[str, str]:
    """What the status of an error calls for: how to sign in (RFC 6750, section 3), when to come again."""
    if isinstance(error, errors.NotSignedIn):
        shown = request.headers.get("Authorization", "").lower().startswith("bearer ")
        return {"WWW-Authenticate": 'Bearer error="invalid_token"' if shown else "Bearer"}
    return {"Retry-After": str(error.seconds)} if isinstance(error, errors.TooManyTries) else {}


def _to_sign_in(asked: str) -> Response:
    address = f"{site_path(room().settings.base_url, urls.SIGN_IN)}?{urlencode({'next': asked})}"
    answer = Response("", HTTPStatus.SEE_OTHER, {"Location": address, "Cache-Control": "no-store"})
    answer.vary.update(("Accept", "Cookie"))
    return answer


def _of_http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    known = ENGLISH.get(status)
    answer = problem(status, known.advice if known else f"{status.description or status.phrase}.")
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _of_a_defect(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, ENGLISH[500].advice)


def problem(status: HTTPStatus, detail: str, where: tuple[errors.Problem, ...] = ()) -> Response:
    """The answer in the form that was asked for."""
    response = _page(status, detail) if prefers_html() else _document(status, detail, where)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store" if status >= 500 else "no-cache"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def prefers_html() -> bool:
    """Whether a person asks: HTML liked better than everything that a program takes."""
    if request.path.startswith(_OF_PROGRAMS):
        return False
    accepted = request.accept_mimetypes
    return all(accepted.quality("text/html") > accepted.quality(other) for other in _PROGRAM_TYPES)


def _document(status: HTTPStatus, detail: str, where: tuple[errors.Problem, ...]) -> Response:
    instance = site_path(room().settings.base_url, request.path)
    return Response(document(status, detail, instance, where), status, content_type=PROBLEM_TYPE)


def document(status: HTTPStatus, detail: str, instance: str, where: tuple[errors.Problem, ...] = ()) -> bytes:
    """A problem document (RFC 9457)."""
    members: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "instance": instance,
    }
    if where:
        members["errors"] = [{"where": each.where, "message": each.message} for each in where]
    return msgspec.json.encode(members)


def _page(status: HTTPStatus, detail: str) -> Response:
    language = interface_language()
    heading, said = error_words(status, language)
    exact = "" if detail == error_words(status, FALLBACK_LANGUAGE).advice else detail
    if language == FALLBACK_LANGUAGE:
        said, exact = detail, ""
    frame = error_frame(room().settings, heading, said, language)
    page = render_template("error.html", frame=frame, heading=heading, said=said, exact=exact)
    return Response(page, status)
