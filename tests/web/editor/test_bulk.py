"""Many entries changed at once: shown first, then done, then told; without JavaScript."""

from typing import Any

import pytest
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


def key(app: Flask, uuid: str) -> str:
    return f"{uuid}:{stored(app, uuid).version}"


def admin(app: Flask) -> Clerk:
    found = clerk(app, is_admin=True)
    found.get("/editor")
    return found


def sections(text: str) -> dict[str, list[str]]:
    """What will be done and what will not, by the titles of the entries."""
    page = parse(text)
    return {
        name: [str(each) for each in page.xpath(f"//section[@aria-labelledby='{name}']//a/text()")]
        for name in ("will", "will-not")
    }


def confirm(text: str) -> dict[str, Any]:
    """The fields of the form that does it."""
    [form] = parse(text).xpath("//form[@class='bulk-confirm']")
    fields: dict[str, Any] = {}
    for each in form.xpath(".//input[@name]"):
        fields.setdefault(each.get("name"), []).append(each.get("value"))
    return {name: found if len(found) > 1 else found[0] for name, found in fields.items()}


def test_what_will_happen_is_shown_before_it_is_done_and_told_after(app: Flask, world: World):
    anna, uuids = admin(app), world.uuids
    chosen = [key(app, uuids[name]) for name in ("flood", "draft", "old")]
    plan = anna.post("/editor/bulk", {"action": "withdraw", "entry": chosen, "back": "/editor?country=TJ"})
    assert sections(plan.text) == {
        "will": ["Flood & <safety> “now”", "An old gauge reads true"],
        "will-not": ["Not yet for readers"],
    }
    assert "It is a draft." in plan.text
    assert "Disappears at once from: All news, Office for the Rivers of Central Asia, Tajikistan" in plan.text
    assert "narrower ones" in plan.text
    assert stored(app, uuids["flood"]).released

    done = anna.post("/editor/bulk", {**confirm(plan.text), "reason": "They were wrong."})
    assert done.status_code == 303
    assert stored(app, uuids["flood"]).status is Status.WITHDRAWN
    assert stored(app, uuids["old"]).withdrawn_reason == "They were wrong."
    assert stored(app, uuids["draft"]).status is Status.DRAFT
    report = anna.get(done.headers["Location"])
    assert "<h1>Withdrawn: 2 entries</h1>" in report.text
    assert 'href="/editor?country=TJ"' in report.text
    assert report.text.count("status-withdrawn") == 2


def test_nothing_is_done_where_something_changed_meanwhile(app: Flask, world: World):
    anna, uuids = admin(app), world.uuids
    chosen = [key(app, uuids[name]) for name in ("flood", "old")]
    plan = anna.post("/editor/bulk", {"action": "withdraw", "entry": chosen})
    with world.publisher() as publisher:
        publisher.withdraw(uuids["old"])
    answer = anna.post("/editor/bulk", confirm(plan.text))
    assert answer.status_code == 422
    assert "Something changed meanwhile, and nothing was done." in answer.text
    assert sections(answer.text)["will-not"] == ["An old gauge reads true"]
    assert "Somebody changed it since you looked." in answer.text
    assert stored(app, uuids["flood"]).released


def test_who_may_not_is_told_for_each_entry(app: Flask, world: World):
    author = clerk(app, "author@example.org", roles={"tashkent": Role.AUTHOR})
    author.get("/editor")
    plan = author.post("/editor/bulk", {"action": "publish", "entry": key(app, world.uuids["draft"])})
    assert sections(plan.text)["will-not"] == ["Not yet for readers"]
    assert "You may not do this in its office." in plan.text
    assert "Nothing of this can be done." in plan.text
    forced = {"action": "publish", "entry": key(app, world.uuids["draft"]), "step": "do"}
    assert author.post("/editor/bulk", forced).status_code == 422
    assert stored(app, world.uuids["draft"]).status is Status.DRAFT


def test_what_somebody_may_not_see_has_no_title_here(app: Flask, world: World):
    stranger = clerk(app, "quiet@example.org", roles={"quiet": Role.EDITOR})
    stranger.get("/editor")
    uuid = world.uuids["draft"]
    for version in (1, 7):
        plan = stranger.post("/editor/bulk", {"action": "publish", "entry": f"{uuid}:{version}"})
        assert "Not yet for readers" not in plan.text
        assert "It is no longer here, or you may not see it." in plan.text
    assert "Not yet" not in stranger.get(f"/editor/bulk/report?action=publish&entry={uuid}").text


def test_a_schedule_asks_for_its_moment_on_the_clock_of_the_office(app: Flask, world: World):
    anna, uuid = admin(app), world.uuids["draft"]
    asked = anna.post("/editor/bulk", {"action": "schedule", "entry": key(app, uuid)})
    assert asked.status_code == 200
    assert "A time on the clock of Asia/Tashkent." in asked.text
    assert "Not yet for readers" in asked.text
    assert 'role="alert"' not in asked.text
    given = {"action": "schedule", "entry": key(app, uuid), "step": "plan"}
    assert anna.post("/editor/bulk", given).status_code == 422
    assert anna.post("/editor/bulk", given | {"when": "soon"}).status_code == 422
    past = anna.post("/editor/bulk", given | {"when": "2020-01-01T09:00"})
    assert "This moment is past" in past.text
    plan = anna.post("/editor/bulk", given | {"when": "2026-08-01T09:30"})
    assert "Appears on 1 August 2026, 09:30 (Asia/Tashkent) in: All news" in plan.text
    anna.post("/editor/bulk", confirm(plan.text))
    scheduled = stored(app, uuid).scheduled_for
    assert scheduled is not None
    assert scheduled.isoformat() == "2026-08-01T04:30:00+00:00"


SAID = (
    ("add_topic", "fish", "flood", "A minor edit. Appears in: Fish"),
    ("remove_topic", "floods", "flood", "A minor edit. Leaves: Floods"),
    ("add_country", "KG", "flood", "A minor edit. Appears in: Kyrgyzstan"),
    ("remove_country", "UZ", "flood", "A minor edit. Leaves: Uzbekistan"),
    ("add_topic", "fish", "draft", "A draft stays a draft: no feed changes."),
    ("add_topic", "floods", "flood", "It has it already."),
    ("remove_country", "AM", "flood", "It does not have it."),
    ("add_topic", "fish", "withdrawn", "It is withdrawn: restore it first."),
    ("restore", "", "withdrawn", "Appears again, at the top, in: All news"),
    ("restore", "", "flood", "It is published."),
    ("publish", "", "scheduled", "Appears in: All news"),
    ("withdraw", "", "scheduled", "It is scheduled."),
)


def test_every_action_says_what_it_would_do(app: Flask, world: World):
    anna = admin(app)
    for action, value, name, says in SAID:
        fields = {"action": action, "entry": key(app, world.uuids[name])}
        fields |= {"topic" if "topic" in action else "country": value} if value else {}
        assert says in anna.post("/editor/bulk", fields).text, (action, name)


def test_a_topic_is_added_to_many_and_the_rest_of_them_stays(app: Flask, world: World):
    anna, uuids = admin(app), world.uuids
    chosen = [key(app, uuids[name]) for name in ("flood", "draft")]
    asked = anna.post("/editor/bulk", {"action": "add_topic", "entry": chosen})
    assert '<option value="fish">Fish</option>' in asked.text
    before = stored(app, uuids["flood"])
    plan = anna.post("/editor/bulk", {"action": "add_topic", "entry": chosen, "topic": "fish"})
    assert "Change 2 entries" in plan.text
    anna.post("/editor/bulk", confirm(plan.text))
    after = stored(app, uuids["flood"])
    assert after.topics == ("floods", "fish")
    assert (after.title, after.updated, after.countries) == (before.title, before.updated, before.countries)
    assert stored(app, uuids["draft"]).topics == ("fish",)


def test_an_own_date_ahead_is_said(app: Flask, world: World):
    from datetime import timedelta

    from tests.web.world import NOW, _entry

    with world.publisher() as publisher:
        uuid = publisher.create(_entry("Dated", published=NOW + timedelta(days=9))).uuid
    plan = admin(app).post("/editor/bulk", {"action": "publish", "entry": f"{uuid}:1"})
    assert "Its own date lies ahead" in plan.text


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "withdraw"},
        {"action": "explode", "entry": "x:1"},
        {"action": "withdraw", "entry": ["none", "a:b", ":"]},
    ],
)
def test_without_a_choice_the_list_comes_again(app: Flask, fields: dict[str, Any]):
    anna = admin(app)
    answer = anna.post("/editor/bulk", fields | {"back": "/editor?status=draft"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/editor?status=draft")
    assert "Choose at least one entry first." in anna.get("/editor").text


def test_the_way_back_leads_nowhere_else(app: Flask):
    anna = admin(app)
    for back in ("//evil.example", "https://evil.example"):
        answer = anna.post("/editor/bulk", {"action": "withdraw", "back": back})
        assert answer.headers["Location"] == "/editor"
        page = parse(anna.get(f"/editor/bulk/report?action=withdraw&back={back}").text)
        assert not [href for href in page.xpath("//a/@href") if "evil" in href]
    assert anna.get("/editor/bulk/report").status_code == 303


def test_without_the_token_of_the_form_nothing_is_done(app: Flask, world: World):
    anna, chosen = admin(app), key(app, world.uuids["flood"])
    fields = {"csrf_token": "wrong", "action": "withdraw", "entry": chosen, "step": "do"}
    assert anna.client.post("/editor/bulk", data=fields).status_code == 403
    assert stored(app, world.uuids["flood"]).released
