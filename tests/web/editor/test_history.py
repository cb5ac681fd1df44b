"""The versions of an entry and its translations, without JavaScript."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from feedsvc.core.accounts import Role
from feedsvc.core.model import Enclosure, Entry, Image, Person
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.html import parse
from tests.web.world import START, World, _entry

UNKNOWN = "0c7bbebe-b508-42f9-8cbc-a5c28a4b5bc1"
OTHER_TEXT = "<p>The water <b>falls</b>. <a href='https://example.org/x'>More</a></p>"


def stored(app: Flask, uuid: str) -> Entry:
    with app.extensions[EXTENSION].store.reading() as reader:
        return reader.entry(uuid)


def editor(app: Flask, email: str = "anna@example.org", office: str = "tashkent") -> Clerk:
    return clerk(app, email, roles={office: Role.EDITOR})


def edit(world: World, name: str, *, major: bool = False, **said: object) -> None:
    with world.publisher(START + timedelta(days=3)) as publisher:
        entry = publisher.entry(world.uuids[name])
        draft = replace(entry.as_draft(), **said)  # type: ignore[arg-type]  # a table of values of many types
        publisher.edit(entry.uuid, draft, major=major)


@pytest.fixture
def path(world: World) -> str:
    """The history of an entry with three versions."""
    edit(world, "flood", title="Flood & <safety> “then”", content_html=OTHER_TEXT, countries=("TJ",))
    return f"/editor/entries/{world.uuids['flood']}/history"


def test_the_last_two_versions_are_compared_field_by_field(app: Flask, path: str):
    text = editor(app).get(path).text
    page = parse(text)
    assert [each.strip() for each in page.xpath("//dt/text()")] == ["Title", "Text", "Countries"]
    assert "From version 2 to version 3" in text
    assert page.xpath("//dd[1]//del/text()") == ["now"]
    assert page.xpath("//dd[1]//ins/text()") == ["then"]
    # Said for those who do not see the colours.
    assert page.xpath("//dd[1]//del/span/text()") == ["removed: ", " (end)"]
    assert page.xpath("//dd[1]//ins/span/text()") == ["added: ", " (end)"]
    assert page.xpath("//dd[3]//del/text()") == ["Tajikistan, Uzbekistan"]
    assert "1 word removed, 1 word added" in text
    whats = [each.strip() for each in page.xpath("//table//tr/td[3]/text()")]
    assert whats == ["Minor edit", "Published", "Begun"]


def test_any_two_versions_are_compared_the_earlier_first(app: Flask, path: str):
    text = editor(app).get(f"{path}?from=3&to=1").text
    assert "From version 1 to version 3" in text
    assert "Status" in parse(text).xpath("//dt/text()")
    same = editor(app, "b@example.org").get(f"{path}?from=2&to=2").text
    assert "What people read is the same in both versions." in same
    odd = editor(app, "c@example.org").get(f"{path}?from=x&to=99").text
    assert "From version 2 to version 3" in odd


def test_a_change_of_markup_alone_is_shown_as_source(app: Flask, world: World):
    edit(world, "flood", content_html="<p>The water rises. <a href='https://example.org/x'>More</a></p>")
    text = editor(app).get(f"/editor/entries/{world.uuids['flood']}/history").text
    assert "The words are the same; what differs is their markup" in text
    assert "&lt;b&gt;" in text


def test_every_kind_of_field_is_said_in_words(app: Flask, world: World):
    edit(
        world,
        "old",
        office="quiet",
        language="ru",
        image=Image(credit="© Somebody"),
        authors=(Person("Anna Karlova"),),
        enclosures=(Enclosure("https://example.org/a.pdf", "application/pdf", 7, "Minutes"),),
        topics=("floods",),
        link="https://example.org/old",
    )
    text = editor(app, office="quiet").get(f"/editor/entries/{world.uuids['old']}/history").text
    for said in ("Quiet Office", "Русский", "© Somebody", "Anna Karlova", "Minutes", "Floods", "nothing"):
        assert said in text
    assert "https://example.org/old" in text


@pytest.mark.parametrize("major", [False, True])
def test_going_back_shows_what_would_change_and_asks_what_readers_see(
    app: Flask, world: World, path: str, major: bool
):
    anna, uuid = editor(app), world.uuids["flood"]
    before = stored(app, uuid)
    page = parse(anna.get(f"{path}/2").text)
    assert page.xpath("//dd[1]//ins/text()") == ["now"]
    choices = [each.strip() for each in page.xpath("//fieldset//label/text()") if each.strip()]
    assert choices[0].startswith("A small one:")
    assert choices[1].startswith("A new state of things:")
    fields = {"version": str(before.version), "edit": "major" if major else "minor"}
    answer = anna.post(f"{path}/2", fields)
    assert answer.headers["Location"] == f"/editor/entries/{uuid}/standing"
    after = stored(app, uuid)
    assert (after.title, after.countries) == ("Flood & <safety> “now”", ("TJ", "UZ"))
    assert (after.updated != before.updated) is major
    assert "has the content of version 2 again" in anna.get(answer.headers["Location"]).text


def test_a_draft_goes_back_without_being_asked_about_readers(app: Flask, world: World):
    edit(world, "draft", title="Another title")
    page = editor(app).get(f"/editor/entries/{world.uuids['draft']}/history/1").text
    assert "What readers see" not in page
    assert "Go back to this version" in page


def test_there_is_no_way_back_to_what_is_there_nor_from_what_is_withdrawn(
    app: Flask, world: World, path: str
):
    anna = editor(app)
    assert "It has this content now" in anna.get(f"{path}/3").text
    gone = anna.get(f"/editor/entries/{world.uuids['withdrawn']}/history/1").text
    assert "Restore it first" in gone
    assert "Go back to this version" not in gone
    assert anna.get(f"{path}/9").status_code == 404


def test_a_stale_way_back_changes_nothing(app: Flask, world: World, path: str):
    anna, uuid = editor(app), world.uuids["flood"]
    anna.get(f"{path}/2")
    before = stored(app, uuid)
    assert anna.post(f"{path}/2", {"version": "2"}).headers["Location"].endswith("/standing")
    assert stored(app, uuid) == before


def test_the_history_is_for_those_who_work_in_the_office(app: Flask, world: World, path: str):
    who = editor(app, "quiet@example.org", "quiet")
    assert who.get(path).status_code == who.get(f"{path}/2").status_code == 403
    version = str(stored(app, world.uuids["flood"]).version)
    who.get("/editor")
    assert who.post(f"{path}/2", {"version": version}).status_code == 403
    reader = clerk(app, "reader@example.org", roles={"tashkent": Role.READER})
    assert reader.get(path).status_code == 200
    assert f"{path}/2" not in reader.get(path).text
    assert "Go back to this version" not in reader.get(f"{path}/2").text


def test_translations_stand_side_by_side(app: Flask, world: World):
    text = editor(app).get(f"/editor/entries/{world.uuids['flood']}/translations").text
    page = parse(text)
    assert page.xpath("//article/@lang") == ["en", "ru"]
    assert page.xpath("//article//h3/a/text()") == ["Flood & <safety> “now”", "Вода поднимается"]
    assert "There is a translation in every language of the site." in text
    assert "Link an entry" not in text


def test_the_other_language_is_one_click_away(app: Flask, world: World):
    uuid = world.uuids["old"]
    text = editor(app).get(f"/editor/entries/{uuid}/translations").text
    assert f'href="/editor/new?translates={uuid}&amp;language=ru"' in text
    assert "Write the translation: Русский" in text
    form = editor(app, "b@example.org").get(f"/editor/new?translates={uuid}&language=ru").text
    assert (
        parse(form).xpath("//section[@aria-labelledby='original']//p/text()")[0] == "An old gauge reads true"
    )
    assert "The text in English" in form


def test_a_text_that_somebody_may_not_see_is_not_shown_beside_the_form(app: Flask, world: World):
    who = editor(app, "quiet@example.org", "quiet")
    who.get("/editor")
    fields = {"title": "Mine", "office": "quiet", "language": "ru", "translates": world.uuids["draft"]}
    who.post(f"/editor/work/{UNKNOWN}", {**fields, "do": "preview"})
    form = who.get(f"/editor/work/{UNKNOWN}")
    assert "Mine" in form.text
    assert "Not yet for readers" not in form.text


def test_entries_are_linked_and_unlinked(app: Flask, world: World):
    other = world.publish("ru", _entry("Старый водомер", language="ru"))
    anna, uuid = editor(app), world.uuids["old"]
    path = f"/editor/entries/{uuid}/translations"
    page = parse(anna.get(f"{path}?q=водомер").text)
    assert page.xpath("//section[@aria-labelledby='link']//li/a/text()") == ["Старый водомер"]
    fields = {"version": str(stored(app, uuid).version), "other": other}
    anna.post(f"{path}/link", fields)
    assert [each.uuid for each in stored(app, other).translations] == [uuid]
    assert "They are translations of each other now." in anna.get(path).text
    anna.post(f"{path}/unlink", {"version": fields["version"]})
    assert stored(app, other).translations == ()
    assert "is no translation of the others any more" in anna.get(path).text
    assert anna.post(f"{path}/unlink", {"version": fields["version"]}).headers["Location"] == path
    assert "It has no translation yet." in anna.get(path).text


def test_two_of_one_language_are_not_linked(app: Flask, world: World):
    anna, uuid = editor(app), world.uuids["old"]
    path = f"/editor/entries/{uuid}/translations"
    anna.get(path)
    anna.post(f"{path}/link", {"version": str(stored(app, uuid).version), "other": world.uuids["flood"]})
    assert "of each language there can be one only" in anna.get(path).text
    assert anna.post(f"{path}/link", {"other": "none"}).status_code == 404


def test_whoever_may_not_change_it_links_nothing(app: Flask, world: World):
    uuid = world.uuids["flood"]
    author = clerk(app, "author@example.org", roles={"tashkent": Role.AUTHOR})
    text = author.get(f"/editor/entries/{uuid}/translations").text
    assert "It is no translation of the others" not in text
    fields = {"version": str(stored(app, uuid).version)}
    author.get("/editor")
    assert author.post(f"/editor/entries/{uuid}/translations/unlink", fields).status_code == 403
    assert author.post("/editor/entries/none/translations/unlink", fields).status_code == 404
    assert stored(app, uuid).translations
