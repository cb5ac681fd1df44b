"""News on a partner's page: another origin, a strict policy of its own, a real browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Route
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.web.conftest import close
from tests.web.test_browser import CHROMIUM, LOWEST_CONTRAST, QuietHandler, Visit, browser  # noqa: F401  the fixture
from tests.web.world import NOW, World

SHOTS = os.environ.get("FEEDSVC_TEST_SHOTS", "")  # a folder, for whoever wants to look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: embeds are not tried"),
]


@contextmanager
def served(port_told: Callable[[str], Callable]) -> Iterator[str]:
    """A WSGI application on this machine, made once its address is known."""
    holder = make_server("127.0.0.1", 0, None, threaded=True, request_handler=QuietHandler)
    address = f"http://127.0.0.1:{holder.server_port}"
    holder.app = port_told(address)
    thread = Thread(target=holder.serve_forever, daemon=True)
    thread.start()
    yield address
    holder.shutdown()
    thread.join()
    holder.server_close()


class News:
    """The site whose news are shown: its address, and the path and headers of every request."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.address = ""
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.app: Flask | None = None

    def at(self, address: str) -> Callable:
        """The application at an address, noting what it is asked for."""
        self.address = address
        self.app = self.world.app(base_url=address)

        def noted(environ, start_response):
            request = Request(environ)
            self.asked.append((request.full_path.rstrip("?"), dict(request.headers)))
            return self.app(environ, start_response)

        return noted

    def feeds(self) -> list[str]:
        """The feeds that were asked for, in turn."""
        return [path for path, _ in self.asked if path.startswith("/feeds/")]


@pytest.fixture
def news(world: World) -> Iterator[News]:
    """The site with its news."""
    news = News(world)
    with served(news.at):
        yield news
    close(news.app)


class Partner:
    """Another site. `shows` is what its one page holds, `policy` what its header says, `style` its sheet."""

    def __init__(self, news: News) -> None:
        self.address = ""
        self.shows = ""
        self.style = ""
        self.language = "en"
        site = news.address
        self.policy = (
            f"default-src 'none'; script-src {site}; connect-src {site}; img-src {site}; frame-src {site}; "
            "style-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        self.script = f'<script src="{site}/embed.js" async></script>'

    def at(self, address: str) -> Callable:
        """The application at an address."""
        self.address = address
        return Request.application(self._answer)

    def _answer(self, request: Request) -> Response:
        if request.path == "/style.css":
            return Response(self.style, content_type="text/css")
        sheet = '<link rel="stylesheet" href="/style.css">' if self.style else ""
        page = (
            f'<!doctype html><html lang="{self.language}"><head>'
            '<meta name="color-scheme" content="light dark">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>Partner</title>{sheet}</head><body><h1>Partner</h1>{self.shows}</body></html>"
        )
        return Response(page, content_type="text/html; charset=utf-8", headers=self._policy())

    def _policy(self) -> dict[str, str]:
        return {"Content-Security-Policy": self.policy} if self.policy else {}

    def element(self, attributes: str, inside: str = "") -> None:
        """Show the news by the element."""
        self.shows = f"{self.script}<feedsvc-news {attributes}>{inside}</feedsvc-news>"


@pytest.fixture
def partner(news: News) -> Iterator[Partner]:
    """The partner's site, at another port and so of another origin."""
    partner = Partner(news)
    with served(partner.at):
        yield partner


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:  # noqa: F811  the fixture
    """A visitor at a desk."""
    visit = Visit(browser, width=800, scheme="light")
    yield visit
    visit.context.close()


def shown(visit: Visit, partner: Partner) -> Locator:
    """The element of the partner's page, when it has its news or says why it has none."""
    visit.page.goto(partner.address)
    return settled(visit.page)


def settled(page: Page) -> Locator:
    """The element when nothing is on its way any more."""
    page.locator('feedsvc-news [aria-busy="false"]').first.wait_for(state="attached")
    return page.locator("feedsvc-news")


def titles(page: Page) -> list[str]:
    return page.locator("feedsvc-news .title").all_inner_texts()


def answer_with(page: Page, feed: object, status: int = 200) -> None:
    """Let every feed be this one, whatever the site would say."""
    allowed = {"Access-Control-Allow-Origin": "*"}
    page.route("**/feeds/**", lambda route: route.fulfill(json=feed, status=status, headers=allowed))


def test_the_news_are_shown_under_a_strict_policy_of_the_partner(
    visit: Visit, news: News, partner: Partner
) -> None:
    partner.element('channel="countries/tj" limit="2"')
    element = shown(visit, partner)
    assert titles(visit.page) == ["Вода поднимается", "Flood & <safety> “now”"]
    visit.page.wait_for_load_state("networkidle")
    assert visit.said == []
    assert element.evaluate("each => getComputedStyle(each).display") == "block"
    assert element.locator(".list").evaluate("each => getComputedStyle(each).listStyleType") == "none"
    english = element.locator("li", has_text="Flood")
    assert english.locator("time").inner_text() == "1 June 2026"
    assert "Office for the Rivers of Central Asia" in english.locator(".meta").inner_text()
    assert english.locator(".summary").inner_text() == "The water rises."
    assert english.locator("img").get_attribute("alt") == "A river"
    assert english.locator("figcaption").inner_text() == "© Rivers / Hand 2026"


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"])
def test_a_day_is_that_at_the_office_wherever_the_visitor_is(
    browser: Browser,  # noqa: F811  the fixture
    news: News,
    partner: Partner,
    zone: str,
) -> None:
    partner.element('channel="all" limit="20"')
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(partner.address)
    late = page.locator("feedsvc-news li", has_text="First on the own site").locator("time")
    late.wait_for()
    assert late.get_attribute("datetime") == "2026-05-31T20:30:00.000Z"
    assert late.inner_text() == "1 June 2026", "as in Tashkent, and as our own page has it"
    context.close()


def test_one_request_that_is_revalidated_each_time_and_no_cookie(
    visit: Visit, news: News, partner: Partner
) -> None:
    visit.context.add_cookies([{"name": "session", "value": "x", "url": news.address}])
    partner.element('channel="countries/tj"')
    partner.shows += '<feedsvc-news channel="countries/tj" limit="1"></feedsvc-news>' + partner.script
    shown(visit, partner)
    assert news.feeds() == ["/feeds/countries/tj.json?content=summary"]
    shown(visit, partner)
    assert len(news.feeds()) == 2
    asked = [headers for path, headers in news.asked if path.startswith("/feeds/")]
    assert "If-None-Match" in asked[1]
    assert "Cookie" not in asked[0] | asked[1]
    assert {each["name"] for each in visit.context.cookies()} == {"session"}
    assert visit.said == []


def test_a_page_loaded_after_a_withdrawal_does_not_show_the_entry(
    visit: Visit, news: News, partner: Partner
) -> None:
    partner.element('channel="countries/tj"')
    shown(visit, partner)
    assert "Flood & <safety> “now”" in titles(visit.page)
    with news.world.publisher(NOW - timedelta(days=1)) as publisher:
        publisher.withdraw(news.world.uuids["flood"], "Wrong.")
    shown(visit, partner)
    assert titles(visit.page) == ["Вода поднимается", "Only the credit is known"]


def test_a_page_that_comes_back_from_memory_asks_again(visit: Visit, news: News, partner: Partner) -> None:
    partner.element('channel="countries/tj"')
    shown(visit, partner)
    with news.world.publisher(NOW - timedelta(days=1)) as publisher:
        publisher.withdraw(news.world.uuids["flood"], "Wrong.")
    visit.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    visit.page.locator("feedsvc-news .title", has_text="Flood").wait_for(state="detached")
    assert len(titles(visit.page)) == 2


HOSTILE = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>"
HOSTILE_FEED = {
    "title": HOSTILE,
    "home_page_url": "javascript:window.ran=1",
    "language": '"><script>window.ran=1</script>',
    "items": [
        {
            "title": HOSTILE,
            "url": "javascript:window.ran=1",
            "summary": HOSTILE,
            "language": "en' onclick='window.ran=1",
            "date_published": HOSTILE,
            "image": "javascript:window.ran=1",
            "_feedsvc": {"publisher": HOSTILE, "image": {"alt": HOSTILE, "credit": HOSTILE}},
        },
        {
            "title": "\u202egnp.exe",
            "url": " data:text/html,<script>window.ran=1</script>",
            "image": "data:image/svg+xml,<svg onload='window.ran=1'/>",
            "language": "constructor",
            "date_published": "9999-99-99",
            "_feedsvc": {"publisher": "\u202eOffice", "image": {"width": "x", "height": -1}},
        },
        {"title": 7, "url": {}, "language": [], "_feedsvc": "x", "date_published": None},
        None,
        "text",
    ],
}


def test_a_hostile_feed_cannot_run_in_the_partners_page(visit: Visit, partner: Partner) -> None:
    # Without a policy, so that nothing but the script keeps it from running.
    partner.policy = ""
    partner.element('channel="all" limit="9"')
    answer_with(visit.page, HOSTILE_FEED)
    element = shown(visit, partner)
    visit.page.wait_for_load_state("networkidle")
    assert sorted(titles(visit.page)) == sorted([HOSTILE, "\u202egnp.exe"])
    assert element.locator(".summary").inner_text() == HOSTILE
    assert element.locator(".heading").inner_text() == HOSTILE
    assert element.locator("script, img, svg, a, [onerror], [onclick]").count() == 0
    assert visit.page.evaluate("window.ran") is None
    assert visit.said == []


def test_a_hostile_title_of_the_site_itself_stays_text(visit: Visit, news: News, partner: Partner) -> None:
    from feedsvc.core.model import EntryDraft

    draft = EntryDraft(office="quiet", language="en", title=HOSTILE, countries=())
    news.world.publish("hostile", draft, NOW - timedelta(days=1))
    partner.policy = ""
    partner.element('channel="offices/quiet"')
    shown(visit, partner)
    assert titles(visit.page) == [HOSTILE]
    assert visit.page.evaluate("window.ran") is None


def test_an_override_of_direction_ends_with_its_entry(visit: Visit, partner: Partner) -> None:
    partner.element('channel="all" limit="9"')
    answer_with(visit.page, HOSTILE_FEED)
    element = shown(visit, partner)
    for part in ("li", "bdi"):
        kept = element.locator(part).nth(1).evaluate("each => getComputedStyle(each).unicodeBidi")
        assert kept == "isolate"


def test_languages_and_directions_are_kept(visit: Visit, partner: Partner) -> None:
    items = [
        {
            "title": "الأخبار",
            "language": "ar",
            "url": "https://example.org/1",
            "date_published": "2026-06-02T09:00:00Z",
        },
        {
            "title": "Новости",
            "language": "ru",
            "url": "https://example.org/2",
            "date_published": "2026-06-01T09:00:00Z",
        },
    ]
    partner.language = "ru-RU"
    partner.element('channel="all"')
    answer_with(visit.page, {"title": "News", "language": "en", "items": items})
    element = shown(visit, partner)
    said = element.locator("li").evaluate_all("all => all.map(each => [each.lang, each.dir])")
    assert said == [["ar", "rtl"], ["ru", "ltr"]]
    assert element.locator(".heading").get_attribute("lang") == "en"
    assert element.locator("time").nth(1).inner_text() == "1 июня 2026 г."
    box = element.locator("li").first.bounding_box()
    text = element.locator("li .title a").first.bounding_box()
    assert box is not None
    assert text is not None
    assert text["x"] + text["width"] == pytest.approx(box["x"] + box["width"], abs=1)


def test_without_scripts_there_is_a_plain_link(browser: Browser, news: News, partner: Partner) -> None:  # noqa: F811  the fixture
    partner.element('channel="countries/tj"', f'<a href="{news.address}/countries/tj">News of Tajikistan</a>')
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(partner.address)
    page.get_by_role("link", name="News of Tajikistan").click()
    assert page.url == f"{news.address}/countries/tj"
    context.close()


def test_the_keyboard_reaches_every_entry_and_the_focus_is_seen(
    visit: Visit, news: News, partner: Partner
) -> None:
    partner.element('channel="countries/tj" limit="2"')
    shown(visit, partner)
    focused = "document.activeElement.shadowRoot.activeElement"
    stops = []
    for _ in range(3):
        visit.page.keyboard.press("Tab")
        stops.append(visit.page.evaluate(f"{focused}.textContent"))
        assert visit.page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"
    assert stops == ["Вода поднимается", "Flood & <safety> “now”", "More news"]
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"{news.address}/countries/tj")


def test_a_screen_reader_is_told_a_region_with_a_heading_and_a_list(visit: Visit, partner: Partner) -> None:
    partner.element('channel="countries/tj" limit="1" level="3"')
    told = shown(visit, partner).aria_snapshot()
    for line in (
        'region "Tajikistan – World of Rivers"',
        'heading "Tajikistan – World of Rivers" [level=3]',
        "list",
        "listitem",
        'heading "Вода поднимается" [level=4]',
        'link "Вода поднимается"',
    ):
        assert f"- {line}" in told


def test_while_it_loads_the_link_stays_and_the_state_is_told(visit: Visit, partner: Partner) -> None:
    held: list[Route] = []
    visit.page.route("**/feeds/**", lambda route: held.append(route))  # noqa: PLW0108  playwright marks handlers
    partner.element('channel="all" limit="2"', '<a href="https://example.org/">All the news</a>')
    visit.page.goto(partner.address)
    busy = visit.page.locator('feedsvc-news [aria-busy="true"]')
    busy.wait_for()
    status = visit.page.locator('feedsvc-news [role="status"]')
    assert status.inner_text() == "Loading the news…"
    assert busy.locator('[role="status"]').count() == 0, "what is busy is not read out"
    assert visit.page.get_by_role("link", name="All the news").is_visible()
    held[0].continue_()
    settled(visit.page)
    assert status.inner_text() == ""
    assert not visit.page.get_by_role("link", name="All the news").is_visible()
    assert len(titles(visit.page)) == 2


@pytest.mark.parametrize(
    ("channel", "said", "page"),
    [
        ("countries/xx", "There is no news channel “countries/xx” here.", "/"),
        ("../evil", "There is no news channel “../evil” here.", "/"),
    ],
)
def test_an_unknown_channel_is_a_sentence_with_a_link(
    visit: Visit, news: News, partner: Partner, channel: str, said: str, page: str
) -> None:
    partner.element(f'channel="{channel}"')
    status = shown(visit, partner).locator('[role="status"]')
    host = news.address.removeprefix("http://")
    assert status.inner_text() == f"{said} Read the news at {host}"
    assert status.locator("a").get_attribute("href") == news.address + page


@pytest.mark.parametrize("feed", [{"items": 7}, [], "text", None])
def test_a_site_that_fails_is_a_sentence_with_a_link_to_the_channel(
    visit: Visit, news: News, partner: Partner, feed: object
) -> None:
    partner.element('channel="/Countries/TJ/" language="ru"')
    answer_with(visit.page, feed, 500 if feed is None else 200)
    status = shown(visit, partner).locator('[role="status"]')
    assert status.inner_text().startswith("Сейчас не удаётся показать новости. Читать новости на сайте ")
    assert status.get_attribute("lang") == "ru"
    assert status.locator("a").get_attribute("href") == f"{news.address}/countries/tj"


def test_a_site_that_cannot_be_reached_is_said_too(visit: Visit, partner: Partner) -> None:
    partner.element('channel="all"')
    visit.page.route("**/feeds/**", lambda route: route.abort())
    assert "cannot be shown just now" in shown(visit, partner).locator('[role="status"]').inner_text()


def test_attributes_say_what_is_shown_and_may_change(visit: Visit, news: News, partner: Partner) -> None:
    partner.element('channel="countries/tj" language="en" heading="Rivers" pictures="no" summaries="no"')
    element = shown(visit, partner)
    assert titles(visit.page) == ["Flood & <safety> “now”", "Only the credit is known"]
    assert element.locator(".heading").inner_text() == "Rivers"
    assert element.locator("img, .credit, .summary").count() == 0
    element.evaluate(
        "each => { each.setAttribute('limit', 1); each.setAttribute('language', 'ru'); "
        "each.removeAttribute('pictures'); each.setAttribute('heading', ''); }"
    )
    visit.page.locator("feedsvc-news .title", has_text="Вода").wait_for()
    assert titles(visit.page) == ["Вода поднимается"]
    assert element.locator(".heading").count() == 0
    assert news.feeds() == [
        f"/feeds/countries/tj.{language}.json?content=summary" for language in ("en", "ru")
    ]


def test_a_channel_without_entries_says_so(visit: Visit, partner: Partner) -> None:
    partner.element('channel="offices/quiet"')
    assert "No news here yet." in shown(visit, partner).locator(".news").inner_text()


def test_a_credit_without_a_picture_is_shown(visit: Visit, partner: Partner) -> None:
    partner.element('channel="countries/tj.en"')
    assert shown(visit, partner).get_by_text("Photo: © Some Agency 2026").is_visible()


def test_a_picture_that_the_partner_keeps_out_leaves_no_hole(
    visit: Visit, news: News, partner: Partner
) -> None:
    partner.policy = partner.policy.replace(f"img-src {news.address}", "img-src 'none'")
    partner.element('channel="countries/tj"')
    element = shown(visit, partner)
    element.locator("figure").wait_for(state="detached")
    assert element.locator(".pictured").count() == 0
    assert len(titles(visit.page)) == 3


def test_the_partner_themes_it_by_variables_and_parts(visit: Visit, partner: Partner) -> None:
    partner.policy = partner.policy.replace("style-src 'none'", "style-src 'self'")
    partner.style = """
        feedsvc-news { --feedsvc-accent: rgb(1, 2, 3); --feedsvc-background: rgb(250, 251, 252) }
        feedsvc-news { color: rgb(9, 9, 9) }
        feedsvc-news::part(heading) { font-size: 40px }
        .title { display: none }
    """
    partner.element('channel="countries/tj"')
    element = shown(visit, partner)

    def styled(part: str, name: str) -> str:
        return str(element.locator(part).first.evaluate(f"each => getComputedStyle(each).{name}"))

    assert styled(".title a", "color") == "rgb(1, 2, 3)"
    assert styled(".news", "backgroundColor") == "rgb(250, 251, 252)"
    assert styled(".summary", "color") == "rgb(9, 9, 9)"
    assert styled(".heading", "fontSize") == "40px"
    assert styled(".title", "display") == "block"


LOWEST_CONTRAST_INSIDE = LOWEST_CONTRAST.replace(
    'document.querySelectorAll("body *")',
    'document.querySelector("feedsvc-news").shadowRoot.querySelectorAll("*")',
)


@pytest.mark.parametrize("width", [320, 800])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_and_does_not_scroll_sideways(
    browser: Browser,  # noqa: F811  the fixture
    partner: Partner,
    width: int,
    scheme: str,
) -> None:
    visit = Visit(browser, width=width, scheme=scheme)
    for theme, paper in (("auto", None), ("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 23, 28)")):
        partner.element(f'channel="countries/tj" theme="{theme}"')
        element = shown(visit, partner)
        contrast, where = visit.page.evaluate(LOWEST_CONTRAST_INSIDE)
        assert contrast >= 4.5, (theme, where)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        wanted = paper or ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 23, 28)")
        assert element.locator(".news").evaluate("each => getComputedStyle(each).backgroundColor") == wanted
        if SHOTS:
            visit.page.screenshot(path=f"{SHOTS}/embed-{theme}-{width}-{scheme}.png", full_page=True)
    visit.context.close()


@pytest.mark.parametrize("sandbox", ['sandbox="allow-popups allow-popups-to-escape-sandbox"', ""])
def test_a_frame_is_styled_shows_its_news_and_can_run_nothing(
    visit: Visit, news: News, partner: Partner, sandbox: str
) -> None:
    partner.shows = (
        f'<iframe src="{news.address}/embed/countries/tj?limit=2&amp;theme=dark" width="600" height="600" '
        f'title="News" {sandbox}></iframe>'
    )
    visit.page.goto(partner.address)
    frame = visit.page.frame_locator("iframe")
    assert frame.get_by_role("link", name="Вода поднимается").is_visible()
    assert frame.get_by_text("© Rivers / Hand 2026").is_visible()
    inside = visit.page.frames[1]
    assert (
        inside.evaluate("getComputedStyle(document.querySelector('.news')).backgroundColor")
        == "rgb(18, 23, 28)"
    )
    assert inside.evaluate("self.origin") == "null"
    contrast, where = inside.evaluate(LOWEST_CONTRAST)
    assert contrast >= 4.5, where
    with visit.context.expect_page() as opened:
        frame.get_by_role("link", name="Flood").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{news.address}/entries/")
    assert opened.value.evaluate("self.origin") == news.address
    assert visit.page.url.startswith(partner.address)
    assert visit.said == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (800, "light")])
def test_a_frame_can_be_read_and_does_not_scroll_sideways(
    browser: Browser,  # noqa: F811  the fixture
    news: News,
    width: int,
    scheme: str,
) -> None:
    visit = Visit(browser, width=width, scheme=scheme)
    for path in ("/embed/countries/tj", f"/embed/entries/{news.world.uuids['flood']}", "/embed/countries/xx"):
        visit.page.goto(news.address + path)
        contrast, where = visit.page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, (path, where)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        if SHOTS:
            name = path.split("/")[2]
            visit.page.screenshot(path=f"{SHOTS}/frame-{name}-{width}-{scheme}.png", full_page=True)
    visit.context.close()
