"""What axe finds on every kind of page, narrow and wide, in light and in dark, in every language that the
pages speak: nothing serious (WCAG 2.2, A and AA)."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.web.test_browser import CHROMIUM, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import World

PAGES = (
    *("/", "/offices/tashkent", "/offices/quiet", "/countries/tj", "/topics/floods"),
    *("/entries/{flood}", "/entries/{flood-ru}", "/entries/{credit}", "/entries/{withdrawn}"),
    *("/search", "/search?q=water+rising", "/search?q=nowhere"),
    *("/subscribe", "/subscribe?country=tj&country=uz&topic=floods&lang=ru", "/subscribe?office=none"),
    *("/feeds/all.atom", "/feeds/offices/tashkent.ru.rss", "/feeds/offices/quiet.json?content=summary"),
    *("/feeds/all/weekly.atom", "/feeds/none.atom", "/sign-in", "/api/docs", "/none"),
)
# Opened by themselves, and without their policy: that lets nothing run, axe neither.
FRAMES = (
    *("/embed/all", "/embed/topics/floods.ru?theme=dark", "/embed/offices/quiet", "/embed/none/x"),
    *("/embed/entries/{flood}?theme=light", "/embed/entries/{flood-ru}", "/embed/entries/{withdrawn}"),
)
AXE = files("axe_playwright_python") / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


def _faults(page: Page) -> list[tuple[str, list[Any]]]:
    """Rules that a page breaks, with the places. The policy of the pages lets no foreign script in, so
    it comes by way of the debugger."""
    page.evaluate("() => {" + AXE.read_text("utf-8") + "}")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (each["id"], [node["html"][:150] for node in each["nodes"]])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


def _without_policy(route: Route) -> None:
    answer = route.fetch()
    kept = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1200, "light"), ("ru", 390, "dark")],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
    language: str,
    width: int,
    scheme: str,
) -> None:
    visit = Visit(browser, width=width, scheme=scheme)
    visit.context.set_extra_http_headers({"Accept-Language": language})
    visit.page.route("**/embed/**", _without_policy)
    found = {}
    for path in (*PAGES, *FRAMES):
        visit.page.goto(address + path.format(**world.uuids))
        if faults := _faults(visit.page):
            found[path] = faults
        spoken = visit.page.locator("html").get_attribute("lang")
        assert spoken == language or path in (*FRAMES, "/api/docs"), path
    assert found == {}
    visit.context.close()


def test_axe_would_tell(browser: Browser) -> None:  # noqa: F811  the fixture
    visit = Visit(browser, width=390, scheme="light")
    visit.page.set_content("<main><img src=x><input></main>")
    assert {"image-alt", "label"} <= {rule for rule, _ in _faults(visit.page)}
    visit.context.close()
