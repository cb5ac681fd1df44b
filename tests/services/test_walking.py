"""A reader that walks back while others work: small pages, every kind of change, by chance."""

from collections.abc import Callable
from random import Random

import pytest

from feedsvc.core.model import Format
from feedsvc.core.urls import parse_feed
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.site import initialise
from tests.newsroom import Newsroom
from tests.unrest import Unrest, with_pages_of
from tests.walking import Walker
from tests.web.world import BASE

SIZE = 2
WALKS = 4
ENTRIES = 24


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    """A newsroom of pages of two entries, with a dozen pages of news of one country."""
    initialise(newsroom.store, with_pages_of(newsroom, SIZE).settings, now=newsroom.now)
    fill(newsroom)
    return newsroom


def fill(newsroom: Newsroom) -> None:
    """Let there be two dozen entries of the country again."""
    with newsroom.publisher() as publisher:
        for number in range(len(Unrest(newsroom, "countries/uz", seed=1).live()), ENTRIES):
            publisher.publish(publisher.create(newsroom.draft(f"News {number}", countries=("UZ",))).uuid)


def getter(newsroom: Newsroom) -> Callable[[str], bytes]:
    """Reads a feed by its URL."""

    def get(url: str) -> bytes:
        address, fmt = parse_feed(url.removeprefix(f"{BASE}/feeds/"))
        return feed_bytes(newsroom.store, newsroom.settings, address, fmt)

    return get


def walker(newsroom: Newsroom, fmt: Format, path: str = "countries/uz") -> Walker:
    return Walker(getter(newsroom), f"{BASE}/feeds/{path}.{fmt}")


@pytest.mark.parametrize("fmt", Format)
def test_on_a_quiet_site_every_live_entry_is_met_once_in_the_order_of_the_stream(
    newsroom: Newsroom, fmt: Format
) -> None:
    unrest = Unrest(newsroom, "countries/uz", seed=1)
    for may_arrive in (False, True) * 15:
        unrest.stir(may_arrive=may_arrive)
    for path in ("countries/uz", "offices/moscow.en"):
        quiet = walker(newsroom, fmt, path)
        quiet.walk()
        assert quiet.met == [f"urn:uuid:{uuid}" for uuid in Unrest(newsroom, path, seed=1).live()]


@pytest.mark.parametrize("path", ["countries/uz", "all"])
@pytest.mark.parametrize("fmt", Format)
def test_with_a_page_of_arrivals_none_is_missing_after_one_more_read(
    newsroom: Newsroom, fmt: Format, path: str
) -> None:
    unrest, chance = Unrest(newsroom, path, seed=list(Format).index(fmt)), Random(path)
    for _ in range(WALKS):
        fill(newsroom)
        unrest.arrivals = 0

        def work() -> None:
            unrest.stir(may_arrive=unrest.arrivals < SIZE and chance.random() < 0.4)

        reader = walker(newsroom, fmt, path)
        reader.walk(work)
        reader.read_again()
        assert reader.missing(unrest.live_ids()) == set()


@pytest.mark.parametrize("fmt", Format)
def test_whatever_happens_none_is_missing_for_who_goes_on_to_what_it_knows(
    newsroom: Newsroom, fmt: Format
) -> None:
    unrest, chance = Unrest(newsroom, "countries/uz", seed=7), Random(7)
    too_many = 0
    for _ in range(WALKS):
        fill(newsroom)
        reader = walker(newsroom, fmt)
        reader.walk(lambda: unrest.stir(may_arrive=chance.random() < 0.7))
        reader.read_again()
        too_many += bool(reader.missing(unrest.live_ids()))
        reader.catch_up(lambda: unrest.stir(may_arrive=chance.random() < 0.7))
        assert reader.missing(unrest.live_ids()) == set()
    assert too_many, "else there was nothing to catch up with"


def test_one_arrival_more_than_a_page_may_be_missed_until_the_reader_goes_on(newsroom: Newsroom) -> None:
    newsroom.publish("So that the next arrival seals a page", countries=("UZ",))
    reader = walker(newsroom, Format.ATOM)
    reader.step()
    [oldest] = Unrest(newsroom, "countries/uz", seed=1).live()[-1:]
    with newsroom.store.reading() as store:
        moved = newsroom.edit(store.entry(oldest), summary="Moved.", major=True)
    for number in range(SIZE):
        newsroom.publish(f"Later {number}", countries=("UZ",))
    reader.walk()
    reader.read_again()
    assert reader.missing([moved.id]) == {moved.id}
    reader.catch_up()
    assert reader.missing([moved.id]) == set()
