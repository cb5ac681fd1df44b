"""The marks of what was erased: alike where an import would take two things for one, and mute."""

from dataclasses import replace
from datetime import UTC, date, datetime

from feedsvc.core.erasing import marks_of_entry, marks_of_item, marks_of_items
from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import EntryDraft, Status
from tests.core.samples import in_status

SITE = "5e9d4f62-0000-4000-8000-000000000000"
DRAFT = EntryDraft(office="moscow", title="A Title", language="en")


def test_an_item_is_known_by_its_id_its_link_or_its_title_on_its_day():
    known = replace(
        in_status(Status.PUBLISHED),
        id="tag:e.org,1",
        title="A  title",
        link="https://e.org/1",
        published=datetime(2020, 6, 12, 9, tzinfo=UTC),
    )
    marks = marks_of_entry(known, SITE)
    day = date(2020, 6, 12)
    alike = (
        ImportedItem(line=1, draft=replace(DRAFT, title="x", id="tag:e.org,1")),
        ImportedItem(line=1, draft=replace(DRAFT, title="x", link="https://e.org/1")),
        ImportedItem(line=1, draft=DRAFT, date=day),
        ImportedItem(line=1, draft=replace(DRAFT, published=datetime(2020, 6, 12, 23, tzinfo=UTC))),
    )
    assert all(marks_of_item(each, SITE) & marks for each in alike)
    other = (
        ImportedItem(line=1, draft=replace(DRAFT, language="ru"), date=day),
        ImportedItem(line=1, draft=DRAFT, date=date(2020, 6, 13)),
        ImportedItem(line=1, draft=DRAFT),
    )
    assert not any(marks_of_item(each, SITE) & marks for each in other)
    assert marks_of_items(alike, SITE) >= marks_of_item(alike[0], SITE)


def test_marks_are_hashes_of_this_site_alone():
    [mark] = marks_of_item(ImportedItem(line=1, draft=replace(DRAFT, id="tag:e.org,1")), SITE)
    assert len(mark) == 32
    assert marks_of_item(ImportedItem(line=1, draft=replace(DRAFT, id="tag:e.org,1")), "other") != {mark}


def test_an_entry_without_a_date_has_marks_too():
    draft = replace(in_status(Status.DRAFT), published=None, link=None)
    assert len(marks_of_entry(draft, SITE)) == 1
