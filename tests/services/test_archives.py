"""Archived documents of a feed: what stands in them, what changes their bytes and what does not."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from feedsvc.core.model import Entry, Format
from feedsvc.core.urls import parse_feed
from feedsvc.services.backup import backup, restore
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.site import initialise
from feedsvc.store import Store
from feedsvc.store.schema import archive_page, channel
from tests.feed_rules import problems_of
from tests.newsroom import Newsroom
from tests.walking import document_of
from tests.web.world import BASE, settings_for


def body(newsroom: Newsroom, path: str, *, summary_only: bool = False) -> bytes:
    """The bytes of a feed by its address."""
    address, fmt = parse_feed(path)
    made = feed_bytes(newsroom.store, newsroom.settings, address, fmt, summary_only=summary_only)
    ending = "?content=summary" if summary_only else ""
    assert problems_of(fmt, made, fetched_from=f"{BASE}/feeds/{path}{ending}") == []
    return made


def publish(newsroom: Newsroom, count: int) -> list[Entry]:
    text = {"summary": "Short.", "content_html": "<p>Long.</p>"}
    return [newsroom.publish(f"News {number}", **text) for number in range(count)]


@pytest.mark.parametrize("fmt", Format)
def test_each_document_leads_to_the_next_older_one_and_keeps_to_summaries(newsroom: Newsroom, fmt: Format):
    entries = publish(newsroom, 10)
    ids = [entry.id for entry in reversed(entries)]
    for ending in ("", "?content=summary"):
        short = bool(ending)
        current = document_of(fmt, body(newsroom, f"offices/moscow.en.{fmt}", summary_only=short))
        assert current.older == f"{BASE}/feeds/offices/moscow/archive/2.en.{fmt}{ending}"
        last = document_of(fmt, body(newsroom, f"offices/moscow/archive/2.en.{fmt}", summary_only=short))
        assert last.older == f"{BASE}/feeds/offices/moscow/archive/1.en.{fmt}{ending}"
        first_body = body(newsroom, f"offices/moscow/archive/1.en.{fmt}", summary_only=short)
        first = document_of(fmt, first_body)
        assert first.older is None
        assert [*current.ids, *last.ids, *first.ids] == ids
        assert (b"Long." in first_body) is not short


@pytest.mark.parametrize("fmt", Format)
def test_a_page_changes_only_when_one_of_its_entries_does(newsroom: Newsroom, fmt: Format):
    entries = publish(newsroom, 9)
    pages = [f"all/archive/{number}.{fmt}" for number in (1, 2)]
    before = [body(newsroom, page) for page in pages]
    publish(newsroom, 7)
    newsroom.withdraw(entries[8])
    assert [body(newsroom, page) for page in pages] == before
    newsroom.edit(entries[0], summary="Minor.")
    assert [body(newsroom, page) == known for page, known in zip(pages, before, strict=True)] == [False, True]
    assert b"Minor." in body(newsroom, pages[0])


@pytest.mark.parametrize("fmt", Format)
def test_all_documents_of_a_feed_have_its_id_and_title(newsroom: Newsroom, fmt: Format):
    publish(newsroom, 9)
    [current, first, last] = (
        body(newsroom, f"all{page}.{fmt}").decode() for page in ("", "/archive/1", "/archive/2")
    )
    title = '"title": "World of Rivers"' if fmt is Format.JSON else "<title>World of Rivers</title>"
    assert all(title in document for document in (current, first, last))
    if fmt is not Format.RSS:
        [feed_id] = {document[(at := document.index("urn:uuid:")) : at + 45] for document in (current, first)}
        assert feed_id in last


def test_tombstones_stand_in_the_current_document_alone(newsroom: Newsroom):
    entries = publish(newsroom, 6)
    newsroom.withdraw(entries[0], "Wrong.")
    assert b"Wrong." in body(newsroom, "all.atom")
    page = body(newsroom, "all/archive/1.atom")
    assert entries[0].id.encode() not in page
    assert b"tombstones" not in page


def test_the_date_of_a_page_is_the_greatest_in_it_and_of_an_emptied_one_its_sealing(newsroom: Newsroom):
    entries = publish(newsroom, 5)
    sealed_at = newsroom.publish("The sixth").published
    assert sealed_at is not None
    dated = f"\n  <updated>{entries[2].updated:%Y-%m-%dT%H:%M:%S}+00:00</updated>\n"
    assert dated.encode() in body(newsroom, "all/archive/1.atom")
    for entry in entries[:3]:
        newsroom.withdraw(entry)
    emptied = body(newsroom, "all/archive/1.atom")
    assert f"\n  <updated>{sealed_at:%Y-%m-%dT%H:%M:%S}+00:00</updated>\n".encode() in emptied
    assert document_of(Format.ATOM, emptied).ids == ()


def test_until_an_older_database_is_sealed_its_current_document_is_bounded(newsroom: Newsroom):
    entries = publish(newsroom, 12)
    whole = body(newsroom, "all.json")
    with newsroom.store.writing() as writer:
        writer.connection.execute(archive_page.delete())
        writer.connection.execute(update(channel).values(pages=0, sealed_to=0))
    unsealed = document_of(Format.JSON, body(newsroom, "all.json"))
    assert (unsealed.ids, unsealed.older) == (tuple(entry.id for entry in entries[:6:-1]), None)
    newsroom.settings = replace(newsroom.settings, site_name="Another name")
    initialise(newsroom.store, newsroom.settings, now=newsroom.now)
    sealed = body(newsroom, "all.json")
    assert document_of(Format.JSON, sealed) == document_of(Format.JSON, whole)


def test_a_backup_brings_back_every_page_as_it_was(newsroom: Newsroom, tmp_path: Path):
    newsroom.withdraw(publish(newsroom, 11)[0])
    paths = ["all.atom", "all/archive/1.atom", "all/archive/2.atom", "offices/moscow/archive/2.en.json"]
    before = [body(newsroom, path) for path in paths]
    backup(newsroom.store, newsroom.settings, tmp_path / "site.zip", now=newsroom.now)
    there = settings_for(f"sqlite:///{tmp_path}/restored.db", tmp_path / "there")
    restore(there, tmp_path / "site.zip", now=newsroom.now)
    newsroom.store, newsroom.settings = Store(there.database_url), there
    assert [body(newsroom, path) for path in paths] == before
    newsroom.publish("News of the restored site")
    assert body(newsroom, paths[1]) == before[1]
    newsroom.store.close()
