"""`feedsvc picture` as a person types it."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.calling import Feedsvc


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A picture in a file whose name says another kind."""
    file = tmp_path / "river.png"
    Image.effect_noise((1300, 900), 80).save(file, "JPEG")
    return file


def add(feedsvc: Feedsvc, file: Path, *more: str, alt: str = "A river", credit: str = "© Ada") -> str:
    said = feedsvc("picture", "add", str(file), "--alt", alt, "--credit", credit, *more)
    assert said.status == 0, said.err
    return said.out.strip()


def test_a_picture_is_added_and_given_to_an_entry(feedsvc: Feedsvc, photograph: Path):
    feedsvc("office", "add", "minsk", "--name", "Office in Minsk")
    address = add(feedsvc, photograph, "--office", "minsk")
    assert address.startswith("http://127.0.0.1:8000/pictures/")
    assert address.endswith("-1200.jpg")
    said = feedsvc("entry", "add", "--office", "minsk", "--title", "Fish", "--image", address)
    assert said.status == 0, said.err
    image = json.loads(feedsvc("entry", "show", said.out.split()[0]).out)["image"]
    file = Path("data", "pictures", address.rpartition("/")[2])
    assert image == {
        "url": address,
        "alt": "A river",
        "credit": "© Ada",
        "width": 1200,
        "height": 831,
        "type": "image/jpeg",
        "length": file.stat().st_size,
    }


def test_what_is_wrong_with_a_picture_is_said_line_by_line(feedsvc: Feedsvc, tmp_path: Path):
    file = tmp_path / "drawing.jpg"
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    said = feedsvc("picture", "add", str(file), "--alt", " ", "--credit", "")
    assert said.status == 1
    assert [line.split(": ")[1] for line in said.err.splitlines()] == ["alt", "credit", "picture"]
    assert "there is no office" in feedsvc(
        "picture", "add", str(file), "--alt", "A", "--credit", "B", "--office", "nowhere"
    ).err  # fmt: skip
    file.write_bytes(bytes(11 * 1024 * 1024))
    assert "larger than 10 MB" in feedsvc("picture", "add", str(file), "--alt", "A", "--credit", "B").err


def test_young_pictures_are_not_pruned(feedsvc: Feedsvc, photograph: Path):
    add(feedsvc, photograph)
    assert "To be removed: 0 pictures" in feedsvc("picture", "prune", "--dry-run").out
    assert "Removed: 0 pictures, 0 files" in feedsvc("picture", "prune").out
    assert len(list(Path("data", "pictures").iterdir())) == 4
