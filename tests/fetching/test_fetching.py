"""What is fetched, within which limits, and what the answer says."""

import gzip
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from feedsvc.core.errors import FetchFailed
from feedsvc.fetching import Fetched, fetch
from tests.fetching.sites import LOCAL, Names, Site, Visit, redirecting, saying
from tests.programs import required_program

pytestmark = pytest.mark.sockets
AGENT = "feedsvc/0 (+https://news.example.org; news@example.org)"
PATIENCE = 8  # seconds; what is cut off after one second must be back well before


def get(url: str, **others: object) -> Fetched:
    given: dict[str, object] = {"user_agent": AGENT, "allowed_networks": LOCAL, "deadline_seconds": 20}
    return fetch(url, **(given | others))  # type: ignore[arg-type]  # a table of values of many types


def failure(url: str, **others: object) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        get(url, **others)
    return caught.value


def test_a_page_is_fetched_with_its_headers(site: Site):
    got = get(site.on("/feed", saying(b"<rss/>", ETag='"1"', Content_Type="text/xml")))
    assert (got.status, got.body, got.is_whole, got.moved_to) == (200, b"<rss/>", True, None)
    assert got.headers["etag"] == '"1"'
    assert got.url == site.url("/feed")


def test_the_request_says_who_asks_and_nothing_of_the_surroundings(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.on("/feed", lambda visit: visit.answer(302, Location="/next", Set_Cookie="id=1"))
    site.on("/next", saying(b"x"))
    assert get(site.url("/feed"), accept="application/atom+xml").body == b"x"
    for visit in site.visits:
        assert visit.headers["user-agent"] == AGENT
        assert visit.headers["accept"] == "application/atom+xml"
        assert {"cookie", "authorization", "referer"}.isdisjoint(visit.headers)


def test_what_is_known_is_asked_for_conditionally(site: Site):
    url = site.on("/feed", lambda visit: visit.answer(304, ETag='"2"'))
    got = get(url, etag='W/"2"', last_modified="Mon, 01 Jun 2026 08:00:00 GMT")
    assert (got.status, got.body) == (304, b"")
    assert site.visits[0].headers["if-none-match"] == 'W/"2"'
    assert site.visits[0].headers["if-modified-since"] == "Mon, 01 Jun 2026 08:00:00 GMT"


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_a_refusal_is_an_answer_whose_body_is_not_read(site: Site, status: int):
    got = get(site.on("/feed", lambda visit: visit.answer(status, b"go away", Retry_After="7")))
    assert (got.status, got.body, got.headers["retry-after"]) == (status, b"", "7")


def test_a_compressed_body_is_unpacked(site: Site):
    got = get(site.on("/feed", saying(gzip.compress(b"news" * 1000), Content_Encoding="gzip")))
    assert got.body == b"news" * 1000
    assert site.visits[0].headers["accept-encoding"] == "gzip"


def test_a_body_that_is_not_compressed_as_it_says_fails(site: Site):
    url = site.on("/feed", saying(b"plain", Content_Encoding="gzip"))
    assert str(failure(url)) == "What the other site sent is not compressed as it says."


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, status: int):
    site.on("/new", saying(b"here"))
    got = get(site.on("/old", redirecting(status, "/new#part")))
    assert got.body == b"here"
    assert got.url == site.url("/new")
    assert got.moved_to == (site.url("/new") if status in {301, 308} else None)


def test_only_a_chain_of_permanent_redirects_is_a_move(site: Site):
    site.on("/c", saying(b"here"))
    site.on("/b", redirecting(302, "/c"))
    assert get(site.on("/a", redirecting(301, "/b"))).moved_to is None
    site.on("/b", redirecting(308, "/c"))
    assert get(site.url("/a")).moved_to == site.url("/c")


def test_five_redirects_are_followed_and_a_sixth_is_not(site: Site):
    for number in range(6):
        site.on(f"/{number}", redirecting(302, f"/{number + 1}"))
    site.on("/6", saying(b"end"))
    assert get(site.url("/1")).body == b"end"
    assert str(failure(site.url("/0"))) == "It redirects more than 5 times."


def test_a_redirect_to_itself_ends(site: Site):
    url = site.on("/feed", redirecting(301, "/feed"))
    assert str(failure(url)) == "It redirects more than 5 times."
    assert len(site.visits) == 6


def test_a_redirect_with_letters_of_another_script_is_followed(site: Site):
    site.on("/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5", saying(b"here"))
    url = site.on("/old", lambda visit: visit.send("HTTP/1.1 301 x\r\nLocation: /новое\r\n\r\n".encode()))
    assert get(url).body == b"here"


def test_the_body_of_a_redirect_is_not_read(site: Site):
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 302 x\r\nLocation: /new\r\n\r\n")
        while visit.pause(0):
            visit.send(b"x" * 65536)

    site.on("/new", saying(b"here"))
    assert get(site.on("/old", endless), max_bytes=10).body == b"here"


@pytest.mark.parametrize("says_length", [True, False])
def test_a_body_that_is_too_large_is_refused(site: Site, says_length: bool):
    url = site.on("/feed", saying(b"x" * 2000, Content_Length="2000" if says_length else ""))
    assert get(url, max_bytes=2000).body == b"x" * 2000
    assert (
        str(failure(url, max_bytes=1999)) == "It is larger than 1,999 bytes, which is the most that is read."
    )


def test_an_endless_body_is_refused_when_it_is_too_large(site: Site):
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n")
        while visit.pause(0):
            visit.send(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")

    assert "larger than 100,000 bytes" in str(failure(site.on("/feed", endless), max_bytes=100_000))


def test_a_body_may_be_cut_instead(site: Site):
    got = get(site.on("/picture", saying(b"abcdef")), max_bytes=4, cut=True)
    assert (got.body, got.is_whole) == (b"abcd", False)
    assert got.headers["content-length"] == "6"


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_refused_before_it_is_unpacked(site: Site, layers: int):
    body = b"\0" * 50_000_000
    for _ in range(layers):
        body = gzip.compress(body)
    assert len(body) < 100_000
    url = site.on("/feed", saying(body, Content_Encoding=", ".join(["gzip"] * layers)))
    assert "larger than 1,048,576 bytes" in str(failure(url, max_bytes=1024 * 1024))


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 x\r\nX: ", b"HTTP/1.1 200 x\r\n\r\n"])
def test_a_server_that_trickles_is_left_at_the_deadline(site: Site, beginning: bytes):
    def trickling(visit: Visit) -> None:
        visit.send(beginning)
        while visit.pause(0.05):
            visit.send(b"H")

    began = time.monotonic()
    assert (
        str(failure(site.on("/feed", trickling), deadline_seconds=0.5)) == "It took longer than 0.5 seconds."
    )
    assert time.monotonic() - began < PATIENCE


def test_redirects_do_not_prolong_the_deadline(site: Site):
    def slowly(visit: Visit) -> None:
        visit.pause(0.3)
        visit.answer(302, Location="/feed")

    url = site.on("/feed", slowly)
    assert str(failure(url, deadline_seconds=0.5, max_redirects=1000)) == "It took longer than 0.5 seconds."


def test_a_name_that_does_not_resolve_in_time_is_given_up(site: Site):
    def silent(*_: object) -> list[object]:
        site.closing.wait()
        return []

    assert "It took longer" in str(
        failure(site.url(host="slow.example"), deadline_seconds=0.2, resolver=silent)
    )


def test_an_endless_row_of_provisional_answers_ends_at_the_deadline(site: Site):
    def waiting(visit: Visit) -> None:
        while visit.pause(0.01):
            visit.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    assert "It took longer" in str(failure(site.on("/feed", waiting), deadline_seconds=0.5))


def test_a_body_that_ends_early_fails(site: Site):
    url = site.on("/feed", saying(b"half", Content_Length="8"))
    assert str(failure(url)) == "The other site broke off, or did not speak HTTP."


def test_what_is_no_http_fails(site: Site):
    url = site.on("/feed", lambda visit: visit.send(b"220 mail.example.org ESMTP\r\n"))
    assert str(failure(url)) == "The other site broke off, or did not speak HTTP."


def test_a_port_where_nobody_listens_fails_and_may_be_tried_again(site: Site):
    site.port = 1
    error = failure(site.url())
    assert str(error) == "The other site cannot be reached."
    assert not error.lasting


def test_a_name_that_nobody_knows_fails():
    def unknown(*_: object) -> list[object]:
        import socket

        raise socket.gaierror(-2, "Name or service not known")

    assert str(failure("http://nowhere.example/", resolver=unknown)) == (
        "The name of the other site is not known."
    )


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site, tmp_path: Path):
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=x -keyout k -out c"
    subprocess.run(
        [required_program("openssl"), *command.split(), "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    site.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    site.tls.load_cert_chain(tmp_path / "c", tmp_path / "k")
    url = site.on("/", saying(b"x")).replace("http:", "https:")
    assert str(failure(url)) == (
        "The other site's certificate is not trusted, or its encryption does not work."
    )
    assert site.visits == []


def test_a_handshake_that_never_ends_is_left_at_the_deadline(site: Site):
    url = site.url().replace("http:", "https:")
    assert str(failure(url, deadline_seconds=0.3)) == "The other site did not answer in time."


def test_a_name_is_resolved_once_for_each_connection(site: Site):
    site.on("/", saying(b"x"))
    names = Names(feeds_example=[["127.0.0.1"]])
    assert get(site.url(host="feeds.example"), resolver=names).body == b"x"
    assert names.asked == ["feeds.example"]
    assert site.visits[0].headers["host"] == f"feeds.example:{site.port}"
