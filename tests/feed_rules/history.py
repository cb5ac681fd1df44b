"""The documents of a feed's history: RFC 5005, in Atom and RSS alike."""

from collections.abc import Iterable, Iterator

from lxml import etree

from tests.feed_rules.common import AT, FH

_RELATIONS = ("current", "prev-archive", "next-archive")


def history_problems(feed: etree._Element, links: Iterable[etree._Element]) -> Iterator[str]:
    """What is wrong with the archive's mark and its links; `links` are the feed's own."""
    hrefs: dict[str, list[str]] = {}
    for link in links:
        hrefs.setdefault(link.get("rel", "alternate"), []).append(link.get("href", ""))
    if feed.find(f"{{{FH}}}archive") is not None:
        yield from _archive_problems(feed, hrefs)
    elif "next-archive" in hrefs or "current" in hrefs:
        yield "feed: is no archive and has a link that only archives have"
    if feed.find(f"{{{FH}}}complete") is not None and "prev-archive" in hrefs:
        yield "feed: is complete and has a previous archive"
    for rel in _RELATIONS:
        if len(hrefs.get(rel, [])) > 1:
            yield f"feed: has more than one {rel} link"
        if set(hrefs.get(rel, [])) & set(hrefs.get("self", [])):
            yield f"feed: its {rel} link leads to itself"


def _archive_problems(feed: etree._Element, hrefs: dict[str, list[str]]) -> Iterator[str]:
    if "current" not in hrefs:
        yield "feed: is an archive without a link to the current feed"
    if feed.find(f"{{{FH}}}complete") is not None:
        yield "feed: is an archive and complete"
    if feed.find(f"{{{AT}}}deleted-entry") is not None:
        yield "feed: is an archive and has a tombstone, which readers of the current feed would miss"
