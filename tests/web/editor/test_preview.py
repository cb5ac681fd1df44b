"""Previews in the newsroom: the real outputs, for who may see them, in frames in which nothing runs."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html

from feedsvc.core.accounts import Role
from feedsvc.core.newsroom_urls import entry_preview_path, preview_path
from feedsvc.web.editor.preview.cards import cards, head_of
from tests.web.editor.clerks import Clerk, clerk
from tests.web.world import PICTURE, World

COPY = "00000009-0000-4000-8000-000000000001"
FEED = "/feeds/offices/tashkent.json?content=summary"
FRAMES = ("/reader", "/mail", "/page", "/embed")
PARTS = ("", *FRAMES, "/reader?as=rss", "/source", "/embed.js", FEED)
HOSTILE = (
    '<p onclick="evil()">Text <script>evil()</script><img src=x onerror=evil()>'
    '<a href="javascript:evil()">link</a><iframe src="//evil.example"></iframe><style>*{}</style></p>'
)
TYPED: dict[str, Any] = {
    "title": "The Uzbek river rises",
    "summary": "Water came at night.",
    "body": "<p>People moved.</p>",
    "office": "tashkent",
    "language": "en",
    "countries_are": "found",
    "image_url": PICTURE,
    "image_alt": "A river",
    "image_credit": "© Ada",
}


@pytest.fixture
def editor(app: Flask) -> Clerk:
    """An editor of the office in Tashkent."""
    return clerk(app, roles={"tashkent": Role.EDITOR})


def typed(clerk: Clerk, copy: str = COPY, **changes: Any) -> str:
    """Let somebody type into the form of a new entry and ask for its preview; the preview's address."""
    clerk.get("/editor/new")
    answer = clerk.post(f"/editor/work/{copy}", TYPED | changes | {"do": "preview"})
    assert answer.status_code == 303, answer.text
    assert answer.headers["Location"].endswith(preview_path(copy))
    return preview_path(copy)


def test_the_source_is_what_the_feed_then_serves(client: FlaskClient, editor: Clerk) -> None:
    path = typed(editor)
    for fmt in ("atom", "rss"):
        shown = editor.get(f"{path}/source?as={fmt}").text
        [code] = re.findall("<code>(.*)</code>", shown, re.DOTALL)
        element = html.unescape(code)
        assert "<title>The Uzbek river rises</title>" in element
        typed_again = TYPED | {"do": "publish", "entry": "", "base_version": ""}
        if fmt == "atom":
            assert editor.post(f"/editor/work/{COPY}", typed_again).status_code == 303
            assert element in client.get("/feeds/offices/tashkent.atom").text
            path = entry_preview_path(COPY)
        else:
            assert element in client.get("/feeds/offices/tashkent.rss").text


def test_the_page_is_what_a_visitor_then_gets(client: FlaskClient, editor: Clerk) -> None:
    path = typed(editor)
    shown = editor.get(f"{path}/page").text.replace('<base target="_blank">\n', "", 1)
    assert editor.post(f"/editor/work/{COPY}", TYPED | {"do": "publish"}).status_code == 303
    assert shown == client.get(f"/entries/{COPY}/the-uzbek-river-rises").text


def test_the_elements_feed_is_the_offices_feed_as_it_would_begin(client: FlaskClient, editor: Clerk) -> None:
    path = typed(editor)
    feed = editor.get(path + FEED).json
    assert editor.post(f"/editor/work/{COPY}", TYPED | {"do": "publish"}).status_code == 303
    real = client.get(FEED).json
    assert feed["items"][0] == real["items"][0]
    assert editor.get(f"{path}/feeds/all.json").status_code == 404


def test_the_element_asks_for_the_feed_of_the_preview_with_the_session(editor: Clerk) -> None:
    path = typed(editor)
    page = editor.get(f"{path}/embed").text
    assert f'<script src="{path}/embed.js" defer>' in page
    assert '<feedsvc-news channel="offices/tashkent" limit="3">' in page
    script = editor.get(f"{path}/embed.js").text
    assert f'"site":"{path}","credentials":"same-origin"' in script
    public = editor.client.get("/embed.js").text
    assert '"site":"https://news.example.org","credentials":"omit"' in public


def test_a_reader_shows_what_it_took_out_of_the_feed(editor: Clerk) -> None:
    path = typed(editor)
    for fmt in ("atom", "rss"):
        shown = lxml_html.fromstring(editor.get(f"{path}?as={fmt}").text)
        [title] = shown.xpath('//li[@class="this"]//p[@class="reader-title"]/text()')
        assert title.strip() == "The Uzbek river rises"
        [line] = shown.xpath('//li[@class="this"]//p[@class="reader-line"]')
        assert " ".join(line.text_content().split()) == "1 July 2026 Water came at night."
        assert shown.xpath('//li[@class="this"]/img/@src') == [f"https://news.example.org{PICTURE}"]
        opened = lxml_html.fromstring(editor.get(f"{path}/reader?as={fmt}").text)
        assert opened.findtext(".//h1/a") == "The Uzbek river rises"
        assert "World of Rivers · 1 July 2026" in opened.text_content()
        assert "People moved." in opened.text_content()
        assert opened.xpath("//figcaption/text()") == ["© Ada"]


def test_a_mail_has_its_sender_its_subject_and_both_parts(editor: Clerk) -> None:
    path = typed(editor)
    shown = editor.get(f"{path}?show=mail").text
    assert "World of Rivers &lt;news@example.org&gt;" in shown
    assert "weekly digest – English: Week 27, 29 June – 5 July 2026" in shown
    assert "1. The Uzbek river rises" in shown
    assert "The Uzbek river rises</a></h2>" in editor.get(f"{path}/mail").text


def test_cards_are_taken_from_the_head_of_the_page(editor: Clerk) -> None:
    path = typed(editor, title="The Uzbek river " + "and the sea " * 10)
    shown = lxml_html.fromstring(editor.get(f"{path}?show=cards").text)
    titles = [" ".join(each.text_content().split()) for each in shown.find_class("seen-title")]
    assert titles[0] == "The Uzbek river and the sea and the sea and the sea and the… cut here"
    assert all(len(each) < 110 for each in titles)
    assert len(shown.xpath('//section[contains(@class, "large")]//img')) == 1
    head = head_of(editor.get(f"{path}/page").data)
    assert head.article["@type"] == "NewsArticle"
    assert [each.large for each in cards(head)] == [False, True, False]


def test_without_a_picture_no_card_is_large(editor: Clerk) -> None:
    path = typed(editor, image_url="", image_alt="", image_credit="")
    found = cards(head_of(editor.get(f"{path}/page").data))
    assert [(each.kind, each.large, each.picture) for each in found] == [
        ("search", False, ""),
        ("social", False, ""),
        ("chat", False, ""),
    ]


def test_what_cannot_be_published_is_said_with_a_way_to_each_field(editor: Clerk) -> None:
    path = typed(editor, title="", link="nowhere")
    answer = editor.get(path)
    assert answer.status_code == 200
    found = lxml_html.fromstring(answer.text).xpath('//*[@role="alert"]//a/@href')
    assert found == [f"/editor/work/{COPY}#title", f"/editor/work/{COPY}#link"]
    assert "<iframe" not in answer.text
    assert [editor.get(path + part).status_code for part in FRAMES] == [400] * 4


def statuses(client: Clerk | FlaskClient, path: str) -> dict[str, int]:
    return {part: client.get(path + part).status_code for part in PARTS}


def test_nothing_of_a_preview_is_kept_indexed_or_open_to_strangers(
    client: FlaskClient, editor: Clerk
) -> None:
    path = typed(editor)
    for part in PARTS:
        answer = editor.get(path + part)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert statuses(client, path) == dict.fromkeys(PARTS, 401)


def test_what_somebody_types_is_seen_by_nobody_else(app: Flask, editor: Clerk) -> None:
    boss = clerk(app, "boss@example.org", is_admin=True)
    assert statuses(boss, typed(editor)) == dict.fromkeys(PARTS, 404)


def test_a_stored_draft_is_seen_by_those_of_its_office(app: Flask, world: World) -> None:
    path = entry_preview_path(world.uuids["draft"])
    reads = clerk(app, "reads@example.org", roles={"tashkent": Role.READER})
    elsewhere = clerk(app, "elsewhere@example.org", roles={"quiet": Role.EDITOR})
    assert statuses(reads, path) == dict.fromkeys(PARTS, 200)
    assert statuses(elsewhere, path) == dict.fromkeys(PARTS, 404)


def test_who_may_not_change_an_entry_is_shown_no_way_to_its_form(app: Flask, world: World) -> None:
    path = entry_preview_path(world.uuids["draft"])
    reads = clerk(app, "reads@example.org", roles={"tashkent": Role.READER}).get(path).text
    edits = clerk(app, "edits@example.org", roles={"tashkent": Role.EDITOR}).get(path).text
    form = f'href="/editor/entries/{world.uuids["draft"]}'
    assert [each in reads for each in (f'{form}"', f'{form}#summary"')] == [False, False]
    assert [each in edits for each in (f'{form}"', f'{form}#summary"')] == [True, True]
    assert 'name="mend"' not in edits  # there is no working copy that it could mend


def test_an_address_of_nothing_is_not_found(editor: Clerk) -> None:
    for path in (preview_path(COPY), entry_preview_path(COPY), "/editor/entries/x/preview"):
        assert editor.get(path).status_code == 404


def test_frames_lie_within_this_site_alone_and_run_nothing(editor: Clerk) -> None:
    path = typed(editor)
    for part in FRAMES:
        policy = editor.get(path + part).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "form-action 'none'" in policy
        assert "'unsafe-inline'" not in policy.replace("style-src-attr 'unsafe-inline'", "")
        assert ("sandbox" in policy) == (part != "/embed")
        assert ("script-src" in policy) == (part == "/embed")
    assert "frame-ancestors 'none'" in editor.get(path).headers["Content-Security-Policy"]


def test_a_hostile_draft_is_text_and_nothing_more(editor: Clerk) -> None:
    title = '"><script>evil()</script><img src=x onerror=evil()>'
    path = typed(editor, title=title, summary=title, body=HOSTILE, place=title, kind=title)
    for part in ("", *FRAMES, "/reader?as=rss", "/source", "?show=mail", "?show=cards"):
        tree = lxml_html.fromstring(editor.get(path + part).text)
        scripts = [each for each in tree.iter("script") if each.get("type") != "application/ld+json"]
        assert [each.text for each in scripts if each.text] == []
        attributes = [name for each in tree.iter() for name in each.attrib]
        assert [name for name in attributes if name.startswith("on")] == []
        assert tree.xpath('//a[starts-with(@href, "javascript:")]') == []
    assert editor.get(path + FEED).json["items"][0]["title"] == title


def test_in_russian_a_preview_speaks_russian(editor: Clerk) -> None:
    path = typed(editor, title="Река поднимается в Ташкенте", language="ru")
    shown = editor.get(path, **{"Accept-Language": "ru"}).text
    assert "Предпросмотр" in shown
    assert "Программа чтения" in shown
    assert "1 июля 2026 г." in shown


def test_unknown_choices_are_the_first_ones(editor: Clerk) -> None:
    path = typed(editor)
    shown = lxml_html.fromstring(editor.get(f"{path}?show=x&width=y&as=z").text)
    assert [each.text for each in shown.xpath('//main//a[@aria-current="true"]')] == [
        "Reader",
        "Atom",
        "Desk",
    ]
