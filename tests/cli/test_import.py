"""`feedsvc import` as a person types it: every kind of file, the table, the templates, the exit status."""

import gzip
import json
from pathlib import Path

import pytest

from feedsvc.services.import_report import FORMATS, LARGEST_EXPORT
from tests.cli.calling import Feedsvc, Said
from tests.services.import_desk import feed, feed_entry, records

ID = "https://feeds.example.org/1"
CSV = (
    "office,language,title,summary,published,countries\n"
    "moscow,en,Flood,It rose in Tashkent.,2026-06-01,\n"
    "moscow,en,Fish,,2026-06-01,UZ; TJ\n"
    "moscow,en,,,2026-06-01,\n"
)


@pytest.fixture
def moscow(feedsvc: Feedsvc) -> Feedsvc:
    """The commands, with an office."""
    assert feedsvc("office", "add", "moscow", "--name", "Office in Moscow").status == 0
    return feedsvc


def rows(said: Said) -> list[str]:
    """The rows of the table: those that begin with a line number."""
    return [line for line in said.out.splitlines() if line[:1].isdigit() and " new, " not in line]


def test_a_table_shows_line_outcome_title_countries_by_their_word_and_note(moscow: Feedsvc, tmp_path: Path):
    (tmp_path / "news.csv").write_text(CSV)
    said = moscow("import", "news.csv")
    assert said.status == 1
    flood, fish, nameless = rows(said)
    assert flood.split()[:2] == ["2", "new"]
    assert "UZ (Tashkent)" in flood
    assert "UZ, TJ" in fish
    assert nameless.split()[:2] == ["4", "refused"]
    assert "title: is missing" in nameless
    assert "2 new, 0 changed, 0 unchanged, 1 refused." in said.out


def test_files_of_different_kinds_go_in_one_call_and_standard_input_too(moscow: Feedsvc, tmp_path: Path):
    (tmp_path / "feed.xml").write_bytes(feed(feed_entry(ID, "From a feed")))
    news = records({"title": "From JSON", "language": "en", "published": "2026-06-02"})
    said = moscow("import", "feed.xml", "-", "--office", "moscow", given=news)
    assert (said.status, "2 new" in said.out) == (0, True), said
    listed = json.loads(moscow("entry", "list", "--json").out)
    assert {entry["title"] for entry in listed} == {"From a feed", "From JSON"}


def test_what_was_exported_is_imported_again_on_another_site(
    moscow: Feedsvc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    moscow("import", "-", given=CSV.encode())
    exported = moscow("entry", "list", "--json").out
    again = moscow("import", "-", "--format", "json", given=exported.encode())
    assert "0 new, 0 changed, 2 unchanged, 0 refused." in again.out
    monkeypatch.setenv("FEEDSVC_DATA_DIR", str(tmp_path / "other"))
    moscow("init")
    moscow("office", "add", "moscow", "--name", "Office in Moscow")
    assert "2 new" in moscow("import", "-", given=exported.encode()).out
    before, after = json.loads(exported), json.loads(moscow("entry", "list", "--json").out)
    assert {entry["title"]: entry["id"] for entry in after} == {
        entry["title"]: entry["id"] for entry in before
    }


@pytest.mark.parametrize("fmt", ["csv", "json"])
def test_a_template_is_printed_and_can_be_imported(moscow: Feedsvc, fmt: str):
    said = moscow("import", "--template", fmt)
    assert said.status == 0
    taken = moscow("import", "-", "--dry-run", "--format", fmt, given=said.out.encode())
    assert "1 new, 0 changed, 0 unchanged, 0 refused." in taken.out, taken.out
    assert "nothing was stored" in taken.out


def test_every_format_is_offered_and_another_is_a_wrong_call(moscow: Feedsvc):
    assert "|".join(FORMATS) in moscow("import", "--help").out
    assert moscow("import", "-", "--format", "pdf").status == 2
    assert moscow("import").status == 2


def test_a_dry_run_says_which_office_would_be_added(feedsvc: Feedsvc):
    page = b"Bureau in Baku\n\nThe Bureau of Small Rivers has worked in Baku since 1994.\n\nNews\n\n"
    said = feedsvc("import", "-", "--dry-run", given=page + b"  1. Flood\n\n    12 June 2020\n")
    assert "Office “baku” would be added: Bureau of Small Rivers." in said.out
    assert "baku" not in feedsvc("office", "list").out


def test_a_file_without_end_is_read_no_further_than_needed(moscow: Feedsvc, tmp_path: Path):
    """A hundred megabytes as a file with a hole: only the first bytes of it are ever looked at."""
    with open(tmp_path / "huge.txt", "wb") as huge:
        huge.write(b"News\n")
        huge.truncate(2 * LARGEST_EXPORT)
    said = moscow("import", "huge.txt", "--office", "moscow")
    assert said.status == 1
    assert "larger than 10 MB" in said.out


def test_a_packed_file_names_what_to_do(moscow: Feedsvc, tmp_path: Path):
    (tmp_path / "news.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    said = moscow("import", "news.csv.gz")
    assert (said.status, "gzip archive: unpack it first" in said.out) == (1, True)


def test_an_author_may_have_an_e_mail_address(moscow: Feedsvc):
    moscow(
        "entry", "add", "--office", "moscow", "--title", "News",
        "--author", "Ada B. Lovelace <ada@example.org>", "--author", "Charles",
    )  # fmt: skip
    [entry] = json.loads(moscow("entry", "list", "--json").out)
    assert entry["authors"] == [{"name": "Ada B. Lovelace", "email": "ada@example.org"}, {"name": "Charles"}]
