"""Commands run as a person types them, in a folder of their own."""

import io
import sys
from pathlib import Path

import pytest

from feedsvc.cli import main
from tests.cli.calling import Feedsvc, Said


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Feedsvc:
    """Runs `feedsvc` in a folder of its own, with standard input."""
    monkeypatch.setenv("FEEDSVC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, given: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "argv", ["feedsvc", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        out, err = capsysbinary.readouterr()
        return Said(status, out.decode(), err.decode())

    return run


@pytest.fixture
def feedsvc(bare: Feedsvc) -> Feedsvc:
    """The same, after `feedsvc init`."""
    assert bare("init").status == 0
    return bare
