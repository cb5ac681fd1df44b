"""No test opens a socket to another machine, and none without the marker `sockets` or `browser` any.

The guard stands in every Internet socket of the process, so that fixtures and threads of a test
are held to it too. Unix sockets are free: PostgreSQL is reached by one.
"""

import socket
from collections.abc import Callable
from typing import Any

LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_INTERNET = frozenset({socket.AF_INET, socket.AF_INET6})


class SocketForbidden(BaseException):
    """A test reached for the network. No `except Exception` may hide it, hence the base."""


class SocketGuard:
    """Lets the sockets of this process reach nothing, or this machine alone."""

    def __init__(self) -> None:
        self.lets_local = False

    def check(self, host: object) -> None:
        """Raises SocketForbidden unless `host` may be reached now."""
        if not self.lets_local:
            raise SocketForbidden(f"a socket to {host!r}: mark the test with @pytest.mark.sockets")
        if host not in LOCAL_HOSTS:
            raise SocketForbidden(f"a socket to {host!r}: tests may reach 127.0.0.1, ::1 and localhost only")

    def install(self) -> None:
        """Puts the guard into the socket module for good."""
        for name in ("connect", "connect_ex", "bind", "sendto"):
            setattr(socket.socket, name, self._guarded(getattr(socket.socket, name)))
        resolve = socket.getaddrinfo

        def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
            self.check(host.decode() if isinstance(host, bytes) else host)
            return resolve(host, *args, **kwargs)

        socket.getaddrinfo = getaddrinfo

    def _guarded(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(sock: socket.socket, *args: Any) -> Any:
            if sock.family in _INTERNET:
                self.check(args[-1][0])
            return method(sock, *args)

        return guarded
