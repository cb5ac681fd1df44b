"""A WordPress export file (WXR 1.0 to 1.2) as its items, read as a stream."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from feedsvc.core.model import Image
from feedsvc.core.text import one_line
from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.feed_text import READING, mended_xml
from feedsvc.importers.feed_tree import MOST_ITEMS, is_cut_off, line_of, local_name
from feedsvc.importers.media import media_type, number
from feedsvc.importers.page_lines import unreadable
from feedsvc.importers.page_words import is_credit
from feedsvc.importers.wording import plain_text

_NAMESPACES = "http://wordpress.org/export/"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_LONGEST_META = 20_000
_META = frozenset(
    "_thumbnail_id _wp_attachment_image_alt _wp_attachment_metadata _wpml_import_language_code"
    " enclosure".split()
)
# PHP's serialised form, in which WordPress keeps what it knows of a picture.
_PHP_NUMBER = {
    name: re.compile(rf's:{len(name)}:"{name}";i:(\d{{1,9}});') for name in ("width", "height", "filesize")
}
_PHP_CREDIT = re.compile(r's:(?:6:"credit|9:"copyright)";s:\d+:"([^"]{1,200})"')


@dataclass(slots=True)
class WordPressItem:
    """One item: its fields by name, its terms (domain, slug, name) and what its plugins noted."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A field without spaces around it; "" where it is not there."""
        return self.fields.get(name, "").strip()


@dataclass(slots=True)
class WordPressFile:
    """What an export holds: items, the names of authors by login, pictures by number.

    `mistake` says where its XML is first ill-formed, `cut_off` is an item that the file ends within.
    """

    items: list[WordPressItem] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Image] = field(default_factory=dict)
    site: str = ""
    language: str = ""
    mistake: tuple[int, str] | None = None
    cut_off: WordPressItem | None = None


def wordpress_file(text: str) -> WordPressFile:
    """The items of an export file. Raises UnreadableFile where it is none."""
    export = WordPressFile()
    found = False
    data = mended_xml(text)
    events = etree.iterparse(BytesIO(data), events=("start", "end"), **READING)
    with suppress(etree.XMLSyntaxError):
        for event, element in events:
            if event == "end" and _reads(export, element):
                element.clear()
            elif event == "start" and element.getparent() is None:
                found = any(str(uri).startswith(_NAMESPACES) for uri in element.nsmap.values())
                if not found:
                    break
    if not found:
        raise unreadable("The file is no WordPress export: make one with Tools > Export in WordPress.")
    _note_mistakes(export, events, data)
    return export


def _note_mistakes(export: WordPressFile, events: etree.iterparse, data: bytes) -> None:
    mistakes = [error for error in events.error_log if not error.type_name.startswith("NS_")]
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in mistakes):
        raise unreadable(
            "The export is nested deeper than 256 elements, or has a text of 10 MB: it is not read."
        )
    if mistakes:
        export.mistake = (mistakes[0].line, mistakes[0].message)
        export.cut_off = export.items.pop() if export.items and is_cut_off(data) else None


def _reads(export: WordPressFile, element: etree._Element) -> bool:
    """Take in an element that ends; says whether it is then done with."""
    parent = element.getparent()
    if parent is None or local_name(parent) != "channel":
        return False
    name, text = local_name(element), element.text or ""
    if name == "item":
        _take_item(export, _item(element))
    elif name == "author":
        parts = {local_name(child): one_line(child.text or "") for child in element}
        full = " ".join(filter(None, (parts.get("author_first_name"), parts.get("author_last_name"))))
        export.authors[parts.get("author_login", "")] = parts.get("author_display_name") or full
    elif name == "link" or (name == "base_blog_url" and not export.site):
        export.site = absolute_url(text) or export.site
    elif name == "language":
        export.language = text
    return True


def _take_item(export: WordPressFile, item: WordPressItem) -> None:
    if len(export.items) >= MOST_ITEMS * 5:
        raise unreadable(f"The export has more than {MOST_ITEMS * 5} items: export it in parts.")
    if item.get("post_type") == "attachment":
        image = _picture(item)
        if image is not None:
            export.pictures[item.get("post_id")] = image
    else:
        export.items.append(item)


def _item(element: etree._Element) -> WordPressItem:
    item = WordPressItem(line_of(element))
    for child in element:
        name, text = local_name(child), child.text or ""
        if child.tag == _CONTENT:
            item.fields["content"] = text
        elif name == "encoded":
            item.fields["excerpt"] = text
        elif name == "category":
            item.terms.append((child.get("domain", "category"), child.get("nicename", ""), one_line(text)))
        elif name == "postmeta":
            _take_meta(item, child)
        else:
            item.fields.setdefault(name, text)
    return item


def _take_meta(item: WordPressItem, element: etree._Element) -> None:
    parts = {local_name(child): child.text or "" for child in element}
    key = parts.get("meta_key", "").strip()
    if key in _META:
        item.meta.setdefault(key, parts.get("meta_value", "")[:_LONGEST_META])


def _picture(item: WordPressItem) -> Image | None:
    url = absolute_url(item.get("attachment_url")) or absolute_url(item.get("guid"))
    kind = media_type(None, url or "")
    if url is None or not kind.startswith("image/"):
        return None
    details = item.meta.get("_wp_attachment_metadata", "")
    sizes = {name: found[1] for name, pattern in _PHP_NUMBER.items() if (found := pattern.search(details))}
    caption = one_line(plain_text(item.get("excerpt")[:_LONGEST_META]))
    credit = _PHP_CREDIT.search(details)
    return Image(
        url=url,
        alt=one_line(item.meta.get("_wp_attachment_image_alt", ""))
        or ("" if is_credit(caption) else caption),
        credit=caption if is_credit(caption) else one_line(credit[1]) if credit else "",
        width=number(sizes.get("width")),
        height=number(sizes.get("height")),
        type=kind,
        length=number(sizes.get("filesize")),
    )


def enclosures_meta(item: WordPressItem) -> Iterator[tuple[str, str, str]]:
    """Address, length and type of the file that WordPress noted as an item's enclosure."""
    lines = item.meta.get("enclosure", "").split("\n")
    if lines[0].strip():
        address, length, kind = ([*lines, "", ""])[:3]
        yield address.strip(), length.strip(), kind.strip()
