"""A feed's address opened in a browser: a page for the person, the feed for everybody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.web.visits import is_visit
from tests.web.conftest import close
from tests.web.html import check_page
from tests.web.world import BASE, NOW, World

# As Chromium sends them when somebody follows a link.
VISIT = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Accept": "text/html,*/*;q=0.8"}
FEED = "/feeds/offices/tashkent.atom"
FEEDS = [FEED, "/feeds/all.ru.rss", "/feeds/countries/tj/topics/floods.json?content=summary"]
OTHERS = [
    {},
    {"Accept": "text/html"},
    {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36"},
    {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"},
    {"Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "navigate"},
]


@pytest.mark.parametrize("path", FEEDS)
def test_a_navigation_gets_a_page_and_everybody_else_the_feed(client: FlaskClient, path: str) -> None:
    feed = client.get(path)
    page = client.get(path, headers=VISIT)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    for headers in OTHERS:
        answer = client.get(path, headers=headers)
        assert answer.content_type == feed.content_type, headers
        assert answer.data == feed.data


@pytest.mark.parametrize("path", FEEDS)
def test_every_answer_says_what_decides(client: FlaskClient, path: str) -> None:
    feed = client.get(path)
    page = client.get(path, headers=VISIT)
    unchanged = client.get(path, headers={"If-None-Match": feed.headers["ETag"]})
    page_again = client.get(path, headers={**VISIT, "If-None-Match": page.headers["ETag"]})
    assert (unchanged.status_code, page_again.status_code) == (304, 304)
    pages = (page, page_again, client.head(path, headers=VISIT))
    for answer in (feed, unchanged, client.head(path), *pages):
        named = {name.strip() for name in answer.headers["Vary"].split(",")}
        # The page speaks as its reader asks; the feed is the same for all.
        spoken = {"Accept-Language", "Cookie"} if answer in pages else set()
        assert named == {"Accept-Encoding", "Sec-Fetch-Dest", "Sec-Fetch-Mode"} | spoken


def test_the_tag_of_the_feed_does_not_stand_for_the_page(client: FlaskClient) -> None:
    tag = client.get(FEED).headers["ETag"]
    assert client.get(FEED, headers={**VISIT, "If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/none.atom", 404),
        ("/feeds/offices/none.atom", 404),
        ("/feeds/all.xml", 404),
        ("/feeds/all.atom?utm=1", 400),
        ("/feeds/countries/UZ.atom", 301),
        ("/feeds/all.atom?content=summary&", 301),
    ],
)
def test_mistakes_and_other_spellings_are_answered_as_ever(
    client: FlaskClient, path: str, status: int
) -> None:
    page, plain = client.get(path, headers=VISIT), client.get(path)
    assert page.status_code == plain.status_code == status
    assert page.location == plain.location


def test_the_page_says_what_this_is_and_how_to_follow_it(client: FlaskClient) -> None:
    page = check_page(client.get("/feeds/countries/tj.ru.atom", headers=VISIT).text)
    address = f"{BASE}/feeds/countries/tj.ru.atom"
    assert page.xpath("string(//h1)").startswith("Tajikistan")
    [field] = page.xpath("//input[@id='address']")
    assert (field.get("value"), field.get("readonly")) == (address, "readonly")
    assert page.xpath("//button[@data-copy='address'][@hidden]"), "without its script it is not there"
    links = set(page.xpath("//a/@href"))
    quoted = "https%3A%2F%2Fnews.example.org%2Ffeeds%2Fcountries%2Ftj.ru.atom"
    assert {
        f"feed:{address}",
        f"https://feedly.com/i/subscription/feed/{quoted}",
        f"https://www.inoreader.com/?add_feed={quoted}",
        f"https://www.newsblur.com/?url={quoted}",
        f"https://theoldreader.com/feeds/subscribe?url={quoted}",
        f"https://feedbin.com/?subscribe={quoted}",
        f"https://blogtrottr.com/?subscribe={quoted}",
        f"https://feedrabbit.com/subscriptions/new?url={quoted}",
    } <= links
    assert {
        "/feeds/countries/tj.ru.rss",
        "/feeds/countries/tj.en.atom",
        "/feeds/countries/tj.atom",
        "/feeds/countries/tj.ru.atom?content=summary",
        "/feeds/countries/tj/weekly.ru.atom",
        "/countries/tj",
    } <= links
    assert '<feedsvc-news channel="countries/tj.ru"' in page.xpath("string(//textarea[@id='embed'])")
    assert page.xpath("//a[@download]/@href") == ["/feeds/countries/tj.ru.atom"]
    assert page.xpath("//h3/a/text()") == ["Вода поднимается"]


def test_every_link_of_the_page_within_the_site_leads_somewhere(client: FlaskClient) -> None:
    for path in (FEED, "/feeds/all/daily.ru.rss"):
        page = check_page(client.get(path, headers=VISIT).text)
        for link in page.xpath("//a/@href[starts-with(., '/')] | //script/@src"):
            answer = client.get(link, headers=VISIT)
            assert answer.status_code == 200, link
            answer.close()


def test_the_page_shows_the_newest_entries_in_the_order_of_the_feed(
    client: FlaskClient, world: World
) -> None:
    titles = check_page(client.get("/feeds/all.atom", headers=VISIT).text).xpath("//h3/a/text()")
    items = client.get("/feeds/all.json").get_json(force=True)["items"]
    assert titles[: len(items)] == [item["title"] for item in items]
    assert len(titles) == 5
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["script"])
    assert "Markup is cleaned" not in client.get("/feeds/all.atom", headers=VISIT).text


def test_an_empty_feed_has_a_page(client: FlaskClient) -> None:
    assert "No news here yet" in client.get("/feeds/countries/fr.atom", headers=VISIT).text


def test_the_page_alone_may_run_the_scripts_of_the_site(client: FlaskClient) -> None:
    headers = client.get(FEED, headers=VISIT).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-cache"
    assert "Content-Security-Policy" not in client.get(FEED).headers


def test_the_page_is_in_russian_on_a_russian_site(world: World) -> None:
    app = world.app(languages=("ru", "en"))
    page = check_page(app.test_client().get(FEED, headers=VISIT).text)
    assert page.get("lang") == "ru"
    assert "Адрес этой ленты" in page.text_content()
    close(app)


def test_under_a_prefix_the_page_is_found_too(world: World) -> None:
    app = world.app(base_url=f"{BASE}/news")
    client = app.test_client()
    for path in ("/news/feeds/all.atom", "/feeds/all.atom"):
        page = client.get(path, headers=VISIT)
        assert page.mimetype == "text/html"
        assert "/news/feeds/all.rss" in page.text
    close(app)


def test_a_host_that_is_given_up_redirects_visits_too(world: World) -> None:
    app = world.app(old_base_urls=("http://old.example.org",))
    answer = app.test_client().get(FEED, headers={**VISIT, "Host": "old.example.org"})
    assert (answer.status_code, answer.location) == (301, BASE + FEED)
    close(app)


def test_a_visit_reaches_flask_and_a_poll_does_not(app: Flask, client: FlaskClient) -> None:
    seen = []
    app.before_request(lambda: seen.append(1) or None)
    client.get(FEED)
    assert seen == []
    client.get(FEED, headers=VISIT)
    assert seen == [1]


def test_both_headers_are_asked_for() -> None:
    assert is_visit({"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_MODE": "navigate"})
    assert not is_visit({"HTTP_SEC_FETCH_DEST": "document"})
    assert not is_visit({"HTTP_SEC_FETCH_MODE": "navigate"})
    assert not is_visit({})
