"""Web pages of offices, as a browser saves them: the office, and its news with links and pictures."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from feedsvc.core.imported import ImportedItem, Reading, Remark
from feedsvc.importers.html_fields import html_item
from feedsvc.importers.html_items import item_spans
from feedsvc.importers.html_pieces import Piece, Span
from feedsvc.importers.html_tree import html_page
from feedsvc.importers.html_walk import pieces_of
from feedsvc.importers.page import reading_of_lists
from feedsvc.importers.page_lines import Line, unreadable
from feedsvc.importers.page_lists import PageLists
from feedsvc.importers.page_office import CountryCodes

_LOST_LINK = (
    "its link is left out, for it leads to no page of the web; a relative one needs the page's own address"
)


def read_html(
    data: bytes,
    *,
    office: str | None,
    language: str | None,
    country_codes: CountryCodes,
    capital_of: Callable[[str], str],
    site_languages: Sequence[str],
    url: str | None = None,
) -> Reading:
    """What a web page says: the office, its entries, and what could not be taken.

    The arguments are those of `read_page`; `url` is where the page came from, if that is known:
    relative links are resolved against its <base>, this, or the address that the page names itself.
    Raises UnreadableFile where the file is no such page, or office or language are not found.
    """
    page = html_page(data, url=url)
    pieces = pieces_of(page.body)
    spans = item_spans(pieces, page.body)
    items = [html_item(pieces, span) for span in spans]
    if not any(item.raw.date_line for item in items):
        raise unreadable(
            "The page lists no news, for no <article>, list item, table row or heading in it has a date"
            " and a title beside it: save the page that lists the news, as HTML, or its text."
        )
    remarks: list[Remark] = []

    def finished(place: int, read: ImportedItem) -> ImportedItem:
        made = items[place].finished(read, page.absolute)
        if items[place].link and made.draft.link is None:
            remarks.append(Remark(made.line, made.draft.title, _LOST_LINK))
        return made

    reading = reading_of_lists(
        PageLists(header=_outside(pieces, spans), items=tuple(item.raw for item in items), stray=()),
        office=office,
        language=language,
        country_codes=country_codes,
        capital_of=capital_of,
        site_languages=site_languages,
        declared=page.language,
        finish=finished,
    )
    return replace(reading, remarks=tuple(remarks))


def _outside(pieces: Sequence[Piece], spans: Sequence[Span]) -> tuple[Line, ...]:
    """The lines above the items, then those between and below them: one may tell of the office."""
    first = spans[0].start
    taken = {place for span in spans for place in range(span.start, span.end)}
    return tuple(
        Line(number=piece.line, indent=0, text=piece.text, gap=True)
        for place, piece in enumerate(pieces)
        if piece.text and (place < first or place not in taken)
    )
