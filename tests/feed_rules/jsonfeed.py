"""JSON Feed 1.1."""

import json
from collections.abc import Iterator
from typing import Any

from tests.feed_rules.common import (
    duplicate_problems,
    html_problems,
    is_absolute,
    is_id,
    is_language,
    is_mime,
    looks_like_html,
    rfc3339_moment,
)

_VERSION = "https://jsonfeed.org/version/1.1"
_FEED_KEYS = frozenset(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors"
    " language expired hubs items".split()
)
_ITEM_KEYS = frozenset(
    "id url external_url title content_html content_text summary image banner_image date_published"
    " date_modified authors tags language attachments".split()
)
_ATTACHMENT_KEYS = frozenset("url mime_type title size_in_bytes duration_in_seconds".split())


def json_problems(body: bytes, fetched_from: str | None) -> Iterator[str]:
    """All that is wrong with a JSON feed."""
    try:
        feed = json.loads(body.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except ValueError as error:
        yield f"document: is no JSON in UTF-8 ({error})"
        return
    if not isinstance(feed, dict):
        yield "document: is no JSON object"
        return
    yield from _feed_problems(feed, fetched_from)
    for number, item in enumerate(feed.get("items", []), 1):
        yield from _item_problems(f"item {number}", item)
    yield from duplicate_problems("id", (str(item.get("id")) for item in feed.get("items", [])))
    modified = (item.get("date_modified") for item in feed.get("items", []))
    yield from duplicate_problems("date_modified", (moment for moment in modified if moment))


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def _feed_problems(feed: dict[str, Any], fetched_from: str | None) -> Iterator[str]:
    if feed.get("version") != _VERSION:
        yield f"feed: its version is not {_VERSION}"
    if not feed.get("title") or looks_like_html(feed["title"]):
        yield "feed: its title is empty or has markup"
    if not isinstance(feed.get("items"), list):
        yield "feed: has no list of items"
    yield from _key_problems("feed", feed, _FEED_KEYS)
    yield from _shared_problems("feed", feed)
    for name in ("feed_url", "home_page_url"):
        if not is_absolute(feed.get(name)):
            yield f"feed: its {name} is no absolute URL: {feed.get(name)}"
    if "next_url" in feed and (not is_absolute(feed["next_url"]) or feed["next_url"] == feed.get("feed_url")):
        yield f"feed: its next_url is no absolute URL of another document: {feed['next_url']}"
    if fetched_from is not None and feed.get("feed_url") != fetched_from:
        yield f"feed: its feed_url is {feed.get('feed_url')}, but it was fetched from {fetched_from}"


def _key_problems(where: str, value: dict[str, Any], known: frozenset[str]) -> Iterator[str]:
    for name in sorted(set(value) - known):
        if not name.startswith("_"):
            yield f"{where}: its key {name} is JSON Feed's own and unknown: own keys begin with _"
        elif not isinstance(value[name], dict):
            yield f"{where}: its own key {name} must hold an object"


def _shared_problems(where: str, value: dict[str, Any]) -> Iterator[str]:
    if not is_language(value.get("language")):
        yield f"{where}: has no language"
    if not value.get("authors"):
        yield f"{where}: has no authors"
    for author in value.get("authors", []):
        if not author or set(author) - {"name", "url", "avatar"} or not all(author.values()):
            yield f"{where}: an author is empty or has unknown keys"


def _item_problems(where: str, item: dict[str, Any]) -> Iterator[str]:
    yield from _key_problems(where, item, _ITEM_KEYS)
    yield from _shared_problems(where, item)
    if not isinstance(item.get("id"), str) or not is_id(item["id"]):
        yield f"{where}: its id is no string that is an absolute ASCII IRI: {item.get('id')}"
    if not (item.get("content_html") or item.get("content_text")):
        yield f"{where}: has neither content_html nor content_text"
    if "content_html" in item:
        yield from html_problems(f"{where}: its content_html", item["content_html"])
    for name in ("title", "summary", "content_text"):
        if name in item and (not item[name].strip() or looks_like_html(item[name])):
            yield f"{where}: its {name} is empty or has markup"
    for name in ("url", "external_url", "image", "banner_image"):
        if name in item and not is_absolute(item[name]):
            yield f"{where}: its {name} is no absolute URL: {item[name]}"
    for name in ("date_published", "date_modified"):
        if name in item and rfc3339_moment(item[name]) is None:
            yield f"{where}: its {name} is no RFC 3339 time: {item[name]}"
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
        yield f"{where}: a tag is empty or no text"
    for attachment in item.get("attachments", []):
        yield from _attachment_problems(where, attachment)


def _attachment_problems(where: str, attachment: dict[str, Any]) -> Iterator[str]:
    yield from _key_problems(f"{where}: attachment", attachment, _ATTACHMENT_KEYS)
    if not is_absolute(attachment.get("url")):
        yield f"{where}: an attachment has no absolute url"
    if not is_mime(attachment.get("mime_type")):
        yield f"{where}: an attachment has no mime_type"
    if not isinstance(attachment.get("size_in_bytes", 0), int):
        yield f"{where}: an attachment's size is no whole number"
