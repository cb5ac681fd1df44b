"""A feed opened in a real browser: the page, its button, the feed itself as a download."""

import pytest
from playwright.sync_api import Browser

from tests.web.test_browser import CHROMIUM, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]
FEED = "/feeds/offices/tashkent.ru.atom"


def test_the_address_is_copied_and_the_feed_itself_can_be_had(browser: Browser, address: str) -> None:  # noqa: F811
    visit = Visit(browser, width=1200, scheme="light")
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page
    page.goto(address + FEED)
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address + FEED
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the feed itself").click()
    assert b"<feed xmlns" in download.value.path().read_bytes()
    page.reload()
    assert page.get_by_role("heading", level=1).count() == 1, "and not what is kept of the download"
    assert visit.said == []
    visit.context.close()


def test_scripts_and_frames_of_other_pages_get_the_feed(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    visit = Visit(browser, width=1200, scheme="light")
    ask = f"fetch('{address}{FEED}').then(answer => answer.headers.get('content-type'))"
    assert visit.page.evaluate(ask) == "application/atom+xml; charset=utf-8"
    visit.context.close()


@pytest.mark.parametrize("path", ["/subscribe?country=uz&country=tj", FEED])
def test_without_scripts_the_field_is_there_and_the_button_is_not(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    path: str,
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + path)
    assert page.get_by_role("textbox").first.input_value().startswith(f"{address}/feeds/")
    assert page.get_by_role("button", name="Copy").count() == 0
    context.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_no_page_about_feeds_scrolls_sideways_or_complains(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    world: World,
    width: int,
) -> None:
    visit = Visit(browser, width=width, scheme="light")
    for path in (FEED, "/subscribe", "/subscribe?country=uz&country=tj&country=kg&topic=fish&topic=floods"):
        visit.page.goto(address + path)
        visit.page.wait_for_load_state("networkidle")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.said == []
    visit.context.close()


def test_the_form_leads_to_the_addresses(browser: Browser, address: str) -> None:  # noqa: F811
    visit = Visit(browser, width=390, scheme="dark")
    page = visit.page
    page.goto(f"{address}/subscribe")
    page.get_by_label("Tajikistan").check()
    page.get_by_label("RSS").check()
    page.get_by_role("button", name="Show the addresses").click()
    page.wait_for_url("**#feeds")
    assert page.locator("#feed-1").input_value() == f"{address}/feeds/countries/tj.rss"
    visit.context.close()


def test_on_paper_only_the_matter_stays(browser: Browser, address: str, world: World) -> None:  # noqa: F811
    visit = Visit(browser, width=800, scheme="dark")
    page = visit.page
    page.emulate_media(media="print")
    page.goto(f"{address}/entries/{world.uuids['flood']}")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".find").is_visible()
    assert page.get_by_text("© Rivers / Hand 2026").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    visit.context.close()
