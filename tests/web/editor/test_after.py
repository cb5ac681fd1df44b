"""What is done with an entry after it was written: where it stands, its steps, without JavaScript."""

from datetime import timedelta

import pytest
from flask import Flask

from feedsvc.core import urls
from feedsvc.core.accounts import Role
from feedsvc.core.errors import NotFound
from feedsvc.core.model import Entry, Status
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.html import parse
from tests.web.world import NOW, World

STEPS = {"flood": "withdraw", "withdrawn": "restore", "scheduled": "unschedule", "draft": "delete"}


def stored(app: Flask, uuid: str) -> Entry:
    with app.extensions[EXTENSION].store.reading() as reader:
        return reader.entry(uuid)


def editor(app: Flask, email: str = "anna@example.org", **said: object) -> Clerk:
    return clerk(app, email, **(said or {"roles": {"tashkent": Role.EDITOR}}))


def standing(who: Clerk, uuid: str) -> str:
    return who.get(f"/editor/entries/{uuid}/standing").text


def do(who: Clerk, uuid: str, step: str, **fields: str):
    """Open the page of a step and send its form."""
    page = parse(who.get(f"/editor/entries/{uuid}/{step}").text)
    [version] = page.xpath("//form//input[@name='version']/@value")
    return who.post(f"/editor/entries/{uuid}/{step}", {"version": str(version), **fields})


def deeds(text: str) -> list[str]:
    found = parse(text).xpath("//section[@aria-labelledby='doing']//*[self::a or self::button]/text()")
    return [str(each).strip() for each in found]


def test_a_published_entry_says_where_it_stands(app: Flask, world: World):
    text = standing(editor(app), world.uuids["flood"])
    page = parse(text)
    assert "Published on 1 June 2026, 16:00 (Asia/Tashkent)." in text
    assert page.xpath("//table[1]//th[@scope='row']/text()[1]")[0].strip() == "All news"
    assert "number 4 from the top" in text
    assert "/feeds/offices/tashkent/countries/tj.en.atom" in text
    assert page.xpath("//details/summary/text()") == ["Narrower feeds and single languages (15)"]
    assert "Its page was opened 0 times." in text
    assert "Its feeds have 0 subscribers." in text
    assert page.xpath("//section[@aria-labelledby='translations']//a/text()") == ["Вода поднимается"]
    assert deeds(text) == ["Edit", "Withdraw…", "History", "Translations", "New entry modelled on this one"]
    assert "Erase for good…" not in text
    assert "Published · ada · 1 June 2026" in text


def test_an_old_entry_stands_in_the_archive_and_the_address_is_that_of_its_page(app: Flask, world: World):
    text = standing(editor(app), world.uuids["old"])
    # A page of this site has three entries: of eight, the first three are sealed.
    assert "page 1 of the archive" in text
    assert "/feeds/all/archive/1.atom" in text


def test_a_draft_says_where_it_will_stand_and_offers_what_can_be_done(app: Flask, world: World):
    text = standing(editor(app), world.uuids["draft"])
    assert "A draft: no reader sees it." in text
    assert "As soon as it is published: All news, Office for the Rivers of Central Asia" in text
    assert deeds(text) == [
        *("Edit", "Publish now…", "Schedule…", "Delete the draft…", "History", "Translations"),
        "New entry modelled on this one",
    ]
    assert "translates=" in text
    assert "Write it in: Русский" in text


def test_a_scheduled_entry_says_when_on_the_clock_of_its_office(app: Flask, world: World):
    text = standing(editor(app), world.uuids["scheduled"])
    assert "It will be published on 2 July 2026, 13:00 on the clock of Asia/Tashkent." in text
    assert "Take off the schedule…" in deeds(text)
    late = standing(editor(world.app(now=NOW + timedelta(days=2)), "b@x.org"), world.uuids["scheduled"])
    assert "the worker has not done it yet" in late


def test_a_withdrawn_entry_says_why_and_which_feeds_say_that_it_is_gone(app: Flask, world: World):
    text = standing(editor(app), world.uuids["withdrawn"])
    assert "Reason: It named the wrong river." in text
    assert "The feeds that say it is gone" in text
    assert "says that it is gone" in text
    # RSS and JSON cannot say it, so they are not offered as if they did.
    assert "Atom alone can say it." in text
    formats = parse(text).xpath("//section[@aria-labelledby='where']//div[@class='formats']/a/text()")
    assert set(formats) == {"Atom"}
    assert deeds(text) == ["Restore…", "History", "Translations", "New entry modelled on this one"]


def test_an_entry_that_was_brought_up_again_says_so(app: Flask, world: World):
    from dataclasses import replace

    with world.publisher(NOW) as publisher:
        entry = publisher.entry(world.uuids["flood"])
        publisher.edit(entry.uuid, replace(entry.as_draft(), title="It falls"), major=True)
    assert "Brought to the top again on 1 July 2026, 13:00 (Asia/Tashkent)." in standing(
        editor(app), entry.uuid
    )


def test_whoever_has_no_role_there_sees_what_readers_see_and_may_do_nothing(app: Flask, world: World):
    guest = editor(app, "quiet@example.org", roles={"quiet": Role.EDITOR})
    text = standing(guest, world.uuids["flood"])
    assert deeds(text) == ["Translations"]
    assert "ada" not in text
    assert "What was done last" not in text
    assert "subscribers" not in text
    assert guest.get(f"/editor/entries/{world.uuids['draft']}/standing").status_code == 404
    assert guest.get(f"/editor/entries/{world.uuids['withdrawn']}/standing").status_code == 410
    assert guest.get("/editor/entries/none/standing").status_code == 404


@pytest.mark.parametrize(
    ("email", "roles"),
    [
        ("reader@example.org", {"tashkent": Role.READER}),
        ("author@example.org", {"tashkent": Role.AUTHOR}),
        ("quiet@example.org", {"quiet": Role.EDITOR}),
    ],
)
def test_reader_author_and_editor_of_another_office_are_refused(
    app: Flask, world: World, email: str, roles: dict[str, Role]
):
    who = editor(app, email, roles=roles)
    for name, step in STEPS.items():
        uuid = world.uuids[name]
        before, path = stored(app, uuid), f"/editor/entries/{uuid}/{step}"
        assert who.get(path).status_code in {403, 404, 410}
        who.get("/editor")
        assert who.post(path, {"version": str(before.version)}).status_code in {403, 404, 410}
        assert stored(app, uuid) == before
        assert step not in dict(deeds_by_name(standing(who, uuid)))


def deeds_by_name(text: str) -> list[tuple[str, str]]:
    return [
        (str(each).rpartition("/")[2], str(each))
        for each in parse(text).xpath("//ul[@class='deeds']//a/@href")
    ]


def test_an_entry_is_withdrawn_with_a_reason_and_restored_with_one(app: Flask, world: World):
    anna, uuid = editor(app), world.uuids["flood"]
    asked = anna.get(f"/editor/entries/{uuid}/withdraw").text
    assert "Withdraw “Flood &amp; &lt;safety&gt; “now””?" in asked
    assert "from these feeds: All news, Office for the Rivers of Central Asia, Tajikistan" in asked
    assert "For 90 days the Atom feeds say that it is gone" in asked
    answer = do(anna, uuid, "withdraw", reason="Wrong river.")
    assert answer.headers["Location"] == f"/editor/entries/{uuid}/standing"
    assert "is withdrawn." in standing(anna, uuid)
    assert "Wrong river." in app.test_client().get(f"/entries/{uuid}").text
    assert do(anna, uuid, "restore", reason="It was right.").status_code == 303
    assert stored(app, uuid).released
    history = anna.get(f"/editor/entries/{uuid}/history").text
    assert "Reason: It was right." in history
    assert "Reason: Wrong river." in history
    page = app.test_client().get(urls.entry_path(uuid, stored(app, uuid).title))
    assert page.status_code == 200
    assert "It was right." not in page.text


def test_a_scheduled_entry_becomes_a_draft_again(app: Flask, world: World):
    anna, uuid = editor(app), world.uuids["scheduled"]
    assert do(anna, uuid, "unschedule").status_code == 303
    assert stored(app, uuid).status is Status.DRAFT
    assert "is a draft again." in standing(anna, uuid)


def test_a_draft_is_deleted_and_the_list_says_so(app: Flask, world: World):
    anna, uuid = editor(app), world.uuids["draft"]
    assert "cannot be brought back" in anna.get(f"/editor/entries/{uuid}/delete").text
    assert do(anna, uuid, "delete").headers["Location"] == "/editor"
    assert "The draft “Not yet for readers” is deleted." in anna.get("/editor").text
    with pytest.raises(NotFound):
        stored(app, uuid)
    assert anna.get(f"/editor/entries/{uuid}/standing").status_code == 404


def test_what_somebody_changed_meanwhile_stays_as_it_is(app: Flask, world: World):
    anna = editor(app)
    for name, step in STEPS.items():
        uuid = world.uuids[name]
        anna.get(f"/editor/entries/{uuid}/{step}")
        before = stored(app, uuid)
        answer = anna.post(f"/editor/entries/{uuid}/{step}", {"version": str(before.version - 1)})
        assert answer.headers["Location"] == f"/editor/entries/{uuid}/standing"
        assert "Somebody changed it meanwhile, and nothing was done." in standing(anna, uuid)
        assert stored(app, uuid) == before


@pytest.mark.parametrize("step", ["restore", "unschedule", "delete"])
def test_a_step_that_the_status_does_not_allow_leads_to_how_it_stands(app: Flask, world: World, step: str):
    anna, uuid = editor(app), world.uuids["flood"]
    anna.get("/editor")
    for answer in (
        anna.post(f"/editor/entries/{uuid}/{step}", {"version": str(stored(app, uuid).version)}),
        anna.get(f"/editor/entries/{uuid}/{step}"),
    ):
        assert answer.headers["Location"] == f"/editor/entries/{uuid}/standing"
    assert "This cannot be done with it any more" in standing(anna, uuid)
    assert stored(app, uuid).released


def test_a_copy_opens_as_a_new_draft_of_ones_own(app: Flask, world: World):
    author = editor(app, "author@example.org", roles={"tashkent": Role.AUTHOR})
    standing(author, world.uuids["flood"])
    answer = author.post(f"/editor/entries/{world.uuids['flood']}/copy")
    uuid = answer.headers["Location"].rpartition("/")[2]
    made = stored(app, uuid)
    assert (made.status, made.owner, made.topics) == (Status.DRAFT, author.user.uuid, ("floods",))
    reader = editor(app, "reader@example.org", roles={"tashkent": Role.READER})
    reader.get("/editor")
    assert reader.post(f"/editor/entries/{world.uuids['flood']}/copy").status_code == 403


def test_only_an_administrator_erases_and_only_after_typing_the_title(app: Flask, world: World):
    uuid, path = world.uuids["flood"], f"/editor/entries/{world.uuids['flood']}/erase"
    anna = editor(app)
    assert anna.get(path).status_code == 403
    boss = editor(app, "boss@example.org", is_admin=True)
    assert "Erase for good…" in standing(boss, uuid)
    page = boss.get(path).text
    assert "This cannot be undone by anybody." in page
    version = str(stored(app, uuid).version)
    wrong = boss.post(path, {"version": version, "title": "Flood", "reason": ""})
    assert wrong.status_code == 422
    assert "This is not its title." in wrong.text
    assert "This is needed." in wrong.text
    right = {"title": " flood & <safety> “now” ", "reason": "A court"}
    assert boss.post(path, {"version": "77", **right}).headers["Location"].endswith("/standing")
    assert stored(app, uuid).released
    assert boss.post(path, {"version": version, **right}).headers["Location"] == "/editor"
    assert stored(app, uuid).erased_at is not None
    text = standing(boss, uuid)
    assert "Erased for good: nothing is left of it" in text
    assert "Restore…" not in text
    assert boss.get(path).status_code == 404
    assert boss.post(f"/editor/entries/{uuid}/copy").status_code == 404


def test_an_author_who_is_no_administrator_cannot_post_an_erasure(app: Flask, world: World):
    anna, uuid = editor(app), world.uuids["flood"]
    anna.get("/editor")
    fields = {"version": str(stored(app, uuid).version), "title": "Flood & <safety> “now”", "reason": "x"}
    assert anna.post(f"/editor/entries/{uuid}/erase", fields).status_code == 403
    assert stored(app, uuid).released
