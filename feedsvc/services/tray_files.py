"""The folder of files that wait to be imported (`import_tray`): one folder for each import, with the files
as they came and `tray.json`, which tells the rest."""

import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from feedsvc.config import Settings
from feedsvc.core.errors import Conflict, StoreUnavailable
from feedsvc.services.import_report import LARGEST_EXPORT, ImportFile, ImportReport

FOLDER = "imports"
KEPT = timedelta(days=1)
LARGEST_TRAY = LARGEST_EXPORT + 10 * 1024 * 1024  # bytes of all files of one import
_MOST_BYTES = 10 * LARGEST_TRAY  # of everything that waits
_MOST_OF_ONE = 10  # imports of one person that are kept
_NAME = re.compile("[0-9a-f]{32}")
_PROGRESS = "progress"
_BEGUN = "begun"  # a file whose being there says so


class Stage(StrEnum):
    """How far an import has come."""

    LOOKING = "looking"
    SEEN = "seen"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """Files that wait. `owner` is the uuid of the account, `problem` a sentence or ""; `origin` is the
    address that they came from; `since` is when it came to its stage of work. `report` is that of the dry
    run, then that of the import."""

    id: str
    owner: str
    origin: str
    made: datetime
    since: datetime
    names: tuple[str, ...]
    bytes: int
    office: str | None = None
    language: str | None = None
    format: str = "auto"
    stage: Stage = Stage.LOOKING
    problem: str = ""
    report: ImportReport | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether something is being done with it."""
        return self.stage in {Stage.LOOKING, Stage.IMPORTING}


def progress_of(settings: Settings, tray: Tray) -> tuple[int, int]:
    """How far it is, out of how much; (0, 0) before that is known."""
    try:
        done, total = (folder_of(settings, tray.id) / _PROGRESS).read_text().split()
        return int(done), int(total)
    except (OSError, ValueError):
        return 0, 0


class Progress:
    """Writes how far it is into a file, for each hundredth."""

    def __init__(self, settings: Settings, tray: Tray) -> None:
        self._path = folder_of(settings, tray.id) / _PROGRESS
        self._written = -1

    def __call__(self, done: int, total: int) -> None:
        """Told by the import."""
        hundredth = done * 100 // total if total else 0
        if hundredth != self._written:
            self._written = hundredth
            with suppress(OSError):  # nothing depends on it
                self._path.write_text(f"{done} {total}")


def folder_of(settings: Settings, tray_id: str) -> Path:
    """Where its files lie."""
    return settings.data_dir / FOLDER / tray_id


def put(settings: Settings, tray: Tray, contents: Sequence[bytes]) -> None:
    """Keep a new tray with its files, which nobody else of the machine may read. Raises
    StoreUnavailable."""
    folder = folder_of(settings, tray.id)
    try:
        folder.mkdir(mode=0o700, parents=True)
        for number, data in enumerate(contents):
            (folder / str(number)).write_bytes(data)
        write(settings, tray)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StoreUnavailable(
            f"Files cannot be kept ({error.strerror}): FEEDSVC_DATA_DIR must be a folder with room that"
            " this process can write to."
        ) from error


def contents_of(settings: Settings, tray: Tray) -> list[ImportFile]:
    """The files of a tray."""
    folder = folder_of(settings, tray.id)
    return [
        ImportFile(name=name, data=(folder / str(number)).read_bytes())
        for number, name in enumerate(tray.names)
    ]


def begin(settings: Settings, tray: Tray) -> bool:
    """Note that the import is begun; False where it was: of two clicks at once, one begins it."""
    folder = folder_of(settings, tray.id)
    try:
        (folder / _BEGUN).touch(exist_ok=False)
    except FileExistsError:
        return False
    (folder / _PROGRESS).unlink(missing_ok=True)  # of the dry run
    return True


def is_begun(settings: Settings, tray: Tray) -> bool:
    """Whether the files are to be imported, not looked at."""
    return (folder_of(settings, tray.id) / _BEGUN).exists()


def throw_away(settings: Settings, tray: Tray) -> None:
    """Remove a tray and its files."""
    shutil.rmtree(folder_of(settings, tray.id), ignore_errors=True)


def write(settings: Settings, tray: Tray) -> None:
    """Keep how a tray stands; one that was thrown away meanwhile stays away."""
    path = folder_of(settings, tray.id) / "tray.json"
    part = path.with_name(f"{secrets.token_hex(4)}.part")
    with suppress(FileNotFoundError):
        part.write_bytes(msgspec.json.encode(tray))
        part.replace(path)


def read(settings: Settings, tray_id: str) -> Tray | None:
    """The tray of an id; None where there is none."""
    if not _NAME.fullmatch(tray_id):
        return None
    try:
        data: Any = (folder_of(settings, tray_id) / "tray.json").read_bytes()
        return msgspec.json.decode(data, type=Tray)
    except (OSError, msgspec.DecodeError):
        return None


def all_trays(settings: Settings) -> Iterator[Tray]:
    """Every tray, whoever's."""
    for path in sorted((settings.data_dir / FOLDER).glob("*/tray.json")):
        found = read(settings, path.parent.name)
        if found is not None:
            yield found


def make_room(settings: Settings, size: int, *, owner: str, now: datetime) -> None:
    """Throw away what is a day old, and the oldest of a person who keeps many. Raises Conflict where so
    much waits all the same that another `size` bytes are too many."""
    waiting = sorted(all_trays(settings), key=lambda tray: tray.made, reverse=True)
    old = [tray for tray in waiting if tray.made < now - KEPT]
    own = [tray for tray in waiting if tray.owner == owner and tray not in old]
    old += [tray for tray in own[_MOST_OF_ONE - 1 :] if not tray.is_at_work]
    for tray in old:
        throw_away(settings, tray)
    if size + sum(tray.bytes for tray in waiting if tray not in old) > _MOST_BYTES:
        raise Conflict("Too many files wait to be imported: try again when others are done.")
