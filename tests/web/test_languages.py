"""The language of the pages: asked for by the browser, or chosen."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedsvc.web.wording import words
from feedsvc.web.wording_errors import ENGLISH, RUSSIAN
from tests.web.conftest import close
from tests.web.html import check_page, links_of, parse
from tests.web.world import BASE, World

RUSSIAN_ASKED = {"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}
VISIT = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}
HTML = {"Accept": "text/html"}
PAGES = (
    *("/", "/offices/tashkent", "/countries/tj", "/topics/floods", "/entries/{flood}"),
    *("/search?q=water", "/subscribe", "/sign-in", "/none", "/feeds/all.atom"),
)
# What programs and partner sites get, whose language is that of the address.
NOT_ASKED = (
    *("/feeds/all.atom", "/feeds/all.json", "/feeds/all/weekly.rss", "/feeds/none.atom", "/feeds.opml"),
    *("/embed/all", "/embed/topics/floods.ru", "/embed/entries/{flood}", "/embed/none/x", "/embed.js"),
    *("/oembed?url=" + BASE + "/", "/sitemap.xml", "/robots.txt", "/healthz"),
)


def _varied(answer: TestResponse) -> set[str]:
    return {name.strip() for name in answer.headers.get("Vary", "").split(",")}


def _language(answer: TestResponse) -> str:
    return str(parse(answer.text).get("lang"))


@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_speaks_as_it_is_asked(client: FlaskClient, world: World, path: str) -> None:
    asked = path.format(**world.uuids)
    english, russian = (_got(client, asked, more) for more in ({}, RUSSIAN_ASKED))
    assert (_language(english), _language(russian)) == ("en", "ru")
    assert words("ru")["offices"] in russian.text
    assert words("en")["offices"] not in check_page(russian.text).text_content()
    for answer in (english, russian):
        assert {"Accept-Language", "Cookie"} <= _varied(answer)
    if tag := english.headers.get("ETag"):
        assert tag != russian.headers["ETag"]
        assert _got(client, asked, {"If-None-Match": tag}).status_code == 304
        assert _got(client, asked, RUSSIAN_ASKED | {"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", NOT_ASKED)
def test_what_is_made_for_programs_and_partners_is_the_same_for_all(
    client: FlaskClient, world: World, path: str
) -> None:
    asked = path.format(**world.uuids)
    plain = client.get(asked)
    client.set_cookie("feedsvc-language", "ru", domain="localhost")
    other = client.get(asked, headers=RUSSIAN_ASKED)
    assert other.data == plain.data
    assert not {"Accept-Language", "Cookie"} & _varied(other)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        (None, "en"),
        ("ru", "ru"),
        ("ru-RU, en;q=0.5", "ru"),
        ("en;q=0.5, ru-RU", "ru"),
        ("fr, de;q=0.9", "en"),
        ("fr, ru;q=0.1", "ru"),
        ("ru;q=0, en;q=0.1", "en"),
        ("ru;q=0", "en"),
        ("*", "en"),
        ("; ,,q=x", "en"),
    ],
)
def test_the_best_liked_language_with_words_is_taken(
    client: FlaskClient, asked: str | None, spoken: str
) -> None:
    assert _language(client.get("/", headers={"Accept-Language": asked} if asked else {})) == spoken


def test_where_nothing_matches_pages_are_in_the_language_of_the_site(world: World) -> None:
    for languages, spoken in ((("ru", "en"), "ru"), (("ar", "en"), "en")):
        app = world.app(languages=languages)
        assert _language(app.test_client().get("/", headers={"Accept-Language": "fr"})) == spoken
        close(app)


def _got(client: FlaskClient, path: str, headers: dict[str, str]) -> TestResponse:
    """The page, at its right address."""
    answer = client.get(path, headers=HTML | VISIT | headers)
    if answer.status_code == 301:
        return client.get(answer.headers["Location"].removeprefix(BASE), headers=HTML | VISIT | headers)
    return answer


def _choose(client: FlaskClient, language: str, back: str) -> TestResponse:
    return client.post("/language", data={"language": language, "next": back})


def test_a_choice_holds_against_what_the_browser_asks_for(client: FlaskClient) -> None:
    answer = _choose(client, "ru", "/topics/floods?before=x&y=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/topics/floods?before=x&y=1")
    assert answer.headers["Cache-Control"] == "no-store"
    assert _language(client.get("/", headers={"Accept-Language": "en"})) == "ru"
    _choose(client, "en", "/")
    assert _language(client.get("/", headers=RUSSIAN_ASKED)) == "en"


def test_the_cookie_holds_a_language_and_nothing_else(world: World) -> None:
    app = world.app(base_url="https://example.org/news")
    cookie = _choose(app.test_client(), "ru", "/").headers["Set-Cookie"]
    kept, *rest = cookie.split("; ")
    assert kept == "feedsvc-language=ru"
    assert {each for each in rest if not each.startswith("Expires=")} == {
        *("Max-Age=31536000", "Secure", "HttpOnly", "Path=/news", "SameSite=Lax"),
    }
    close(app)


def test_a_cookie_that_somebody_made_up_counts_for_nothing(client: FlaskClient) -> None:
    client.set_cookie("feedsvc-language", "xx", domain="localhost")
    assert _language(client.get("/", headers=RUSSIAN_ASKED)) == "ru"


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "x", "", None]
)
def test_the_switch_leads_to_no_other_site(client: FlaskClient, back: str | None) -> None:
    data = {"language": "ru"} | ({} if back is None else {"next": back})
    assert client.post("/language", data=data).headers["Location"] == "/"


def test_a_language_without_words_is_refused_by_name(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "fr"})
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["where"] == "language"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/topics/floods?before=1&x=%3Cb%3E", "/topics/floods?before=1&x=%3Cb%3E"),
        ("/no such page", "/no%20such%20page"),
        ("/sign-in?next=/editor", "/sign-in?next=/editor"),
    ],
)
def test_the_switch_comes_back_to_the_same_page(client: FlaskClient, path: str, back: str) -> None:
    form = check_page(client.get(path, headers=HTML).text).xpath("//form[@class='languages']")[0]
    assert (form.get("method"), form.get("action")) == ("post", "/language")
    assert form.xpath("input[@name='next']/@value") == [back]
    assert form.xpath("button/@value") == ["ru"]
    assert form.xpath("button/@lang") == ["ru"]
    assert _choose(client, "ru", back).headers["Location"] == back


def test_from_what_only_takes_forms_the_switch_leads_home(client: FlaskClient) -> None:
    page = parse(client.post("/sign-out", headers=HTML).text)
    assert page.xpath("//form[@class='languages']/input/@value") == ["/"]


def test_canonical_and_alternates_are_the_same_in_both_languages(client: FlaskClient, world: World) -> None:
    path = f"/entries/{world.uuids['flood']}"
    english, russian = (check_page(_got(client, path, each).text) for each in ({}, RUSSIAN_ASKED))
    for what in (
        "//link[@rel='canonical']/@href",
        "//link[@hreflang]/@href",
        "//link[@rel='alternate']/@title",
    ):
        found = english.xpath(what)
        assert found
        assert found == russian.xpath(what)


def test_entries_stay_in_their_own_language_and_names_follow_the_page(client: FlaskClient) -> None:
    page = check_page(client.get("/offices/tashkent", headers=RUSSIAN_ASKED).text)
    assert page.xpath("string(//h1)") == "Бюро по рекам Центральной Азии"
    assert "Узбекистан" in page.xpath("string(//*[@class='head'])")
    dates = {card.get("lang"): card.xpath("string(.//time)") for card in page.xpath("//article")}
    assert "June" in dates["en"]
    assert "июня" in dates["ru"]


def test_an_entry_page_names_its_feeds_as_the_page_speaks(client: FlaskClient, world: World) -> None:
    page = check_page(_got(client, f"/entries/{world.uuids['flood']}", RUSSIAN_ASKED).text)
    names = [name.text_content() for name in page.xpath("//*[@class='feed-name']")]
    assert names == [
        "Бюро по рекам Центральной Азии",
        "Таджикистан",
        "Узбекистан",
        "Наводнения",
        "Все новости",
    ]


def test_a_withdrawn_entry_is_explained_in_russian_and_the_reason_kept(
    client: FlaskClient, world: World
) -> None:
    answer = client.get(f"/entries/{world.uuids['withdrawn']}", headers=HTML | RUSSIAN_ASKED)
    page = check_page(answer.text)
    assert answer.status_code == 410
    assert page.xpath("string(//h1)") == RUSSIAN[410].heading
    assert page.xpath("string(//p[@lang='en'])") == "This entry was withdrawn. It named the wrong river."


def test_an_error_that_says_no_more_than_its_status_is_in_russian_alone(app: Flask) -> None:
    page = check_page(app.test_client().get("/none", headers=HTML | RUSSIAN_ASKED).text)
    assert not page.xpath("//main//*[@lang='en']")
    assert RUSSIAN[404].advice in page.text_content()


def test_a_status_without_words_of_its_own_has_those_of_its_class(world: World) -> None:
    app = world.app()

    @app.get("/teapot")
    def teapot() -> tuple[str, int]:
        from flask import abort

        abort(418)

    page = check_page(app.test_client().get("/teapot", headers=HTML | RUSSIAN_ASKED).text)
    assert page.xpath("string(//h1)") == RUSSIAN[400].heading
    close(app)


def test_errors_have_words_for_the_same_statuses_in_every_language() -> None:
    assert ENGLISH.keys() == RUSSIAN.keys()


def test_the_store_may_be_away_and_the_error_still_follows(world: World, tmp_path: Path) -> None:
    app = world.app(database_url=f"sqlite:///{tmp_path}/no/such/folder/x.db")
    answer = app.test_client().get("/", headers=HTML | RUSSIAN_ASKED)
    assert (answer.status_code, _language(answer)) == (503, "ru")
    assert RUSSIAN[503].advice in answer.text
    close(app)


def test_those_who_work_here_find_the_way_in(client: FlaskClient) -> None:
    for path in ("/", "/subscribe", "/search"):
        page = check_page(client.get(path).text)
        assert page.xpath("//footer//a[@href='/sign-in']")
        assert "/sign-in" in links_of(page)
