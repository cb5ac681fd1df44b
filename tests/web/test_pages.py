"""The pages for people."""

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import close
from tests.web.html import check_page, feeds_of, links_of, without_way_back
from tests.web.world import BASE, NOW, World

FORMATS = ("atom", "rss", "json")


def _get(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    return answer.text


def _path_of(client: FlaskClient, world: World, name: str) -> str:
    return str(client.get(f"/entries/{world.uuids[name]}").location).removeprefix(BASE)


def test_every_link_of_every_page_leads_somewhere_and_every_page_is_sound(client: FlaskClient) -> None:
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.mimetype == "text/html":
            links = {link.removeprefix(BASE).partition("#")[0] for link in links_of(check_page(answer.text))}
            todo += [link for link in links if link.startswith("/")]
        answer.close()
    assert {"/", "/offices/quiet", "/countries/kg", "/topics/fish", "/feeds/all.ru.rss"} <= seen
    assert sum(path.startswith("/entries/") for path in seen) == 7


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("/offices/tashkent", "offices/tashkent"),
        ("/countries/tj", "countries/tj"),
        ("/countries/fr", "countries/fr"),
        ("/topics/floods", "topics/floods"),
    ],
)
def test_autodiscovery_names_the_own_channel_first_then_its_languages_then_all(
    client: FlaskClient, path: str, channel: str
) -> None:
    channels = [channel, f"{channel}.en", f"{channel}.ru", "all"]
    expected = [f"{BASE}/feeds/{each}.{fmt}" for each in channels for fmt in FORMATS]
    assert feeds_of(check_page(_get(client, path))) == expected


def test_the_catalogue_names_the_feed_of_everything_once(client: FlaskClient) -> None:
    found = feeds_of(check_page(_get(client, "/")))
    assert found == [f"{BASE}/feeds/all{each}.{fmt}" for each in ("", ".en", ".ru") for fmt in FORMATS]


def test_the_catalogue_lists_offices_countries_and_topics_with_counts(client: FlaskClient) -> None:
    page = check_page(_get(client, "/"))
    listed = {
        section.get("aria-labelledby"): [
            " ".join(each.text_content().split()) for each in section.xpath(".//li")
        ]
        for section in page.xpath("//div[@class='about']/section")
    }
    assert listed["offices"] == ["Office for the Rivers of Central Asia Entries: 7", "Quiet Office"]
    assert len(listed["countries"]) == 3
    assert [each.rpartition(" ")[2] for each in listed["topics"]] == ["1", "2"]


def test_an_office_page_says_what_the_office_is(client: FlaskClient) -> None:
    text = _get(client, "/offices/tashkent")
    page = check_page(text)
    head = page.xpath("string(//header[@class='head'])")
    assert page.xpath("string(//h1)") == "Office for the Rivers of Central Asia"
    assert "Formerly River Bureau, until April 2010" in head
    assert "Formerly Canal Desk" in head
    assert "Tashkent, " in head
    assert "since\u00a01959" in head
    works_in = {str(href) for href in page.xpath("//header[@class='head']//a/@href")}
    assert works_in == {"/countries/kg", "/countries/tj", "/countries/uz"}
    assert "It has done so for long." in text
    assert "mailto:tashkent@example.org" in text
    assert f"{BASE}/feeds/offices/tashkent/countries/tj.atom" in text
    assert f"{BASE}/feeds/offices/tashkent/countries/kg.atom" not in text
    assert f"{BASE}/feeds/offices/tashkent/topics/fish.json" in text


def test_a_country_page_names_the_offices_that_cover_it(client: FlaskClient) -> None:
    assert "/offices/tashkent" in _get(client, "/countries/kg")
    assert "/offices/quiet" not in _get(client, "/countries/kg")


def test_a_country_without_anything_has_a_page_and_no_country_has_none(client: FlaskClient) -> None:
    assert "No news here yet" in _get(client, "/countries/fr")
    assert client.get("/countries/zz").status_code == 404
    assert client.get("/countries/usa").status_code == 404


def test_an_upper_case_country_is_redirected_with_its_query(client: FlaskClient) -> None:
    answer = client.get("/countries/UZ?before=x")
    assert answer.status_code == 301
    assert answer.location == f"{BASE}/countries/uz?before=x"
    assert client.get("/countries/ZZ").status_code == 404


def test_news_goes_by_date_newest_first_and_on_to_older_pages(client: FlaskClient) -> None:
    seen, path = [], "/offices/tashkent"
    for _ in range(3):
        page = check_page(_get(client, path))
        seen.append([str(title) for title in page.xpath("//h3/a/text()")])
        path = str((page.xpath("//a[@rel='next']/@href") or [""])[0])
    assert path == ""
    assert [len(titles) for titles in seen] == [3, 3, 1]
    flat = [title for titles in seen for title in titles]
    assert flat[0] == "Markup is cleaned"
    assert flat[-1] == "First on the own site", "it came out first, though it was entered late"
    assert len(set(flat)) == 7


def test_an_older_page_is_its_own_canonical_and_leads_back(client: FlaskClient) -> None:
    older = check_page(_get(client, "/topics/floods"))
    assert not older.xpath("//a[@rel='next']")
    path = check_page(_get(client, "/")).xpath("//a[@rel='next']/@href")[0]
    page = check_page(_get(client, path))
    assert page.xpath("//link[@rel='canonical']/@href") == [BASE + path]
    assert page.xpath("//p[@class='turn']/a/@href")[0] == "/"


@pytest.mark.parametrize(
    "query", ["before=yesterday", "before=", "utm_source=x", "before=2026-99-01T00:00:00Z_x"]
)
def test_what_a_page_does_not_know_it_ignores(client: FlaskClient, query: str) -> None:
    plain, asked = client.get("/offices/tashkent"), client.get(f"/offices/tashkent?{query}")
    assert without_way_back(asked.text) == without_way_back(plain.text)


def test_an_entry_page_shows_all_that_is_known_of_it(client: FlaskClient, world: World) -> None:
    path = _path_of(client, world, "flood")
    page = check_page(_get(client, path))
    article = page.xpath("//article")[0]
    words = " ".join(article.text_content().split())
    assert page.xpath("string(//h1)") == "Flood & <safety> “now”"
    for shown in ("Press release", "1 June 2026", "Khujand", "Office for the Rivers of Central Asia"):
        assert shown in words
    assert article.get("lang") == "en"
    assert article.xpath(".//figure/img/@alt") == ["A river"]
    assert article.xpath("string(.//figure/figcaption)") == "© Rivers / Hand 2026"
    assert article.xpath(".//time/@datetime") == ["2026-06-01T11:00:00Z"]
    assert article.xpath(".//p[@class='tags']/a/@href") == [
        "/countries/tj",
        "/countries/uz",
        "/topics/floods",
    ]
    assert article.xpath("string(.//b)") == "rises"
    assert "The water rises. The water rises" not in words
    assert page.xpath("//link[@rel='canonical']/@href") == [BASE + path]


def test_translations_are_linked_in_the_head_and_on_the_page(client: FlaskClient, world: World) -> None:
    english, russian = (_path_of(client, world, name) for name in ("flood", "flood-ru"))
    page = check_page(_get(client, english))
    alternates = {each.get("hreflang"): each.get("href") for each in page.xpath("//head/link[@hreflang]")}
    assert alternates == {"en": BASE + english, "ru": BASE + russian}
    assert page.xpath("//a[@hreflang='ru'][@lang='ru']/@href") == [russian]
    assert check_page(_get(client, russian)).xpath("//article/@lang") == ["ru"]


def test_an_entry_of_the_organisations_own_site_names_that_as_canonical(
    client: FlaskClient, world: World
) -> None:
    page = check_page(_get(client, _path_of(client, world, "linked")))
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://rivers.example.org/first"]
    assert page.xpath("//p[@class='original']/a/@href") == ["https://rivers.example.org/first"]


def test_the_date_is_the_offices_own(client: FlaskClient, world: World) -> None:
    page = check_page(_get(client, _path_of(client, world, "linked")))
    assert page.xpath("string(//time)") == "1 June 2026", "20:30 UTC is past midnight in Tashkent"
    assert page.xpath("//time/@datetime") == ["2026-05-31T20:30:00Z"]


def test_a_credit_without_a_picture_is_shown_alone(client: FlaskClient, world: World) -> None:
    page = check_page(_get(client, _path_of(client, world, "credit")))
    assert page.xpath("string(//p[@class='credit'])") == "Photo: © Some Agency 2026"
    assert not page.xpath("//figure")
    assert [each.text for each in page.xpath("//div[@class='body']/p")] == [
        "The first paragraph.",
        "The second one.",
    ]


def test_no_active_content_reaches_a_page(client: FlaskClient, world: World) -> None:
    text = _get(client, _path_of(client, world, "script"))
    check_page(text)
    assert "alert(1)" not in text
    assert "onclick" not in text


@pytest.mark.parametrize("slug", ["/another-title", "/a/b", ""])
def test_any_slug_is_redirected_to_the_right_one(client: FlaskClient, world: World, slug: str) -> None:
    answer = client.get(f"/entries/{world.uuids['bare'].upper()}{slug}")
    assert answer.status_code == 301
    assert answer.location == f"{BASE}/entries/{world.uuids['bare']}/a-title-alone"


@pytest.mark.parametrize("name", ["draft", "scheduled"])
def test_what_is_not_released_is_as_if_it_were_not(client: FlaskClient, world: World, name: str) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    hidden, none = client.get(f"/entries/{world.uuids[name]}/x"), client.get(f"/entries/{unknown}/x")
    assert hidden.status_code == none.status_code == 404
    assert hidden.text.replace(world.uuids[name], unknown) == none.text


@pytest.mark.parametrize("uuid", ["1", "x" * 36, "{00000000-0000-4000-8000-000000000000}"])
def test_what_is_no_uuid_is_404(client: FlaskClient, uuid: str) -> None:
    assert client.get(f"/entries/{uuid}/x").status_code == 404


def test_a_withdrawn_entry_is_gone_with_a_sentence(client: FlaskClient, world: World) -> None:
    answer = client.get(f"/entries/{world.uuids['withdrawn']}/x", headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert "It named the wrong river." in answer.text
    assert "A river that was another" not in answer.text
    check_page(answer.text)


def test_an_entry_that_is_withdrawn_leaves_every_page_at_once(client: FlaskClient, world: World) -> None:
    assert "A title alone" in _get(client, "/")
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["bare"])
    assert "A title alone" not in _get(client, "/")
    assert "A title alone" not in _get(client, "/offices/tashkent")


def test_a_page_is_asked_again_and_answered_304_while_it_is_the_same(
    client: FlaskClient, world: World
) -> None:
    first = client.get("/")
    assert first.headers["Cache-Control"] == "no-cache"
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/", headers=asked).status_code == 304
    with world.publisher(NOW) as publisher:
        publisher.withdraw(world.uuids["bare"])
    assert client.get("/", headers=asked).status_code == 200


def test_the_policy_of_pages_lets_no_script_in(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_russian_site_has_russian_pages(world: World) -> None:
    app = world.app(languages=("ru", "en"))
    client = app.test_client()
    page = check_page(_get(client, "/offices/tashkent"))
    assert page.get("lang") == "ru"
    assert page.xpath("string(//h1)") == "Бюро по рекам Центральной Азии"
    assert "Прежнее название: River Bureau (до апреля 2010 г.)" in page.text_content()
    assert feeds_of(page)[3] == f"{BASE}/feeds/offices/tashkent.ru.atom"
    close(app)


def test_a_site_in_a_language_without_words_says_that_its_pages_are_english(world: World) -> None:
    app = world.app(languages=("fr",))
    assert check_page(_get(app.test_client(), "/")).get("lang") == "en"
    close(app)


def test_head_of_a_page_is_get_without_the_body(client: FlaskClient) -> None:
    got, head = client.get("/offices/quiet"), client.head("/offices/quiet")
    assert head.data == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.headers["ETag"] == got.headers["ETag"]
