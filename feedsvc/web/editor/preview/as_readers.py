"""A feed as reader programs take it: parsed back from its bytes by feedparser, as many of them do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from lxml import html as lxml_html

from feedsvc.core.dates import in_words, local_date
from feedsvc.core.text import excerpt, one_line

_FIRST_LINE = 140  # characters that a list shows of a text


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What a reader offers to be opened or played; `length` is bytes."""

    url: str
    type: str
    length: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderItem:
    """An entry as a reader program holds it. `body` is its HTML; `day` is in words."""

    id: str
    title: str
    language: str
    url: str
    author: str
    day: str
    first_line: str
    body: str
    picture: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderFeed:
    """A feed as a reader program holds it."""

    title: str
    items: tuple[ReaderItem, ...]

    def item(self, id: str) -> ReaderItem:
        """The entry of an id in the feed."""
        return next(each for each in self.items if each.id == id)


def read_back(feed: bytes, content_type: str, *, time_zone: str, language: str) -> ReaderFeed:
    """A feed as feedparser reads it. Days are those of an IANA time zone, in words of a language."""
    # Loaded where it is needed: nothing else that serves the site has use for it.
    import feedparser

    parsed = feedparser.parse(BytesIO(feed), response_headers={"content-type": content_type})
    return ReaderFeed(
        title=parsed.feed.get("title", ""),
        items=tuple(_item(each, time_zone, language) for each in parsed.entries),
    )


def _item(parsed: Any, time_zone: str, language: str) -> ReaderItem:
    summary = parsed.get("summary", "")
    bodies = [each["value"] for each in parsed.get("content", ())]
    return ReaderItem(
        id=parsed.get("id", ""),
        title=parsed.get("title", ""),
        language=parsed.get("title_detail", {}).get("language") or "",
        url=parsed.get("link", ""),
        author=parsed.get("author", ""),
        day=_day(parsed, time_zone, language),
        first_line=excerpt(_text(summary), _FIRST_LINE),
        body=bodies[0] if bodies else summary,
        picture=next((each["url"] for each in parsed.get("media_content", ()) if each.get("url")), ""),
        files=tuple(_file(each) for each in parsed.get("enclosures", ())),
    )


def _day(parsed: Mapping[str, Any], time_zone: str, language: str) -> str:
    moment = parsed.get("published_parsed") or parsed.get("updated_parsed")
    if moment is None:
        return ""
    year, month, day, hour, minute, second, *_ = moment
    told = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return in_words(local_date(told, time_zone), language)


def _file(parsed: Mapping[str, Any]) -> File:
    length = str(parsed.get("length", ""))
    return File(
        url=parsed.get("href", ""),
        type=parsed.get("type", ""),
        length=int(length) if length.isdecimal() else None,
    )


def _text(html: str) -> str:
    tree = lxml_html.fragment_fromstring(html, create_parent="div")
    return one_line(str(tree.text_content()))
