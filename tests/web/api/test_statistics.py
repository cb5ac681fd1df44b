"""The statistics through the API."""

import csv
from io import StringIO

import pytest

from feedsvc.core.model import OfficeDraft
from feedsvc.services.offices import edit_office
from tests.polls import NOON, count, count_a_week, poll
from tests.web.api.client import Client, Desk
from tests.web.world import ADA


@pytest.fixture(autouse=True)
def counted(desk: Desk) -> None:
    """Three full days and today, and a clock that stands at today's noon."""
    desk.newsroom.now = NOON
    count_a_week(desk.store, desk.settings)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_the_numbers_are_given_as_the_command_prints_them(desk: Desk):
    found = desk.client("reader").get("/statistics?days=3").ok().json
    assert (found["subscribers"], found["declared_subscribers"], found["full_days"]) == (34, 30, 3)
    assert [day["start"] for day in found["days"]] == ["2026-06-10", "2026-06-11", "2026-06-12"]
    assert found["mail_tools"][0]["last_request"] == "2026-06-12T12:00:00Z"
    assert [each["channel"] for each in found["channels"]] == ["all", "countries/uz/weekly"]


def test_one_channel_is_asked_for_by_its_path(anna: Client):
    found = anna.get("/statistics?channel=countries/uz/weekly").ok().json
    assert (found["channel"], found["requests"]["all"], found["channels"]) == ("countries/uz/weekly", 12, [])
    anna.get("/statistics?channel=countries/xx").ok(404)


def test_what_is_no_question_is_refused(anna: Client):
    assert anna.get("/statistics?chanel=all").wrong.keys() == {"chanel"}
    anna.get("/statistics?days=0").ok(400)
    anna.get("/statistics.csv?days=x").ok(400)


def test_nobody_without_a_role_sees_them(desk: Desk):
    for path in ("/statistics", "/statistics.csv"):
        desk.client().get(path).ok(401)
        desk.client(secret=desk.token("editor", ["write"])).get(path).ok(403)
        desk.client(secret=desk.token("editor", ["read"], ["moscow"])).get(path).ok()


def test_the_table_is_for_spreadsheets(anna: Client):
    answer = anna.get("/statistics.csv?channel=all&days=1", headers={"Accept": "text/csv"}).ok()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    found = rows(answer.response.text)
    assert [
        (row["format"], row["reader"], row["requests"], row["declared_subscribers"]) for row in found
    ] == [
        ("atom", "Feedly", "4", "30"),
        ("atom", "Newsboat", "12", "0"),
        ("json", "embed", "5", "0"),
        ("rss", "Mailchimp", "1", "0"),
    ]
    anna.get("/statistics.csv", headers={"Accept": "application/json"}).ok(406)
    anna.get("/statistics", headers={"Accept": "text/csv"}).ok(406)


def test_the_name_of_an_office_is_no_formula(desk: Desk, anna: Client):
    office = desk.newsroom.channel("offices/moscow").office
    assert office is not None
    draft = OfficeDraft(slug="moscow", names={"en": "=HYPERLINK(1)"})
    with desk.store.writing() as writer:
        edit_office(writer, draft, now=NOON, actor=ADA)
    count(desk.store, desk.settings, {poll(f"office={office.uuid} atom"): 1})
    [row] = rows(anna.get("/statistics.csv?channel=offices/moscow").ok().response.text)
    assert row["title"] == "'=HYPERLINK(1)"
