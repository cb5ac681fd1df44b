"""An example of each operation, as curl asks it: the smallest request that has all it needs."""

import re
import shlex
from collections.abc import Mapping
from typing import Any

import msgspec

from feedsvc.web.api.operations import FORM

# What stands for the names of fields and of places in paths.
_VALUES: Mapping[str, Any] = {
    "uuid": "0c7bbebe-b508-42f9-8cbc-a5c28a4b5bc1",
    "slug": "moscow",
    "code": "UZ",
    "office": "moscow",
    "language": "en",
    "title": "Water rises in Khujand",
    "names": {"en": "Office in Moscow"},
    "email": "anna@example.org",
    "name": "Anna's script",
    "url": "https://example.org/feed",
    "scheduled_for": "2030-01-01T09:00:00Z",
    "actions": ["read", "write"],
    "action": "publish",
    "number": 1,
    "version": 1,
    "file": "@news.html",
    "picture": "@river.jpg",
    "alt": "A river",
    "credit": "© Name 2026",
    "reason": "A court's order.",
    "into": "minsk",
    "translation": "b0a9e7a4-7f3c-4d0e-9a57-2f6c1d5e8b42",
    "until": "2030-01-01",
}
# Where nothing is required, something changes all the same.
_CHANGES: Mapping[str, Mapping[str, Any]] = {
    "EntryPatch": {"title": "Water fell in Khujand"},
    "OfficePatch": {"city": "Moscow"},
    "TopicPatch": {"slug": "child-labour"},
    "UserPatch": {"name": "Anna"},
    "SourcePatch": {"paused": True},
    "Withdrawal": {"reason": "The wrong river."},
    "Restoration": {"reason": "It was right."},
}


def sample_of(name: str, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """A value of a shape, with what is required in it."""
    schema = schemas[name]
    sample = {
        field: _value(field, schema["properties"][field], schemas) for field in schema.get("required", ())
    }
    return sample or dict(_CHANGES.get(name, {}))


def _value(field: str, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    inner = schema.get("items", {}).get("$ref", "").rpartition("/")[2]
    is_shape = inner and "properties" in schemas[inner]
    return [sample_of(inner, schemas)] if is_shape else _VALUES[field]


def curl_of(base: str, method: str, path: str, each: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """The command of an operation, whose description is `each`, on lines of its own."""
    found = re.sub(r"{(\w+)}", lambda name: str(_VALUES[name[1]]), path)
    lines = [f"curl {shlex.quote(base + found)}" if method == "GET" else f"curl -X {method} {base}{found}"]
    if "security" not in each:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if any(given["name"] == "If-Match" for given in each["parameters"]):
        lines.append("-H 'If-Match: *'")
    for media, said in list(each.get("requestBody", {}).get("content", {}).items())[:1]:
        sample = sample_of(said["schema"]["$ref"].rpartition("/")[2], schemas)
        if media == FORM:
            lines += [f"-F {shlex.quote(f'{name}={value}')}" for name, value in sample.items()]
        else:
            body = msgspec.json.encode(sample).decode()
            lines += [f"-H 'Content-Type: {media}'", f"-d {shlex.quote(body)}"]
    return " \\\n  ".join(lines)
