"""Feeds: what a pair of files does not show."""

from datetime import UTC, datetime

import pytest

from feedsvc.core.urls import id_from_source
from tests.importers.feeds import item, only, read, rss

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:x.example,2024:f</id><author><name>Desk</name></author>{}</feed>'
ENTRY = "<entry><id>tag:x.example,2024:1</id><title>T</title>{}</entry>"


def test_an_id_that_is_none_is_made_of_the_feed_and_the_guid_wherever_the_feed_is_found():
    link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://river.example/f"/>'
    feed = rss(link + item(guid="17"))

    assert only(read(feed)).id == id_from_source("https://river.example/f", "17")
    assert only(read(feed, url="https://mirror.example/f")).id == only(read(feed)).id


def test_a_feed_that_does_not_say_what_it_is_known_by_is_its_address_else_its_offices():
    feed = f"<rss><channel>{item(guid='17')}</channel></rss>"

    assert only(read(feed, url="https://x.example/f")).id == id_from_source("https://x.example/f", "17")
    assert only(read(feed)).id == id_from_source("office:lima", "17")


def test_the_language_of_a_feed_goes_before_the_given_one_where_it_is_the_sites():
    assert only(read(rss("<language>ru-RU</language>" + item()))).language == "ru"
    assert only(read(rss("<language>uz</language>" + item()), language="ru")).language == "ru"


def test_an_entry_in_no_language_of_the_site_is_refused():
    reading = read(rss("<language>uz</language>" + item()), language="de")

    assert reading.items == ()
    assert reading.refused[0].reason == ("its language, “uz”, is none of the site's (en, ru): give --lang")


def test_topics_are_found_by_slug_and_by_name_in_any_case_and_others_are_dropped():
    names = "<category>DECENT  work</category><category>decent-work</category><category>Навыки</category>"

    assert only(read(rss(item(names + "<category>Boats</category>")))).topics == ("decent-work", "skills")


def test_an_atom_entry_without_an_author_has_the_feeds():
    assert [each.name for each in only(read(ATOM.format(ENTRY.format("")))).authors] == ["Desk"]


@pytest.mark.parametrize(
    ("printed", "name", "email"),
    [
        ("Ann Lee", "Ann Lee", None),
        ("ann@river.example (Ann Lee)", "Ann Lee", "ann@river.example"),
        ("Ann Lee &lt;ann@river.museum&gt;", "Ann Lee", "ann@river.museum"),
        ("ann@river.example", "ann@river.example", "ann@river.example"),
        ("mailto:ann@river.example", "ann@river.example", "ann@river.example"),
        ("Ann Lee (Lima)", "Ann Lee (Lima)", None),
        ("&quot;Ann&quot;", "Ann", None),
    ],
)
def test_an_author_is_read_in_each_way_of_printing_one(printed, name, email):
    (author,) = only(read(rss(item(f"<author>{printed}</author>")))).authors

    assert (author.name, author.email) == (name, email)


def test_an_empty_author_is_none():
    assert only(read(rss(item("<author> </author><dc:creator/>")))).authors == ()


def test_a_trackers_address_gives_way_to_the_page_behind_it():
    origin = '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://river.example/1</f:origLink>'

    assert (
        only(read(rss(item(f"<link>https://track.example/x</link>{origin}")))).link
        == "https://river.example/1"
    )


def test_an_address_escaped_once_too_often_is_mended():
    feed = rss(item("<link>https://river.example/?a=1&amp;amp;b=2</link>"))

    assert only(read(feed)).link == "https://river.example/?a=1&b=2"


def test_the_date_of_publication_goes_before_that_of_the_change():
    dates = "<updated>2024-05-07T10:00:00Z</updated><published>2024-05-06T10:00:00Z</published>"

    assert only(read(ATOM.format(ENTRY.format(dates)))).published == datetime(2024, 5, 6, 10, tzinfo=UTC)


def test_a_date_that_cannot_be_read_gives_way_to_one_that_can():
    dates = "<published>yesterday</published><updated>2024-05-07T10:00:00Z</updated>"
    reading = read(ATOM.format(ENTRY.format(dates)))

    assert only(reading).published == datetime(2024, 5, 7, 10, tzinfo=UTC)
    assert reading.remarks == ()


def test_lines_are_those_of_the_file_whatever_stands_before_the_root():
    before = '<?xml version="1.0"?>\r\n<!-- a\r\ncomment -->\r\n<!DOCTYPE rss [\r\n<!ELEMENT a ANY>\r\n]>\r\n'

    assert [taken.line for taken in read(before + rss("\r\n" + item())).items] == [8]


def test_the_words_of_a_picture_in_html_are_plain():
    media = (
        '<media:content url="https://x.example/a.png"><media:description type="html">&lt;b&gt;Boats&lt;/b&gt;'
    )
    image = only(read(rss(item(media + "</media:description></media:content>")))).image

    assert image is not None
    assert image.alt == "Boats"


def test_a_sound_feed_draws_no_remark():
    dated = item("<pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate>")

    assert read(rss(dated)).remarks == ()
    assert read(rss(dated)).source == "https://river.example/"
