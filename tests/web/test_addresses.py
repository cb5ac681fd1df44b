"""Where the site is: prefixes, proxies, former hosts, and a Host header that is believed in nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from feedsvc.web.addresses import moved_to, site_path
from tests.web.conftest import close
from tests.web.world import BASE, World

OLD = ("http://old.example.org", "https://older.example.org:8443/news")


@contextmanager
def _client(world: World, **others: object) -> Iterator[FlaskClient]:
    app = world.app(**others)
    yield app.test_client()
    close(app)


@pytest.mark.parametrize(
    ("host", "path", "target"),
    [
        ("old.example.org", "/feeds/all.atom", f"{BASE}/feeds/all.atom"),
        ("OLD.example.org:80", "/", f"{BASE}/"),
        ("older.example.org:8443", "/news/feeds/all.rss", f"{BASE}/feeds/all.rss"),
        ("older.example.org:8443", "/news", f"{BASE}/"),
        ("older.example.org:8443", "/newsletter", f"{BASE}/newsletter"),
        ("older.example.org", "/news/", None),
        ("news.example.org", "/", None),
        ("127.0.0.1:8000", "/", None),
    ],
)
def test_a_host_that_is_given_up_leads_to_the_new_one(host: str, path: str, target: str | None) -> None:
    assert moved_to(BASE, OLD, host=host, path=path) == target


def test_the_new_host_never_leads_to_itself() -> None:
    assert moved_to(BASE, ("http://news.example.org",), host="news.example.org", path="/x") is None


@pytest.mark.parametrize(
    ("base", "old", "path", "target"),
    [
        (
            "/news",
            "/feedsvc",
            "/feedsvc/feeds/all.atom?content=summary",
            "/news/feeds/all.atom?content=summary",
        ),
        ("", "/feedsvc", "/feedsvc/feeds/offices/tashkent.ru.rss", "/feeds/offices/tashkent.ru.rss"),
        ("", "/feedsvc", "/feedsvc", "/"),
        ("", "/feeds", "/feeds/all.atom", None),
        ("", "/feedsvc", "/feedsvcs/all.atom", None),
        ("/news/new", "/news", "/news/new/nothing", None),
    ],
)
def test_a_former_path_on_the_same_host_leads_to_the_new_one(
    world: World, base: str, old: str, path: str, target: str | None
) -> None:
    with _client(world, base_url=BASE + base, old_base_urls=(BASE + old,)) as client:
        answer = client.get(path, base_url=BASE)
    assert (answer.status_code == 301, answer.location) == (target is not None, target and BASE + target)


def test_links_of_a_page_carry_the_prefix_and_absolute_ones_do_not() -> None:
    assert site_path("https://example.org/news", "/topics/fish") == "/news/topics/fish"
    assert site_path("https://example.org", "/topics/fish") == "/topics/fish"
    assert site_path("https://example.org/news", "https://a.example/x") == "https://a.example/x"


def test_an_old_host_is_redirected_with_path_and_query(world: World) -> None:
    with _client(world, old_base_urls=OLD) as client:
        answer = client.get("/feeds/all.atom?content=summary", base_url="http://old.example.org")
    assert answer.status_code == 301
    assert answer.location == f"{BASE}/feeds/all.atom?content=summary"


def test_a_line_break_in_an_old_address_does_not_reach_the_headers(world: World) -> None:
    with _client(world, old_base_urls=OLD) as client:
        answer = client.get("/x%0d%0aSet-Cookie:a=b", base_url="http://old.example.org")
    assert answer.status_code == 301
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.location


def test_no_answer_repeats_the_host_header(world: World) -> None:
    with _client(world) as client:
        for path in ("/", "/offices/tashkent", "/feeds/all.atom", "/countries/UZ", "/none", "//", "/feeds//"):
            answer = client.get(path, base_url="http://evil.example")
            assert b"evil.example" not in answer.data, path
            assert "evil.example" not in str(answer.headers), path


@pytest.mark.parametrize("prefix_left_on", [True, False])
def test_under_a_prefix_pages_answer_whether_the_proxy_takes_it_off_or_not(
    world: World, prefix_left_on: bool
) -> None:
    with _client(world, base_url="https://example.org/news") as client:
        answer = client.get(("/news" if prefix_left_on else "") + "/offices/tashkent")
        assert answer.status_code == 200
        assert 'href="/news/countries/uz"' in answer.text
        assert 'href="https://example.org/news/feeds/offices/tashkent.atom"' in answer.text
        assert 'href="/countries' not in answer.text
        assert client.get("/news").status_code == 200


def test_the_headers_of_trusted_proxies_are_believed_and_of_others_not(world: World) -> None:
    asked = {"X-Forwarded-Host": "old.example.org"}
    with _client(world, old_base_urls=OLD, trusted_proxies=1) as client:
        assert client.get("/", headers=asked).status_code == 301
    with _client(world, old_base_urls=OLD) as client:
        assert client.get("/", headers=asked).status_code == 200
