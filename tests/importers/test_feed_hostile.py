"""Feeds that mean harm: each is cleaned, or refused in one clear sentence, and soon."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from lxml.html import fragment_fromstring

from feedsvc.core.errors import UnreadableFile
from tests.importers.feeds import item, only, read, read_export, rss, stored

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:x.example,2024:f</id>{}</feed>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
# In an import of at most 1 MB; quadratic work would need a thousand times as many.
MOST_CALLS = 3_000_000


@contextmanager
def work(limit: int = MOST_CALLS) -> Iterator[None]:
    """Fails where the calls within pass a limit: what depends on no clock and no other process."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}
        assert calls < limit, f"more than {limit} calls"

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]>{rss(item("&l9;"))}', "an entity of its own (l0)"),
        (f'<!DOCTYPE r [<!ENTITY a "{"x" * 9000}">]>{rss(item("&a;" * 9000))}', "an entity of its own (a)"),
        (
            f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{rss(item("&x;"))}',
            "an entity of its own (x)",
        ),
        (f'<!DOCTYPE r [<!-- > ]> -->"]>"<!ENTITY x "y">]>{rss(item())}', "an entity of its own (x)"),
        (f'<?xml version="1.0"?>\n<!--a-->\n<!DOCTYPE r SYSTEM "]>" [<!ENTITY x "y">]>{rss(item())}', "(x)"),
        ("<!DOCTYPE rss [" + "<!--" * 100_000, "cut off within its document type"),
        (rss(item("<a>" * 10_000)), "nested deeper than 256"),
        (ATOM.format("<entry>" + "<a>" * 10_000), "nested deeper than 256"),
        (rss("<item " + " ".join(f'a{n}="x"' for n in range(100_000)) + "/>"), "more than 1000 attributes"),
        (rss("<item/>" * 20_000), "more than 10000"),
        ("x" * (10 * 2**20 + 1), "larger than 10 MB"),
        ("\0" * 1000, "binary"),
        ("", "empty"),
        (" \n\t", "empty"),
        ("just words", "no feed"),
        ("<html><body>A page</body></html>", "no feed"),
        ("<!DOCTYPE html><p>A page", "no feed"),
        ("<opml><body/></opml>", "its root element is “opml”"),
        ('<rss xmlns:wp="http://wordpress.org/export/1.2/"/>', "--format wordpress"),
        ('{"items": []}', "no JSON feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "no JSON feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [', "no JSON that can be read"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000, "nested too deep"),
        (
            '{"version": "https://jsonfeed.org/version/1.1", "items": [' + "1," * 20_000 + "1]}",
            "more than 10000",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_trap_is_refused_in_one_sentence(feed, reason):
    with work(), pytest.raises(UnreadableFile) as refused:
        read(feed)

    assert reason in str(refused.value)
    assert len(refused.value.problems) == 1
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 250


def test_an_external_document_type_is_not_fetched_and_its_entities_are_words():
    source = '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'

    assert only(read(source + rss(item(title="Not &expanded;")))).title == "Not &expanded;"


ACTIVE = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="vbscript:x">x</a>',
    '<a href="CDEF:x">x</a>',
    "<p style=\"background:url('javascript:alert(1)')\">x</p>",
    "<style>@import 'x'</style>",
    '<link rel="stylesheet" href="x">',
    '<meta http-equiv="refresh" content="0">',
    '<base href="http://evil.example/">',
    '<iframe src="//x.example"></iframe>',
    '<object data="x"></object>',
    '<embed src="x">',
    '<form action="//x.example"><input name=a></form>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--[if IE]><script>x</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    '<a href="http://[::1">x</a>',
    "<img src='http://x.example/\x00.png'>",
    "<video src=x onloadstart=alert(1)>",
)
ACTIVE_TAGS = "script iframe object embed form input svg math meta base link style video template".split()


@pytest.mark.parametrize("html", ACTIVE)
@pytest.mark.parametrize("where", ["description", "content:encoded", "title", "xhtml", "json", "wordpress"])
def test_nothing_active_comes_through(html, where):
    escaped = html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    if where == "json":
        values = {"id": "1", "title": "A title", "content_html": f"<p>Words</p>{html}"}
        reading = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [values]}))
    elif where == "xhtml":
        body = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words</p>{html}</div></content>'
        reading = read(
            ATOM.format(f"<entry><id>tag:x.example,2024:1</id><title>A title</title>{body}</entry>")
        )
    elif where == "wordpress":
        content = f"<content:encoded>Words\n\n{escaped}</content:encoded>"
        reading = read_export(rss(item(content), root='xmlns:wp="http://wordpress.org/export/1.2/"'))
    elif where == "title":
        reading = read(rss(item(title=f"A title {escaped}")))
    else:
        reading = read(rss(item(f"<{where}>&lt;p&gt;Words&lt;/p&gt;{escaped}</{where}>")))
    drafts = stored(taken.draft for taken in reading.items)

    assert where == "xhtml" or len(drafts) == 1
    for draft in drafts:
        tree = fragment_fromstring(draft.content_html, create_parent="div")
        elements = list(tree.iter())
        assert not {element.tag for element in elements} & set(ACTIVE_TAGS)
        names = {str(name) for element in elements for name in element.attrib}
        assert not [name for name in names if name.startswith("on") or name == "style"]
        addresses = [element.get(name) for element in elements for name in ("href", "src")]
        assert all(each.startswith(("http://", "https://")) for each in addresses if each)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "CDEF:1", "http://", "http://[::1",
        "https://x.example:99999/", "https://" + "a" * 3000,
        "http:// spaces .example/",
    ],
)  # fmt: skip
def test_a_bad_address_is_left_out_and_the_entry_stays(address):
    media = (
        f'<media:content url="{address}" type="image/png"/><enclosure url="{address}" type="a/b" length="1"/>'
    )
    feed = rss(
        item(f"<link>{address}</link>{media}<description>&lt;img src='{address}'&gt;Words</description>")
    )
    (draft,) = stored([only(read(feed))])

    assert draft.title == "A title"
    assert draft.image is None
    assert draft.enclosures == ()
    assert draft.link is None or draft.link.startswith("https://river.example/")


@pytest.mark.parametrize(
    "feed",
    [
        rss(item("<description>" + "&lt;div&gt;" * 20_000 + "</description>")),
        rss(item("".join(f"<category>c{n}</category>" for n in range(20_000)))),
        rss(item("<author>" + "a." * 200_000 + "</author>")),
        rss(item("<author>x</author>" * 20_000)),
        rss(item("<pubDate>" + "1" * 300_000 + "</pubDate>")),
        rss(item("<guid>" + "x" * 300_000 + "</guid>")),
        rss(item("<link>https://x.example/" + "a" * 300_000 + "</link>")),
        rss(item(title="x" * 300_000)),
        rss(item(title="&lt;" * 100_000)),
        rss(item(title="<![CDATA[" * 30_000)),
        rss(item("<source url='http://x.example'>x</source>" * 5_000)),
        rss(
            item(
                "<media:group>" + "<media:content url='http://x.example/a.jpg'/>" * 10_000 + "</media:group>"
            )
        ),
        rss(item(), root=" ".join(f'xmlns:a{n}="u{n}"' for n in range(10_000))),
        "<rss><channel>" + "<" * 300_000,
        "<rss><channel>" + "&" * 300_000,
        "<rss><channel>" + "<!--" * 100_000,
        "<rss><channel>" + "<a></b>" * 50_000,
        "<rss><channel>" + "<item>" * 200,
    ],
    ids=lambda feed: feed[-60:],
)
def test_the_work_on_a_large_feed_grows_with_its_size_alone(feed):
    with work():
        reading = read(feed)

    assert len(reading.items) + len(reading.refused) <= 200


def test_a_huge_title_and_a_deep_body_are_refused_by_item():
    deep = "<description>" + "&lt;div&gt;" * 1_000 + "</description>"
    reading = read(rss(item(title="x" * 600) + item(deep, guid="2") + item(guid="3", title="Good")))

    assert [taken.draft.title for taken in reading.items] == ["Good"]
    assert [refusal.reason for refusal in reading.refused] == [
        "its title has 600 characters; at most 500 are allowed",
        "its HTML is nested deeper than 500 elements",
    ]
    assert all(len(refusal.title) <= 80 for refusal in reading.refused)


def test_an_export_has_no_traps_either():
    root = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    for feed, reason in (
        (f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]>{rss(item(), root=root)}', "an entity of its own"),
        (rss(item("<a>" * 10_000), root=root), "nested deeper than 256"),
        (rss(item()), "no WordPress export"),
        ("", "empty"),
    ):
        with work(), pytest.raises(UnreadableFile, match=reason):
            read_export(feed)
