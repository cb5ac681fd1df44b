"""Working copies and open forms, on both engines."""

from dataclasses import replace
from datetime import timedelta

from feedsvc.core.accounts import UserDraft
from feedsvc.core.working_copy import Presence, WorkingCopy
from feedsvc.services import accounts
from feedsvc.store import working
from feedsvc.store.pictures import digests_spoken_of
from tests.newsroom import START, Newsroom
from tests.web.world import ADA

LATER = START + timedelta(minutes=5)


def hire(newsroom: Newsroom, name: str) -> str:
    """The uuid of somebody new."""
    with newsroom.store.writing() as writer:
        draft = UserDraft(email=f"{name}@example.org", name=name.title())
        return accounts.add_user(writer, draft, now=START, actor=ADA, uuid=f"u-{name}").uuid


def copy_of(owner: str, copy_id: str = "c1", **said: object) -> WorkingCopy:
    fields = {"title": ("Flood",), "countries": ("TJ", "UZ")}
    return WorkingCopy(**{"id": copy_id, "owner": owner, "fields": fields, "saved_at": START, **said})


def test_a_copy_comes_back_as_it_was_typed(newsroom: Newsroom):
    anna, boris = hire(newsroom, "anna"), hire(newsroom, "boris")
    mine, theirs = copy_of(anna), copy_of(boris, "c2", saved_at=LATER)
    later = copy_of(anna, "c3", saved_at=LATER)
    with newsroom.store.writing() as writer:
        for each in (mine, theirs, later):
            assert working.put_copy(writer, each) == each
    with newsroom.store.reading() as reader:
        assert working.copy_of(reader, "c1") == mine
        assert working.copy_of(reader, "none") is None
        assert working.copies_of(reader, anna) == [later, mine]


def test_a_person_has_one_copy_of_an_entry_whatever_id_it_comes_with(newsroom: Newsroom):
    anna, boris = hire(newsroom, "anna"), hire(newsroom, "boris")
    entry = newsroom.publish().uuid
    first = copy_of(anna, entry=entry, base_version=2)
    other_tab = replace(first, id="c9", fields={"title": ("Other",)}, saved_at=LATER)
    with newsroom.store.writing() as writer:
        working.put_copy(writer, first)
        assert working.put_copy(writer, other_tab) == replace(other_tab, id="c1")
        working.put_copy(writer, copy_of(boris, "c5", entry=entry, base_version=2))
    with newsroom.store.reading() as reader:
        assert working.copy_of_entry(reader, entry, anna) == replace(other_tab, id="c1")
        assert working.copy_of(reader, "c9") is None
        assert working.copy_of_entry(reader, entry, boris) is not None


def test_copies_go_one_by_one_by_age_and_with_their_entry(newsroom: Newsroom):
    anna = hire(newsroom, "anna")
    entry = newsroom.publish().uuid
    with newsroom.store.writing() as writer:
        assert working.oldest_copy(writer) is None
        for copy in (copy_of(anna), copy_of(anna, "c2", saved_at=LATER), copy_of(anna, "c3", entry=entry)):
            working.put_copy(writer, copy)
        working.note_open(writer, entry, anna, now=START, before=START)
        assert working.oldest_copy(writer) == START
        working.forget_work_on(writer, entry)
        assert [each.id for each in working.copies_of(writer, anna)] == ["c2", "c1"]
        assert working.forget_copies_until(writer, START) == 1
        working.forget_copy(writer, "c2")
        assert working.copies_of(writer, anna) == []


def test_open_forms_are_seen_by_others_as_long_as_they_are_heard_of(newsroom: Newsroom):
    anna, boris = hire(newsroom, "anna"), hire(newsroom, "boris")
    entry = newsroom.publish().uuid
    with newsroom.store.writing() as writer:
        working.note_open(writer, entry, anna, now=START, before=START)
        working.note_open(writer, entry, anna, now=LATER, before=START)
        assert working.others_at(writer, entry, anna, since=START) == []
        assert working.others_at(writer, entry, boris, since=START) == [Presence(name="Anna", seen_at=LATER)]
        working.put_copy(writer, copy_of(anna, entry=entry, saved_at=LATER))
        [seen] = working.others_at(writer, entry, boris, since=START)
        assert seen.typed_at == LATER
        working.note_open(writer, entry, boris, now=LATER + timedelta(hours=1), before=LATER + timedelta(1))
        assert working.others_at(writer, entry, boris, since=START) == []


def test_the_kinds_in_use_come_the_commonest_first(newsroom: Newsroom):
    for kind in ("Report", "Press release", "", "Press release"):
        newsroom.create(kind=kind)
    with newsroom.store.reading() as reader:
        assert working.kinds_in_use(reader) == ["Press release", "Report"]


def test_a_picture_that_only_a_copy_names_is_spoken_of(newsroom: Newsroom):
    anna, digest = hire(newsroom, "anna"), "ab" * 16
    fields = {"image_url": (f"/pictures/{digest}-90.png",)}
    with newsroom.store.writing() as writer:
        working.put_copy(writer, copy_of(anna, fields=fields))
        assert digest in digests_spoken_of(writer)
