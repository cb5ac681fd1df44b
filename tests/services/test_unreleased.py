"""Taken off the schedule, deleted, copied; restored with a reason; translations linked and unlinked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from feedsvc.core.accounts import Actor, Role
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from feedsvc.core.model import Entry, Status
from feedsvc.core.working_copy import WorkingCopy
from feedsvc.services import translations
from feedsvc.services.entries import Desk, changing
from feedsvc.services.unreleased import delete_draft, duplicate, unschedule
from feedsvc.services.whereabouts import reasons
from feedsvc.store.working import copies_of, put_copy
from tests.newsroom import Newsroom
from tests.services.staff import Staff
from tests.web.world import ADA


def changed(newsroom: Newsroom, entry: Entry, do: Callable[[Desk], object], actor: Actor = ADA) -> Entry:
    newsroom.now += timedelta(minutes=1)
    with changing(
        newsroom.store, newsroom.settings, entry.uuid, require=lambda _: None, now=newsroom.now, actor=actor
    ) as at:
        do(at)
    return newsroom.entry(entry)


def delete(newsroom: Newsroom, entry: Entry, actor: Actor = ADA) -> Entry:
    with newsroom.store.writing() as writer:
        return delete_draft(writer, entry.uuid, now=newsroom.now, actor=actor)


def scheduled(newsroom: Newsroom) -> Entry:
    entry = newsroom.create("Later")
    with newsroom.publisher() as publisher:
        return publisher.schedule(entry.uuid, newsroom.now + timedelta(days=1))


def person(staff: Staff, role: Role, office: str = "moscow") -> Actor:
    return staff.add(f"{role}-{office}@example.org", roles={office: role}).as_actor()


def test_what_is_taken_off_the_schedule_is_a_draft_again(newsroom: Newsroom):
    entry = scheduled(newsroom)
    with newsroom.store.writing() as writer:
        unschedule(writer, entry.uuid, now=newsroom.now, actor=ADA)
    now = newsroom.entry(entry)
    assert (now.status, now.scheduled_for, now.version) == (Status.DRAFT, None, entry.version + 1)
    with newsroom.store.reading() as reader:
        assert reader.versions(entry.uuid)[-1].action == "unscheduled"
    with newsroom.store.writing() as writer, pytest.raises(Conflict, match="unschedule"):
        unschedule(writer, entry.uuid, now=newsroom.now, actor=ADA)


@pytest.mark.parametrize(
    ("role", "office"), [(Role.READER, "moscow"), (Role.AUTHOR, "moscow"), (Role.EDITOR, "minsk")]
)
def test_only_an_editor_of_the_office_takes_off_the_schedule(
    newsroom: Newsroom, staff: Staff, role: Role, office: str
):
    entry = scheduled(newsroom)
    actor = person(staff, role, office)
    with newsroom.store.writing() as writer, pytest.raises(Forbidden):
        unschedule(writer, entry.uuid, now=newsroom.now, actor=actor)


def test_an_author_deletes_own_drafts_and_no_others(newsroom: Newsroom, staff: Staff):
    author = person(staff, Role.AUTHOR)
    with newsroom.publisher(author) as publisher:
        own = publisher.create(newsroom.draft("Mine"))
    other = newsroom.create("Not mine")
    with pytest.raises(Forbidden):
        delete(newsroom, other, author)
    delete(newsroom, own, author)
    with newsroom.store.reading() as reader, pytest.raises(NotFound):
        reader.entry(own.uuid)
    [line] = staff.log(kind="entry", object=own.uuid, limit=1)
    assert (line.note.action, line.actor, line.note.detail["title"]) == ("deleted", author.name, "Mine")
    assert newsroom.entry(other) == other


@pytest.mark.parametrize(("role", "office"), [(Role.READER, "moscow"), (Role.EDITOR, "minsk")])
def test_a_reader_and_an_editor_of_another_office_delete_nothing(
    newsroom: Newsroom, staff: Staff, role: Role, office: str
):
    draft = newsroom.create()
    with pytest.raises(Forbidden):
        delete(newsroom, draft, person(staff, role, office))
    assert newsroom.entry(draft) == draft


def test_only_a_draft_is_deleted(newsroom: Newsroom):
    published = newsroom.publish()
    for entry in (scheduled(newsroom), published, newsroom.withdraw(newsroom.publish("Wrong"))):
        with pytest.raises(Conflict, match="Only a draft"):
            delete(newsroom, entry)
    assert newsroom.entry(published).released


def test_what_another_person_has_typed_of_a_deleted_draft_stays_theirs(newsroom: Newsroom, staff: Staff):
    draft, anna, boris = newsroom.create(), staff.add("anna@example.org", is_admin=True), staff.add("b@x.org")
    with newsroom.store.writing() as writer:
        for number, owner in enumerate((anna, boris)):
            typed = WorkingCopy(
                id=f"c-{number}",
                owner=owner.uuid,
                entry=draft.uuid,
                base_version=1,
                fields={"title": ("Typed",)},
                saved_at=newsroom.now,
            )
            put_copy(writer, typed)
    delete(newsroom, draft, anna.as_actor())
    with newsroom.store.reading() as reader:
        assert copies_of(reader, anna.uuid) == []
        [kept] = copies_of(reader, boris.uuid)
    assert (kept.entry, kept.base_version, kept.text("title")) == (None, None, "Typed")


def test_a_copy_is_a_new_draft_without_what_is_the_first_ones_own(newsroom: Newsroom):
    entry = newsroom.publish("News", summary="Told.", link="https://example.org/news", countries=("UZ",))
    with newsroom.publisher() as publisher:
        made = duplicate(publisher, entry)
    assert (made.title, made.summary, made.countries) == ("News", "Told.", ("UZ",))
    assert made.status is Status.DRAFT
    assert (made.link, made.published) == (None, None)
    assert entry.uuid not in made.id


def test_a_reason_to_restore_stands_in_the_log_and_is_not_shown_to_readers(newsroom: Newsroom, staff: Staff):
    entry = newsroom.publish()
    newsroom.withdraw(entry, "Wrong river.")
    with newsroom.publisher() as publisher:
        restored = publisher.restore(entry.uuid, " It was  right. ")
    assert restored.withdrawn_reason == ""
    [line] = staff.log(kind="entry", object=entry.uuid, limit=1)
    assert (line.note.action, line.note.detail["reason"]) == ("restored", "It was right.")
    with newsroom.store.reading() as reader:
        assert reasons(reader, restored, ADA) == {restored.version: "It was right."}


def test_reasons_are_for_those_who_work_in_the_office(newsroom: Newsroom, staff: Staff):
    entry = newsroom.publish()
    with newsroom.store.reading() as reader, pytest.raises(Forbidden):
        reasons(reader, entry, person(staff, Role.EDITOR, "minsk"))


def pair(newsroom: Newsroom) -> tuple[Entry, Entry]:
    return newsroom.publish("News", link="https://example.org/a"), newsroom.publish("Новость", language="ru")


def test_linked_entries_name_each_other_and_unlinked_ones_do_not(newsroom: Newsroom):
    english, russian = pair(newsroom)
    linked = changed(newsroom, english, lambda at: translations.link(at, russian.uuid, actor=ADA))
    assert [each.uuid for each in linked.translations] == [russian.uuid]
    before, channel = newsroom.entry(russian).changed, newsroom.channel("all.ru").changed
    alone = changed(
        newsroom,
        english,
        lambda at: translations.unlink(at.writer, at.entry.uuid, now=newsroom.now, actor=ADA),
    )
    assert alone.translations == newsroom.entry(russian).translations == ()
    # Both show it: they count as changed, and their channels with them.
    assert (alone.changed or 0) > (linked.changed or 0)
    assert (newsroom.entry(russian).changed or 0) > (before or 0)
    assert newsroom.channel("all.ru").changed > channel
    assert alone.updated == linked.updated


def test_the_others_of_a_group_stay_linked(newsroom: Newsroom):
    english, russian = pair(newsroom)
    third = newsroom.create("Жаңалық", language="en")
    changed(newsroom, english, lambda at: translations.link(at, russian.uuid, actor=ADA))
    with pytest.raises(InvalidInput, match="another language"):
        changed(newsroom, third, lambda at: translations.link(at, russian.uuid, actor=ADA))
    assert [each.uuid for each in newsroom.entry(russian).translations] == [english.uuid]


def test_drafts_are_unlinked_without_a_change_number(newsroom: Newsroom):
    english, russian = newsroom.create("News"), newsroom.create("Новость", language="ru")
    changed(newsroom, english, lambda at: translations.link(at, russian.uuid, actor=ADA))
    before = newsroom.counter()
    changed(
        newsroom,
        english,
        lambda at: translations.unlink(at.writer, at.entry.uuid, now=newsroom.now, actor=ADA),
    )
    assert newsroom.counter() == before
    with pytest.raises(InvalidInput, match="none"):
        changed(
            newsroom,
            english,
            lambda at: translations.unlink(at.writer, at.entry.uuid, now=newsroom.now, actor=ADA),
        )


def test_an_editor_of_another_office_links_and_unlinks_nothing(newsroom: Newsroom, staff: Staff):
    english, russian = pair(newsroom)
    actor = person(staff, Role.EDITOR, "minsk")
    with pytest.raises(Forbidden):
        changed(newsroom, english, lambda at: translations.link(at, russian.uuid, actor=actor), actor)
    changed(newsroom, english, lambda at: translations.link(at, russian.uuid, actor=ADA))
    with pytest.raises(Forbidden):
        changed(
            newsroom,
            english,
            lambda at: translations.unlink(at.writer, at.entry.uuid, now=newsroom.now, actor=actor),
            actor,
        )


def test_candidates_are_of_the_missing_languages_and_only_what_may_be_seen(newsroom: Newsroom, staff: Staff):
    english = newsroom.publish("The river rises")
    newsroom.publish("The river falls")
    russian = newsroom.publish("Река поднимается", language="ru")
    hidden = newsroom.create("Река скрыта", language="ru", office="minsk")

    def found(text: str, actor: Actor = ADA) -> set[str]:
        with newsroom.store.reading() as reader:
            entries = translations.candidates(reader, newsroom.entry(english), text, actor, limit=9)
        return {each.uuid for each in entries}

    assert found("") == {russian.uuid}
    assert found("река") == {russian.uuid, hidden.uuid}
    assert found("река", person(staff, Role.EDITOR)) == {russian.uuid}
    with newsroom.publisher() as publisher:
        publisher.link_translations([english.uuid, hidden.uuid])
    assert found("река") == set()
    with newsroom.store.reading() as reader:
        seen = translations.siblings(reader, newsroom.entry(english), person(staff, Role.READER))
    assert seen == []


def test_the_siblings_of_a_translation_count_as_changed_when_it_is_published(newsroom: Newsroom):
    english, russian = newsroom.publish("News"), newsroom.create("Новость", language="ru")
    changed(newsroom, english, lambda at: translations.link(at, russian.uuid, actor=ADA))
    before, channel = newsroom.entry(english), newsroom.channel("all.en").changed
    with newsroom.publisher() as publisher:
        publisher.publish(russian.uuid)
    after = newsroom.entry(english)
    assert [each.uuid for each in after.translations] == [russian.uuid]
    assert (after.changed or 0) > (before.changed or 0)
    assert newsroom.channel("all.en").changed > channel


def test_a_draft_joins_the_translations_of_an_entry_that_its_author_may_not_change(
    newsroom: Newsroom, staff: Staff
):
    english, author = newsroom.publish("News"), person(staff, Role.AUTHOR)
    counter = newsroom.counter()

    def joined(language: str, actor: Actor = author, office: str = "moscow") -> tuple[Entry, bool]:
        with newsroom.publisher(actor) as publisher:
            draft = publisher.create(newsroom.draft("Draft", language=language, office=office))
        with newsroom.store.writing() as writer:
            return draft, translations.join(
                writer, draft.uuid, english.uuid, actor=actor, new_uuid=newsroom.new_uuid
            )

    russian, did = joined("ru")
    assert did
    assert joined("ru")[1] is joined("en")[1] is False
    # Readers see nothing of it yet, so it takes no number.
    assert newsroom.counter() == counter
    assert newsroom.entry(english).translations == ()
    assert [each.uuid for each in newsroom.entry(russian).translations] == [english.uuid]


def test_whoever_writes_nothing_in_the_office_of_the_original_joins_nothing(newsroom: Newsroom, staff: Staff):
    english, elsewhere = newsroom.publish("News"), person(staff, Role.EDITOR, "minsk")
    draft = newsroom.create("Новость", language="ru", office="minsk")
    gone = newsroom.create("Deleted")
    delete(newsroom, gone)
    with newsroom.store.writing() as writer:
        assert not translations.join(writer, draft.uuid, english.uuid, actor=elsewhere)
        assert not translations.join(writer, draft.uuid, gone.uuid, actor=ADA)
    assert newsroom.entry(draft).translations == ()
