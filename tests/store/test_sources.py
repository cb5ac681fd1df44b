"""Kept sources: stored whole, and taken by one worker at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.core.errors import NotFound
from feedsvc.core.sources import Source, SourceState
from feedsvc.core.work import LEASE, Lease
from feedsvc.store import sources as kept
from feedsvc.store.leasing import taking
from tests.newsroom import START, Newsroom

HOUR = timedelta(hours=1)


def source(uuid: str = "s1", **others: object) -> Source:
    given = {"uuid": uuid, "url": f"https://{uuid}.example/feed", "office": "moscow", "every": HOUR}
    return Source(**(given | {"created": START, "by": "ada", "next_poll": START} | others))  # type: ignore[arg-type]  # many types


def add(newsroom: Newsroom, *sources: Source) -> None:
    with newsroom.store.writing() as writer:
        for each in sources:
            kept.add_source(writer, each)


def take(newsroom: Newsroom, now=START, holder: str = "one") -> Source | None:
    with taking(newsroom.store) as writer:
        return kept.take_source(writer, now=now, lease=Lease(holder, now + LEASE))


def test_a_source_is_stored_as_it_is(newsroom: Newsroom):
    full = source(
        language="ru", format="feed", state=SourceState.PAUSED, etag='"1"', last_modified="then",
        last_poll=START, last_success=START, last_status=200, last_error="x", failures=2,
        moving_to="https://new.example/", former_urls=("https://old.example/",), last_counts={"new": 3},
        lease=Lease("w", START),
    )  # fmt: skip
    add(newsroom, full, source("s0", office="minsk"))
    with newsroom.store.reading() as reader:
        assert kept.sources(reader) == [source("s0", office="minsk"), full]
        assert kept.source_by_uuid(reader, "s1") == full
        assert kept.source_of_url(reader, full.url) == full
        assert kept.source_of_url(reader, "https://none.example/") is None
        with pytest.raises(NotFound, match="source list"):
            kept.source_by_uuid(reader, "s2")


def test_a_source_can_be_changed_and_removed(newsroom: Newsroom):
    add(newsroom, source(), source("s2"))
    changed = source(office="minsk", url="https://new.example/", failures=1)
    with newsroom.store.writing() as writer:
        kept.change_source(writer, changed)
        kept.remove_source(writer, "s2")
    with newsroom.store.reading() as reader:
        assert kept.sources(reader) == [changed]


def test_the_source_that_is_due_first_is_taken_by_one_worker(newsroom: Newsroom):
    add(newsroom, source("s1", next_poll=START + HOUR), source("s2"), source("s3", state=SourceState.PAUSED))
    add(newsroom, source("s4", state=SourceState.GONE))
    first = take(newsroom)
    assert first == source("s2", lease=Lease("one", START + LEASE))
    assert take(newsroom, holder="two") is None
    with newsroom.store.reading() as reader:
        assert kept.next_poll(reader) == START + LEASE
    again = take(newsroom, now=START + LEASE, holder="two")
    assert again is not None
    with newsroom.store.writing() as writer:
        assert kept.still_held(writer, "s2", first.lease) is None
        assert kept.still_held(writer, "s2", again.lease) == again
        kept.change_source(writer, replace(again, lease=None, next_poll=START + 2 * HOUR))
        assert kept.still_held(writer, "s2", again.lease) is None
        assert kept.next_poll(writer) == START + HOUR


def test_a_person_may_take_a_source_at_once(newsroom: Newsroom):
    add(newsroom, source(state=SourceState.PAUSED))
    lease = Lease("by hand", START + LEASE)
    with taking(newsroom.store) as writer:
        assert kept.hold_source(writer, "s1", lease).lease == lease
        with pytest.raises(NotFound):
            kept.hold_source(writer, "s2", lease)
