"""What every test stands on: fresh databases on both engines, no network, no variables from outside."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# pytest rewrites the asserts of test files alone, unless it is told of others before they are imported.
for helper in Path(__file__).parent.glob("[a-z]*"):
    if not helper.stem.startswith(("test_", "conftest")):
        pytest.register_assert_rewrite(f"tests.{helper.stem}")

from tests import postgres  # noqa: E402
from tests.sockets import SocketGuard  # noqa: E402

_RUN_DIR = pytest.StashKey[Path]()
_GUARD = SocketGuard()

# No deadlines: a busy machine is no failure. In CI every run draws the same examples.
_SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=50, **_SHARED)
settings.register_profile("ci", max_examples=100, derandomize=True, database=None, print_blob=True, **_SHARED)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    """Begins a test run: its folder is made by the first process and told to the workers."""
    for name in [name for name in os.environ if name.startswith("FEEDSVC_")]:
        if not name.startswith("FEEDSVC_TEST_"):
            del os.environ[name]
    _GUARD.install()
    # Ended from outside (a time limit of CI), a run clears up as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    told = getattr(config, "workerinput", {}).get("run_dir")
    # Outside pytest's own folder, whose parents the wheel of PostgreSQL would open to all users.
    config.stash[_RUN_DIR] = Path(told or tempfile.mkdtemp(prefix="feedsvc-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tells a worker of pytest-xdist the folder of the run."""
    node.workerinput["run_dir"] = str(node.config.stash[_RUN_DIR])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends a test run, however it went: the first process stops PostgreSQL and leaves nothing behind."""
    run_dir = config.stash.get(_RUN_DIR, None)
    if run_dir is not None and not hasattr(config, "workerinput"):
        postgres.stop(run_dir)
        shutil.rmtree(run_dir, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Opens the machine's own sockets to the tests that say that they need them."""
    marked = item.get_closest_marker("sockets") or item.get_closest_marker("browser")
    _GUARD.lets_local = marked is not None
    try:
        return (yield)
    finally:
        _GUARD.lets_local = False


def pytest_terminal_summary(terminalreporter) -> None:
    """Prints what tests measured (properties called "measured: ..."), whichever worker ran them."""
    measured = {
        name.partition(": ")[2]: value
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        for name, value in report.user_properties
        if name.startswith("measured: ")
    }
    if measured:
        terminalreporter.section("Measured")
    for name, value in sorted(measured.items()):
        terminalreporter.write_line(f"{name}: {value}")


def _migrate(url: str) -> None:
    from feedsvc.store.database import migrate

    migrate(url)


@pytest.fixture(scope="session")
def run_dir(pytestconfig: pytest.Config) -> Path:
    """A folder that the workers of one test run share."""
    return pytestconfig.stash[_RUN_DIR]


@pytest.fixture(scope="session")
def sqlite_template(run_dir: Path) -> Path:
    """A migrated SQLite file, to be copied."""
    template = run_dir / "template.db"
    with postgres.once_for_the_run(run_dir, "sqlite-template") as first:
        if first:
            _migrate(f"sqlite:///{template}")
    return template


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh migrated SQLite database."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'feedsvc.db')}"


@pytest.fixture
def postgresql_url(run_dir: Path) -> Iterator[str]:
    """The URL of a fresh migrated PostgreSQL database."""
    with postgres.fresh_database(run_dir, _migrate) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh migrated database, on each engine in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def store(database_url: str):
    """The store on each engine in turn."""
    yield from _open_store(database_url)


@pytest.fixture
def sqlite_store(sqlite_url: str):
    """The store on SQLite alone, for tests that are not about the store."""
    yield from _open_store(sqlite_url)


def _open_store(url: str):
    from feedsvc.store import Store

    store = Store(url)
    yield store
    store.close()
