"""A feed is its envelope with its entries in it."""

import pytest

from feedsvc.core.document import feed_document
from feedsvc.core.feed import FeedDocument
from feedsvc.core.model import Format
from feedsvc.render import _envelope, render
from feedsvc.render.envelope import Envelope, cut_out
from tests.core.samples import OFFICES, SITE, TOPICS, channel, entry


def test_without_entries_the_feed_is_the_empty_one() -> None:
    envelope = Envelope.of_xml(b"<feed>\n</feed>\n", b"</feed>\n")
    assert envelope.around([]) == b"<feed>\n</feed>\n"
    assert envelope.around([b"<a/>\n", b"<b/>\n"]) == b"<feed>\n<a/>\n<b/>\n</feed>\n"


def test_a_feed_that_ends_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="does not end in"):
        Envelope.of_xml(b"<feed/>", b"</feed>\n")


def test_the_only_entry_is_cut_out_whole() -> None:
    feed = b"<feed>\n  <entry><x>&lt;/entry&gt;</x></entry>\n</feed>\n"
    assert cut_out(feed, b"  <entry", b"</entry>\n") == b"  <entry><x>&lt;/entry&gt;</x></entry>\n"


def test_what_is_kept_of_a_feed_holds_no_entries() -> None:
    def document(title: str) -> FeedDocument:
        return feed_document(
            channel(), [entry(title)], site=SITE, fmt=Format.ATOM, offices=OFFICES, topics=TOPICS
        )

    render(document("One"), Format.ATOM)
    before = _envelope.cache_info().currsize
    assert b"<title>Another</title>" in render(document("Another"), Format.ATOM)
    assert _envelope.cache_info().currsize == before
