"""The table of permissions, tried through the API: every token, every deed, both offices."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedsvc.core.accounts import Action, TokenDraft
from feedsvc.core.dates import rfc3339
from feedsvc.core.urls import API
from feedsvc.services import tokens
from feedsvc.store import Store
from feedsvc.web import create_app
from feedsvc.web.room import EXTENSION
from tests.permissions import COLLEAGUE, PEOPLE, TOKENS, Case, House, Person, cases
from tests.web.world import ADA

PATCH = ("PATCH", "/entries/{uuid}", {"summary": "Another text."})
PUBLISH = ("POST", "/entries/{uuid}/publish", None)
WITHDRAW = ("POST", "/entries/{uuid}/withdraw", None)
DELETE = ("DELETE", "/entries/{uuid}", None)
NAMES = {"en": "New"}
REQUESTS: dict[str, tuple[str, str, Any]] = {
    "see a draft": ("GET", "/entries/{uuid}", None),
    "write a draft": ("POST", "/entries", {"office": "{office}", "language": "en", "title": "New"}),
    "edit an own draft": PATCH,
    "edit another's draft": PATCH,
    "publish an own draft": PUBLISH,
    "publish another's draft": PUBLISH,
    "schedule an own draft": ("POST", "/entries/{uuid}/schedule", {"scheduled_for": "{soon}"}),
    "edit an own scheduled entry": PATCH,
    "edit an own published entry": PATCH,
    "edit another's published entry": PATCH,
    "withdraw an own entry": WITHDRAW,
    "withdraw another's entry": WITHDRAW,
    "unschedule an own entry": ("POST", "/entries/{uuid}/unschedule", None),
    "delete an own draft": DELETE,
    "delete another's draft": DELETE,
    "restore an own entry": ("POST", "/entries/{uuid}/restore", None),
    "erase an entry": ("POST", "/entries/{uuid}/erase", {"reason": "A court's order."}),
    "import a file": ("POST", "/imports?office={office}&language=en", "file"),
    "edit the office": ("PATCH", "/offices/{office}", {"city": "{name}"}),
    "add an office": ("POST", "/offices", {"slug": "{name}", "names": NAMES}),
    "add a topic": ("POST", "/topics", {"slug": "{name}", "names": NAMES}),
    "edit a topic": ("PATCH", "/topics/work", {"names": {"en": "{name}"}}),
    "list the users": ("GET", "/users", None),
    "add a user": ("POST", "/users", {"email": "{name}@example.org"}),
    "make a token for another": (
        "POST",
        "/tokens",
        {"name": "x", "actions": ["{action}"], "offices": ["{office}"], "owner": "{colleague}"},
    ),
    "read the audit log": ("GET", "/audit", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    file = folder / "feedsvc.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}")
    made = House(store, folder, f"sqlite:///{file}")
    _give_tokens(made)
    yield made
    store.close()


def _give_tokens(house: House) -> None:
    """Those who would sign in show a token that reaches as far as they do."""
    everything = TokenDraft(name="all", actions=frozenset(Action))
    with house.store.writing() as writer:
        for person in PEOPLE:
            if person.account and not person.disabled:
                _, house.secrets[person.name] = tokens.add_token(
                    writer,
                    house.users[person.name],
                    everything,
                    now=house.newsroom.now,
                    actor=ADA,
                    uuid=house.newsroom.new_uuid(),
                )


@pytest.fixture(scope="module")
def app(house: House) -> Iterator[Flask]:
    made = create_app(house.settings, clock=lambda: house.newsroom.now + timedelta(seconds=30))
    yield made
    made.extensions[EXTENSION].store.close()


@pytest.fixture
def do(house: House, app: Flask) -> Callable[[Case], int]:
    """Does the deed of a case, and gives the status of the answer."""

    def do(case: Case) -> int:
        entry = house.entry(case)
        method, path, body = REQUESTS[case.deed.name]
        words = {
            "uuid": entry.uuid if entry else "",
            "office": case.office,
            "name": f"n{house.newsroom.new_uuid().replace('-', '')}",
            "soon": rfc3339(house.newsroom.now + timedelta(days=9)),
            "colleague": house.users[COLLEAGUE.name],
            # A token makes none that reaches further than itself.
            "action": min(case.person.actions or {Action.READ}),
        }
        headers = {"If-Match": "*"}
        if case.person.account:
            headers["Authorization"] = f"Bearer {house.secrets.get(case.person.name, 'none')}"
        response = app.test_client().open(
            API + path.format(**words), method=method, headers=headers, **_body(body, words)
        )
        return response.status_code

    return do


def _body(body: Any, words: dict[str, str]) -> dict[str, Any]:
    if body == "file":
        table = (
            f"office,title,language,published\n{words['office']},{words['name']},en,2026-05-01T09:00:00Z\n"
        )
        return {"data": {"file": (BytesIO(table.encode()), "a.csv")}}
    return {"json": _filled(body, words)} if body is not None else {}


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, words) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, words) for inner in value]
    return value.format(**words)


@pytest.mark.parametrize("person", [*PEOPLE, *TOKENS], ids=lambda person: person.name)
def test_everybody_may_do_what_the_table_says_and_nothing_else(person: Person, do: Callable[[Case], int]):
    wrong = []
    for case in cases(person):
        status = do(case)
        if (status < 300) is not case.allowed or (status >= 300 and status not in {401, 403, 404, 410}):
            wrong.append(f"{case}: {status}, though {'allowed' if case.allowed else 'forbidden'}")
    assert wrong == []
