"""The script, the frame version and oEmbed, as HTTP gives them."""

import gzip
import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from sqlalchemy import create_engine, text

from feedsvc.core.model import ChannelAddress
from feedsvc.core.urls import channel_embed_path
from feedsvc.web import assets, embeds
from tests.web.conftest import close
from tests.web.world import BASE, START, World

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
LARGEST_SCRIPT = 6 * 1024  # bytes, gzipped (issue: the public face)


def _frame(client: FlaskClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.document_fromstring(answer.text)


def _titles(page: html.HtmlElement) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.xpath("//h2")]


def _oembed(client: FlaskClient, url: str, **others: object):
    return client.get("/oembed", query_string={"url": url, **others})


# --- the script


def test_the_script_is_at_most_6_kb_gzipped(client: FlaskClient, record_property) -> None:
    answer = client.get("/embed.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) <= LARGEST_SCRIPT
    assert gzip.decompress(answer.data) == client.get("/embed.js").data
    record_property("measured: embed.js, gzipped bytes", len(answer.data))


def test_the_script_is_asked_about_each_time_and_only_sent_when_it_changed(client: FlaskClient) -> None:
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        answer = client.get("/embed.js", headers=headers)
        assert answer.content_type == "text/javascript; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in answer.headers
        again = client.get("/embed.js", headers={**headers, "If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Vary"] == "Accept-Encoding"


def test_the_script_may_be_used_by_every_site(client: FlaskClient) -> None:
    answer = client.get("/embed.js")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_script_knows_where_its_site_is_and_needs_no_other(world: World) -> None:
    app = world.app(base_url="https://example.org/news")
    source = app.test_client().get("/news/embed.js").text
    close(app)
    assert '"site":"https://example.org/news"' in source
    assert set(re.findall(r"https?://[^\"'`/\s]+", source)) == {"https://example.org"}


@pytest.mark.parametrize(
    "sink",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "cookie", "localStorage"],
)
def test_the_script_has_nothing_through_which_a_title_could_run(client: FlaskClient, sink: str) -> None:
    assert sink not in client.get("/embed.js").text


# --- the frame


def test_a_frame_shows_the_newest_of_a_channel_by_date(client: FlaskClient) -> None:
    page = _frame(client, "/embed/countries/tj")
    assert page.xpath("string(//h1)") == "Tajikistan – World of Rivers"
    assert _titles(page) == ["Вода поднимается", "Flood & <safety> “now”", "Only the credit is known"]


def test_a_frame_keeps_language_direction_office_picture_and_credit(client: FlaskClient) -> None:
    page = _frame(client, "/embed/countries/tj")
    russian, english, credit = page.xpath("//li")
    assert (russian.get("lang"), russian.get("dir")) == ("ru", "ltr")
    assert russian.xpath("string(.//bdi)") == "Бюро по рекам Центральной Азии"
    assert english.xpath(".//img/@alt") == ["A river"]
    assert english.xpath("string(.//figcaption)") == "© Rivers / Hand 2026"
    assert credit.xpath("string(.//p[@class='credit'])") == "Photo: © Some Agency 2026"


def test_a_language_from_right_to_left_keeps_its_direction(world: World) -> None:
    app = world.app(languages=("en", "ar"))
    with create_engine(world.settings.database_url).begin() as connection:
        connection.execute(
            text("UPDATE entry SET language = 'ar' WHERE uuid = :u"), {"u": world.uuids["bare"]}
        )
    item = _frame(app.test_client(), f"/embed/entries/{world.uuids['bare']}").xpath("//li")[0]
    close(app)
    assert (item.get("lang"), item.get("dir")) == ("ar", "rtl")


@pytest.mark.parametrize(("asked", "shown"), [("1", 1), ("2", 2), ("99", 3), ("0", 3), ("-4", 1), ("x", 3)])
def test_a_frame_shows_as_many_as_asked_from_one_to_a_page(
    client: FlaskClient, asked: str, shown: int
) -> None:
    assert len(_titles(_frame(client, f"/embed/all?limit={asked}"))) == shown


def test_a_frame_links_to_where_the_feed_does_and_beside_the_page(client: FlaskClient, world: World) -> None:
    page = _frame(client, f"/embed/entries/{world.uuids['linked']}")
    assert page.xpath("//h2/a/@href") == ["https://rivers.example.org/first"]
    assert page.xpath("//base/@target") == ["_blank"]
    assert all(each.get("aria-describedby") == "new-tab" for each in page.xpath("//a"))


def test_a_frame_may_stand_anywhere_and_can_do_nothing(client: FlaskClient) -> None:
    answer = client.get("/embed/all")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert "<script" not in answer.text
    assert " style=" not in answer.text


def test_no_other_page_may_be_framed(client: FlaskClient) -> None:
    for path in ("/", "/countries/tj", "/countries/none"):
        assert (
            "frame-ancestors 'none'" in client.get(path, headers=BROWSER).headers["Content-Security-Policy"]
        )


@pytest.mark.parametrize(("asked", "theme"), [("light", ["light"]), ("dark", ["dark"]), ("<x>", [])])
def test_a_frame_is_light_or_dark_or_as_the_browser_is(
    client: FlaskClient, asked: str, theme: list[str]
) -> None:
    assert _frame(client, f"/embed/all?theme={asked}").xpath("/html/@data-theme") == theme


def test_a_frame_without_pictures_has_no_credits_either(client: FlaskClient) -> None:
    page = _frame(client, "/embed/countries/tj?pictures=no")
    assert page.xpath("//img | //figure | //*[@class='credit']") == []


def test_a_channel_of_a_language_is_shown_in_its_words(client: FlaskClient) -> None:
    page = _frame(client, "/embed/countries/tj.ru")
    assert page.get("lang") == "ru"
    assert page.xpath("string(//p[@class='more']/a)") == "Другие новости"
    assert _titles(page) == ["Вода поднимается"]


def test_a_channel_without_entries_says_so(client: FlaskClient) -> None:
    page = _frame(client, "/embed/offices/quiet")
    assert page.xpath("string(//p[@class='status'])") == "No news here yet."


def test_another_spelling_of_a_channel_is_redirected(client: FlaskClient) -> None:
    answer = client.get("/embed/countries/TJ?limit=2")
    assert (answer.status_code, answer.location) == (301, f"{BASE}/embed/countries/tj?limit=2")


@pytest.mark.parametrize("path", ["/embed/countries/xx", "/embed/all/weekly", "/embed/nothing", "/embed/<b>"])
def test_a_frame_of_nothing_is_a_sentence_with_a_link_that_may_be_framed_too(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    page = html.document_fromstring(answer.text)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "There is no news channel" in page.xpath("string(//p[@class='status'])")
    assert page.xpath("//p[@class='more']/a/@href") == [f"{BASE}/"]
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


def test_a_frame_of_a_withdrawn_entry_says_no_more_than_that(client: FlaskClient, world: World) -> None:
    answer = client.get(f"/embed/entries/{world.uuids['withdrawn']}")
    assert answer.status_code == 410
    assert "This entry was withdrawn." in answer.text
    assert "another" not in answer.text


def test_a_frame_of_what_is_not_released_is_as_one_of_nothing(client: FlaskClient, world: World) -> None:
    said = {client.get(f"/embed/entries/{world.uuids[name]}").text for name in ("draft", "scheduled")}
    nothing = client.get("/embed/entries/nothing")
    assert nothing.status_code == 404
    assert "There is no such entry here." in nothing.text
    assert said == {nothing.text}


def test_a_frame_without_a_database_says_so(world: World) -> None:
    app = world.app(database_url=f"sqlite:///{world.settings.data_dir}/none.db")
    answer = app.test_client().get("/embed/all")
    close(app)
    assert answer.status_code == 503
    assert "cannot be shown just now" in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


def test_a_frame_is_asked_about_each_time_and_shows_no_withdrawn_entry(
    client: FlaskClient, world: World
) -> None:
    first = client.get("/embed/countries/tj")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get("/embed/countries/tj", headers=tag).status_code == 304
    with world.publisher(START.replace(month=7)) as publisher:
        publisher.withdraw(world.uuids["flood"], "Wrong.")
    second = client.get("/embed/countries/tj", headers=tag)
    assert second.status_code == 200
    assert "Flood" in first.text
    assert "Flood" not in second.text


def test_the_style_of_a_frame_is_served(client: FlaskClient) -> None:
    path = assets.asset_path("embed.css")
    assert path in client.get("/embed/all").text
    assert client.get(path).content_type == "text/css; charset=utf-8"


def test_every_phrase_of_the_element_is_there_in_every_language() -> None:
    known = {language: embeds._words_of_element(language) for language in ("en", "ru")}
    assert known["en"].keys() == known["ru"].keys()
    assert known["en"]["photo"] == "Photo"
    assert known["ru"]["none"] == "Новостей здесь пока нет."


# --- oEmbed


@pytest.mark.parametrize(
    ("page", "frame", "title"),
    [
        ("/", "/embed/all?limit=5", "World of Rivers"),
        ("/countries/tj", "/embed/countries/tj?limit=5", "Tajikistan – World of Rivers"),
        ("/countries/TJ/?x=1#y", "/embed/countries/tj?limit=5", "Tajikistan – World of Rivers"),
        ("/topics/floods", "/embed/topics/floods?limit=5", "Floods – World of Rivers"),
        ("/offices/quiet", "/embed/offices/quiet?limit=5", "Quiet Office"),
    ],
)
def test_oembed_gives_the_frame_of_a_channel_page(
    client: FlaskClient, page: str, frame: str, title: str
) -> None:
    found = _oembed(client, BASE + page).get_json()
    assert (found["type"], found["version"], found["title"]) == ("rich", "1.0", title)
    assert (found["width"], found["height"]) == (600, 720)
    assert found["provider_url"] == f"{BASE}/"
    element = html.fragment_fromstring(found["html"])
    assert element.tag == "iframe"
    assert element.get("src") == BASE + frame
    assert element.get("title") == title
    assert element.get("sandbox") == "allow-popups allow-popups-to-escape-sandbox"


def test_oembed_gives_the_frame_of_an_entry_page_with_its_title_escaped(
    client: FlaskClient, world: World
) -> None:
    uuid = world.uuids["flood"]
    found = _oembed(client, f"{BASE}/entries/{uuid}/any-slug").get_json()
    assert found["title"] == "Flood & <safety> “now”"
    assert "<safety>" not in found["html"]
    assert html.fragment_fromstring(found["html"]).get("src") == f"{BASE}/embed/entries/{uuid}"


def test_oembed_in_xml_says_the_same(client: FlaskClient, world: World) -> None:
    url = f"{BASE}/entries/{world.uuids['flood']}"
    answer = _oembed(client, url, format="xml")
    root = etree.fromstring(answer.data)
    assert answer.content_type == "text/xml; charset=utf-8"
    assert root.tag == "oembed"
    said = {each.tag: each.text for each in root}
    assert said == {name: str(value) for name, value in _oembed(client, url).get_json().items()}


def test_oembed_stays_within_the_greatest_size(client: FlaskClient) -> None:
    small = _oembed(client, f"{BASE}/", maxwidth=320, maxheight=200).get_json()
    large = _oembed(client, f"{BASE}/", maxwidth=2000, maxheight=2000).get_json()
    assert (small["width"], small["height"]) == (320, 200)
    assert 'width="320" height="200"' in small["html"]
    assert (large["width"], large["height"]) == (600, 720)


ELSEWHERE = (
    "https://evil.example/countries/tj",
    "https://news.example.org.evil.example/countries/tj",
    "https://news.example.org@evil.example/countries/tj",
    "https://evil.example@news.example.org/countries/tj",
    "//news.example.org/countries/tj",
    "javascript:alert(1)//news.example.org/",
    "https://[news.example.org/",
    "/countries/tj",
    f"{BASE}/search?q=x",
    f"{BASE}/all",
    f"{BASE}/countries/tj.ru",
    f"{BASE}/countries/xx",
    f"{BASE}/countries/tj/topics/floods",
    f"{BASE}/offices/none",
    f"{BASE}/entries/00000000-0000-4000-8000-000000000000",
    f"{BASE}/entries/",
)


@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_oembed_of_another_site_or_of_nothing_is_404(client: FlaskClient, fmt: str) -> None:
    for url in ELSEWHERE:
        assert _oembed(client, url, format=fmt).status_code == 404, url


def test_oembed_of_what_is_not_public_is_404(client: FlaskClient, world: World) -> None:
    for name in ("draft", "scheduled", "withdrawn"):
        assert _oembed(client, f"{BASE}/entries/{world.uuids[name]}").status_code == 404


def test_oembed_in_an_unknown_format_is_501(client: FlaskClient) -> None:
    assert _oembed(client, f"{BASE}/", format="yaml").status_code == 501


def test_oembed_names_every_wrong_parameter_at_once(client: FlaskClient) -> None:
    answer = client.get("/oembed?maxwidth=wide&maxheight=0")
    assert answer.status_code == 400
    assert [each["where"] for each in answer.get_json()["errors"]] == ["url", "maxwidth", "maxheight"]


def test_oembed_under_a_prefix_takes_no_neighbour_of_it(world: World) -> None:
    app = world.app(base_url="https://example.org/news")
    client = app.test_client()
    found = client.get("/news/oembed?url=https://example.org/news/countries/tj").get_json()
    statuses = [
        client.get(f"/news/oembed?url=https://example.org{path}").status_code
        for path in ("/news", "/newspaper/countries/tj", "/countries/tj")
    ]
    close(app)
    assert html.fragment_fromstring(found["html"]).get("src") == (
        "https://example.org/news/embed/countries/tj?limit=5"
    )
    assert statuses == [200, 404, 404]


def test_pages_that_can_be_embedded_tell_where_to_ask_how(client: FlaskClient, world: World) -> None:
    entry = client.get(f"/entries/{world.uuids['linked']}").location.removeprefix(BASE)
    for path in ("/", "/offices/tashkent", "/countries/tj", "/topics/floods", entry):
        page = html.document_fromstring(client.get(path).text)
        for fmt, kind in (("json", "application/json+oembed"), ("xml", "text/xml+oembed")):
            (href,) = page.xpath(f"//head/link[@rel='alternate'][@type='{kind}']/@href")
            assert href == f"{BASE}/oembed?url={quote(BASE + path, safe='')}&format={fmt}"
            answer = client.get(href.removeprefix(BASE))
            assert answer.status_code == 200
            assert answer.mimetype == kind.replace("+oembed", "")
    for path in ("/search?q=water", "/countries/xx"):
        assert "oembed" not in client.get(path, headers=BROWSER).text


def test_the_paths_of_embeds_are_spelt_like_feeds() -> None:
    address = ChannelAddress(office="moscow", country="UZ", language="ru")
    assert channel_embed_path(address, 3) == "/embed/offices/moscow/countries/uz.ru?limit=3"
