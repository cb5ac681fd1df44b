"""Polls and views counted in memory: all of them, within bounds, without the database."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.serving import make_server

from feedsvc.core.agent_families import family_of
from feedsvc.core.errors import StoreUnavailable
from feedsvc.core.statistics import FROM_A_PAGE, Counted, Outcome, Poll
from feedsvc.services.statistics import subscribers_of
from feedsvc.web import keep_counts
from feedsvc.web.counting import Counter, Flusher
from feedsvc.web.room import EXTENSION, Room
from tests.web.test_browser import QuietHandler
from tests.web.world import BASE, NOW, World

FEED = "/feeds/offices/tashkent.atom"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}


def room_of(app: Flask) -> Room:
    room = app.extensions[EXTENSION]
    assert isinstance(room, Room)
    return room


def environ(agent: str = "newsboat/2", address: str = "192.0.2.1", **more: str) -> dict[str, str]:
    return {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address, **more}


@pytest.fixture
def counter(app: Flask) -> Counter:
    """The counter of the application."""
    return room_of(app).counter


def outcomes(counted: Counted) -> dict[str, int]:
    return {Outcome(poll.outcome).name: count for poll, count in counted.polls.items()}


def test_every_answered_poll_is_counted_by_how_it_was_answered(client: FlaskClient, counter: Counter):
    tag = client.get(FEED).headers["ETag"]
    client.head(FEED)
    for _ in range(3):
        client.get(FEED, headers={"If-None-Match": tag})
    client.get(FEED, headers={"If-None-Match": '"old"'})
    client.get(FEED, headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"})
    counted = counter.take()
    assert outcomes(counted) == {"PLAIN": 2, "NOT_MODIFIED": 3, "CHANGED": 2}
    [name] = {poll.feed for poll in counted.polls}
    assert name.startswith("office=")
    assert name.endswith(" atom")
    assert not counter.take()


def test_a_delta_is_counted_as_one(client: FlaskClient, counter: Counter, world: World):
    tag = client.get("/feeds/all.atom").headers["ETag"]
    with world.publisher(NOW) as publisher:
        publisher.restore(world.uuids["withdrawn"])
    answer = client.get("/feeds/all.atom", headers={"If-None-Match": tag, "A-IM": "feed"})
    assert answer.status_code == 226
    assert outcomes(counter.take()) == {"PLAIN": 1, "DELTA": 1}


def test_each_feed_has_a_name_of_its_own(client: FlaskClient, counter: Counter):
    for path in ("all.atom", "all.atom?content=summary", "all.ru.json", "all/weekly.rss"):
        client.get(f"/feeds/{path}")
    assert {poll.feed for poll in counter.take().polls} == {
        "all atom",
        "all atom-summary",
        "language=ru json",
        "all;digest=weekly rss",
    }


@pytest.mark.sockets
def test_a_real_reader_is_known(app: Flask, counter: Counter):
    site = make_server("127.0.0.1", 0, app, request_handler=QuietHandler)
    url = f"http://127.0.0.1:{site.server_port}{FEED}"
    with ThreadPoolExecutor() as pool:
        served = pool.submit(lambda: (site.handle_request(), site.handle_request()))
        first = feedparser.parse(url)
        again = feedparser.parse(url, etag=first.etag)
        served.result()
    site.server_close()
    assert (first.status, again.status) == (200, 304)
    counted = counter.take()
    assert outcomes(counted) == {"PLAIN": 1, "NOT_MODIFIED": 1}
    assert {family_of(poll.agent).name for poll in counted.polls} == {"feedparser"}


def test_what_is_no_answered_poll_is_not_counted(client: FlaskClient, counter: Counter):
    client.get("/feeds/none.atom")
    client.get("/feeds/countries/UZ.atom")
    client.post(FEED)
    client.get(FEED, headers={"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", **BROWSER})
    client.get("/")
    assert not counter.take()


def test_a_refused_poll_is_not_counted(world: World):
    app = world.app(rate_limit=1)
    client = app.test_client()
    assert [client.get(FEED).status_code for _ in range(3)] == [200, 429, 429]
    assert outcomes(room_of(app).counter.take()) == {"PLAIN": 1}
    room_of(app).store.close()


def test_the_script_of_another_site_is_an_embed_and_leaves_no_address(client: FlaskClient, counter: Counter):
    client.get(FEED, headers={**BROWSER, "Origin": "https://partner.example"})
    client.get(FEED, headers={**BROWSER, "Origin": "moz-extension://0c7b"})
    embed, extension = counter.take().polls
    assert (embed.agent, embed.address) == (FROM_A_PAGE, "")
    assert (extension.agent, extension.address) == (BROWSER["User-Agent"], "127.0.0.1")


def test_a_poll_is_counted_without_the_database(app: Flask, client: FlaskClient, counter: Counter):
    keep_counts(app)
    tag = client.get(FEED).headers["ETag"]
    sent: list[str] = []
    engine = room_of(app).store._engine
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    event.listen(engine, "begin", lambda _: sent.append("BEGIN"))
    for _ in range(20):
        assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    assert sent == []
    assert outcomes(counter.take())["NOT_MODIFIED"] == 20


def test_a_page_that_a_person_opens_is_a_view(client: FlaskClient, counter: Counter, world: World):
    uuid = world.uuids["flood"]
    path = client.get(f"/entries/{uuid}").headers["Location"].removeprefix(BASE)
    assert client.get(path, headers=BROWSER).status_code == 200
    for headers in (
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8"},
        {**BROWSER, "Sec-Purpose": "prefetch"},
    ):
        client.get(path, headers=headers)
    client.get(f"/entries/{world.uuids['withdrawn']}", headers=BROWSER)
    assert counter.take().views == {uuid: 1}


def test_the_memory_is_bounded_whatever_clients_send():
    counter = Counter(most=100)
    for number in range(1000):
        counter.count("all atom", environ(f"{number} {'x' * 100_000}", f"{number} {'y' * 100_000}"))
        counter.count_view(str(number), environ(BROWSER["User-Agent"]))
    counted = counter.take()
    assert len(counted.polls) == len(counted.views) == 100
    assert counted.missed == 1800
    longest = max(sys.getsizeof(text) for poll in counted.polls for text in (poll.agent, poll.address))
    assert longest < 512


def test_what_is_known_is_counted_on_when_there_is_no_more_room():
    counter = Counter(most=1)
    for agent in ("a", "b", "a", "a" * 9):
        counter.count("all atom", environ(agent))
    counted = counter.take()
    assert (list(counted.polls.values()), counted.missed) == ([2], 2)


def test_a_long_user_agent_is_the_same_each_time():
    counter = Counter()
    for _ in range(3):
        counter.count("all atom", environ("x" * 9000))
    assert list(counter.take().polls.values()) == [3]


def test_what_could_not_be_told_is_counted_again():
    counter = Counter(most=2)
    counter.count("all atom", environ("a"))
    counter.count_view("u", environ(BROWSER["User-Agent"]))
    taken = counter.take()
    counter.count("all atom", environ("b"))
    counter.put_back(taken)
    counter.put_back(Counted(polls={Poll("all atom", 2, "c", ""): 3}, missed=1))
    again = counter.take()
    assert (sum(again.polls.values()), again.views, again.missed) == (2, {"u": 1}, 4)


def test_threads_lose_no_poll():
    counter = Counter()

    def poll() -> None:
        for _ in range(5000):
            counter.count("all atom", environ())

    threads = [Thread(target=poll) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(counter.take().polls.values()) == [20_000]


class Database:
    """What is told, or refused as long as it is away."""

    def __init__(self) -> None:
        self.told: list[Counted] = []
        self.error: Exception | None = None
        self.asked = Event()

    def tell(self, counted: Counted) -> None:
        self.asked.set()
        if self.error:
            raise self.error
        self.told.append(counted)


@pytest.fixture
def database() -> Database:
    """A database."""
    return Database()


def test_what_was_counted_is_told_by_a_thread_of_its_own(database: Database):
    counter = Counter()
    Flusher(counter, database.tell, seconds=0)
    counter.count("all atom", environ())
    assert database.asked.wait(30)
    database.asked.clear()
    counter.count("all atom", environ("another"))
    assert database.asked.wait(30)


def test_while_the_database_is_away_counts_are_kept(database: Database):
    counter = Counter()
    flusher = Flusher(counter, database.tell, seconds=3600)
    database.error = StoreUnavailable("away")
    counter.count("all atom", environ())
    flusher.flush()
    counter.count("all atom", environ())
    database.error = None
    flusher.flush()
    assert [list(each.polls.values()) for each in database.told] == [[2]]


def test_what_was_counted_before_a_fork_is_told_by_the_parent_alone(database: Database):
    counter = Counter()
    flusher = Flusher(counter, database.tell, seconds=3600)
    counter.count("all atom", environ("before"))
    flusher._pid += 1  # as a child finds it
    for agent in ("first", "second"):
        counter.count("all atom", environ(agent))
    flusher.flush()
    assert {poll.agent for each in database.told for poll in each.polls} == {"second"}


def test_an_error_of_ours_ends_nothing(database: Database, caplog: pytest.LogCaptureFixture):
    counter = Counter()
    flusher = Flusher(counter, database.tell, seconds=3600)
    database.error = ValueError("a defect")
    counter.count("all atom", environ())
    flusher.flush()
    assert "What was counted is lost" in caplog.text
    assert not counter.take()


def test_the_counts_of_an_application_come_into_its_database(app: Flask, client: FlaskClient):
    keep_counts(app)
    here = room_of(app)
    client.get(FEED)
    client.get(FEED, headers={"User-Agent": feedparser.USER_AGENT})
    here.counter.wake.__self__.flush()  # type: ignore[attr-defined]  # the flusher, whose method it is
    with here.store.reading() as reader:
        keys = [here.feeds._feeds.get((FEED, "")).channel_key]  # type: ignore[union-attr]  # it is kept
        assert subscribers_of(reader, keys, today=here.clock().date()) == 2
