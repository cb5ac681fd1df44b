"""The picture that an <img> of a web page shows: its largest version, also where it is loaded late."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from feedsvc.core.model import Image
from feedsvc.core.text import one_line
from feedsvc.importers.media import number

_SMALLEST = 33  # pixels: smaller ones are signs and counters of readers
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
# HTML, 4.8.4.2.1: an address, and how wide the picture is or for which density of pixels.
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+(\d{1,6}(?:\.\d{1,3})?)([wx]))?\s*(?:,|$)")
_MOST_CANDIDATES = 50
_LONGEST_ALT = 500


def picture_of(element: etree._Element | None) -> Image | None:
    """The picture, its address as it stands there; None for signs and for what has no address."""
    if element is None:
        return None
    width, height = number(element.get("width")), number(element.get("height"))
    if min(width or _SMALLEST, height or _SMALLEST) < _SMALLEST:
        return None
    alt = one_line((element.get("alt") or "")[: 2 * _LONGEST_ALT])[:_LONGEST_ALT]
    largest = max(_candidates(element), key=lambda each: each[1], default=None)
    if largest is None:
        plain = next((url for name in _SOURCES if _is_address(url := element.get(name) or "")), "")
        return Image(url=plain, alt=alt, width=width, height=height) if plain else None
    url, size, unit = largest
    if unit != "w":
        return Image(url=url, alt=alt)
    return Image(
        url=url, alt=alt, width=size, height=round(size * height / width) if width and height else None
    )


def _candidates(element: etree._Element) -> Iterator[tuple[str, int, str]]:
    """What a srcset of the picture, or of the sources beside it, offers: address, size and its unit."""
    around = element.getparent()
    beside = around.iterchildren("source") if around is not None and around.tag == "picture" else ()
    for each in islice([element, *beside], _MOST_CANDIDATES):
        text = next((found for name in _SETS if (found := each.get(name))), "")
        for match in islice(_CANDIDATE.finditer(text), _MOST_CANDIDATES):
            if _is_address(match[1]):
                yield match[1], int(float(match[2] or 1)), match[3] or "x"


def _is_address(text: str) -> bool:
    return bool(text.strip()) and not text.strip().lower().startswith(("data:", "blob:", "about:"))
