"""Offices that close: the last entry, the day on which the feeds end, and what takes no news any more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from feedsvc.core.accounts import Actor
from feedsvc.core.errors import Conflict, Ended, Forbidden, InvalidInput, NotFound
from feedsvc.core.model import Entry, Format
from feedsvc.services import work
from feedsvc.services.closing import close_office, reopen_office
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.import_report import ImportFile, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.naming import merge_offices
from feedsvc.services.offices import edit_office
from tests.newsroom import Newsroom
from tests.web.world import ADA

UNTIL = date(2026, 9, 1)
END = datetime(2026, 9, 1, tzinfo=UTC)


def close(
    newsroom: Newsroom,
    slug: str = "minsk",
    *successors: str,
    until: date = UNTIL,
    actor: Actor = ADA,
) -> list[Entry]:
    newsroom.now += timedelta(minutes=1)
    with newsroom.store.writing() as writer:
        return close_office(
            writer,
            newsroom.site(),
            slug,
            successors=successors or ("moscow",),
            until=until,
            now=newsroom.now,
            actor=actor,
            new_uuid=newsroom.new_uuid,
        )


def feed(newsroom: Newsroom, path: str, fmt: Format = Format.ATOM) -> str:
    return feed_bytes(newsroom.store, newsroom.settings, newsroom.address(path), fmt).decode()


def test_the_last_entry_says_in_each_language_where_to_go(newsroom: Newsroom):
    newsroom.publish("Before", office="minsk")
    english, russian = close(newsroom)
    assert (english.language, russian.language) == ("en", "ru")
    assert english.translations[0].uuid == russian.uuid
    assert english.title == "Office in Minsk is closing"
    assert "From 1 September 2026 on" in english.summary
    for href in ("/offices/moscow", "/feeds/offices/moscow.atom", "/offices/minsk"):
        assert f'href="https://news.example.org{href}"' in english.content_html
    assert "С 1 сентября 2026 г." in russian.summary
    assert newsroom.titles("offices/minsk")[0] == russian.title
    assert newsroom.titles("offices/minsk.en") == [english.title, "Before"]


def test_an_office_says_it_in_its_own_languages(newsroom: Newsroom):
    with newsroom.store.writing() as writer:
        draft = replace(writer.office("minsk").as_draft(), languages=("ru", "be"))
        edit_office(writer, draft, now=newsroom.now, actor=ADA)
    assert [entry.language for entry in close(newsroom)] == ["ru"]


def test_without_a_successor_it_points_to_all_the_news(newsroom: Newsroom):
    newsroom.now += timedelta(minutes=1)
    with newsroom.store.writing() as writer:
        entry, _ = close_office(
            writer,
            newsroom.site(),
            "minsk",
            successors=(),
            until=UNTIL,
            now=newsroom.now,
            actor=ADA,
            new_uuid=newsroom.new_uuid,
        )
    assert "https://news.example.org/feeds/all.atom" in entry.content_html
    work.end_due(newsroom.store, newsroom.settings, now=END)
    with pytest.raises(Ended, match=r"all news: https://news.example.org/feeds/all.atom"):
        feed(newsroom, "offices/minsk")


def test_its_feeds_end_on_the_day_as_a_write_of_the_worker(newsroom: Newsroom):
    newsroom.publish("One", office="minsk", countries=("BY",))
    close(newsroom)
    second = timedelta(seconds=1)
    assert work.end_due(newsroom.store, newsroom.settings, now=END - second) == END
    assert "One" in feed(newsroom, "offices/minsk")
    before = newsroom.counter()
    assert work.end_due(newsroom.store, newsroom.settings, now=END) is None
    assert newsroom.counter() == before + 1
    for path in (
        "offices/minsk",
        "offices/minsk.ru",
        "offices/minsk/countries/by",
        "offices/minsk/topics/work",
    ):
        with pytest.raises(Ended, match="ended on 1 September 2026"):
            feed(newsroom, path)
    assert "One" in feed(newsroom, "countries/by")
    assert "One" in feed(newsroom, "all")
    work.end_due(newsroom.store, newsroom.settings, now=END + timedelta(days=9))
    assert newsroom.counter() == before + 1


def test_a_day_that_no_worker_saw_is_made_up_for(newsroom: Newsroom):
    close(newsroom)
    work.end_due(newsroom.store, newsroom.settings, now=END + timedelta(days=40))
    with pytest.raises(Ended):
        feed(newsroom, "offices/minsk")


def test_the_day_begins_where_the_office_is(newsroom: Newsroom):
    with newsroom.store.writing() as writer:
        draft = replace(writer.office("minsk").as_draft(), time_zone="Asia/Tashkent")
        edit_office(writer, draft, now=newsroom.now, actor=ADA)
    close(newsroom)
    assert work.end_due(newsroom.store, newsroom.settings, now=newsroom.now) == END - timedelta(hours=5)


def test_the_answer_names_the_same_feed_of_the_successor_by_its_name_of_now(newsroom: Newsroom):
    close(newsroom)
    work.end_due(newsroom.store, newsroom.settings, now=END)
    newsroom.add_office("eurasia", "Office for Eurasia")
    with newsroom.store.writing() as writer:
        merge_offices(writer, newsroom.site(), "moscow", into="eurasia", now=END, actor=ADA)
    with pytest.raises(Ended, match=r"https://news.example.org/feeds/offices/eurasia/countries/by.ru.rss"):
        feed(newsroom, "offices/minsk/countries/by.ru", Format.RSS)


@pytest.mark.parametrize("never", ["offices/minsk/countries/zz", "offices/minsk.de"])
def test_a_feed_that_never_was_has_not_ended(newsroom: Newsroom, never: str):
    close(newsroom)
    work.end_due(newsroom.store, newsroom.settings, now=END)
    with pytest.raises(NotFound):
        feed(newsroom, never)


def test_a_closed_office_takes_no_new_entries_and_lets_old_ones_be_mended(newsroom: Newsroom):
    known, draft = newsroom.publish("One", office="minsk"), newsroom.create("Draft", office="minsk")
    moved = newsroom.publish("Of Moscow")
    close(newsroom)
    for deed in (
        lambda: newsroom.create("New", office="minsk"),
        lambda: newsroom.edit(moved, office="minsk"),
        lambda: publish(newsroom, draft),
        lambda: schedule(newsroom, draft),
    ):
        with pytest.raises(InvalidInput, match="takes no new entries: its news goes on in “moscow”"):
            deed()
    assert newsroom.edit(known, title="One, mended").title == "One, mended"
    assert newsroom.restore(newsroom.withdraw(known)).released
    assert newsroom.edit(draft, office="moscow").office == "moscow"


def publish(newsroom: Newsroom, entry: Entry) -> None:
    with newsroom.publisher() as publisher:
        publisher.publish(entry.uuid)


def schedule(newsroom: Newsroom, entry: Entry) -> None:
    with newsroom.publisher() as publisher:
        publisher.schedule(entry.uuid, END)


def test_an_import_into_a_closed_office_is_refused_line_by_line(newsroom: Newsroom):
    known = '{"title": "Old", "language": "en", "published": "2020-06-12T09:00:00Z", "summary": "%s"}\n'
    new = '{"title": "New", "language": "en", "published": "2020-06-13T09:00:00Z"}\n'
    assert imported(newsroom, known % "A") == [Outcome.NEW]
    close(newsroom)
    assert imported(newsroom, known % "B" + new) == [Outcome.CHANGED, Outcome.REFUSED]


def imported(newsroom: Newsroom, text: str) -> list[Outcome]:
    newsroom.now += timedelta(minutes=1)
    file = ImportFile(name="a.jsonl", data=text.encode())
    report = import_files(
        newsroom.store, newsroom.settings, [file], now=newsroom.now, actor=ADA, office="minsk", format="json"
    )
    return [row.outcome for row in report.rows]


def test_what_stands_in_the_way_of_closing_is_said(newsroom: Newsroom):
    with pytest.raises(Forbidden):
        close(newsroom, actor=Actor(name="eve"))
    with pytest.raises(InvalidInput) as wrong:
        close(newsroom, "minsk", "minsk", "nowhere", until=date(2026, 6, 1))
    assert [problem.where for problem in wrong.value.problems] == ["until", "successors", "successors"]
    draft = newsroom.create(office="minsk")
    schedule(newsroom, draft)
    with pytest.raises(Conflict, match="scheduled"):
        close(newsroom)
    with newsroom.publisher() as publisher:
        publisher.publish(draft.uuid)
    close(newsroom)
    with pytest.raises(Conflict, match="closed already"):
        close(newsroom)
    with pytest.raises(InvalidInput, match="closed itself"):
        close(newsroom, "moscow", "minsk")
    with newsroom.store.writing() as writer, pytest.raises(Conflict):
        merge_offices(writer, newsroom.site(), "moscow", into="minsk", now=newsroom.now, actor=ADA)


def test_a_closing_can_be_taken_back(newsroom: Newsroom):
    close(newsroom)
    work.end_due(newsroom.store, newsroom.settings, now=END)
    with newsroom.store.writing() as writer:
        reopen_office(writer, "minsk", now=END, actor=ADA)
    assert "is closing" in feed(newsroom, "offices/minsk")
    newsroom.publish("Again", office="minsk")
    with newsroom.store.writing() as writer, pytest.raises(Conflict):
        reopen_office(writer, "minsk", now=END, actor=ADA)


def test_a_closed_office_can_still_go_into_another(newsroom: Newsroom):
    newsroom.publish("One", office="minsk")
    close(newsroom)
    work.end_due(newsroom.store, newsroom.settings, now=END)
    with newsroom.store.writing() as writer:
        merge_offices(writer, newsroom.site(), "minsk", into="moscow", now=END, actor=ADA)
    assert "One" in newsroom.titles("offices/moscow")
