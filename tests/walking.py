"""A reader that was away: it walks back through a feed's history, as RFC 5005 and JSON Feed let it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from feedsvc.core.model import Format

_ATOM = "{http://www.w3.org/2005/Atom}"
_ID = {Format.ATOM: f"{_ATOM}entry/{_ATOM}id", Format.RSS: "channel/item/guid"}


@dataclass(frozen=True)
class Document:
    """What such a reader takes from a document: ids in its order, and where the older entries are."""

    ids: tuple[str, ...]
    older: str | None


def document_of(fmt: Format, body: bytes) -> Document:
    """A document as such a reader understands it."""
    if fmt is Format.JSON:
        feed = json.loads(body)
        return Document(tuple(item["id"] for item in feed["items"]), feed.get("next_url"))
    root = etree.fromstring(body)
    links = root.findall(f"{_ATOM}link") + root.findall(f"channel/{_ATOM}link")
    older = [link.get("href") for link in links if link.get("rel") == "prev-archive"]
    return Document(tuple(each.text or "" for each in root.findall(_ID[fmt])), next(iter(older), None))


class Walker:
    """Reads a feed from its current document back, one document a step. `get` fetches a URL.

    `met` are the ids in the order in which they were read, an id twice if it was read twice.
    """

    def __init__(self, get: Callable[[str], bytes], url: str) -> None:
        self._get = get
        self._current = url
        self._fmt = Format(url.partition("?")[0].rpartition(".")[2])
        self._next: str | None = url
        self._read: set[str] = set()
        self.met: list[str] = []

    def step(self) -> bool:
        """Read the next document; False where there was none."""
        if self._next is None:
            return False
        document = document_of(self._fmt, self._get(self._next))
        self._read.add(self._next)
        self.met += document.ids
        self._next = document.older
        return True

    def walk(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Read all documents there are; after each of them something may happen on the site."""
        while self.step():
            meanwhile()

    def read_again(self) -> None:
        """Read the current document once more."""
        self._next = self._current
        self.step()

    def catch_up(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Read the current document again and, as long as it leads to pages that were not there before,
        these and the current document again (RFC 5005, section 4: back to one that is known)."""
        self.read_again()
        while self._next is not None and self._next not in self._read:
            while self._next is not None and self._next not in self._read:
                self.step()
                meanwhile()
            self.read_again()

    def missing(self, live: Iterable[str]) -> set[str]:
        """Which of these ids it has not met."""
        return set(live) - set(self.met)
