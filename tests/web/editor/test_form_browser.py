"""The form in a real browser: kept as it is typed, whatever happens; pasted clean; by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from feedsvc.core.accounts import Role
from feedsvc.core.rich_field import can_be_edited
from feedsvc.core.rich_text import tidy_html
from feedsvc.store import Store
from tests.web.editor.clerks import hire
from tests.web.editor.forms import photograph
from tests.web.editor.seats import Seat, Server
from tests.web.test_accessibility import _faults as faults
from tests.web.test_browser import CHROMIUM, browser  # noqa: F401  the fixture
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at"),
]
PASTED = Path(__file__).parents[2] / "data" / "pasted"
KEPT = "text=/(Kept|Записано в) \\d\\d:\\d\\d/"


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    """The world, with two people who write in Tashkent."""
    store = Store(world.settings.database_url)
    for name in ("anna", "boris"):
        hire(store, f"{name}@example.org", name=name.title(), roles={"tashkent": Role.EDITOR})
    store.close()
    server = Server(world)
    yield server
    server.stop()


@pytest.fixture
def anna(browser: Browser, server: Server) -> Iterator[Seat]:  # noqa: F811  the fixture
    """Anna at her desk."""
    seat = Seat(browser, server)
    yield seat
    seat.context.close()


def write(page: Page, title: str, body: str = "") -> None:
    page.fill("#title", title)
    if body:
        page.locator("trix-editor").click()
        page.keyboard.type(body)
    page.wait_for_selector(f"#kept >> {KEPT}")


@pytest.mark.parametrize(("width", "language"), [(1200, "en"), (390, "ru")])
def test_an_entry_is_written_and_published_by_keyboard_alone(
    browser: Browser,  # noqa: F811  the fixture
    server: Server,
    width: int,
    language: str,
) -> None:
    seat = Seat(browser, server, width=width, language=language)
    page = seat.page
    assert faults(page) == []
    page.focus("#title")
    page.keyboard.type("Flood in Tashkent")
    page.keyboard.press("Tab")
    page.keyboard.type("It rises.")
    while not page.evaluate("document.activeElement.id === 'rich-body'"):
        page.keyboard.press("Tab")
    page.keyboard.type("One")
    page.keyboard.press("Enter")
    page.keyboard.type("Two")
    page.wait_for_selector("#suggestions >> text=/Uzbekistan|Узбекистан/")
    assert page.input_value("#body") == "<p>One</p><p>Two</p>"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []
    page.select_option("#language", "en")
    page.focus("button[value=publish]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/standing")
    assert "Flood in Tashkent" in page.inner_text("[role=status]")
    assert seat.said == []
    feed = page.request.get(f"{server.address}/feeds/countries/uz.atom")
    assert "Flood in Tashkent" in feed.text()
    seat.context.close()


def test_problems_and_warnings_can_be_read_by_everybody(anna: Seat) -> None:
    page = anna.page
    page.locator("button[value=publish]").click()
    page.wait_for_selector(".stop")
    assert page.evaluate("document.activeElement.className") == "stop"
    assert faults(page) == []
    page.fill("#title", "Bare")
    page.locator("button[value=publish]").click()
    page.wait_for_url("**?confirm=publish")
    assert faults(page) == []


def test_a_closed_tab_loses_nothing(anna: Seat) -> None:
    write(anna.page, "Flood")
    address = anna.page.url
    anna.page.fill("#summary", "Written in the last second.")
    anna.page.close(run_before_unload=True)
    back = anna.open()
    back.goto(address)
    expect(back.locator("#summary")).to_have_value("Written in the last second.")
    assert back.input_value("#title") == "Flood"


def test_a_server_that_is_away_loses_nothing(anna: Seat) -> None:
    write(anna.page, "Flood")
    anna.server.stop()
    anna.page.fill("#summary", "Written without a server.")
    anna.page.wait_for_selector("#trouble >> text=does not answer")
    anna.server.start()
    anna.page.evaluate("window.dispatchEvent(new Event('online'))")
    anna.page.wait_for_selector(f"#kept >> {KEPT}")
    assert anna.page.inner_text("#trouble") == ""
    anna.page.reload()
    assert anna.page.input_value("#summary") == "Written without a server."
    assert anna.page.evaluate("localStorage.length") == 0


def test_what_never_reached_the_server_is_brought_back_by_the_browser(anna: Seat) -> None:
    anna.server.stop()
    anna.page.fill("#title", "Never seen")
    anna.page.wait_for_selector("#trouble >> text=does not answer")
    anna.page.close()
    anna.server.start()
    back = anna.open()
    back.goto(f"{anna.server.address}/editor/new")
    back.click("text=Bring it back")
    assert back.input_value("#title") == "Never seen"
    back.wait_for_selector(f"#kept >> {KEPT}")
    assert back.evaluate("localStorage.length") == 0


def test_what_did_reach_the_server_is_offered_no_second_time(anna: Seat) -> None:
    page = anna.page
    page.fill("#title", "Left at once")
    anna.go("/editor")
    page.wait_for_function("fetch('/editor').then(a => a.text()).then(a => a.includes('at once'))")
    anna.go("/editor/new")
    page.wait_for_function("localStorage.length === 0")
    assert page.is_hidden("#found-here")


COVERED = """(field, button) => field.getBoundingClientRect().right > button.getBoundingClientRect().left
  && field.getBoundingClientRect().bottom > button.getBoundingClientRect().top"""
LINKED = '<p>See <a href="https://example.org/a">https://example.org/a</a> for more.</p>'


@pytest.mark.parametrize("width", [1200, 390])
def test_a_link_without_a_word_chosen_is_written_and_gone_on_after(
    browser: Browser,  # noqa: F811  the fixture
    server: Server,
    width: int,
) -> None:
    seat = Seat(browser, server, width=width)
    page = seat.page
    page.locator("trix-editor").click()
    page.keyboard.type("See ")
    page.click("[data-trix-action=link]")
    field, button = (page.locator(f".link-dialog {each}").first for each in ("input", "button"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert field.evaluate("field => field.getBoundingClientRect().right") <= width
    assert field.evaluate(COVERED, button.element_handle()) is False
    page.keyboard.type("no address")
    page.keyboard.press("Enter")
    expect(page.locator("#link-problem")).to_contain_text("no web address")
    field.fill("example.org/a")
    if width > 390:
        page.keyboard.press("Enter")
    else:
        button.click()
    expect(page.locator("trix-editor")).to_be_focused()
    page.keyboard.type(" for more.")
    expect(page.locator("#body")).to_have_value(LINKED)
    seat.context.close()


def test_a_lost_session_is_told_and_the_form_goes_on_after_it(anna: Seat) -> None:
    write(anna.page, "Flood")
    anna.context.clear_cookies()
    anna.page.fill("#summary", "Written when signed out.")
    anna.page.wait_for_selector("#trouble >> text=You are signed out")
    anna.page.locator("button[value=save] >> visible=true").last.click()
    assert anna.page.input_value("#summary") == "Written when signed out."
    anna.sign_in(anna.open())
    anna.page.evaluate("window.dispatchEvent(new Event('focus'))")
    anna.page.wait_for_selector(f"#kept >> {KEPT}")
    anna.page.locator("button[value=save] >> visible=true").last.click()
    anna.page.wait_for_url("**/editor/entries/*")
    assert anna.page.input_value("#summary") == "Written when signed out."


PASTE = """(field, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_what_is_pasted_comes_out_clean(anna: Seat) -> None:
    field, body = anna.page.locator("trix-editor"), anna.page.locator("#body")
    for name in ("word", "google-docs", "web-page"):
        html = (PASTED / f"{name}.html").read_text("utf-8")
        wanted = tidy_html((PASTED / f"{name}.editing").read_text("utf-8"))
        field.evaluate("field => field.editor.loadHTML('')")
        expect(body).to_have_value("")
        field.click()
        field.evaluate(PASTE, html)
        expect(body).not_to_have_value("")
        # The field knows no no-break space.
        assert tidy_html(body.input_value()) == wanted.replace("&nbsp;", " ")


def test_what_the_field_can_show_it_gives_back_as_it_was(anna: Seat) -> None:
    samples = [
        "<p>a <strong>b</strong> <em>c</em><br>d</p>",
        "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<p>d</p>",
        *('<p><a href="https://x.org/?a=1&amp;b=2">a</a> 10 km</p>', "<p><strong><em>a</em></strong></p>"),
        *("<ul><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ul>", "<ol><li><p>a</p>\n<p>b</p></li></ol>"),
        "<blockquote><p>a</p>\n<p>b</p></blockquote>\n<p>c</p>",
        *("<ul><li>a</li></ul>\n<ol><li>b</li></ol>", "<p>x<sup>2</sup>, H<sub>2</sub>O</p>"),
    ]
    for html in samples:
        assert can_be_edited(html)
        anna.page.evaluate(
            "html => document.querySelector('trix-editor').editor.loadHTML(html)",
            tidy_html(html, for_editing=True),
        )
        assert tidy_html(anna.page.input_value("#rich-value")) == html
        assert "&nbsp;" not in anna.page.input_value("#body")


DROP = """bytes => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "river.jpg", { type: "image/jpeg" }));
  for (const what of ["dragover", "drop"]) {
    document.querySelector("#title").dispatchEvent(
      new DragEvent(what, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def test_a_picture_is_dropped_anywhere_and_asks_whose_it_is(anna: Seat) -> None:
    page = anna.page
    page.fill("#title", "With a picture")
    page.evaluate(DROP, list(photograph()))
    page.wait_for_selector("#picture-field img")
    assert page.evaluate("document.activeElement.id") == "image_alt"
    assert "whose it is" in page.inner_text("#picture-said")
    page.fill("#image_alt", "A river")
    page.fill("#image_credit", "© Anna")
    page.wait_for_selector(f"#kept >> {KEPT}")
    page.goto(page.url)
    assert page.input_value("#image_alt") == "A river"


def test_a_country_is_taken_by_one_click_with_the_others_that_were_found(anna: Seat) -> None:
    write(anna.page, "From Tashkent to Minsk")
    anna.page.locator("#suggestions button").first.click()
    for code in ("UZ", "BY"):
        assert anna.page.is_checked(f"input[name=countries][value={code}]")
    assert anna.page.is_checked("input[name=countries_are][value=chosen]")
    anna.page.click("text=All countries of this office")
    assert anna.page.locator("input[name=countries]:checked").count() == 4


def test_two_people_see_each_other_and_both_versions(
    browser: Browser,  # noqa: F811  the fixture
    anna: Seat,
    world: World,
) -> None:
    path = f"/editor/entries/{world.uuids['flood']}"
    anna.go(path)
    boris = Seat(browser, anna.server, "boris", width=390)
    boris.go(path)
    boris.page.wait_for_selector("#others >> text=Anna has this entry open")
    write(boris.page, "Flood by Boris")
    boris.page.locator("button[value=save] >> visible=true").last.click()
    boris.page.wait_for_url("**/standing")
    write(anna.page, "Flood by Anna")
    anna.page.locator("button[value=save] >> visible=true").last.click()
    anna.page.wait_for_selector(".versus")
    assert anna.page.locator(".versus mark").all_inner_texts() == ["Boris", "Anna"]
    assert faults(anna.page) == []
    anna.page.set_viewport_size({"width": 390, "height": 800})
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= 390
    anna.page.locator(".side").last.click()
    anna.page.click("text=Save what I chose")
    anna.page.wait_for_url("**/standing")
    assert "Flood by Anna" in anna.page.request.get(f"{anna.server.address}/feeds/all.atom").text()
    boris.context.close()
