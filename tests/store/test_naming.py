"""What changes of names, mergers, endings and erasures make of the tables, on both engines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from feedsvc.core.model import OfficeDraft
from feedsvc.services import naming, work
from feedsvc.services.backup import backup, restore
from feedsvc.services.closing import close_office
from feedsvc.services.erasing import erase_entry
from feedsvc.services.offices import add_topic, edit_office
from feedsvc.services.searching import search
from feedsvc.services.tombstones import end_due
from feedsvc.store import Store, erasing, tombstones
from feedsvc.store.schema import channel_entry
from tests.newsroom import Newsroom
from tests.web.world import ADA, settings_for


def places(newsroom: Newsroom) -> int:
    with newsroom.store.reading() as reader:
        count: int = reader.connection.execute(select(func.count()).select_from(channel_entry)).scalar_one()
        return count


def test_a_merged_office_moves_every_place_and_adds_none(newsroom: Newsroom):
    newsroom.publish("One", office="minsk", countries=("BY",), topics=("work",))
    newsroom.publish("Two", countries=("BY",))
    before = places(newsroom)
    with newsroom.store.writing() as writer:
        naming.merge_offices(writer, newsroom.site(), "minsk", into="moscow", now=newsroom.now, actor=ADA)
    assert places(newsroom) == before
    assert newsroom.titles("offices/moscow/countries/by.en") == ["Two", "One"]
    assert newsroom.titles("offices/moscow/topics/work") == ["One"]
    with newsroom.store.reading() as reader:
        assert [hit.entry.title for hit in search(reader, "One", office="moscow", limit=3).hits] == ["One"]
        assert [office.slug for office in reader.offices()] == ["moscow"]
        assert reader.office("minsk").slug == "moscow"


def test_a_merged_topic_leaves_an_entry_that_has_both_in_one_place(newsroom: Newsroom):
    with newsroom.store.writing() as writer:
        uuid = newsroom.new_uuid()
        add_topic(writer, "labour", {"en": "Labour"}, now=newsroom.now, actor=ADA, uuid=uuid)
    newsroom.publish("Both", topics=("work", "labour"), countries=("UZ",))
    newsroom.publish("Old", topics=("labour",))
    with newsroom.store.writing() as writer:
        naming.merge_topics(writer, newsroom.site(), "labour", into="work", now=newsroom.now, actor=ADA)
    assert newsroom.titles("topics/work") == ["Old", "Both"]
    assert newsroom.titles("countries/uz/topics/work") == ["Both"]
    with newsroom.store.reading() as reader:
        assert [topic.slug for topic in reader.topics()] == ["work"]


def test_slugs_lead_to_what_they_are_now_over_any_number_of_steps(newsroom: Newsroom):
    newsroom.add_office("kazan", "Kazan")
    steps: tuple[tuple[str, str, Callable[..., object]], ...] = (
        ("moscow", "second", rename),
        ("second", "minsk", merge),
        ("minsk", "third", rename),
        ("third", "kazan", merge),
        ("kazan", "last", rename),
    )
    for old, new, step in steps:
        step(newsroom, old, new)
    with newsroom.store.reading() as reader:
        every = ("moscow", "second", "minsk", "third", "kazan", "last")
        assert {slug: reader.office(slug).slug for slug in every} == dict.fromkeys(every, "last")


def rename(newsroom: Newsroom, old: str, new: str) -> None:
    with newsroom.store.writing() as writer:
        draft: OfficeDraft = replace(writer.office(old).as_draft(), slug=new)
        edit_office(writer, draft, slug=old, now=newsroom.now, actor=ADA)


def merge(newsroom: Newsroom, old: str, new: str) -> None:
    with newsroom.store.writing() as writer:
        naming.merge_offices(writer, newsroom.site(), old, into=new, now=newsroom.now, actor=ADA)


def test_an_ending_is_kept_with_its_successors_under_their_names_of_now(newsroom: Newsroom):
    with newsroom.store.writing() as writer:
        close_office(
            writer,
            newsroom.site(),
            "minsk",
            successors=["moscow"],
            until=date(2027, 1, 1),
            now=newsroom.now,
            actor=ADA,
            new_uuid=newsroom.new_uuid,
        )
    rename(newsroom, "moscow", "eurasia")
    work.end_due(newsroom.store, newsroom.settings, now=newsroom.now + timedelta(days=365))
    with newsroom.store.reading() as reader:
        ending = reader.office("minsk").ending
    assert ending
    assert (ending.successors, ending.over) == (("eurasia",), True)


def test_a_tombstone_leaves_no_row_behind(newsroom: Newsroom):
    newsroom.withdraw(newsroom.publish("Gone", countries=("UZ",)))
    newsroom.withdraw(newsroom.publish("Gone too"))
    back = newsroom.withdraw(newsroom.publish("Back"))
    newsroom.restore(back)
    stays = places(newsroom)
    end_due(newsroom.store, newsroom.settings, now=newsroom.now + timedelta(days=91))
    with newsroom.store.reading() as reader:
        assert tombstones.oldest(reader, 9) == []
    assert places(newsroom) == 4 < stays
    assert newsroom.titles("all") == ["Back"]


@pytest.mark.parametrize("status", ["published", "withdrawn", "draft"])
def test_of_an_erased_entry_only_its_row_is_left(newsroom: Newsroom, status: str):
    entry = newsroom.create("Secret") if status == "draft" else newsroom.publish("Secret")
    if status == "withdrawn":
        newsroom.withdraw(entry)
    left = erase_entry(newsroom.store, entry.uuid, "By law.", now=newsroom.now, actor=ADA)
    newsroom.store.scrub()
    assert newsroom.entry(entry) == left.entry
    with newsroom.store.reading() as reader:
        assert len(reader.versions(entry.uuid)) == 1
        assert search(reader, "Secret", readable=None, limit=3).hits == ()
        assert erasing.has_erased(reader)
        assert [stone.id for stone in newsroom.tombstones("all")] == ([] if status == "draft" else [entry.id])


def test_a_backup_carries_slugs_endings_tombstones_and_what_was_erased(newsroom: Newsroom, tmp_path: Path):
    newsroom.withdraw(newsroom.publish("Gone"))
    erase_entry(newsroom.store, newsroom.publish("Secret").uuid, "By law.", now=newsroom.now, actor=ADA)
    rename(newsroom, "moscow", "eurasia")
    merge(newsroom, "minsk", "eurasia")
    backup(newsroom.store, newsroom.settings, tmp_path / "site.zip", now=newsroom.now)
    settings = settings_for(f"sqlite:///{tmp_path}/new/other.db", tmp_path / "new")
    restore(settings, tmp_path / "site.zip", now=newsroom.now)
    other = Store(settings.database_url)
    with other.reading() as theirs, newsroom.store.reading() as ours:
        for slug in ("moscow", "minsk"):
            assert theirs.office(slug) == ours.office(slug)
        assert tombstones.oldest(theirs, 9) == tombstones.oldest(ours, 9) != []
        assert erasing.has_erased(theirs)
        assert "Secret" not in (tmp_path / "new" / "other.db").read_bytes().decode("latin-1")
    other.close()
