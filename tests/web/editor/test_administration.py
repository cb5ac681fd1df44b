"""Who may do what in the administration: every page and every button, by every kind of person."""

import pytest
from flask import Flask

from feedsvc.core.accounts import Role
from feedsvc.services import sources
from feedsvc.services.sources import SourceDraft
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk, hire
from tests.web.world import ADA, NOW

HOME = "/editor/administration"
SOURCE = "00000000-0000-4000-8000-000000000001"
PEOPLE = ("stranger", "reader", "author", "editor of another office", "editor", "administrator")
OF_ADMINISTRATORS = (
    *("/offices", "/offices/add", "/offices/tashkent/edit", "/offices/tashkent/rename"),
    *("/offices/tashkent/merge", "/offices/tashkent/close", "/topics", "/topics/add", "/topics/fish/edit"),
    *("/topics/fish/rename", "/topics/fish/merge", "/people", "/people/add", "/people/u-other@x.org/edit"),
    *("/people/u-other@x.org/disable", "/tokens", "/log", "/log.csv", "/site"),
)
OF_IMPORTERS = ("", "/sources", "/sources/add", "/imports", "/imports/template.csv")
OF_THE_OFFICE = (f"/sources/{SOURCE}/edit", f"/sources/{SOURCE}/remove")
EVERYBODY_S = ("/editor/account", "/editor/account/tokens/add")
DEEDS_OF_ADMINISTRATORS = (
    *("/offices/add", "/offices/tashkent/edit", "/offices/tashkent/rename", "/offices/tashkent/merge"),
    *("/offices/tashkent/close", "/offices/tashkent/reopen", "/topics/add", "/topics/fish/edit"),
    *("/topics/fish/rename", "/topics/fish/merge", "/people/add", "/people/u-other@x.org/edit"),
    *("/people/u-other@x.org/disable", "/people/u-other@x.org/enable", "/people/u-other@x.org/link"),
    *("/people/u-other@x.org/sign-out", "/site/try-again"),
)
DEEDS_OF_THE_OFFICE = tuple(
    f"/sources/{SOURCE}/{step}" for step in ("edit", "pause", "resume", "read", "look", "remove")
)


def person(app: Flask, kind: str) -> Clerk:
    """Somebody of a kind, signed in; beside them somebody else, and a source of Tashkent."""
    here = app.extensions[EXTENSION]
    hire(here.store, "other@x.org", name="Other")
    draft = SourceDraft(url="https://feeds.example.org/1", office="tashkent")
    sources.add_source(here.store, here.settings, draft, now=NOW, actor=ADA, uuid=SOURCE)
    if kind == "administrator":
        return clerk(app, is_admin=True)
    roles = {
        "reader": {"tashkent": Role.READER},
        "author": {"tashkent": Role.AUTHOR},
        "editor": {"tashkent": Role.EDITOR},
        "editor of another office": {"quiet": Role.EDITOR},
    }
    return clerk(app, roles=roles.get(kind, {}))


@pytest.mark.parametrize("kind", PEOPLE)
def test_every_page_is_open_to_just_those_who_may_do_something_there(app: Flask, kind: str) -> None:
    anna = person(app, kind)
    manages, imports = kind == "administrator", kind in PEOPLE[3:]
    expected = (
        {HOME + path: manages for path in OF_ADMINISTRATORS}
        | {HOME + path: imports for path in OF_IMPORTERS}
        | {HOME + path: kind in PEOPLE[4:] for path in OF_THE_OFFICE}
        | dict.fromkeys(EVERYBODY_S, True)
    )
    statuses = {path: anna.get(path).status_code for path in expected}
    assert statuses == {path: 200 if is_open else 403 for path, is_open in expected.items()}


@pytest.mark.parametrize("kind", PEOPLE[:-1])
def test_no_form_sent_by_hand_does_more_than_its_sender_may(app: Flask, kind: str) -> None:
    anna = person(app, kind)
    anna.get("/editor/account")
    paths = [HOME + path for path in DEEDS_OF_ADMINISTRATORS]
    if kind != "editor":
        paths += [HOME + path for path in DEEDS_OF_THE_OFFICE]
    if kind not in PEOPLE[3:]:
        paths += [f"{HOME}/sources/add", f"{HOME}/imports"]
    form = {"slug": "new", "url": "https://x.example/", "office": "tashkent", "text": "x", "into": "quiet"}
    assert {path: anna.post(path, form).status_code for path in paths} == dict.fromkeys(paths, 403)


def test_an_editor_adds_no_source_to_another_office_and_imports_nothing_into_it(app: Flask) -> None:
    anna = person(app, "editor of another office")
    anna.get("/editor/account")
    source = {"url": "https://x.example/", "office": "tashkent", "every": "60", "format": "auto"}
    assert anna.post(f"{HOME}/sources/add", source).status_code == 403
    assert anna.post(f"{HOME}/imports", {"text": "x", "office": "tashkent"}).status_code == 403
    assert "tashkent" not in anna.get(f"{HOME}/imports").text


def test_nothing_is_done_without_the_csrf_token(app: Flask) -> None:
    anna = person(app, "administrator")
    paths = [*DEEDS_OF_ADMINISTRATORS, *DEEDS_OF_THE_OFFICE, "/sources/add", "/imports"]
    every = [HOME + path for path in paths] + ["/editor/account", "/editor/account/password"]
    statuses = {path: anna.client.post(path, data={}).status_code for path in every}
    assert statuses == dict.fromkeys(every, 403)


@pytest.mark.parametrize("kind", PEOPLE)
def test_the_menu_names_the_administration_to_those_who_find_something_there(app: Flask, kind: str) -> None:
    page = person(app, kind).get("/editor/account").text
    assert ('href="/editor/administration"' in page) is (kind in PEOPLE[3:])
    assert 'class="who" href="/editor/account"' in page


def test_the_first_page_names_what_wants_a_look(app: Flask) -> None:
    anna = person(app, "administrator")
    assert "want a look" not in anna.get(HOME).text
    with app.extensions[EXTENSION].store.writing() as writer:
        writer.connection.exec_driver_sql("UPDATE source SET failures = 1, last_poll = created")
        writer.connection.exec_driver_sql(
            "INSERT INTO work (kind, payload, created, due, attempts, last_error, dead)"
            " VALUES ('release', '{}', '2026-06-01 08:00:00', '2026-06-01 08:00:00', 9, 'It broke.', 1)"
        )
    page = anna.get(HOME).text
    assert "1 want a look" in page
    assert "1 given up" in page


def test_an_editor_sees_what_imports_and_nothing_else(app: Flask) -> None:
    page = person(app, "editor").get(HOME).text
    assert f"{HOME}/imports" in page
    assert f"{HOME}/people" not in page
