"""`/editor/statistics`: the numbers as a page, and as a table for spreadsheets."""

import csv
from contextlib import closing
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from feedsvc.core.accounts import Role
from feedsvc.core.model import Format
from feedsvc.core.statistics import Sums
from feedsvc.core.statistics_report import FormatSlice, Point, Report
from feedsvc.store import Store
from feedsvc.web.editor.statistics_page import statistics_page
from feedsvc.web.editor.statistics_plots import HEIGHT
from feedsvc.web.editor.statistics_words import Words
from tests.polls import count_a_week
from tests.services.staff import PASSWORD
from tests.web.editor.clerks import Clerk, clerk, hire
from tests.web.html import parse
from tests.web.test_accessibility import _faults
from tests.web.test_browser import CHROMIUM, Visit, address, browser  # noqa: F401  the fixtures
from tests.web.world import NOW, World

PATH = "/editor/statistics"
ROLES = {"tashkent": Role.READER}


@pytest.fixture
def counted(world: World) -> World:
    """A world whose feeds were polled for three days and today."""
    with closing(Store(world.settings.database_url)) as store:
        count_a_week(store, world.settings, until=NOW)
    return world


@pytest.fixture
def anna(counted: World, app: Flask) -> Clerk:
    """The reader of one office, signed in."""
    return clerk(app, roles=ROLES)


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows_of(page: HtmlElement, name: str) -> list[list[str]]:
    """The texts of a table's cells, without those of the bars."""
    rows = page.xpath(f"//section[@aria-labelledby='{name}']//tbody/tr")
    return [[text_of(cell) for cell in row if "share" not in cell.get("class", "")] for row in rows]


def periods(page: HtmlElement) -> list[HtmlElement]:
    return list(page.find_class("periods")[0].iter("a"))


def chosen(page: HtmlElement) -> list[str]:
    return [text_of(each) for each in periods(page) if each.get("aria-current")]


def test_who_is_not_signed_in_sees_nothing(client: FlaskClient):
    for path in (PATH, f"{PATH}.csv"):
        answer = client.get(path)
        assert answer.status_code in {302, 303, 401}
        assert "Feedly" not in answer.text


def test_who_has_no_role_sees_nothing(app: Flask):
    assert clerk(app).get(PATH).status_code == 403


def test_the_page_shows_the_numbers(anna: Clerk):
    page = parse(anna.get(PATH).text)
    figures = [text_of(each) for each in page.iter("dd")]
    assert figures[0].startswith("34 a day, on the average of the last 3 full days. 30 as readers declare")
    assert figures[1].startswith("160 ")
    assert figures[2].startswith("85% of all requests; 89% of those")
    when = "1 July 2026, 08:00"
    assert rows_of(page, "readers")[0] == ["Feedly Reading service", "88%", "30", "16", when]
    assert rows_of(page, "mail") == [["Mailchimp Tool that mails", when, "1", "4"]]
    assert rows_of(page, "formats")[0] == ["Atom", "78%", "124", "33"]
    assert rows_of(page, "answers")[0][1:] == ["85%", "136"]
    assert rows_of(page, "channels")[0] == ["World of Rivers all", "34", "148"]
    assert text_of(page.find_class("notice")[0]).endswith("none of these numbers: 1.")


def test_every_plot_is_said_in_words_and_as_a_table(anna: Clerk):
    page = parse(anna.get(PATH).text)
    plots = page.find_class("plot")
    assert len(plots) == 2
    for plot in plots:
        [drawn] = plot.iter("svg")
        said = [drawn.xpath(f"string(*[@id='{name}'])") for name in drawn.get("aria-labelledby").split()]
        assert len(said) == len([each for each in said if each]) == 2
        assert len(list(plot.iter("tr"))) - 1 == len(list(drawn.iter("rect"))) == 4
    assert (
        text_of(page.get_element_by_id("subscribers-desc"))
        == "From 28 June 2026 to 1 July 2026. Most: 35. Last full value: 33."
    )


def test_nothing_of_the_page_is_inline(anna: Clerk):
    answer = anna.get(PATH)
    assert "style=" not in answer.text
    assert "<style" not in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_channel_is_looked_at_alone(anna: Clerk):
    page = parse(anna.get(f"{PATH}?channel=countries/uz/weekly&days=365").text)
    assert text_of(next(page.iter("h1"))).startswith("Statistics: Uzbekistan")
    assert page.get_element_by_id("channels", None) is None
    assert chosen(page) == ["365 days"]
    links = [each.get("href") for each in periods(page)]
    assert links[0] == f"{PATH}?days=365"
    assert links[-1] == f"{PATH}.csv?channel=countries/uz/weekly&days=365"
    assert anna.get(f"{PATH}?channel=offices/none").status_code == 404


@pytest.mark.parametrize("days", ["0", "x", "-1", "99999", ""])
def test_a_number_of_days_that_is_none_is_passed_over(anna: Clerk, days: str):
    page = parse(anna.get(f"{PATH}?days={days}").text)
    assert chosen(page) == ["30 days"]


def test_the_table_can_be_taken_away(anna: Clerk):
    answer = anna.get(f"{PATH}.csv?days=1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statistics.csv"'
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["reader"] for row in rows} == {"Feedly", "Newsboat", "Mailchimp", "embed", "bot"}
    assert {row["start"] for row in rows} == {"2026-07-01"}


def test_before_anything_is_counted_the_page_says_so(app: Flask):
    page = parse(clerk(app, roles=ROLES).get(PATH).text)
    assert list(page.iter("figure")) == []
    assert "Nothing has been counted yet" in text_of(page.find_class("empty")[0])


def test_it_speaks_russian(anna: Clerk):
    page = parse(anna.get(PATH, **{"Accept-Language": "ru"}).text)
    assert page.get("lang") == "ru"
    assert "в среднем за полные дни: 3" in text_of(next(page.iter("dd")))


def report_of(*points: Point) -> Report:
    return Report(
        channel=None,
        title="News",
        since=date(2026, 1, 1),
        until=date(2026, 6, 12),
        first=date(2026, 1, 1),
        full_days=0,
        declared=0,
        others=0,
        sums=Sums(delta=1),
        points=points,
        formats=(FormatSlice(Format.ATOM, 0, 1),),
        readers=(),
        mail=(),
        channels=(),
        missed=0,
    )


def test_a_month_is_as_wide_as_its_days():
    month, day = Point(date(2026, 2, 1), 20, 1500, 2000), Point(date(2026, 3, 1), 1, 750, 10)
    page = statistics_page(report_of(month, day), 365, language="ru", time_zone="UTC")
    subscribers, requests = page.plots
    assert [(bar.x, bar.width, bar.height) for bar in subscribers.bars] == [(0, 28, 75.0), (28, 1, 37.5)]
    assert (subscribers.top, subscribers.half, subscribers.width) == ("2\u00a0000", "1\u00a0000", 29)
    assert subscribers.rows == (("Февраль 2026, дней: 20", "1\u00a0500"), ("1 марта 2026 г.", "750"))
    assert requests.rows[0][1] == "100"
    assert [row.name for row in page.answers][-1] == "Только новое (226)"


def test_nothing_at_all_can_be_drawn():
    [plot, _] = statistics_page(
        report_of(Point(date(2026, 3, 1), 1, 0, 0)), 30, language="en", time_zone="UTC"
    ).plots
    assert (plot.bars[0].height, plot.bars[0].y, plot.half) == (0, HEIGHT, "1")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ("1,234,567", "33%", "–")), ("ru", ("1\u00a0234\u00a0567", "33\u00a0%", "–"))],
)
def test_numbers_are_as_people_write_them(language: str, expected: tuple[str, ...]):
    said = Words(language, "UTC")
    assert (said.count(1234567), said.percent(1, 3), said.percent(0, 0)) == expected


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser,  # noqa: F811  the fixture
    counted: World,
    address: str,  # noqa: F811  the fixture
    scheme: str,
):
    width = 390 if scheme == "dark" else 1200
    visit = Visit(browser, width=width, scheme=scheme)
    with closing(Store(counted.settings.database_url)) as store:
        email = hire(store, roles=ROLES).email
    visit.page.goto(f"{address}/sign-in")
    visit.page.fill("[name=email]", email)
    visit.page.fill("[name=password]", PASSWORD)
    visit.page.click("main button")
    for query in ("", "?channel=all&days=365"):
        visit.page.goto(address + PATH + query)
        for each in visit.page.locator("summary").all():
            each.click()
        assert _faults(visit.page) == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        bar = visit.page.locator(".plot-bars rect").first.bounding_box()
        assert bar is not None
        assert bar["height"] > 20
    assert visit.said == []
    visit.context.close()
