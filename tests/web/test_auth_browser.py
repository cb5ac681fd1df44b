"""Signing in with a real browser, on a telephone and at a desk."""

import os
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from feedsvc.core.accounts import UserDraft
from feedsvc.services import accounts
from feedsvc.store import Store
from tests.web.test_browser import CHROMIUM, LOWEST_CONTRAST, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import ADA, World

SHOTS = os.environ.get("FEEDSVC_TEST_SHOTS", "")  # a folder, for whoever wants to look
PASSWORD = "seven herons at the weir"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


def link(world: World, email: str) -> str:
    """The path of a link for somebody new."""
    from feedsvc.web.room import utc_now

    with closing(Store(world.settings.database_url)) as store, store.writing() as writer:
        draft = UserDraft(email=email, name="Anna Karlova")
        user = accounts.add_user(writer, draft, now=utc_now(), actor=ADA, uuid=f"u-{email}")
        return f"/password/{accounts.new_link(writer, user.uuid, now=utc_now(), actor=ADA)}"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_a_new_person_sets_a_password_signs_in_and_out(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
    width: int,
    scheme: str,
) -> None:
    visit = Visit(browser, width=width, scheme=scheme)
    page = visit.page

    def looks_right(name: str) -> None:
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        contrast, where = page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, where
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)

    page.goto(address + link(world, "anna@example.org"))
    looks_right("password")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_text("The password is set.").wait_for()
    looks_right("sign-in")
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.get_by_label("Password").fill("not this one, no")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    looks_right("refused")
    assert page.get_by_label("E-mail address").input_value() == "anna@example.org"
    assert page.get_by_label("Password").input_value() == ""
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("anna@example.org").wait_for()
    looks_right("signed-in")
    [cookie] = visit.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("feedsvc", True, "Lax")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Password").wait_for()
    assert visit.context.cookies() == [] or "Anna" not in page.content()
    assert [each for each in visit.said if "401" not in each] == []
    assert [url for url in visit.asked if not url.startswith(f"{address}/")] == []
    visit.context.close()
