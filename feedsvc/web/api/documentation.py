"""/api/openapi.json, and /api/docs: the same document as a page for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, render_template

from feedsvc.core import urls
from feedsvc.web.api import openapi
from feedsvc.web.api.examples import curl_of
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.room import room
from feedsvc.web.views import Frame

blueprint = Blueprint("api_docs", __name__)
blueprint.after_request(let_pages_be_asked_again)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A parameter, a field or an answer: its name, its kind in words, what it is."""

    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An operation for the page."""

    anchor: str
    method: str
    path: str
    summary: str
    more: str
    public: bool
    parameters: tuple[Row, ...]
    body: str
    answers: tuple[Row, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape with its fields."""

    name: str
    text: str
    fields: tuple[Row, ...]


@blueprint.get(urls.API_DOCUMENT)
def document() -> Response:
    """The OpenAPI document."""
    response = Response(msgspec.json.encode(_document()), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get(urls.API_DOCS)
def page() -> str:
    """The documentation for people."""
    settings, made = room().settings, _document()
    title = f"{settings.site_name}: API"
    frame = Frame(
        site_name=settings.site_name,
        language="en",
        title=title,
        description=made["info"]["description"],
        canonical=settings.base_url + urls.API_DOCS,
    )
    groups = [(tag, list(each)) for tag, each in groupby(_operations(made), key=lambda pair: pair[0])]
    return render_template(
        "api-docs.html",
        frame=frame,
        heading=title,
        about=made["info"]["description"],
        base=made["servers"][0]["url"],
        document=urls.API_DOCUMENT,
        groups=[(tag, [described for _, described in each]) for tag, each in groups],
        shapes=list(_shapes(made["components"]["schemas"])),
    )


def _document() -> dict[str, Any]:
    settings = room().settings
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    return openapi.document(settings.base_url, settings.site_name, cookie)


def _operations(made: Mapping[str, Any]) -> Iterator[tuple[str, Described]]:
    base, common = made["servers"][0]["url"], made["components"]["responses"]
    schemas = made["components"]["schemas"]
    for path, methods in made["paths"].items():
        for method, each in methods.items():
            yield (
                each["tags"][0],
                Described(
                    anchor=each["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=each["summary"],
                    more=each.get("description", ""),
                    public="security" in each,
                    parameters=tuple(_parameter(given) for given in each["parameters"]),
                    body=_kind_of_body(each),
                    answers=tuple(
                        _answer(status, said, common) for status, said in each["responses"].items()
                    ),
                    example=curl_of(base, method.upper(), path, each, schemas),
                ),
            )


def _parameter(given: Mapping[str, Any]) -> Row:
    schema = given["schema"]
    where = {"path": "in the path", "query": "in the query", "header": "a header"}[given["in"]]
    return Row(
        name=given["name"],
        kind=f"{_kind(schema)}, {where}",
        required=given["required"],
        text=given.get("description", schema.get("description", "")),
    )


def _kind_of_body(each: Mapping[str, Any]) -> str:
    content = each.get("requestBody", {}).get("content", {})
    return next((_kind(said["schema"]) for said in content.values()), "")


def _answer(status: str, said: Mapping[str, Any], common: Mapping[str, Any]) -> Row:
    known = common[status] if "$ref" in said else said
    schemas = [content["schema"] for content in known.get("content", {}).values()]
    return Row(
        name=status,
        kind=_kind(schemas[0]) if schemas else "",
        required=False,
        text=known["description"],
    )


def _shapes(schemas: Mapping[str, Any]) -> Iterator[Shape]:
    for name, schema in schemas.items():
        fields = tuple(
            Row(
                name=field,
                kind=_kind(said),
                required=field in schema.get("required", ()),
                text=said.get("description", ""),
            )
            for field, said in schema.get("properties", {}).items()
        )
        yield Shape(name=name, text=schema.get("description", ""), fields=fields)


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: text, number, list of Entry."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"“{each}”" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("type") == "object":
        return f"object of {_kind(schema.get('additionalProperties') or {})}"
    named = {"string": schema.get("format", "text"), "integer": "whole number", "null": "null"}
    kind = str(schema.get("type", "anything"))
    return str(named.get(kind, kind)).replace("binary", "file")
