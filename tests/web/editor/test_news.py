"""The newsroom's first page: what needs me first, the list and its filters."""

from datetime import timedelta

import pytest
from flask import Flask

from feedsvc.core.accounts import Role
from feedsvc.web.editor.words_after import ENGLISH as AFTER_ENGLISH
from feedsvc.web.editor.words_after import RUSSIAN as AFTER_RUSSIAN
from feedsvc.web.editor.words_bulk import ENGLISH as BULK_ENGLISH
from feedsvc.web.editor.words_bulk import RUSSIAN as BULK_RUSSIAN
from feedsvc.web.editor.words_history import ENGLISH as HISTORY_ENGLISH
from feedsvc.web.editor.words_history import RUSSIAN as HISTORY_RUSSIAN
from feedsvc.web.editor.words_list import ENGLISH as LIST_ENGLISH
from feedsvc.web.editor.words_list import RUSSIAN as LIST_RUSSIAN
from tests.web.editor.clerks import Clerk, clerk
from tests.web.html import parse
from tests.web.world import NOW, World, _entry


def rows(answer_text: str) -> list[str]:
    """The titles that the list shows."""
    return [str(each.text_content()) for each in parse(answer_text).xpath("//table//a[@class='row-title']")]


def editor(app: Flask, email: str = "anna@example.org") -> Clerk:
    return clerk(app, email, roles={"tashkent": Role.EDITOR})


def test_what_needs_me_stands_first_and_then_everything(app: Flask, world: World):
    answer = editor(app).get("/editor")
    page = parse(answer.text)
    assert [each.text for each in page.xpath("//h2")] == ["What needs you first", "All entries"]
    assert page.xpath("//section[@aria-labelledby='drafts']//a/text()") == ["Not yet for readers"]
    assert page.xpath("//section[@aria-labelledby='scheduled']//a/text()") == ["For tomorrow"]
    # On the clock of the office: Tashkent is five hours ahead of UTC.
    assert "for 2 July 2026, 13:00 (Asia/Tashkent)" in answer.text
    assert "10 entries" in answer.text
    assert len(rows(answer.text)) == 10


def test_a_scheduled_entry_that_is_late_is_said_to_be(world: World):
    app = world.app(now=NOW + timedelta(days=2))
    assert "Late: its minute has passed" in editor(app).get("/editor").text


def test_somebody_without_a_role_sees_what_is_published_and_may_do_nothing(app: Flask):
    page = clerk(app, "guest@example.org").get("/editor").text
    assert len(rows(page)) == 7
    assert "Not yet for readers" not in page
    assert "For tomorrow" not in page
    assert "Nothing waits for you" in page
    assert 'name="action"' not in page
    assert 'name="entry"' not in page
    assert "Write an entry" not in page


def test_an_author_is_offered_what_an_author_may(app: Flask):
    page = parse(clerk(app, "author@example.org", roles={"tashkent": Role.AUTHOR}).get("/editor").text)
    assert page.xpath("//select[@name='action']/option/@value") == [
        *("add_topic", "remove_topic", "add_country", "remove_country"),
    ]
    assert "Not yet for readers" in rows(page.xpath("string(//html)") and _html(page))


def _html(page: object) -> str:
    from lxml import html

    return "<!doctype html>" + html.tostring(page, encoding="unicode")


NARROWED = {
    "status=draft": (1, "Not yet for readers"),
    "status=withdrawn": (1, "A river that was another"),
    "language=ru": (1, "Вода поднимается"),
    "country=tj": (3, "Вода поднимается"),
    "office=quiet": (0, None),
    "q=gauge": (1, "An old gauge reads true"),
    "q=readers&status=draft": (1, "Not yet for readers"),
    "q=water&language=ru": (0, None),
    "mine=1": (0, None),
    "office=none&country=xx&language=qq&status=odd": (10, "For tomorrow"),
}


def test_the_list_is_narrowed_by_its_address(app: Flask):
    anna, found = editor(app), {}
    for query in NARROWED:
        page = anna.get(f"/editor?{query}").text
        found[query] = len(rows(page)), next(iter(rows(page)), None)
        assert ("What needs you first" in page) is query.startswith("office=none")
    assert found == NARROWED


def test_the_form_shows_what_the_list_is_narrowed_to(app: Flask):
    page = parse(editor(app).get("/editor?q=water&office=tashkent&country=TJ&language=en&mine=1").text)
    assert page.xpath("//input[@name='q']/@value") == ["water"]
    chosen = page.xpath("//form[@method='get']//option[@selected]/@value")
    assert chosen == ["tashkent", "TJ", "en"]
    assert page.xpath("//input[@name='mine']/@checked")


def test_only_mine_are_those_that_i_made(app: Flask, world: World):
    anna = editor(app)
    anna.get("/editor")
    flood = world.uuids["flood"]
    anna.get(f"/editor/entries/{flood}/standing")
    anna.post(f"/editor/entries/{flood}/copy")
    assert rows(anna.get("/editor?mine=1").text) == ["Flood & <safety> “now”"]
    assert rows(anna.get("/editor?mine=1&q=flood").text) == ["Flood & <safety> “now”"]


def test_a_list_with_nothing_in_it_says_what_to_do(app: Flask):
    page = editor(app).get("/editor?q=nowhereatall").text
    assert "No entry fits these filters." in page
    assert "Take a filter away" in page
    assert "0 entries found" in page


def test_the_statuses_are_tabs_with_counts_and_keep_the_other_filters(app: Flask):
    page = parse(editor(app).get("/editor?country=TJ").text)
    tabs = {each.text.strip(): each for each in page.xpath("//nav[@class='tabs']/a")}
    counts = {name: each.xpath("string(span)") for name, each in tabs.items()}
    assert counts == {"All": "3", "Drafts": "0", "Scheduled": "0", "Published": "3", "Withdrawn": "0"}
    assert tabs["Published"].get("href") == "/editor?country=TJ&status=published"
    assert tabs["All"].get("aria-current") == "true"


def test_a_long_list_goes_on_and_comes_back(world: World):
    for number in range(31):
        world.publish(f"n{number}", _entry(f"Weir {number}"))
    anna = editor(world.app())
    for query in ("status=published", "status=published&q=weir"):
        goes_on_and_comes_back(anna, query)


def goes_on_and_comes_back(anna: Clerk, query: str) -> None:
    first = anna.get(f"/editor?{query}").text
    older = parse(first).xpath("//a[@rel='next']/@href")[0]
    second = anna.get(str(older)).text
    assert len(rows(first)) == 30
    assert not set(rows(first)) & set(rows(second))
    assert "Back to the latest" in second
    assert "What needs you first" not in second


def test_a_cursor_that_is_none_is_the_first_page(app: Flask):
    anna = editor(app)
    for cursor in ("x", "²", "-1", "9" * 40):
        assert len(rows(anna.get(f"/editor?after={cursor}").text)) == 10
    assert len(rows(anna.get("/editor?q=gauge&after=zz").text)) == 1


def test_all_entries_of_a_page_are_chosen_without_javascript(app: Flask):
    page = parse(editor(app).get("/editor?status=published").text)
    [link] = page.xpath("//a[@data-choose-all]/@href")
    chosen = parse(editor(app, "b@example.org").get(str(link).partition("#")[0]).text)
    assert len(chosen.xpath("//input[@name='entry'][@checked]")) == 7
    assert not page.xpath("//input[@name='entry'][@checked]")


def test_counts_and_words_are_russian_for_who_reads_russian(world: World):
    for number in range(1, 14):
        world.publish(f"n{number}", _entry(f"Плотина {number}"))
    page = editor(world.app()).get("/editor?status=published", **{"Accept-Language": "ru"}).text
    assert "20 записей" in page
    assert "Опубликована" in page
    page = editor(world.app(), "b@example.org").get("/editor?q=плотина&country=", **{"Accept-Language": "ru"})
    assert "Найдено 13 записей" in page.text


PARTS = {
    "list": (LIST_ENGLISH, LIST_RUSSIAN),
    "bulk": (BULK_ENGLISH, BULK_RUSSIAN),
    "after": (AFTER_ENGLISH, AFTER_RUSSIAN),
    "history": (HISTORY_ENGLISH, HISTORY_RUSSIAN),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_word_is_there_in_both_languages_and_takes_the_same_values(part: str):
    from string import Formatter

    def values(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english, russian = PARTS[part]
    assert {key for key in russian if not key.endswith("_few")} == set(english)
    assert all(values(text) == values(russian[key]) for key, text in english.items())
    assert all(f"{key.removesuffix('_few')}_one" in english for key in russian if key.endswith("_few"))
    counted = {key.removesuffix("_one") for key in english if key.endswith("_one")}
    assert all(f"{key}_few" in russian and f"{key}_many" in russian for key in counted)
