"""What kind of file one is, told by its first bytes: for `--format auto`."""

import re
from typing import Literal

from feedsvc.importers.page_lines import UNDECODED
from feedsvc.importers.table_csv import names_columns

Kind = Literal["feed", "wordpress", "json", "csv", "html", "page"]

# Enough for the XML declaration, stylesheets, comments and a doctype before the root element.
_LOOKED_AT = 64 * 1024
_LONGEST_HEADER = 500
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<![^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)")
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_WORDPRESS = re.compile(r"wordpress\.org/export/|<wp:wxr_version>")
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_JSON = re.compile(r'\{\s*(?:"|\})|\[\s*(?:\{|\])')
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|article|section|ul|ol|table|p|h[1-6])\b"
)


def kind_of(data: bytes) -> Kind:
    """The kind of a file by its beginning; "page" where nothing tells it to be another.

    It says how to read a file, not that it can be read so.
    """
    text = _beginning(data).lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _markup(text)
    if _JSON.match(text):
        return "feed" if _JSON_FEED.search(text) else "json"
    if names_columns(text):
        return "csv"
    return "page"


def _beginning(data: bytes) -> str:
    head = data[:_LOOKED_AT]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    # Letters of the Latin alphabet in UTF-16 leave a NUL at every other place.
    for start, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if len(head) >= 4 and head[start] == head[start + 2] == 0 and head[1 - start]:
            return head.decode(encoding, errors="replace")
    text = head.decode("utf-8", errors="replace")
    # A header in Russian; what tells the other kinds is ASCII.
    return head.decode("cp1251", errors="replace") if UNDECODED in text[:_LONGEST_HEADER] else text


def _markup(text: str) -> Kind:
    start = 0
    while skipped := _BEFORE_ROOT.match(text, start):
        start = skipped.end()
    root = _ROOT.match(text, start)
    name = root[2].lower() if root else ""
    if name in _FEED_ROOTS:
        return "wordpress" if _WORDPRESS.search(text) else "feed"
    if name == "html" or _HTML.search(text.lower()):
        return "html"
    # Another kind of XML: the reader of feeds says best that it is none.
    return "feed" if text.startswith("<?xml") else "html"
