"""What axe finds on every kind of page, in light and in dark: nothing serious (WCAG 2.2, A and AA)."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.test_browser import CHROMIUM, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import World

# Not the pages for frames: their own policy lets nothing run, axe neither.
PAGES = (
    *("/", "/offices/tashkent", "/offices/quiet", "/countries/tj", "/topics/floods"),
    *("/entries/{flood}", "/entries/{flood-ru}", "/entries/{credit}", "/entries/{withdrawn}"),
    *("/search", "/search?q=water+rising", "/search?q=nowhere"),
    *("/subscribe", "/subscribe?country=tj&country=uz&topic=floods&lang=ru", "/subscribe?office=none"),
    *("/feeds/all.atom", "/feeds/offices/tashkent.ru.rss", "/feeds/offices/quiet.json?content=summary"),
    *("/feeds/all/weekly.atom", "/feeds/none.atom", "/sign-in", "/api/docs", "/none"),
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
    scheme: str,
) -> None:
    visit = Visit(browser, width=390 if scheme == "dark" else 1200, scheme=scheme)
    found = {}
    for path in PAGES:
        visit.page.goto(address + path.format(**world.uuids))
        if faults := _faults(visit.page):
            found[path] = faults
    assert found == {}
    visit.context.close()


def test_axe_would_tell(browser: Browser) -> None:  # noqa: F811  the fixture
    visit = Visit(browser, width=390, scheme="light")
    visit.page.set_content("<main><img src=x><input></main>")
    assert {"image-alt", "label"} <= {rule for rule, _ in _faults(visit.page)}
    visit.context.close()
