"""Which channels an entry is in, and their keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.channels import ALL, channel_key, in_language, keys_of_entry, without_language
from feedsvc.core.model import ChannelAddress

OFFICE = "11111111-1111-4111-8111-111111111111"
TOPICS = ("22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333")


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ({}, "all"),
        ({"language": "ru"}, "language=ru"),
        ({"office": OFFICE}, f"office={OFFICE}"),
        ({"country": "UZ", "language": "ru"}, "country=UZ;language=ru"),
        ({"topic": TOPICS[0], "country": "UZ"}, f"country=UZ;topic={TOPICS[0]}"),
        ({"topic": TOPICS[0], "office": OFFICE}, f"office={OFFICE};topic={TOPICS[0]}"),
    ],
)
def test_a_key_names_the_parts_in_one_order(parts, key):
    assert channel_key(**parts) == key


def test_an_entry_is_in_each_channel_of_the_interface_and_in_its_language():
    keys = keys_of_entry(office=OFFICE, countries=["UZ"], topics=TOPICS[:1], language="ru")
    selections = [
        {},
        {"office": OFFICE},
        {"country": "UZ"},
        {"topic": TOPICS[0]},
        {"office": OFFICE, "country": "UZ"},
        {"office": OFFICE, "topic": TOPICS[0]},
        {"country": "UZ", "topic": TOPICS[0]},
    ]
    assert keys == {channel_key(**parts) for parts in selections} | {
        channel_key(**parts, language="ru") for parts in selections
    }
    assert ALL in keys


def test_an_entry_of_no_country_and_topic_is_in_its_office_and_in_all():
    keys = keys_of_entry(office=OFFICE, countries=(), topics=(), language="en")
    assert keys == {"all", "language=en", f"office={OFFICE}", f"office={OFFICE};language=en"}


def test_no_channel_has_three_parts():
    keys = keys_of_entry(office=OFFICE, countries=["UZ", "TJ"], topics=TOPICS, language="en")
    assert max(key.removesuffix(";language=en").count("=") for key in keys) == 2


@given(
    st.sets(st.sampled_from(["UZ", "TJ", "GE", "AZ"])),
    st.sets(st.sampled_from(TOPICS)),
    st.sampled_from(["en", "ru"]),
)
def test_the_channels_of_an_entry_are_those_that_select_it(countries, topics, language):
    """Every channel there can be, asked in turn whether the entry fits it."""
    keys = keys_of_entry(office=OFFICE, countries=iter(countries), topics=iter(topics), language=language)
    for office in (None, OFFICE, "another"):
        for country in (None, "UZ", "TJ", "GE", "AZ"):
            for topic in (None, *TOPICS):
                for spoken in (None, "en", "ru"):
                    fits = (
                        office in {None, OFFICE}
                        and (country is None or country in countries)
                        and (topic is None or topic in topics)
                        and spoken in {None, language}
                        and None in {office, country, topic}
                    )
                    key = channel_key(office=office, country=country, topic=topic, language=spoken)
                    assert (key in keys) == fits


def test_a_channel_goes_into_a_language_and_out_of_it():
    address = ChannelAddress(office="moscow", country="UZ")
    russian = in_language(address, "ru")
    assert russian == ChannelAddress(office="moscow", country="UZ", language="ru")
    assert in_language(russian, "en").language == "en"
    assert without_language(russian) == address
    assert without_language(ChannelAddress(topic="work", language="en")) == ChannelAddress(topic="work")
