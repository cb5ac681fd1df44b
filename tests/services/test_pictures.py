"""Pictures brought in, used by entries, and removed when nothing speaks of them."""

import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from feedsvc.core.accounts import Actor, Role, the_machine
from feedsvc.core.errors import Forbidden, InvalidInput, NotFound, StoreUnavailable
from feedsvc.core.model import Enclosure, Image
from feedsvc.services.pictures import UNUSED_FOR, keep_picture, picture_named, prune_pictures
from feedsvc.store.audit import audit_lines
from tests.newsroom import Newsroom

MACHINE = the_machine("ada")


def picture(colour: str = "navy", width: int = 1500, height: int = 1000) -> bytes:
    file = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def keep(newsroom: Newsroom, data: bytes | None = None, **others: Any) -> Image:
    given = {"alt": "A river", "credit": "© Ada 2026", "office": "moscow", "actor": MACHINE} | others
    return keep_picture(
        newsroom.store, newsroom.settings, picture() if data is None else data, now=newsroom.now, **given
    )


def folder(newsroom: Newsroom) -> Path:
    return newsroom.settings.data_dir / "pictures"


def files(newsroom: Newsroom) -> list[str]:
    return sorted(path.name for path in folder(newsroom).glob("*"))


def wrong_fields(newsroom: Newsroom, data: bytes | None = None, **others: Any) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        keep(newsroom, data, **others)
    return [problem.where for problem in caught.value.problems]


def test_a_picture_is_kept_in_its_sizes_and_its_row_knows_them(newsroom: Newsroom):
    image = keep(newsroom)
    assert (image.alt, image.credit, image.width, image.height) == ("A river", "© Ada 2026", 1200, 800)
    with newsroom.store.reading() as reader:
        kept = picture_named(reader, image.url.rpartition("/")[2])
    assert [file.name for file in kept.files] == [f"{kept.digest}-{w}.png" for w in (1500, 1200, 640, 320)]
    assert kept.image == image
    assert files(newsroom) == sorted(file.name for file in kept.files)
    for file in kept.files:
        path = folder(newsroom) / file.name
        assert path.stat().st_size == file.length
        with Pillow.open(path) as opened:
            assert opened.size == (file.width, file.height)
    assert (kept.office, kept.by) == ("moscow", "ada")


def test_nobody_else_can_write_to_the_files_whatever_the_umask(newsroom: Newsroom):
    before = os.umask(0)
    try:
        keep(newsroom)
    finally:
        os.umask(before)
    for path in (folder(newsroom), *folder(newsroom).iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o022 == 0


def test_the_same_picture_is_kept_once_with_what_was_said_last(newsroom: Newsroom):
    first = keep(newsroom)
    again = keep(newsroom, alt="A dam", credit="© Bob", office="minsk")
    assert replace(again, alt=first.alt, credit=first.credit) == first
    assert len(files(newsroom)) == 4
    assert newsroom.create(image=Image(first.url)).image == again


def test_what_is_wrong_is_named_at_once_and_nothing_is_kept(newsroom: Newsroom):
    assert wrong_fields(newsroom, b"no picture", alt=" \n", credit="") == ["alt", "credit", "picture"]
    assert wrong_fields(newsroom, alt="a" * 1001, credit="c" * 501) == ["alt", "credit"]
    assert wrong_fields(newsroom, office="nowhere") == ["office"]
    newsroom.settings = replace(newsroom.settings, picture_mb=1)
    assert wrong_fields(newsroom, bytes(1024 * 1024 + 1)) == ["picture"]
    assert not folder(newsroom).exists()


def person(newsroom: Newsroom, role: Role, slug: str = "moscow") -> Actor:
    with newsroom.store.reading() as reader:
        return Actor(name="bob@example.org", user="b", roles={reader.office(slug).uuid: role})


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR])
def test_who_may_write_in_an_office_may_bring_it_pictures(newsroom: Newsroom, role: Role):
    actor = person(newsroom, role)
    assert keep(newsroom, actor=actor).url
    for office in ("minsk", None):
        with pytest.raises(Forbidden):
            keep(newsroom, picture("red"), actor=actor, office=office)
    assert len(files(newsroom)) == 4


def test_a_reader_may_bring_none_and_is_told_nothing_of_the_picture(newsroom: Newsroom):
    with pytest.raises(Forbidden):
        keep(newsroom, b"no picture", actor=person(newsroom, Role.READER))


def test_it_stands_in_the_audit_log_who_brought_a_picture(newsroom: Newsroom):
    from feedsvc.core.audit import AuditQuery

    image = keep(newsroom)
    with newsroom.store.reading() as reader:
        [line] = audit_lines(reader, AuditQuery(kind="picture"))
    assert (line.actor, line.note.action, line.note.detail["url"]) == ("ada", "added", image.url)


def test_two_that_bring_the_same_picture_at_once_both_have_it(newsroom: Newsroom):
    data, images = picture(), []
    start = threading.Barrier(4)

    def bring() -> None:
        start.wait()
        images.append(keep(newsroom, data))

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(images) == 4
    assert len(set(images)) == 1
    assert len(files(newsroom)) == 4


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_stored(newsroom: Newsroom):
    newsroom.settings.data_dir.mkdir(exist_ok=True)
    folder(newsroom).write_text("in the way")
    with pytest.raises(StoreUnavailable, match="FEEDSVC_DATA_DIR"):
        keep(newsroom)
    with newsroom.store.reading() as reader, pytest.raises(NotFound):
        picture_named(reader, "ab" * 16 + "-1200.png")


def test_what_cannot_be_stored_leaves_no_file_under_way(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise RuntimeError("The database is gone.")

    monkeypatch.setattr("feedsvc.services.pictures.stored.put_picture", fail)
    with pytest.raises(RuntimeError):
        keep(newsroom)
    assert [name for name in files(newsroom) if name.endswith(".part")] == []


def test_an_entry_has_what_is_known_of_its_picture_whatever_it_says(newsroom: Newsroom):
    image = keep(newsroom)
    absolute = f"{newsroom.settings.base_url}{image.url}"
    for said in (Image(image.url), Image(absolute, width=1, height=1, type="text/html", length=3)):
        assert newsroom.create(image=said).image == image
    own = newsroom.create(image=Image(image.url, "Her view", "© Her"))
    assert own.image == replace(image, alt="Her view", credit="© Her")
    map_ = newsroom.create(enclosures=(Enclosure(image.url, "text/plain"),)).enclosures
    assert map_ == (Enclosure(image.url, "image/png", image.length),)


def test_an_entry_may_show_any_size_of_a_picture(newsroom: Newsroom):
    path = keep(newsroom).url.replace("-1200", "-1500")
    image = newsroom.create(image=Image(path)).image
    assert image is not None
    assert (image.url, image.width, image.height) == (path, 1500, 1000)


@pytest.mark.parametrize("name", ["ab" * 16 + "-640.png", "a.png", ""])
def test_a_picture_that_is_not_here_is_refused_with_what_to_do(newsroom: Newsroom, name: str):
    with pytest.raises(InvalidInput, match="upload it first") as caught:
        newsroom.create(title="", image=Image(f"/pictures/{name}", width=5))
    assert [problem.where for problem in caught.value.problems] == ["image.url", "title"]


def test_a_size_that_was_never_made_is_not_here(newsroom: Newsroom):
    path = keep(newsroom).url.replace("-1200", "-1300")
    with pytest.raises(InvalidInput, match="upload it first"):
        newsroom.create(image=Image(path))


def test_a_picture_of_an_older_version_stays_in_the_entry_that_has_it(newsroom: Newsroom):
    from feedsvc.store.pictures import forget_pictures

    image = keep(newsroom)
    entry = newsroom.create(image=image)
    with newsroom.store.writing() as writer:
        forget_pictures(writer, [image.url[10:42]])
    assert newsroom.edit(entry, title="Other").image == image
    with pytest.raises(InvalidInput):
        newsroom.create(image=image)


def later(newsroom: Newsroom) -> None:
    """Let more than a week go by, for the files too."""
    newsroom.now += UNUSED_FOR + timedelta(hours=1)
    for path in folder(newsroom).iterdir():
        os.utime(path, times=(newsroom.now.timestamp() - UNUSED_FOR.total_seconds() - 60,) * 2)


def prune(newsroom: Newsroom, **others: Any) -> tuple[int, int]:
    gone = prune_pictures(
        newsroom.store, newsroom.settings, now=newsroom.now, **({"actor": MACHINE} | others)
    )
    return (gone.pictures, gone.files)


def test_what_nothing_speaks_of_goes_after_a_week(newsroom: Newsroom):
    keep(newsroom)
    assert prune(newsroom) == (0, 0)
    later(newsroom)
    assert prune(newsroom, dry_run=True) == (1, 4)
    assert len(files(newsroom)) == 4
    assert prune(newsroom) == (1, 4)
    assert files(newsroom) == []
    assert prune(newsroom) == (0, 0)


def test_what_an_entry_names_or_ever_named_stays(newsroom: Newsroom):
    images = [keep(newsroom, picture(colour)) for colour in ("red", "green", "blue", "white")]
    address = f"{newsroom.settings.base_url}{images[3].url}"
    newsroom.create(image=images[0])
    newsroom.edit(newsroom.create(image=images[1]), image=None)
    newsroom.create(enclosures=(Enclosure(images[2].url, "image/png"),))
    newsroom.create(content_html=f"<p><img src='{address}' alt='x'></p>")
    later(newsroom)
    assert prune(newsroom) == (0, 0)
    assert len(files(newsroom)) == 16


def test_a_picture_that_is_brought_again_has_another_week(newsroom: Newsroom):
    keep(newsroom)
    newsroom.now += timedelta(days=6)
    keep(newsroom)
    newsroom.now += timedelta(days=6)
    assert prune(newsroom) == (0, 0)


def test_files_that_belong_to_nothing_go_and_others_are_not_touched(newsroom: Newsroom):
    keep(newsroom)
    newsroom.create(image=Image(keep(newsroom).url))
    for name in ("ab" * 16 + "-640.png", "c0ffee.part", "notes.txt"):
        (folder(newsroom) / name).write_text("x")
    assert prune(newsroom) == (0, 0)
    later(newsroom)
    assert prune(newsroom) == (0, 2)
    assert len(files(newsroom)) == 5
    assert "notes.txt" in files(newsroom)


def test_only_an_administrator_prunes(newsroom: Newsroom):
    with pytest.raises(Forbidden):
        prune(newsroom, actor=person(newsroom, Role.EDITOR))


def test_a_web_process_does_without_pillow():
    script = "import sys, feedsvc.web, feedsvc.services.sample; print('PIL' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
