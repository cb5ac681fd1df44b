"""From a request to a Call, and from an Answer to a response: the same for every operation."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Response, request
from werkzeug.exceptions import (
    NotAcceptable,
    PreconditionRequired,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from feedsvc.core.errors import InvalidInput, Problem, UnreadableFile
from feedsvc.core.json_text import read_json
from feedsvc.services.idempotency import HEADER, Done, RequestKey
from feedsvc.web.api.conditions import IfMatch, if_match
from feedsvc.web.api.operations import FORM, JSON, Answer, Call, Files, Operation
from feedsvc.web.api.reading import Unintelligible, read_body, read_query
from feedsvc.web.api.shapes.kinds import File
from feedsvc.web.auth import current_actor
from feedsvc.web.conditional import tag_matches
from feedsvc.web.errors import PROBLEM_TYPE
from feedsvc.web.room import room

_LARGEST_TEXTS = 64 * 1024  # of a form, besides its files
_LONGEST_KEY = 255


def view_of(operation: Operation) -> Callable[..., Response]:
    """The view of an operation for Flask."""

    def view(**path: str) -> Response:
        # Before anything looks at the body: it is refused unread.
        request.max_content_length = operation.largest(room().settings)
        request.max_form_memory_size = _LARGEST_TEXTS
        call = _call(operation, path)
        return response_of(operation.view(call), operation.gives)

    return view


def _call(operation: Operation, path: dict[str, str]) -> Call:
    user = current_actor()
    call = Call(user=user, path=path)
    if not operation.public:
        _ = call.actor  # raises NotSignedIn before anything is said of the request
    accepted = request.accept_mimetypes
    given = operation.gives.partition(";")[0]
    if accepted and not (accepted.quality(given) or accepted.quality(PROBLEM_TYPE)):
        raise NotAcceptable(f"What is here can be had as {given} only: ask for that in Accept.")
    query = read_query(operation.query, request.args)
    condition = _condition(operation)
    body, files = _body(operation)
    return Call(
        user=user,
        path=path,
        query=query,
        body=body,
        files=files,
        if_match=condition,
        key=_key(call.actor.user or call.actor.name, files) if operation.keyed else None,
    )


def _condition(operation: Operation) -> IfMatch:
    header = request.headers.get("If-Match")
    if operation.conditional and header is None:
        raise PreconditionRequired(
            "Send the ETag that you read in If-Match, so that nobody's change is lost; `*` for any."
        )
    return if_match(header or "")


def _body(operation: Operation) -> tuple[Any, Files]:
    if operation.body is None:
        if operation.method not in {"GET", "DELETE"} and _data():
            raise Unintelligible.at("", "This takes no body: leave it out.")
        return None, ()
    if FORM in operation.media:
        return _form(operation.body)
    if not operation.body_required and not request.content_type and not _data():
        return operation.body(), ()
    _require_type(operation)
    try:
        record = read_json(_data())
    except UnreadableFile as error:
        raise Unintelligible(error.problems) from None
    return (record if operation.as_record else read_body(operation.body, record)), ()


def _data() -> bytes:
    data = request.get_data()
    # Werkzeug cuts a chunked body off at the limit, and says nothing (LimitedStream.readall).
    if request.content_length is None and len(data) >= (request.max_content_length or 0):
        raise RequestEntityTooLarge
    return data


def _require_type(operation: Operation) -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in operation.media or charset not in {"utf-8", "utf8"}:
        types = " or ".join(operation.media)
        raise UnsupportedMediaType(f"The body must be {types}, in UTF-8: say so in Content-Type.")


def _form(shape: type[msgspec.Struct]) -> tuple[Any, Files]:
    if request.mimetype != FORM:
        raise UnsupportedMediaType(f"Send the file as {FORM}, as curl -F does.")
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(shape)}
    kinds = {name: kind for name, kind in fields.items() if kind in (File, list[File])}
    texts = fields.keys() - kinds.keys()
    problems = [
        *(Problem(name, "must be a file: send its name too") for name in request.form if name in kinds),
        *(Problem(name, "takes no file") for name in request.files if name in texts),
        *(
            Problem(name, "stands twice")
            for name, kind in fields.items()
            if kind != list[File] and _twice(name)
        ),
    ]
    if problems:
        raise InvalidInput(problems)
    record: dict[str, Any] = request.form.to_dict()
    for name in request.files:
        names = [file.filename or "" for file in request.files.getlist(name)]
        record[name] = names if kinds.get(name) == list[File] else names[0]
    body = read_body(shape, record)
    return body, tuple((file.filename or "", file.read()) for _, file in request.files.items(multi=True))


def _twice(name: str) -> bool:
    return len(request.form.getlist(name)) + len(request.files.getlist(name)) > 1


def _key(account: str, files: Files) -> RequestKey | None:
    """The key of this request; its print is of what was asked, not of how it was put into parts."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Unintelligible.at(HEADER, f"must have from 1 to {_LONGEST_KEY} characters of ASCII")
    said = [
        request.method,
        request.full_path,
        *(text for pair in request.form.items(multi=True) for text in pair),
    ]
    contents = [data for name, content in files for data in (name.encode(), content)] or [request.get_data()]
    asked = hashlib.sha256()
    for part in (*(text.encode("utf-8", "surrogateescape") for text in said), *contents):
        asked.update(len(part).to_bytes(8, "big") + part)
    return RequestKey(account=account, key=key, request_print=asked.hexdigest())


def response_of(answer: Answer, kind: str = JSON) -> Response:
    """An answer as it is sent, as JSON or as a text of another kind."""
    text = answer.value.encode() if kind != JSON else msgspec.json.encode(answer.value)
    body = b"" if answer.value is None else text
    status = HTTPStatus.NO_CONTENT if answer.value is None else answer.status
    response = Response(body, status, content_type=kind if body else None)
    if answer.etag is not None:
        response.set_etag(answer.etag)
    if answer.location is not None:
        response.headers["Location"] = answer.location
    if request.method in {"GET", "HEAD"} and answer.etag is not None:
        _require_condition(response, answer.etag)
    return response


def _require_condition(response: Response, tag: str) -> None:
    """RFC 9110, 13.2.2. Not by Werkzeug, which takes `If-Match: *` for no match."""
    wanted, known = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if wanted is not None:
        if_match(wanted).require(tag)
    if known is not None and tag_matches(tag, known):
        response.status_code = HTTPStatus.NOT_MODIFIED
        response.set_data(b"")
        response.headers.pop("Content-Type", None)
        response.headers.pop("Content-Length", None)


def done(answer: Answer) -> Done:
    """An answer that can be given again, for the Idempotency-Key it came under."""
    headers = {"ETag": answer.etag, "Location": answer.location}
    return Done(
        status=answer.status,
        headers={name: text for name, text in headers.items() if text is not None},
        body=msgspec.json.encode(answer.value).decode(),
    )


def done_answer(kept: Done) -> Answer:
    """The answer that was kept."""
    return Answer(
        value=msgspec.Raw(kept.body.encode()),
        status=kept.status,
        etag=kept.headers.get("ETag"),
        location=kept.headers.get("Location"),
    )
