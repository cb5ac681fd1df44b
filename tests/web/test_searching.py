"""The search page."""

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.html import check_page, without_way_back
from tests.web.world import BASE, World


def _page(client: FlaskClient, **asked: str):
    answer = client.get("/search", query_string=asked)
    assert answer.status_code == 200
    return check_page(answer.text)


def _titles(page) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.xpath("//h3/a")]


def _said(page) -> str:
    return str(page.xpath("string(//h2[@id='news'])"))


def test_hits_are_counted_and_shown_with_what_was_found_marked(client: FlaskClient) -> None:
    page = _page(client, q="waters RISING")
    assert _said(page) == "Entries found: 1"
    assert _titles(page) == ["Flood & <safety> “now”"]
    assert page.xpath("//p[@class='summary']/mark/text()") == ["water", "rises"]
    assert page.xpath("//article//time/@datetime")
    assert page.xpath("//article//p[@class='dateline']/a/@href") == ["/offices/tashkent"]
    [card] = page.xpath("//article")
    assert card.get("lang") == "en"


def test_russian_words_are_found_in_any_form(client: FlaskClient) -> None:
    page = _page(client, q="водой худжанд")
    assert _titles(page) == ["Вода поднимается"]
    assert page.xpath("//h3/a/mark/text()") == ["Вода"]


def test_what_readers_may_not_see_is_not_found(client: FlaskClient) -> None:
    for typed in ("readers", "tomorrow", "wrong"):
        assert _said(_page(client, q=typed)).startswith("Nothing found")


def test_a_search_is_narrowed_by_office_country_topic_and_language(client: FlaskClient) -> None:
    assert len(_titles(_page(client, q="first"))) == 2
    assert _titles(_page(client, q="first", country="TJ")) == ["Only the credit is known"]
    assert _titles(_page(client, q="first", office="quiet")) == []
    assert _titles(_page(client, q="gauge", topic="fish")) == ["An old gauge reads true"]
    page = _page(client, q="вода", lang="ru", country="tj")
    assert len(_titles(page)) == 1
    assert page.xpath("//select[@name='lang']/option[@selected]/@value") == ["ru"]
    assert page.xpath("//select[@name='country']/option[@selected]/@value") == ["tj"]


def test_nothing_found_helps_on(client: FlaskClient) -> None:
    page = _page(client, q="first", office="quiet")
    assert _said(page) == "Nothing found for “first”"
    links = page.xpath("//ul[@class='advice']//a/@href")
    assert links == ["/search?q=first", "/"]
    assert len(_titles(check_page(client.get(links[0]).text))) == 2


def test_a_search_without_words_says_so(client: FlaskClient) -> None:
    assert _said(_page(client)) == ""
    assert _said(_page(client, q=" ")) == ""
    assert _said(_page(client, q="!?")) == "There is no word to look for in “!?”"


def test_pages_of_hits_follow_each_other(client: FlaskClient) -> None:
    page = _page(client, q="is")
    seen = _titles(page)
    while path := next(iter(page.xpath("//a[@rel='next']/@href")), ""):
        page = check_page(client.get(path).text)
        seen += _titles(page)
    assert _said(page) == f"Entries found: {len(seen)}"
    assert len(set(seen)) == len(seen)


def test_a_second_page_leads_back(world: World) -> None:
    from tests.web.conftest import close

    app = world.app(page_size=1)
    client = app.test_client()
    first = _page(client, q="first")
    [path] = first.xpath("//a[@rel='next']/@href")
    second = check_page(client.get(path).text)
    assert _titles(first) + _titles(second) == ["First on the own site", "Only the credit is known"]
    assert second.xpath("//p[@class='turn']/a/@href") == ["/search?q=first"]
    close(app)


def test_what_the_page_does_not_know_it_ignores(client: FlaskClient) -> None:
    plain = without_way_back(client.get("/search?q=first").text)
    for query in ("utm_source=x", "office=none", "country=zz", "lang=xx", "after=x", "topic="):
        assert without_way_back(client.get(f"/search?q=first&{query}").text) == plain, query


def test_what_is_typed_is_shown_again_without_its_markup(client: FlaskClient) -> None:
    typed = "<script>alert('x')</script>\" onfocus=\"x"
    page = _page(client, q=typed)
    assert page.xpath("//main//input[@name='q']/@value") == [typed]
    assert typed in _said(page)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(max_size=60))
def test_any_text_is_answered(client: FlaskClient, typed: str) -> None:
    _page(client, q=typed)


def test_no_query_string_is_too_much(client: FlaskClient) -> None:
    for typed in ("%00", "%ff%fe", "a" * 5_000, "%F0%9F%99%82" * 300, "%22" * 900):
        answer = client.get(f"/search?q={typed}")
        assert answer.status_code == 200, typed
        check_page(answer.text)


def test_the_page_is_kept_out_of_search_engines_and_asked_again_each_time(client: FlaskClient) -> None:
    answer = client.get("/search?q=first")
    assert check_page(answer.text).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/search?q=first", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_page_has_a_search_field_and_the_search_page_one(client: FlaskClient) -> None:
    for path in ("/", "/offices/tashkent", "/nowhere", "/search"):
        page = check_page(client.get(path, headers={"Accept": "text/html"}).text)
        [field] = page.xpath("//form[@role='search']//input[@name='q']")
        assert field.xpath("ancestor::form/@action") == ["/search"]


def test_a_site_under_a_path_searches_there(world: World) -> None:
    from tests.web.conftest import close

    app = world.app(base_url=f"{BASE}/news")
    page = check_page(app.test_client().get("/news/search?q=first").text)
    assert set(page.xpath("//form[@role='search']/@action")) == {"/news/search"}
    close(app)


def test_a_russian_site_searches_in_russian(world: World) -> None:
    from tests.web.conftest import close

    app = world.app(languages=("ru", "en"))
    page = _page(app.test_client(), q="вода")
    assert _said(page) == "Найдено записей: 1"
    close(app)
