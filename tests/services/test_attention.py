"""What needs a person first."""

from datetime import timedelta

from feedsvc.core.accounts import Actor, Role
from feedsvc.core.errors import FetchFailed
from feedsvc.core.work import Lease
from feedsvc.core.working_copy import WorkingCopy
from feedsvc.services.attention import SHOWN, Attention, attention, failed_release
from feedsvc.services.work import RELEASE
from feedsvc.store.work import enqueue, fail, take_job
from feedsvc.store.working import put_copy
from tests.newsroom import Newsroom
from tests.services.staff import Staff
from tests.web.world import ADA


def seen(newsroom: Newsroom, actor: Actor = ADA) -> Attention:
    with newsroom.store.reading() as reader:
        return attention(reader, now=newsroom.now, actor=actor)


def titles(entries: object) -> list[str]:
    return [each.title for each in entries]  # type: ignore[attr-defined]  # sequences of entries


def test_nothing_needs_anybody_in_an_empty_newsroom(newsroom: Newsroom):
    assert not seen(newsroom)


def test_an_author_sees_own_drafts_and_an_editor_those_of_the_office(newsroom: Newsroom, staff: Staff):
    author = staff.add("author@example.org", roles={"moscow": Role.AUTHOR}).as_actor()
    editor = staff.add("editor@example.org", roles={"moscow": Role.EDITOR}).as_actor()
    elsewhere = staff.add("minsk@example.org", roles={"minsk": Role.EDITOR}).as_actor()
    with newsroom.publisher(author) as publisher:
        publisher.create(newsroom.draft("The author’s"))
    newsroom.create("Somebody’s")
    assert titles(seen(newsroom, author).drafts) == ["The author’s"]
    assert titles(seen(newsroom, editor).drafts) == ["Somebody’s", "The author’s"]
    assert not seen(newsroom, elsewhere)


def test_of_many_drafts_the_last_are_shown_and_all_are_counted(newsroom: Newsroom):
    for number in range(SHOWN + 2):
        newsroom.create(f"Draft {number}")
    found = seen(newsroom)
    assert titles(found.drafts)[0] == f"Draft {SHOWN + 1}"
    assert (len(found.drafts), found.draft_count) == (SHOWN, SHOWN + 2)


def test_the_next_release_comes_first(newsroom: Newsroom):
    for hours in (5, 2):
        uuid = newsroom.create(f"In {hours} hours").uuid
        with newsroom.publisher() as publisher:
            publisher.schedule(uuid, newsroom.now + timedelta(hours=hours))
    found = seen(newsroom)
    assert titles(found.scheduled) == ["In 2 hours", "In 5 hours"]
    assert found.scheduled_count == 2


def test_what_is_typed_and_not_saved_is_the_persons_own(newsroom: Newsroom, staff: Staff):
    anna, boris = (staff.add(f"{name}@example.org", is_admin=True) for name in ("anna", "boris"))
    typed = WorkingCopy(id="c-1", owner=anna.uuid, fields={"title": ("Begun",)}, saved_at=newsroom.now)
    with newsroom.store.writing() as writer:
        put_copy(writer, typed)
    assert [each.id for each in seen(newsroom, anna.as_actor()).copies] == ["c-1"]
    assert not seen(newsroom, boris.as_actor())


def test_published_entries_with_warnings_are_named(newsroom: Newsroom):
    newsroom.publish("A" * 120, summary="It is long.", countries=("UZ",))
    found = seen(newsroom)
    assert len(found.advised) == found.advised_count == found.looked_at == 1
    assert "long_title" in {each.code for each in found.advised[0].advice}


def test_a_release_that_failed_is_named_until_the_entry_is_changed(newsroom: Newsroom, staff: Staff):
    entry = newsroom.create("Later")
    with newsroom.publisher() as publisher:
        entry = publisher.schedule(entry.uuid, newsroom.now + timedelta(hours=1))
    payload = {"entry": entry.uuid, "version": str(entry.version)}
    with newsroom.store.writing() as writer:
        enqueue(writer, RELEASE, payload, newsroom.now)
        job = take_job(writer, now=newsroom.now, lease=Lease("worker", newsroom.now + timedelta(hours=1)))
        assert job is not None
        fail(writer, job, str(FetchFailed("The disk is full.")), due=None)
    [found] = seen(newsroom).failed
    assert (found.entry.uuid, found.error, found.again) == (entry.uuid, "The disk is full.", None)
    with newsroom.store.reading() as reader:
        assert failed_release(reader, newsroom.entry(entry)) == found
    minsk = staff.add("minsk@example.org", roles={"minsk": Role.EDITOR}).as_actor()
    assert not seen(newsroom, minsk).failed
    with newsroom.publisher() as publisher:
        publisher.schedule(entry.uuid, newsroom.now + timedelta(hours=2))
    assert not seen(newsroom).failed
