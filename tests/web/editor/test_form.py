"""The form of an entry without a script: every button, wrong input, who may."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from lxml import html as lxml_html

from feedsvc.core.accounts import Role
from feedsvc.core.form_reading import NAMES
from feedsvc.services import drafting
from feedsvc.web.editor import words_conflict
from feedsvc.web.editor.words_form import ENGLISH, RUSSIAN
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.forms import Form, opened, photograph, sent
from tests.web.world import World

EDITOR: dict[str, Any] = {"roles": {"tashkent": Role.EDITOR}}
NEWS = {"title": "Flood in Khujand", "summary": "It rises.", "body": "One\n\nTwo", "countries_are": "chosen"}


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An editor of Tashkent."""
    return clerk(app, name="Anna", **EDITOR)


def stored(app: Flask, uuid: str) -> Any:
    with app.extensions[EXTENSION].store.reading() as reader:
        return reader.entries_of([uuid]).get(uuid)


def copies(app: Flask, who: Clerk) -> list[Any]:
    with app.extensions[EXTENSION].store.reading() as reader:
        return drafting.copies_of(reader, actor=who.user.as_actor())


def test_an_empty_form_is_not_told_what_it_lacks(anna: Clerk) -> None:
    assert f"<h2>{ENGLISH['form_advice']}" not in anna.get("/editor/new").text


def test_every_word_is_there_in_both_languages():
    assert ENGLISH.keys() == RUSSIAN.keys()
    assert words_conflict.ENGLISH.keys() == words_conflict.RUSSIAN.keys()


def test_a_new_form_is_filled_in_as_far_as_is_known_and_stores_nothing(app: Flask, anna: Clerk):
    form = opened(anna)
    assert (form.fields["office"], form.fields["language"]) == ("tashkent", "en")
    assert set(NAMES) - set(form.fields) == {"countries", "topics", "edit"}
    assert copies(app, anna) == []
    assert opened(anna).copy != form.copy


def test_from_an_idea_to_a_feed_in_two_requests(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "publish", **NEWS, countries="TJ")
    assert answer.headers["Location"].endswith(f"/editor/entries/{form.copy}/standing")
    assert "Flood in Khujand" in anna.client.get("/feeds/countries/tj.atom").text
    assert "Published: “Flood in Khujand”" in anna.get(answer.headers["Location"]).text
    assert stored(app, form.copy).content_html == "<p>One</p>\n<p>Two</p>"
    assert copies(app, anna) == []


def test_a_draft_is_saved_and_gone_on_with(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, title="Little")
    again = opened(anna, answer.headers["Location"])
    assert again.fields["title"] == "Little"
    assert again.fields["base_version"] == "1"
    sent(anna, again, title="Little more")
    assert stored(app, form.copy).title == "Little more"
    assert anna.get(form.action).headers["Location"].endswith(f"/editor/entries/{form.copy}")


def test_what_is_wrong_is_said_at_its_field_and_kept_as_it_was_typed(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "publish", title="", link="here", body="Text", enclosure_url="a b")
    assert answer.status_code == 422
    again = Form(answer.text)
    assert set(again.problems) == {"title", "link", "enclosure_url"}
    assert again.problems["title"] == "This is missing."
    assert again.fields["link"] == "here"
    [copy] = copies(app, anna)
    assert copy.text("body") == "Text"
    assert opened(anna, form.action).fields["link"] == "here"


def test_what_readers_will_miss_is_confirmed_or_mended(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "publish", title="Bare")
    assert answer.headers["Location"].endswith(f"/editor/work/{form.copy}?confirm=publish")
    shown = anna.get(answer.headers["Location"])
    assert "Before readers see it" in shown.text
    assert stored(app, form.copy) is None
    sent(anna, Form(shown.text), "publish-anyway")
    assert stored(app, form.copy).released


def test_a_minute_is_that_of_the_office(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "schedule", **NEWS, countries="TJ", release="2026-07-02T09:00")
    assert "2 July 2026, 09:00" in anna.get(answer.headers["Location"]).text
    assert stored(app, form.copy).scheduled_for.hour == 4
    again = opened(anna, f"/editor/entries/{form.copy}")
    assert "publish" in again.buttons
    twice = sent(anna, opened(anna), "schedule", **NEWS, countries="TJ", release="2026-10-25T02:30")
    assert "twice" not in anna.get(twice.headers["Location"]).text  # Tashkent has no summer time
    late = sent(anna, opened(anna), "schedule", **NEWS, countries="TJ", release="2020-07-02T09:00")
    assert (late.status_code, set(Form(late.text).problems)) == (422, {"release"})


def test_an_edit_of_what_readers_have_is_small_or_a_new_state(app: Flask, anna: Clerk, world: World):
    uuid = world.uuids["flood"]
    before = stored(app, uuid)
    form = opened(anna, f"/editor/entries/{uuid}")
    assert "published" not in form.fields
    assert form.fields["edit"] == "minor"
    sent(anna, form, title="Flood, again")
    small = stored(app, uuid)
    assert (small.title, small.updated) == ("Flood, again", before.updated)
    sent(anna, opened(anna, f"/editor/entries/{uuid}"), summary="New.", edit="major")
    assert stored(app, uuid).updated > before.updated


def test_what_is_not_touched_is_not_changed(app: Flask, anna: Clerk, world: World):
    for name in ("flood", "credit", "script", "linked", "scheduled", "draft"):
        before = stored(app, world.uuids[name])
        sent(anna, opened(anna, f"/editor/entries/{before.uuid}"))
        assert stored(app, before.uuid) == before, name


@pytest.mark.parametrize("name", ["flood", "script"])
def test_a_text_that_the_field_cannot_show_stands_as_html(anna: Clerk, world: World, name: str):
    page = anna.get(f"/editor/entries/{world.uuids[name]}").text
    assert ('id="rich"' in page) is (name == "flood")
    assert ("This text has something that the simple field cannot show" in page) is (name == "script")


def test_all_countries_of_the_office_are_one_click(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "office_countries", countries="TR")
    again = opened(anna, answer.headers["Location"])
    assert sorted(again.fields["countries"]) == ["KG", "TJ", "TR", "UZ"]
    assert again.fields["countries_are"] == "chosen"


def test_a_picture_comes_with_the_form_and_is_described_later(app: Flask, anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "keep", picture=(BytesIO(photograph()), "river.png"))
    again = opened(anna, answer.headers["Location"])
    assert again.fields["image_url"].startswith("/pictures/")
    without = sent(anna, again, "drop_picture")
    assert opened(anna, without.headers["Location"]).fields["image_url"] == ""
    refused = sent(anna, again, picture=(BytesIO(b"no picture"), "a.png"), title="Kept all the same")
    assert (refused.status_code, set(Form(refused.text).problems)) == (422, {"picture"})
    assert copies(app, anna)[0].text("title") == "Kept all the same"


def test_what_is_not_saved_can_be_thrown_away(app: Flask, anna: Clerk, world: World):
    form = opened(anna)
    sent(anna, form, title="", summary="x")
    assert sent(anna, opened(anna, form.action), "discard").headers["Location"].endswith("/editor")
    entry = f"/editor/entries/{world.uuids['flood']}"
    sent(anna, opened(anna, entry), title="")
    assert "not saved it yet" in anna.get(entry).text
    assert sent(anna, opened(anna, entry), "discard").headers["Location"].endswith(entry)
    assert copies(app, anna) == []


def test_a_preview_is_of_what_is_kept(anna: Clerk):
    form = opened(anna)
    answer = sent(anna, form, "preview", **NEWS)
    assert answer.headers["Location"].endswith(f"/editor/work/{form.copy}/preview")
    assert anna.get(answer.headers["Location"]).status_code == 200


def test_a_translation_begins_with_the_facts(app: Flask, anna: Clerk, world: World):
    form = opened(anna, f"/editor/new?translates={world.uuids['credit']}&language=ru")
    assert (form.fields["title"], form.fields["language"]) == ("", "ru")
    assert form.tree.xpath("string(//h1)") == "Translation: Русский"
    assert form.fields["countries"] == "TJ"
    assert form.fields["image_credit"] == "© Some Agency 2026"
    sent(anna, form, "publish-anyway", title="Известно только чьё")
    assert [each.uuid for each in stored(app, form.copy).translations] == [world.uuids["credit"]]


def test_who_may_not_write_does_not(app: Flask, world: World):
    draft, flood = (f"/editor/entries/{world.uuids[name]}" for name in ("draft", "flood"))
    reader = clerk(app, "reader@example.org", roles={"tashkent": Role.READER})
    author = clerk(app, "author@example.org", roles={"tashkent": Role.AUTHOR})
    elsewhere = clerk(app, "quiet@example.org", roles={"quiet": Role.EDITOR})
    assert reader.get("/editor/new").status_code == 403
    assert [who.get(flood).status_code for who in (reader, author, elsewhere)] == [403, 403, 403]
    assert [who.get(draft).status_code for who in (reader, author, elsewhere)] == [403, 403, 404]
    form = opened(author)
    assert "publish" not in form.buttons
    refused = sent(author, form, "publish-anyway", title="Mine")
    assert (refused.status_code, "ask an editor" in refused.text) == (403, True)
    assert sent(author, opened(author, form.action), title="Mine").status_code == 303
    assert author.get(f"/editor/entries/{form.copy}").status_code == 200
    assert elsewhere.get(f"/editor/entries/{form.copy}").status_code == 404


def test_what_another_typed_is_not_there(app: Flask, anna: Clerk):
    form = opened(anna)
    sent(anna, form, title="", summary="x")
    boris = clerk(app, "boris@example.org", is_admin=True)
    assert boris.get(form.action).status_code == 404
    assert sent(boris, opened(boris), title="x", office="quiet").status_code == 303
    assert boris.post(form.action, {"title": "x"}).status_code == 404
    assert boris.get("/editor/work/none").status_code == 404


def test_a_withdrawn_entry_is_restored_first(anna: Clerk, world: World):
    answer = anna.get(f"/editor/entries/{world.uuids['withdrawn']}")
    assert answer.headers["Location"].endswith(f"{world.uuids['withdrawn']}/standing")


def test_a_lost_session_gives_back_what_was_sent_and_takes_it_again(app: Flask, anna: Clerk):
    form = opened(anna)
    anna.client.delete_cookie("__Host-feedsvc", domain="localhost", path="/")
    anna.client._cookies.clear()
    lost = anna.post(form.action, {**form.fields, **NEWS, "topics": ["floods", "fish"], "do": "save"})
    assert lost.status_code == 401
    assert "Nothing is lost" in lost.text
    again = clerk(app, "boris@example.org", **EDITOR)
    anna.client._cookies.update(again.client._cookies)
    anew = anna.post(form.action, {**NEWS, "office": "tashkent", "language": "en"})
    assert anew.status_code == 403
    assert anna.get("/sign-in").status_code == 200
    anna._csrf = ""
    shown = anna.post(form.action, {**form.fields, **NEWS, "do": "save"})
    [fields] = lxml_html.fromstring(shown.text).xpath('//form[@method="post"][input[@name="title"]]')
    assert anna.client.post(form.action, data=dict(fields.form_values())).status_code == 303
    assert stored(app, form.copy).title == NEWS["title"]


def test_two_versions_stand_side_by_side_and_each_field_is_chosen(app: Flask, anna: Clerk, world: World):
    boris = clerk(app, "boris@example.org", name="Boris", **EDITOR)
    path = f"/editor/entries/{world.uuids['flood']}"
    mine, theirs = opened(anna, path), opened(boris, path)
    sent(boris, theirs, title="Flood by Boris", place="Dushanbe", countries=["TJ"])
    answer = sent(anna, mine, title="Flood by Anna", summary="Anna's summary.")
    assert answer.status_code == 409
    assert all(text in answer.text for text in ("Saved by Boris", "Anna", "Dushanbe", "Khujand", "<mark>"))
    picks = picked(answer.text)
    assert picks == {"title": "mine", "summary": "mine", "place": "theirs", "countries": "theirs"}
    choice = {"version": "3", "wish": "save", **{f"pick_{name}": side for name, side in picks.items()}}
    stale = anna.post(f"/editor/work/{mine.copy}/choice", {**choice, "version": "2"})
    assert stale.status_code == 409
    assert anna.post(f"/editor/work/{mine.copy}/choice", choice | version(stale.text)).status_code == 303
    entry = stored(app, world.uuids["flood"])
    assert (entry.title, entry.summary, entry.place) == ("Flood by Anna", "Anna's summary.", "Dushanbe")
    assert entry.countries == ("TJ",)
    assert copies(app, anna) == []


def picked(text: str) -> dict[str, str]:
    chosen = lxml_html.fromstring(text).xpath("//input[@type='radio'][@checked]")
    return {each.get("name").removeprefix("pick_"): each.get("value") for each in chosen}


def version(text: str) -> dict[str, str]:
    return {"version": lxml_html.fromstring(text).xpath("//input[@name='version']/@value")[0]}


@pytest.mark.parametrize(("side", "title"), [("mine", "Anna's"), ("theirs", "Boris's")])
def test_one_side_is_taken_whole(app: Flask, anna: Clerk, world: World, side: str, title: str):
    boris = clerk(app, "boris@example.org", **EDITOR)
    path = f"/editor/entries/{world.uuids['flood']}"
    mine = opened(anna, path)
    sent(boris, opened(boris, path), title="Boris's")
    shown = sent(anna, mine, title="Anna's")
    choice = {"wish": "save", "all": side, **version(shown.text)}
    look = anna.post(f"/editor/work/{mine.copy}/choice", {**choice, "do": "look"})
    assert opened(anna, look.headers["Location"]).fields["title"] == title
    assert sent(anna, opened(anna, path)).status_code == 303
    assert stored(app, world.uuids["flood"]).title == title


def test_a_second_click_finds_what_the_first_has_saved(app: Flask, anna: Clerk):
    form = opened(anna)
    first = sent(anna, form, "publish", **NEWS, countries="TJ")
    second = sent(anna, form, "publish", **NEWS, countries="TJ")
    assert second.headers["Location"] == first.headers["Location"]
    assert stored(app, form.copy).version == 2
    assert copies(app, anna) == []
