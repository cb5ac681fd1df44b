"""The OpenAPI document: valid, of the code, and readable by people too."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from lxml import html as lxml_html
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from feedsvc.core import record_reading
from feedsvc.core.urls import API
from feedsvc.services.import_report import FORMATS
from feedsvc.web.api.examples import sample_of
from feedsvc.web.api.operations import OPERATIONS, Operation
from feedsvc.web.api.reading import read_body
from feedsvc.web.api.shapes import entries, files, places
from tests.web.api.client import Client, Desk


@pytest.fixture
def document(desk: Desk) -> Any:
    """The document as it is served."""
    return desk.client().get("/api/openapi.json").ok().json


def test_the_document_is_valid_openapi_3_1(document: Any):
    OPENAPI_31_VALIDATOR.validate(document)
    assert document["openapi"].startswith("3.1.")


def test_every_default_in_the_document_fits_its_own_schema(document: Any):
    components = {"components": document["components"]}
    found = [each for each in _schemas_within(document) if "default" in each]
    assert found
    for each in found:
        jsonschema_rs.Draft202012Validator({**each, **components}).validate(each["default"])


def _schemas_within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _schemas_within(inner)


def test_every_reference_of_the_document_leads_somewhere(document: Any):
    references = set(re.findall(r'"\$ref":"([^"]+)"', msgspec.json.encode(document).decode()))
    assert len(references) > 50
    for reference in references:
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_the_parameters_of_every_path_are_described(document: Any):
    for path, methods in document["paths"].items():
        named = set(re.findall(r"{(\w+)}", path))
        for each in methods.values():
            assert {given["name"] for given in each["parameters"] if given["in"] == "path"} == named
            assert each["summary"].endswith(".")


def test_every_route_of_the_api_is_in_the_document_and_no_other(desk: Desk, document: Any):
    routes = {
        (rule.rule.removeprefix(API).replace("<", "{").replace(">", "}"), method.lower())
        for rule in desk.app.url_map.iter_rules()
        if rule.rule.startswith(f"{API}/")
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == routes
    names = [each["operationId"] for methods in document["paths"].values() for each in methods.values()]
    assert len(names) == len(set(names)) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_what_is_not_public_asks_for_a_token_before_all_else(desk: Desk, operation: Operation):
    path = operation.path.replace("{", "").replace("}", "")
    answer = desk.client().ask(operation.method, path, data=b"{", content_type="text/plain")
    assert (answer.status == 401) is not operation.public


def test_the_shape_of_an_entry_holds_the_fields_that_are_read():
    written = {field.name for field in msgspec.structs.fields(entries.EntryGiven)}
    assert written == set(record_reading.EDITABLE)
    whole = {field.name for field in msgspec.structs.fields(entries.EntryWhole)}
    assert whole == written | set(record_reading.READ_ONLY)


def test_the_formats_of_an_import_are_those_that_there_are():
    assert set(files.Format.__args__) == set(FORMATS)


def test_what_is_given_has_the_shape_that_is_described(desk: Desk, anna: Client):
    entry = anna.publish(image={"credit": "© Ada"}, authors=[{"name": "Ada"}], countries=["UZ"]).json
    assert msgspec.to_builtins(msgspec.convert(entry, entries.Entry)) == entry
    office = anna.get("/offices/moscow").json
    assert msgspec.to_builtins(msgspec.convert(office, places.Office)) == office


def test_the_documentation_for_people_names_every_operation_and_shape(desk: Desk, document: Any):
    answer = desk.client().get("/api/docs").ok()
    page = lxml_html.fromstring(answer.response.text)
    anchors = set(page.xpath("//section/@id"))
    assert {each.name for each in OPERATIONS} <= anchors
    assert document["components"]["schemas"].keys() <= anchors
    links = {href.removeprefix("#") for href in page.xpath("//a/@href") if href.startswith("#")}
    assert links <= anchors | {"content", "shapes"}
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert page.xpath("//script | //@style | //@onclick") == []


def test_the_document_and_its_page_are_asked_about_anew(desk: Desk):
    for path in ("/api/openapi.json", "/api/docs"):
        seen = desk.client().get(path).ok()
        desk.client().get(path, headers={"If-None-Match": seen.etag}).ok(304)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body], ids=lambda each: each.name)
def test_the_example_of_every_body_can_be_read(document: Any, operation: Operation):
    assert operation.body is not None
    sample = sample_of(operation.body.__name__, document["components"]["schemas"])
    if operation.body in {entries.EntryGiven, entries.EntryWhole}:
        assert record_reading.entry_draft_of(sample).title
    else:
        read_body(operation.body, {"file": ["news.html"]} if "file" in sample else sample)
    assert sample


def test_the_examples_of_the_page_are_commands_that_a_shell_reads(desk: Desk):
    page = lxml_html.fromstring(desk.client().get("/api/docs").response.text)
    examples = page.xpath("//pre/text()")
    assert len(examples) == len(OPERATIONS)
    for example in examples:
        command, *_ = shlex.split(example.replace("\\\n", " "))
        assert command == "curl"
