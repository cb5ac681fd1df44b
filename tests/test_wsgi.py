"""The WSGI application starts with good settings and says what is wrong with bad ones."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_wrong_settings_stop_the_start_with_a_line_for_each_problem():
    environ = {**os.environ, "FEEDSVC_PAGE_SIZE": "0", "FEEDSVC_BASE": "x"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import wsgi"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "FEEDSVC_BASE: there is no such setting; did you mean FEEDSVC_BASE_URL?",
        "FEEDSVC_PAGE_SIZE: must be a whole number from 1 to 500",
    ]
