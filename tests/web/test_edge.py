"""Polls answered from memory: the same as when the feed is made, and never what was."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.http import http_date

from feedsvc.store import Reader, Store
from feedsvc.store.prepared import Prepared
from feedsvc.web.flights import Flights
from feedsvc.web.kept import KeptFeed
from feedsvc.web.room import EXTENSION, Room
from tests.web.conftest import close
from tests.web.world import BASE, START, World

FEED = "/feeds/offices/tashkent.atom"
FEEDS = [FEED, "/feeds/countries/uz.rss", "/feeds/all.ru.json", "/feeds/all.atom?content=summary"]


def room_of(app: Flask) -> Room:
    room = app.extensions[EXTENSION]
    assert isinstance(room, Room)
    return room


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements that an application sends to its database meanwhile."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement != "BEGIN":
            sent.append(statement)

    engine = room_of(app).store._engine
    event.listen(engine, "before_cursor_execute", note)
    plainly = Prepared.raw
    # It runs on the driver's cursor, of which the event does not tell.
    Prepared.raw = lambda self, *a, **k: sent.append(str(self._statement)) or plainly(self, *a, **k)  # type: ignore[method-assign]
    yield sent
    Prepared.raw = plainly  # type: ignore[method-assign]
    event.remove(engine, "before_cursor_execute", note)


def wishes(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """Requests for a feed of every kind that is answered differently."""
    plain = client.get(path)
    tag, date = plain.headers["ETag"], plain.headers["Last-Modified"]
    older = http_date(START - timedelta(days=1))
    return [
        {"Accept-Encoding": coding} | conditions
        for coding in ("", "gzip", "gzip;q=0", "br, gzip")
        for conditions in (
            {},
            {"If-None-Match": tag},
            {"If-None-Match": f'"x", W/{tag}'},
            {"If-None-Match": tag.replace('"', "").join(('"', '-gzip"'))},
            {"If-None-Match": "*"},
            {"If-None-Match": '"x"', "If-Modified-Since": date},
            {"If-Modified-Since": date},
            {"If-Modified-Since": older},
            {"If-Modified-Since": "nonsense"},
        )
    ]


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_from_memory_is_answered_what_is_answered_when_it_is_made(world: World, path: str, method: str):
    warm, cold = world.app(), world.app()
    client = warm.test_client()
    for wish in wishes(client, path):
        known = client.open(path, method=method, headers=wish)
        room_of(cold).feeds._feeds.clear()
        fresh = cold.test_client().open(path, method=method, headers=wish)
        assert known.status == fresh.status, wish
        assert known.data == fresh.data, wish
        assert dict(known.headers) == dict(fresh.headers), wish
    close(warm)
    close(cold)


def test_a_poll_for_a_known_feed_reaches_neither_flask_nor_the_database(app: Flask, client: FlaskClient):
    seen = []
    app.before_request(lambda: seen.append(1) or None)
    first = client.get(FEED)
    seen.clear()
    with queries(app) as sent:
        again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
        full = client.get(FEED)
    assert (again.status_code, full.status_code) == (304, 200)
    assert full.data == first.data
    assert (seen, sent) == ([], [])


def test_a_withdrawn_entry_is_gone_at_the_next_poll(world: World, client: FlaskClient):
    assert b"A title alone" in client.get(FEED).data
    with world.publisher(START + timedelta(days=3)) as publisher:
        publisher.withdraw(world.uuids["bare"])
    assert b"A title alone" not in client.get(FEED).data


def test_a_change_in_one_office_leaves_the_kept_bytes_of_another(
    world: World, app: Flask, client: FlaskClient
):
    path = "/feeds/offices/quiet.atom"
    before = client.get(path)
    kept = room_of(app).feeds.current((path, ""))
    with world.publisher(START + timedelta(days=3)) as publisher:
        publisher.withdraw(world.uuids["flood"])
    assert client.get(path).headers["ETag"] == before.headers["ETag"]
    assert room_of(app).feeds.current((path, "")) is kept is not None


def test_after_a_change_only_the_changed_entry_is_read_and_rendered(
    world: World, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    from feedsvc.services import feeds

    client.get(FEED)
    made = []
    plainly = feeds.fragment
    monkeypatch.setattr(feeds, "fragment", lambda entry, fmt: made.append(entry.title) or plainly(entry, fmt))
    with world.publisher(START + timedelta(days=3)) as publisher:
        draft = publisher.entry(world.uuids["bare"]).as_draft()
        publisher.edit(world.uuids["bare"], replace(draft, title="Another title"))
    assert b"Another title" in client.get(FEED).data
    assert made == ["Another title"]


def test_in_the_second_of_its_change_a_feed_is_kept_and_dated_afterwards(world: World):
    now = [START + timedelta(days=3)]
    app = world.app()
    room_of(app).clock = lambda: now[0]
    edge_clock = app.wsgi_app
    edge_clock._clock = lambda: now[0]  # type: ignore[attr-defined]  # the application's own clock is fixed
    client = app.test_client()
    with world.publisher(now[0]) as publisher:
        draft = publisher.entry(world.uuids["bare"]).as_draft()
        publisher.edit(world.uuids["bare"], replace(draft, title="Another title"))
    for _ in range(2):
        assert "Last-Modified" not in client.get(FEED).headers
    changed, now[0] = now[0], now[0] + timedelta(seconds=1)
    dated = client.get(FEED)
    assert dated.last_modified == changed
    assert client.get(FEED, headers={"Accept-Encoding": "gzip"}).last_modified == changed
    close(app)


def test_what_is_no_get_of_a_feed_goes_on_to_flask(client: FlaskClient):
    client.get(FEED)
    assert client.post(FEED).status_code == 405
    assert client.options(FEED).status_code == 200
    assert client.get("/feeds/nothing.atom").status_code == 404
    assert client.get(FEED + "?utm=1").status_code == 400
    assert client.get("/").status_code == 200


def test_spellings_of_a_query_are_redirected_to_the_one_that_feeds_name(app: Flask, client: FlaskClient):
    for query in ("content=summary&", "content=%73ummary", "&content=summary"):
        answer = client.get(f"{FEED}?{query}")
        assert (answer.status_code, answer.location) == (301, f"{BASE}{FEED}?content=summary")
    assert len(room_of(app).feeds) == 0


def test_a_host_that_is_given_up_is_redirected_however_well_known_the_feed_is(world: World):
    app = world.app(old_base_urls=("http://old.example.org",))
    client = app.test_client()
    assert client.get(FEED).status_code == 200
    assert client.get(FEED, headers={"Host": "old.example.org"}).status_code == 301
    assert client.get(FEED).status_code == 200
    close(app)


def test_memory_is_bounded_and_the_least_used_feeds_go_first(world: World):
    app = world.app(cache_mb=1)
    client = app.test_client()
    paths = [f"/feeds/countries/{a}{b}.atom" for a in "abcdefgh" for b in "abcdefghijklmnopqrstuvwxyz"]
    for path in paths:
        client.get(path)
        client.get(FEED)
    feeds = room_of(app).feeds
    assert feeds._feeds.bytes <= 1024 * 1024 * 2 // 3
    assert feeds.current((FEED, "")) is not None
    close(app)


def test_a_database_that_does_not_answer_is_a_503_and_not_an_old_feed(
    world: World, app: Flask, client: FlaskClient
):
    client.get(FEED)
    room = room_of(app)
    room.feeds._known = -1
    broken = Store("sqlite:////nowhere/at/all.db")
    room.feeds._store, room.store = broken, broken
    assert client.get(FEED).status_code == 503


def test_a_store_that_announces_nothing_is_asked_at_every_poll(world: World, app: Flask, client: FlaskClient):
    room_of(app).feeds._announced = None
    client.get(FEED)
    with queries(app) as sent:
        client.get(FEED)
    assert len(sent) == 1


def test_once_a_second_the_database_is_asked_though_nothing_was_announced(app: Flask, client: FlaskClient):
    client.get(FEED)
    feeds = room_of(app).feeds
    seconds = [feeds._ask_again - 0.5]
    feeds._monotonic = lambda: seconds[0]
    with queries(app) as sent:
        client.get(FEED)
        assert sent == []
        seconds[0] += 0.6
        client.get(FEED)
        assert len(sent) == 1


def test_one_feed_that_many_poll_is_made_once(world: World, app: Flask):
    made = []
    room = room_of(app)
    plainly = room.fragments.keep
    room.fragments.keep = lambda *a: made.append(a[0]) or plainly(*a)  # type: ignore[method-assign]
    together = Barrier(8)
    bodies = []

    def poll() -> None:
        client = app.test_client()
        together.wait(30)
        bodies.append(client.get(FEED, headers={"Accept-Encoding": "gzip"}).data)

    threads = [Thread(target=poll) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == len(set(made)) == 5
    assert len(bodies) == 8
    assert len({gzip.decompress(body) for body in bodies}) == 1


def test_flights_leave_nothing_behind():
    flights = Flights()
    with flights.alone(("/feeds/all.atom", "")), flights.alone(("/feeds/all.rss", "")):
        assert len(flights._waiting) == 2
    assert flights._waiting == {}


def test_a_feed_made_from_an_older_snapshot_is_answered_and_not_kept(world: World, app: Flask):
    """While it was made, another thread learnt of a later change."""
    client = app.test_client()
    client.get(FEED)
    feeds = room_of(app).feeds
    made = feeds.current((FEED, ""))
    assert made is not None

    def make(_reader: Reader) -> KeptFeed:
        with world.publisher(START + timedelta(days=3)) as publisher:
            publisher.withdraw(world.uuids["bare"])
        client.get(FEED)
        return made

    assert feeds.found_or_made(("/feeds/all.atom", ""), make) is made
    assert feeds.current(("/feeds/all.atom", "")) is None
    assert feeds.current((FEED, "")) is not None


def test_another_database_in_place_of_this_one_is_noticed(world: World, app: Flask, client: FlaskClient):
    client.get(FEED)
    feeds = room_of(app).feeds
    feeds._known += 100
    assert feeds.current((FEED, "")) is None
    with pytest.raises(LookupError, match="made anew"):
        feeds.found_or_made((FEED, ""), made_anew)


def made_anew(_reader: Reader) -> KeptFeed:
    raise LookupError("made anew")


def test_where_announcements_cannot_be_read_every_poll_asks_the_database(app: Flask, client: FlaskClient):
    def fails() -> int:
        raise PermissionError(13, "Permission denied")

    client.get(FEED)
    room_of(app).feeds._announced = fails
    for _ in range(2):
        with queries(app) as sent:
            assert client.get(FEED).status_code == 200
        assert len(sent) == 1


def test_channels_of_feeds_that_had_to_make_room_are_forgotten(world: World):
    app = world.app(cache_mb=1)
    client = app.test_client()
    letters = "abcdefghijklmnopqrstuvwxyz"
    for path in (f"/feeds/countries/{a}{b}.atom" for a in letters for b in letters):
        client.get(path)
    feeds = room_of(app).feeds
    assert sum(map(len, feeds._by_channel.values())) <= 2 * len(feeds) + 64
    close(app)
