"""The switch of languages in a real browser, and the pages in Russian, whose words are longer."""

import pytest
from playwright.sync_api import Browser

from tests.web.test_accessibility import PAGES
from tests.web.test_browser import CHROMIUM, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


def test_the_switch_works_without_scripts_and_stays_on_the_page(browser: Browser, address: str) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/topics/floods")
    assert page.get_by_role("heading", level=1).inner_text() == "Floods"
    page.get_by_role("button", name="Русский").click()
    assert page.url == f"{address}/topics/floods"
    assert page.get_by_role("heading", level=1).inner_text() == "Наводнения"
    page.goto(f"{address}/search?q=water")
    assert page.locator("html").get_attribute("lang") == "ru"
    page.get_by_role("button", name="English").click()
    assert page.url == f"{address}/search?q=water"
    assert page.locator("html").get_attribute("lang") == "en"
    assert {each["name"] for each in context.cookies()} == {"feedsvc-language"}
    context.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_no_page_in_russian_scrolls_sideways(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    world: World,
    width: int,
) -> None:
    visit = Visit(browser, width=width, scheme="light")
    visit.context.set_extra_http_headers({"Accept-Language": "ru"})
    for path in PAGES:
        visit.page.goto(address + path.format(**world.uuids))
        scrolled = visit.page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width or path == "/api/docs", path
    visit.context.close()


def test_on_paper_nobody_signs_in_or_changes_the_language(browser: Browser, address: str) -> None:  # noqa: F811
    visit = Visit(browser, width=800, scheme="light")
    visit.page.goto(address)
    for shown in (True, False):
        visit.page.emulate_media(media="screen" if shown else "print")
        assert visit.page.get_by_role("button", name="Русский").is_visible() is shown
        assert visit.page.get_by_role("link", name="For those who work here").is_visible() is shown
    visit.context.close()
