"""The pictures and files of feed items: enclosures, Media RSS and the ways before it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from mimetypes import MimeTypes
from urllib.parse import urlsplit

from lxml import etree

from feedsvc.core.model import Enclosure, Image
from feedsvc.core.text import one_line
from feedsvc.importers.addresses import absolute_url
from feedsvc.importers.feed_tree import ATOM, DC, MEDIA, local_name
from feedsvc.importers.wording import plain_text

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_IMG = re.compile(r"<img((?: [a-z]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
_NUMBER = re.compile(r"\s*(\d{1,12})(?:px)?\s*")
# Not those of the machine, which differ.
_TYPES = MimeTypes()
_LONGEST_CREDIT = 200
_LONGEST_ALT = 500
_LONGEST_LOOKED_AT = 5_000
_MOST_FILES = 50
# Smaller ones are signs and counters of readers, no pictures.
_SMALLEST = 32
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def picture_and_files(
    item: etree._Element, *, content_html: str
) -> tuple[Image | None, tuple[Enclosure, ...]]:
    """The picture of an item, and the other files that go with it.

    The picture is the first of: Media RSS content, an enclosed picture, a thumbnail, an <image> of
    the item, a picture in the text. What has no http(s) address is left out.
    """
    in_text = list(pictures_in(content_html))
    picture = next(_pictures(item), None) or next(iter(in_text), None)
    if picture is not None:
        same = next((each for each in in_text if each.url == picture.url), None)
        picture = replace(
            picture,
            alt=(
                picture.alt
                or (same.alt if same else "")
                or _text(item, f"{MEDIA}description", f"{MEDIA}title")
            )[:_LONGEST_ALT],
            credit=picture.credit or _credit(item) or _rights(item),
        )
    files = {each.url: each for each in _files(item)}
    if picture is not None:
        files.pop(picture.url or "", None)
    return picture, tuple(files.values())[:_MOST_FILES]


def pictures_in(content_html: str) -> Iterator[Image]:
    """The pictures that cleaned HTML shows, without those too small to be one."""
    for match in _IMG.finditer(content_html):
        found = {name: _unescaped(value) for name, value in _ATTRIBUTE.findall(match[1])}
        width, height = number(found.get("width")), number(found.get("height"))
        url = absolute_url(found.get("src"))
        if url and min(width or _SMALLEST, height or _SMALLEST) >= _SMALLEST:
            yield Image(url=url, alt=found.get("alt", ""), width=width, height=height)


def number(text: str | None) -> int | None:
    """A number of pixels or bytes, where the text is one above 0."""
    match = _NUMBER.fullmatch(text or "")
    return int(match[1]) or None if match else None


def media_type(text: str | None, url: str, default: str = "") -> str:
    """The media type that is given, else the one that the address ends like, else `default`."""
    given = (text or "").partition(";")[0].strip().lower()
    if _MEDIA_TYPE.fullmatch(given):
        return given
    return _TYPES.guess_type(urlsplit(url).path, strict=False)[0] or default


def _pictures(item: etree._Element) -> Iterator[Image]:
    contents = [each for each in _within(item, f"{MEDIA}content") if _is_picture(each)]
    for element in sorted(contents, key=lambda each: (each.get("isDefault") != "true", -_width(each))):
        yield from _picture(element)
    for element in _enclosures(item):
        if (element.get("type") or "").lower().startswith("image/") or _is_picture(element):
            yield from _picture(element)
    for element in sorted(_within(item, f"{MEDIA}thumbnail"), key=lambda each: -_width(each)):
        yield from _picture(element)
    for element in item:
        if local_name(element) == "image":
            yield from _own_image(element)


def _picture(element: etree._Element) -> Iterator[Image]:
    url = absolute_url(_address(element), element.base or "")
    if url is None:
        return
    kind = media_type(element.get("type"), url)
    yield Image(
        url=url,
        alt=_text(element, f"{MEDIA}description", f"{MEDIA}title") or _text_of_group(element),
        credit=_credit(element) or _credit(element.getparent()),
        width=number(element.get("width")),
        height=number(element.get("height")),
        type=kind if kind.startswith("image/") else None,
        length=number(element.get("fileSize") or element.get("length")),
    )


def _own_image(element: etree._Element) -> Iterator[Image]:
    parts = {local_name(child): (child.text or "") for child in element}
    address = parts.get("url") or element.get("href") or element.get("url") or element.text
    url = absolute_url(address, element.base or "")
    if url:
        title = "" if element.tag == f"{_ITUNES}image" else one_line(parts.get("title", ""))
        yield Image(url=url, alt=title, width=number(parts.get("width")), height=number(parts.get("height")))


def _files(item: etree._Element) -> Iterator[Enclosure]:
    contents = [each for each in _within(item, f"{MEDIA}content") if not _is_picture(each)]
    for element in [*_enclosures(item), *contents]:
        url = absolute_url(_address(element), element.base or "")
        if url and (element.tag != f"{MEDIA}content" or "/" in media_type(element.get("type"), url)):
            yield Enclosure(
                url=url,
                type=media_type(element.get("type"), url, "application/octet-stream"),
                length=number(element.get("length") or element.get("fileSize")),
                title=one_line(element.get("title") or _text(element, f"{MEDIA}title")),
            )


def _enclosures(item: etree._Element) -> Iterator[etree._Element]:
    for element in item:
        is_link = local_name(element) == "link" and (element.get("rel") or "").lower() == "enclosure"
        if is_link or local_name(element) == "enclosure":
            yield element


def _within(item: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Elements of an item itself or of its media:group and media:content."""
    yield from item.iterfind(tag)
    for group in item.iterfind(f"{MEDIA}group"):
        yield from group.iterfind(tag)
        for content in group.iterfind(f"{MEDIA}content"):
            yield from content.iterfind(tag)
    for content in item.iterfind(f"{MEDIA}content"):
        yield from content.iterfind(tag)


def _is_picture(element: etree._Element) -> bool:
    kind = media_type(element.get("type"), _address(element) or "")
    medium = element.get("medium", "").lower()
    return medium == "image" or (not medium and kind.startswith("image/"))


def _address(element: etree._Element) -> str | None:
    return (
        element.get("url") or element.get("href") or (element.text if element.tag.startswith(MEDIA) else None)
    )


def _width(element: etree._Element) -> int:
    return number(element.get("width")) or 0


def _text(element: etree._Element, *tags: str) -> str:
    for tag in tags:
        for child in element.iterfind(tag):
            text = child.text or ""
            line = one_line(plain_text(text) if child.get("type") == "html" else text[:_LONGEST_LOOKED_AT])
            if line:
                return line
    return ""


def _text_of_group(element: etree._Element) -> str:
    group = element.getparent()
    is_group = group is not None and group.tag in {f"{MEDIA}group", f"{MEDIA}content"}
    return _text(group, f"{MEDIA}description", f"{MEDIA}title") if group is not None and is_group else ""


def _credit(element: etree._Element | None) -> str:
    if element is None or local_name(element) == "channel":
        return ""
    return _text(element, f"{MEDIA}credit", f"{MEDIA}copyright")[:_LONGEST_CREDIT]


def _rights(item: etree._Element) -> str:
    """The rights in an item, where they are short enough for a line below its picture."""
    text = _text(item, f"{DC}rights", f"{ATOM}rights")
    return text if len(text) <= _LONGEST_CREDIT else ""


def _unescaped(value: str) -> str:
    return value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
