"""Requests that send something: a few at once, and nobody waits for a slow client for long."""

from collections.abc import Iterable
from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest
from werkzeug.exceptions import RequestTimeout
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from feedsvc.cli import serving
from feedsvc.web import sending
from feedsvc.web.sending import Sending
from tests.web.conftest import close
from tests.web.world import World

PATIENCE = 30  # seconds that a test waits for what must come


class Application:
    """Reads the body, then waits until it may answer with it."""

    def __init__(self) -> None:
        self.begun, self.may_answer = Event(), Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.begun.set()
        body = environ["wsgi.input"].read()
        assert self.may_answer.wait(PATIENCE)
        start_response("200 OK", [])
        return [body]


class NeverComes:
    """A body of which nothing comes until its client is gone."""

    def __init__(self) -> None:
        self.client_is_gone = Event()

    def read(self, _size: int) -> bytes:
        assert self.client_is_gone.wait(PATIENCE)
        return b""


def ask(application: Any, method: str, body: Any) -> tuple[str, dict[str, str], bytes]:
    begun: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/sign-in", "wsgi.input": body}
    answer = b"".join(application(environ, lambda status, headers: begun.extend((status, headers))))
    return begun[0], dict(begun[1]), answer


def test_the_server_has_a_thread_left_for_those_who_only_read():
    assert serving._THREADS > sending.AT_ONCE


def test_one_too_many_is_asked_to_come_again_and_reading_goes_on():
    busy = Application()
    application = Sending(busy, at_once=1)
    answers = []
    first = Thread(target=lambda: answers.append(ask(application, "POST", BytesIO(b"text"))))
    first.start()
    assert busy.begun.wait(PATIENCE)
    status, headers, body = ask(application, "PUT", BytesIO(b"more"))
    assert (status, headers["Retry-After"]) == ("503 Service Unavailable", "5")
    assert b"under way" in body
    busy.may_answer.set()
    assert ask(application, "GET", BytesIO())[0] == "200 OK"
    first.join(PATIENCE)
    assert answers == [("200 OK", {}, b"text")]
    assert ask(application, "POST", BytesIO(b"again"))[2] == b"again"


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 200_000])
def test_a_body_comes_through_whole(size: int):
    quick = Application()
    quick.may_answer.set()
    text = bytes(range(256)) * (size // 256 + 1)
    assert ask(Sending(quick), "POST", BytesIO(text[:size]))[2] == text[:size]


def test_lines_and_parts_of_a_body_are_read_as_wsgi_says():
    read: list[Any] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"]
        read.extend([body.read(2), body.readline(), body.readline(2), body.readlines(), list(body)])
        start_response("200 OK", [])
        return []

    ask(Sending(application), "POST", BytesIO(b"ab\ncd\nef\ngh"))
    assert read == [b"ab", b"\n", b"cd", [b"\n", b"ef\n", b"gh"], []]


def test_a_body_that_does_not_come_is_given_up_and_its_turn_with_it():
    body = NeverComes()
    application = Sending(Application(), at_once=1, within=0.05)
    for _ in range(2):
        with pytest.raises(RequestTimeout):
            ask(application, "POST", body)
    body.client_is_gone.set()


def test_who_sends_too_slowly_is_told_so(world: World):
    app = world.app()
    body = NeverComes()
    edge: Any = app.wsgi_app
    edge._application._within = 0.05
    form = EnvironBuilder(method="POST", path="/sign-in", data={"email": "anna@example.org"}).get_environ()
    answer = Response.from_app(app, form | {"wsgi.input": body})
    body.client_is_gone.set()
    assert answer.status_code == 408
    assert answer.content_type == "application/problem+json"
    close(app)
