"""Every setting of feedsvc: its name, its default, its check and its meaning, in one table.

`docs/settings.md` and `feedsvc --help` are held to the table by tests.
"""

import difflib
import fcntl
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from feedsvc import setting_values as values
from feedsvc.core.errors import InvalidSettings, Problem
from feedsvc.settings_table import PREFIX, SETTINGS

_OF_THE_TESTS = "FEEDSVC_TEST_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process, checked. Secrets do not show in the repr.

    `base_url` and `old_base_urls` end without a slash; `languages[0]` is the site's own; `secret_key`
    is None where the environment gives none (the function `secret_key` then makes one);
    `page_size` counts entries, `trusted_proxies` the proxies whose X-Forwarded-* headers are believed.
    """

    database_url: str = field(repr=False)
    data_dir: Path
    base_url: str
    page_size: int
    secret_key: str | None = field(repr=False)
    site_name: str
    contact_email: str | None
    languages: tuple[str, ...]
    time_zone: str
    trusted_proxies: int
    old_base_urls: tuple[str, ...]
    cache_control: str
    cache_mb: int
    rate_limit: int
    allowed_networks: tuple[str, ...]
    picture_mb: int
    smtp_url: str | None = field(repr=False)
    mail_from: str | None
    tombstone_days: int
    closing_notes: bool
    deltas: bool

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads FEEDSVC_* variables; an empty one counts as not set.

        Raises InvalidSettings with one problem for each wrong setting and each unknown name.
        FEEDSVC_TEST_* belong to the tests and are passed over.
        """
        given = {name: text.strip() for name, text in environ.items() if text.strip()}
        problems = [_unknown(name) for name in sorted(given) if _is_unknown(name)]
        read: dict[str, Any] = {}
        for setting in SETTINGS:
            text = given.get(setting.name, setting.default)
            try:
                read[setting.field] = setting.parse(text) if text else setting.absent
            except ValueError as error:
                problems.append(Problem(setting.name, str(error)))
        if read.get("base_url") in read.get("old_base_urls", ()):
            problems.append(Problem("FEEDSVC_OLD_BASE_URLS", "must not name FEEDSVC_BASE_URL itself"))
        if problems:
            raise InvalidSettings(problems)
        read["database_url"] = read["database_url"] or f"sqlite:///{read['data_dir']}/feedsvc.db"
        return cls(**read)


def describe() -> list[tuple[str, str, str]]:
    """Name, default and meaning of every setting, for `--help` and the documentation."""
    return [(setting.name, setting.default or setting.otherwise, setting.help) for setting in SETTINGS]


def secret_key(settings: Settings) -> str:
    """The key that signs cookies and tokens: the one that is set, else one made once and kept.

    It is kept in the file `secret_key` of the data folder, readable by its owner alone. Processes
    that start together get the same key. Raises InvalidSettings where the file cannot be used.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        key = _kept_key(path)
    except OSError as error:
        reason = f"cannot be kept in {path} ({error.strerror}): set it, or another FEEDSVC_DATA_DIR"
        raise InvalidSettings([Problem("FEEDSVC_SECRET_KEY", reason)]) from error
    if len(key) < values.SHORTEST_SECRET:
        reason = (
            f"the file {path} holds no key of {values.SHORTEST_SECRET} characters or more: remove the file"
        )
        raise InvalidSettings([Problem("FEEDSVC_SECRET_KEY", reason)])
    return key


def _kept_key(path: Path) -> str:
    # A lock, not O_EXCL alone: the loser of a race would find the file before its content, and a
    # process killed between the two would leave an empty file for good.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.fchmod(file.fileno(), 0o600)
        key = file.read().strip()
        if not key:
            key = secrets.token_urlsafe(32)
            file.seek(0)
            file.write(key)
    return key


def _is_unknown(name: str) -> bool:
    is_ours = name.upper().startswith(PREFIX) and not name.startswith(_OF_THE_TESTS)
    return is_ours and all(name != setting.name for setting in SETTINGS)


def _unknown(name: str) -> Problem:
    near = difflib.get_close_matches(name.upper(), [setting.name for setting in SETTINGS], n=1, cutoff=0.75)
    hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists those that there are"
    return Problem(name, f"there is no such setting; {hint}")
