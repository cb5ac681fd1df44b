"""The key that signs cookies and tokens: set, or made once and kept."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.config import Settings, secret_key
from feedsvc.core.errors import InvalidSettings

SECRET = "correct-horse-battery"


def kept(folder: Path, **given: str) -> Settings:
    return Settings.from_env({"FEEDSVC_DATA_DIR": str(folder), **given})


def test_a_key_that_is_set_is_used_and_nothing_is_written(tmp_path):
    assert secret_key(kept(tmp_path / "x", FEEDSVC_SECRET_KEY=SECRET)) == SECRET
    assert not (tmp_path / "x").exists()


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    folder = tmp_path / "a" / "b"
    first = secret_key(kept(folder))
    assert len(first) >= 32
    assert secret_key(kept(folder)) == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert secret_key(kept(tmp_path / "other")) != first


def test_a_key_file_that_others_could_read_is_closed_to_them(tmp_path):
    file = tmp_path / "secret_key"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o644)
    assert secret_key(kept(tmp_path)) == SECRET
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_those_who_start_together_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [kept(tmp_path)] * 32))
    assert len(keys) == 1
    assert (tmp_path / "secret_key").read_text() in keys


def test_an_empty_key_file_left_by_a_crash_is_filled(tmp_path):
    (tmp_path / "secret_key").touch()
    assert len(secret_key(kept(tmp_path))) >= 32


def test_a_key_file_with_a_short_or_strange_content_is_refused(tmp_path):
    (tmp_path / "secret_key").write_bytes(b"short\xff")
    with pytest.raises(InvalidSettings, match="holds no key of 16 characters or more: remove the file"):
        secret_key(kept(tmp_path))


def test_a_key_that_cannot_be_kept_stops_the_start(tmp_path):
    (tmp_path / "file").touch()
    blocked = replace(kept(tmp_path), data_dir=tmp_path / "file" / "folder")
    with pytest.raises(
        InvalidSettings, match=r"FEEDSVC_SECRET_KEY: cannot be kept in .*: set it, or another"
    ):
        secret_key(blocked)
