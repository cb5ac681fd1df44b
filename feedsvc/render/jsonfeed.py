"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), by hand: feedgen does not know it.

Keys stand in a fixed order. What JSON Feed has no place for is in `_feedsvc`, of the feed and of
each item.
"""

from datetime import datetime
from typing import Any

import msgspec

from feedsvc.core.dates import rfc3339
from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Enclosure, Image, Person
from feedsvc.render.envelope import Envelope

VERSION = "https://jsonfeed.org/version/1.1"


_INDENT = b"\n    "
_NO_ITEMS = b'"items": []\n}'


def json_envelope(document: FeedDocument) -> Envelope:
    """The feed in JSON Feed, without its items."""
    feed = {
        "version": VERSION,
        "title": document.title,
        "home_page_url": document.page_url,
        "feed_url": document.self_url,
        **_filled(next_url=document.history.previous),
        "description": document.subtitle,
        "language": document.language,
        "authors": [_author(Person(document.publisher, document.contact_email))],
        "_feedsvc": _feed_extras(document),
        "items": [],
    }
    empty = _formatted(feed)
    before = empty.removesuffix(_NO_ITEMS) + b'"items": [' + _INDENT
    return Envelope(before, b"," + _INDENT, b"\n  ]\n}", empty)


def json_updated(moment: datetime) -> bytes:
    """The feed's date as the envelope has it; within a text its quotes would be escaped."""
    return f'"updated": "{rfc3339(moment)}"'.encode()


def json_fragment(entry: FeedEntry) -> bytes:
    """An item of JSON Feed, indented as it stands in a feed; no string holds a bare line feed."""
    return _formatted(_item(entry)).replace(b"\n", _INDENT)


def _formatted(value: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _feed_extras(document: FeedDocument) -> dict[str, Any]:
    withdrawn = [
        _filled(id=stone.id, when=rfc3339(stone.when), comment=stone.comment) for stone in document.tombstones
    ]
    return _filled(
        id=document.id,
        updated=rfc3339(document.updated),
        withdrawn=withdrawn,
        # RFC 5005's, of which JSON Feed knows only the way back, as `next_url`.
        current=document.history.current,
        next_archive=document.history.next,
    )


def _item(entry: FeedEntry) -> dict[str, Any]:
    return _filled(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        content_html=entry.body_html,
        # One of the two is required.
        content_text="" if entry.body_html else entry.summary or entry.title,
        image=entry.image and entry.image.url,
        date_published=rfc3339(entry.published),
        date_modified=rfc3339(entry.updated),
        authors=[_author(author) for author in entry.authors],
        tags=list(dict.fromkeys(each.label or each.term for each in entry.categories)),
        language=entry.language,
        attachments=[_attachment(each) for each in entry.enclosures],
        _feedsvc=_item_extras(entry),
    )


def _item_extras(entry: FeedEntry) -> dict[str, Any]:
    links = [_filled(language=link.language, url=link.href, title=link.title) for link in entry.translations]
    return {
        **_filled(office=next(iter(_terms(entry, "offices")), None), publisher=entry.publisher),
        "countries": _terms(entry, "countries"),
        "topics": _terms(entry, "topics"),
        **_filled(kind=entry.kind, place=entry.place, image=_image(entry.image), translations=links),
    }


def _terms(entry: FeedEntry, scheme: str) -> list[str]:
    return [each.term for each in entry.categories if each.scheme.endswith(f"/{scheme}")]


def _image(image: Image | None) -> dict[str, Any]:
    if image is None:
        return {}
    return _filled(alt=image.alt, credit=image.credit, width=image.width, height=image.height)


def _author(person: Person) -> dict[str, Any]:
    """JSON Feed allows a mailto: link as the author's url."""
    mail = f"mailto:{person.email}" if person.email else None
    return _filled(name=person.name, url=person.uri or mail)


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    return _filled(
        url=enclosure.url,
        mime_type=enclosure.type,
        title=enclosure.title,
        size_in_bytes=enclosure.length,
    )


def _filled(**members: Any) -> dict[str, Any]:
    """The members that say something, in the order given."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
