"""Two sites on real servers: the sample with the real pages, and a newsroom whose news change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.core.urls import slug_of
from feedsvc.store import Store
from tests.readers.desk import Desk, LiveNewsroom
from tests.readers.server import Server, free_port, serving
from tests.web.world import keep_picture, settings_for

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="session")
def real_pages() -> list[Path]:
    """The pages of a real office as they stood twice; empty where they do not lie beside the checkout."""
    return sorted(SEEDS.glob("*.txt"))


def _site(folder: Path) -> Server:
    server = Server(f"http://127.0.0.1:{free_port()}", folder)
    server.run("init")
    return server


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, real_pages: list[Path]) -> Iterator[Server]:
    """The sample organisation, with the office in Moscow where its pages are there."""
    server = _site(tmp_path_factory.mktemp("sample"))
    server.run("sample")
    if real_pages:
        server.run("import", *map(str, real_pages))
    with serving(server):
        yield server


@pytest.fixture(scope="session")
def _newsroom_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(_site(tmp_path_factory.mktemp("newsroom"))) as server:
        yield server


@pytest.fixture(scope="session")
def _newsroom(_newsroom_server: Server) -> Iterator[LiveNewsroom]:
    server = _newsroom_server
    store = Store(server.database_url)
    room = LiveNewsroom(store, server.data_dir, server.database_url)
    room.settings = settings_for(server.database_url, server.data_dir, base_url=server.base_url)
    keep_picture(store, server.data_dir)
    yield room
    store.close()


@pytest.fixture
def desk(_newsroom: LiveNewsroom, _newsroom_server: Server, request: pytest.FixtureRequest) -> Desk:
    """An office without news yet."""
    return Desk(_newsroom, _newsroom_server, slug_of(request.node.name))
