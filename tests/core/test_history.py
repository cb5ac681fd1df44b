"""Where the documents of a feed's history are, as each of them says it."""

from dataclasses import replace
from functools import partial

import pytest

from feedsvc.core.document import feed_document
from feedsvc.core.feed import History
from feedsvc.core.model import ChannelAddress, Format
from tests.core.samples import OFFICES, SITE, TOPICS, channel

FEED = "https://example.org/news/feeds/offices/moscow"


@pytest.mark.parametrize(
    ("page", "sealed", "history"),
    [
        (None, 0, History()),
        (None, 3, History(previous=f"{FEED}/archive/3.ru.rss")),
        (1, 3, History(current=f"{FEED}.ru.rss", next=f"{FEED}/archive/2.ru.rss")),
        (
            2,
            3,
            History(
                current=f"{FEED}.ru.rss",
                previous=f"{FEED}/archive/1.ru.rss",
                next=f"{FEED}/archive/3.ru.rss",
            ),
        ),
    ],
)
def test_a_document_names_those_before_and_after_it(page, sealed, history):
    address = ChannelAddress(office="moscow", language="ru", archive=page)
    asked = replace(channel(office="moscow", language="ru"), address=address, pages=sealed)
    made = partial(feed_document, asked, (), site=SITE, fmt=Format.RSS, offices=OFFICES, topics=TOPICS)
    assert made().history == history
    assert made().history.is_archive is (page is not None)
    assert made().self_url == f"{FEED}.ru.rss" if page is None else f"{FEED}/archive/{page}.ru.rss"
    hrefs = [href for _, href in made(summary_only=True).history.links()]
    assert hrefs == [f"{href}?content=summary" for _, href in history.links()]


def test_the_last_sealed_page_stays_as_it_is_when_the_next_one_is_sealed():
    asked = replace(channel(), address=ChannelAddress(archive=3))
    one, more = (
        feed_document(
            replace(asked, pages=pages), (), site=SITE, fmt=Format.ATOM, offices=OFFICES, topics=TOPICS
        )
        for pages in (3, 4)
    )
    assert one == more
