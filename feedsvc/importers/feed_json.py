"""JSON Feed, versions 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from feedsvc.core.imported import Reading
from feedsvc.core.model import Enclosure, EntryDraft, Image, Person
from feedsvc.core.text import excerpt, one_line
from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.feed_dates import moment_of
from feedsvc.importers.feed_taken import Given, Known, Taking, distinct_people, person_of, whole
from feedsvc.importers.feed_tree import MOST_ITEMS
from feedsvc.importers.media import media_type, pictures_in
from feedsvc.importers.page_lines import unreadable
from feedsvc.importers.wording import Markup, NotTaken, Words, title_of, words_of

_MOST_FILES = 50
_LONGEST_DATE_SHOWN = 40


def read_json_feed(text: str, given: Given) -> Reading:
    """What a JSON feed says; its items are counted where other feeds have lines, from 1.

    Raises UnreadableFile where the text is no JSON, or not that of a feed.
    """
    feed = _document(text)
    items = feed["items"]
    own, home = absolute_url(_text(feed, "feed_url")), absolute_url(_text(feed, "home_page_url"))
    base = given.url or own or home or ""
    taking = Taking(own or given.url or home or f"office:{given.office}", trusts_guids=True)
    for number, raw in enumerate(items, start=1):
        item = _Item(raw if isinstance(raw, dict) else {}, feed, base)
        try:
            _take(taking, number, item, given)
        except NotTaken as reason:
            taking.refuse(number, item.text("title"), str(reason))
    return taking.reading()


def _document(text: str) -> dict[str, Any]:
    try:
        feed = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise unreadable(f"The file is no JSON that can be read: {excerpt(reason, 200)}.") from error
    is_feed = isinstance(feed, dict) and "jsonfeed.org/version/" in str(feed.get("version", ""))[:200]
    if not is_feed or not isinstance(feed.get("items"), list):
        raise unreadable("The file is JSON but no JSON feed: it has no version of jsonfeed.org, or no items.")
    if len(feed["items"]) > MOST_ITEMS:
        raise unreadable(
            f"The feed has {len(feed['items'])} items, more than {MOST_ITEMS}: import it in parts."
        )
    return dict(feed)


def _take(taking: Taking, number: int, item: "_Item", given: Given) -> None:
    words = item.words()
    title = title_of(Markup(item.text("title"), is_html=False), words=words)
    when, unread = item.date()
    image = item.image(words)
    draft = EntryDraft(
        office=given.office,
        title=title,
        language=given.language_of(item.languages()),
        summary=words.summary,
        content_html=words.content_html,
        topics=given.topics_of(item.tags()),
        link=absolute_url(item.text("url"), item.base) or absolute_url(item.text("external_url"), item.base),
        image=image,
        enclosures=tuple(each for each in item.files() if image is None or each.url != image.url)[
            :_MOST_FILES
        ],
        authors=distinct_people(item.people()),
    )
    if when is None:
        said = f"its date, “{unread}”, cannot be read" if unread else "it has no date"
        taking.remark(number, title, f"{said}: it is dated with the moment of its import")
    known = Known(guid=item.guid(), link=draft.link, title=title, date=str(when or ""))
    taking.take(number, draft, known, when=when, updated=item.updated())


def _text(values: dict[str, Any], name: str) -> str:
    """A field that is to be a text."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


class _Item:
    """One item of a JSON feed."""

    def __init__(self, values: dict[str, Any], feed: dict[str, Any], base: str) -> None:
        self._values = values
        self._feed = feed
        self.base = base

    def text(self, name: str) -> str:
        """A field of it."""
        return _text(self._values, name)

    def words(self) -> Words:
        """Its summary and body."""
        summary = Markup(self.text("summary"), is_html=False)
        bodies = (
            Markup(self.text("content_html"), base=self.base),
            Markup(self.text("content_text"), is_html=False),
        )
        return words_of(summary if summary.value else None, bodies)

    def guid(self) -> str:
        """What its source knows it by, be it a number (JSON Feed 1.1, "id")."""
        value = self._values.get("id")
        return str(value) if isinstance(value, int | float) else one_line(self.text("id"))

    def date(self) -> tuple[datetime | date | None, str]:
        """When it was published; and where no date of it can be read, the first that it gives."""
        texts = [self.text("date_published"), self.text("date_modified")]
        found = next((moment for text in texts if (moment := moment_of(text)) is not None), None)
        return found, "" if found else excerpt(next(filter(None, texts), ""), _LONGEST_DATE_SHOWN)

    def updated(self) -> datetime | None:
        """When it was last changed."""
        return whole(moment_of(self.text("date_modified")))

    def languages(self) -> tuple[str, str]:
        """The language tags that it stands under, the nearest first."""
        return self.text("language"), _text(self._feed, "language")

    def tags(self) -> list[str]:
        """The names of its categories."""
        return [tag for tag in _list(self._values, "tags") if isinstance(tag, str)]

    def image(self, words: Words) -> Image | None:
        """Its picture: `image`, `banner_image`, an attached one, one in its text."""
        in_text = list(pictures_in(words.content_html))
        for name in ("image", "banner_image"):
            url = absolute_url(self.text(name), self.base)
            if url:
                same = next((each for each in in_text if each.url == url), None)
                return same or Image(url=url)
        attached = (each for each in self.files() if each.type.startswith("image/"))
        pictures = (
            Image(url=each.url, alt=each.title, type=each.type, length=each.length) for each in attached
        )
        return next(pictures, None) or next(iter(in_text), None)

    def files(self) -> Iterator[Enclosure]:
        """Its attachments."""
        for each in _list(self._values, "attachments"):
            values = each if isinstance(each, dict) else {}
            url, size = absolute_url(_text(values, "url"), self.base), values.get("size_in_bytes")
            if url:
                kind = media_type(_text(values, "mime_type"), url, "application/octet-stream")
                length = int(size) if isinstance(size, int) and 0 < size < 2**50 else None
                yield Enclosure(url=url, type=kind, length=length, title=one_line(_text(values, "title")))

    def people(self) -> Iterator[Person | None]:
        """Its authors, in the manner of either version."""
        for each in [*_list(self._values, "authors"), self._values.get("author")]:
            if isinstance(each, dict):
                yield person_of(_text(each, "name"), uri=_text(each, "url"), base=self.base)
