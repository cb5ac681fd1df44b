"""What the store promises of an entry's life, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.core.errors import Conflict, InvalidInput, NotFound
from feedsvc.core.model import Enclosure, Image, Person, Status
from feedsvc.services.work import release_due
from tests.newsroom import Newsroom


def test_an_entry_comes_back_as_it_was_given(newsroom: Newsroom):
    given = newsroom.draft(
        "Title – «заглавие»",
        summary="One.\n\nTwo.",
        content_html="<p>Text &amp; more</p>",
        countries=("UZ", "TJ"),
        topics=("work",),
        kind="Press release",
        place="Tashkent",
        link="https://example.org/1",
        image=Image("https://example.org/a.png", "alt", "© A", 3, 2, "image/png", 9),
        enclosures=(Enclosure("https://example.org/a.pdf", "application/pdf", 12, "Report"),),
        authors=(Person("Ada", "ada@example.org", "https://example.org/ada"),),
        published=datetime(2015, 2, 3, 9, 0, tzinfo=UTC),
    )
    with newsroom.publisher() as publisher:
        created = publisher.create(given)
    assert newsroom.entry(created) == created
    assert created.as_draft() == replace(given, id=created.id)
    assert created.id == f"urn:uuid:{created.uuid}"


def test_a_draft_is_in_no_channel(newsroom: Newsroom):
    newsroom.create()
    assert newsroom.titles("all") == []


def test_a_published_entry_is_in_each_channel_of_its_parts_and_language(newsroom: Newsroom):
    newsroom.publish("N", countries=("UZ", "TJ"), topics=("work",), language="ru")
    inside = [
        "all",
        "offices/moscow",
        "countries/uz",
        "countries/tj",
        "topics/work",
        "offices/moscow/countries/uz",
        "offices/moscow/topics/work",
        "countries/tj/topics/work",
    ]
    outside = ["offices/minsk", "countries/kz", "offices/minsk/countries/uz", "countries/kz/topics/work"]
    for path in inside:
        assert newsroom.titles(path) == newsroom.titles(f"{path}.ru") == ["N"], path
        assert newsroom.titles(f"{path}.en") == [], path
    assert all(newsroom.titles(path) == [] for path in outside)


def test_a_channel_exists_when_its_parts_do(newsroom: Newsroom):
    assert newsroom.titles("countries/fr") == []
    for path in ("offices/nowhere", "topics/nothing", "countries/zz", "all.fr"):
        with pytest.raises(NotFound):
            newsroom.channel(path)


def test_publishing_takes_one_number_for_position_and_changed(newsroom: Newsroom):
    first, second = newsroom.publish("First"), newsroom.publish("Second")
    assert (first.position, first.changed) == (1, 1)
    assert (second.position, second.changed) == (2, 2)
    assert newsroom.counter() == 2
    assert newsroom.channel("all").changed == 2
    assert newsroom.channel("all").changed_at == newsroom.now


def test_a_draft_takes_no_number(newsroom: Newsroom):
    newsroom.edit(newsroom.create(), title="Other")
    assert newsroom.counter() == 0


def test_a_back_dated_entry_entered_late_comes_first_in_the_feed(newsroom: Newsroom):
    newsroom.publish("Today's")
    late = newsroom.publish("Of 2015", published=datetime(2015, 2, 2, 9, tzinfo=UTC))
    assert newsroom.titles("all") == ["Of 2015", "Today's"]
    assert late.published == late.updated == datetime(2015, 2, 2, 9, tzinfo=UTC)


def test_pages_are_ordered_by_date(newsroom: Newsroom):
    newsroom.publish("Today's")
    newsroom.publish("Of 2015", published=datetime(2015, 2, 2, 9, tzinfo=UTC))
    same_moment = datetime(2016, 1, 1, tzinfo=UTC)
    twins = [newsroom.publish(f"Twin {n}", published=same_moment) for n in (1, 2)]
    seen: list[str] = []
    with newsroom.store.reading() as reader:
        channel = reader.channel(newsroom.address("all"), ["en", "ru"])
        before = None
        while page := reader.channel_by_date(channel, 1, before):
            seen.append(page[0].title)
            before = (page[0].published, page[0].uuid)
    by_uuid = sorted(twins, key=lambda twin: twin.uuid, reverse=True)
    assert seen == ["Today's", *(twin.title for twin in by_uuid), "Of 2015"]


def test_updated_is_unique_on_the_site_to_the_second(newsroom: Newsroom):
    moment = datetime(2020, 6, 12, 9, 0, tzinfo=UTC)
    entries = [newsroom.publish(f"N{n}", published=moment) for n in range(3)]
    assert [entry.published for entry in entries] == [moment] * 3
    assert [entry.updated for entry in entries] == [moment + timedelta(seconds=n) for n in range(3)]


def test_a_minor_edit_moves_changed_alone(newsroom: Newsroom):
    entry = newsroom.publish("Tpyo")
    newsroom.publish("Later")
    edited = newsroom.edit(entry, title="Typo")
    assert edited.changed == 3
    assert (edited.position, edited.updated, edited.published) == (
        entry.position,
        entry.updated,
        entry.published,
    )
    assert newsroom.titles("all") == ["Later", "Typo"]


def test_a_major_edit_moves_position_and_updated_and_never_published(newsroom: Newsroom):
    entry = newsroom.publish("News")
    newsroom.publish("Later")
    edited = newsroom.edit(entry, title="More news", major=True)
    assert (edited.position, edited.changed, edited.updated) == (3, 3, newsroom.now)
    assert (edited.published, edited.id) == (entry.published, entry.id)
    assert newsroom.titles("all") == ["More news", "Later"]


def test_an_edit_that_changes_nothing_is_none(newsroom: Newsroom):
    entry = newsroom.publish("News")
    assert newsroom.edit(entry) == entry
    assert newsroom.counter() == 1


def test_coming_into_a_channel_moves_position_and_not_updated(newsroom: Newsroom):
    entry = newsroom.publish("News")
    newsroom.publish("Later", countries=("KZ",))
    edited = newsroom.edit(entry, countries=("KZ",))
    assert edited.position == 3
    assert edited.updated == entry.updated
    assert newsroom.titles("countries/kz") == ["News", "Later"]


def test_leaving_a_channel_marks_it_and_leaves_no_tombstone(newsroom: Newsroom):
    entry = newsroom.publish("News", countries=("KZ", "UZ"))
    newsroom.edit(entry, countries=("UZ",))
    assert newsroom.titles("countries/kz") == []
    assert newsroom.tombstones("countries/kz") == []
    assert newsroom.channel("countries/kz").changed == 2


def test_a_change_in_one_office_leaves_the_channel_of_another_as_it_was(newsroom: Newsroom):
    newsroom.publish("Minsk", office="minsk")
    before = newsroom.channel("offices/minsk")
    newsroom.edit(newsroom.publish("Moscow"), title="Moscow again")
    assert newsroom.channel("offices/minsk") == before


def test_moving_to_another_office_keeps_the_id(newsroom: Newsroom):
    entry = newsroom.publish("News")
    moved = newsroom.edit(entry, office="minsk")
    assert moved.id == entry.id
    assert (newsroom.titles("offices/moscow"), newsroom.titles("offices/minsk")) == ([], ["News"])


def test_a_withdrawn_entry_leaves_a_tombstone_in_the_channels_it_was_in(newsroom: Newsroom):
    entry = newsroom.publish("Wrong", countries=("KZ",))
    withdrawn = newsroom.withdraw(entry, " It was\nwrong. ")
    assert (withdrawn.status, withdrawn.changed, withdrawn.position) == (Status.WITHDRAWN, 2, 1)
    for path in ("all", "offices/moscow", "countries/kz.en"):
        assert newsroom.titles(path) == []
        [stone] = newsroom.tombstones(path)
        assert (stone.id, stone.when, stone.comment) == (entry.id, newsroom.now, "It was wrong.")
        assert newsroom.channel(path).changed == 2


def test_a_restored_entry_is_a_major_edit_later_than_its_tombstone(newsroom: Newsroom):
    entry = newsroom.publish("Wrong")
    withdrawn = newsroom.withdraw(entry)
    restored = newsroom.restore(entry)
    assert withdrawn.withdrawn_at is not None
    assert restored.updated is not None
    assert restored.updated > withdrawn.withdrawn_at
    assert (restored.id, restored.published, restored.position) == (entry.id, entry.published, 3)
    assert newsroom.titles("all") == ["Wrong"]
    assert newsroom.tombstones("all") == []


def test_restoring_within_the_second_of_the_withdrawal_is_later_all_the_same(newsroom: Newsroom):
    entry = newsroom.publish("Wrong")
    with newsroom.publisher() as publisher:
        withdrawn = publisher.withdraw(entry.uuid)
        restored = publisher.restore(entry.uuid)
    assert restored.updated is not None
    assert withdrawn.withdrawn_at is not None
    assert restored.updated > withdrawn.withdrawn_at


def test_every_version_is_kept_with_who_and_when(newsroom: Newsroom):
    entry = newsroom.publish("One")
    newsroom.edit(entry, title="Two")
    newsroom.edit(entry, title="Three", major=True)
    newsroom.withdraw(entry)
    newsroom.restore(entry)
    with newsroom.store.reading() as reader:
        versions = reader.versions(entry.uuid)
    assert [version.number for version in versions] == [1, 2, 3, 4, 5, 6]
    assert [version.action for version in versions] == [
        "created",
        "published",
        "minor edit",
        "major edit",
        "withdrawn",
        "restored",
    ]
    assert [version.entry.title for version in versions] == ["One", "One", "Two", "Three", "Three", "Three"]
    assert {version.by for version in versions} == {"ada"}
    assert versions[-1].at == newsroom.now
    assert versions[-1].entry == newsroom.entry(entry)


def test_versions_of_an_unknown_entry_are_not_found(newsroom: Newsroom):
    with newsroom.store.reading() as reader, pytest.raises(NotFound):
        reader.versions("00000000-0000-4000-8000-000000000000")


def test_a_scheduled_entry_is_released_when_its_minute_has_come_and_once(newsroom: Newsroom):
    entry = newsroom.create("Soon")
    at = newsroom.now + timedelta(minutes=10)
    with newsroom.publisher() as publisher:
        publisher.schedule(entry.uuid, at)
    release_due(newsroom.store, newsroom.settings, now=at - timedelta(seconds=1))
    assert newsroom.entry(entry).status is Status.SCHEDULED
    for _ in range(2):
        release_due(newsroom.store, newsroom.settings, now=at)
        released = newsroom.entry(entry)
        assert (released.status, released.published) == (Status.PUBLISHED, at)
    with newsroom.store.reading() as reader:
        assert [version.action for version in reader.versions(entry.uuid)].count("published") == 1


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("publish", "published"),
        ("publish", "withdrawn"),
        ("withdraw", "draft"),
        ("withdraw", "withdrawn"),
        ("restore", "published"),
        ("restore", "draft"),
    ],
)
def test_a_step_that_the_status_does_not_allow_is_a_conflict_and_changes_nothing(
    newsroom: Newsroom, action: str, status: str
):
    entry = newsroom.create() if status == "draft" else newsroom.publish()
    if status == "withdrawn":
        newsroom.withdraw(entry)
    before, counter = newsroom.entry(entry), newsroom.counter()
    with pytest.raises(Conflict, match=status), newsroom.publisher() as publisher:
        getattr(publisher, action)(entry.uuid)
    assert (newsroom.entry(entry), newsroom.counter()) == (before, counter)


def test_a_withdrawn_entry_is_not_edited(newsroom: Newsroom):
    entry = newsroom.publish()
    newsroom.withdraw(entry)
    with pytest.raises(Conflict, match="restore it"):
        newsroom.edit(entry, title="Other")


def test_the_date_of_a_released_entry_does_not_move(newsroom: Newsroom):
    entry = newsroom.publish()
    with pytest.raises(InvalidInput, match="published"):
        newsroom.edit(entry, published=datetime(2020, 1, 1, tzinfo=UTC))


def test_publishing_ahead_of_the_date_is_refused(newsroom: Newsroom):
    with pytest.raises(InvalidInput, match="lies ahead"):
        newsroom.publish(published=newsroom.now + timedelta(days=1))
    assert newsroom.titles("all") == []


def test_an_id_that_another_entry_holds_is_refused(newsroom: Newsroom):
    newsroom.publish(id="tag:example.org,2020:1")
    with pytest.raises(Conflict, match=r"tag:example\.org,2020:1"):
        newsroom.create(id="tag:example.org,2020:1")


def test_translations_are_linked_and_count_as_changed_with_each_other(newsroom: Newsroom):
    english, russian = newsroom.publish("Rise"), newsroom.publish("Рост", language="ru")
    with newsroom.publisher() as publisher:
        publisher.link_translations([english.uuid, russian.uuid])
    assert [each.title for each in newsroom.entry(english).translations] == ["Рост"]
    assert newsroom.entry(english).changed == newsroom.entry(russian).changed == 3
    assert newsroom.channel("all.en").changed == 3
    newsroom.edit(russian, title="Подъём")
    assert [each.title for each in newsroom.entry(english).translations] == ["Подъём"]
    assert newsroom.channel("all.en").changed == newsroom.entry(english).changed == newsroom.counter()
    newsroom.withdraw(russian)
    assert newsroom.entry(english).translations == ()
    assert newsroom.channel("all.en").changed == newsroom.counter()


def test_linking_what_is_linked_changes_nothing(newsroom: Newsroom):
    pair = [newsroom.publish("Rise").uuid, newsroom.publish("Рост", language="ru").uuid]
    for _ in range(2):
        with newsroom.publisher() as publisher:
            publisher.link_translations(pair)
    assert newsroom.counter() == 3


def test_two_entries_of_one_language_are_no_translations(newsroom: Newsroom):
    pair = [newsroom.publish("Rise").uuid, newsroom.publish("Fall").uuid]
    with pytest.raises(InvalidInput, match="another language"), newsroom.publisher() as publisher:
        publisher.link_translations(pair)


def test_a_failed_transaction_leaves_nothing(newsroom: Newsroom):
    with pytest.raises(NotFound), newsroom.publisher() as publisher:  # noqa: PT012  all in one transaction
        publisher.publish(publisher.create(newsroom.draft()).uuid)
        publisher.publish("00000000-0000-4000-8000-000000000000")
    assert (newsroom.titles("all"), newsroom.counter()) == ([], 0)


def test_an_unknown_entry_is_not_found(newsroom: Newsroom):
    with newsroom.store.reading() as reader, pytest.raises(NotFound):
        reader.entry("00000000-0000-4000-8000-000000000000")


def test_entries_are_listed_by_office_country_and_status(newsroom: Newsroom):
    newsroom.publish("A", countries=("UZ",))
    newsroom.publish("B", office="minsk", countries=("BY", "UZ"))
    newsroom.create("C")
    with newsroom.store.reading() as reader:

        def titles(**filters):
            return [entry.title for entry in reader.entries(limit=10, **filters)]

        assert titles() == ["C", "B", "A"]
        assert titles(office="minsk") == ["B"]
        assert titles(country="UZ") == ["B", "A"]
        assert titles(status=Status.DRAFT) == ["C"]
        assert [entry.title for entry in reader.entries(limit=1)] == ["C"]


def test_counts_are_of_live_entries(newsroom: Newsroom):
    newsroom.publish("A", countries=("UZ",))
    newsroom.withdraw(newsroom.publish("B", countries=("KZ",)))
    with newsroom.store.reading() as reader:
        counts = reader.channel_counts()
    assert (counts["all"], counts["country=UZ"], counts["language=en"]) == (1, 1, 1)
    assert "country=KZ" not in counts


def test_the_time_of_a_change_never_goes_back_when_the_clock_does(newsroom: Newsroom):
    newsroom.publish("First")
    before = newsroom.channel("all").changed_at
    newsroom.now -= timedelta(hours=1)
    newsroom.publish("Second", published=datetime(2020, 1, 1, tzinfo=UTC))
    assert newsroom.channel("all").changed_at == before + timedelta(seconds=1)


def test_a_scheduled_entry_that_is_released_early_is_dated_then_and_not_ahead(newsroom: Newsroom):
    entry = newsroom.create("Soon")
    with newsroom.publisher() as publisher:
        publisher.schedule(entry.uuid, newsroom.now + timedelta(days=1))
    with newsroom.publisher() as publisher:
        released = publisher.publish(entry.uuid)
    assert released.published == released.updated == newsroom.now


def test_a_change_of_all_channels_and_of_one_are_dated_in_their_order_whatever_the_clock_says(
    newsroom: Newsroom,
):
    newsroom.publish("First")
    published = newsroom.channel("all").changed_at
    with newsroom.store.writing() as writer:
        writer.mark_every_channel(writer.next_number(), published - timedelta(days=1), "other settings")
    everywhere = newsroom.channel("countries/fr").changed_at
    assert everywhere == published + timedelta(seconds=1)
    newsroom.now = published - timedelta(hours=1)
    newsroom.publish("Second", published=datetime(2020, 1, 1, tzinfo=UTC))
    assert newsroom.channel("all").changed_at == everywhere + timedelta(seconds=1)
