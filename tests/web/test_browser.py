"""The pages in a real browser: narrow, dark, quiet."""

import shutil
from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.web.conftest import close
from tests.web.world import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
PATHS = (
    *("/", "/offices/tashkent", "/countries/tj", "/topics/floods", "/entries/{flood}", "/entries/{credit}"),
    *("/search?q=water+rising", "/search?q=nowhere&lang=ru"),
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]


class QuietHandler(WSGIRequestHandler):
    """A handler that prints nothing."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once for this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """The world served on this machine, at the address that it calls its own."""
    holder = make_server("127.0.0.1", 0, None, threaded=True, request_handler=QuietHandler)
    address = f"http://127.0.0.1:{holder.server_port}"
    app = world.app(base_url=address)
    holder.app = app
    thread = Thread(target=holder.serve_forever, daemon=True)
    thread.start()
    yield address
    holder.shutdown()
    thread.join()
    holder.server_close()
    close(app)


class Visit:
    """A page that was opened, and what the browser had to say about it."""

    def __init__(self, browser: Browser, *, width: int, scheme: str) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))


def _paths(world: World) -> list[str]:
    return [path.format(**world.uuids) for path in PATHS]


@pytest.mark.parametrize("width", [360, 1200])
def test_no_page_scrolls_sideways_complains_or_asks_another_host(
    browser: Browser, address: str, world: World, width: int
) -> None:
    visit = Visit(browser, width=width, scheme="light")
    for path in _paths(world):
        visit.page.goto(address + path)
        visit.page.wait_for_load_state("networkidle")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.said == []
    assert visit.asked
    assert [url for url in visit.asked if not url.startswith(f"{address}/")] == []
    visit.context.close()


def test_a_credit_stands_under_its_picture_and_is_seen(browser: Browser, address: str, world: World) -> None:
    visit = Visit(browser, width=390, scheme="light")
    for path in ("/topics/floods", f"/entries/{world.uuids['flood']}"):
        visit.page.goto(address + path)
        picture = visit.page.locator("figure img").first.bounding_box()
        credit = visit.page.locator("figure figcaption").first.bounding_box()
        assert picture is not None
        assert credit is not None
        assert credit["height"] > 0
        assert credit["y"] >= picture["y"] + picture["height"]
    visit.page.goto(f"{address}/entries/{world.uuids['credit']}")
    assert visit.page.get_by_text("Photo: © Some Agency 2026").is_visible()
    visit.context.close()


# Relative luminance and contrast as WCAG 2.2 defines them; the background is the nearest one that is opaque.
LOWEST_CONTRAST = """() => {
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = numbers(getComputedStyle(each).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let lowest = [99, ""];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < lowest[0]) lowest = [contrast, element.outerHTML.slice(0, 120)];
  }
  return lowest;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_in_light_and_dark(
    browser: Browser, address: str, world: World, scheme: str
) -> None:
    visit = Visit(browser, width=1200, scheme=scheme)
    for path in _paths(world):
        visit.page.goto(address + path)
        contrast, where = visit.page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, (path, where)
    paper = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is (scheme == "light")
    visit.context.close()


def test_the_skip_link_is_the_first_stop_and_is_seen(browser: Browser, address: str) -> None:
    visit = Visit(browser, width=390, scheme="light")
    visit.page.goto(address)
    visit.page.keyboard.press("Tab")
    focused = visit.page.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    box = focused.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    visit.context.close()
