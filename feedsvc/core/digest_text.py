"""A digest as HTML that mail programs keep, and as plain text beside it.

Tables and inline styles, since mail programs drop style sheets and know no other layout; no colours
but a grey that can be read on white and on black, since readers in the dark keep the styles; only
properties that validators and sanitisers let pass (so no max-width).
"""

from collections.abc import Sequence
from html import escape

from feedsvc.core.dates import in_words, local_date
from feedsvc.core.digests import DigestItem
from feedsvc.core.document import entry_url, site_url
from feedsvc.core.model import Entry, Image, Site
from feedsvc.core.pictures import for_mail
from feedsvc.core.text import excerpt, text_of_html
from feedsvc.core.wording import count_of_news, direction, say

LARGEST = 96_000
"""Bytes of HTML in one digest: mail programs cut what is over 102 kB, and a mail needs a frame."""

_ROOM_FOR_THE_REST = 4_000  # the table, the count, and the link to what is left out
_EXCERPT = 600  # characters of a summary, or of the text where there is none
_COLUMN = 560  # pixels; a wider picture is drawn as wide as the column is
_SMALL = 280  # pixels; any other is drawn no wider, so that it fits a telephone
_FONT = "font-family:Arial,Helvetica,sans-serif"
_GREY = "color:#707780"
_LINE_ABOVE = "border-top:1px solid #c8ccd1"


def that_fit(items: Sequence[DigestItem], *, site: Site) -> Sequence[DigestItem]:
    """The first of the items, as many as LARGEST lets in. The time zone of dates is the site's."""
    size = _ROOM_FOR_THE_REST
    for count, item in enumerate(items):
        size += len(_rows(item, site).encode())
        if size > LARGEST:
            return items[:count]
    return items


def digest_html(items: Sequence[DigestItem], *, more: int, page: str, site: Site, language: str) -> str:
    """The digest as HTML. `more` were left out; `page` is where they are."""
    count = _own_words(count_of_news(len(items) + more, language), language)
    head = f'<tr><td style="padding:0 0 16px;{_FONT};font-size:14px;{_GREY}">{count}</td></tr>\n'
    rows = "".join(_rows(item, site) for item in items)
    return (
        f'<table width="100%" cellpadding="0" cellspacing="0" border="0" lang="{escape(language)}"'
        f' dir="{direction(language)}">\n{head}{rows}{_rest(more, page, language)}</table>'
    )


def _rest(more: int, page: str, language: str) -> str:
    if not more:
        return ""
    words = _own_words(say("and_more", language, count=count_of_news(more, language)), language)
    return (
        f'<tr><td style="padding:16px 0;{_LINE_ABOVE};{_FONT};font-size:16px">'
        f'<a href="{escape(page)}">{words}</a></td></tr>\n'
    )


def _own_words(words: str, around: str) -> str:
    """Words of ours, which all run from left to right, within a text in the language `around`."""
    said = escape(words, quote=False)
    return said if direction(around) == "ltr" else f'<span dir="ltr">{said}</span>'


def _rows(item: DigestItem, site: Site) -> str:
    """A row for each paragraph: programs that make plain text of HTML join those within a cell."""
    entry = item.entry
    day = _own_words(_day(entry, site), entry.language)
    about = " · ".join(text for text in (*(escape(each, quote=False) for each in _about(item)), day) if text)
    title = (
        f'<h2 style="margin:0;font-size:20px;line-height:26px">'
        f'<a href="{escape(entry_url(entry, site))}" style="text-decoration:none">'
        f"{escape(entry.title, quote=False)}</a></h2>"
    )
    texts = [escape(text, quote=False) for text in _summary(item).split("\n\n") if text]
    cells = [
        (f"padding:16px 0 4px;{_LINE_ABOVE};font-size:13px;line-height:18px;{_GREY}", about),
        ("padding:0", title),
        *_picture(entry.image, site),
        *(("padding:8px 0 0;font-size:16px;line-height:24px", text) for text in texts),
    ]
    style, said = cells[-1]
    cells[-1] = (f"{style};padding-bottom:20px", said)
    spoken = f'lang="{escape(entry.language)}" dir="{direction(entry.language)}"'
    return "".join(f'<tr {spoken}><td style="{_FONT};{style}">{said}</td></tr>\n' for style, said in cells)


def _about(item: DigestItem) -> list[str]:
    return [text for text in (item.office, item.entry.kind, item.entry.place) if text]


def _day(entry: Entry, site: Site) -> str:
    return in_words(local_date(entry.published, site.time_zone), entry.language) if entry.published else ""


def _summary(item: DigestItem) -> str:
    entry = item.entry
    if entry.summary and len(entry.summary) <= _EXCERPT:
        return entry.summary
    return excerpt(entry.summary or text_of_html(entry.content_html), _EXCERPT)


def _picture(image: Image | None, site: Site) -> list[tuple[str, str]]:
    """The cells of a picture and its credit: style and content."""
    if image is None or image.url is None:
        return []
    shown = for_mail(image)
    width, height = _size(shown)
    fluid = ";width:100%;height:auto" if width == _COLUMN else ""
    picture = (
        f'<img src="{escape(site_url(shown.url or "", site))}" alt="{escape(image.alt)}"'
        f' width="{width}"{height} style="display:block;border:0{fluid}">'
    )
    credit = escape(image.credit, quote=False)
    under = [(f"padding:4px 0 0;font-size:12px;line-height:16px;{_GREY}", credit)] if credit else []
    return [("padding:12px 0 0", picture), *under]


def _size(image: Image) -> tuple[int, str]:
    """Pixels wide in the mail, whatever the file has, and the attribute of the height if it is known."""
    wide = image.width is not None and image.width >= _COLUMN
    width = _COLUMN if wide else min(image.width or _SMALL, _SMALL)
    if not (image.width and image.height):
        return width, ""
    return width, f' height="{max(1, round(image.height * width / image.width))}"'


def digest_text(items: Sequence[DigestItem], *, more: int, page: str, site: Site, language: str) -> str:
    """The digest as plain text, each paragraph a line, parted by empty ones."""
    parts = [count_of_news(len(items) + more, language)]
    for number, item in enumerate(items, 1):
        parts += [
            f"{number}. {item.entry.title}",
            " · ".join(text for text in (*_about(item), _day(item.entry, site)) if text),
            _summary(item),
            entry_url(item.entry, site),
        ]
    if more:
        parts.append(f"{say('and_more', language, count=count_of_news(more, language))}: {page}")
    return "\n\n".join(part for part in parts if part)
