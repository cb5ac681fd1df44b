"""run.sh in a checkout whose .venv is a stand-in, so that nothing is installed."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TELLS_HOW_IT_WAS_CALLED = """#!/bin/sh
echo "feedsvc $* | $FEEDSVC_DATA_DIR | $FEEDSVC_SITE_NAME | $FEEDSVC_BASE_URL"
"""


def executable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a space in its path, where everything seems to be installed."""
    root = tmp_path / "a checkout"
    scripts = root / ".venv" / "bin"
    scripts.mkdir(parents=True)
    shutil.copy(ROOT / "run.sh", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    executable(scripts / "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    executable(scripts / "feedsvc", TELLS_HOW_IT_WAS_CALLED)
    (root / ".venv" / "pyvenv.cfg").write_text(f"command = python3 -m venv {root}/.venv\n")
    text = (root / "pyproject.toml").read_bytes()
    stamp = subprocess.run(["cksum"], input=text, capture_output=True, check=True).stdout
    (root / ".venv" / ".installed-project").write_bytes(stamp)
    return root


def run(root: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / "run.sh", *arguments],
        cwd="/",
        env={"PATH": os.environ["PATH"], **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_without_arguments_it_says_what_it_can_do():
    said = run(ROOT)
    assert said.returncode == 0
    commands = ["demo", "test", "check", "bench"]
    assert [word for word in commands if f"\n  {word}" in said.stdout] == commands


def test_an_unknown_command_is_named():
    said = run(ROOT, "deploy")
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == "run.sh: there is no command 'deploy'"


@pytest.mark.sockets
def test_the_demo_imports_the_sample_and_serves_it_from_a_folder_of_its_own(checkout, free_port):
    said = run(checkout, "demo", "--port", str(free_port))
    assert said.stderr == ""
    site = f"{checkout}/instance/demo | International Rivers Bureau | http://127.0.0.1:{free_port}"
    calls = [line for line in said.stdout.splitlines() if line.startswith("feedsvc")]
    assert calls == [
        f"feedsvc init | {site}",
        f"feedsvc sample | {site}",
        f"feedsvc serve --host 127.0.0.1 --port {free_port} | {site}",
    ]
    assert f"http://127.0.0.1:{free_port}/feeds/all.atom" in said.stdout


@pytest.mark.sockets
def test_the_demo_respects_settings_that_are_given(checkout, free_port):
    said = run(
        checkout,
        "demo",
        f"--port={free_port}",
        FEEDSVC_DATA_DIR="/srv/news",
        FEEDSVC_SITE_NAME="Lakes",
        FEEDSVC_BASE_URL="http://lakes.example/",
    )
    assert "feedsvc init | /srv/news | Lakes | http://lakes.example/\n" in said.stdout
    assert " http://lakes.example/feeds/all.atom\n" in said.stdout


@pytest.mark.sockets
def test_a_port_in_use_is_told_in_one_sentence(checkout):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = run(checkout, "demo", "--port", str(port))
    assert said.returncode == 1
    assert said.stdout == ""
    expected = f"run.sh: port {port} is in use: stop what runs there, or take another with --port\n"
    assert said.stderr == expected


@pytest.mark.parametrize("arguments", [["--port"], ["--port", "0"], ["--port", "70000"], ["--port=http"]])
def test_a_port_is_a_number(checkout, arguments):
    said = run(checkout, "demo", *arguments)
    assert (said.returncode, said.stderr) == (1, "run.sh: --port wants a number from 1 to 65535\n")


def test_the_demo_takes_no_other_argument(checkout):
    said = run(checkout, "demo", "8000")
    assert (said.returncode, said.stderr) == (1, "run.sh: demo takes --port N only\n")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with what run.sh itself needs and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "cat", "cksum", "dirname", "env", "grep", "readlink"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


def test_without_a_new_enough_python_it_says_what_is_needed(checkout, bare_path):
    shutil.rmtree(checkout / ".venv")
    executable(bare_path / "python3", "#!/bin/sh\nexit 1\n")
    said = run(checkout, "demo", PATH=str(bare_path))
    assert said.returncode == 1
    assert said.stderr.startswith("run.sh: Python 3.11 or later is needed")
    assert said.stderr.count("\n") == 1


def test_a_python_that_cannot_make_environments_is_told_apart(checkout, bare_path):
    shutil.rmtree(checkout / ".venv")
    executable(bare_path / "python3.12", '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n')
    said = run(checkout, "demo", PATH=str(bare_path))
    expected = "run.sh: python3.12 has no venv module; on Debian: apt-get install python3-venv\n"
    assert (said.returncode, said.stderr) == (1, expected)


def test_a_checkout_that_was_moved_gets_a_new_environment(checkout, bare_path):
    moved = checkout.rename(checkout.parent / "elsewhere")
    executable(bare_path / "python3", '#!/bin/sh\n[ "$2" = venv ] && echo "$*" >&2 && exit 3\nexit 0\n')
    said = run(moved, "demo", PATH=str(bare_path))
    assert said.returncode == 3
    assert said.stderr.splitlines()[-1] == "-m venv --clear .venv"
