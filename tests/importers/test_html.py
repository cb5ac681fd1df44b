"""Web pages: what is refused, whose language and address are believed, what hostile pages do."""

from contextlib import suppress
from time import process_time

import pytest

from feedsvc.core.errors import UnreadableFile
from tests.importers.html_pages import read

ITEM = '<li><a href="/1">The ferry runs again</a> <small>12 June 2020</small></li>'
RUSSIAN = '<li><a href="/1">Паром снова ходит по реке</a> <small>12.06.2020</small></li>'
MEGABYTE = 1_000_000


def refusal(page: str | bytes, **given: object) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(page, **given)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)
    return str(caught.value)


def only(page: str | bytes, **given: object):
    reading = read(page, **given)
    assert (len(reading.items), reading.refused) == (1, ())
    return reading.items[0]


@pytest.mark.parametrize(
    "page",
    [
        "<p>Words.</p>",
        "<html></html>",
        "<ul><li><a href=/1>One</a></li></ul>",
        "<nav><ul>" + ITEM + "</ul></nav>",
        "<footer>" + ITEM + "</footer>",
        "<div class='cookie-banner'><ul>" + ITEM + "</ul></div>",
        "<div id=sidebar><ul>" + ITEM + "</ul></div>",
        "<div role=navigation><ul>" + ITEM + "</ul></div>",
        "<ul hidden>" + ITEM + "</ul>",
        "<script>" + ITEM + "</script>",
    ],
)
def test_a_page_without_news_is_refused_with_what_was_looked_for(page):
    said = refusal(page)

    assert "The page lists no news" in said
    assert "has a date and a title beside it" in said


@pytest.mark.parametrize(
    "frame",
    [
        "<form id=aspnetForm>{}</form>",
        "<div class='social-protection category-menu'>{}</div>",
        "<div class='elementor-widget has-sidebar'>{}</div>",
        "<div class=content-sidebar-wrap>{}</div>",
        "<div class=site-header><div class=card-footer>{}</div></div>",
        "<article><h3>News of the dock</h3><footer>{}</footer></article>",
    ],
)
def test_what_only_sounds_like_a_menu_is_read(frame):
    assert only(frame.format(f"<ul>{ITEM}</ul>")).draft.link == "https://example.org/1"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"", "is empty"),
        (b"\0" + ITEM.encode(), "is binary"),
        (b" " * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        ("<div>" * 10_000 + ITEM, "nested more than 256 deep"),
        ("<b>" * 10_000 + ITEM, "nested more than 256 deep"),
        ("<i>" * 200_001, "nested more than 256 deep"),
        ("<br>" * 200_001, "more than 200,000 elements"),
        ("<!-- only a comment -->", "holds no web page"),
    ],
)
def test_what_cannot_be_read_is_refused(page, said):
    assert said in refusal(page)


def test_a_date_without_a_title_is_refused_by_its_line():
    assert "has a date and no title" in read("\n<p>12 June 2020</p>").refused[0].reason


def test_a_page_of_no_known_office_is_refused():
    assert "give --office SLUG" in refusal(ITEM, office=None)


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (f'<html lang="en-GB">{ITEM}', "en"),
        (f'<html lang="ru">{ITEM}', "ru"),
        (f'<html lang="en">{RUSSIAN}', "ru"),
        (f'<html lang="">{RUSSIAN}', "ru"),
        (ITEM, "en"),
    ],
)
def test_the_language_is_the_declared_one_but_cyrillic_is_not_english(page, language):
    assert only(page).draft.language == language


def test_a_language_that_the_site_does_not_have_is_refused_by_name():
    assert "The page is in fr, which is none of the site's languages" in refusal(f"<html lang=fr>{ITEM}")
    assert only(f"<html lang=fr>{ITEM}", language="en").draft.language == "en"


@pytest.mark.parametrize(
    ("head", "url", "link"),
    [
        ("", None, None),
        ("", "https://a.example/x/y", "https://a.example/1"),
        ("<base href='https://b.example/z/'>", "https://a.example/x/y", "https://b.example/1"),
        ("<base href='/z/'>", "https://a.example/x/y", "https://a.example/1"),
        ("<link rel=canonical href='https://c.example/'>", None, "https://c.example/1"),
        ("<meta property=og:url content='https://d.example/'>", None, "https://d.example/1"),
        ("<!-- saved from url=(0019)https://e.example/x -->", None, "https://e.example/1"),
        ("<base href='javascript:alert(1)'>", None, None),
    ],
)
def test_links_are_relative_to_what_the_page_or_its_giver_says(head, url, link):
    reading = read(f"<html><head>{head}</head><ul>{ITEM}</ul></html>", url=url)

    assert reading.items[0].draft.link == link
    assert [remark.line for remark in reading.remarks] == ([] if link else [1])


@pytest.mark.parametrize(
    "href", ["#top", "javascript:alert(1)", "mailto:a@example.org", "", "http://[", "data:text/html,x"]
)
def test_what_leads_to_no_page_is_no_link(href):
    item = ITEM.replace("/1", href)

    assert only(item).draft.link is None


@pytest.mark.parametrize(
    "img",
    [
        "<img>",
        "<img src=''>",
        "<img src='data:image/gif;base64,R0'>",
        "<img src=/a.gif width=1 height=1>",
        "<img src=./News_files/a.jpg>",
        "<img src=file:///c:/a.jpg>",
        "<img src=javascript:alert(1)>",
    ],
)
def test_what_is_no_picture_of_the_web_is_left_out(img):
    assert only(ITEM.replace("<a", f"{img}<a")).draft.image is None


@pytest.mark.parametrize(
    ("caption", "alt", "credit"),
    [
        ("© Ada", "", "© Ada"),
        ("Photo: Ada", "", "Photo: Ada"),
        ("Ada / Agency", "", "Ada / Agency"),
        ("A ferry on the river. © Ada", "A ferry on the river.", "© Ada"),
        ("A ferry on the river (Photo: Ada)", "A ferry on the river", "Photo: Ada)"),
        ("A ferry leaves the dock of the town at ten.", "A ferry leaves the dock of the town at ten.", ""),
    ],
)
def test_a_caption_is_parted_into_what_is_shown_and_whose_it_is(caption, alt, credit):
    figure = f"<figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure>"

    image = only(ITEM.replace("<a", f"{figure}<a")).draft.image

    assert (image.alt, image.credit.rstrip(")")) == (alt, credit.rstrip(")"))


def test_a_link_that_says_read_more_is_no_text_and_leads_to_the_page():
    page = "<article><h3>One</h3><p>1 May 2020</p><p>It is open. <a href=/1>Read more</a> </p></article>"

    draft = only(page).draft

    assert (draft.summary, draft.link) == ("It is open.", "https://example.org/1")


def test_a_date_within_a_sentence_parts_nothing():
    page = "<article><h3>One</h3><p>1 May 2020</p><p>They met on <b>2 May 2020</b> at the dock.</p></article>"

    assert only(page).draft.summary == "They met on 2 May 2020 at the dock."


@pytest.mark.parametrize("line", ["One <span>1 May 2020</span>", "<b>One</b> 1 May 2020", "1 May 2020: One"])
def test_a_date_at_an_end_of_a_line_is_one_whatever_stands_beside_it(line):
    reading = read(f"<ul><li>{line}</li><li>{line.replace('One', 'Two')}</li></ul>")

    assert [(item.draft.title, str(item.date)) for item in reading.items] == [
        ("One", "2020-05-01"),
        ("Two", "2020-05-01"),
    ]


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("<time datetime=2020-06-10T23:00:00Z>12 June 2020</time>", "2020-06-12"),
        ("<time datetime=2020-06-10T23:00:00Z>3 days ago</time>", "2020-06-10"),
        ("<time datetime=2020-06-10>10/06/2020</time>", "2020-06-10"),
    ],
)
def test_the_printed_day_goes_before_that_of_the_machine(time, day):
    assert str(only(f"<article><h3>One</h3>{time}</article>").date) == day


def test_scripts_and_handlers_leave_nothing():
    page = f"<body onload=alert(1)><ul>{ITEM.replace('</li>', '<script>alert(1)</script></li>')}</ul>"

    assert "alert" not in repr(read(page))


def test_an_attribute_of_a_megabyte_is_read_over():
    long = "a" * MEGABYTE
    image = f'<img src="/{long}" alt="{long}" srcset="{long} 2x">'
    page = f'<li class="{long}">{image}<a href="/{long}">One</a> 1 May 2020'

    item = only(page)

    assert item.draft.title == "One"
    assert item.draft.link is None
    assert item.draft.image is None


@pytest.mark.parametrize(
    "piece",
    ["<br>", "<b>", "<li>a", "<td>1 May 2020", "<a href=/x>", "&amp;", "x ", "<h3>One</h3><p>1 May 2020</p>"],
)
@pytest.mark.parametrize("beginning", ["", "<div>" * 200])
def test_the_depth_of_a_page_does_not_multiply_the_work(beginning, piece):
    data = (beginning + piece * (100_000 // len(piece)) + ITEM).encode()
    before = process_time()

    with suppress(UnreadableFile):
        read(data)

    assert process_time() - before < 10
