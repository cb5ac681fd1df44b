"""What follows from the reading of a source."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.core.sources import Poll, Source, SourceState, after, health, with_url

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL, NEW = "https://a.example/feed", "https://b.example/feed"


def source(**others: object) -> Source:
    given = {"uuid": "u", "url": URL, "office": "moscow", "every": HOUR, "created": NOW, "by": "ada"}
    return Source(**(given | {"next_poll": NOW} | others))  # type: ignore[arg-type]  # values of many types


def good(**others: object) -> Poll:
    return Poll(**({"at": NOW, "status": 200, "counts": {"new": 1}} | others))  # type: ignore[arg-type]  # as above


def bad(**others: object) -> Poll:
    return Poll(**({"at": NOW, "failed": True, "said": "It answered 500."} | others))  # type: ignore[arg-type]  # as above


def test_a_good_reading_is_noted_and_the_next_is_planned():
    read = after(source(failures=3, last_error="x"), good(etag='"1"', last_modified="then"))
    assert (read.failures, read.last_error, read.last_status) == (0, "", 200)
    assert (read.last_poll, read.last_success, read.next_poll) == (NOW, NOW, NOW + HOUR)
    assert (read.etag, read.last_modified, read.last_counts) == ('"1"', "then", {"new": 1})
    assert health(read) == "well"


def test_nothing_new_leaves_the_last_report():
    read = after(source(last_counts={"new": 7}), good(status=304, counts=None))
    assert read.last_counts == {"new": 7}


def test_a_failure_doubles_the_wait_up_to_a_day():
    waits = []
    failing = source()
    for _ in range(7):
        failing = after(failing, bad())
        waits.append((failing.next_poll - NOW) // HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert health(failing) == "failing"
    assert failing.last_error == "It answered 500."


def test_a_failure_forgets_neither_what_was_read_nor_where_to_go_on():
    known = after(source(), good(etag='"1"'))
    failed = after(known, bad())
    assert (failed.etag, failed.last_success, failed.last_counts) == ('"1"', NOW, {"new": 1})


@pytest.mark.parametrize("poll", [good(), bad()])
def test_it_is_not_asked_before_it_wants_to_be(poll: Poll):
    later = NOW + 30 * HOUR
    assert after(source(), replace(poll, not_before=later)).next_poll == later
    assert after(source(), replace(poll, not_before=NOW)).next_poll == NOW + HOUR


def test_what_is_gone_is_read_no_more():
    gone = after(source(), bad(is_gone=True, status=410))
    assert gone.state is SourceState.GONE
    assert health(gone) == "gone"


def test_a_permanent_redirect_moves_the_url_when_it_repeats():
    once = after(source(), good(moved_to=NEW))
    assert (once.url, once.moving_to) == (URL, NEW)
    twice = after(once, good(moved_to=NEW, status=304, counts=None))
    assert (twice.url, twice.moving_to, twice.former_urls) == (NEW, None, (URL,))
    assert twice.name == once.name == f"source:{URL}"


@pytest.mark.parametrize("between", [None, "https://hotel.example/sign-in"])
def test_a_redirect_that_does_not_repeat_moves_nothing(between: str | None):
    once = after(source(), good(moved_to=NEW))
    other = after(once, good(moved_to=between))
    assert after(other, good(moved_to=NEW)).url == URL


def test_a_failure_between_leaves_the_redirect_as_it_was():
    once = after(source(), good(moved_to=NEW))
    assert after(after(once, bad()), good(moved_to=NEW)).url == NEW


def test_the_first_address_is_remembered_however_often_it_moves():
    moved = source()
    for number in range(30):
        moved = with_url(moved, f"https://{number}.example/")
    assert moved.former_urls[0] == URL
    assert len(moved.former_urls) == 11
    assert moved.name == f"source:{URL}"


def test_a_reading_ends_the_lease():
    from feedsvc.core.work import Lease

    assert after(source(lease=Lease("w", NOW)), good()).lease is None


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "new"),
        ({"state": SourceState.PAUSED, "last_poll": NOW, "failures": 2}, "paused"),
        ({"last_poll": NOW, "last_error": "Refused line 3: no title"}, "partly"),
    ],
)
def test_a_word_says_how_it_fares(changes: dict[str, object], word: str):
    assert health(source(**changes)) == word
