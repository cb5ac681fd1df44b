"""What is said beside the form and on its preview, and the clicks that mend it, without a script."""

import pytest
from flask import Flask
from lxml import html as lxml_html

from feedsvc.core.accounts import Role
from feedsvc.core.advice import Code, Fix
from feedsvc.core.newsroom_urls import mending_path, preview_path, work_path
from feedsvc.web.editor import words_advice
from feedsvc.web.editor.advising import field_of
from tests.web.editor.clerks import Clerk, clerk
from tests.web.editor.forms import opened, sent

COPY = "00000009-0000-4000-8000-000000000001"
TYPED = {
    "title": "The river rises",
    "body": "<p>People moved. Nobody was hurt.</p>",
    "link": "http://example.org/1",
    "office": "tashkent",
    "language": "en",
    "countries_are": "found",
}


@pytest.fixture
def editor(app: Flask) -> Clerk:
    """An editor of the office in Tashkent, with something typed."""
    found = clerk(app, roles={"tashkent": Role.EDITOR})
    found.get("/editor/new")
    assert found.post(work_path(COPY), TYPED | {"do": "preview"}).status_code == 303
    return found


def said(text: str) -> dict[str, str]:
    """What each button mends, with the sentence that it stands beside."""
    lines = lxml_html.fromstring(text).xpath('//ul[@class="advice"]/li[.//button]')
    return {
        each.xpath(".//button/@value")[0]: each.find_class("advice-said")[0].text_content() for each in lines
    }


def test_advice_stands_on_the_preview_with_the_clicks_that_mend_it(editor: Clerk) -> None:
    found = said(editor.get(preview_path(COPY)).text)
    assert list(found) == ["summary", "office_countries", "https:link"]
    assert "http://example.org/1" in found["https:link"]


def test_a_click_on_the_preview_mends_what_is_kept_and_comes_back(editor: Clerk) -> None:
    back = f"{preview_path(COPY)}?show=cards&as=atom&width=phone"
    editor.get(back)
    answer = editor.post(mending_path(COPY), {"mend": "summary", "next": back})
    assert answer.headers["Location"] == back
    shown = editor.get(back)
    assert "Done. Look whether it is right." in shown.text
    assert list(said(shown.text)) == ["office_countries", "https:link"]
    assert opened(editor, work_path(COPY)).fields["summary"] == "People moved. Nobody was hurt."


def test_a_click_in_the_form_keeps_what_was_typed_with_it(editor: Clerk) -> None:
    form = opened(editor, work_path(COPY))
    assert "https:link" in said(editor.get(work_path(COPY)).text)
    answer = editor.post(mending_path(COPY), {**form.fields, "title": "Typed since", "mend": "https:link"})
    assert answer.headers["Location"] == f"{work_path(COPY)}#link"
    fields = opened(editor, work_path(COPY)).fields
    assert (fields["title"], fields["link"]) == ("Typed since", "https://example.org/1")


def test_a_suggested_country_is_taken_with_a_click(editor: Clerk) -> None:
    typed = TYPED | {"title": "Uzbek and Tajik rivers", "countries_are": "chosen", "countries": "TJ"}
    sent(editor, opened(editor, work_path(COPY)), do="preview", **typed)
    shown = lxml_html.fromstring(editor.get(work_path(COPY)).text)
    hints = [" ".join(each.text_content().split()) for each in shown.xpath('//ul[@class="suggestions"]/li')]
    assert hints == [
        "Uzbekistan “Uzbek” in the title Take: Uzbekistan",
        "Tajikistan “Tajik” in the title taken",
    ]
    editor.post(mending_path(COPY), {"mend": "country:UZ"})
    assert opened(editor, work_path(COPY)).fields["countries"] == ["TJ", "UZ"]


def test_a_form_that_was_never_kept_is_kept_by_the_click(editor: Clerk) -> None:
    other = COPY[:-1] + "2"
    answer = editor.post(mending_path(other), TYPED | {"mend": "summary"})
    assert answer.headers["Location"] == f"{work_path(other)}#summary"
    assert opened(editor, work_path(other)).fields["summary"] == "People moved. Nobody was hurt."


def test_who_may_not_mends_nothing(app: Flask, editor: Clerk) -> None:
    boss = clerk(app, "boss@example.org", is_admin=True)
    reads = clerk(app, "reads@example.org", roles={"tashkent": Role.READER})
    for stranger in (boss, reads):
        stranger.get("/sign-in")
        assert stranger.post(mending_path(COPY), {"mend": "summary"}).status_code == 404
        assert stranger.post(mending_path(COPY), TYPED | {"mend": "summary"}).status_code == 404
    assert opened(editor, work_path(COPY)).fields["summary"] == ""


def test_what_nobody_can_mend_is_refused(editor: Clerk) -> None:
    editor.get("/editor/new")
    assert editor.post(mending_path(COPY), {"mend": "everything"}).status_code == 400
    assert editor.post(mending_path("x"), {"mend": "summary"}).status_code == 404
    away = editor.post(mending_path(COPY), {"mend": "summary", "next": "//evil.example/"})
    assert away.headers["Location"] == f"{work_path(COPY)}#summary"


def test_a_form_without_its_token_is_refused(editor: Clerk) -> None:
    answer = editor.client.post(mending_path(COPY), data={"mend": "summary"})
    assert answer.status_code == 403


def test_every_advice_and_every_click_has_words() -> None:
    said = {f"advice_{short}{code}" for code in Code for short in ("", "short_")}
    wanted = said | {f"mend_{fix}" for fix in Fix if fix is not Fix.COUNTRY}
    for words in (words_advice.ENGLISH, words_advice.RUSSIAN):
        assert wanted <= words.keys()
    assert words_advice.ENGLISH.keys() == words_advice.RUSSIAN.keys()


def test_fields_are_found_under_their_names_in_the_form() -> None:
    assert field_of("title") == "title"
    assert field_of("content_html") == "body"
    assert field_of("image.alt") == "image_alt"
    assert field_of("enclosures[12].url") == "enclosure_url"
    assert field_of("authors[1].email") == "author_email"
