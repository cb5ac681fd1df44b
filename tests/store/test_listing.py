"""Lists of entries page by page, on both engines: what is in them, in which order, by which index."""

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import insert, select

from feedsvc.core.errors import NotFound
from feedsvc.core.model import Status
from feedsvc.store import listing
from feedsvc.store.listing import Place, Sort, Wanted, list_entries
from feedsvc.store.schema import channel_entry, entry
from tests.newsroom import START, Newsroom

ALL = {"readable": None}


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    """Entries of every status in two offices."""
    newsroom.publish("Old", countries=("UZ", "TJ"), topics=("work",), published=START - timedelta(days=9))
    newsroom.publish("Gone", countries=("UZ",))
    newsroom.publish("Minsk", office="minsk", countries=("BY",), kind="Press release")
    newsroom.publish("По-русски", language="ru", countries=("UZ",), topics=("work",))
    newsroom.create("Draft", countries=("UZ",), topics=("work",))
    newsroom.create("Minsk draft", office="minsk")
    soon = newsroom.create("Soon")
    with newsroom.publisher() as publisher:
        publisher.schedule(soon.uuid, newsroom.now + timedelta(days=1))
    newsroom.withdraw(next(each for each in everything(newsroom) if each.title == "Gone"))
    return newsroom


def everything(newsroom: Newsroom, **wanted: Any) -> list[Any]:
    return page_by_page(newsroom, Sort.CREATED, 100, **{**ALL, **wanted})


def page_by_page(newsroom: Newsroom, sort: Sort, limit: int, **wanted: Any) -> list[Any]:
    found, after = [], None
    while True:
        with newsroom.store.reading() as reader:
            page = list_entries(reader, Wanted(**wanted), sort=sort, limit=limit, after=after)
        found += page.entries
        if page.last is None:
            return found
        assert len(page.entries) == limit
        after = page.last


def titles(newsroom: Newsroom, sort: Sort = Sort.CREATED, **wanted: Any) -> list[str]:
    return [entry.title for entry in page_by_page(newsroom, sort, 2, **{**ALL, **wanted})]


def test_a_list_holds_all_that_is_stored_the_latest_first(filled: Newsroom):
    assert titles(filled) == ["Soon", "Minsk draft", "Draft", "По-русски", "Minsk", "Gone", "Old"]


def test_whoever_may_read_nothing_more_sees_what_is_published(filled: Newsroom):
    assert titles(filled, readable=frozenset()) == ["По-русски", "Minsk", "Old"]


def test_whoever_may_read_in_an_office_sees_its_drafts_too(filled: Newsroom):
    with filled.store.reading() as reader:
        minsk = reader.office("minsk").uuid
    assert titles(filled, readable=frozenset([minsk])) == ["Minsk draft", "По-русски", "Minsk", "Old"]
    assert titles(filled, Sort.UPDATED, readable=frozenset([minsk])) == ["По-русски", "Minsk", "Old"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"office": "minsk"}, ["Minsk draft", "Minsk"]),
        ({"country": "UZ"}, ["Draft", "По-русски", "Gone", "Old"]),
        ({"topic": "work"}, ["Draft", "По-русски", "Old"]),
        ({"language": "ru"}, ["По-русски"]),
        ({"kind": "Press release"}, ["Minsk"]),
        ({"office": "moscow", "country": "UZ", "topic": "work"}, ["Draft", "По-русски", "Old"]),
        ({"office": "moscow", "country": "UZ", "topic": "work", "language": "en"}, ["Draft", "Old"]),
        ({"office": "minsk", "topic": "work"}, []),
        ({"statuses": frozenset([Status.DRAFT])}, ["Minsk draft", "Draft"]),
        ({"statuses": frozenset([Status.WITHDRAWN, Status.SCHEDULED])}, ["Soon", "Gone"]),
        ({"statuses": frozenset([Status.PUBLISHED]), "country": "TJ"}, ["Old"]),
        ({"published": (None, START)}, ["Old"]),
        ({"published": (START, None)}, ["По-русски", "Minsk", "Gone"]),
    ],
)
def test_a_list_can_be_narrowed(filled: Newsroom, wanted: dict[str, Any], found: list[str]):
    assert titles(filled, **wanted) == found


def test_a_list_by_date_holds_what_is_published(filled: Newsroom):
    assert titles(filled, Sort.PUBLISHED) == ["По-русски", "Minsk", "Old"]
    assert titles(filled, Sort.PUBLISHED, published=(None, START)) == ["Old"]
    assert titles(filled, Sort.PUBLISHED, statuses=frozenset([Status.DRAFT])) == []


def test_a_list_by_last_change_holds_what_ever_was_published(filled: Newsroom):
    old = next(each for each in everything(filled) if each.title == "Old")
    edited = filled.edit(old, title="Older", major=True)
    assert titles(filled, Sort.UPDATED) == ["Older", "По-русски", "Minsk", "Gone"]
    assert titles(filled, Sort.UPDATED, updated=(edited.updated, None)) == ["Older"]
    assert titles(filled, Sort.UPDATED, readable=frozenset()) == ["Older", "По-русски", "Minsk"]


def test_entries_of_one_moment_are_parted_between_pages(newsroom: Newsroom):
    for number in range(5):
        newsroom.publish(f"Entry {number}", published=START)
    assert titles(newsroom, Sort.PUBLISHED) == [f"Entry {number}" for number in (4, 3, 2, 1, 0)]


def test_what_is_stored_between_two_pages_neither_repeats_nor_hides_anything(newsroom: Newsroom):
    for number in range(4):
        newsroom.publish(f"Entry {number}")
    with newsroom.store.reading() as reader:
        first = list_entries(reader, Wanted(), sort=Sort.CREATED, limit=2)
    newsroom.publish("Later")
    newsroom.edit(first.entries[1], title="Edited", major=True)
    with newsroom.store.reading() as reader:
        second = list_entries(reader, Wanted(), sort=Sort.CREATED, limit=2, after=first.last)
    assert [each.title for each in second.entries] == ["Entry 1", "Entry 0"]
    assert second.last is None


@pytest.mark.parametrize("wanted", [{"office": "nowhere"}, {"topic": "nothing"}])
def test_a_list_of_what_does_not_exist_is_not_found(filled: Newsroom, wanted: dict[str, str]):
    with pytest.raises(NotFound, match=next(iter(wanted.values()))):
        titles(filled, **wanted)


# What each engine says of a plan that reads a table from end to end, or sorts all that it finds.
_WHOLE = {
    "sqlite": re.compile(r"SCAN (entry|channel_entry)$|USE TEMP B-TREE FOR ORDER BY"),
    "postgresql": re.compile(r"Seq Scan on (entry|channel_entry)|(?<!Incremental) Sort  "),
}


@pytest.fixture
def crowded(filled: Newsroom) -> Newsroom:
    """Thousands of entries more in the channels of one: plans are made for tables as large as these."""
    with filled.store.writing() as writer:
        connection = writer.connection
        one = connection.execute(select(entry).where(entry.c.id == 1)).one()._mapping
        places = connection.execute(select(channel_entry).where(channel_entry.c.entry_id == 1)).all()
        numbers = range(100, 3100)
        moments = {number: START - timedelta(days=99, seconds=number) for number in numbers}
        copies = [
            {**one, "id": n, "uuid": f"{n:036}", "feed_id": f"urn:x:{n}", "updated": moments[n]}
            for n in numbers
        ]
        stands = [
            {**place._mapping, "entry_id": n, "published": moments[n]} for n in numbers for place in places
        ]
        connection.execute(insert(entry), copies)
        connection.execute(insert(channel_entry), stands)
        connection.exec_driver_sql("ANALYZE")
    return filled


def test_each_part_of_a_list_is_read_from_an_index(crowded: Newsroom):
    some = {"readable": frozenset(["x"])}
    wishes = ({}, {"office": "moscow"}, {"country": "UZ", "topic": "work"}, some)
    with crowded.store.reading() as reader:
        whole = _WHOLE[reader.connection.dialect.name]
        for sort, wanted, after in product(Sort, wishes, (None, Place(START, 10))):
            for query in listing._queries(reader, Wanted(**{**ALL, **wanted}), sort, after):
                plan = plan_of(reader.connection, query.limit(2))
                assert not [line for line in plan if whole.search(line)], plan


def plan_of(connection: Any, query: Any) -> list[str]:
    sqlite = connection.dialect.name == "sqlite"
    sql = query.compile(connection, compile_kwargs={"render_postcompile": True})
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    return [str(row[-1]) for row in connection.exec_driver_sql(explain + str(sql), _parameters(sql))]


def _parameters(sql: Any) -> Any:
    values = {
        name: processor(value) if (processor := sql._bind_processors.get(name)) else value
        for name, value in sql.params.items()
    }
    return tuple(values[name] for name in sql.positiontup) if sql.positional else values
