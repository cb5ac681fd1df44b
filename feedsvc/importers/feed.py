"""Feeds of other sites: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1."""

from collections.abc import Mapping, Sequence

from feedsvc.core.imported import Reading
from feedsvc.importers.feed_entries import FeedReader
from feedsvc.importers.feed_json import read_json_feed
from feedsvc.importers.feed_taken import Given
from feedsvc.importers.feed_text import decoded
from feedsvc.importers.feed_tree import feed_tree
from feedsvc.importers.page_lines import LARGEST


def read_feed(
    data: bytes,
    *,
    office: str,
    language: str,
    site_languages: Sequence[str],
    topics: Mapping[str, str] | None = None,
    url: str | None = None,
    content_type: str | None = None,
) -> Reading:
    """What a feed says: its entries, and what could not be taken.

    `office` is the slug that its entries get, `language` theirs where the feed names none of the
    site's. `topics` gives the slug of a topic by its slug and by its folded names. `url` is where the
    feed was found, `content_type` the HTTP header that came with it. Nothing is fetched. Raises
    UnreadableFile where the bytes are no feed, more than 10 MB, or made to tie up their reader.
    """
    text = decoded(data, content_type=content_type, largest=LARGEST)
    given = Given(
        office=office, language=language, site_languages=tuple(site_languages), topics=topics or {}, url=url
    )
    if text.lstrip().startswith("{"):
        return read_json_feed(text, given)
    return FeedReader(feed_tree(text, url=url), given).read()
