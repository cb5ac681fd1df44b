"""Pictures kept in the data folder: brought in, found again, removed when nothing speaks of them.

The files of a picture are there before its row, and its row goes before them. Pillow is loaded
only when a picture comes in.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import Note
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import InvalidInput, NotFound, Problem, StoreUnavailable
from feedsvc.core.model import Entry, EntryDraft, Image
from feedsvc.core.pictures import (
    Picture,
    PictureFile,
    Pictures,
    file_name,
    name_at,
    own_paths,
    parse_name,
)
from feedsvc.core.text import one_line
from feedsvc.store import Reader, Store, Writer
from feedsvc.store import pictures as stored

if TYPE_CHECKING:
    from feedsvc.services.picture_making import Made

FOLDER = "pictures"  # within the data folder
UNUSED_FOR = timedelta(days=7)
_MEGABYTE = 1024 * 1024
_LONGEST = {"alt": 1000, "credit": 500}
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, or would be: pictures, and files with their bytes."""

    pictures: int
    files: int
    length: int


def keep_picture(
    store: Store,
    settings: Settings,
    data: bytes,
    *,
    alt: str,
    credit: str,
    office: str | None,
    actor: Actor,
    now: datetime,
    described_later: bool = False,
) -> Image:
    """Keep a picture and its smaller sizes; the Image for entries, with a path of this site.

    The same picture is kept once: brought again, it takes the new alternative text and credit for
    entries to come; either may be missing where the entry will say it (`described_later`). `office` is
    the slug of the office whose author brings it; None is the whole site, for administrators. Raises
    Forbidden, InvalidInput naming "picture", "alt", "credit" and "office", and StoreUnavailable where
    the data folder cannot be written.
    """
    uuid = _office_uuid(store, office)
    actor.require(Action.WRITE, uuid)
    texts = {"alt": one_line(alt), "credit": one_line(credit)}
    made = _made(data, settings, [*_problems_of(texts, may_be_missing=described_later)])
    contents = _named(made)
    picture = Picture(
        digest=_digest(made),
        type=made.type,
        files=tuple(
            PictureFile(name, each.width, each.height, len(each.data))
            for name, each in zip(contents, made.files, strict=True)
        ),
        **texts,
        office=office,
        by=actor.name,
        uploaded=whole_second(now),
    )
    with _written(settings.data_dir / FOLDER, contents) as put_in_place, store.writing() as writer:
        put_in_place()
        picture = _described(writer, picture)
        stored.put_picture(writer, picture)
        detail = {"url": picture.image.url, **texts}
        writer.note(actor, Note("added", "picture", picture.digest, uuid, detail), now=picture.uploaded)
    return picture.image


def _described(reader: Reader, picture: Picture) -> Picture:
    """The picture, with what was said of the same one before where nothing is said of it now."""
    known = stored.pictures(reader, [picture.digest]).get(picture.digest, picture)
    return replace(picture, alt=picture.alt or known.alt, credit=picture.credit or known.credit)


def _office_uuid(store: Store, slug: str | None) -> str | None:
    if slug is None:
        return None
    with store.reading() as reader:
        try:
            return reader.office(slug).uuid
        except NotFound:
            message = f"there is no office “{slug}”; `feedsvc office list` names them"
            raise InvalidInput.at("office", message) from None


def _problems_of(texts: Mapping[str, str], *, may_be_missing: bool) -> Iterator[Problem]:
    what = {"alt": "say what the picture shows", "credit": "say whose it is, as in © Name 2026"}
    for name, text in texts.items():
        if not text and not may_be_missing:
            yield Problem(name, f"is missing: {what[name]}")
        elif len(text) > _LONGEST[name]:
            yield Problem(name, f"has {len(text)} characters; at most {_LONGEST[name]} are allowed")


def most_bytes(settings: Settings) -> int:
    """How many bytes a picture may have that is brought; nobody needs to read more."""
    return settings.picture_mb * _MEGABYTE


def _made(data: bytes, settings: Settings, problems: list[Problem]) -> "Made":
    from feedsvc.services.picture_making import WHERE, make_files

    if len(data) > most_bytes(settings):
        problems.append(Problem(WHERE, f"is larger than {settings.picture_mb} MB (FEEDSVC_PICTURE_MB)"))
        raise InvalidInput(problems)
    try:
        made = make_files(data)
    except InvalidInput as error:
        problems.extend(error.problems)
        raise InvalidInput(problems) from error
    if problems:
        raise InvalidInput(problems)
    return made


def _digest(made: "Made") -> str:
    digest = hashlib.blake2b(digest_size=16)
    for each in made.files:
        digest.update(each.data)
    return digest.hexdigest()


def _named(made: "Made") -> dict[str, bytes]:
    digest = _digest(made)
    return {file_name(digest, each.width, made.type): each.data for each in made.files}


@contextmanager
def _written(folder: Path, contents: Mapping[str, bytes]) -> Iterator[Callable[[], None]]:
    """Writes files under passing names; what it gives puts them in their place, over what is there.

    To be called within the writing transaction, so that `prune_pictures` comes before or after.
    """
    parts: dict[Path, Path] = {}
    try:
        with _telling_of_the_folder():
            make_folder(folder)
            for name, data in contents.items():
                parts[folder / name] = part = folder / f"{uuid4().hex}{_PART}"
                write_file(part, BytesIO(data))
        yield lambda: _put_in_place(parts, folder)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make the folder of the pictures, which only its owner can write to, whatever the umask."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)


def write_file(path: Path, source: IO[bytes]) -> None:
    """Write a picture's file, readable by all, so that a web server beside feedsvc can serve it, and
    written by its owner alone. It is on the disk when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(parts: Mapping[Path, Path], folder: Path) -> None:
    with _telling_of_the_folder():
        for path, part in parts.items():
            part.replace(path)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)  # the names too
        finally:
            os.close(descriptor)


@contextmanager
def _telling_of_the_folder() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"Pictures cannot be kept ({error.strerror}): FEEDSVC_DATA_DIR must be a folder with room"
            " that this process can write to."
        ) from error


def picture_named(reader: Reader, name: str) -> Picture:
    """The picture that one of its files' names belongs to. Raises NotFound."""
    parsed = parse_name(name)
    found = stored.pictures(reader, [parsed.digest] if parsed else [])
    for picture in found.values():
        if any(file.name == name for file in picture.files):
            return picture
    raise NotFound("There is no such picture.")


def pictures_of(reader: Reader, draft: EntryDraft, known: Entry | None, base_url: str) -> Pictures:
    """The pictures kept here that a draft names, by path. One without a row, as feedsvc 0.1 kept
    them, stays as it is in the entry that has it already."""
    has = known.image if known else None
    paths = set(own_paths(draft, base_url))
    digests = {name.digest for path in paths if (name := name_at(path))}
    found = stored.pictures(reader, digests).values() if digests else ()
    images = {path: image for path in paths for picture in found if (image := picture.image_at(path))}
    return images if has is None or has.url is None else {has.url: has} | images


def prune_pictures(
    store: Store, settings: Settings, *, actor: Actor, now: datetime, dry_run: bool = False
) -> Pruned:
    """Remove the pictures that no entry names, nor ever did, and that nobody brought for UNUSED_FOR;
    files without a row likewise. Raises Forbidden for all but administrators of the site."""
    actor.require(Action.MANAGE, None)
    folder = settings.data_dir / FOLDER
    with store.writing() as writer:
        unused = _unused(writer, now)
        if not dry_run:
            stored.forget_pictures(writer, unused)
            notes = (Note("removed", "picture", digest) for digest in sorted(unused))
            writer.note(actor, *notes, now=whole_second(now))
    with store.writing() as writer:
        # Brought again since, it has a row again.
        kept = stored.digests_kept(writer).keys() - (unused if dry_run else set())
        kept |= stored.digests_spoken_of(writer)
        files = [path for path in _old_files(folder, now) if not _is_of(path, kept)]
        length = sum(path.stat().st_size for path in files)
        for path in files if not dry_run else ():
            path.unlink(missing_ok=True)
    return Pruned(len(unused), len(files), length)


def _unused(writer: Writer, now: datetime) -> set[str]:
    kept = stored.digests_kept(writer)
    old = {digest for digest, uploaded in kept.items() if uploaded < now - UNUSED_FOR}
    return old - stored.digests_spoken_of(writer) if old else set()


def _old_files(folder: Path, now: datetime) -> Iterator[Path]:
    """What lies in the folder for so long, as far as feedsvc may have put it there."""
    for path in sorted(folder.glob("*")):
        is_ours = path.suffix == _PART or parse_name(path.name) is not None
        if is_ours and path.stat().st_mtime < (now - UNUSED_FOR).timestamp():
            yield path


def _is_of(path: Path, digests: set[str]) -> bool:
    name = parse_name(path.name)
    return name is not None and name.digest in digests
