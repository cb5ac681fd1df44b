"""Pages that mix scripts and directions: entries in Arabic and Hebrew, an interface in English or Russian."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from feedsvc.core.model import EntryDraft
from tests.web.conftest import close
from tests.web.html import check_page, parse
from tests.web.test_languages import RUSSIAN_ASKED
from tests.web.world import BASE, START, World, settings_for


@pytest.fixture
def arabic(world: World) -> World:
    """The world, also in Arabic, with an entry whose title and kind begin in Latin letters."""
    old = world.settings
    spoken = settings_for(old.database_url, old.data_dir, languages=("en", "ru", "ar"))
    arabic = World(spoken, world.uuids)
    arabic.publish(
        "flood-ar",
        EntryDraft(
            office="tashkent",
            language="ar",
            title="WMO تحذر من الفيضان",
            kind="WMO بيان",
            place="القاهرة",
            summary="ارتفع منسوب المياه.",
            countries=("UZ",),
            topics=("floods",),
        ),
        START + timedelta(hours=10),
    )
    return arabic


@pytest.fixture
def client(arabic: World) -> Iterator[FlaskClient]:
    """A client of it."""
    app = arabic.app()
    yield app.test_client()
    close(app)


def _article(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> HtmlElement:
    page = parse(client.get(path, headers=headers).text)
    found = page.xpath("//*[@lang='ar'][self::article or self::li]")
    assert found, path
    element: HtmlElement = found[0]
    return element


def _entry_path(client: FlaskClient, world: World) -> str:
    return client.get(f"/entries/{world.uuids['flood-ar']}").headers["Location"].removeprefix(BASE)


def test_the_direction_of_an_entry_is_that_of_its_language_whatever_it_begins_with(
    client: FlaskClient, arabic: World
) -> None:
    paths = ("/", "/search?q=WMO", "/embed/all.ar", "/embed/all", _entry_path(client, arabic))
    assert {path: _article(client, path).get("dir") for path in paths} == dict.fromkeys(paths, "rtl")


def test_a_date_without_words_in_a_language_is_in_the_pages_and_stands_by_itself(
    client: FlaskClient, arabic: World
) -> None:
    for path in ("/", "/search?q=WMO", _entry_path(client, arabic)):
        english, russian = (
            _article(client, path, asked).xpath(".//time")[0] for asked in ({}, RUSSIAN_ASKED)
        )
        assert (english.text, english.get("lang"), english.get("dir")) == ("1 June 2026", "en", "ltr"), path
        assert (russian.text, russian.get("lang")) == ("1 июня 2026 г.", "ru"), path
    assert _article(client, "/embed/all").xpath("string(.//time[@dir='ltr'])") == "1 June 2026"


def test_names_that_a_language_does_not_have_are_in_the_pages(client: FlaskClient) -> None:
    article = _article(client, "/", RUSSIAN_ASKED)
    assert article.xpath(".//*[@class='tags']/a/text()") == ["Узбекистан", "Наводнения"]
    assert article.xpath("string(.//*[@class='by'])") == "Бюро по рекам Центральной Азии"


def test_what_may_run_the_other_way_is_isolated(client: FlaskClient, arabic: World) -> None:
    page = check_page(client.get(_entry_path(client, arabic)).text)
    assert page.xpath("string(//*[@class='dateline']/bdi)") == "القاهرة"
    assert page.xpath("string(//*[@class='brand']/bdi)") == "World of Rivers"
    links = page.xpath("//*[@class='crumbs' or @class='tags' or @class='by']//a")
    assert links
    assert {link.get("dir") for link in links} == {"auto"}


def test_languages_name_themselves(client: FlaskClient) -> None:
    page = check_page(client.get("/").text)
    labels = {each.get("lang"): each.text_content() for each in page.xpath("//*[@class='feed-name'][@lang]")}
    assert labels == {"en": "English", "ru": "Русский", "ar": "العربية"}


def test_the_heading_of_a_frame_runs_as_its_channel_and_the_rest_as_its_words(client: FlaskClient) -> None:
    page = parse(client.get("/embed/topics/floods.ar").text)
    heading = page.xpath("//h1")[0]
    assert (heading.get("lang"), heading.get("dir"), page.get("lang")) == ("ar", "rtl", "en")
