"""A feed is its envelope with its entries in it."""

import pytest

from feedsvc.render.envelope import Envelope, cut_out


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
