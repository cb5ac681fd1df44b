"""The ground that the tests stand on: databases that are fresh, and no way to the network."""

import socket
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.programs import required_program
from tests.sockets import SocketForbidden


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_gets_a_fresh_migrated_database(database_url, round_):
    engine = sa.create_engine(database_url)
    try:
        names = sa.inspect(engine).get_table_names()
        assert "alembic_version" in names
        assert "left_by_a_test" not in names
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE left_by_a_test (n INTEGER)"))
    finally:
        engine.dispose()


def test_postgresql_listens_on_no_port(postgresql_url):
    engine = sa.create_engine(postgresql_url)
    try:
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SHOW listen_addresses")) == ""
            assert connection.scalar(sa.text("SHOW fsync")) == "off"
    finally:
        engine.dispose()


def connects(host: str, port: int = 9) -> None:
    with socket.socket() as sock:
        sock.connect((host, port))


def test_a_test_without_the_marker_opens_no_socket():
    with pytest.raises(SocketForbidden, match="mark the test"):
        connects("127.0.0.1")
    with pytest.raises(SocketForbidden, match="mark the test"):
        socket.create_connection(("localhost", 9))
    with socket.socket() as sock, pytest.raises(SocketForbidden):
        sock.bind(("127.0.0.1", 0))
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(SocketForbidden):
        sock.sendto(b"x", ("127.0.0.1", 9))


@pytest.mark.sockets
def test_a_test_with_the_marker_reaches_this_machine_and_no_other():
    with socket.create_server(("127.0.0.1", 0)) as server:
        connects("127.0.0.1", server.getsockname()[1])
    with pytest.raises(SocketForbidden, match=r"192\.0\.2\.1"):
        connects("192.0.2.1")
    with pytest.raises(SocketForbidden, match=r"example\.org"):
        socket.create_connection(("example.org", 80))
    with socket.socket() as sock, pytest.raises(SocketForbidden, match="''"):
        sock.bind(("", 0))


def test_a_unix_socket_is_free(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("here")
        server.listen()
        client.connect("here")
        assert (tmp_path / "here").is_socket()


def test_a_missing_program_skips_the_test_and_says_so(monkeypatch):
    monkeypatch.delenv("FEEDSVC_TEST_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-reader is not installed"):
        required_program("no-such-reader")


def test_a_missing_program_that_is_asked_for_fails_the_test(monkeypatch):
    monkeypatch.setenv("FEEDSVC_TEST_REQUIRE", "chromium, no-such-reader")
    with pytest.raises(pytest.fail.Exception, match="asks for no-such-reader"):
        required_program("no-such-reader")


def test_a_program_is_found_under_its_other_names(monkeypatch, tmp_path):
    other = tmp_path / "chromium-browser"
    other.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert required_program("chromium") == str(other)
