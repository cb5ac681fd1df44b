"""A list of feeds as OPML 2.0."""

from lxml import etree

from feedsvc.core.model import ChannelAddress, Format
from feedsvc.core.outlines import FeedList, Outline, feed_list
from feedsvc.render.opml import opml
from tests.core.samples import OFFICES, SITE, TOPICS

HEADINGS = {"offices": "Offices", "countries": "Countries", "topics": "Topics"}
CHANNELS = (
    ChannelAddress(country="UZ", language="ru"),
    ChannelAddress(topic="work"),
    ChannelAddress(office="moscow", country="UZ"),
    ChannelAddress(office="moscow"),
    ChannelAddress(country="UZ", topic="work"),
    ChannelAddress(),
)


def _list(**others) -> FeedList:
    return feed_list(CHANNELS, site=SITE, offices=OFFICES, topics=TOPICS, headings=HEADINGS, **others)


def test_feeds_stand_under_what_they_are_of_in_the_order_of_their_titles() -> None:
    body = etree.fromstring(opml(_list())).find("body")
    alone, *groups = body
    assert alone.get("xmlUrl") == "https://example.org/news/feeds/all.atom"
    assert {group.get("text"): [each.get("xmlUrl")[31:] for each in group] for group in groups} == {
        "Offices": ["offices/moscow.atom", "offices/moscow/countries/uz.atom"],
        "Countries": ["countries/uz/topics/work.atom", "countries/uz.ru.atom"],
        "Topics": ["topics/work.atom"],
    }


def test_an_outline_says_all_that_the_format_has_for_a_feed() -> None:
    root = etree.fromstring(opml(_list(fmt=Format.RSS, summary_only=True)))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "World of Rivers"
    [russian] = root.xpath("//outline[@language]")
    assert dict(russian.attrib) == {
        "text": "Узбекистан – World of Rivers – Русский",
        "title": "Узбекистан – World of Rivers – Русский",
        "type": "rss",
        "xmlUrl": "https://example.org/news/feeds/countries/uz.ru.rss?content=summary",
        "htmlUrl": "https://example.org/news/countries/uz",
        "language": "ru",
    }


def test_signs_that_mean_something_in_xml_are_only_text() -> None:
    outline = Outline(
        title='"<&>" ]]>', feed_url="https://e.org/?a&b", page_url="https://e.org/", language=None
    )
    made = opml(FeedList(title="A & B", outlines=(outline,), groups=()))
    [found] = etree.fromstring(made).iter("outline")
    assert (found.get("text"), found.get("xmlUrl")) == ('"<&>" ]]>', "https://e.org/?a&b")


def test_equal_lists_give_equal_bytes() -> None:
    assert opml(_list()) == opml(_list())
