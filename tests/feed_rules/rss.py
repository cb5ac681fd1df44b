"""RSS 2.0 and the RSS Advisory Board's profile."""

import re
from collections.abc import Iterator

from lxml import etree

from tests.feed_rules.common import (
    ATOM,
    CONTENT,
    DC,
    XML_LANG,
    count_problems,
    document_problems,
    duplicate_problems,
    html_problems,
    is_absolute,
    is_id,
    is_language,
    is_mime,
    link_problems,
    local,
    looks_like_html,
    media_problems,
    parsed,
    rfc822_problem,
    rfc3339_moment,
    self_problems,
    words,
)
from tests.feed_rules.history import history_problems

_ENCODED = f"{{{CONTENT}}}encoded"
_ATOM_LINK = f"{{{ATOM}}}link"
_MAILBOX = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\.[^\s@()<>]+ \([^()\\]+\)")
_CHANNEL_CHILDREN = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category"
    " generator docs cloud ttl image rating textInput skipHours skipDays item".split()
)
_ITEM_CHILDREN = frozenset(
    "title link description author category comments enclosure guid pubDate source".split()
)


def rss_problems(body: bytes, fetched_from: str | None) -> Iterator[str]:
    """All that is wrong with an RSS feed."""
    root = parsed(body)
    if isinstance(root, str):
        yield root
        return
    if root.tag != "rss" or root.get("version") != "2.0" or [local(child) for child in root] != ["channel"]:
        yield "document: its root is no rss 2.0 with one channel"
        return
    channel = root[0]
    items = channel.findall("item")
    yield from document_problems(root)
    yield from _channel_problems(channel, fetched_from)
    yield from history_problems(channel, channel.findall(_ATOM_LINK))
    for number, item in enumerate(items, 1):
        yield from _item_problems(f"item {number}", item)
        if channel.find("language") is None and item.find(f"{{{DC}}}language") is None:
            yield f"item {number}: neither it nor the channel says its language"
    yield from duplicate_problems("guid", (words(each.find("guid")) for each in items))


def _channel_problems(channel: etree._Element, fetched_from: str | None) -> Iterator[str]:
    at_most = (
        "language",
        "managingEditor",
        "webMaster",
        "pubDate",
        "lastBuildDate",
        "generator",
        "docs",
        "ttl",
        "image",
    )
    yield from count_problems("channel", channel, ("title", "link", "description"), at_most)
    yield from _shared_problems("channel", channel, _CHANNEL_CHILDREN)
    if looks_like_html(words(channel.find("description"))):
        yield "channel: its description has markup"
    yield from self_problems(channel.findall(_ATOM_LINK), "application/rss+xml", fetched_from)
    language = channel.find("language")
    if not is_language(channel.get(XML_LANG) if language is None else words(language)):
        yield "channel: has neither language nor xml:lang"
    for name in ("managingEditor", "webMaster"):
        yield from _mailbox_problems("channel", channel.find(name))
    tags = [local(child) for child in channel]
    if "item" in tags and any(tag != "item" for tag in tags[tags.index("item") :]):
        yield "channel: something comes after the first item"
    for image in channel.findall("image"):
        yield from _image_problems(channel, image)


def _image_problems(channel: etree._Element, image: etree._Element) -> Iterator[str]:
    for name in ("title", "link"):
        if words(image.find(name)) != words(channel.find(name)):
            yield f"channel: its image's {name} is not the channel's"
    if not is_absolute(words(image.find("url"))):
        yield "channel: its image's url is no absolute URL"
    for name, most in (("width", 144), ("height", 400)):
        if int(words(image.find(name)) or 0) > most:
            yield f"channel: its image's {name} is over {most}"


def _shared_problems(where: str, parent: etree._Element, known: frozenset[str]) -> Iterator[str]:
    """What holds for the channel and for an item."""
    for child in parent.iterchildren("*"):
        if etree.QName(child).namespace is None and local(child) not in known:
            yield f"{where}: RSS knows no {local(child)} here"
    if looks_like_html(words(parent.find("title"))):
        yield f"{where}: its title has markup"
    if parent.find("link") is not None and not is_absolute(words(parent.find("link"))):
        yield f"{where}: its link is no absolute URL: {words(parent.find('link'))}"
    for name in ("pubDate", "lastBuildDate"):
        for date in parent.findall(name):
            if problem := rfc822_problem(words(date)):
                yield f"{where}: its {name} {problem}"
    for link in parent.findall(_ATOM_LINK):
        yield from link_problems(where, link)
    for category in parent.findall("category"):
        if not words(category).strip() or looks_like_html(words(category)):
            yield f"{where}: a category is empty or has markup"
        if "domain" in category.attrib and not is_absolute(category.get("domain")):
            yield f"{where}: a category's domain is no absolute URL: {category.get('domain')}"


def _item_problems(where: str, item: etree._Element) -> Iterator[str]:
    at_most = (
        "title",
        "link",
        "description",
        "author",
        "enclosure",
        _ENCODED,
        f"{{{DC}}}language",
        f"{{{DC}}}type",
    )
    yield from count_problems(where, item, ("guid", "pubDate"), at_most)
    yield from _shared_problems(where, item, _ITEM_CHILDREN)
    if item.find("title") is None and item.find("description") is None:
        yield f"{where}: has neither title nor description"
    if item.find("title") is not None and not words(item.find("title")).strip():
        yield f"{where}: its title is empty"
    yield from _guid_problems(where, item.find("guid"))
    yield from _author_problems(where, item)
    yield from _body_problems(where, item)
    for enclosure in item.findall("enclosure"):
        if not (
            is_absolute(enclosure.get("url"))
            and enclosure.get("length", "").isdecimal()
            and is_mime(enclosure.get("type"))
        ):
            yield f"{where}: its enclosure lacks an absolute url, a length or a type"
    if any(link.get("rel", "alternate") == "alternate" for link in item.findall(_ATOM_LINK)):
        yield f"{where}: has an atom:link that competes with its link"
    if item.find(f"{{{DC}}}date") is not None:
        yield f"{where}: has dc:date beside pubDate"
    for updated in item.findall(f"{{{ATOM}}}updated"):
        if rfc3339_moment(words(updated)) is None:
            yield f"{where}: its atom:updated is no RFC 3339 time: {words(updated)}"
    for language in item.findall(f"{{{DC}}}language"):
        if not is_language(words(language)):
            yield f"{where}: its dc:language is no language: {words(language)}"
    yield from media_problems(where, item)


def _guid_problems(where: str, guid: etree._Element | None) -> Iterator[str]:
    if guid is None:
        return
    if not is_id(words(guid)):
        yield f"{where}: its guid is no absolute ASCII IRI: {words(guid)}"
    if guid.get("isPermaLink", "true") != "false" and not is_absolute(words(guid)):
        yield f'{where}: its guid is no URL and wants isPermaLink="false"'


def _author_problems(where: str, item: etree._Element) -> Iterator[str]:
    author = item.find("author")
    yield from _mailbox_problems(where, author)
    if author is not None and item.find(f"{{{DC}}}creator") is not None:
        yield f"{where}: has author and dc:creator"


def _mailbox_problems(where: str, element: etree._Element | None) -> Iterator[str]:
    if element is not None and _MAILBOX.fullmatch(words(element)) is None:
        yield f"{where}: its {local(element)} is not of the form mail (Name): {words(element)}"


def _body_problems(where: str, item: etree._Element) -> Iterator[str]:
    names = [child.tag for child in item if child.tag in {"description", _ENCODED}]
    if names in ([_ENCODED], [_ENCODED, "description"]):
        yield f"{where}: its content:encoded does not come after a description"
    for name in ("description", _ENCODED):
        for element in item.findall(name):
            yield from html_problems(f"{where}: its {local(element)}", words(element))
