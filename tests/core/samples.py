"""Values of the model for the tests of the core: the least that is whole, to be varied."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Channel, ChannelAddress, Entry, EntryDraft, Office, Site, Status, Topic

NOW = datetime(2026, 6, 12, 15, 30, tzinfo=UTC)
BORN = datetime(2020, 1, 1, tzinfo=UTC)
SITE_UUID = "0d4f2c5e-6d3b-4c1e-9a53-2f5b8f0f6a11"
ENTRY_UUID = "7f1c8f66-5a0d-4a3b-9b1c-1d2e3f405060"

SITE = Site(
    uuid=SITE_UUID,
    created=BORN,
    name="World of Rivers",
    base_url="https://example.org/news",
    languages=("en", "ru"),
    page_size=30,
    time_zone="UTC",
    contact_email="news@example.org",
)
MOSCOW = Office(
    uuid="11111111-1111-4111-8111-111111111111",
    slug="moscow",
    names={"en": "Office in Moscow", "ru": "Бюро в Москве"},
    created=BORN,
)
WORK = Topic(
    uuid="22222222-2222-4222-8222-222222222222",
    slug="work",
    names={"en": "Work", "ru": "Труд"},
    created=BORN,
)
OFFICES = {"moscow": MOSCOW}
TOPICS = {"work": WORK}


def draft(title: str = "News", **others: Any) -> EntryDraft:
    return EntryDraft(**{"office": "moscow", "language": "en", "title": title, **others})


def entry(title: str = "News", **others: Any) -> Entry:
    """A published entry."""
    whole: dict[str, Any] = {
        "uuid": ENTRY_UUID,
        "id": f"urn:uuid:{ENTRY_UUID}",
        "office": "moscow",
        "language": "en",
        "status": Status.PUBLISHED,
        "version": 2,
        "created": BORN,
        "published": datetime(2026, 6, 1, 9, tzinfo=UTC),
        "updated": datetime(2026, 6, 1, 9, tzinfo=UTC),
        "position": 7,
        "changed": 7,
    }
    return Entry(title=title, **whole | others)


def in_status(status: Status, **others: Any) -> Entry:
    """An entry as it stands in a status."""
    unseen = {"published": None, "updated": None, "position": None, "changed": None}
    own: dict[Status, dict[str, Any]] = {
        Status.DRAFT: unseen,
        Status.SCHEDULED: {**unseen, "scheduled_for": datetime(2026, 6, 13, 9, tzinfo=UTC)},
        Status.PUBLISHED: {},
        Status.WITHDRAWN: {"withdrawn_at": datetime(2026, 6, 10, tzinfo=UTC), "withdrawn_reason": "Wrong."},
    }
    return entry(**{"status": status, **own[status], **others})


def item(
    line: int, title: str = "News", *, day: date | None = date(2026, 6, 1), **others: Any
) -> ImportedItem:
    return ImportedItem(line=line, draft=draft(title, **others), date=day)


def channel(**parts: Any) -> Channel:
    """A channel by its address; its office and topic are those of this file."""
    address = ChannelAddress(**parts)
    return Channel(
        key="all",
        address=address,
        office=OFFICES[address.office] if address.office else None,
        topic=TOPICS[address.topic] if address.topic else None,
        created=BORN,
        changed=0,
        changed_at=BORN,
    )


def site_with(**changes: Any) -> Site:
    return replace(SITE, **changes)
