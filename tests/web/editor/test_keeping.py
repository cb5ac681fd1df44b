"""What the script of the form asks the server for."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from feedsvc.core.accounts import Role
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.forms import Form, opened, photograph
from tests.web.world import World

EDITOR: dict[str, Any] = {"roles": {"tashkent": Role.EDITOR}}
JSON = {"Accept": "application/json"}


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An editor of Tashkent."""
    return clerk(app, name="Anna", **EDITOR)


def typed(who: Clerk, form: Form, **said: Any) -> Any:
    return who.client.post(
        f"{form.action}/typed", data={**form.fields, **said, "csrf_token": who._csrf}, headers=JSON
    )


def test_what_is_typed_is_kept_and_has_an_address(anna: Clerk):
    form = opened(anna)
    answer = typed(anna, form, title="Flo")
    assert answer.json["address"] == form.action
    assert answer.json["said"] == "Kept 13:00"
    assert opened(anna, form.action).fields["title"] == "Flo"


def test_a_browser_learns_what_is_kept_of_a_form_and_what_was_saved(anna: Clerk):
    form = opened(anna)
    path = f"{form.action}/typed"
    assert anna.get(path).status_code == 404
    assert typed(anna, form).json["kept"] is False
    assert anna.get(path).status_code == 404
    typed(anna, form, title="Flo")
    assert "title=Flo" in anna.get(path).json["typed"]
    anna.post(form.action, {**form.fields, "title": "Flo", "do": "save"})
    assert anna.get(path).json == {"saved": True, "typed": ""}


def test_two_tabs_of_one_entry_are_one_copy(anna: Clerk, world: World):
    path = f"/editor/entries/{world.uuids['flood']}"
    one, two = opened(anna, path), opened(anna, path)
    first, second = typed(anna, one, title="One"), typed(anna, two, title="Two")
    assert first.json["address"] == second.json["address"] == one.action
    assert opened(anna, path).fields["title"] == "Two"


def test_a_lost_session_and_a_wrong_token_are_told_apart(app: Flask, anna: Clerk):
    form = opened(anna)
    anna._csrf = "old"
    assert typed(anna, form).status_code == 403
    anna._csrf = anna.client.get("/editor/token", headers=JSON).json["csrf"]
    assert typed(anna, form).status_code == 200
    anna.client._cookies.clear()
    assert typed(anna, form).status_code == 401
    assert anna.client.get("/editor/token", headers=JSON).status_code == 401


def test_what_cannot_be_kept_is_said(anna: Clerk):
    answer = typed(anna, opened(anna), body="x" * 3_500_000)
    assert (answer.status_code, "too long" in answer.json["detail"]) == (400, True)


def test_what_is_pasted_comes_back_clean(anna: Clerk):
    opened(anna)
    word = "<p class=MsoNormal style='mso-x:y'><b>Flood</b><o:p></o:p></p><table><tr><td>a<td>b</table>"
    answer = anna.post("/editor/pasted", {"html": word}, **JSON)
    assert answer.json["html"] == "<p><strong>Flood</strong></p>\n<p>a | b</p>"
    assert "came as lines" in answer.json["said"]
    assert anna.post("/editor/pasted", {"html": "<i>a</i>"}, **JSON).json["said"] == ""
    assert anna.post("/editor/pasted", {"html": "<div>" * 600}, **JSON).status_code == 400


def test_a_picture_is_shown_in_its_field_or_refused_there(anna: Clerk):
    form = opened(anna)
    came = anna.post(f"{form.action}/picture", {**form.fields, "picture": (BytesIO(photograph()), "a.jpg")})
    assert came.status_code == 200
    assert '<img src="/pictures/' in came.text
    refused = anna.post(f"{form.action}/picture", {**form.fields, "picture": (BytesIO(b"x"), "a.jpg")})
    assert (refused.status_code, 'id="picture-problem"' in refused.text) == (422, True)


def test_a_second_coming_keeps_what_was_said_of_the_picture(anna: Clerk):
    form = opened(anna)
    file = {"picture": (BytesIO(photograph()), "a.jpg")}
    anna.post(
        f"{form.action}/picture", {**form.fields, **file, "image_alt": "A river", "image_credit": "© A"}
    )
    other = opened(anna)
    file = {"picture": (BytesIO(photograph()), "a.jpg")}
    assert 'value="A river"' in anna.post(f"{other.action}/picture", {**other.fields, **file}).text


def test_the_text_is_read_for_countries_and_for_what_readers_will_miss(anna: Clerk):
    form = opened(anna)
    typed(anna, form, title="Flood in Tashkent")
    assert "Uzbekistan" in anna.get(f"{form.action}/found").text
    assert "summary" in anna.get(f"{form.action}/advice").text
    assert clerk_of_elsewhere(anna).get(f"{form.action}/found").status_code == 404


def clerk_of_elsewhere(anna: Clerk) -> Clerk:
    return clerk(anna.client.application, "elsewhere@example.org", is_admin=True)


def test_two_people_see_each_other_and_what_was_saved_meanwhile(app: Flask, anna: Clerk, world: World):
    boris = clerk(app, "boris@example.org", name="Boris", **EDITOR)
    path = f"/editor/entries/{world.uuids['flood']}"
    mine, theirs = opened(anna, path), opened(boris, path)
    assert anna.post(f"{path}/here", {"base_version": "2", "seen": ""}).status_code == 204
    boris.post(f"{path}/here", {"base_version": "2"})
    seen = anna.post(f"{path}/here", {"base_version": "2", "seen": ""})
    assert "Boris has this entry open." in seen.text
    typed(boris, theirs, title="x")
    boris.post(theirs.action, {**theirs.fields, "title": "By Boris", "do": "save"})
    assert "Boris saved this entry" in anna.post(f"{path}/here", mine.fields).text


def test_who_may_not_edit_an_entry_does_not_hear_who_does(app: Flask, world: World):
    quiet = clerk(app, "quiet@example.org", roles={"quiet": Role.EDITOR})
    quiet.get("/editor/new")
    path = "/editor/entries/{}/here"
    assert quiet.post(path.format(world.uuids["draft"])).status_code == 404
    assert quiet.post(path.format(world.uuids["flood"])).status_code == 403
