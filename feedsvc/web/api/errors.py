"""Errors of the API, as `web.errors` answers them; but a request that was read and cannot be taken is
422 (RFC 9110, 15.5.21), where one that cannot be read is 400."""

from http import HTTPStatus

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException, NotAcceptable, PreconditionRequired, UnsupportedMediaType

from feedsvc.core.errors import InvalidInput
from feedsvc.web.api.reading import Unintelligible
from feedsvc.web.errors import problem


def register(blueprint: Blueprint) -> None:
    """Answer the errors of a blueprint so."""
    blueprint.register_error_handler(InvalidInput, _refused)
    for kind in (NotAcceptable, PreconditionRequired, UnsupportedMediaType):
        blueprint.register_error_handler(kind, _of_the_request)


def _refused(error: InvalidInput) -> Response:
    unread = isinstance(error, Unintelligible)
    status = HTTPStatus.BAD_REQUEST if unread else HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, str(error), error.problems)


def _of_the_request(error: HTTPException) -> Response:
    """What `running` says of the headers of a request, in its own words."""
    return problem(HTTPStatus(error.code or HTTPStatus.BAD_REQUEST), error.description or "")
