"""What a preview offers to do next."""

from flask import Flask

from feedsvc.core.accounts import Role
from feedsvc.core.model import Status
from feedsvc.core.newsroom_urls import entry_preview_path
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.forms import opened, sent
from tests.web.editor.test_preview import COPY, TYPED, typed
from tests.web.html import parse
from tests.web.world import World


def next_steps(who: Clerk, path: str) -> list[tuple[str, dict[str, str]]]:
    """The forms beside the heading: where each is sent, and its fields."""
    forms = parse(who.get(path).text).xpath("//header[contains(@class, 'preview-head')]//form")
    return [(each.get("action"), dict(each.form_values())) for each in forms]


def test_what_was_looked_at_is_published_from_its_preview(app: Flask):
    anna = clerk(app, roles={"tashkent": Role.EDITOR})
    [(path, fields)] = next_steps(anna, typed(anna))
    assert {name: fields[name] for name in TYPED} == TYPED
    answer = anna.post(path, fields)
    if "confirm=publish" in answer.location:  # what readers will dislike is asked about first, as ever
        answer = anna.post(path, fields | {"do": "publish-anyway"})
    assert answer.status_code == 303
    with app.extensions[EXTENSION].store.reading() as reader:
        entry = reader.entry(COPY)
    assert (entry.status, entry.title) == (Status.PUBLISHED, TYPED["title"])
    assert entry.content_html == TYPED["body"]


def test_changes_of_what_readers_have_are_saved_from_their_preview(app: Flask, world: World):
    anna, uuid = clerk(app, roles={"tashkent": Role.EDITOR}), world.uuids["flood"]
    form = opened(anna, f"/editor/entries/{uuid}")
    path = sent(anna, form, "preview", title="It falls").location
    [(action, fields)] = next_steps(anna, path)
    assert (action, fields["do"], fields["entry"]) == (form.action, "save", uuid)
    assert anna.post(action, fields).status_code == 303
    with app.extensions[EXTENSION].store.reading() as reader:
        assert reader.entry(uuid).title == "It falls"


def test_a_draft_that_is_stored_goes_on_to_be_published(app: Flask, world: World):
    anna, uuid = clerk(app, roles={"tashkent": Role.EDITOR}), world.uuids["draft"]
    [(path, fields)] = next_steps(anna, entry_preview_path(uuid))
    page = anna.post(path, fields).text
    assert "Not yet for readers" in page
    assert next_steps(anna, entry_preview_path(world.uuids["flood"])) == []


def test_whoever_may_not_publish_is_not_offered_it(app: Flask, world: World):
    author = clerk(app, "author@example.org", roles={"tashkent": Role.AUTHOR})
    assert next_steps(author, typed(author)) == []
    assert next_steps(author, entry_preview_path(world.uuids["draft"])) == []


def test_a_preview_with_problems_offers_no_publishing(app: Flask):
    anna = clerk(app, roles={"tashkent": Role.EDITOR})
    assert next_steps(anna, typed(anna, title="")) == []
