"""The OpenAPI 3.1 document, made of the operations as they are declared."""

from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from inspect import getdoc
from typing import Any

import msgspec

from feedsvc import __version__
from feedsvc.core.urls import API
from feedsvc.services.idempotency import HEADER
from feedsvc.web.api.operations import FORM, OPERATIONS, TAGS, Operation
from feedsvc.web.api.shapes.kinds import CountryCode, Problem, Slug, Uuid

_REF = "#/components/schemas/{name}"
_PROBLEM_JSON = "application/problem+json"
_VersionNumber = int
# What the names in paths are.
_PATH_KINDS: Mapping[str, Any] = {
    "uuid": Uuid,
    "slug": Slug,
    "code": CountryCode,
    "number": _VersionNumber,
}
_REFUSALS: Mapping[int, str] = {
    301: "It has another slug by now: `Location` is where it is.",
    400: "The request cannot be read: its JSON, its query or its headers.",
    401: "Nobody is signed in, or the token is wrong, has ended or was revoked.",
    403: "Whoever asks may not do this.",
    404: "There is no such thing, or none that whoever asks may see.",
    406: "What is here can be had as the content type of its answer only.",
    409: "What is stored forbids it now.",
    410: "There was such a thing; it was withdrawn.",
    412: "It has changed since it was read: read it again.",
    413: "The body is too large.",
    415: "The body is of another content type.",
    422: "The body was read, and cannot be taken; `errors` names each wrong field.",
    428: "If-Match is missing.",
    503: "The database cannot be reached just now.",
}
_ABOUT = (
    "News entries, their offices, topics and countries. What is published can be read by everybody; the"
    " rest needs a token, made with `feedsvc user token add` or POST /tokens, in the header"
    " `Authorization: Bearer`. Lists are `items` and `next`, the address at which they go on. Errors are"
    " problem documents (RFC 9457), whose `errors` name each wrong field, counted from 1."
)
_SESSION = "Who is signed in to the site; changes then need the header X-CSRFToken too."
_IDEMPOTENCY = (
    "A name of your choice for this request. Sent again within 24 hours it is answered as it was, and"
    " not done again."
)


def document(base_url: str, site_name: str, cookie: str) -> dict[str, Any]:
    """The document for a site, whose sessions have a cookie of this name."""
    paths, components = _made()
    session = {"type": "apiKey", "in": "cookie", "name": cookie, "description": _SESSION}
    schemes = {**components["securitySchemes"], "session": session}
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{site_name}: API", "version": __version__, "description": _ABOUT},
        "servers": [{"url": base_url + API}],
        "tags": [{"name": tag} for tag in TAGS],
        "paths": paths,
        "components": {**components, "securitySchemes": schemes},
        "security": [{"token": []}, {"session": []}],
    }


@cache
def _made() -> tuple[dict[str, Any], dict[str, Any]]:
    kinds = list(_kinds())
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    schema_of = _Schemas(list(zip(kinds, schemas, strict=True)))
    paths: dict[str, Any] = {}
    for each in sorted(OPERATIONS, key=lambda each: TAGS.index(each.tag)):
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, schema_of)
    return paths, {
        "schemas": components,
        "responses": {
            str(status): {
                "description": text,
                "content": {_PROBLEM_JSON: {"schema": schema_of(Problem)}},
            }
            for status, text in _REFUSALS.items()
        },
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "description": "a token of the API"},
        },
    }


class _Schemas:
    """The schema of each kind of value. Annotated kinds cannot all be hashed, so they are compared."""

    def __init__(self, made: list[tuple[Any, dict[str, Any]]]) -> None:
        self._made = made

    def __call__(self, kind: Any) -> dict[str, Any]:
        return next(schema for known, schema in self._made if known is kind or known == kind)


def _kinds() -> Iterable[Any]:
    yield from _PATH_KINDS.values()
    yield Problem
    for each in OPERATIONS:
        yield from (kind for kind in (each.body, each.answer) if kind is not None)
        if each.query is not None:
            yield from (field.type for field in msgspec.structs.fields(each.query))


def _operation(each: Operation, schema_of: _Schemas) -> dict[str, Any]:
    summary, _, more = (getdoc(each.view) or "").partition("\n\n")
    made: dict[str, Any] = {
        "operationId": each.name,
        "tags": [each.tag],
        "summary": " ".join(summary.split()),
        "parameters": [*_in_path(each, schema_of), *_in_query(each, schema_of), *_in_header(each)],
        "responses": {str(each.status): _answered(each, schema_of), **_refused(each)},
    }
    if more:
        made["description"] = more
    if each.public:
        made["security"] = [{}, {"token": []}, {"session": []}]
    if each.body is not None:
        content = {media: {"schema": schema_of(each.body)} for media in each.media}
        made["requestBody"] = {"required": each.body_required, "content": content}
    return made


def _in_path(each: Operation, schema_of: _Schemas) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema_of(_PATH_KINDS[name])}
        for name in each.parameters
    ]


def _in_query(each: Operation, schema_of: _Schemas) -> list[dict[str, Any]]:
    fields = msgspec.structs.fields(each.query) if each.query else ()
    return [
        {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "schema": _not_null(schema_of(field.type)),
        }
        for field in fields
    ]


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query has no null: a parameter is there or is not."""
    others = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    return others[0] if len(others) == 1 else schema


def _in_header(each: Operation) -> list[dict[str, Any]]:
    headers = []
    if each.conditional:
        headers.append(_header("If-Match", "The ETag of what was read; `*` for any.", required=True))
    if each.keyed:
        headers.append(_header(HEADER, _IDEMPOTENCY))
        headers[-1]["schema"] = {"type": "string", "pattern": "^[ -~]{1,255}$"}
    return headers


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _answered(each: Operation, schema_of: _Schemas) -> dict[str, Any]:
    made: dict[str, Any] = {"description": HTTPStatus(each.status).phrase}
    if each.answer is not None:
        made["content"] = {each.gives.partition(";")[0]: {"schema": schema_of(each.answer)}}
    headers = {"ETag": each.tagged, "Location": each.status == HTTPStatus.CREATED}
    wanted = {name: {"schema": {"type": "string"}} for name, is_there in headers.items() if is_there}
    return {**made, "headers": wanted} if wanted else made


def _refused(each: Operation) -> dict[str, Any]:
    statuses = {400, 401, 406, 503, *each.refusals}
    if not each.public:
        statuses.add(403)
    if each.parameters:
        statuses.add(404)
    if each.query is not None:
        statuses.add(422)
    if each.body is not None:
        statuses |= {413, 415, 422} if not (each.as_record and FORM in each.media) else {413, 415}
    if each.conditional:
        statuses |= {409, 412, 428}
    if each.keyed:
        statuses |= {409, 422}
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}
