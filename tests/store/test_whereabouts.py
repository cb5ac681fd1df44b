"""Where an entry stands, on both engines; and what is kept of entries that no reader saw."""

from datetime import timedelta

from sqlalchemy import func, select

from feedsvc.core.channels import channel_key
from feedsvc.core.model import Status
from feedsvc.services.searching import search
from feedsvc.store.archives import seal_pages
from feedsvc.store.listing import Concern, Sort, Wanted, count_by_status, list_entries, next_scheduled
from feedsvc.store.schema import entry, entry_version
from feedsvc.store.unreleased import delete_entry, translations_of
from feedsvc.store.whereabouts import Stand, stands_of
from tests.newsroom import Newsroom


def stands(newsroom: Newsroom, uuid: str) -> dict[str, Stand]:
    with newsroom.store.reading() as reader:
        return {each.key: each for each in stands_of(reader, uuid)}


def test_an_entry_stands_where_its_feeds_have_it(newsroom: Newsroom):
    first = newsroom.publish("First", countries=("UZ",))
    newsroom.publish("Second")
    found = stands(newsroom, first.uuid)
    assert found["all"] == Stand("all", live=True, page=None, newer=1)
    assert found["country=UZ"] == Stand("country=UZ", live=True, page=None, newer=0)
    assert channel_key(country="UZ", language="en") in found
    assert stands(newsroom, newsroom.create("Draft").uuid) == {}


def test_a_withdrawn_entry_stands_as_its_tombstone_and_is_not_counted(newsroom: Newsroom):
    first, second = newsroom.publish("First"), newsroom.publish("Second")
    newsroom.withdraw(second)
    assert not stands(newsroom, second.uuid)["all"].live
    assert stands(newsroom, first.uuid)["all"].newer == 0


def test_an_old_entry_stands_in_a_page_of_the_archive(newsroom: Newsroom):
    uuids = [newsroom.publish(f"News {number}").uuid for number in range(5)]
    with newsroom.store.writing() as writer:
        seal_pages(writer, 2, now=newsroom.now)
    assert [stands(newsroom, uuid)["all"].page for uuid in uuids] == [1, 1, None, None, None]
    assert [stands(newsroom, uuid)["all"].newer for uuid in uuids] == [0, 0, 2, 1, 0]


def test_a_deleted_draft_leaves_nothing_behind(newsroom: Newsroom):
    draft, other = newsroom.create("A gauge"), newsroom.create("Another gauge")
    newsroom.edit(draft, title="Two gauges")
    with newsroom.store.writing() as writer:
        delete_entry(writer, draft.uuid, by=None)
    with newsroom.store.reading() as reader:
        assert reader.entries_of([draft.uuid]) == {}
        assert reader.connection.execute(select(func.count()).select_from(entry)).scalar_one() == 1
        assert reader.connection.execute(select(func.count()).select_from(entry_version)).scalar_one() == 1
        found = search(reader, "gauge", status=None, limit=9)
    assert [hit.entry.uuid for hit in found.hits] == [other.uuid]


def test_translations_are_found_whatever_their_status(newsroom: Newsroom):
    english, russian = newsroom.publish("News"), newsroom.create("Новость", language="ru")
    with newsroom.publisher() as publisher:
        publisher.link_translations([english.uuid, russian.uuid])
    with newsroom.store.reading() as reader:
        assert [each.uuid for each in translations_of(reader, reader.entry(english.uuid))] == [russian.uuid]
        assert translations_of(reader, newsroom.create("Alone")) == []


def test_entries_are_counted_by_status_as_far_as_they_may_be_seen(newsroom: Newsroom):
    newsroom.publish("One", countries=("UZ",))
    newsroom.publish("Two")
    newsroom.create("Draft", office="minsk")
    with newsroom.store.reading() as reader:
        moscow = frozenset([reader.office("moscow").uuid])
        assert count_by_status(reader, Wanted(readable=None)) == {Status.PUBLISHED: 2, Status.DRAFT: 1}
        assert count_by_status(reader, Wanted(readable=moscow)) == {Status.PUBLISHED: 2}
        assert count_by_status(reader, Wanted(country="UZ")) == {Status.PUBLISHED: 1}
        only = Wanted(readable=None, statuses=frozenset([Status.DRAFT]))
        assert count_by_status(reader, only) == {Status.DRAFT: 1}


def test_what_concerns_somebody_is_their_own_and_their_offices(newsroom: Newsroom):
    for number, office in enumerate(("moscow", "minsk")):
        newsroom.create(f"News {number}", office=office)
    with newsroom.store.reading() as reader:
        minsk = frozenset([reader.office("minsk").uuid])

        def titles(concern: Concern) -> list[str]:
            wanted = Wanted(readable=None, concerning=concern)
            return [each.title for each in list_entries(reader, wanted, sort=Sort.CREATED, limit=9).entries]

        assert titles(Concern("u-1", minsk)) == ["News 1"]
        assert titles(Concern("u-1", frozenset())) == []
        # What nobody made is not that of somebody without an account.
        assert titles(Concern(None, frozenset())) == []
        assert titles(Concern("u-1", None)) == ["News 1", "News 0"]


def test_the_next_to_be_released_comes_first(newsroom: Newsroom):
    uuids = [newsroom.create(f"News {number}").uuid for number in range(3)]
    with newsroom.publisher() as publisher:
        for hours, uuid in zip((3, 1, 2), uuids, strict=True):
            publisher.schedule(uuid, newsroom.now + timedelta(hours=hours))
    with newsroom.store.reading() as reader:
        found = next_scheduled(reader, Wanted(readable=None), 2)
    assert [each.uuid for each in found] == [uuids[1], uuids[2]]
