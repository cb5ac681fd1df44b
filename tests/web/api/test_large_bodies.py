"""Bodies of a hundred megabytes on a real server: refused unread, and the server goes on."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.readers.server import Server, free_port, serving

pytestmark = pytest.mark.sockets

HUNDRED = 100 * 1024 * 1024
PIECE = bytes(64 * 1024)
_ANSWER_WITHIN = 20  # seconds


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A site with an administrator, and a token of hers."""
    server = Server(f"http://127.0.0.1:{free_port()}", tmp_path_factory.mktemp("large"))
    server.run("init")
    server.run("user", "add", "ada@example.org", "--admin")
    token = server.run("user", "token", "add", "ada@example.org", "--name", "test").split()[-1]
    with serving(server):
        yield server, token


@pytest.mark.parametrize("path", ["entries", "imports", "pictures"])
@pytest.mark.parametrize("chunked", [False, True], ids=["counted", "chunked"])
def test_a_body_of_100_mb_is_refused_unread(served: tuple[Server, str], path: str, chunked: bool):
    server, token = served
    kind = "application/json" if path == "entries" else "multipart/form-data; boundary=x"
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {HUNDRED}"
    head = (
        f"POST /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: {kind}\r\n{length}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(_address(server), _ANSWER_WITHIN) as sock:
        sock.sendall(head.encode())
        sent = _send(sock, chunked=chunked, multipart=path != "entries")
        answer = _all_of(sock)
    assert answer.startswith(b"HTTP/1.1 413 "), answer[:200]
    assert sent < HUNDRED
    assert server.get(f"{server.base_url}/api/v1/entries").status == 200


def test_whoever_is_not_signed_in_is_told_so_before_the_body_is_read(served: tuple[Server, str]):
    server, _ = served
    with socket.create_connection(_address(server), _ANSWER_WITHIN) as sock:
        head = "POST /api/v1/entries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        sock.sendall(f"{head}Content-Length: 1000\r\nConnection: close\r\n\r\n".encode())
        assert _all_of(sock).startswith(b"HTTP/1.1 401 ")


def _address(server: Server) -> tuple[str, int]:
    return "127.0.0.1", int(server.base_url.rpartition(":")[2])


def _send(sock: socket.socket, *, chunked: bool, multipart: bool) -> int:
    """Send zeros until the server has answered; how many were sent."""
    sent = 0
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' if multipart else b""
    with suppress(BrokenPipeError, ConnectionResetError):
        while sent < HUNDRED:
            piece = (start if not sent else b"") + PIECE
            sock.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            sent += len(piece)
            if _has_answered(sock):
                break
    return sent


def _has_answered(sock: socket.socket) -> bool:
    sock.setblocking(False)
    try:
        return bool(sock.recv(1, socket.MSG_PEEK)) or True
    except BlockingIOError:
        return False
    finally:
        sock.settimeout(_ANSWER_WITHIN)


def _all_of(sock: socket.socket) -> bytes:
    found = b""
    with suppress(ConnectionResetError):
        while piece := sock.recv(65536):
            found += piece
    return found
