"""What came to a feed since, cut from its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.deltas import Cuts, asks_for_feed, complete_since

FEED = b"<feed><one/><two/><three/></feed>"
CUTS = Cuts(start=6, entries=((9, 6), (4, 6), (7, 8)), rest=7, complete_since=3)


def test_the_entries_that_changed_stand_in_the_whole_feed_s_frame() -> None:
    assert CUTS.delta(FEED, 6) == b"<feed><one/><three/></feed>"
    assert CUTS.delta(FEED, 8) == b"<feed><one/></feed>"


def test_what_changed_nothing_but_the_frame_is_a_feed_without_entries() -> None:
    assert CUTS.delta(FEED, 9) == b"<feed></feed>"


def test_where_more_happened_than_can_be_said_there_is_no_delta() -> None:
    assert CUTS.delta(FEED, 2) is None


def test_a_delta_that_would_hold_everything_is_none() -> None:
    assert CUTS.delta(FEED, 3) is None
    assert Cuts(start=6, entries=(), rest=7, complete_since=0).delta(b"<feed></feed>", 1) is None


def test_a_closing_note_after_the_entries_is_left_out() -> None:
    noted = FEED.replace(b"</feed>", b"<note/></feed>")
    assert CUTS.delta(noted, 8) == b"<feed><one/></feed>"


@given(st.lists(st.tuples(st.integers(1, 50), st.binary(max_size=9))), st.integers(0, 60))
def test_a_delta_is_the_feed_of_just_what_changed(entries: list[tuple[int, bytes]], number: int) -> None:
    cuts = Cuts(2, tuple((changed, len(body)) for changed, body in entries), 3, complete_since=0)
    wanted = b"".join(body for changed, body in entries if changed > number)
    found = cuts.delta(b"<<" + b"".join(body for _, body in entries) + b">>>", number)
    everything = all(changed > number for changed, _ in entries)
    assert found == (None if everything else b"<<" + wanted + b">>>")


@pytest.mark.parametrize("a_im", ["feed", "Feed", "gzip, feed", "vcdiff;q=0.5, feed; q=0.1", "feed;q=1"])
def test_who_accepts_the_manipulation_feed_asks_for_a_delta(a_im: str) -> None:
    assert asks_for_feed(a_im)


@pytest.mark.parametrize("a_im", ["", "vcdiff", "feeds", "feed;q=0", "feed; q = 0.000", "identity", ",;"])
def test_who_does_not_accept_it_gets_the_whole(a_im: str) -> None:
    assert not asks_for_feed(a_im)


def test_a_reader_that_takes_a_226_for_an_error_is_not_understood_to_ask() -> None:
    assert not asks_for_feed("feed", "rss2email/3.14 (https://github.com/rss2email/rss2email)")
    assert asks_for_feed("feed", "feedparser/6.0.14")


def test_a_delta_is_complete_since_the_last_thing_that_it_cannot_say() -> None:
    assert complete_since(3, 9, 4) == 9
    assert complete_since(3, 9, 4, withdrawn=[11, 2]) == 11
