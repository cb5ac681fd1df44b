"""The pieces of one news item of a web page: title, date, labels, text, link and picture told apart."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from lxml import etree

from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Image
from feedsvc.core.text import folded
from feedsvc.importers.html_pictures import picture_of
from feedsvc.importers.html_pieces import Piece, Span, is_title_like
from feedsvc.importers.page_lines import DASH, Line, Marker
from feedsvc.importers.page_lists import RawItem
from feedsvc.importers.page_words import ends_sentence, is_credit, is_usual_label

_NO_MARKER = Marker(style=DASH, number=None, start=0, end=0, text="", text_start=0, date=None)
_LONGEST_LABEL = 60
_LONGEST_CREDIT = 60
_CREDIT_WITHIN = re.compile(
    r"©|\([cс]\)\s|\b(?:photos?|pictures?|images?|credits?|фото)(?:\s+(?:by|credits?))?\s*:", re.IGNORECASE
)
_NO_PAGES = ("#", "javascript:", "mailto:", "tel:")
_MOST_COLUMNS = 50
_REST_MARGIN = " ,;:|–—-"
_COLUMNS = {
    **dict.fromkeys(("place", "location", "city", "venue", "место", "город"), "place"),
    **dict.fromkeys(("type", "kind", "category", "section", "тип", "вид", "рубрика", "раздел"), "kind"),
}


@dataclass(frozen=True, slots=True)
class HtmlItem:
    """One item: its lines as those of a text page, and what only a web page has: the link as it
    stands there, the picture, and a credit that no sign marks as one."""

    raw: RawItem
    link: str
    picture: Image | None
    credit: str

    def finished(self, item: ImportedItem, absolute: Callable[[str], str | None]) -> ImportedItem:
        """What was read of the lines, with link and picture."""
        draft = item.draft
        said = [draft.image.credit] if draft.image else []
        credit = "; ".join(dict.fromkeys([*said, *([self.credit] if self.credit else [])]))
        url = absolute(self.picture.url) if self.picture and self.picture.url else None
        image = replace(self.picture, url=url, credit=credit) if self.picture and url else None
        image = image or (Image(credit=credit) if credit else None)
        return replace(item, draft=replace(draft, link=absolute(self.link), image=image))


def html_item(pieces: Sequence[Piece], span: Span) -> HtmlItem:
    """The item of a span of the page's pieces."""
    own = [_with_role(piece) for piece in pieces[span.start : span.end]]
    dates = [each for each in [*own, *([pieces[span.date]] if span.date is not None else [])] if each.date]
    date = next((each for each in dates if each.date and each.date.day), dates[0] if dates else None)
    title = _title(own, date)
    captions = [each for each in own if each.role in {"caption", "credit"} and not is_credit(each.text)]
    credit, caption = _credit_and_caption(captions)
    picture = next((found for each in own if (found := picture_of(each.picture))), None)
    return HtmlItem(
        raw=_raw_item(own, title, date, captions),
        link=_link(own, title),
        picture=replace(picture, alt=picture.alt or caption) if picture else None,
        credit=credit,
    )


def _with_role(piece: Piece) -> Piece:
    return piece if piece.role or not piece.text else replace(piece, role=_column_of(piece.node))


def _column_of(node: etree._Element) -> str:
    """What the head of a table says of the column that a line stands in."""
    cell = next((each for each in chain([node], islice(node.iterancestors(), 5)) if each.tag == "td"), None)
    table = next(cell.iterancestors("table"), None) if cell is not None else None
    head = table.find(".//tr") if table is not None else None
    if cell is None or head is None:
        return ""
    before = len(list(islice(cell.itersiblings(preceding=True), _MOST_COLUMNS)))
    title = next(islice(head, before, None), None)
    is_head = title is not None and title.tag == "th"
    return (
        _COLUMNS.get(folded("".join(map(str, islice(title.itertext(), 3)))), "")
        if title is not None and is_head
        else ""
    )


def _title(own: Sequence[Piece], date: Piece | None) -> Piece | None:
    """The heading, else the linked line, else the bold one, nearest above the date or next below it."""
    fit = [piece for piece in own if is_title_like(piece)]
    headings = [piece for piece in fit if piece.heading]
    linked = [piece for piece in fit if piece.link]
    if len(linked) == len(fit) > 1 and len({piece.link for piece in fit}) == 1:
        linked = []
    if headings:
        return _nearest([piece for piece in headings if piece.link] or headings, own, date)
    if linked:
        return linked[0]
    bold = [piece for piece in fit if piece.bold]
    return bold[0] if bold else _nearest(fit, own, date)


def _nearest(found: Sequence[Piece], own: Sequence[Piece], date: Piece | None) -> Piece | None:
    places = {id(piece): place for place, piece in enumerate(own)}
    at = places.get(id(date), 0)
    above = [piece for piece in found if places[id(piece)] < at]
    return above[-1] if above else next(iter(found), None)


def _raw_item(
    own: Sequence[Piece], title: Piece | None, date: Piece | None, captions: Sequence[Piece]
) -> RawItem:
    """The lines in the order of a text page: credits and labels, title, date, text."""
    above: list[Line] = []
    below: list[Line] = []
    place, is_above = "", title is not None
    for piece in own:
        if piece is title:
            is_above = False
            rest = _rest_of_title(piece)
            (above if is_usual_label(rest) else below).extend([_line(piece, rest)] if rest else [])
        elif piece.role == "place":
            place = place or piece.text
        elif piece.is_text and piece not in captions:
            (above if _stands_above(piece, is_above=is_above) else below).append(_line(piece, piece.text))
    lines = [*above, *([_line(title, title.lead or title.text)] if title else [])]
    if date is None or date.date is None:
        return RawItem(own[0].line, _NO_MARKER, 1, [*lines, *below])
    day = replace(date.date, place=date.date.place or place)
    dated = Line(number=date.line, indent=0, text="", gap=True, date=day)
    return RawItem(own[0].line, _NO_MARKER, 1, [*lines, dated, *below], date_at=len(lines))


def _stands_above(piece: Piece, *, is_above: bool) -> bool:
    if is_credit(piece.text) or piece.role == "kind" or is_usual_label(piece.text):
        return True
    return is_above and len(piece.text) <= _LONGEST_LABEL and not ends_sentence(piece.text)


def _rest_of_title(title: Piece) -> str:
    """What follows the link of a line that begins with the linked title."""
    rest = title.text.removeprefix(title.lead).strip(_REST_MARGIN) if title.lead else ""
    return rest if any(map(str.isalnum, rest)) else ""


def _line(piece: Piece, text: str) -> Line:
    return Line(number=piece.line, indent=0, text=text, gap=True)


def _link(own: Sequence[Piece], title: Piece | None) -> str:
    """The link of the title; else of "Read more", of the picture or the date; else of another line."""
    plain = [piece for piece in own if piece.is_text and is_title_like(piece)]
    words = [piece for piece in own if piece.is_empty and piece.text]
    signs = [piece for piece in own if not piece.text]
    links = (piece.link.strip() for piece in [*([title] if title else []), *words, *signs, *plain])
    return next((link for link in links if link and not link.lower().startswith(_NO_PAGES)), "")


def _credit_and_caption(captions: Sequence[Piece]) -> tuple[str, str]:
    """Captions as the credits in them and what the picture shows."""
    credits: list[str] = []
    shows: list[str] = []
    for piece in captions:
        within = _CREDIT_WITHIN.search(piece.text)
        is_credit_all = piece.role == "credit" or not (
            within or ends_sentence(piece.text) or len(piece.text) > _LONGEST_CREDIT
        )
        cut = 0 if is_credit_all else within.start() if within else len(piece.text)
        shows.append(piece.text[:cut].rstrip(" (|/–—-"))
        credits.append(piece.text[cut:])
    return "; ".join(filter(None, credits)), " ".join(filter(None, shows))
