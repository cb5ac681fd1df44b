"""What the tests of feeds share: readers with defaults, and a site to store entries in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from feedsvc.core.imported import Reading
from feedsvc.core.model import EntryDraft, Site
from feedsvc.core.validation import checked_entry
from feedsvc.importers.feed import read_feed
from feedsvc.importers.wordpress import read_wordpress

TOPICS = {
    "decent-work": "decent-work", "decent work": "decent-work", "достойный труд": "decent-work",
    "skills": "skills", "навыки": "skills",
}  # fmt: skip
SITE = Site(
    uuid="5f0c4c9e-6f0e-4c53-8d4b-3c1f0a6f2b11",
    created=datetime(2020, 1, 1, tzinfo=UTC),
    name="Site",
    base_url="https://feeds.example.org",
    languages=("en", "ru"),
    page_size=30,
    time_zone="UTC",
)


def read(data: str | bytes, **given: Any) -> Reading:
    """Reads a feed, given as text or bytes."""
    return read_feed(data.encode() if isinstance(data, str) else data, **_given(given))


def read_export(data: str | bytes, **given: Any) -> Reading:
    """Reads a WordPress export, given as text or bytes."""
    return read_wordpress(data.encode() if isinstance(data, str) else data, **_given(given))


def _given(given: dict[str, Any]) -> dict[str, Any]:
    return {"office": "lima", "language": "en", "site_languages": ("en", "ru"), "topics": TOPICS, **given}


def rss(items: str, *, root: str = "") -> str:
    """An RSS feed around items."""
    spaces = (
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    link = "<link>https://river.example/</link>"
    return f'<rss version="2.0" {spaces} {root}><channel><title>t</title>{link}{items}</channel></rss>'


def item(inner: str = "", *, title: str = "A title", guid: str = "1") -> str:
    """An item of an RSS feed."""
    return f'<item><title>{title}</title><guid isPermaLink="false">{guid}</guid>{inner}</item>'


def only(reading: Reading) -> EntryDraft:
    """The draft of the only item."""
    assert reading.refused == ()
    (taken,) = reading.items
    return taken.draft


def stored(drafts: Iterable[EntryDraft]) -> list[EntryDraft]:
    """The drafts as they are stored."""
    topics = set(TOPICS.values())
    known = {"offices": {"lima"}, "topics": topics, "pictures": {}}
    return [checked_entry(draft, site=SITE, **known) for draft in drafts]
