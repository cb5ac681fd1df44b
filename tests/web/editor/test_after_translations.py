"""What becomes of its translations when an entry is withdrawn."""

from flask import Flask

from feedsvc.core.accounts import Role
from feedsvc.core.model import Entry, Status
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.html import parse
from tests.web.world import World


def stored(app: Flask, uuid: str) -> Entry:
    with app.extensions[EXTENSION].store.reading() as reader:
        return reader.entry(uuid)


def editor(app: Flask, email: str = "anna@example.org") -> Clerk:
    return clerk(app, email, roles={"tashkent": Role.EDITOR})


def withdraw(who: Clerk, uuid: str, also: str = "") -> None:
    path = f"/editor/entries/{uuid}/withdraw"
    [version] = parse(who.get(path).text).xpath("//form//input[@name='version']/@value")
    assert who.post(path, {"version": str(version), "reason": "Wrong.", "also": also}).status_code == 303


def test_the_page_says_that_a_translation_stays_and_offers_it(app: Flask, world: World):
    page = parse(editor(app).get(f"/editor/entries/{world.uuids['flood']}/withdraw").text)
    russian = stored(app, world.uuids["flood-ru"])
    [box] = page.xpath("//input[@name='also']")
    assert (box.get("value"), box.get("checked")) == (f"{russian.uuid}:{russian.version}", None)
    assert "Вода поднимается" in box.getparent().text_content()
    assert "Русский" in box.getparent().text_content()


def test_a_translation_stays_unless_it_is_chosen(app: Flask, world: World):
    withdraw(editor(app), world.uuids["flood"])
    assert stored(app, world.uuids["flood-ru"]).status is Status.PUBLISHED


def test_both_are_withdrawn_with_one_reason(app: Flask, world: World):
    anna, russian = editor(app), stored(app, world.uuids["flood-ru"])
    withdraw(anna, world.uuids["flood"], f"{russian.uuid}:{russian.version}")
    for name in ("flood", "flood-ru"):
        entry = stored(app, world.uuids[name])
        assert (entry.status, entry.withdrawn_reason) == (Status.WITHDRAWN, "Wrong.")
    # Withdrawn already: there is nothing to ask any more.
    assert "Its translations" not in anna.get(f"/editor/entries/{world.uuids['flood']}/restore").text


def test_nothing_is_withdrawn_where_a_translation_was_changed_or_is_none(app: Flask, world: World):
    anna, russian, other = (
        editor(app),
        stored(app, world.uuids["flood-ru"]),
        stored(app, world.uuids["linked"]),
    )
    for also in (f"{russian.uuid}:{russian.version + 1}", f"{other.uuid}:{other.version}", "none"):
        withdraw(anna, world.uuids["flood"], also)
        assert "nothing was done" in anna.get("/editor").text
        assert stored(app, world.uuids["flood"]).status is Status.PUBLISHED
        assert stored(app, other.uuid) == other
