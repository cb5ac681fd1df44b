"""Slow clients and oversized headers hold no worker (the server in front of the edge: granian)."""

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests.readers.server import Server

pytestmark = pytest.mark.sockets

MANY = 40  # more than the worker has threads
SECONDS = 20
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999"


def connection(server: Server) -> socket.socket:
    """An open connection on which nothing was sent yet."""
    address = urlsplit(server.base_url)
    assert address.hostname is not None
    return socket.create_connection((address.hostname, address.port or 80), timeout=SECONDS)


def received(client: socket.socket) -> bytes:
    """All that comes until the server closes or resets the connection."""
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def test_clients_that_send_their_headers_slowly_hold_up_nobody(sample: Server):
    with ExitStack() as slow:
        for _ in range(MANY):
            client = slow.enter_context(connection(sample))
            client.sendall(b"GET /feeds/all.atom HTTP/1.1\r\nHost: slow\r\nX-Never: end")
        assert sample.get(sample.feed("all")).status == 200


def test_clients_that_never_read_their_answer_hold_up_nobody(sample: Server):
    with ExitStack() as slow:
        for _ in range(MANY):
            client = slow.enter_context(connection(sample))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            client.sendall(b"GET /feeds/all.atom HTTP/1.1\r\nHost: slow\r\n\r\n" * 20)
        assert sample.get(sample.feed("all")).status == 200


def test_clients_that_never_send_their_body_hold_up_nobody(sample: Server):
    with ExitStack() as slow:
        for _ in range(MANY):
            client = slow.enter_context(connection(sample))
            client.sendall(b"POST /sign-in HTTP/1.1\r\nHost: slow\r\n" + FORM + b"\r\n\r\nx")
        assert sample.get(sample.feed("all")).status == 200


@pytest.mark.parametrize("header", [b"X-Large: " + b"x" * 200_000, b"\r\n".join([b"X-Many: x"] * 20_000)])
def test_oversized_headers_are_refused_and_hold_up_nobody(sample: Server, header: bytes):
    with connection(sample) as client:
        try:
            client.sendall(b"GET /feeds/all.atom HTTP/1.1\r\nHost: large\r\n" + header + b"\r\n\r\n")
            answer = received(client)
        except ConnectionError:
            answer = b""
    assert answer == b"" or answer.split()[1] in {b"400", b"431"}
    assert sample.get(sample.feed("all")).status == 200
