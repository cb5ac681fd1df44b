"""The administration in a real browser: by keyboard and by click, narrow and wide, in both languages."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from feedsvc.services.sources import SourceDraft, add_source
from feedsvc.services.work import do_job
from feedsvc.store import Store
from tests.services.staff import PASSWORD
from tests.web.editor.clerks import hire
from tests.web.test_accessibility import _faults
from tests.web.test_browser import CHROMIUM, LOWEST_CONTRAST, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import ADA, NOW, World

HOME = "/editor/administration"
SOURCE = "00000000-0000-4000-8000-000000000001"
PAGES = (
    *("", "/offices/tashkent/edit", "/offices/quiet/close", "/people/u-anna@example.org/edit"),
    *("/sources", f"/sources/{SOURCE}/edit", "/imports", "/log", "/site"),
)
OWN = ("/editor/account", "/editor/account/tokens/add")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


@pytest.fixture
def _staffed(world: World) -> None:
    """An administrator, and a source that fails."""
    store = Store(world.settings.database_url)
    hire(store, name="Anna Karlova", is_admin=True)
    draft = SourceDraft(url="https://feeds.example.org/a/long/address/of/a/feed", office="tashkent")
    add_source(store, world.settings, draft, now=NOW, actor=ADA, uuid=SOURCE)
    with store.writing() as writer:
        writer.connection.exec_driver_sql(
            "UPDATE source SET failures = 2, last_poll = created, last_error = 'It answered 503.'"
        )
    store.close()


def sign_in(browser: Browser, address: str, *, width: int, scheme: str = "light") -> Visit:  # noqa: F811  the fixtures
    visit = Visit(browser, width=width, scheme=scheme)
    visit.page.goto(f"{address}/sign-in?next=/editor/administration")
    visit.page.fill("#email", "anna@example.org")
    visit.page.fill("#password", PASSWORD)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"{address}{HOME}")
    return visit


def too_small(page: Page) -> list[Any]:
    """Buttons, fields and boxes below 24 pixels (WCAG 2.2, 2.5.8)."""
    found: list[Any] = page.evaluate(
        "() => [...document.querySelectorAll('main :is(button, select, label:has(> input), input:not("
        "[type=hidden], [type=checkbox]), a.do, a.do-quietly)')].filter(e => e.offsetParent && "
        "e.getBoundingClientRect().height < 24).map(e => e.outerHTML.slice(0, 100))"
    )
    return found


@pytest.mark.usefixtures("_staffed")
@pytest.mark.parametrize(("width", "scheme", "language"), [(390, "dark", "ru"), (1200, "light", "en")])
def test_every_page_is_clean_readable_and_fits(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    width: int,
    scheme: str,
    language: str,
) -> None:
    visit = sign_in(browser, address, width=width, scheme=scheme)
    visit.context.add_cookies([{"name": "feedsvc-language", "value": language, "url": address}])
    for path in (*(HOME + path for path in PAGES), *OWN):
        visit.page.goto(address + path)
        assert visit.page.locator("html").get_attribute("lang") == language, path
        assert _faults(visit.page) == [], path
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path
        contrast, where = visit.page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, (path, where)
        assert too_small(visit.page) == [], path
    assert visit.said == []
    visit.context.close()


@pytest.mark.usefixtures("_staffed")
def test_an_office_is_edited_by_keyboard_alone(browser: Browser, address: str) -> None:  # noqa: F811
    visit = sign_in(browser, address, width=390)
    page = visit.page
    page.goto(f"{address}{HOME}/offices/tashkent/edit")
    page.locator("#name-en").focus()
    page.keyboard.press("End")
    page.keyboard.type(", new")
    page.get_by_role("button", name="More rows").focus()
    page.keyboard.press("Enter")
    page.locator("[name=former-name]").nth(5).wait_for()
    assert page.locator("#name-en").input_value().endswith(", new")
    page.get_by_label("Find a country").focus()
    page.keyboard.type("kaz")
    assert page.locator(".adm-countries li:visible").all_inner_texts()[0].startswith("Kazakhstan")
    assert "Countries shown: 1" in page.locator("fieldset [role=status]").inner_text()
    page.keyboard.press("Enter")  # narrows and sends nothing
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{HOME}/offices")
    assert "is saved" in page.get_by_role("status").inner_text()
    assert "KZ" in page.locator("tbody").inner_text()
    assert visit.said == []
    visit.context.close()


@pytest.mark.usefixtures("_staffed")
def test_files_are_looked_at_and_imported_while_the_page_waits(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
) -> None:
    visit = sign_in(browser, address, width=1200)
    page, settings = visit.page, world.settings
    store = Store(settings.database_url)
    page.goto(f"{address}{HOME}/imports")
    table = b"title,published,office,language\nOne of many,2026-05-01,tashkent,en\n" + b" " * 1_100_000
    page.set_input_files("#file", {"name": "long.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Look at them").click()
    page.get_by_text("this takes a while").wait_for()
    do_job(store, settings, now=NOW, holder="w")
    page.get_by_role("button", name="Import these").click()  # the page has come by itself
    page.get_by_text("this takes a while").wait_for()
    do_job(store, settings, now=NOW, holder="w")
    page.get_by_role("heading", name="Imported").wait_for()
    assert "One of many" in page.locator("tbody").inner_text()
    assert visit.said == []
    store.close()
    visit.context.close()
