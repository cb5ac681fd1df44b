"""Everything in one file, and back on either engine with every id as it was."""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow

from feedsvc.core.errors import Conflict, StoreUnavailable, UnreadableFile
from feedsvc.core.model import Format, Image
from feedsvc.core.urls import parse_channel
from feedsvc.services.backup import backup, restore
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.pictures import keep_picture, picture_named
from feedsvc.store import Store
from feedsvc.store.database import migrate
from tests.newsroom import Newsroom
from tests.postgres import fresh_database
from tests.web.world import ADA, PICTURE, PNG, settings_for
from tests.web.world import keep_picture as let_picture_be_kept

CHANNELS = ("all", "offices/moscow.ru", "countries/uz", "topics/work")


def fill(newsroom: Newsroom) -> None:
    """Entries of every kind, and a picture."""
    let_picture_be_kept(newsroom.store, newsroom.settings.data_dir)
    pair = [
        newsroom.publish(
            "Rise", countries=("UZ",), topics=("work",), image=Image(PICTURE, "A river", "© Ada 2026")
        ),
        newsroom.publish("Рост", language="ru", countries=("UZ",)),
    ]
    with newsroom.publisher() as publisher:
        publisher.link_translations([entry.uuid for entry in pair])
    newsroom.edit(pair[0], summary="More.", major=True)
    newsroom.withdraw(newsroom.publish("Wrong", countries=("UZ",)), "It was wrong.")
    newsroom.create("Draft")


def feeds(newsroom: Newsroom, store: Store, settings) -> dict[tuple[str, str], bytes]:
    """The bytes of several feeds in each format."""
    return {
        (path, fmt): feed_bytes(store, settings, parse_channel(path), fmt)
        for path in CHANNELS
        for fmt in Format
    }


@pytest.fixture
def empty_postgresql_url(run_dir: Path) -> Iterator[str]:
    """A second PostgreSQL database, with tables and nothing in them."""
    with fresh_database(run_dir, migrate) as url:
        yield url


@pytest.fixture
def newsroom(store: Store, database_url: str, tmp_path: Path) -> Newsroom:
    """A filled newsroom on each engine in turn."""
    made = Newsroom(store, tmp_path / "data", database_url)
    fill(made)
    return made


@pytest.mark.parametrize("to_engine", ["sqlite", "postgresql"])
def test_what_comes_back_is_what_was_saved(
    newsroom: Newsroom, tmp_path: Path, to_engine: str, request: pytest.FixtureRequest, empty_postgresql_url
):
    file = tmp_path / "site.zip"
    manifest = backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    assert (manifest.tables["entry"], manifest.pictures) == (4, 1)
    url = f"sqlite:///{tmp_path}/new/other.db" if to_engine == "sqlite" else empty_postgresql_url
    settings = settings_for(url, tmp_path / "new")
    restore(settings, file, now=newsroom.now)
    other = Store(url)
    assert feeds(newsroom, other, settings) == feeds(newsroom, newsroom.store, newsroom.settings)
    with newsroom.store.reading() as ours, other.reading() as theirs:
        assert (theirs.site_record().uuid, theirs.site_record().created) == (
            ours.site_record().uuid,
            ours.site_record().created,
        )
        for entry in ours.entries(limit=10):
            assert theirs.entry(entry.uuid) == entry
            assert theirs.versions(entry.uuid) == ours.versions(entry.uuid)
    assert (tmp_path / "new" / "pictures" / PICTURE.rpartition("/")[2]).read_bytes() == PNG
    restored = Newsroom.__new__(Newsroom)
    restored.__dict__ |= newsroom.__dict__ | {"store": other, "settings": settings}
    # Later than all that this one may give yet, which the backup does not know of.
    assert restored.publish("After").position > newsroom.counter() + 1000
    other.close()


def test_pictures_come_back_in_all_their_sizes_and_are_known(newsroom: Newsroom, tmp_path: Path):
    file = tmp_path / "site.zip"
    data = BytesIO()
    Pillow.new("RGB", (800, 600), "navy").save(data, "PNG")
    image = keep_picture(
        newsroom.store,
        newsroom.settings,
        data.getvalue(),
        alt="A river",
        credit="© Ada",
        office="moscow",
        actor=ADA,
        now=newsroom.now,
    )
    (newsroom.settings.data_dir / "pictures" / "under-way.part").write_bytes(b"half")
    manifest = backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    assert (manifest.pictures, manifest.tables["picture"]) == (2, 2)
    settings = settings_for(f"sqlite:///{tmp_path}/new/other.db", tmp_path / "new")
    restore(settings, file, now=newsroom.now)
    other = Store(settings.database_url)
    with other.reading() as reader:
        kept = picture_named(reader, str(image.url).rpartition("/")[2])
    other.close()
    assert [each.width for each in kept.files] == [800, 640, 320]
    names = sorted(path.name for path in (tmp_path / "new" / "pictures").iterdir())
    assert names == sorted([each.name for each in kept.files] + [PICTURE.rpartition("/")[2]])


def test_a_backup_puts_nothing_beside_the_pictures(newsroom: Newsroom, tmp_path: Path):
    file = tmp_path / "site.zip"
    backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    name = "cd" * 16 + ".png"
    with zipfile.ZipFile(file, "a") as archive:
        for member in (f"pictures/../{name}", f"/pictures/{name}", f"pictures/x/{name}", "pictures/x.png"):
            archive.writestr(member, b"x")
    settings = settings_for(f"sqlite:///{tmp_path}/new/other.db", tmp_path / "new")
    restore(settings, file, now=newsroom.now)
    found = [path.name for path in (tmp_path / "new").rglob("*.png")]
    assert found == [PICTURE.rpartition("/")[2]]


def test_a_backup_is_readable_by_its_owner_alone(newsroom: Newsroom, tmp_path: Path):
    file = tmp_path / "site.zip"
    backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    assert os.stat(file).st_mode & 0o077 == 0


def test_a_backup_is_one_moment_while_the_site_goes_on(newsroom: Newsroom, tmp_path: Path):
    file = tmp_path / "site.zip"
    backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    newsroom.publish("Later")
    settings = settings_for(f"sqlite:///{tmp_path}/new/other.db", tmp_path / "new")
    restore(settings, file, now=newsroom.now)
    other = Store(settings.database_url)
    with other.reading() as reader:
        assert "Later" not in {entry.title for entry in reader.entries(limit=10)}
    other.close()


def test_a_restore_into_a_database_in_use_is_refused(newsroom: Newsroom, tmp_path: Path):
    file = tmp_path / "site.zip"
    backup(newsroom.store, newsroom.settings, file, now=newsroom.now)
    before = newsroom.counter()
    with pytest.raises(Conflict, match="not empty"):
        restore(newsroom.settings, file, now=newsroom.now)
    assert newsroom.counter() == before


def test_a_failed_backup_leaves_the_older_file(newsroom: Newsroom, tmp_path: Path):
    file = tmp_path / "site.zip"
    file.write_bytes(b"older")
    empty = Store(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(StoreUnavailable):
        backup(empty, newsroom.settings, file, now=newsroom.now)
    empty.close()
    assert file.read_bytes() == b"older"
    assert list(tmp_path.glob("*.part")) == []


def test_what_is_no_whole_backup_is_refused_and_nothing_is_stored(newsroom: Newsroom, tmp_path: Path):
    whole = tmp_path / "site.zip"
    backup(newsroom.store, newsroom.settings, whole, now=newsroom.now)
    settings = settings_for(f"sqlite:///{tmp_path}/new/other.db", tmp_path / "new")
    for name, data in broken_backups(whole).items():
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(UnreadableFile):
            restore(settings, file, now=newsroom.now)
    restore(replace(settings), whole, now=newsroom.now)


def broken_backups(whole: Path) -> dict[str, bytes]:
    """Files that are no backup, or not all of one."""
    data = whole.read_bytes()
    start = data.index(b"entry.jsonl") + 40
    damaged = data[:start] + bytes(byte ^ 0xFF for byte in data[start : start + 8]) + data[start + 8 :]
    return {
        "no.zip": b"no archive",
        "half.zip": data[: len(data) // 2],
        "damaged.zip": damaged,
        "without-table.zip": rewritten(whole, drop="tables/entry.jsonl"),
        "without-rows.zip": rewritten(whole, empty="tables/channel_entry.jsonl"),
        "no-manifest.zip": rewritten(whole, drop="manifest.json"),
        "empty-manifest.zip": rewritten(whole, empty="manifest.json"),
        "newer.zip": rewritten(whole, replace_=(b'"revision": "0', b'"revision": "9')),
        "other-format.zip": rewritten(whole, replace_=(b'"format": 1', b'"format": 99')),
    }


def rewritten(
    whole: Path, *, drop: str = "", empty: str = "", replace_: tuple[bytes, bytes] = (b"", b"")
) -> bytes:
    """A backup with one of its members left out, emptied or changed."""
    target = whole.with_name("rewritten.zip")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = b"" if name == empty else source.read(name)
            if name == "manifest.json" and replace_[0]:
                content = content.replace(*replace_)
            if name != drop:
                archive.writestr(name, content)
    return target.read_bytes()
