"""429 for who asks too often, and never for what a 304 answers."""

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web import limits
from feedsvc.web.limits import RateLimit
from tests.web.conftest import close
from tests.web.world import World

FEED = "/feeds/all.atom"


class Clock:
    """Seconds that go on when they are told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def limited(world: World) -> Iterator[FlaskClient]:
    """A client of a site that allows three requests a minute."""
    app = world.app(rate_limit=3)
    yield app.test_client()
    close(app)


def test_within_the_limit_everything_is_answered_and_then_a_429_says_when_to_come_again(limited: FlaskClient):
    assert [limited.get(FEED).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = limited.get(FEED)
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert refused.content_type == "application/problem+json"
    said = json.loads(refused.data)
    assert (said["status"], said["instance"]) == (429, FEED)
    assert "too often" in said["detail"]
    assert limited.head(FEED).status_code == 429


def test_what_a_304_answers_is_never_refused(limited: FlaskClient):
    tag = limited.get(FEED).headers["ETag"]
    polls = [limited.get(FEED, headers={"If-None-Match": tag}).status_code for _ in range(20)]
    assert polls == [304] * 20
    assert [limited.get(FEED).status_code for _ in range(3)] == [200, 200, 429]
    assert limited.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    assert limited.get(FEED, headers={"If-None-Match": '"other"'}).status_code == 429


def test_a_page_that_a_304_answers_is_not_refused_either(limited: FlaskClient):
    tag = limited.get("/").headers["ETag"]
    assert [limited.get("/").status_code for _ in range(3)] == [200, 200, 429]
    assert limited.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert limited.get("/", headers={"If-None-Match": '"other"'}).status_code == 429


def test_clients_and_paths_are_counted_apart(limited: FlaskClient):
    for _ in range(4):
        limited.get(FEED)
    assert limited.get("/feeds/all.rss").status_code == 200
    other = limited.get(FEED, environ_base={"REMOTE_ADDR": "127.0.0.2"})
    assert other.status_code == 200


def test_behind_a_trusted_proxy_the_client_is_the_one_it_names(world: World):
    app = world.app(rate_limit=1, trusted_proxies=1)
    client = app.test_client()
    asked = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in (1, 2, 1)]
    assert [client.get(FEED, headers=headers).status_code for headers in asked] == [200, 200, 429]
    close(app)


def test_the_bucket_fills_up_again():
    clock = Clock()
    limit = RateLimit(6, clock)
    assert [limit.seconds_to_wait("a", "/") for _ in range(7)] == [0] * 6 + [10]
    clock.seconds += 9
    assert limit.seconds_to_wait("a", "/") == 1
    clock.seconds += 1
    assert [limit.seconds_to_wait("a", "/") for _ in range(2)] == [0, 10]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 20))
def test_in_no_minute_more_than_twice_the_limit_is_let_through(pauses: list[float], per_minute: int):
    clock = Clock()
    limit = RateLimit(per_minute, clock)
    let_through = []
    for pause in pauses:
        clock.seconds += pause
        if limit.seconds_to_wait("a", "/") == 0:
            let_through.append(clock.seconds)
    for start in let_through:
        assert sum(start <= each < start + 60 for each in let_through) <= 2 * per_minute


def test_memory_is_bounded_whoever_asks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "_MOST_PAIRS", 10)
    clock = Clock()
    limit = RateLimit(60, clock)
    for number in range(8):
        limit.seconds_to_wait(f"early {number}", "/")
    clock.seconds += 60
    for number in range(3):
        limit.seconds_to_wait(f"late {number}", "/")
    assert len(limit._buckets) == 3
    for number in range(100):
        limit.seconds_to_wait(f"at once {number}", "/")
        assert len(limit._buckets) <= 11
