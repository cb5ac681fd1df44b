"""What administrators are shown of the site."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.core.accounts import Actor
from feedsvc.core.errors import Forbidden
from feedsvc.services.backup import backup, note_backup
from feedsvc.services.shown_settings import shown_settings
from feedsvc.services.site_state import SiteState, site_state, try_again
from feedsvc.store import Store
from feedsvc.store import work as written
from feedsvc.store.work_tables import work
from tests.newsroom import Newsroom
from tests.web.world import ADA

NOBODY = Actor(name="bob", user="u-bob")


def state(newsroom: Newsroom) -> SiteState:
    with newsroom.store.reading() as reader:
        return site_state(reader, newsroom.settings, now=newsroom.now, actor=ADA)


def test_each_engine_says_what_it_is_and_how_much_it_holds(store: Store, tmp_path: Path) -> None:
    newsroom = Newsroom(store, tmp_path)
    newsroom.publish("One")
    newsroom.create("A draft")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"12345")
    found = state(newsroom)
    assert found.database.engine in {"SQLite", "PostgreSQL"}
    assert found.database.version[0].isdigit()
    assert found.database.bytes > 0
    assert found.database.entries == {"draft": 1, "published": 1}
    assert found.picture_bytes == 5
    assert found.record.counter == newsroom.counter()
    assert not found.is_work_late


def test_work_that_nobody_does_is_told(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as writer:
        written.enqueue(writer, "picture size", {"entry": "x"}, newsroom.now)
    assert not state(newsroom).is_work_late
    newsroom.now += timedelta(minutes=5)
    assert state(newsroom).is_work_late


def test_the_last_backup_is_known_once_the_log_tells_of_it(newsroom: Newsroom, tmp_path: Path) -> None:
    assert state(newsroom).last_backup is None
    manifest = backup(newsroom.store, newsroom.settings, tmp_path / "b.zip", now=newsroom.now)
    note_backup(newsroom.store, manifest, now=newsroom.now, actor=ADA)
    assert state(newsroom).last_backup == newsroom.now


def test_what_was_given_up_is_tried_again_and_the_log_tells_who_asked(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as writer:
        written.enqueue(writer, "release", {"entry": "x", "version": "1"}, newsroom.now)
        writer.connection.execute(work.update().values(dead=True))
    assert len(state(newsroom).work.dead) == 1
    assert try_again(newsroom.store, now=newsroom.now, actor=ADA) == 1
    assert state(newsroom).work.dead == ()


def test_only_administrators_see_and_do_it(newsroom: Newsroom) -> None:
    with newsroom.store.reading() as reader, pytest.raises(Forbidden):
        site_state(reader, newsroom.settings, now=newsroom.now, actor=NOBODY)
    with pytest.raises(Forbidden):
        try_again(newsroom.store, now=newsroom.now, actor=NOBODY)
    with pytest.raises(Forbidden):
        shown_settings(newsroom.settings, {}, actor=NOBODY)


def test_a_setting_says_where_it_comes_from_and_a_secret_never_what_it_is(newsroom: Newsroom) -> None:
    settings = replace(
        newsroom.settings,
        database_url="postgresql://u:hidden@db/x",
        secret_key="hidden-hidden-hidden",
        smtp_url="smtp://u:hidden@mail",
        page_size=30,
        old_base_urls=("https://a.example", "https://b.example"),
        contact_email=None,
        closing_notes=True,
    )
    found = {each.field: each for each in shown_settings(settings, {"FEEDSVC_PAGE_SIZE": "30"}, actor=ADA)}
    assert "hidden" not in str(found.values())
    assert {name for name, each in found.items() if each.is_secret} >= {
        "database_url",
        "secret_key",
        "smtp_url",
    }
    assert found["page_size"].is_set  # given, though it is the default
    assert not found["cache_mb"].is_set or settings.cache_mb != 64
    assert found["old_base_urls"].value == "https://a.example, https://b.example"
    assert (found["contact_email"].value, found["contact_email"].is_set) == ("none", False)
    assert found["closing_notes"].value == "on"


def test_the_file_of_sqlite_in_the_data_folder_is_the_default(newsroom: Newsroom) -> None:
    url = f"sqlite:///{newsroom.settings.data_dir}/feedsvc.db"
    found = shown_settings(replace(newsroom.settings, database_url=url), {}, actor=ADA)
    assert not next(each for each in found if each.field == "database_url").is_set
