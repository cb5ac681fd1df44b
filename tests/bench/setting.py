"""What every measurement is given: folders, sizes, durations."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from feedsvc.config import Settings

PAGE_SIZE = 50  # entries in a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`folder` is emptied after the run, `kept` stays; `seconds` is how long each server is loaded
    each time, `sizes` are how many entries are stored."""

    folder: Path
    kept: Path
    rounds: int
    seconds: float
    sizes: tuple[int, ...]


def settings_of(folder: Path, database: Path | None = None) -> Settings:
    """The settings of a site for measuring."""
    return Settings.from_env(environ_of(folder, database))


def environ_of(folder: Path, database: Path | None = None) -> dict[str, str]:
    """The same as environment variables, for another process."""
    return {
        "FEEDSVC_DATA_DIR": str(folder),
        "FEEDSVC_DATABASE_URL": f"sqlite:///{database or folder / 'feedsvc.db'}",
        "FEEDSVC_BASE_URL": "https://news.example.org",
        "FEEDSVC_SITE_NAME": "World of Rivers",
        "FEEDSVC_PAGE_SIZE": str(PAGE_SIZE),
    }


def program(name: str) -> str | None:
    """The path of a program; Debian keeps servers where an ordinary user's PATH does not look."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))


def kept_folder() -> Path:
    """Where filled databases are kept from run to run (XDG base directory specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "feedsvc-bench"
