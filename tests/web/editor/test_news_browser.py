"""The list and all that is done after an entry was written, in a real browser: by keyboard, on a
telephone and at a desk, in both languages; axe finds nothing serious."""

import os
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from feedsvc.core.accounts import Role
from feedsvc.store import Store
from tests.services.staff import PASSWORD
from tests.web.editor.clerks import hire
from tests.web.test_accessibility import _faults
from tests.web.test_browser import CHROMIUM, LOWEST_CONTRAST, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import World

SHOTS = os.environ.get("FEEDSVC_TEST_SHOTS", "")  # a folder, for whoever wants to look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


class Desk:
    """Somebody at work, whose every page is looked at once."""

    def __init__(self, visit: Visit, address: str, width: int) -> None:  # noqa: F811  not the fixture
        self.visit = visit
        self.page: Page = visit.page
        self.address = address
        self.width = width

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def looks_right(self, name: str) -> None:
        page = self.page
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, name
        contrast, where = page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, (name, where)
        assert _faults(page) == [], name
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{self.width}.png", full_page=True)

    def press(self, name: str) -> None:
        """Use a button or a link by keyboard alone."""
        page = self.page
        found = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
        found.focus()
        page.keyboard.press("Enter")


def desk(browser: Browser, address: str, world: World, width: int, scheme: str, language: str) -> Desk:  # noqa: F811  not the fixtures
    with closing(Store(world.settings.database_url)) as store:
        hire(store, roles={"tashkent": Role.EDITOR})
    visit = Visit(browser, width=width, scheme=scheme)
    visit.context.set_extra_http_headers({"Accept-Language": language})
    found = Desk(visit, address, width)
    found.open("/sign-in")
    visit.page.locator("[name=email]").fill("anna@example.org")
    visit.page.locator("[name=password]").fill(PASSWORD)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/editor")
    return found


def test_entries_are_found_chosen_and_withdrawn_and_one_comes_back(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
) -> None:
    at = desk(browser, address, world, 1200, "light", "en")
    page = at.page
    at.looks_right("list")
    page.get_by_label("Words to look for").fill("water")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("1 entry found")
    assert "q=water" in page.url
    page.get_by_label("Words to look for").fill("")
    page.get_by_label("Country").select_option("TJ")
    expect(page.get_by_role("status").first).to_have_text("3 entries")
    at.press("Choose all on this page")
    expect(page.get_by_text("Chosen: 3")).to_be_visible()
    page.get_by_label("With the chosen entries:").select_option("withdraw")
    at.press("Look what it would do")
    page.get_by_role("heading", name="Withdraw?").wait_for()
    at.looks_right("bulk")
    page.get_by_label("Reason, for readers").fill("Counted twice.")
    at.press("Withdraw 3 entries")
    page.get_by_role("heading", name="Withdrawn: 3 entries").wait_for()
    at.looks_right("report")
    page.get_by_role("link", name="Flood & <safety> “now”", exact=True).click()
    page.get_by_text("Reason: Counted twice.").wait_for()
    at.looks_right("withdrawn")
    at.press("Restore…")
    page.get_by_label("Reason").fill("It was right.")
    at.looks_right("restore")
    at.press("Restore it")
    expect(page.get_by_role("status").first).to_contain_text("is back.")
    at.press("The whole history")
    page.get_by_text("Reason: It was right.").wait_for()
    page.get_by_label("From version 2").check()
    at.press("Show what differs")
    page.get_by_role("heading", name="From version 2 to version 4").wait_for()
    at.looks_right("history")
    assert [each for each in at.visit.said if "favicon" not in each] == []
    assert [url for url in at.visit.asked if not url.startswith(f"{address}/")] == []
    at.visit.context.close()


def test_a_telephone_in_russian_shows_every_page_whole(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
) -> None:
    at = desk(browser, address, world, 390, "dark", "ru")
    at.looks_right("list")
    assert at.page.get_by_role("heading", level=1).inner_text() == "Новости"
    flood, draft = world.uuids["flood"], world.uuids["draft"]
    for name, path in {
        "standing": f"{flood}/standing",
        "draft": f"{draft}/standing",
        "withdraw": f"{flood}/withdraw",
        "delete": f"{draft}/delete",
        "revert": f"{flood}/history/1",
        "versions": f"{flood}/history",
        "translations": f"{flood}/translations",
        "link": f"{world.uuids['old']}/translations",
    }.items():
        at.open(f"/editor/entries/{path}")
        at.looks_right(name)
    at.open("/editor?status=draft")
    box = at.page.get_by_label("Выбрать «Not yet for readers»")
    box.focus()
    at.page.keyboard.press("Space")
    at.page.get_by_label("С выбранными записями:").select_option("schedule")
    at.press("Посмотреть, что будет")
    at.page.get_by_label("Когда").fill("2999-08-01T09:30")
    at.press("Показать, что будет")
    at.page.get_by_text("Появится 1 августа 2999 г., 09:30 (Asia/Tashkent)").wait_for()
    at.looks_right("schedule")
    at.press("Запланировать 1 запись")
    at.page.get_by_text("Запланирована", exact=True).wait_for()
    at.visit.context.close()
