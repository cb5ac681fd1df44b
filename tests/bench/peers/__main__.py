"""`python -m tests.bench.peers MODULE PORT`: serves a peer with the options of `feedsvc serve`."""

import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from feedsvc.cli import serving

if __name__ == "__main__":
    Server(
        f"tests.bench.peers.{sys.argv[1]}:application",
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=int(sys.argv[2]),
        workers=1,
        blocking_threads=1,  # the quickest for them, and nobody sends them anything
        backpressure=serving._AT_ONCE,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
