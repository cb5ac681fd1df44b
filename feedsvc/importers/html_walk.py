"""The tree of a web page walked once: its pieces in the order of the page."""

from itertools import islice

from lxml import etree

from feedsvc.importers.html_pieces import (
    HEADING_TAGS,
    LONGEST_DATE,
    Piece,
    Run,
    date_in,
    ends_in_words,
    line_of,
    pieces_of_line,
)
from feedsvc.importers.page_dates import DateLine, date_line

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset("b strong".split())
_MOST_PARTS_OF_DATE = 12
_PARTS_OF_PLACED_DATE = frozenset("span time small i em font".split())


def pieces_of(body: etree._Element) -> list[Piece]:
    """The pieces of a tree, in the order of the page."""
    walk = _Walk()
    date_element: etree._Element | None = None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if date_element is None and event == "start":
            date_element = element if walk.begin(element) else None
        elif event == "end" and date_element in (None, element):
            walk.end(element, is_read=date_element is None)
            date_element = None
    walk.flush()
    return walk.pieces


class _Walk:
    """One pass over the tree; `runs` are the texts of the line that is being read."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.runs: list[Run] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.bold = 0

    def begin(self, element: etree._Element) -> bool:
        """Enters an element; True where all of it is one date, so that it need not be entered."""
        if element.tag not in _INLINE:
            self.flush()
        is_title = element.tag == "a" or element.tag in HEADING_TAGS or bool(self.links or self.headings)
        found = _date_of(element)
        if found and not (is_title and found.place) and not self.is_in_sentence(element):
            self.flush()
            before = self.pieces[-1] if self.pieces else None
            if before and before.date and before.node.getparent() is element.getparent():
                return True  # the day of an update, or the last of an event
            link = self.links[-1] if self.links else element.get("href", "")
            level = HEADING_TAGS.get(element.tag, 0) or (self.headings[-1] if self.headings else 0)
            self.pieces.append(Piece(element, line_of(element), date=found, link=link, heading=level))
            return True
        if element.tag == "img":
            link = self.links[-1] if self.links else ""
            self.pieces.append(Piece(element, line_of(element), link=link, picture=element))
        elif element.tag == "a":
            self.links.append(element.get("href") or "#")
        elif element.tag in HEADING_TAGS:
            self.headings.append(HEADING_TAGS[element.tag])
        self.bold += element.tag in _BOLD
        self.add(element, element.text)
        return False

    def is_in_sentence(self, element: etree._Element) -> bool:
        """Whether a date that is not marked as one stands between words."""
        if element.tag not in _INLINE or element.tag == "time" or "date" in (element.get("class") or ""):
            return False
        return bool((element.tail or "").strip()) and ends_in_words(self.runs)

    def end(self, element: etree._Element, *, is_read: bool) -> None:
        """Leaves an element; the text after it belongs to the one around it."""
        if element.tag not in _INLINE:
            self.flush()
        if is_read:
            self.bold -= element.tag in _BOLD
            if element.tag == "a":
                self.links.pop()
            elif element.tag in HEADING_TAGS:
                self.headings.pop()
        around = element.getparent()
        if around is not None:
            self.add(around, element.tail)

    def add(self, element: etree._Element, text: str | None) -> None:
        """Takes a text into the line that is being read."""
        if text:
            self.runs.append(Run(text, element, self.links[-1] if self.links else "", self.bold > 0))

    def flush(self) -> None:
        """Ends the line that is being read."""
        runs, self.runs = self.runs, []
        if any(not run.text.isspace() for run in runs):
            self.pieces += pieces_of_line(runs, self.headings[-1] if self.headings else 0)


def _date_of(element: etree._Element) -> DateLine | None:
    """The date that is all that an element says, or that a <time> has in its attribute."""
    parts = list(islice(element.iterdescendants(), _MOST_PARTS_OF_DATE))
    if len(parts) == _MOST_PARTS_OF_DATE:
        return None
    texts = [str(text) for text in element.itertext()]
    if sum(map(len, texts)) > 2 * LONGEST_DATE:
        texts = []
    found = next((date for glue in ("", " ") if (date := date_in(glue.join(texts)))), None)
    if found and found.place and any(part.tag not in _PARTS_OF_PLACED_DATE for part in parts):
        return None  # "12 June 2020" and the title in the element after it
    given = element.get("datetime") if element.tag == "time" else None
    machine = date_line(given.strip()[: len("2026-06-12")]) if given else None
    usable = found if found and found.day else machine
    return usable or found
