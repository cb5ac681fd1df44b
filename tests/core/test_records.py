"""Entries and offices as JSON shows them, field by field as interface.md lists them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from feedsvc.core.endings import Ending
from feedsvc.core.model import Enclosure, FormerName, Image, Person, Status, Translation
from feedsvc.core.records import entry_record, office_record
from tests.core.samples import ENTRY_UUID, MOSCOW, SITE, entry, in_status

# In the order of interface.md, "In JSON".
ENTRY_FIELDS = (
    "uuid id office title summary content_html language published updated status countries topics kind"
    " place link image enclosures authors translations"
).split()
IMAGE_FIELDS = "url alt credit width height type length".split()
OFFICE_FIELDS = (
    "slug names former_names city country since countries time_zone languages email link former_slugs closing"
).split()

FULL = entry(
    "A title",
    language="ru",
    summary="A summary",
    content_html="<p>A body</p>",
    published=datetime(2026, 6, 1, 9, tzinfo=UTC),
    updated=datetime(2026, 6, 2, 10, 0, 1, tzinfo=UTC),
    countries=("UZ", "TJ"),
    topics=("work",),
    kind="Press release",
    place="Tashkent",
    link="https://example.org/1",
    image=Image("/pictures/a.png", "A river", "© Ada", 640, 480, "image/png", 1000),
    enclosures=(Enclosure("/pictures/b.png", "image/png", 7, "B"), Enclosure("https://example.org/c", "a/b")),
    authors=(Person("Ada", "ada@example.org", "https://example.org/ada"), Person("Bob")),
    translations=(Translation(language="en", uuid=ENTRY_UUID, title="Not shown", link="https://x.example"),),
)


def test_an_entry_shows_each_field_in_its_order():
    record = entry_record(FULL, SITE)
    assert list(record) == ENTRY_FIELDS
    assert list(record["image"]) == IMAGE_FIELDS
    assert record == {
        "uuid": ENTRY_UUID,
        "id": f"urn:uuid:{ENTRY_UUID}",
        "office": "moscow",
        "title": "A title",
        "summary": "A summary",
        "content_html": "<p>A body</p>",
        "language": "ru",
        "published": "2026-06-01T09:00:00Z",
        "updated": "2026-06-02T10:00:01Z",
        "status": "published",
        "countries": ["UZ", "TJ"],
        "topics": ["work"],
        "kind": "Press release",
        "place": "Tashkent",
        "link": "https://example.org/1",
        "image": {
            "url": "https://example.org/news/pictures/a.png",
            "alt": "A river",
            "credit": "© Ada",
            "width": 640,
            "height": 480,
            "type": "image/png",
            "length": 1000,
        },
        "enclosures": [
            {
                "url": "https://example.org/news/pictures/b.png",
                "type": "image/png",
                "length": 7,
                "title": "B",
            },
            {"url": "https://example.org/c", "type": "a/b", "length": None, "title": ""},
        ],
        "authors": [
            {"name": "Ada", "email": "ada@example.org", "uri": "https://example.org/ada"},
            {"name": "Bob"},
        ],
        "translations": [{"language": "en", "uuid": ENTRY_UUID}],
    }


def test_an_entry_of_which_little_is_known_has_the_same_fields():
    record = entry_record(in_status(Status.DRAFT), SITE)
    assert list(record) == ENTRY_FIELDS
    nothing = {name: record[name] for name in ("published", "updated", "link", "image")}
    assert set(nothing.values()) == {None}
    assert [record[name] for name in ("countries", "topics", "enclosures", "authors", "translations")] == [
        []
    ] * 5
    assert (record["status"], type(record["status"])) == ("draft", str)


def test_an_image_of_which_only_the_credit_is_known_has_no_url():
    record = entry_record(replace(FULL, image=Image(credit="© Ada")), SITE)
    assert record["image"] == dict.fromkeys(IMAGE_FIELDS) | {"alt": "", "credit": "© Ada"}


def test_an_office_shows_each_field_in_its_order():
    full = replace(
        MOSCOW,
        former_names=(FormerName("Bureau", "2010-04"), FormerName("Room")),
        descriptions={"en": "Not shown"},
        city="Moscow",
        country="RU",
        since=1959,
        countries=("AZ", "AM"),
        time_zone="Europe/Moscow",
        languages=("en", "ru"),
        email="moscow@example.org",
        link="https://example.org/moscow",
        former_slugs=("moskau",),
        ending=Ending(successors=("minsk",), at=datetime(2027, 1, 1, tzinfo=UTC)),
    )
    record = office_record(full)
    assert list(record) == OFFICE_FIELDS
    assert record == {
        "slug": "moscow",
        "names": {"en": "Office in Moscow", "ru": "Бюро в Москве"},
        "former_names": [{"name": "Bureau", "until": "2010-04"}, {"name": "Room", "until": ""}],
        "city": "Moscow",
        "country": "RU",
        "since": 1959,
        "countries": ["AZ", "AM"],
        "time_zone": "Europe/Moscow",
        "languages": ["en", "ru"],
        "email": "moscow@example.org",
        "link": "https://example.org/moscow",
        "former_slugs": ["moskau"],
        "closing": {"at": "2027-01-01T00:00:00Z", "over": False, "successors": ["minsk"]},
    }
    assert list(office_record(MOSCOW)) == OFFICE_FIELDS


def test_records_are_what_json_can_say():
    for record in (entry_record(FULL, SITE), office_record(MOSCOW)):
        assert json.loads(json.dumps(record)) == record
