"""The rule checker itself: it is silent about good feeds and finds one bad example of each rule."""

from pathlib import Path

import pytest

from feedsvc.core.model import Format
from tests.feed_rules import problems_of

DATA = Path(__file__).parent / "data" / "render"
_FIRST_ID = "urn:uuid:7f1c8f66-5a0d-4a3b-9b1c-1d2e3f405060"
_SECOND_ID = "urn:uuid:8a9b7c6d-1111-4222-8333-444455556666"
_SELF = "https://news.example.org/feeds/offices/tashkent"
_FH = 'xmlns:fh="http://purl.org/syndication/history/1.0"'

# What is replaced in a good feed, by what, and words of the problem that must then be found.
ATOM = [
    ("</feed>", "", "no well-formed XML"),
    ("<feed ", "<!DOCTYPE feed>\n<feed ", "document type declaration"),
    ('xmlns="http://www.w3.org/2005/Atom"', 'xmlns="http://purl.org/atom/ns#"', "its root is"),
    ("<feed ", '<feed xmlns:x="http://example.org/x" ', "which validators do not know"),
    ("at:deleted-entry", "at:gone", "namespace without a tombstone"),
    ("A title alone", "A title\x85alone", "control character"),
    ("A title alone", "A title�alone", "lost character"),
    (' xml:lang="en">\n  <id>', ">\n  <id>", "feed: has no xml:lang"),
    ('<entry xml:lang="ru">', "<entry>", "entry 2: has no xml:lang"),
    ("<subtitle>", "<title>Twice</title><subtitle>", "feed: has 2 title elements"),
    ("<title>A title alone</title>", "", "entry 3: has 0 title elements"),
    ("<title>A title alone</title>", "<title></title>", "entry 3: its title is empty"),
    ("<subtitle>", '<generator uri="x">y</generator><subtitle>', "more than one generator"),
    (
        "<updated>2026-03-05T09:00:00+00:00</updated>\n  <a",
        "<updated>2020-01-01T00:00:00Z</updated><a",
        "before an entry",
    ),
    (f"<id>{_SECOND_ID}</id>", f"<id>{_FIRST_ID}</id>", "two entries have the id"),
    (
        "<updated>2015-02-10T09:01:00+00:00",
        "<updated>2015-02-10T09:00:00+00:00",
        "two entries have the updated",
    ),
    (f"<id>{_SECOND_ID}</id>", "<id>urn:uuid:1234</id>", "entry 2: its id is no absolute ASCII IRI"),
    (f"<id>{_SECOND_ID}</id>", "<id>https://пример.рф/1</id>", "entry 2: its id is no absolute ASCII IRI"),
    (
        "<updated>2026-03-03T10:20:30+00:00",
        "<updated>2026-03-03 10:20:30",
        "entry 2: its updated is no RFC 3339",
    ),
    (
        "<published>2026-02-27T09:00:00+00:00",
        "<published>2026-02-30T09:00:00+00:00",
        "entry 2: its published is no",
    ),
    (' rel="self"', ' rel="via"', "has 0 self links"),
    (f"{_SELF}.atom", "/feeds/offices/tashkent.atom", "href is no absolute URL"),
    (f"{_SELF}.atom", f"{_SELF}.atom?x=1", "but it was fetched from"),
    ('rel="self" type="application/atom+xml"', 'rel="self" type="text/xml"', "self link's type"),
    (
        "  <generator",
        '  <link rel="alternate" type="text/html" href="https://a.example/"/><generator',
        "the feed link",
    ),
    ('rel="related"', 'rel="translation"', "rel is not registered"),
    ('rel="related"', 'rel="alternate"', "more than one alternate"),
    ('rel="related"', 'rel="related" media="x"', "a link has the attribute media"),
    ('rel="related" type="text/html"', 'rel="related" type="html"', "type is no media type"),
    (
        'type="text/html" hreflang="ru" title',
        'type="text/html" hreflang="Russian_" title',
        "hreflang is no language",
    ),
    ('length="20480"', 'length="None"', "length is no number"),
    ('title="Уровень воды &lt; 3 м"', 'title=""', "link's title is empty"),
    (
        '<link href="https://old.example.org/16" rel="alternate"',
        '<link href="https://a.example" rel="via"',
        "neither an alt",
    ),
    ('<summary type="text">A title alone</summary>', "", "neither summary nor content"),
    ('<summary type="text">A title alone</summary>', '<summary type="text"> </summary>', "summary is empty"),
    ('<summary type="text">A title', '<summary type="html">A title', 'plain text of type="html"'),
    ('<summary type="text">A title', '<summary type="CDATA">A title', "has the type CDATA"),
    ("<title>A title alone", "<title>A &lt;b&gt;title&lt;/b&gt; alone", 'markup within type="text"'),
    ("<title>A title alone", "<title>A title &amp;ndash; alone", 'markup within type="text"'),
    ("All of it.&lt;/p&gt;", "&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;", "holds <script>"),
    ("&lt;p&gt;All of it.", '&lt;p onclick="x()"&gt;All of it.', "onclick> is active"),
    ("&lt;p&gt;All of it.", '&lt;p style="position: fixed"&gt;All of it.', "style> has what"),
    ("&lt;p&gt;All of it.", '&lt;p style="color: url(x)"&gt;All of it.', "style> has what"),
    ("&lt;p&gt;All of it.", '&lt;a href="/relative"&gt;All of it.', "<a href> is no absolute URL"),
    ("&lt;p&gt;All of it.", '&lt;a href="javascript:x()"&gt;All of it.', "<a href> is no absolute URL"),
    ("&lt;p&gt;All of it.", '&lt;img src="a.jpg"&gt;All of it.', "<img src> is no absolute URL"),
    ("&lt;p&gt;All of it.", '&lt;img alt="x"&gt;All of it.', "an <img> without src"),
    ("&lt;p&gt;All of it.&lt;/p&gt;", " ", "content: is empty"),
    ("<name>Азиза (Ташкент)</name>", "", "author: has 0 name elements"),
    (
        "<email>aziza@example.org</email>\n    </author>\n    <link",
        "<email>aziza</email></author><link",
        "e-mail is none",
    ),
    ("<uri>https://example.org/people/aziza", "<uri>people/aziza", "uri is no absolute URL"),
    ('term="UZ"', 'term=""', "a category has no term"),
    (
        'scheme="https://news.example.org/countries" label="Uz',
        'scheme="countries" label="Uz',
        "scheme is no absolute URL",
    ),
    ('<category term="UZ"', '<tag>x</tag><category term="UZ"', "Atom knows no tag here"),
    ("</feed>", "<rights>x</rights></feed>", "rights comes after the first entry"),
    ('when="2026-02-01T00:00:01+00:00"', 'when="February"', "when is no RFC 3339 time"),
    ('ref="https://old.example.org/?p=17"', 'ref="17"', "ref is no absolute ASCII IRI"),
    ('ref="https://old.example.org/?p=17"', 'ref="https://old.example.org/?p=15"', "is still in the feed"),
    ("<at:comment>", "<at:comment>One</at:comment><at:comment>", "more than one comment"),
    ("<subtitle>", f"<fh:archive {_FH}/><subtitle>", "without a link to the current feed"),
    (
        "<subtitle>",
        f'<fh:complete {_FH}/><link rel="prev-archive" href="https://a.example/"/><subtitle>',
        "is complete",
    ),
    ("<subtitle>", f"<fh:archive {_FH}/><fh:complete {_FH}/><subtitle>", "is an archive and complete"),
    ("<subtitle>", f"<fh:archive {_FH}/><subtitle>", "has a tombstone"),
    (
        "<subtitle>",
        '<link rel="next-archive" href="https://a.example/"/><subtitle>',
        "is no archive and has a link",
    ),
    ("<subtitle>", '<link rel="current" href="https://a.example/"/><subtitle>', "is no archive and has a"),
    (
        "<subtitle>",
        '<link rel="prev-archive" href="https://a.example/"/>'
        '<link rel="prev-archive" href="https://b.example/"/><subtitle>',
        "more than one prev-archive",
    ),
    ("<subtitle>", f'<link rel="prev-archive" href="{_SELF}.atom"/><subtitle>', "link leads to itself"),
    ("<media:credit>©", "<media:license>x</media:license><media:credit>©", "media:license is not clean"),
    ('medium="image"', 'medium="image" role="x"', "media:content has the attribute role"),
    ('width="1200" height="800" fileSize', 'width="0" height="800" fileSize', "width is no positive number"),
    (
        '<media:description type="plain">A lock',
        '<media:description type="plain">&lt;b&gt;A&lt;/b&gt;',
        "plain text with markup",
    ),
    ("© Фото: А. Каримова", "", "media:credit is empty"),
    (
        '<media:content url="https://news.example.org/pictures/map.png"',
        '<media:content url="map.png"',
        "url is no absolute",
    ),
    ('type="image/png" fileSize', 'type="png" fileSize', "type is no media type"),
    ('medium="image" type="image/png"', 'medium="picture" type="image/png"', "medium is unknown"),
]
RSS = [
    ("</rss>", "", "no well-formed XML"),
    ('version="2.0"', 'version="0.92"', "no rss 2.0"),
    ('<channel xml:lang="en">', "<channel>", "neither language nor xml:lang"),
    ("<dc:language>ru</dc:language>", "", "item 2: neither it nor the channel says its language"),
    ("<dc:language>ru<", "<dc:language>Русский<", "dc:language is no language"),
    ("<description>News: Bureau of Rivers – Tashkent</description>", "", "has 0 description elements"),
    ("<description>News: ", "<description>&lt;b&gt;News&lt;/b&gt;: ", "channel: its description has markup"),
    ("<title>Bureau", "<title>&lt;b&gt;Bureau&lt;/b&gt;", "channel: its title has markup"),
    ("<title>A title alone", "<title>A title &amp;mdash; alone", "item 3: its title has markup"),
    ("<title>A title alone</title>", "<title> </title>", "item 3: its title is empty"),
    ("<title>A title alone</title>", "", "has neither title nor description"),
    ("<link>https://old.example.org/16</link>", "<link>/16</link>", "its link is no absolute URL"),
    (' rel="self" type="application/rss+xml"', ' rel="hub"', "has 0 self links"),
    (f"{_SELF}.rss", f"{_SELF}.rss?x=1", "but it was fetched from"),
    (
        "Thu, 05 Mar 2026 09:00:00 GMT</lastBuildDate>",
        "Thu, 05 Mar 2026 09:00:00 UTC</lastBuildDate>",
        "lastBuildDate",
    ),
    ("<pubDate>Fri, 27 Feb 2026", "<pubDate>Sat, 27 Feb 2026", "was a Fri"),
    ("<pubDate>Fri, 27 Feb 2026", "<pubDate>Fri, 30 Feb 2026", "no day of the calendar"),
    ("<pubDate>Fri, 27 Feb 2026 09:00:00 GMT</pubDate>", "", "has 0 pubDate elements"),
    ("<atom:updated>2026-03-03T10:20:30Z", "<atom:updated>3 March", "atom:updated is no RFC 3339"),
    ("news@example.org (Bureau of Rivers [Geneva])", "Bureau of Rivers", "managingEditor is not of the form"),
    ("aziza@example.org (Азиза [Ташкент])", "Азиза", "author is not of the form"),
    ("<dc:publisher>Бюро", "<dc:creator>x</dc:creator><dc:publisher>Бюро", "has author and dc:creator"),
    ("<dc:publisher>Бюро", "<dc:date>2026-02-27</dc:date><dc:publisher>Бюро", "dc:date beside pubDate"),
    (f'<guid isPermaLink="false">{_SECOND_ID}', f"<guid>{_SECOND_ID}", 'wants isPermaLink="false"'),
    (f">{_SECOND_ID}</guid>", f">{_FIRST_ID}</guid>", "two entries have the guid"),
    (f">{_SECOND_ID}</guid>", ">17</guid>", "guid is no absolute ASCII IRI"),
    (f'<guid isPermaLink="false">{_SECOND_ID}</guid>', "", "item 2: has 0 guid elements"),
    ('length="20480"', 'length="None"', "enclosure lacks"),
    (
        "<enclosure url",
        '<enclosure url="https://a.example/" length="1" type="a/b"/><enclosure url',
        "more than one enclosure",
    ),
    (
        "<description>Шлюзы откроются в понедельник.</description>",
        "<content:encoded>x</content:encoded>",
        "after a description",
    ),
    ("All of it.&lt;/p&gt;", '&lt;a href="x"&gt;', "description: <a href> is no absolute URL"),
    ('rel="related"', 'rel="alternate"', "competes with its link"),
    ('domain="https://news.example.org/countries">Uz', 'domain="countries">Uz', "domain is no absolute URL"),
    (">Uzbekistan</category>", "></category>", "a category is empty or has markup"),
    ("</item>\n  </channel>", "</item><docs>x</docs></channel>", "after the first item"),
    ("<docs>", "<tag>x</tag><docs>", "channel: RSS knows no tag here"),
    ("<pubDate>Fri", "<tag>x</tag><pubDate>Fri", "item 2: RSS knows no tag here"),
    ("<docs>", f"<fh:archive {_FH}/><docs>", "without a link to the current feed"),
    ("<docs>", '<atom:link rel="next-archive" href="https://a.example/"/><docs>', "is no archive and has"),
    ("<docs>", "<image><title>x</title></image><docs>", "image's title is not the channel's"),
    ("<docs>", "<image><link>x</link></image><docs>", "image's link is not the channel's"),
    ("<docs>", "<image><url>x</url></image><docs>", "image's url is no absolute URL"),
    ("<docs>", "<image><width>145</width></image><docs>", "image's width is over 144"),
    ("<docs>", "<language>en</language><language>ru</language><docs>", "more than one language"),
    ("<media:credit>©", "<media:license>x</media:license><media:credit>©", "media:license is not clean"),
]
JSON = [
    ("{", "[", "no JSON"),
    ('"version":', '"title": "x", "version":', "stands twice"),
    ("version/1.1", "version/1", "its version is not"),
    ('"title": "Bureau of Rivers – Tashkent"', '"title": ""', "feed: its title is empty"),
    ('"items":', '"entries":', "has no list of items"),
    ('"items":', '"next_url": "?page=2", "items":', "its next_url is no absolute URL"),
    ('"items":', f'"next_url": "{_SELF}.json", "items":', "its next_url is no absolute URL of another"),
    ('"items":', '"entries": [], "items":', "own keys begin with _"),
    ('"kind": "Speech"\n      }', '"kind": "Speech"}, "_about": "x"', "must hold an object"),
    ('"language": "en",\n  "authors"', '"authors"', "feed: has no language"),
    (
        '"name": "Bureau of Rivers (Geneva)",\n      "url": "mailto:news@example.org"',
        "",
        "an author is empty",
    ),
    (
        '"authors": [\n        {\n          "name": "Азиза',
        '"writers": [{"name": "Азиза',
        "item 2: has no authors",
    ),
    ('"url": "mailto:aziza@example.org"', '"email": "aziza@example.org"', "unknown keys"),
    (f'"feed_url": "{_SELF}.json"', '"feed_url": "/tashkent.json"', "feed_url is no absolute URL"),
    (f'"feed_url": "{_SELF}.json"', f'"feed_url": "{_SELF}.json?x=1"', "but it was fetched from"),
    ('"home_page_url": "https:', '"home_page_url": "', "home_page_url is no absolute URL"),
    (f'"id": "{_SECOND_ID}"', '"id": 17', "its id is no string"),
    (f'"id": "{_SECOND_ID}"', f'"id": "{_FIRST_ID}"', "two entries have the id"),
    (
        '"date_modified": "2015-02-10T09:01:00Z"',
        '"date_modified": "2015-02-10T09:00:00Z"',
        "the date_modified",
    ),
    ('"content_text": "A title alone",', "", "neither content_html nor content_text"),
    (
        '"content_text": "A title alone"',
        '"content_text": "<b>A title</b>"',
        "content_text is empty or has markup",
    ),
    ('"summary": "Шлюзы откроются в понедельник."', '"summary": ""', "summary is empty"),
    (
        '"content_html": "<p>',
        '"content_html": "<p><a href=\'x\'>y</a>',
        "content_html: <a href> is no absolute",
    ),
    ('"url": "https://old.example.org/16"', '"url": "/16"', "its url is no absolute URL"),
    (
        '"image": "https://news.example.org/pictures/map.png"',
        '"image": "map.png"',
        "image is no absolute URL",
    ),
    (
        '"date_published": "2015-02-10T09:00:00Z"',
        '"date_published": "2015-02-10"',
        "date_published is no RFC 3339",
    ),
    ('"Locks & dams"', '""', "a tag is empty"),
    ('"mime_type": "text/csv"', '"title": "x"', "has no mime_type"),
    ('"url": "https://news.example.org/files/levels.csv"', '"title": "x"', "no absolute url"),
    ('"size_in_bytes": 20480', '"size_in_bytes": "20 kB"', "size is no whole number"),
    ('"size_in_bytes": 20480', '"length": 20480', "attachment: its key length"),
]


def good_feed(fmt: Format) -> str:
    return (DATA / f"several_languages.{fmt}").read_text("utf-8")


@pytest.mark.parametrize("fmt", Format)
def test_a_good_feed_has_no_problems(fmt: Format) -> None:
    assert problems_of(fmt, good_feed(fmt).encode(), fetched_from=f"{_SELF}.{fmt}") == []


@pytest.mark.parametrize(
    ("fmt", "old", "new", "words"),
    [(fmt, *case) for fmt, cases in zip(Format, (ATOM, RSS, JSON), strict=True) for case in cases],
)
def test_a_broken_rule_is_found(fmt: Format, old: str, new: str, words: str) -> None:
    good = good_feed(fmt)
    assert old in good
    problems = problems_of(fmt, good.replace(old, new).encode(), fetched_from=f"{_SELF}.{fmt}")
    assert any(words in problem for problem in problems), problems


def test_bytes_that_are_no_utf_8_are_found() -> None:
    for fmt in Format:
        assert "UTF-8" in problems_of(fmt, "é".encode("latin-1"))[0]


def test_json_that_is_no_object_is_found() -> None:
    assert problems_of(Format.JSON, b"[]") == ["document: is no JSON object"]


def test_a_feed_of_which_nobody_is_the_author_is_found() -> None:
    feed = (DATA / "empty.atom").read_text("utf-8")
    broken = feed.replace("<author>\n    <name>Bureau of Rivers</name>\n  </author>", "")
    assert broken != feed
    assert problems_of(Format.ATOM, broken.encode()) == ["feed: neither it nor each entry has an author"]
