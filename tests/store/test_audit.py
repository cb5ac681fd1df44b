"""The audit log on both engines: written with what it tells of, read a page at a time."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.core.accounts import Actor
from feedsvc.core.audit import AuditLine, AuditQuery, Note
from feedsvc.core.errors import Conflict
from feedsvc.services.offices import add_office, edit_office
from feedsvc.store.audit import audit_lines
from tests.newsroom import START, Newsroom
from tests.web.world import ADA

ANNA = Actor(name="anna@example.org", origin="192.0.2.7", user="u-anna", is_admin=True, via="script")


def lines(newsroom: Newsroom, **asked: object) -> list[AuditLine]:
    with newsroom.store.reading() as reader:
        return audit_lines(reader, AuditQuery(**asked))


def test_a_line_tells_who_what_when_and_from_where(newsroom: Newsroom):
    note = Note("seen", "river", "r-1", "o-1", {"fields": ["level"], "Ü": [1, None]})
    with newsroom.store.writing() as writer:
        writer.note(ANNA, note, now=START)
    [line, *_] = lines(newsroom)
    assert replace(line, id=0) == AuditLine(
        id=0,
        at=START,
        actor="anna@example.org",
        account="u-anna",
        origin="192.0.2.7",
        via="script",
        note=note,
    )


def test_what_is_undone_leaves_no_line(newsroom: Newsroom):
    before = lines(newsroom)
    with suppress(Conflict), newsroom.store.writing() as writer:
        writer.note(ANNA, Note("seen", "river", "r-1"), now=START)
        raise Conflict("no")
    assert lines(newsroom) == before


def test_nothing_to_note_is_no_line(newsroom: Newsroom):
    before = lines(newsroom)
    with newsroom.store.writing() as writer:
        writer.note(ANNA, now=START)
    assert lines(newsroom) == before


def test_the_life_of_an_entry_stands_in_the_log_with_the_fields_that_changed(newsroom: Newsroom):
    entry = newsroom.create("Old")
    newsroom.edit(entry, title="New", countries=("UZ",))
    with newsroom.publisher() as publisher:
        publisher.schedule(entry.uuid, newsroom.now + timedelta(hours=1))
        publisher.publish(entry.uuid)
    newsroom.edit(entry, summary="Text")
    newsroom.edit(entry, title="Newer", major=True)
    newsroom.edit(entry, title="Newer")
    newsroom.withdraw(entry)
    newsroom.restore(entry)
    other = newsroom.publish("Другое", language="ru")
    with newsroom.publisher() as publisher:
        publisher.link_translations([entry.uuid, other.uuid])
    told = [
        (line.note.action, line.note.detail.get("fields"))
        for line in reversed(lines(newsroom, object=entry.uuid))
    ]
    assert told == [
        ("created", None),
        ("edited", ["title", "countries"]),
        ("scheduled", None),
        ("published", ["published"]),
        ("minor edit", ["summary"]),
        ("major edit", ["title"]),
        ("withdrawn", None),
        ("restored", None),
        ("linked", None),
    ]
    with newsroom.store.reading() as reader:
        moscow = reader.office("moscow").uuid
    assert {(line.note.kind, line.note.office) for line in lines(newsroom, object=entry.uuid)} == {
        ("entry", moscow)
    }


def test_offices_and_topics_stand_in_the_log(newsroom: Newsroom):
    with newsroom.store.writing() as writer:
        draft = writer.office("moscow").as_draft()
        edit_office(writer, replace(draft, city="Moscow", since=1959), now=START, actor=ANNA)
        edit_office(writer, replace(draft, city="Moscow", since=1959), now=START, actor=ANNA)
    told = [(line.actor, line.note.action, line.note.kind, line.note.detail) for line in lines(newsroom)]
    assert told[:2] == [
        ("anna@example.org", "edited", "office", {"slug": "moscow", "fields": ["city", "since"]}),
        ("ada", "added", "topic", {"slug": "work"}),
    ]
    with pytest.raises(Conflict), newsroom.store.writing() as writer:
        add_office(writer, draft, now=START, actor=ADA, uuid="u")
    assert len(lines(newsroom, kind="office")) == 3


def test_the_log_is_read_by_what_is_asked_and_a_page_at_a_time(newsroom: Newsroom):
    notes = [Note("seen", "river", f"r-{number}", f"o-{number % 2}") for number in range(6)]
    with newsroom.store.writing() as writer:
        for number, note in enumerate(notes):
            actor = ANNA if number < 4 else ADA
            writer.note(actor, note, now=START + timedelta(hours=number))
    of_rivers = {"kind": "river"}

    def objects(**asked: object) -> list[str]:
        return [line.note.object for line in lines(newsroom, **of_rivers, **asked)]

    assert objects() == ["r-5", "r-4", "r-3", "r-2", "r-1", "r-0"]
    assert objects(object="r-3") == ["r-3"]
    assert objects(account="u-anna") == ["r-3", "r-2", "r-1", "r-0"]
    assert objects(office="o-1") == ["r-5", "r-3", "r-1"]
    since, until = START + timedelta(hours=1), START + timedelta(hours=3)
    assert objects(since=since, until=until) == ["r-2", "r-1"]
    first = lines(newsroom, **of_rivers, limit=2)
    assert objects(limit=2, before=first[-1].id) == ["r-3", "r-2"]
