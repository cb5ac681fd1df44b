"""The form of a new entry: what is proposed, and that nothing is kept before something is typed."""

from typing import Any

import pytest
from flask import Flask

from feedsvc.core.accounts import Role
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.forms import Form, opened, sent
from tests.web.editor.test_form import copies

EDITOR: dict[str, Any] = {"roles": {"tashkent": Role.EDITOR}}


@pytest.fixture
def anna(app: Flask) -> Clerk:
    """An editor of Tashkent."""
    return clerk(app, name="Anna", **EDITOR)


@pytest.mark.parametrize("do", ["save", "publish", "preview", "more", "discard"])
def test_an_untouched_form_is_not_kept(app: Flask, anna: Clerk, do: str):
    answer = sent(anna, opened(anna), do)
    assert (answer.status_code, copies(app, anna)) == (422, [])
    assert "Kept" not in answer.text


def test_a_time_is_on_the_clock_of_the_office_while_none_is_chosen(app: Flask):
    form = opened(clerk(app, is_admin=True))
    assert form.fields["office"] == ""
    assert form.form.xpath("string(//p[@id='release-help'])") == "By the clock of the office."


def test_the_office_of_the_entry_before_is_proposed(app: Flask):
    anna = clerk(app, is_admin=True)
    sent(anna, opened(anna), title="Little", office="tashkent")
    assert opened(anna).fields["office"] == "tashkent"


def test_the_language_is_that_of_the_writer_where_the_office_writes_in_it(app: Flask, anna: Clerk):
    assert Form(anna.get("/editor/new", **{"Accept-Language": "ru"}).text).fields["language"] == "ru"


def test_another_language_is_set_by_one_click(app: Flask, anna: Clerk):
    form = opened(anna)
    sent(anna, form, title="Вода поднимается в Ташкенте", language="en")
    shown = anna.get(f"/editor/entries/{form.copy}").text
    assert 'value="language:ru"' in shown
    assert "Set the language to Русский" in shown
