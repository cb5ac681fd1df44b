"""The whole way of an entry in a real browser: from signing in to a feed, an edit, and out again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from feedsvc.web.editor.wording import words
from tests.web.editor.forms import photograph
from tests.web.editor.test_news_browser import Desk, desk
from tests.web.test_browser import CHROMIUM, address, browser  # noqa: F401  the fixtures
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]
TITLE = "Flood wave passes Tashkent"
FEED = "/feeds/countries/uz.atom"


class Way:
    """An editor on the way with one entry; each page is looked at when they come to it."""

    def __init__(self, at: Desk, language: str) -> None:
        self.at = at
        self.page = at.page
        self.words = words(language)

    def feed(self, path: str = FEED) -> str:
        """A feed as a program gets it."""
        return self.page.request.get(self.at.address + path).text()

    def write(self, picture: Path) -> None:
        page = self.page
        self.at.press(self.words["section_write"])
        page.wait_for_url("**/editor/new")
        page.fill("#title", TITLE)
        page.fill("#summary", "The water came at night.")
        page.locator("trix-editor").click()
        page.keyboard.type("It passed the old bridge at four.")
        page.select_option("#language", "en")
        page.set_input_files("#picture", picture)
        page.wait_for_selector("#picture-field img")
        page.fill("#image_alt", "A river under a bridge")
        page.fill("#image_credit", "© Anna Karlova")
        page.locator("#suggestions button").first.click()
        page.wait_for_selector("input[name=countries][value=UZ]:checked")
        self.at.looks_right("way-form")

    def preview(self) -> None:
        page = self.page
        page.locator("button[value=preview]").click()
        page.wait_for_url("**/preview")
        reader = page.frame_locator("iframe").first
        reader.get_by_text("It passed the old bridge at four.").wait_for()
        self.at.looks_right("way-preview")
        assert TITLE not in self.feed()
        page.get_by_role("link", name=self.words["preview_back"]).click()
        page.wait_for_url("**/editor/work/*")

    def publish(self) -> str:
        """Its uuid."""
        page = self.page
        page.locator("button[value=publish]").click()
        page.wait_for_url("**/standing")
        self.at.looks_right("way-standing")
        feed = self.feed()
        assert all(said in feed for said in (TITLE, "© Anna Karlova", "A river under a bridge", "four."))
        return page.url.split("/")[-2]

    def edit(self) -> None:
        page = self.page
        page.get_by_role("link", name=self.words["after_edit"], exact=True).click()
        page.fill("#title", f"{TITLE} and the bridge")
        self.at.looks_right("way-edit")
        page.locator(".bar button[value=save]").click()
        page.wait_for_url("**/standing")
        assert f"{TITLE} and the bridge" in self.feed()

    def withdraw(self, uuid: str) -> None:
        page = self.page
        page.goto(f"{self.at.address}/editor/entries/{uuid}/withdraw")
        page.fill("#reason", "The bridge was another one.")
        self.at.looks_right("way-withdraw")
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/standing")
        feed = self.feed()
        assert "<title>Flood wave" not in feed
        assert f'ref="urn:uuid:{uuid}"' in feed
        gone = page.request.get(f"{self.at.address}/entries/{uuid}/x")
        assert (gone.status, "another one" in gone.text()) == (410, True)


@pytest.mark.parametrize(("width", "scheme", "language"), [(1200, "light", "en"), (390, "dark", "ru")])
def test_an_entry_goes_the_whole_way_from_an_idea_to_every_feed_and_out_again(
    browser: Browser,  # noqa: F811  the fixture
    address: str,  # noqa: F811  the fixture
    world: World,
    tmp_path: Path,
    width: int,
    scheme: str,
    language: str,
) -> None:
    picture = tmp_path / "river.jpg"
    picture.write_bytes(photograph())
    at = desk(browser, address, world, width, scheme, language)
    way = Way(at, language)
    way.write(picture)
    way.preview()
    uuid = way.publish()
    way.edit()
    way.withdraw(uuid)
    assert [each for each in at.visit.said if "410" not in each] == []
    assert [url for url in at.visit.asked if not url.startswith((f"{address}/", "data:", "blob:"))] == []
    at.visit.context.close()
