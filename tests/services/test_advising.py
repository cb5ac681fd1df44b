"""Advice with what only the store knows, suggestions, and what one click mends."""

from typing import Any

import pytest

from feedsvc.core.accounts import Actor, Role
from feedsvc.core.advice import Advice, Code, Fix
from feedsvc.core.errors import Forbidden
from feedsvc.core.model import Entry, EntryDraft, Image, OfficeDraft
from feedsvc.services import advising, drafting
from feedsvc.services.drafting import Typed
from feedsvc.services.offices import edit_office
from tests.newsroom import Newsroom
from tests.services.staff import Staff
from tests.web.world import ADA, PICTURE, keep_picture

COPY = "00000009-0000-4000-8000-000000000001"
TEXTS: dict[str, Any] = {
    "summary": "Water came.",
    "content_html": "<p>It came at night.</p>",
    "countries": None,
}


@pytest.fixture
def editor(staff: Staff) -> Actor:
    """An editor of the office in Moscow."""
    return staff.add("editor@example.org", roles={"moscow": Role.EDITOR}).as_actor()


def said(newsroom: Newsroom, written: Entry | EntryDraft) -> tuple[Advice, ...]:
    with newsroom.store.reading() as reader:
        return advising.advice_on(reader, newsroom.site(), written, now=newsroom.now)


def codes(newsroom: Newsroom, written: Entry | EntryDraft) -> list[Code]:
    return [each.code for each in said(newsroom, written)]


def test_a_picture_kept_here_is_known_by_its_size(newsroom: Newsroom) -> None:
    keep_picture(newsroom.store, newsroom.settings.data_dir, PICTURE, width=320, height=200)
    image = Image(PICTURE, alt="A river", credit="© Ada")
    assert codes(newsroom, newsroom.draft("Uzbek rivers", image=image, **TEXTS)) == [Code.SMALL_PICTURE]


def test_a_draft_that_cannot_be_stored_is_spoken_of_as_it_is(newsroom: Newsroom) -> None:
    assert codes(newsroom, newsroom.draft("", office="", **TEXTS)) == [Code.NO_COUNTRY]


def test_the_names_of_offices_are_no_countries(newsroom: Newsroom) -> None:
    newsroom.add_office("nepal", "Centre for Nepal")
    assert codes(newsroom, newsroom.draft("The Centre for Nepal speaks", **TEXTS)) == [Code.NO_COUNTRY]


def test_a_stored_entry_is_spoken_of_too(newsroom: Newsroom) -> None:
    assert codes(newsroom, newsroom.publish("Uzbek rivers", countries=None)) == [
        Code.NO_SUMMARY,
        Code.NO_TEXT,
    ]
    assert codes(newsroom, newsroom.publish("Rivers", **TEXTS)) == [Code.NO_COUNTRY]


def test_what_is_suggested_is_what_the_entry_gets(newsroom: Newsroom) -> None:
    newsroom.add_office("nepal", "Centre for Nepal")
    texts = {"title": " Uzbek  rivers\n", "summary": "The Centre for Nepal in Bhutan", "place": "Dushanbe"}
    with newsroom.store.reading() as reader:
        found = advising.suggested_countries(reader, texts)
    entry = newsroom.create(**texts, countries=None)
    assert tuple(each.code for each in found) == entry.countries == ("UZ", "BT", "TJ")


def mended(newsroom: Newsroom, actor: Actor, fix: Fix, of: str = "", **fields: tuple[str, ...]) -> Any:
    typed = Typed({"office": ("moscow",), **fields})
    return advising.mend(newsroom.store, COPY, typed, fix, of, actor=actor, now=newsroom.now).fields


def test_what_a_click_mends_is_kept_with_what_was_typed(newsroom: Newsroom, editor: Actor) -> None:
    fields = mended(newsroom, editor, Fix.HTTPS, "link", title=("News",), link=("http://example.org/",))
    assert fields == {"office": ("moscow",), "title": ("News",), "link": ("https://example.org/",)}
    with newsroom.store.reading() as reader:
        assert drafting.working_copy(reader, COPY, actor=editor).fields == fields


def test_the_countries_of_the_office_are_those_that_it_covers(newsroom: Newsroom, editor: Actor) -> None:
    draft = OfficeDraft(slug="moscow", names={"en": "Moscow"}, country="RU", countries=("UZ", "KZ"))
    with newsroom.store.writing() as writer:
        edit_office(writer, draft, now=newsroom.now, actor=ADA)
    assert mended(newsroom, editor, Fix.OFFICE_COUNTRIES)["countries"] == ("KZ", "RU", "UZ")
    assert "countries" not in mended(newsroom, editor, Fix.OFFICE_COUNTRIES, office=("nowhere",))


def test_who_may_not_write_mends_nothing(newsroom: Newsroom, staff: Staff) -> None:
    reads = staff.add("reads@example.org", roles={"moscow": Role.READER}).as_actor()
    with pytest.raises(Forbidden):
        mended(newsroom, reads, Fix.SUMMARY, title=("News",))
