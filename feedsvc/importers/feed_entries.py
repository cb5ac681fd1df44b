"""The entries of an XML feed: read by feedparser, beside the feed's own tree."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from feedsvc.core.imported import Reading
from feedsvc.core.model import EntryDraft, Person
from feedsvc.core.text import excerpt, one_line
from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.feed_dates import moment_of
from feedsvc.importers.feed_taken import Given, Known, Taking, distinct_people, person_of, whole
from feedsvc.importers.feed_tree import FeedTree, for_feedparser, guid_of, languages, line_of, people_of
from feedsvc.importers.media import picture_and_files
from feedsvc.importers.wording import Markup, NotTaken, Words, title_markup, title_of, words_of

_NUMBER = "feedsvc_number"
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_DATES = ("published", "created", "updated")
_LONGEST_DATE_SHOWN = 40
_NO_DATE = "it is dated with the moment of its import"


class FeedReader:
    """Reads one feed."""

    def __init__(self, tree: FeedTree, given: Given) -> None:
        self._tree = tree
        self._given = given
        self._taking = Taking(tree.source or f"office:{given.office}", trusts_guids=tree.is_atom)

    def read(self) -> Reading:
        """All of the feed; its last item is refused where the file ends within it."""
        self._read_what_is_no_item()
        entries = _parsed(self._tree)
        last = len(self._tree.items) - 1
        for number, element in enumerate(self._tree.items):
            item = _Item(element, entries.get(number, {}), self._tree, self._given)
            try:
                if number == last and self._tree.cut_off:
                    raise NotTaken("the file ends within this item: fetch it again")
                self._take(item)
            except NotTaken as reason:
                self._taking.refuse(item.line, item.raw_title, str(reason))
        return self._taking.reading()

    def _read_what_is_no_item(self) -> None:
        if self._tree.mistake:
            line, message = self._tree.mistake
            text = f"the feed is no well-formed XML ({excerpt(message, 100)}): read as far as it could be"
            self._taking.remark(line, "", text)
        for deleted in self._tree.deleted:
            day = f" on {deleted.when[:10]}" if moment_of(deleted.when) else ""
            reason = f"was withdrawn by its source{day}: withdraw it here if you have it"
            self._taking.refuse(deleted.line, deleted.ref, reason)

    def _take(self, item: "_Item") -> None:
        words = item.words()
        title = title_of(item.title(), words=words)
        when, unread = item.date()
        image, files = picture_and_files(item.element, content_html=words.content_html)
        draft = EntryDraft(
            office=self._given.office,
            title=title,
            language=self._given.language_of(languages(item.element, self._tree)),
            summary=words.summary,
            content_html=words.content_html,
            topics=self._given.topics_of(item.categories()),
            link=item.link(),
            image=image,
            enclosures=files,
            authors=distinct_people(item.people()),
        )
        if when is None:
            said = f"its date, “{unread}”, cannot be read" if unread else "it has no date"
            self._taking.remark(item.line, title, f"{said}: {_NO_DATE}")
        known = Known(
            guid=one_line(guid_of(item.element)), link=draft.link, title=title, date=str(when or "")
        )
        self._taking.take(item.line, draft, known, when=when, updated=item.updated())


def _parsed(tree: FeedTree) -> dict[int, Any]:
    """What feedparser makes of each item. It is given neither address nor file name, for it would
    open them; nor HTML to clean, which is done once, when an entry is stored."""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": tree.base}
    parsed = feedparser.parse(
        BytesIO(for_feedparser(tree)),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    return {int(entry[_NUMBER]): entry for entry in parsed.entries if str(entry.get(_NUMBER, "")).isdigit()}


class _Item:
    """One item: what feedparser made of it, and its element."""

    def __init__(self, element: etree._Element, entry: Any, tree: FeedTree, given: Given) -> None:
        self.element = element
        self.line = line_of(element)
        self._entry = entry
        self._tree = tree
        self._languages = given.site_languages

    def _get(self, name: str) -> Any:
        # feedparser's own `get` gives one thing for another, with a warning.
        return dict.get(self._entry, name)

    @property
    def raw_title(self) -> str:
        """Its title as it stands."""
        return str(self._get("title") or "")

    def title(self) -> Markup:
        """Its title. RSS does not tell text from HTML."""
        detail = self._get("title_detail") or {}
        is_html = detail.get("type") in _HTML_TYPES
        return (
            Markup(self.raw_title, is_html)
            if self._tree.is_atom
            else title_markup(self.raw_title, is_html=is_html)
        )

    def words(self) -> Words:
        """Its summary and body."""
        detail = self._get("summary_detail")
        summary = self._markup(detail) if detail else Markup(str(self._get("summary") or ""))
        bodies = [self._markup(each) for each in self._get("content") or () if _is_text(each)]
        return words_of(summary if summary.value.strip() else None, bodies)

    def _markup(self, detail: Any) -> Markup:
        is_html = detail.get("type") in _HTML_TYPES
        return Markup(
            str(detail.get("value") or ""), is_html, absolute_url(detail.get("base")) or self._tree.base
        )

    def link(self) -> str | None:
        """Its page: the address before a tracker's, else the alternate that is in no other language
        (feedparser's own choice is the last), else its guid where that is an address."""
        links = [each for each in self._get("links") or () if each.get("rel") == "alternate"]
        links.sort(
            key=lambda each: bool(each.get("hreflang")) and each["hreflang"][:2] not in self._languages
        )
        candidates = (
            self._get("feedburner_origlink"),
            *(each.get("href") for each in links),
            self._get("link"),
        )
        addresses = (
            absolute_url(str(each).replace("&amp;", "&"), self._tree.base) for each in candidates if each
        )
        return next((each for each in addresses if each), None)

    def date(self) -> tuple[datetime | date | None, str]:
        """When it was published; and where no date of it can be read, the first that it gives."""
        texts = [(name, str(self._get(name) or "").strip()) for name in _DATES]
        for name, text in texts:
            moment = moment_of(text, self._get(f"{name}_parsed"))
            if moment is not None:
                return moment, ""
        return None, excerpt(next((text for _, text in texts if text), ""), _LONGEST_DATE_SHOWN)

    def updated(self) -> datetime | None:
        """When it was last changed."""
        return whole(moment_of(str(self._get("updated") or ""), self._get("updated_parsed")))

    def people(self) -> Iterator[Person | None]:
        """Its authors."""
        for parts in people_of(self.element, self._tree):
            uri = parts.get("uri") or parts.get("url")
            yield person_of(parts["name"], email=parts.get("email"), uri=uri, base=self.element.base or "")

    def categories(self) -> Iterator[str]:
        """The names of its categories."""
        for tag in self._get("tags") or ():
            yield from (str(tag.get(part) or "") for part in ("term", "label"))


def _is_text(content: Any) -> bool:
    return str(content.get("type", "")) in _HTML_TYPES | {"text/plain"}
