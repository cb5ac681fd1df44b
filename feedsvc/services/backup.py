"""Everything in one file, while the site runs; and back, ids unchanged, on either engine.

The file is a zip archive: `manifest.json`, one `tables/<name>.jsonl` for each table, and the
pictures. It holds whatever the database holds, so it is readable by its owner alone.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from feedsvc import __version__
from feedsvc.config import Settings
from feedsvc.core.accounts import Actor
from feedsvc.core.audit import Note
from feedsvc.core.dates import rfc3339, whole_second
from feedsvc.core.errors import UnreadableFile
from feedsvc.core.pictures import parse_name
from feedsvc.services.naming import mark_everything
from feedsvc.services.pictures import FOLDER, make_folder, write_file
from feedsvc.services.searching import complete_index
from feedsvc.services.site import note_settings, open_store
from feedsvc.store import Store, dump
from feedsvc.store.credentials import forget_what_was_open
from feedsvc.store.database import is_known_revision, migrate

FORMAT = 1
_LOST = 1_000_000  # change numbers: more than any site gives between a backup and its restore
# What the archive, its compression and its JSON raise for a file that is no backup or not all of one.
_DAMAGE = (zipfile.BadZipFile, zlib.error, msgspec.DecodeError, KeyError, EOFError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself; `tables` counts the rows of each."""

    format: int
    feedsvc: str
    revision: str
    made: str
    tables: dict[str, int]
    pictures: int


def backup(store: Store, settings: Settings, path: Path, *, now: datetime) -> Manifest:
    """Write a backup; an older file of that name is replaced once the new one is whole.

    Raises StoreUnavailable, and OSError where the file cannot be written.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        with _private(unfinished) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _write(store, settings, archive, now)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def note_backup(store: Store, manifest: Manifest, *, now: datetime, actor: Actor) -> None:
    """Let the log tell that a backup was made, and with it the page of the site when the last one was."""
    detail = {"entries": manifest.tables["entry"], "pictures": manifest.pictures}
    with store.writing() as writer:
        writer.note(actor, Note("backed up", "site", "", detail=detail), now=whole_second(now))


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


def _write(store: Store, settings: Settings, archive: zipfile.ZipFile, now: datetime) -> Manifest:
    tables: dict[str, int] = {}
    with store.reading() as reader:
        revision = dump.revision(reader.connection)
        for table in dump.tables_of(reader.connection):
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as lines:
                tables[table.name] = 0
                for row in dump.rows_of(reader.connection, table):
                    lines.write(msgspec.json.encode(row) + b"\n")
                    tables[table.name] += 1
    pictures = _save_pictures(archive, settings.data_dir / FOLDER)
    manifest = Manifest(
        format=FORMAT,
        feedsvc=__version__,
        revision=revision,
        made=rfc3339(now),
        tables=tables,
        pictures=pictures,
    )
    archive.writestr("manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def restore(settings: Settings, path: Path, *, now: datetime) -> Manifest:
    """Load a backup into the database and data folder of the settings, which must be empty.

    Raises UnreadableFile for what is no whole backup, Conflict for a database in use; then nothing
    is stored.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _checked_manifest(archive)
            migrate(settings.database_url, manifest.revision)
            store = open_store(settings)
            try:
                # The rows last: what failed before them can be tried again.
                _load_pictures(archive, settings.data_dir / FOLDER)
                _load(store, archive, manifest)
                migrate(settings.database_url)
                complete_index(store)
                note_settings(store, settings, now=now)
                with store.writing() as writer:
                    # Readers hold the tags of what came after the backup: no delta may take them for its own.
                    mark_everything(writer, writer.next_number(skipping=_LOST), whole_second(now))
                    # Sessions and links are not brought back: they may have been ended since.
                    forget_what_was_open(writer)
            finally:
                store.close()
    except _DAMAGE as error:
        raise UnreadableFile.at(str(path), "is no whole feedsvc backup") from error
    return manifest


def _checked_manifest(archive: zipfile.ZipFile) -> Manifest:
    broken = archive.testzip()
    if broken:
        raise UnreadableFile.at(broken, "is damaged; take another backup file")
    manifest = msgspec.json.decode(archive.read("manifest.json"), type=Manifest)
    if manifest.format != FORMAT:
        raise UnreadableFile.at("manifest.json", f"format {manifest.format} needs another version of feedsvc")
    if not is_known_revision(manifest.revision):
        raise UnreadableFile.at(
            "manifest.json", f"was made by feedsvc {manifest.feedsvc}, which is newer than this {__version__}"
        )
    return manifest


def _load(store: Store, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    with store.writing(fresh=True) as writer:
        dump.require_empty(writer.connection)
        for table in dump.tables_of(writer.connection):
            count = dump.load_rows(writer.connection, table, _lines(archive, table.name))
            if count != manifest.tables.get(table.name):
                raise UnreadableFile.at(table.name, "has not the rows that the manifest counts")


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(f"tables/{name}.jsonl") as lines:
        for line in lines:
            yield msgspec.json.decode(line, type=dict[str, Any])


def _save_pictures(archive: zipfile.ZipFile, folder: Path) -> int:
    """Put the files of all pictures into the archive; how many pictures they are."""
    digests = set()
    for path in sorted(folder.glob("*.*")):
        parsed = parse_name(path.name)
        if parsed is not None:
            with suppress(FileNotFoundError):  # pruned meanwhile
                archive.write(path, f"{FOLDER}/{path.name}", zipfile.ZIP_STORED)
                digests.add(parsed.digest)
    return len(digests)


def _load_pictures(archive: zipfile.ZipFile, folder: Path) -> None:
    """Only what bears the name of a picture's file is put down, so nothing beside the folder."""
    for member in archive.namelist():
        within, _, name = member.rpartition("/")
        if within == FOLDER and parse_name(name) is not None:
            make_folder(folder)
            with archive.open(member) as source:
                write_file(folder / name, source)
