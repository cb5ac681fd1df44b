"""Offices and topics: added, edited, renamed, merged, closed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from feedsvc.core.model import FormerName, Office, Topic
from feedsvc.web.room import EXTENSION
from tests.web.editor.clerks import Clerk, clerk
from tests.web.world import NOW

HOME = "/editor/administration"


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An administrator."""
    return clerk(app, is_admin=True)


def office(app: Flask, slug: str) -> Office:
    with app.extensions[EXTENSION].store.reading() as reader:
        return reader.office(slug)


def topics(app: Flask) -> dict[str, Topic]:
    with app.extensions[EXTENSION].store.reading() as reader:
        return {each.slug: each for each in reader.topics()}


def fields_of(page: str) -> dict[str, Any]:
    """The form as a browser would send it again."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = [chosen[1] if chosen else ""]
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = [body]
    return found


def test_an_office_is_added_with_all_that_is_said_of_it(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/offices/add")
    form = {
        "slug": "dushanbe",
        "name-en": "Office in Dushanbe",
        "name-ru": "Бюро в Душанбе",
        "former-name": ["Desk", ""],
        "former-until": ["2010-04", ""],
        "city": "Dushanbe",
        "country": "TJ",
        "since": "1999",
        "countries": ["TJ", "KG"],
        "languages": ["en", "ru"],
        "time_zone": "",
        "description-en": "It counts fish.",
        "email": "d@example.org",
        "link": "https://example.org/d",
    }
    answer = anna.post(f"{HOME}/offices/add", form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOME}/offices")
    assert "Office in Dushanbe is added." in anna.get(f"{HOME}/offices").text
    made = office(app, "dushanbe")
    assert made.former_names == (FormerName("Desk", "2010-04"),)
    assert (made.since, made.countries, made.time_zone) == (1999, ("TJ", "KG"), "Asia/Dushanbe")
    assert dict(made.descriptions) == {"en": "It counts fish."}


@pytest.mark.parametrize(
    ("said", "slug"),
    [({"city": "Алматы"}, "almaty"), ({}, "office-of-the-lakes")],
    ids=["city", "name"],
)
def test_the_short_name_comes_after_the_name_and_is_made_of_city_or_name(
    app: Flask, anna: Clerk, said: dict[str, str], slug: str
) -> None:
    page = anna.get(f"{HOME}/offices/add").text
    assert page.index('id="name-en"') < page.index('id="name-ru"') < page.index('id="slug"')
    form = {"slug": " ", "name-en": "Office of the Lakes", **said}
    assert anna.post(f"{HOME}/offices/add", form).status_code == 303
    assert office(app, slug).names["en"] == "Office of the Lakes"


def test_an_office_that_is_saved_as_it_was_is_as_it_was(app: Flask, anna: Clerk) -> None:
    before = office(app, "tashkent")
    page = anna.get(f"{HOME}/offices/tashkent/edit").text
    assert anna.post(f"{HOME}/offices/tashkent/edit", fields_of(page)).status_code == 303
    after = office(app, "tashkent")
    assert set(after.countries) == set(before.countries)
    assert after.as_draft() == before.as_draft().__class__(
        **{**{f: getattr(before, f) for f in before.as_draft().__dataclass_fields__},
           "countries": after.countries}
    )  # fmt: skip


def test_every_wrong_field_of_an_office_is_marked_and_what_was_typed_stays(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/offices/add")
    form = {
        "slug": "No Slug",
        "city": "Where I typed it",
        "since": "MCM",
        "former-name": ["", "Kept"],
        "former-until": ["2010", "soon"],
        "time_zone": "Mars/Base",
        "email": "nobody",
        "link": "nowhere",
        "countries": ["KG"],
    }
    answer = anna.post(f"{HOME}/offices/add", form)
    assert answer.status_code == 422
    page = answer.text
    for field in ("slug", "name-en", "since", "former_names", "time_zone", "email", "link"):
        assert f'id="{field}-problem"' in page, field
    for kept in ("Where I typed it", "MCM", "Kept", "Mars/Base", 'value="KG" checked'):
        assert kept in page, kept
    russian = anna.post(f"{HOME}/offices/add", form, **{"Accept-Language": "ru"}).text
    assert "Такого часового пояса нет" in russian
    assert "Укажите год" in russian


def test_a_slug_in_use_is_told_at_its_field(anna: Clerk) -> None:
    anna.get(f"{HOME}/offices/add")
    answer = anna.post(f"{HOME}/offices/add", {"slug": "tashkent", "name-en": "Another"})
    assert answer.status_code == 422
    assert 'id="slug-problem"' in answer.text
    assert "There is an office “tashkent” already." in answer.text


def test_more_rows_are_given_without_saving_anything(app: Flask, anna: Clerk) -> None:
    page = anna.get(f"{HOME}/offices/tashkent/edit").text
    assert page.count('name="former-name"') == 4  # two names, two empty rows
    answer = anna.post(f"{HOME}/offices/tashkent/edit", {**fields_of(page), "city": "Typed", "more": "1"})
    assert answer.status_code == 200
    assert answer.text.count('name="former-name"') == 6
    assert 'value="Typed"' in answer.text
    assert office(app, "tashkent").city == "Tashkent"


def test_two_people_at_one_office_lose_nothing(app: Flask, anna: Clerk) -> None:
    form = fields_of(anna.get(f"{HOME}/offices/tashkent/edit").text)
    assert anna.post(f"{HOME}/offices/tashkent/edit", {**form, "city": "First"}).status_code == 303
    late = anna.post(f"{HOME}/offices/tashkent/edit", {**form, "city": "Second"})
    assert late.status_code == 422
    assert "Somebody changed it since" in late.text
    assert office(app, "tashkent").city == "First"
    again = fields_of(late.text)
    assert again["city"] == ["Second"]
    assert anna.post(f"{HOME}/offices/tashkent/edit", again).status_code == 303
    assert office(app, "tashkent").city == "Second"


def test_a_new_slug_keeps_the_old_address(app: Flask, anna: Clerk) -> None:
    page = anna.get(f"{HOME}/offices/tashkent/rename").text
    assert "no entry comes twice" in page
    assert anna.post(f"{HOME}/offices/tashkent/rename", {"slug": "quiet"}).status_code == 422
    assert anna.post(f"{HOME}/offices/tashkent/rename", {"slug": "tashkent"}).status_code == 422
    assert anna.post(f"{HOME}/offices/tashkent/rename", {"slug": "Not One"}).status_code == 422
    assert anna.post(f"{HOME}/offices/tashkent/rename", {"slug": "samarkand"}).status_code == 303
    answer = anna.client.get("/feeds/offices/tashkent.atom")
    assert (answer.status_code, answer.headers["Location"][-29:]) == (301, "/feeds/offices/samarkand.atom")
    assert anna.get(f"{HOME}/offices/nowhere/rename").status_code == 404


def test_an_office_is_merged_only_after_it_was_said_what_that_does(app: Flask, anna: Clerk) -> None:
    assert "cannot be undone" not in anna.get(f"{HOME}/offices/tashkent/merge").text
    page = anna.get(f"{HOME}/offices/tashkent/merge?into=quiet").text
    assert "live now: 7" in page
    assert "This cannot be undone." in page
    assert anna.post(f"{HOME}/offices/tashkent/merge", {"into": "nowhere"}).status_code == 422
    assert anna.post(f"{HOME}/offices/tashkent/merge", {"into": "quiet"}).status_code == 303
    # Withdrawn, drafted and scheduled ones go along.
    assert "with 10 entries" in anna.get(f"{HOME}/offices").text


def test_an_office_is_closed_with_a_last_entry_and_reopened(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/offices/quiet/close")
    for wrong in ("", "2020-01-01"):
        answer = anna.post(f"{HOME}/offices/quiet/close", {"until": wrong, "successors": ["tashkent"]})
        assert answer.status_code == 422
        assert 'id="until-problem"' in answer.text
        assert 'value="tashkent" checked' in answer.text
    until = (NOW + timedelta(days=60)).date().isoformat()
    form = {"until": until, "successors": ["tashkent"]}
    assert anna.post(f"{HOME}/offices/quiet/close", form).status_code == 303
    assert "closes" in anna.get(f"{HOME}/offices").text
    assert office(app, "quiet").ending is not None
    twice = anna.post(f"{HOME}/offices/quiet/close", form, **{"Accept-Language": "ru"})
    assert (twice.status_code, "Бюро уже закрыто." in twice.text) == (422, True)
    assert "Reopen" in anna.get(f"{HOME}/offices/quiet/edit").text
    assert "subscribe anew" in anna.get(f"{HOME}/offices/quiet/reopen").text
    assert anna.post(f"{HOME}/offices/quiet/reopen").status_code == 303
    assert office(app, "quiet").ending is None
    assert anna.get(f"{HOME}/offices/quiet/reopen").status_code == 404


def test_a_topic_is_added_named_renamed_and_merged(app: Flask, anna: Clerk) -> None:
    anna.get(f"{HOME}/topics/add")
    assert anna.post(f"{HOME}/topics/add", {"slug": "", "name-en": ""}).status_code == 422
    twice = anna.post(f"{HOME}/topics/add", {"slug": "fish", "name-en": "Fish again"})
    assert (twice.status_code, 'value="Fish again"' in twice.text) == (422, True)
    assert anna.post(f"{HOME}/topics/add", {"slug": "dams", "name-en": "Dams"}).status_code == 303
    form = fields_of(anna.get(f"{HOME}/topics/dams/edit").text)
    assert anna.post(f"{HOME}/topics/dams/edit", {**form, "name-ru": "Плотины"}).status_code == 303
    assert dict(topics(app)["dams"].names) == {"en": "Dams", "ru": "Плотины"}
    nameless = anna.post(f"{HOME}/topics/dams/edit", {"name-en": "", "name-ru": " "})
    assert (nameless.status_code, 'id="name-en-problem"' in nameless.text) == (422, True)
    assert anna.post(f"{HOME}/topics/dams/rename", {"slug": "barrages"}).status_code == 303
    assert "live now: 0" in anna.get(f"{HOME}/topics/barrages/merge?into=fish").text
    assert anna.post(f"{HOME}/topics/barrages/merge", {"into": "fish"}).status_code == 303
    assert set(topics(app)) == {"fish", "floods"}


def test_lists_say_how_much_there_is(anna: Clerk) -> None:
    offices = anna.get(f"{HOME}/offices").text
    assert re.search(r'data-label="Entries" class="adm-number">7<', offices)
    assert "Наводнения" in anna.get(f"{HOME}/topics").text
