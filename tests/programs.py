"""Programs that are no Python packages: a browser, a feed reader."""

import os
import shutil

import pytest

_OTHER_NAMES = {"chromium": ("chromium-browser", "google-chrome"), "node": ("nodejs",)}


def required_program(name: str) -> str:
    """The path of an outside program; without it the test is skipped, saying so.

    Where FEEDSVC_TEST_REQUIRE (names parted by commas) lists the program, as .ci/run does, the
    test fails instead: a check that is silently left out checks nothing.
    """
    for candidate in (name, *_OTHER_NAMES.get(name, ())):
        if path := shutil.which(candidate):
            return path
    if name in os.environ.get("FEEDSVC_TEST_REQUIRE", "").replace(" ", "").split(","):
        pytest.fail(f"FEEDSVC_TEST_REQUIRE asks for {name}, and it is not installed")
    pytest.skip(f"{name} is not installed: on Debian, apt-get install {name}")
