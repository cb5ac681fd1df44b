"""Who may import what: into each office by right, and a new office only as an administrator."""

from dataclasses import replace

import pytest

from feedsvc.core.accounts import Action, Actor, Role, Scope
from feedsvc.core.errors import Forbidden
from feedsvc.services.import_report import Outcome
from tests.services.import_desk import FISH, OFFICE, Desk, feed, feed_entry, item, outcomes, page, records
from tests.web.world import ADA

BARE = page(FISH, office="News\n\n")
ID = "https://feeds.example.org/1"
BOTH = records(
    {"office": "moscow", "language": "en", "title": "Here", "published": "2026-06-01"},
    {"office": "minsk", "language": "en", "title": "There", "published": "2026-06-01"},
)


def office(desk: Desk, slug: str) -> str:
    with desk.newsroom.store.reading() as reader:
        return reader.office(slug).uuid


def somebody(desk: Desk, slug: str = "moscow", role: Role = Role.EDITOR, **others) -> Actor:
    return Actor(name="eva", user="eva-uuid", roles={office(desk, slug): role}, **others)


def test_an_editor_imports_into_the_own_office_and_the_versions_say_who(desk: Desk):
    assert desk.take(BARE, office="moscow", actor=somebody(desk)).count(Outcome.NEW) == 1
    [entry] = desk.entries().values()
    with desk.newsroom.store.reading() as reader:
        assert [version.by for version in reader.versions(entry.uuid)] == ["eva"]
    assert entry.owner == "eva-uuid"


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHOR])
def test_readers_and_authors_do_not_import(desk: Desk, role: Role):
    with pytest.raises(Forbidden):
        desk.take(BARE, office="moscow", actor=somebody(desk, role=role))
    [here, _] = desk.take(BOTH, actor=somebody(desk, role=role)).rows
    assert (here.outcome, here.note) == (Outcome.REFUSED, "You may not import into the office “moscow”.")
    assert desk.entries() == {}


def test_another_office_is_refused_and_nothing_of_it_is_read(desk: Desk):
    with pytest.raises(Forbidden):
        desk.take(BARE, office="minsk", actor=somebody(desk), dry_run=True)
    report = desk.take(BOTH, actor=somebody(desk))
    assert outcomes(report) == [("new", "Here"), ("refused", "There")]
    assert report.rows[1].note == "You may not import into the office “minsk”."
    assert set(desk.entries()) == {"Here"}


@pytest.mark.parametrize(
    ("actions", "offices", "may"),
    [
        ({Action.IMPORT}, "moscow", True),
        ({Action.IMPORT}, "minsk", False),
        ({Action.PUBLISH, Action.WRITE}, "moscow", False),
    ],
)
def test_a_token_imports_where_its_actions_and_offices_say(desk: Desk, actions, offices: str, may: bool):
    scope = Scope(offices=frozenset({office(desk, offices)}), actions=frozenset(actions))
    actor = somebody(desk, scope=scope)
    if may:
        assert desk.take(BARE, office="moscow", actor=actor).count(Outcome.NEW) == 1
    else:
        with pytest.raises(Forbidden):
            desk.take(BARE, office="moscow", actor=actor)


def test_a_page_that_would_make_an_office_is_refused_to_an_editor(desk: Desk):
    report = desk.take(page(FISH), BARE.replace(b"Fish", b"Frogs"), actor=somebody(desk))
    assert all(row.outcome is Outcome.REFUSED for row in report.rows)
    assert report.rows[0].line is None
    assert "You may not manage offices" in report.rows[0].note
    with desk.newsroom.store.reading() as reader:
        assert "baku" not in {each.slug for each in reader.offices()}


def test_a_page_that_would_change_its_office_is_refused_to_an_editor_and_one_that_says_nothing_new_is_taken(
    desk: Desk,
):
    desk.take(page(FISH), actor=ADA)
    editor = somebody(desk, "baku")
    again = page(item("Newer", "13 June 2020"), FISH)
    assert outcomes(desk.take(again, actor=editor)) == [("new", "Newer"), ("unchanged", "Fish return")]
    with desk.newsroom.store.writing() as writer:
        known = writer.office("baku").as_draft()
        writer.change_office(replace(known, since=None))
    [row] = desk.take(page(FISH, office=OFFICE), actor=editor).rows
    assert (row.outcome, row.line) == (Outcome.REFUSED, None)
    assert "what is not known yet (since)" in row.note


def test_a_page_of_another_office_teaches_nothing(desk: Desk):
    desk.take(page(FISH), actor=ADA)
    [row] = desk.take(page(item("Other", "13 June 2020")), actor=somebody(desk)).rows
    assert (row.outcome, row.note) == (Outcome.REFUSED, "You may not import into the office “baku”.")


def test_an_entry_that_was_moved_to_another_office_is_out_of_reach(desk: Desk):
    editor = somebody(desk)
    desk.take(feed(feed_entry(ID, "Flood")), office="moscow", actor=editor)
    [entry] = desk.entries().values()
    desk.newsroom.edit(entry, office="minsk")
    [row] = desk.take(feed(feed_entry(ID, "Changed")), office="moscow", actor=editor).rows
    assert (row.outcome, row.note) == (Outcome.REFUSED, "You may not import into the office “minsk”.")
    assert desk.newsroom.entry(entry).title == "Flood"
    [row] = desk.take(feed(feed_entry(ID, "Changed")), office="moscow", actor=ADA).rows
    assert row.outcome is Outcome.CHANGED
