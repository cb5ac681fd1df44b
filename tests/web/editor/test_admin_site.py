"""The audit log, and the page of the site."""

import csv
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from feedsvc import services
from feedsvc.core.audit import Note
from feedsvc.services.work import KINDS as JOBS
from feedsvc.web.editor.administration.words_log import ACTIONS, KINDS
from feedsvc.web.editor.wording import words
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.world import ADA, NOW, World

HOME = "/editor/administration"


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An administrator."""
    return clerk(app, is_admin=True, name="Anna")


def rows(page: str) -> str:
    """What the table says, without the filter above it."""
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_log_says_in_words_who_did_what(anna: Clerk) -> None:
    page = rows(anna.get(f"{HOME}/log").text)
    assert "Account: signed in — Anna" in page
    assert "Entry: withdrawn" in page
    assert "A river that was another" in page
    assert "1 July 2026, 08:00" in page
    russian = rows(anna.get(f"{HOME}/log", **{"Accept-Language": "ru"}).text)
    assert "Учётная запись: вход — Anna" in russian
    assert "Запись: отзыв" in russian


def test_the_log_is_narrowed_by_person_office_kind_action_and_day(anna: Clerk) -> None:
    def found(query: str) -> str:
        return rows(anna.get(f"{HOME}/log?{query}").text)

    assert "withdrawn" not in found(f"person={anna.user.uuid}")
    assert "signed in" in found(f"person={anna.user.uuid}")
    assert "Entry" in found("office=tashkent")
    assert "Entry" not in found("office=quiet")
    assert "Topic" in found("kind=topic")
    assert "Entry" not in found("kind=topic")
    assert "Entry: withdrawn" in found("action=withdrawn")
    assert "created" not in found("action=withdrawn")
    assert found("until=2026-06-01").count("<tr>") > 5
    assert "withdrawn" not in found("until=2026-06-02")
    assert "withdrawn" in found("since=2026-06-03&until=2026-06-03")
    assert found("since=2027-01-01") == ""


def test_a_wrong_filter_is_told_and_the_rest_is_shown(anna: Clerk) -> None:
    answer = anna.get(f"{HOME}/log?since=yesterday&office=nowhere&before=x&until=9999-12-31")
    assert answer.status_code == 200
    assert 'id="since-problem"' in answer.text
    assert 'id="office-problem"' in answer.text
    assert "Entry: withdrawn" in answer.text


def test_the_log_goes_on_page_by_page_within_its_filter(app: Flask, anna: Clerk) -> None:
    with app.extensions[EXTENSION].store.writing() as writer:
        notes = [
            Note("added", "picture", str(number), detail={"name": f"n{number}"}) for number in range(150)
        ]
        writer.note(ADA, *notes, now=NOW)
    first = anna.get(f"{HOME}/log?kind=picture").text
    assert "n149" in first
    assert "n50" in first
    assert ">n49<" not in first
    older = first.split('class="turn"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    second = anna.get(older).text
    assert "n0" in second
    assert "Older" not in second
    assert "Latest" in second


def test_the_log_is_had_as_a_table_that_calculates_nothing(app: Flask, anna: Clerk) -> None:
    with app.extensions[EXTENSION].store.writing() as writer:
        note = Note("added", "picture", "d", detail={"name": "=HYPERLINK(1)", "fields": ["alt", "credit"]})
        writer.note(ADA, note, now=NOW + timedelta(minutes=1))
    answer = anna.get(f"{HOME}/log.csv?kind=picture")
    assert answer.mimetype == "text/csv"
    head, line = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
    assert head[:4] == ["id", "time", "actor", "from"]
    assert line[1:3] == ["2026-07-01T08:01:00Z", "ada"]
    assert line[-2:] == ["'=HYPERLINK(1)", "alt credit"]


def test_the_filter_offers_everything_that_services_note() -> None:
    noted = {
        match
        for path in Path(services.__file__).parent.glob("*.py")
        for match in re.findall(r'Note\(\s*"([^"]+)",\s*"([^"]+)"', path.read_text("utf-8"))
    }
    assert len(noted) > 20
    assert {action for action, _ in noted} - set(ACTIONS) == set()
    assert {kind for _, kind in noted} - set(KINDS) == set()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everything_that_is_noted_has_words(language: str) -> None:
    known = words(language)
    assert [each for each in KINDS if f"adm_kind_{each}" not in known] == []
    keys = [each.replace(" ", "_").replace("-", "_") for each in ACTIONS]
    assert [each for each in keys if f"adm_did_{each}" not in known] == []


def test_both_languages_say_the_same_things() -> None:
    from feedsvc.web.editor.administration.words import ENGLISH, RUSSIAN

    own = {key for key in RUSSIAN if not key.startswith(("must_", "conflict_", "setting_", "adm_field_"))}
    english = {key for key in ENGLISH if not key.startswith("adm_field_")}
    assert own - english <= {key for key in own if key.startswith("adm_detail_")}
    assert english - own == set()


def test_the_page_of_the_site_shows_settings_without_secrets(world: World) -> None:
    app = world.app(secret_key="hidden-hidden-hidden", smtp_url="smtp://u:hidden@mail.example.org")
    anna = clerk(app, is_admin=True)
    page = anna.get(f"{HOME}/site").text
    assert "hidden-hidden" not in page
    assert "smtp://u" not in page
    assert page.count("set, and not shown") == 2
    assert "FEEDSVC_PAGE_SIZE" in page
    assert "By default: 30" in page
    assert "SQLite" in page
    assert "published: 7" in page
    russian = anna.get(f"{HOME}/site", **{"Accept-Language": "ru"}).text
    assert "Сколько записей в ленте" in russian
    app.extensions[EXTENSION].store.close()


def test_what_was_given_up_is_shown_and_tried_again(app: Flask, anna: Clerk) -> None:
    store = app.extensions[EXTENSION].store
    with store.writing() as writer:
        writer.connection.exec_driver_sql(
            "INSERT INTO work (kind, payload, created, due, attempts, last_error, dead) VALUES"
            " ('release', '{\"entry\": \"x\"}', '2026-06-01 08:00:00', '2026-06-01 08:00:00', 9, 'It broke.',"
            " 1)"
        )
    page = anna.get(f"{HOME}/site").text
    assert "It broke." in page
    assert "release of an entry" in page
    assert anna.post(f"{HOME}/site/try-again").status_code == 303
    page = anna.get(f"{HOME}/site").text
    assert "To be tried again: 1." in page
    assert "given-up jobs tried again" in anna.get(f"{HOME}/log").text


def test_work_that_nobody_does_is_told(world: World) -> None:
    app = world.app(now=NOW + timedelta(days=2))  # an entry is scheduled for a day before
    page = clerk(app, is_admin=True).get(f"{HOME}/site").text
    assert "Scheduled entries that are late: 1" in page
    app.extensions[EXTENSION].store.close()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_kinds_of_jobs_are_called_by_words(language: str) -> None:
    assert [kind for kind in JOBS if f"adm_job_{kind}" not in words(language)] == []
