"""Another site, on 127.0.0.1: plain HTTP by hand, so that it can do what no good server does."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Reply = Callable[["Visit"], None]
LOCAL = ("127.0.0.0/8",)


@dataclass
class Visit:
    """One request, as it came in, and how to answer it."""

    path: str
    headers: dict[str, str]
    sock: socket.socket
    closing: threading.Event

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        given = {"Content-Length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
        self.send(f"HTTP/1.1 {status} x\r\n{lines}\r\n".encode() + body)

    def pause(self, seconds: float) -> bool:
        """Let time pass; False when the site closes meanwhile."""
        return not self.closing.wait(seconds)


@dataclass
class Site:
    """A site whose paths are answered by functions; it remembers who came."""

    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    tls: ssl.SSLContext | None = None

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def on(self, path: str, reply: Reply) -> str:
        """Answer a path so; its URL."""
        self.replies[path] = reply
        return self.url(path)

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def _serve(self, sock: socket.socket) -> None:
        if self.tls is not None:
            with suppress(OSError):
                sock = self.tls.wrap_socket(sock, server_side=True)
        with sock, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                part = sock.recv(65536)
                if not part:
                    return
                request += part
            first, *lines = request.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            visit = Visit(first.split()[1], headers, sock, self.closing)
            self.visits.append(visit)
            reply = self.replies.get(visit.path.partition("?")[0], lambda visit: visit.answer(404))
            reply(visit)

    def listen(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener is closed at the end
            while True:
                sock, _ = listener.accept()
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()


@contextmanager
def other_site() -> Iterator[Site]:
    """A site that is there until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        site = Site(port=listener.getsockname()[1])
        thread = threading.Thread(target=site.listen, args=(listener,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def saying(body: bytes, **headers: str) -> Reply:
    """The same body every time."""
    return lambda visit: visit.answer(200, body, **headers)


def redirecting(status: int, location: str) -> Reply:
    """A redirect."""
    return lambda visit: visit.answer(status, b"elsewhere", Location=location)


class Names:
    """A resolver that knows what it was told: a name's addresses, one list for each time it is asked.

    What it was not told it reads as the system's resolver does: 0x7f.1 is 127.0.0.1.
    """

    def __init__(self, **answers: list[list[str]]) -> None:
        self._answers = {name.replace("_", "."): lists for name, lists in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, *_: object) -> list[tuple[object, ...]]:
        self.asked.append(host)
        lists = self._answers.get(host) or [[socket.inet_ntoa(socket.inet_aton(host))]]
        return [self._row(address, port) for address in (lists.pop(0) if len(lists) > 1 else lists[0])]

    def _row(self, address: str, port: int) -> tuple[object, ...]:
        if ":" in address:
            return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
        return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
