"""Finding entries by their words: both engines find the same, in the same order."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from feedsvc.core.errors import NotFound
from feedsvc.core.model import Status
from feedsvc.core.search_query import parse
from feedsvc.store import Store
from feedsvc.store.dump import tables_of
from feedsvc.store.searching import Match, Narrowing, find, index_entries, not_indexed
from feedsvc.store.searching_tables import entry_words
from tests.newsroom import Newsroom

VOCABULARY = (
    "flood floods flooding Moscow moscow COVID-19 covid19 rain heavy the in United Nations U.N. e-mail"
    " наводнение наводнения Москва ёлка елка беженец беженцы 新闻 新 3.5 Chișinău О'zbekiston"
).split()
SIGNS = [
    '"',
    "-",
    " -",
    "*",
    "(",
    ")",
    "&",
    "|",
    "!",
    ":",
    "'",
    "\\",
    "<->",
    "NOT",
    "=",
    "1=flood",
    "\0",
    "🙂",
]
CORPUS = (
    ("Floods in Moscow", "Heavy rain fell.", "<p>The United Nations helped.</p>"),
    ("Heavy rain", "A flood in Moscow", ""),
    ("COVID-19 in 2020", "", "<p>floods</p><p>Moscow</p>"),
    ("Наводнения в Москве", "Беженцы и ёлки", "<p>新闻 3.5 U.N.</p>"),
    ("Covid19", "E-mail to Chișinău", "<p>O‘zbekiston united nations</p>"),
    ("United in flooding", "Nations", "<p>email, the UN</p>"),
    ("The the the", "in the in", "<p>" + "the flood " * 400 + "</p>"),
)
FINDS = {
    "moscow flood": 3,
    "МОСКВА наводнение": 1,
    '"united nations"': 2,
    '"nations united"': 0,
    "united nations": 3,
    "covid": 1,
    "covid19": 2,
    "covid-19": 2,
    "email": 2,
    "UN": 2,
    "елка": 1,
    "chisinau": 1,
    "ozbekiston": 1,
    "新闻": 1,
    "闻新": 0,
    "flood -moscow": 2,
    'flood -"united nations" -2020': 3,
    "-flood": 0,
    "": 0,
    "!?": 0,
    "floo": 5,
    "floodi": 1,
    "chis": 1,
    '"floo"': 0,
    '"moscow heavy"': 0,
}

typed = st.lists(st.sampled_from(VOCABULARY) | st.sampled_from(SIGNS) | st.text(max_size=6), max_size=8)
queries = st.builds(lambda parts, joint: joint.join(parts), typed, st.sampled_from([" ", "", '" "']))
once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def published(newsroom: Newsroom) -> None:
    for title, summary, body in CORPUS:
        newsroom.publish(title, summary=summary, content_html=body)


def matches(store: Store, text: str, *, at_most: int = 100, **narrowing: object) -> list[Match]:
    """What is found, as it is put in order; the last word as a beginning where nothing is."""
    query = parse(text)
    with store.reading() as reader:
        where = Narrowing(**narrowing)  # type: ignore[arg-type]  # a table of values of many types
        found, _ = find(reader, query, where, at_most=at_most)
        return found or find(reader, query.begun(), where, at_most=at_most)[0]


def titles(newsroom: Newsroom, text: str, **narrowing: object) -> list[str]:
    numbers = [match.entry_id for match in matches(newsroom.store, text, **narrowing)]
    with newsroom.store.reading() as reader:
        by_number = {index: each.title for index, each in enumerate(reversed(reader.entries(limit=100)), 1)}
    return [by_number[number] for number in numbers]


@pytest.fixture
def both(sqlite_url: str, postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Newsroom, Newsroom]]:
    """A newsroom on each engine, with the same entries."""
    with closing(Store(sqlite_url)) as one, closing(Store(postgresql_url)) as other:
        rooms = Newsroom(one, tmp_path / "one"), Newsroom(other, tmp_path / "other")
        for room in rooms:
            published(room)
        yield rooms


def test_any_text_finds_the_same_on_both_engines(both):
    first, second = both

    @once
    @given(queries)
    def check(text: str) -> None:
        assert matches(first.store, text) == matches(second.store, text)

    check()


def test_entries_of_any_text_are_found_alike_on_both_engines(both):
    @settings(once, max_examples=15)
    @given(queries, queries, queries, queries)
    def check(title: str, summary: str, body: str, text: str) -> None:
        for room in both:
            room.publish(f"Title {title}", summary=summary, content_html=body)
        first, second = both
        for asked in (text, title, f'"{summary[:20]}"', f"title -{body[:10]}"):
            assert matches(first.store, asked) == matches(second.store, asked)

    check()


@pytest.mark.parametrize(
    "text", ["word " * 2_000, '"' * 10_000, "-" * 10_000, "a'b\\" * 2_500, "\0\ud800🙂" * 3_000]
)
def test_ten_thousand_characters_of_anything_are_a_query(newsroom, text):
    newsroom.publish("Word")
    assert len(matches(newsroom.store, text)) in {0, 1}


def test_the_nearest_come_first_and_among_equals_the_newest(newsroom):
    newsroom.publish("Elsewhere", content_html="<p>Flood and rain</p>")
    newsroom.publish("Rain", summary="A flood")
    newsroom.publish("Rain and floods", published=datetime(2020, 1, 1, tzinfo=UTC))
    newsroom.publish("Floods, rain")
    assert titles(newsroom, "flood rain") == ["Floods, rain", "Rain and floods", "Rain", "Elsewhere"]


def test_a_query_finds_so_many(newsroom):
    published(newsroom)
    assert {text: len(matches(newsroom.store, text)) for text in FINDS} == FINDS


def test_a_search_is_narrowed_by_what_an_entry_is(newsroom):
    newsroom.publish("Rain one", office="minsk", countries=("UZ", "TJ"))
    newsroom.publish("Rain two", topics=("work",), language="ru")
    newsroom.create("Rain three")
    assert titles(newsroom, "rain", office="minsk") == ["Rain one"]
    assert titles(newsroom, "rain", country="TJ") == ["Rain one"]
    assert titles(newsroom, "rain", topic="work") == ["Rain two"]
    assert titles(newsroom, "rain", language="ru") == ["Rain two"]
    assert titles(newsroom, "rain", status=Status.DRAFT) == ["Rain three"]
    assert titles(newsroom, "rain", status=Status.PUBLISHED, office="moscow") == ["Rain two"]
    assert titles(newsroom, "status=draft") == []
    with newsroom.store.reading() as reader:
        moscow, minsk = reader.office("moscow").uuid, reader.office("minsk").uuid
    assert titles(newsroom, "rain", readable=frozenset()) == ["Rain two", "Rain one"]
    assert titles(newsroom, "rain", readable=frozenset({minsk})) == ["Rain two", "Rain one"]
    assert len(titles(newsroom, "rain", readable=frozenset({moscow, minsk}))) == 3


@pytest.mark.parametrize("unknown", ["office", "topic"])
def test_an_unknown_office_or_topic_is_not_found(newsroom, unknown):
    with pytest.raises(NotFound):
        matches(newsroom.store, "rain", **{unknown: "none"})


def test_the_index_follows_every_change(newsroom):
    entry = newsroom.create("Rain")
    assert titles(newsroom, "rain", status=Status.PUBLISHED) == []
    with newsroom.publisher() as publisher:
        publisher.publish(entry.uuid)
    assert titles(newsroom, "rain", status=Status.PUBLISHED) == ["Rain"]
    newsroom.edit(entry, title="Snow", office="minsk")
    assert titles(newsroom, "rain") == []
    assert titles(newsroom, "snow", office="minsk") == ["Snow"]
    newsroom.withdraw(entry)
    assert titles(newsroom, "snow", status=Status.PUBLISHED) == []
    assert titles(newsroom, "snow", status=Status.WITHDRAWN) == ["Snow"]
    newsroom.restore(entry)
    assert titles(newsroom, "snow", status=Status.PUBLISHED) == ["Snow"]


def test_what_is_undone_is_not_indexed(newsroom):
    with pytest.raises(NotFound), newsroom.publisher() as publisher:
        publisher.publish(publisher.create(newsroom.draft("Rain")).uuid + "0")
    newsroom.create("Snow")
    assert matches(newsroom.store, "rain") == []
    assert len(matches(newsroom.store, "snow")) == 1


def test_of_too_many_those_entered_last_are_put_in_order(newsroom):
    for number in range(6):
        newsroom.publish(f"Rain {number}")
    with newsroom.store.reading() as reader:
        found, is_more = find(reader, parse("rain"), Narrowing(), at_most=4)
        assert ([match.entry_id for match in found], is_more) == ([6, 5, 4, 3], True)
        found, is_more = find(reader, parse("rain"), Narrowing(), at_most=6)
        assert (len(found), is_more) == (6, False)


def test_what_other_rules_have_indexed_is_to_be_indexed_anew(newsroom):
    old, new = newsroom.publish("Rain"), newsroom.publish("Snow")
    with newsroom.store.writing() as writer:
        assert not_indexed(writer.connection) == []
        of_old = entry_words.c.entry_id == 1
        writer.connection.execute(update(entry_words).where(of_old).values(made_by="0/none"))
        assert not_indexed(writer.connection) == [old.uuid]
        index_entries(writer, [writer.entry(old.uuid)])
        assert not_indexed(writer.connection) == []
    assert titles(newsroom, "rain") == ["Rain"]
    assert titles(newsroom, "snow") == [new.title]


def test_an_entry_as_large_as_may_be_is_indexed(newsroom):
    body = "<p>" + " ".join(f"слово{number}" for number in range(60_000)) + "</p>"
    newsroom.publish("Large", summary="word " * 3_000, content_html=body)
    assert titles(newsroom, "large word слово1") == ["Large"]
    assert titles(newsroom, "слово59999") == []


def test_the_words_are_not_saved(newsroom):
    newsroom.publish("Rain")
    with newsroom.store.reading() as reader:
        names = {table.name for table in tables_of(reader.connection)}
        assert reader.connection.execute(select(entry_words.c.entry_id)).all() == [(1,)]
    assert "entry" in names
    assert not {name for name in names if name.startswith("entry_words")}
