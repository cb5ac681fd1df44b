"""What somebody typed and has not saved, as their desk shows it, and how it is thrown away."""

from datetime import timedelta

import pytest
from flask import Flask

from feedsvc.core.accounts import Role
from feedsvc.services import drafting
from feedsvc.services.drafting import Typed
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.forms import opened, sent
from tests.web.html import parse
from tests.web.world import NOW


def editor(app: Flask, email: str = "anna@example.org") -> Clerk:
    return clerk(app, email, roles={"tashkent": Role.EDITOR})


def copy_id(number: int) -> str:
    return f"0000000a-0000-4000-8000-{number:012}"


def keep(app: Flask, somebody: Clerk, number: int = 1, **fields: str) -> str:
    """What is typed a minute after `number` ones before."""
    store, actor = app.extensions[EXTENSION].store, somebody.user.as_actor()
    typed = Typed({name: (value,) for name, value in {"office": "tashkent", **fields}.items()})
    at = NOW + timedelta(minutes=number)
    return drafting.keep_copy(store, copy_id(number), typed, actor=actor, now=at).id


def unsaved(somebody: Clerk, path: str = "/editor") -> list[str]:
    """The titles under “Not saved yet”."""
    found = parse(somebody.get(path).text).xpath("//li[@class='unsaved']/a[@class='row-title']")
    return [str(each.text_content()) for each in found]


def test_a_form_in_which_nothing_was_written_is_not_on_the_desk(app: Flask):
    anna = editor(app)
    assert sent(anna, opened(anna), "publish").status_code == 422
    page = anna.get("/editor").text
    assert "Not saved yet" not in page
    assert unsaved(anna, "/editor/unsaved") == []


def test_a_translation_of_which_only_the_facts_are_carried_over_is_not_on_the_desk(app: Flask):
    anna = editor(app)
    keep(app, anna, translates="00000001-0000-4000-8000-000000000001", image_url="https://example.org/a.jpg")
    assert unsaved(anna) == []


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"title": "A title"}, "A title"),
        ({"summary": "A summary"}, "Without a title: A summary"),
        ({"body": "<p>The <b>river</b> rises</p>"}, "Without a title: The river rises"),
        ({"image_url": "https://example.org/a.jpg"}, "Without a title"),
    ],
    ids=["title", "summary", "text", "picture"],
)
def test_what_has_no_title_is_named_by_its_first_words(app: Flask, typed: dict[str, str], named: str):
    anna = editor(app)
    keep(app, anna, **typed)
    assert unsaved(anna) == [named]


def test_the_desk_shows_the_latest_and_the_way_to_all(app: Flask):
    anna = editor(app)
    for number in range(1, 6):
        keep(app, anna, number, title=f"Number {number}")
    assert unsaved(anna) == ["Number 5", "Number 4", "Number 3"]
    assert parse(anna.get("/editor").text).xpath("string(//a[@href='/editor/unsaved'])").startswith("All 5")
    assert unsaved(anna, "/editor/unsaved") == [f"Number {number}" for number in (5, 4, 3, 2, 1)]


def test_when_it_was_typed_is_told_on_the_clock_of_its_office_as_in_its_form(app: Flask):
    anna = editor(app)
    keep(app, anna, title="A title")
    assert "typed 1 July 2026, 13:01 (Asia/Tashkent)" in anna.get("/editor").text
    keep(app, anna, title="A title", office="")
    assert "typed 1 July 2026, 08:01 ·" in anna.get("/editor").text


def test_it_is_thrown_away_from_the_desk_after_a_question(app: Flask):
    anna = editor(app)
    keep(app, anna, title="A title", summary="What it says")
    path = f"/editor/unsaved/{copy_id(1)}"
    assert parse(anna.get("/editor").text).xpath(f"//a[@href='{path}']/@aria-label") == [
        "Throw away “A title”"
    ]
    asked = anna.get(path).text
    assert "What it says" in asked
    assert unsaved(anna) == ["A title"]
    anna.get(path)
    answer = anna.post(path)
    assert (answer.status_code, answer.location) == (303, "/editor")
    assert "“A title” is thrown away" in anna.get("/editor").text
    assert unsaved(anna) == []


def test_what_somebody_else_typed_is_not_found(app: Flask):
    keep(app, editor(app), title="A title")
    boris = editor(app, "boris@example.org")
    for path in (f"/editor/unsaved/{copy_id(1)}", "/editor/unsaved/none"):
        assert boris.get(path).status_code == 404
        boris.get("/editor")
        assert boris.post(path).status_code == 404
    assert unsaved(boris, "/editor/unsaved") == []
