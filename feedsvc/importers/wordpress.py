"""WordPress export files: the published posts of a site."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from feedsvc.core.imported import Reading
from feedsvc.core.model import Enclosure, EntryDraft, Image
from feedsvc.core.text import excerpt
from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.feed_dates import moment_of
from feedsvc.importers.feed_taken import Given, Known, Taking, distinct_people, person_of, whole
from feedsvc.importers.feed_text import decoded
from feedsvc.importers.media import media_type, number, pictures_in
from feedsvc.importers.wording import Markup, NotTaken, title_markup, title_of, words_of
from feedsvc.importers.wordpress_body import body_html
from feedsvc.importers.wordpress_file import WordPressFile, WordPressItem, enclosures_meta, wordpress_file

LARGEST = 50 * 1024 * 1024
_TOPIC_DOMAINS = frozenset({"category", "post_tag", "tag"})
_STATUSES = {
    "draft": "drafts",
    "auto-draft": "drafts",
    "pending": "drafts that await review",
    "future": "scheduled posts",
    "private": "private posts",
    "trash": "posts in the bin",
}
# What themes and plugins keep among the posts, and no reader ever sees as a page.
_INNER_TYPES = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block"
    " wp_template wp_template_part wp_global_styles wp_navigation acf-field acf-field-group elementor_library"
    " wpcf7_contact_form".split()
)
_NO_DATE = "it is dated with the moment of its import"


def read_wordpress(
    data: bytes,
    *,
    office: str,
    language: str,
    site_languages: Sequence[str],
    topics: Mapping[str, str] | None = None,
) -> Reading:
    """What a WordPress export holds: its published posts, and what was left out, counted by kind.

    The arguments are those of `read_feed`. Raises UnreadableFile where the bytes are no such file,
    or more than 50 MB.
    """
    export = wordpress_file(decoded(data, largest=LARGEST))
    given = Given(office=office, language=language, site_languages=tuple(site_languages), topics=topics or {})
    return _Export(export, given).read()


class _Export:
    def __init__(self, export: WordPressFile, given: Given) -> None:
        self._export = export
        self._given = given
        self._taking = Taking(export.site or f"office:{given.office}", trusts_guids=True)
        self._left_out: dict[str, list[WordPressItem]] = {}

    def read(self) -> Reading:
        """All of the export."""
        if self._export.cut_off:
            item = self._export.cut_off
            self._taking.refuse(
                item.line, item.get("title"), "the file ends within this item: export it again"
            )
        for item in self._export.items:
            reason = _why_left_out(item)
            if reason is None:
                self._take_or_refuse(item)
            elif reason:
                self._left_out.setdefault(reason, []).append(item)
        for reason, items in self._left_out.items():
            first = items[0]
            self._taking.refuse(first.line, first.get("title"), f"left out, {len(items)} in all: {reason}")
        if self._export.mistake:
            line, message = self._export.mistake
            text = f"the file is no well-formed XML ({excerpt(message, 100)}): read as far as it could be"
            self._taking.remark(line, "", text)
        return self._taking.reading()

    def _take_or_refuse(self, item: WordPressItem) -> None:
        try:
            self._take(item)
        except NotTaken as reason:
            self._taking.refuse(item.line, item.get("title"), str(reason))

    def _take(self, item: WordPressItem) -> None:
        link = absolute_url(item.get("link"), self._export.site)
        body = Markup(
            body_html(item.get("content"), picture=self._export.pictures.get), base=link or self._export.site
        )
        short = item.get("excerpt")
        words = words_of(Markup(short, base=body.base) if short else None, [body])
        title = title_of(title_markup(item.get("title"), is_html=False), words=words)
        when = _date(item)
        if when is None:
            self._taking.remark(item.line, title, f"it has no date that can be read: {_NO_DATE}")
        draft = EntryDraft(
            office=self._given.office,
            title=title,
            language=self._given.language_of(self._languages(item)),
            summary=words.summary,
            content_html=words.content_html,
            topics=self._given.topics_of(_topic_names(item)),
            link=link,
            image=self._image(item, words.content_html),
            enclosures=tuple(_enclosures(item)),
            authors=distinct_people([person_of(self._author(item.get("creator")))]),
        )
        known = Known(
            guid=item.get("guid") or item.get("post_id"), link=link, title=title, date=str(when or "")
        )
        updated = whole(moment_of(_zero_is_none(item.get("post_modified_gmt"))))
        self._taking.take(item.line, draft, known, when=when, updated=updated)

    def _author(self, login: str) -> str:
        """The name of an author. The oldest exports have no list of authors, and names for logins;
        elsewhere a login is nobody's business."""
        return self._export.authors.get(login, "" if self._export.authors else login)

    def _languages(self, item: WordPressItem) -> Iterator[str]:
        """By Polylang's term, by WPML's note, by the site."""
        yield from (slug or name for domain, slug, name in item.terms if domain == "language")
        yield item.meta.get("_wpml_import_language_code", "")
        yield self._export.language

    def _image(self, item: WordPressItem, content_html: str) -> Image | None:
        featured = self._export.pictures.get(item.meta.get("_thumbnail_id", "").strip())
        return featured or next(pictures_in(content_html), None)


def _why_left_out(item: WordPressItem) -> str | None:
    """What such items are and why they are left out; "" where nobody misses them, None to take it."""
    kind, status = item.get("post_type") or "post", item.get("status") or "publish"
    if kind in _INNER_TYPES:
        return ""
    if kind != "post":
        name = "pages" if kind == "page" else f"items of the type “{kind[:40]}”"
        return f"{name} (only posts are taken)"
    if status != "publish":
        name = _STATUSES.get(status, f"posts of status “{status[:40]}”")
        return f"{name} (only what is published is taken)"
    if item.get("post_password"):
        return "posts with a password (only what everybody may read is taken)"
    return None


def _date(item: WordPressItem) -> datetime | date | None:
    """Its time in GMT; else that of its feed; else the site's own, as if it were GMT."""
    texts = (item.get(name) for name in ("post_date_gmt", "pubdate", "post_date"))
    return next((moment for text in texts if (moment := moment_of(_zero_is_none(text))) is not None), None)


def _zero_is_none(text: str) -> str:
    # As WordPress prints the date of what was never published.
    return "" if text.startswith("0000") or "-0001" in text else text


def _topic_names(item: WordPressItem) -> Iterator[str]:
    for domain, slug, name in item.terms:
        if domain in _TOPIC_DOMAINS:
            yield from (name, slug)


def _enclosures(item: WordPressItem) -> Iterator[Enclosure]:
    for address, length, kind in enclosures_meta(item):
        url = absolute_url(address)
        if url:
            yield Enclosure(url, media_type(kind, url, "application/octet-stream"), number(length))
