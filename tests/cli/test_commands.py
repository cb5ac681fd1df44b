"""The commands as a person types them."""

import json
import socket
from pathlib import Path

import pytest

from feedsvc.cli import commands
from tests.cli.calling import Feedsvc

PAGE = (
    "Bureau in Baku\n\nThe Bureau of Small Rivers has worked in Baku since 1994. The Office coordinates "
    "activities in two countries: Azerbaijan and Georgia.\n\nNews\n\n"
    "  1. © Ada 2020\n\n    Flood on the Kura\n\n    12 June 2020\n\n    The water rose in Tbilisi.\n\n"
    "  2. 11 June 2020\n\n    No title.\n\n  3. Fish return\n\n    10 June 2020\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """An office page in a file."""
    file = tmp_path / "baku.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_help_names_every_command_and_every_setting(bare: Feedsvc):
    said = bare("--help")
    assert said.status == 0
    assert all(f"\n  {name} " in said.out for name in commands.commands)
    assert "FEEDSVC_DATABASE_URL" in said.out


def test_each_command_has_a_help_of_its_own(bare: Feedsvc):
    for name in commands.commands:
        said = bare(name, "--help")
        assert said.status == 0, name
        assert said.out.startswith(f"Usage: feedsvc {name}"), name


def test_wrong_settings_stop_the_start_with_a_line_for_each(bare: Feedsvc, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FEEDSVC_PAGE_SIZE", "many")
    monkeypatch.setenv("FEEDSVC_TIME_ZONE", "Mars")
    said = bare("init")
    assert said.status == 2
    assert [line.split(":")[1].strip() for line in said.err.splitlines()] == [
        "FEEDSVC_PAGE_SIZE",
        "FEEDSVC_TIME_ZONE",
    ]


def test_before_init_each_command_says_what_to_run(bare: Feedsvc, page: Path):
    for arguments in (["import", str(page)], ["office", "list"], ["feed", "all"], ["backup", "x"], ["serve"]):
        said = bare(*arguments)
        assert said.status == 1, arguments
        assert "feedsvc init" in said.err, arguments


def test_an_import_prints_what_became_of_each_item_and_exits_with_1_when_one_was_refused(
    feedsvc: Feedsvc, page: Path
):
    said = feedsvc("import", str(page))
    assert said.status == 1
    assert "Office “baku” added" in said.out
    assert "1 new" not in said.out
    assert "2 new, 0 changed, 0 unchanged, 1 refused." in said.out
    rows = {line.split()[0]: line for line in said.out.splitlines() if line[:1].isdigit()}
    assert "GE (Tbilisi)" in rows["7"]
    assert "refused" in rows["15"]


def test_an_import_reads_standard_input(feedsvc: Feedsvc):
    said = feedsvc("import", "-", given=PAGE.encode())
    assert "2 new" in said.out


def test_an_import_again_is_all_unchanged(feedsvc: Feedsvc, page: Path):
    feedsvc("import", str(page))
    assert "0 new, 0 changed, 2 unchanged, 1 refused." in feedsvc("import", str(page)).out


def test_a_dry_run_says_so_and_stores_nothing(feedsvc: Feedsvc, page: Path):
    said = feedsvc("import", "--dry-run", str(page))
    assert "nothing was stored" in said.out
    assert json.loads(feedsvc("entry", "list", "--json").out) == []


def test_a_file_that_cannot_be_read_is_refused_and_the_others_are_imported(feedsvc: Feedsvc, page: Path):
    said = feedsvc("import", "nowhere.txt", str(page))
    assert said.status == 1
    assert "cannot be read: No such file or directory" in said.out
    assert "2 new, 0 changed, 0 unchanged, 2 refused." in said.out


def test_none_and_countries_exclude_each_other(feedsvc: Feedsvc):
    feedsvc("office", "add", "minsk", "--name", "Minsk")
    said = feedsvc(
        "entry", "add", "--office", "minsk", "--title", "T", "--country", "uz", "--country", "none"
    )
    assert said.status == 1
    assert "--country" in said.err


def test_a_file_that_is_no_database_is_named_without_a_traceback(bare: Feedsvc, tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "feedsvc.db").write_bytes(b"junk" * 1000)
    for command in (["init"], ["entry", "list"]):
        said = bare(*command)
        assert said.status == 1
        assert "not a database" in said.err


@pytest.mark.sockets
def test_a_port_in_use_is_named_before_anything_is_served(feedsvc: Feedsvc):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = feedsvc("serve", "--port", str(taken.getsockname()[1]))
    assert said.status == 1
    assert "in use" in said.err
    assert "Serving" not in said.out


def test_a_page_without_its_office_names_the_option(feedsvc: Feedsvc):
    said = feedsvc("import", "-", given=b"News\n\n1. Title\n\n12 June 2020\n")
    assert said.status == 1
    assert "--office" in said.out


def test_a_feed_is_printed_as_the_site_serves_it(feedsvc: Feedsvc, page: Path):
    feedsvc("import", str(page))
    assert "<title>Flood on the Kura</title>" in feedsvc("feed", "offices/baku").out
    assert feedsvc("feed", "countries/ge.en", "--format", "rss").out.startswith("<?xml")
    document = json.loads(feedsvc("feed", "all", "--format", "json", "--content", "summary").out)
    assert [item["title"] for item in document["items"]] == ["Flood on the Kura", "Fish return"]
    said = feedsvc("feed", "offices/nowhere")
    assert (said.status, said.out) == (1, "")
    assert "nowhere" in said.err


def test_a_page_of_an_archive_is_printed_like_any_feed(
    feedsvc: Feedsvc, page: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FEEDSVC_PAGE_SIZE", "1")
    feedsvc("init")
    feedsvc("import", str(page))
    printed = [
        feedsvc("feed", name, "--format", "json") for name in ("all", "all/archive/1", "all/archive/1.en")
    ]
    titles = [[item["title"] for item in json.loads(each.out)["items"]] for each in printed]
    assert titles == [["Flood on the Kura"], ["Fish return"], ["Fish return"]]
    said = feedsvc("feed", "all/archive/2")
    assert (said.status, said.out) == (1, "")
    assert "There is no page 2 in this archive: it has 1." in said.err


def test_an_office_is_added_shown_edited_and_listed(feedsvc: Feedsvc):
    add = ["office", "add", "minsk", "--name", "Office in Minsk", "--name", "ru:Бюро в Минске"]
    assert feedsvc(*add, "--city", "Minsk", "--country", "by", "--covers", "by", "--covers", "ua").status == 0
    feedsvc("office", "edit", "minsk", "--since", "1998", "--formerly", "Desk in Minsk; 2010-04")
    shown = json.loads(feedsvc("office", "show", "minsk").out)
    assert shown["names"] == {"en": "Office in Minsk", "ru": "Бюро в Минске"}
    assert (shown["country"], shown["countries"], shown["since"]) == ("BY", ["BY", "UA"], 1998)
    assert shown["former_names"] == [{"name": "Desk in Minsk", "until": "2010-04"}]
    assert shown["time_zone"] == "Europe/Minsk"
    assert json.loads(feedsvc("office", "list", "--json").out) == [shown]
    assert "Office in Minsk" in feedsvc("office", "list").out


def test_an_office_that_cannot_be_is_refused_field_by_field(feedsvc: Feedsvc):
    said = feedsvc("office", "add", "No_Slug", "--name", " ", "--country", "zz", "--time-zone", "Mars")
    assert said.status == 1
    assert [line.split(":")[1].strip() for line in said.err.splitlines()] == [
        "slug",
        "name",
        "country",
        "time_zone",
    ]
    feedsvc("office", "add", "minsk", "--name", "Minsk")
    assert "already" in feedsvc("office", "add", "minsk", "--name", "Minsk").err
    assert "There is no office" in feedsvc("office", "edit", "nowhere", "--name", "X").err


def test_an_entry_goes_through_its_life(feedsvc: Feedsvc, tmp_path: Path):
    feedsvc("office", "add", "minsk", "--name", "Minsk")
    feedsvc("topic", "add", "work", "--name", "Work", "--name", "ru:Труд")
    assert "Work" in feedsvc("topic", "list").out
    body = tmp_path / "body.html"
    body.write_text("<p>Text<script>x</script></p>", encoding="utf-8")
    said = feedsvc(
        "entry", "add", "--office", "minsk", "--title", "News of Belarus", "--topic", "work", "--draft",
        "--content-html", str(body), "--author", "Ada", "--published", "2020-06-12T09:00:00",
        "--image", "https://example.org/a.png", "--image-alt", "A river", "--image-credit", "© Ada",
    )  # fmt: skip
    uuid = said.out.split()[0]
    assert " draft: " in said.out
    shown = json.loads(feedsvc("entry", "show", uuid).out)
    assert (shown["countries"], shown["topics"], shown["content_html"]) == (["BY"], ["work"], "<p>Text</p>")
    assert (shown["image"]["alt"], shown["authors"]) == ("A river", [{"name": "Ada"}])
    assert "published" in feedsvc("entry", "publish", uuid).out
    assert "edited" in feedsvc("entry", "edit", uuid, "--title", "More", "--country", "none", "--major").out
    assert "Nothing changed" in feedsvc("entry", "edit", uuid, "--title", "More").out
    feedsvc("entry", "edit", uuid, "--image-credit", "© Bob")
    edited = json.loads(feedsvc("entry", "show", uuid).out)
    assert (edited["title"], edited["countries"], edited["id"]) == ("More", [], shown["id"])
    assert (edited["image"]["url"], edited["image"]["credit"]) == ("https://example.org/a.png", "© Bob")
    assert edited["published"] == "2020-06-12T09:00:00Z"
    assert "withdrawn" in feedsvc("entry", "withdraw", uuid, "--reason", "Wrong").out
    assert json.loads(feedsvc("entry", "list", "--status", "published", "--json").out) == []
    assert "published" in feedsvc("entry", "restore", uuid).out
    assert uuid in feedsvc("entry", "list", "--office", "minsk").out
    assert feedsvc("entry", "publish", uuid).status == 1


def test_an_entry_that_cannot_be_is_refused_field_by_field(feedsvc: Feedsvc):
    said = feedsvc("entry", "add", "--office", "nowhere", "--title", " ", "--lang", "fr", "--link", "x")
    assert said.status == 1
    assert {line.split(":")[1].strip() for line in said.err.splitlines()} == {
        "title",
        "office",
        "language",
        "link",
    }
    assert "--published" in feedsvc(
        "entry", "add", "--office", "x", "--title", "X", "--published", "soon"
    ).err  # fmt: skip


def test_a_backup_comes_back_in_a_new_place(
    feedsvc: Feedsvc, page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    feedsvc("import", str(page))
    before = feedsvc("entry", "list", "--json").out
    assert "2 entries and 0 pictures saved" in feedsvc("backup", "site.zip").out
    assert "backed up" in feedsvc("audit", "--limit", "1").out
    assert "not empty" in feedsvc("restore", "site.zip").err
    monkeypatch.setenv("FEEDSVC_DATA_DIR", str(tmp_path / "other"))
    assert "2 entries" in feedsvc("restore", "site.zip").out
    assert feedsvc("entry", "list", "--json").out == before


def test_the_sample_comes_once(feedsvc: Feedsvc):
    assert "The sample organisation is here:" in feedsvc("sample").out
    entries = json.loads(feedsvc("entry", "list", "--limit", "1000", "--json").out)
    assert len(entries) >= 40
    assert {entry["language"] for entry in entries} == {"en", "ru"}
    assert len({entry["office"] for entry in entries}) >= 3
    assert any(entry["image"] and entry["image"]["url"] for entry in entries)
    assert any(entry["translations"] for entry in entries)
    assert all(entry["status"] == "published" for entry in entries)
    assert "already" in feedsvc("sample").out
    assert json.loads(feedsvc("entry", "list", "--limit", "1000", "--json").out) == entries
