"""Pages of archives: sealed at twice the page size, their ends stored once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, update

from feedsvc.core.errors import NotFound
from feedsvc.core.model import Entry
from feedsvc.core.urls import parse_channel
from feedsvc.services.naming import merge_offices
from feedsvc.services.site import initialise
from feedsvc.store.archives import sealed_page
from feedsvc.store.database import _MIGRATIONS, make_engine, migrate
from feedsvc.store.reading import Place, Reader
from feedsvc.store.schema import archive_page, channel, site
from tests.newsroom import START, Newsroom
from tests.web.world import ADA

Row = tuple[int, int, int, int]


def publish(newsroom: Newsroom, count: int, first: int = 1, **others: object) -> list[Entry]:
    """So many entries, numbered, released in one transaction."""
    with newsroom.publisher() as publisher:
        drafts = {
            newsroom.new_uuid(): publisher.checked(newsroom.draft(str(number), **others))
            for number in range(first, first + count)
        }
        return publisher.publish_new(drafts)


def _titles(reader: Reader, places: Sequence[Place]) -> str:
    entries = reader.entries_of(place.uuid for place in places)
    return " ".join(entries[place.uuid].title for place in places)


def current(newsroom: Newsroom, path: str = "all") -> str:
    """The titles of what no page holds, newest first."""
    with newsroom.store.reading() as reader:
        channel_ = reader.channel(parse_channel(path), ("en", "ru"))
        return _titles(reader, reader.channel_places(channel_, 1000, after=channel_.sealed_to))


def pages(newsroom: Newsroom, path: str = "all") -> list[str]:
    """The titles in each sealed page, the oldest page first, the newest entry of each first."""
    with newsroom.store.reading() as reader:
        channel_ = reader.channel(parse_channel(path), ("en", "ru"))
        found = []
        for number in range(1, channel_.pages + 1):
            address = replace(channel_.address, archive=number)
            found.append(_titles(reader, sealed_page(reader, replace(channel_, address=address)).places))
        return found


def ends(newsroom: Newsroom) -> list[Row]:
    """Every page as it is stored."""
    with newsroom.store.reading() as reader:
        columns = [archive_page.c[name] for name in ("channel_id", "number", "after_position", "to_position")]
        return [tuple(row) for row in reader.connection.execute(select(*columns).order_by(*columns))]


def test_the_oldest_are_sealed_when_there_are_two_pages_and_not_before(newsroom: Newsroom):
    assert newsroom.settings.page_size == 3
    seen = []
    for number in range(1, 10):
        publish(newsroom, 1, number)
        seen.append((current(newsroom), pages(newsroom)))
    assert seen[4:] == [
        ("5 4 3 2 1", []),
        ("6 5 4", ["3 2 1"]),
        ("7 6 5 4", ["3 2 1"]),
        ("8 7 6 5 4", ["3 2 1"]),
        ("9 8 7", ["3 2 1", "6 5 4"]),
    ]


@pytest.mark.parametrize(("count", "sealed", "left"), [(5, 0, 5), (6, 1, 3), (17, 4, 5), (18, 5, 3)])
def test_many_entries_at_once_are_sealed_page_by_page(newsroom: Newsroom, count: int, sealed: int, left: int):
    publish(newsroom, count)
    assert [len(each.split()) for each in pages(newsroom)] == [3] * sealed
    assert len(current(newsroom).split()) == left
    in_order = " ".join([current(newsroom), *reversed(pages(newsroom))]).split()
    assert in_order == [str(number) for number in range(count, 0, -1)]


def test_each_channel_is_sealed_by_what_stands_in_it(newsroom: Newsroom):
    publish(newsroom, 4)
    publish(newsroom, 3, 5, office="minsk", language="ru")
    assert (pages(newsroom), current(newsroom)) == (["3 2 1"], "7 6 5 4")
    for path, titles in {"all.ru": "7 6 5", "offices/minsk": "7 6 5", "offices/moscow": "4 3 2 1"}.items():
        assert (pages(newsroom, path), current(newsroom, path)) == ([], titles)


def test_pages_are_slices_that_hang_together_and_never_move(newsroom: Newsroom):
    entries = publish(newsroom, 8)
    before = ends(newsroom)
    newsroom.edit(entries[0], summary="Minor.")
    newsroom.edit(entries[1], summary="Major.", major=True)
    newsroom.withdraw(entries[2])
    newsroom.restore(newsroom.withdraw(entries[3]))
    publish(newsroom, 9, 9)
    after = ends(newsroom)
    assert set(before) < set(after)
    for one, two in pairwise(after):
        assert one[2] < one[3]
        if two[0] == one[0]:
            assert (two[1], two[2]) == (one[1] + 1, one[3])
        else:
            assert two[1:3] == (1, 0)


def test_what_an_entry_does_in_a_page(newsroom: Newsroom):
    entries = publish(newsroom, 6, countries=("UZ",))
    assert pages(newsroom) == pages(newsroom, "countries/uz") == ["3 2 1"]
    newsroom.edit(entries[1], title="2a")
    assert pages(newsroom) == ["3 2a 1"], "a minor edit stays"
    newsroom.edit(entries[1], title="2b", major=True)
    assert (current(newsroom), pages(newsroom)) == ("2b 6 5 4", ["3 1"]), "a major edit moves"
    newsroom.edit(entries[2], countries=("UZ", "TJ"))
    assert (current(newsroom), pages(newsroom)) == ("3 2b 6 5 4", ["1"]), "who joins a channel moves"
    newsroom.edit(entries[0], countries=())
    assert (pages(newsroom), pages(newsroom, "countries/uz")) == (["1"], [""]), "who leaves one is absent"
    newsroom.withdraw(entries[0])
    assert pages(newsroom) == [""], "an emptied page stays"
    newsroom.restore(entries[0])
    assert (current(newsroom), pages(newsroom)) == ("1 3 2b", ["", "6 5 4"]), "what is restored moves"


def test_a_back_dated_entry_of_today_is_not_in_the_archive(newsroom: Newsroom):
    publish(newsroom, 6)
    newsroom.publish("late", published=START.replace(year=1999))
    assert (current(newsroom), pages(newsroom)) == ("late 6 5 4", ["3 2 1"])


def test_the_current_document_may_shrink_and_takes_nothing_back(newsroom: Newsroom):
    entries = publish(newsroom, 6)
    for entry in entries[3:]:
        newsroom.withdraw(entry)
    assert (current(newsroom), pages(newsroom)) == ("", ["3 2 1"])
    publish(newsroom, 6, 7)
    assert (current(newsroom), pages(newsroom)) == ("12 11 10", ["3 2 1", "9 8 7"])


def test_a_page_that_is_not_sealed_is_not_found(newsroom: Newsroom):
    publish(newsroom, 6)
    with newsroom.store.reading() as reader:
        channel_ = reader.channel(replace(parse_channel("all"), archive=2), ("en", "ru"))
        with pytest.raises(NotFound, match="no page 2 in this archive: it has 1"):
            sealed_page(reader, channel_)


def test_a_smaller_page_seals_what_is_too_much_and_leaves_older_pages(newsroom: Newsroom):
    publish(newsroom, 8)
    before = ends(newsroom)
    newsroom.settings = replace(newsroom.settings, page_size=2)
    initialise(newsroom.store, newsroom.settings, now=newsroom.now)
    assert (current(newsroom), pages(newsroom)) == ("8 7 6", ["3 2 1", "5 4"])
    assert set(before) < set(ends(newsroom))


def test_a_larger_page_moves_nothing_until_there_is_enough(newsroom: Newsroom):
    publish(newsroom, 8)
    newsroom.settings = replace(newsroom.settings, page_size=5)
    initialise(newsroom.store, newsroom.settings, now=newsroom.now)
    publish(newsroom, 4, 9)
    assert (current(newsroom), pages(newsroom)) == ("12 11 10 9 8 7 6 5 4", ["3 2 1"])
    publish(newsroom, 1, 13)
    assert pages(newsroom) == ["3 2 1", "8 7 6 5 4"]


def test_a_database_from_before_archives_is_sealed_when_it_is_initialised(
    newsroom: Newsroom, database_url: str
):
    publish(newsroom, 14, countries=("UZ",))
    sealed = ends(newsroom)
    newsroom.store.close()
    engine = make_engine(database_url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
        connection.commit()
    engine.dispose()
    migrate(database_url)
    assert ends(newsroom) == []
    number = newsroom.counter()
    initialise(newsroom.store, newsroom.settings, now=newsroom.now)
    assert ends(newsroom) == sealed
    assert newsroom.counter() == number + 1, "a change of all feeds"
    initialise(newsroom.store, newsroom.settings, now=newsroom.now)
    assert newsroom.counter() == number + 1


def test_a_channel_that_was_left_unsealed_is_sealed_with_its_next_entry(newsroom: Newsroom):
    publish(newsroom, 14)
    with newsroom.store.writing() as writer:
        writer.connection.execute(archive_page.delete())
        writer.connection.execute(update(channel).values(pages=0, sealed_to=0))
        assert writer.connection.execute(select(site.c.settings_print)).scalar_one()
    publish(newsroom, 1, 15)
    assert [len(each.split()) for each in pages(newsroom)] == [3, 3, 3, 3]


def test_who_goes_into_another_office_makes_no_page_too_long(newsroom: Newsroom):
    for number in range(1, 8):
        publish(newsroom, 1, number, office="minsk")
        publish(newsroom, 4, 10 * number)
    before = pages(newsroom, "offices/minsk")
    assert before == ["3 2 1"]
    with newsroom.store.writing() as writer:
        merge_offices(writer, newsroom.site(), "moscow", into="minsk", now=newsroom.now, actor=ADA)
    after = pages(newsroom, "offices/minsk")
    assert after[:1] == [""], "a number never comes to mean other entries"
    assert {len(page.split()) for page in after[1:]} == {3}
    in_order = " ".join([current(newsroom, "offices/minsk"), *reversed(after)]).split()
    with newsroom.store.reading() as reader:
        whole = reader.channel_places(reader.channel(parse_channel("offices/minsk"), ("en", "ru")), 1000)
        assert in_order == _titles(reader, whole).split()
    assert len(in_order) == 35


def test_where_few_go_into_another_office_its_pages_take_them_in(newsroom: Newsroom):
    publish(newsroom, 2, 1, office="minsk")
    publish(newsroom, 1, 10)
    publish(newsroom, 4, 3, office="minsk")
    assert pages(newsroom, "offices/minsk") == ["3 2 1"]
    with newsroom.store.writing() as writer:
        merge_offices(writer, newsroom.site(), "moscow", into="minsk", now=newsroom.now, actor=ADA)
    assert pages(newsroom, "offices/minsk") == ["3 10 2 1"]
