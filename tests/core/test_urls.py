"""Paths, entry ids and feed ids."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core import urls
from feedsvc.core.errors import NotFound
from feedsvc.core.model import ChannelAddress, Format, Period
from tests.core.samples import ENTRY_UUID, SITE_UUID

CHANNELS = [
    ("all", ChannelAddress()),
    ("offices/moscow", ChannelAddress(office="moscow")),
    ("countries/uz", ChannelAddress(country="UZ")),
    ("topics/child-labour", ChannelAddress(topic="child-labour")),
    ("offices/moscow/countries/uz", ChannelAddress(office="moscow", country="UZ")),
    ("offices/moscow/topics/child-labour", ChannelAddress(office="moscow", topic="child-labour")),
    ("countries/uz/topics/child-labour", ChannelAddress(country="UZ", topic="child-labour")),
]
NO_CHANNELS = [
    "",
    "al",
    "ALL",
    "all/",
    "/all",
    "all/all",
    "all.",
    "all.r",
    "all.RU",
    "all.russ",
    "all.ru.ru",
    "all.ру",
    "offices",
    "offices/",
    "offices/moscow/",
    "offices//moscow",
    "offices/Moscow",
    "offices/mos_cow",
    "offices/mos.scow",
    "offices/-moscow",
    "offices/moscow-",
    "offices/mos--cow",
    "offices/moscow\n",
    "offices/москва",
    "offices/a\u0661",
    "offices/..",
    "offices/moscow/countries",
    "offices/moscow/countries/uzb",
    "offices/moscow/offices/minsk",
    "offices/moscow/archive",
    "offices/moscow/archive/",
    "offices/moscow/archive/0",
    "offices/moscow/archive/01",
    "offices/moscow/archive/+1",
    "offices/moscow/archive/-1",
    "offices/moscow/archive/1.5",
    "offices/moscow/archive/\u0661",
    "offices/moscow/archive/1/2",
    "offices/moscow/archive/archive/1",
    "offices/moscow/weekly/archive/1",
    "offices/moscow/archive/1/weekly",
    "offices/moscow.ru/archive/1",
    "archive/1",
    f"all/archive/{10**9}",
    f"all/archive/{10**30}",
    "offices/moscow/countries/uz/topics/work",
    "offices/moscow/topics/work/countries/uz",
    "countries/u",
    "countries/u1",
    "countries/\u0443z",
    "countries/uz/offices/moscow",
    "topics/work/offices/moscow",
    "topics/work/countries/uz",
    "countries/uz/topics/work/offices/moscow",
]
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
countries = st.from_regex("[A-Z]{2}", fullmatch=True)
languages = st.none() | st.from_regex("[a-z]{2,3}", fullmatch=True)
addresses = st.one_of(
    st.builds(ChannelAddress, language=languages),
    st.builds(ChannelAddress, office=slugs, country=st.none() | countries, language=languages),
    st.builds(ChannelAddress, office=st.none() | slugs, topic=slugs, language=languages),
    st.builds(ChannelAddress, country=countries, topic=st.none() | slugs, language=languages),
)
digests = st.builds(replace, addresses, digest=st.sampled_from(Period))
archived = st.builds(replace, addresses, archive=st.integers(1, 10**9 - 1))


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("language", [None, "ru", "fil"])
@pytest.mark.parametrize(("path", "address"), CHANNELS, ids=[path for path, _ in CHANNELS])
def test_every_channel_of_the_interface_has_its_address(path, address, language, fmt):
    ending = f".{language}.{fmt}" if language else f".{fmt}"
    address = ChannelAddress(
        office=address.office, country=address.country, topic=address.topic, language=language
    )
    assert urls.feed_path(address, fmt) == f"/feeds/{path}{ending}"
    assert urls.parse_feed(path + ending) == (address, fmt)
    assert urls.feed_path(address, fmt, summary_only=True) == f"/feeds/{path}{ending}?content=summary"


@given(addresses, st.sampled_from(Format))
def test_a_feeds_address_leads_back_to_its_channel(address, fmt):
    path = urls.feed_path(address, fmt)
    assert urls.parse_feed(path.removeprefix("/feeds/")) == (address, fmt)
    assert urls.parse_channel(urls.channel_path(address)) == address


@given(digests, st.sampled_from(Format))
def test_a_digests_address_leads_back_to_it_and_is_none_of_a_channel(address, fmt):
    path = urls.feed_path(address, fmt)
    assert urls.parse_feed(path.removeprefix("/feeds/")) == (address, fmt)
    with pytest.raises(NotFound, match="is a digest"):
        urls.parse_channel(urls.channel_path(address))


@given(archived, st.sampled_from(Format))
def test_the_address_of_a_page_of_an_archive_leads_back_to_it_and_is_none_of_a_channel(address, fmt):
    path = urls.feed_path(address, fmt)
    assert urls.parse_feed(path.removeprefix("/feeds/")) == (address, fmt)
    with pytest.raises(NotFound, match="is a page of an archive"):
        urls.parse_channel(urls.channel_path(address))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("all/archive/1.atom", ChannelAddress(archive=1)),
        ("offices/moscow/archive/3.ru.atom", ChannelAddress(office="moscow", language="ru", archive=3)),
        (
            "countries/uz/topics/work/archive/120.json",
            ChannelAddress(country="UZ", topic="work", archive=120),
        ),
    ],
)
def test_the_number_of_a_page_stands_before_the_language_and_the_format(path, address):
    fmt = Format(path.rpartition(".")[2])
    assert urls.parse_feed(path) == (address, fmt)
    assert urls.feed_path(address, fmt, summary_only=True) == f"/feeds/{path}?content=summary"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("all/daily.atom", ChannelAddress(digest=Period.DAILY)),
        (
            "offices/moscow/weekly.ru.rss",
            ChannelAddress(office="moscow", language="ru", digest=Period.WEEKLY),
        ),
        (
            "countries/uz/topics/work/monthly.json",
            ChannelAddress(country="UZ", topic="work", digest=Period.MONTHLY),
        ),
    ],
)
def test_a_digest_stands_before_the_language_and_the_format(path, address):
    assert urls.parse_feed(path)[0] == address
    assert urls.feed_path(address, Format(path.rpartition(".")[2])) == f"/feeds/{path}"


@pytest.mark.parametrize(
    "path", ["daily.atom", "all.ru/daily.atom", "all/daily/weekly.atom", "all/yearly.atom", "all/Daily.atom"]
)
def test_what_is_no_digest_is_not_found(path):
    with pytest.raises(NotFound):
        urls.parse_feed(path)


@pytest.mark.parametrize("path", NO_CHANNELS)
def test_what_is_no_channel_is_not_found(path):
    with pytest.raises(NotFound, match="There is no"):
        urls.parse_channel(path)
    with pytest.raises(NotFound):
        urls.parse_feed(f"{path}.atom")


@pytest.mark.parametrize(
    "path", ["", "all", ".atom", "atom", "all.xml", "all.ATOM", "all.atom/", "all.atom.", "all."]
)
def test_what_ends_in_no_format_is_not_found(path):
    with pytest.raises(NotFound):
        urls.parse_feed(path)


@given(st.text())
def test_any_path_is_a_channel_or_not_found(path):
    try:
        address = urls.parse_channel(path)
    except NotFound:
        return
    assert urls.channel_path(address) == path.lower()


def test_an_upper_case_country_is_understood_and_written_in_lower_case():
    address, _ = urls.parse_feed("countries/UZ/topics/work.atom")
    assert address == ChannelAddress(country="UZ", topic="work")
    assert urls.channel_path(address) == "countries/uz/topics/work"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (ChannelAddress(), "/"),
        (ChannelAddress(language="ru"), "/"),
        (ChannelAddress(office="moscow"), "/offices/moscow"),
        (ChannelAddress(country="UZ"), "/countries/uz"),
        (ChannelAddress(topic="work"), "/topics/work"),
        (ChannelAddress(office="moscow", country="UZ"), "/offices/moscow"),
        (ChannelAddress(office="moscow", topic="work"), "/offices/moscow"),
        (ChannelAddress(country="UZ", topic="work"), "/countries/uz"),
    ],
)
def test_a_channel_has_a_page_for_people(address, page):
    assert urls.page_path(address) == page


@pytest.mark.parametrize("slug", ["a", "7", "moscow", "dwt-co-moscow", "a" * 80])
def test_a_slug_is_taken(slug):
    assert urls.is_slug(slug)


@pytest.mark.parametrize(
    "text", ["", "-", "-a", "a-", "a--b", "A", "a b", "a.b", "a_b", "a\n", "é", "\u0661", "a" * 81]
)
def test_what_is_no_slug_is_refused(text):
    assert not urls.is_slug(text)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("ILO and Uzbekistan assess progress", "ilo-and-uzbekistan-assess-progress"),
        ("Достойный труд", "dostoinyi-trud"),
        ("“There is no excuse”", "there-is-no-excuse"),
        ("— … !", ""),
        ("\U0001f600", ""),
    ],
)
def test_a_title_makes_a_slug(title, slug):
    assert urls.slug_of(title) == slug


@given(st.text(max_size=200) | st.text("&#x0123456789;", max_size=30))
def test_any_title_makes_a_slug_or_nothing(title):
    slug = urls.slug_of(title)
    assert slug == "" or urls.is_slug(slug)


def test_an_entrys_page_is_named_after_its_title():
    assert urls.entry_path(ENTRY_UUID, "Decent work!") == f"/entries/{ENTRY_UUID}/decent-work"
    assert urls.entry_path(ENTRY_UUID, "…") == f"/entries/{ENTRY_UUID}/entry"


def test_a_picture_has_its_path():
    assert urls.picture_path("ab12.png") == "/pictures/ab12.png"


def test_the_id_of_an_entry_is_its_uuid():
    assert urls.entry_id(ENTRY_UUID) == f"urn:uuid:{ENTRY_UUID}"


def test_the_id_of_an_entry_from_elsewhere_is_made_of_source_and_guid():
    made = urls.id_from_source("https://a.example/feed", "17")
    assert made == urls.id_from_source("https://a.example/feed", "17")
    assert made != urls.id_from_source("https://b.example/feed", "17")
    assert made != urls.id_from_source("https://a.example/feed", "18")
    assert UUID(made.removeprefix("urn:uuid:")).version == 5


def test_the_id_of_a_feed_is_made_of_site_and_key_and_never_changes():
    """These ids stand in readers' databases: no later version may give others."""
    assert urls.feed_id(SITE_UUID, "all") == "urn:uuid:d4d97e3e-9db5-577f-8f22-32cc81c5b0fa"
    assert (
        urls.id_from_source("https://a.example/feed", "17") == "urn:uuid:92cda66f-32af-5444-b200-a833c3906aae"
    )
    assert urls.feed_id(SITE_UUID, "country=UZ") != urls.feed_id(SITE_UUID, "country=UZ;language=ru")
    assert urls.feed_id(ENTRY_UUID, "all") != urls.feed_id(SITE_UUID, "all")
