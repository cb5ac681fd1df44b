"""Entries found by their words; and the index of words made whole where it is not."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from feedsvc.core.errors import InvalidInput
from feedsvc.core.excerpts import Piece, excerpt, marked
from feedsvc.core.model import Entry, Status
from feedsvc.core.search_query import Query, parse
from feedsvc.core.text import text_of_html
from feedsvc.store import Reader, Store
from feedsvc.store.searching import Match, Narrowing, find, index_entries, not_indexed, uuids_of

MOST = 1000  # hits that are put in order and listed
_BATCH = 500
_EXCERPT = 260  # characters
_CURSOR = re.compile(r"(\d)\.(-?\d{1,12})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found, its title and an excerpt in pieces that tell what was found in it."""

    entry: Entry
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what a search found. `total` counts all pages, up to MOST; `is_more` says that there
    are further ones, which are not listed. `next` is the cursor of the next page, None on the last.
    `has_words` is false for a text in which there is nothing to look for."""

    hits: tuple[Hit, ...]
    total: int
    is_more: bool
    next: str | None
    has_words: bool


def search(
    reader: Reader,
    text: str,
    *,
    office: str | None = None,
    country: str | None = None,
    topic: str | None = None,
    language: str | None = None,
    status: Status | None = Status.PUBLISHED,
    readable: frozenset[str] | None = None,
    limit: int,
    after: str | None = None,
) -> Found:
    """Entries with all the words of a text, best first (`store.searching.find`), at most `limit`.

    Any text will do; one without words finds nothing. Where nothing has the last word, whatever has
    a word that begins so is found. Released entries alone, unless another
    `status` is given, or None for any; `readable` are the uuids of the offices whose unpublished
    entries may be found, None all of them. `after` is the `next` of the page before. Raises NotFound
    for an unknown office or topic, InvalidInput for an `after` that is no cursor.
    """
    start = _place(after) if after is not None else None
    query = parse(text)
    narrowing = Narrowing(
        office=office, country=country, topic=topic, language=language, status=status, readable=readable
    )
    matches, is_more = find(reader, query, narrowing, at_most=MOST)
    if not matches and query.beginning:
        query = query.begun()
        matches, is_more = find(reader, query, narrowing, at_most=MOST)
    left = [match for match in matches if start is None or _order(match) > start]
    page = left[:limit]
    return Found(
        hits=tuple(_hits(reader, page, query)),
        total=len(matches),
        is_more=is_more,
        next=_cursor(page[-1]) if len(left) > len(page) > 0 else None,
        has_words=bool(query.wanted),
    )


def is_cursor(text: str) -> bool:
    """Whether a text can be the `after` of a search."""
    return _CURSOR.fullmatch(text) is not None


def complete_index(store: Store, *, progress: Callable[[int, int], None] = lambda *_: None) -> int:
    """Index the entries that are not, or by rules or stemmers of another version; how many there were.

    Batch by batch, each a transaction, so that the site goes on; what is cut off is taken up by the
    next call. `progress` is told how many of how many are done.
    """
    with store.reading() as reader:
        uuids = not_indexed(reader.connection)
    for start in range(0, len(uuids), _BATCH):
        with store.writing() as writer:
            index_entries(writer, writer.entries_of(uuids[start : start + _BATCH]).values())
        progress(min(start + _BATCH, len(uuids)), len(uuids))
    return len(uuids)


def _order(match: Match) -> tuple[int, int, int]:
    return match.tier, -int(match.at.timestamp()), -match.entry_id


def _cursor(match: Match) -> str:
    return f"{match.tier}.{int(match.at.timestamp())}.{match.entry_id}"


def _place(cursor: str) -> tuple[int, int, int]:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise InvalidInput.at("after", "must be the `next` of the page before")
    tier, at, entry_id = map(int, found.groups())
    return tier, -at, -entry_id


def _hits(reader: Reader, matches: list[Match], query: Query) -> list[Hit]:
    uuids = uuids_of(reader.connection, (match.entry_id for match in matches))
    entries = reader.entries_of(uuids.values())
    return [_hit(entries[uuids[match.entry_id]], query) for match in matches]


def _hit(entry: Entry, query: Query) -> Hit:
    body = text_of_html(entry.content_html)
    whole = body if body.startswith(entry.summary) else f"{entry.summary}\n\n{body}"
    return Hit(entry=entry, title=marked(entry.title, query), excerpt=excerpt(whole, query, _EXCERPT))
