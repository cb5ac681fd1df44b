"""What is typed is kept, each their own, and becomes an entry in one step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.core.accounts import Actor, Role
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound, Stale
from feedsvc.core.form_reading import fields_of
from feedsvc.core.model import Entry, Status
from feedsvc.core.working_copy import KEPT_FOR, SEEN_WITHIN
from feedsvc.services import drafting
from feedsvc.services.drafting import Typed, Wish
from feedsvc.services.work import tick
from feedsvc.store.unreleased import delete_entry
from tests.newsroom import START
from tests.services.staff import EDITOR_OF_MOSCOW, HERE, Staff

ID = "00000000-0000-4000-8000-00000000000c"
FIELDS = {"title": ("Flood",), "office": ("moscow",), "language": ("en",), "countries_are": ("found",)}
PUBLISH, SAVE = Wish(then="publish"), Wish()


class Writing:
    """Somebody at the form."""

    def __init__(self, staff: Staff, email: str = "anna@example.org", **said: object) -> None:
        self.newsroom = staff.newsroom
        self.store = staff.store
        self.actor: Actor = staff.add(email, **said).as_actor(HERE)

    def keep(
        self, fields: Mapping[str, tuple[str, ...]] = FIELDS, copy_id: str = ID, of: Entry | None = None
    ):
        typed = Typed({**FIELDS, **fields}, of.uuid, of.version) if of else Typed({**FIELDS, **fields})
        return drafting.keep_copy(self.store, copy_id, typed, actor=self.actor, now=START)

    def save(self, wish: Wish = SAVE, copy_id: str = ID) -> Entry:
        self.newsroom.now += timedelta(minutes=1)
        now, settings = self.newsroom.now, self.newsroom.settings
        return drafting.save_copy(self.store, settings, copy_id, wish, actor=self.actor, now=now)

    def copies(self) -> list[str]:
        with self.store.reading() as reader:
            return [copy.id for copy in drafting.copies_of(reader, actor=self.actor)]


@pytest.fixture
def anna(staff: Staff) -> Writing:
    """An editor of Moscow."""
    return Writing(staff, **EDITOR_OF_MOSCOW)


def test_what_is_kept_becomes_a_draft_under_the_id_of_the_copy(anna: Writing):
    anna.keep()
    entry = anna.save()
    assert (entry.uuid, entry.title, entry.status) == (ID, "Flood", Status.DRAFT)
    assert anna.copies() == []


def test_create_and_publish_are_one_step(anna: Writing):
    anna.keep()
    assert anna.save(PUBLISH).released
    assert anna.newsroom.titles("offices/moscow") == ["Flood"]


def test_what_cannot_be_published_is_no_draft_either_and_the_copy_stays(staff: Staff):
    boris = Writing(staff, "boris@example.org", roles={"moscow": Role.AUTHOR})
    boris.keep()
    with pytest.raises(Forbidden):
        boris.save(PUBLISH)
    assert boris.copies() == [ID]
    with boris.store.reading() as reader:
        assert reader.entries_of([ID]) == {}


def test_a_minute_is_set_or_asked_for(anna: Writing):
    anna.keep()
    with pytest.raises(InvalidInput, match="release"):
        anna.save(Wish(then="schedule"))
    anna.keep({"release": ("2026-06-02T09:00",)})
    assert anna.save(Wish(then="schedule")).status is Status.SCHEDULED


def test_every_problem_of_form_and_entry_is_named_once(anna: Writing):
    anna.keep({"title": ("",), "link": ("here",), "release": ("soon",)})
    with pytest.raises(InvalidInput) as caught:
        anna.save(Wish(then="schedule"))
    assert [problem.where for problem in caught.value.problems] == ["title", "release", "link"]
    assert anna.copies() == [ID]


def test_nobody_reads_or_writes_over_what_another_typed(anna: Writing, staff: Staff):
    boris = Writing(staff, "boris@example.org", is_admin=True)
    anna.keep()
    with boris.store.reading() as reader, pytest.raises(NotFound):
        drafting.working_copy(reader, ID, actor=boris.actor)
    with pytest.raises(NotFound):
        boris.keep({"title": ("Mine",)})
    with pytest.raises(NotFound):
        boris.save()
    with pytest.raises(NotFound):
        drafting.discard_copy(boris.store, ID, actor=boris.actor)
    assert boris.copies() == []


def test_a_reader_keeps_nothing_and_neither_does_a_program(staff: Staff):
    with pytest.raises(Forbidden):
        Writing(staff, roles={"moscow": Role.READER}).keep()
    machine = replace(Writing(staff, "b@example.org", is_admin=True).actor, user=None)
    with pytest.raises(NotFound):
        drafting.keep_copy(staff.store, ID, Typed(FIELDS), actor=machine, now=START)
    with staff.store.reading() as reader:
        assert drafting.copies_of(reader, actor=machine) == []
        assert drafting.copy_of_entry(reader, ID, actor=machine) is None


def test_who_may_not_change_an_entry_does_not_type_into_it(staff: Staff):
    newsroom = staff.newsroom
    released, draft, gone = newsroom.publish(), newsroom.create(), newsroom.publish()
    gone = newsroom.withdraw(gone)
    author = Writing(staff, "author@example.org", roles={"moscow": Role.AUTHOR})
    other = Writing(staff, "other@example.org", roles={"minsk": Role.EDITOR})
    editor = Writing(staff, "editor@example.org", **EDITOR_OF_MOSCOW)
    for who, entry, error in (
        (author, released, Forbidden),
        (author, draft, Forbidden),
        (other, released, Forbidden),
        (other, draft, NotFound),
        (editor, gone, Conflict),
    ):
        with pytest.raises(error):
            who.keep(of=entry)
    own = author.keep()
    assert author.save().owner == author.actor.user
    assert author.keep(copy_id=own.id).entry == own.id


def test_what_was_typed_of_a_draft_that_is_deleted_is_as_of_a_new_one(anna: Writing, staff: Staff):
    draft = staff.newsroom.create(office="moscow")
    anna.keep(of=draft)
    with staff.store.writing() as writer:
        delete_entry(writer, draft.uuid, by=None)
    assert anna.keep(of=draft).entry is None
    assert anna.save().uuid == ID


def test_too_much_is_refused(anna: Writing):
    with pytest.raises(InvalidInput, match="too long"):
        anna.keep({"body": ("x" * 4_000_000,)})


def test_the_second_to_save_is_told_and_loses_nothing(anna: Writing, staff: Staff):
    entry = staff.newsroom.publish(office="moscow")
    fields = fields_of(entry.as_draft())
    anna.keep({**fields, "title": ("Mine",)}, of=entry)
    theirs = staff.newsroom.edit(entry, summary="Theirs.")
    with pytest.raises(Stale):
        anna.save()
    assert anna.copies() == [ID]
    with anna.store.reading() as reader:
        copy = drafting.working_copy(reader, ID, actor=anna.actor)
    chosen = drafting.merged(
        copy, fields_of(theirs.as_draft()), {"summary": True, "title": False}, version=theirs.version
    )
    anna.keep(chosen.fields, of=theirs)
    saved = anna.save(Wish(major=True))
    assert (saved.title, saved.summary) == ("Mine", "Theirs.")
    assert saved.updated != theirs.updated


def test_what_is_sent_twice_is_one_entry(anna: Writing):
    anna.keep()
    anna.save(PUBLISH)
    with pytest.raises(NotFound):  # the second of two requests at once
        anna.save(PUBLISH)
    kept = anna.keep({"title": ("Flood again",)})  # from the page before
    assert (kept.entry, kept.base_version) == (ID, 1)
    with pytest.raises(Stale):
        anna.save()


def test_a_translation_is_linked_to_what_it_translates(anna: Writing):
    original = anna.newsroom.publish(office="moscow")
    anna.keep({"language": ("ru",), "translates": (original.uuid,)})
    assert [each.uuid for each in anna.newsroom.entry(anna.save(PUBLISH)).translations] == [original.uuid]


def test_times_are_those_of_the_office(anna: Writing):
    anna.newsroom.add_office("tashkent", "Office in Tashkent")
    with anna.store.reading() as reader:
        site = anna.newsroom.site()
        assert drafting.zone_of_slug(reader, site, "nowhere") == "UTC"
        copy = anna.keep({"release": ("2026-06-02T09:00",)})
        assert drafting.read_copy(reader, site, copy).release is not None
        assert drafting.read_copy(reader, site, copy).draft.title == "Flood"


def test_people_at_one_entry_hear_of_each_other(anna: Writing, staff: Staff):
    boris = Writing(staff, "boris@example.org", name="Boris", **EDITOR_OF_MOSCOW)
    entry = staff.newsroom.publish(office="moscow")
    drafting.note_open(staff.store, entry.uuid, actor=boris.actor, now=START)
    _, [seen] = drafting.note_open(staff.store, entry.uuid, actor=anna.actor, now=START)
    assert (seen.name, seen.typed_at) == ("Boris", None)
    late = START + SEEN_WITHIN + timedelta(seconds=1)
    assert drafting.note_open(staff.store, entry.uuid, actor=anna.actor, now=late)[1] == []


def test_what_nobody_went_on_with_is_forgotten_by_the_worker(anna: Writing):
    anna.keep()
    settings = anna.newsroom.settings
    early = START + KEPT_FOR - timedelta(seconds=1)
    assert drafting.prune_copies(anna.store, now=early) == START + KEPT_FOR
    assert anna.copies() == [ID]
    tick(anna.store, settings, now=START + KEPT_FOR, holder="w")
    assert anna.copies() == []
    assert drafting.prune_copies(anna.store, now=START) is None
