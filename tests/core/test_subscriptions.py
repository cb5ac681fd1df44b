"""Which channels are listed, and which fit several choices."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.channels import channel_key, digest_key, keys_of_entry, parts_of_key
from feedsvc.core.model import ChannelAddress, Period
from feedsvc.core.subscriptions import chosen_channels, countries_of, listed_channels
from feedsvc.core.urls import channel_path, parse_channel
from tests.core.samples import MOSCOW, WORK

MINSK = replace(MOSCOW, uuid="33333333-3333-4333-8333-333333333333", slug="minsk", country="BY")
OFFICES, TOPICS = (MOSCOW, MINSK), (WORK,)
KEYS = keys_of_entry(office=MOSCOW.uuid, countries=["UZ"], topics=[WORK.uuid], language="ru")

slugs = st.sampled_from(["moscow", "minsk"])
codes = st.lists(st.sampled_from(["UZ", "TJ", "BY"]), unique=True, max_size=3)
topics = st.lists(st.sampled_from(["work", "pay"]), unique=True, max_size=2)
languages = st.none() | st.sampled_from(["en", "ru"])


def paths(**narrowed: str) -> list[str]:
    return [channel_path(each) for each in listed_channels(KEYS, OFFICES, TOPICS, ChannelAddress(**narrowed))]


def test_the_channels_of_an_entry_are_listed_and_each_offices_own_countries() -> None:
    assert set(paths()) == {
        *("all", "countries/uz", "topics/work", "countries/uz/topics/work"),
        *("offices/moscow", "offices/moscow/countries/uz", "offices/moscow/topics/work"),
        "offices/minsk/countries/by",
    }


def test_a_list_is_narrowed_by_each_part() -> None:
    assert set(paths(office="minsk")) == {"offices/minsk/countries/by"}
    assert set(paths(topic="work", country="UZ")) == {"countries/uz/topics/work"}
    assert set(paths(country="UZ", language="ru")) == {
        "countries/uz.ru",
        "countries/uz/topics/work.ru",
        "offices/moscow/countries/uz.ru",
    }
    assert paths(language="en") == ["offices/minsk/countries/by.en"]


def test_digests_and_channels_of_what_is_gone_are_not_listed() -> None:
    gone = [
        channel_key(office="44444444-4444-4444-8444-444444444444"),
        digest_key(channel_key(), Period.DAILY),
    ]
    assert listed_channels(gone, (MOSCOW,), ()) == ()


def test_an_office_covers_where_it_works_and_where_it_stands() -> None:
    assert countries_of(replace(MOSCOW, country="RU", countries=("UZ", "AM"))) == {"RU", "UZ", "AM"}
    assert countries_of(MOSCOW) == frozenset()


@given(office=st.none() | slugs, countries=codes, on=topics, language=languages)
def test_what_fits_is_always_addresses_that_there_are(office, countries, on, language) -> None:
    chosen = chosen_channels(office=office, countries=countries, topics=on, language=language)
    assert len(set(chosen.channels)) == len(chosen.channels) >= 1
    for each in chosen.channels:
        assert parse_channel(channel_path(each)) == each
        assert (each.office, each.language) == (office, language)
    if chosen.too_narrow:
        assert office
        assert countries
        assert on
    else:
        # Exactly what was chosen: every country and every topic, and no channel that is wider.
        assert {each.country for each in chosen.channels} >= set(countries)
        assert {each.topic for each in chosen.channels} >= set(on)


def test_countries_and_topics_without_an_office_are_paired() -> None:
    found = chosen_channels(countries=["TJ", "UZ"], topics=["work"]).channels
    assert [channel_path(each) for each in found] == ["countries/tj/topics/work", "countries/uz/topics/work"]


def test_of_an_office_a_country_and_a_topic_at_once_the_nearest_are_given() -> None:
    chosen = chosen_channels(office="moscow", countries=["UZ"], topics=["work"])
    assert chosen.too_narrow
    assert [channel_path(each) for each in chosen.channels] == [
        "offices/moscow/countries/uz",
        "offices/moscow/topics/work",
    ]


def test_the_parts_of_a_key_are_those_it_was_made_of() -> None:
    assert parts_of_key(channel_key()) == {}
    assert parts_of_key(channel_key(office="x", country="UZ", topic="y", language="ru")) == {
        "office": "x",
        "country": "UZ",
        "topic": "y",
        "language": "ru",
    }
    assert parts_of_key(digest_key(channel_key(), Period.WEEKLY)) == {"digest": "weekly"}
