"""Previews in a real browser: every output is seen in its frame, by keyboard and at both widths; nothing
of a hostile entry runs."""

import re
from contextlib import closing
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import create_engine, text

from feedsvc.core.accounts import Role
from feedsvc.core.newsroom_urls import entry_preview_path, preview_path
from feedsvc.services import drafting
from feedsvc.services.drafting import Typed
from feedsvc.store import Store
from tests.services.staff import PASSWORD
from tests.web.editor.clerks import hire
from tests.web.test_browser import CHROMIUM, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import NOW, PICTURE, World

AXE = files("axe_playwright_python") / "axe.min.js"
EMAIL = "anna@example.org"
COPY = "00000009-0000-4000-8000-000000000001"
TYPED: dict[str, tuple[str, ...]] = {
    "title": ("The Uzbek river rises",),
    "body": ('<p>People moved. <a href="http://example.org/">More</a></p>',),
    "office": ("tashkent",),
    "language": ("en",),
    "image_url": (PICTURE,),
    "image_credit": ("© Ada",),
}
EVIL = "window.top.evil = true; document.title = 'evil'"
HOSTILE = (
    f'<p onmouseover="{EVIL}">Text</p><script>{EVIL}</script><img src="x" onerror="{EVIL}">'
    f'<svg onload="{EVIL}"></svg><iframe srcdoc="<script>{EVIL}</script>"></iframe>'
    f'<form action="/sign-out" method="post"><button>Go</button></form>'
    f'<a id="go" href="javascript:{EVIL}">link</a><meta http-equiv="refresh" content="0;url=/evil">'
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


@pytest.fixture
def anna(world: World) -> None:
    """An editor of the office in Tashkent who has typed something."""
    with closing(Store(world.settings.database_url)) as store:
        user = hire(store, EMAIL, roles={"tashkent": Role.EDITOR})
        drafting.keep_copy(store, COPY, Typed(TYPED), actor=user.as_actor(), now=NOW)


def signed_in(visit: Visit, address: str, path: str) -> Page:  # noqa: F811  the fixture's value
    page = visit.page
    page.goto(f"{address}/sign-in?next={path}")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("^" + re.escape(address + path)))
    return page


def serious(page: Page) -> list[tuple[str, list[Any]]]:
    page.evaluate("() => {" + AXE.read_text("utf-8") + "}")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
    return [
        (each["id"], [node["html"][:150] for node in each["nodes"]])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(390, "dark", "ru"), (1200, "light", "en")], ids=["phone", "desk"]
)
def test_every_output_is_seen_and_axe_finds_nothing(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    anna: None,
    width: int,
    scheme: str,
    language: str,
) -> None:
    visit = Visit(browser, width=width, scheme=scheme)
    visit.page.set_extra_http_headers({"Accept-Language": language})
    page = signed_in(visit, address, preview_path(COPY))
    frame = page.frame_locator("iframe")
    seen = {
        "reader": frame.get_by_role("heading", name="The Uzbek river rises"),
        "mail": frame.get_by_role("link", name="The Uzbek river rises"),
        "embed": frame.get_by_role("link", name="The Uzbek river rises"),
        "page": frame.get_by_role("heading", name="The Uzbek river rises"),
        "cards": page.locator(".seen-social.large .seen-title"),
    }
    for number, (show, what) in enumerate(seen.items()):
        page.locator(".tabs a").nth(number).focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"show={show}&"))
        what.wait_for()
        assert "The Uzbek river rises" in what.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, show
        assert serious(page) == [], show
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(f"{address}/")] == []
    visit.context.close()


def test_a_click_mends_and_the_width_is_chosen(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    anna: None,
) -> None:
    visit = Visit(browser, width=1200, scheme="light")
    page = signed_in(visit, address, preview_path(COPY))
    page.get_by_role("link", name="Our site").click()
    page.get_by_role("link", name="Phone").click()
    frame = page.locator("iframe")
    frame.wait_for()
    assert (frame.bounding_box() or {})["width"] == 390
    page.get_by_role("button", name="Take the first sentences").click()
    page.get_by_role("status").get_by_text("Done.").wait_for()
    lead = page.frame_locator("iframe").locator(".lead, .body").first
    assert "People moved." in lead.inner_text()
    assert (page.locator("iframe").bounding_box() or {})["width"] == 390
    page.get_by_role("link", name="Reader").click()
    page.get_by_role("link", name="The feed's source").click()
    assert ">People moved. More</summary>" in page.locator("pre").inner_text()
    visit.context.close()


def test_nothing_runs_of_an_entry_that_got_past_the_cleaning(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
    anna: None,
) -> None:
    uuid = world.uuids["draft"]
    engine = create_engine(world.settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE entry SET content_html = :html, title = :html, summary = :html WHERE uuid = :uuid"),
            {"html": HOSTILE, "uuid": uuid},
        )
    engine.dispose()
    visit = Visit(browser, width=1200, scheme="light")
    page = signed_in(visit, address, entry_preview_path(uuid))
    before = page.title()
    for show in ("reader", "mail", "embed", "page", "cards"):
        page.goto(f"{address}{entry_preview_path(uuid)}?show={show}")
        page.wait_for_load_state("networkidle")
        for frame in page.frames[1:]:
            found = frame.locator("#go")
            if found.count():
                found.click(force=True)
        assert page.evaluate("window.evil") is None, show
        assert page.title() == before
        assert page.url.endswith(f"show={show}")
    assert not any(url.endswith(("/evil", "/sign-out")) for url in visit.asked)
    visit.context.close()


def test_the_frames_would_tell_if_something_ran(browser: Browser) -> None:  # noqa: F811  the fixture
    visit = Visit(browser, width=390, scheme="light")
    visit.page.set_content(f"<p>Text</p><script>{EVIL}</script>")
    assert visit.page.evaluate("window.evil") is True
    visit.context.close()
