"""Each kind of file through an import: told apart, matched by id, link or title, by who said it."""

import gzip
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.core.model import Image, OfficeDraft, Status
from feedsvc.services.import_report import LARGEST, Outcome, report_record
from feedsvc.services.offices import add_office
from tests.services.import_desk import NOON, Desk, feed, feed_entry, item, outcomes, page, records
from tests.web.world import ADA

ID, OTHER_ID = "https://feeds.example.org/1", "https://feeds.example.org/2"
LINK = "https://www.example.org/news/flood"
MOSCOW = {"office": "moscow", "language": "en"}
CSV = (
    "office;language;title;summary;published;countries;topics\n"
    'moscow;en;Flood;"It rose in Tashkent; then it fell.";2026-06-01;;work\n'
    "moscow;ru;Паводок;;2026-06-01T10:00:00Z;UZ;\n"
)
HTML = f"""<!doctype html><html lang="en"><body><h1>News</h1><ul>
<li><h3><a href="{LINK}">Flood on the Kura</a></h3><p>12 June 2020</p><p>The water rose.</p></li>
<li><h3><a href="/news/fish">Fish return</a></h3><p>11 June 2020</p><p>They swim.</p></li>
</ul></body></html>"""


def only(desk: Desk):
    """The one entry that there is."""
    [entry] = desk.entries().values()
    return entry


def test_each_kind_of_file_is_told_by_its_beginning(desk: Desk):
    files = [
        feed(feed_entry(ID, "From a feed")),
        records(MOSCOW | {"title": "From JSON", "published": "2026-06-02"}),
        CSV.encode(),
        page(item("From a page", "12 June 2020"), office="News\n\n"),
        HTML.encode(),
    ]
    for data in files:
        with_office = {"office": "moscow"} if data not in (files[1], files[2]) else {}
        report = desk.take(data, **with_office)
        assert report.count(Outcome.REFUSED) == 0, report.rows
        assert report.count(Outcome.NEW) == len(report.rows) > 0
    assert set(desk.entries()) == {
        "From a feed", "From JSON", "Flood", "Паводок", "From a page", "Flood on the Kura", "Fish return",
    }  # fmt: skip


def test_one_import_of_several_kinds_takes_its_numbers_oldest_first_over_all(desk: Desk):
    desk.take(
        feed(
            feed_entry(ID, "Third", at="2026-06-03T10:00:00Z"),
            feed_entry(OTHER_ID, "First", at="2026-06-01T10:00:00Z"),
        ),
        records(
            MOSCOW | {"title": "Second", "published": "2026-06-02"},
            MOSCOW | {"title": "Nine o'clock", "published": "2026-06-01"},
        ),
        office="moscow",
    )
    assert desk.newsroom.titles("all") == ["Third", "Second", "First", "Nine o'clock"]


def test_a_table_has_its_languages_countries_and_topics(desk: Desk):
    report = desk.take(CSV.encode())
    assert [row.countries for row in report.rows] == [(("UZ", "Tashkent"),), (("UZ", ""),)]
    flood, russian = desk.entries()["Flood"], desk.entries()["Паводок"]
    assert (flood.countries, flood.countries_chosen, flood.topics) == (("UZ",), False, ("work",))
    assert flood.published == datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert (russian.countries, russian.countries_chosen, russian.language) == (("UZ",), True, "ru")
    assert russian.published == datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_a_table_that_was_corrected_corrects_its_entries_whatever_it_is_called(desk: Desk):
    desk.take(CSV.encode())
    corrected = CSV.replace("then it fell", "then it sank").replace(";;work", ";TJ;")
    report = desk.take(b"", corrected.encode())
    assert report.rows[1].note == "changed: summary, countries, topics"
    flood = desk.entries()["Flood"]
    assert (flood.summary, flood.countries, flood.topics) == (
        "It rose in Tashkent; then it sank.",
        ("TJ",),
        (),
    )
    assert desk.newsroom.titles("topics/work") == []


def test_countries_and_topics_that_a_person_chose_stay(desk: Desk):
    desk.take(CSV.encode())
    desk.newsroom.edit(desk.entries()["Flood"], countries=("KZ",), topics=())
    report = desk.take(CSV.replace(";;work", ";TJ;work").encode())
    assert report.rows[0].note == "kept as a person wrote it: countries"
    assert desk.entries()["Flood"].countries == ("KZ",)


def test_an_entry_of_a_feed_keeps_its_id_and_is_known_by_it_whatever_else_changes(desk: Desk):
    desk.take(feed(feed_entry(ID, "Flood", link=LINK, summary="It rose.")), office="moscow")
    before = only(desk)
    assert before.id == ID
    later = feed(feed_entry(ID, "The flood is over", at="2026-06-05T10:00:00Z", link=LINK + "/over"))
    report = desk.take(later, office="moscow", now=NOON + timedelta(days=1))
    assert outcomes(report) == [("changed", "The flood is over")]
    after = only(desk)
    assert (after.uuid, after.id, after.published, after.updated) == (
        before.uuid, ID, before.published, before.updated,
    )  # fmt: skip
    assert (after.title, after.link) == ("The flood is over", LINK + "/over")


def test_two_entries_of_a_feed_under_one_title_day_and_link_stay_two(desk: Desk):
    both = feed(feed_entry(ID, "Weekly", link=LINK), feed_entry(OTHER_ID, "Weekly", link=LINK))
    assert desk.take(both, office="moscow").count(Outcome.NEW) == 2
    assert desk.take(both, office="moscow").count(Outcome.UNCHANGED) == 2
    assert (
        desk.take(feed(feed_entry(OTHER_ID + "0", "Weekly", link=LINK)), office="moscow").count(Outcome.NEW)
        == 1
    )


def test_an_id_that_another_source_holds_is_refused(desk: Desk):
    desk.take(feed(feed_entry(ID, "Flood")), office="moscow")
    other = feed(feed_entry(ID, "Taken over"), feed_entry(OTHER_ID, "Fish"), id="https://other.example.org/")
    report = desk.take(other, office="moscow")
    assert outcomes(report) == [("refused", "Taken over"), ("new", "Fish")]
    assert report.rows[0].note == f"its id {ID} is that of an entry from another source, in “moscow”"
    assert set(desk.entries()) == {"Flood", "Fish"}
    same_feed_elsewhere = desk.take(feed(feed_entry(ID, "Flood")), office="minsk")
    assert outcomes(same_feed_elsewhere) == [("refused", "Flood")]
    in_one_import = desk.take(
        feed(feed_entry("urn:example:1", "A")),
        records(MOSCOW | {"title": "B", "id": "urn:example:1"}),
        office="moscow",
    )
    assert sorted(row.outcome for row in in_one_import.rows) == ["new", "refused"]


def test_a_kept_source_is_one_source_whatever_its_feed_says_of_itself(desk: Desk):
    desk.take(feed(feed_entry(ID, "Flood")), office="moscow", source="feed:kept")
    moved = feed(feed_entry(ID, "Flood again"), id="https://moved.example.org/")
    assert desk.take(moved, office="moscow", source="feed:kept").count(Outcome.CHANGED) == 1
    assert desk.take(moved, office="moscow").count(Outcome.REFUSED) == 1


def test_an_entry_of_this_site_in_a_feed_is_left_as_it_is(desk: Desk):
    """As where our own feed is read, or a site that shows it: it must not speak for us."""
    mine = desk.newsroom.publish("Flood", summary="Mine.")
    for summary in ("Mine.", "Theirs."):
        [row] = desk.take(feed(feed_entry(mine.id, "Flood", summary=summary)), office="moscow").rows
        assert (row.outcome, row.uuid) == (Outcome.UNCHANGED, mine.uuid)
        assert row.note == "is an entry of this site already"
    assert desk.newsroom.entry(mine) == mine


def test_a_feed_never_speaks_for_an_entry_that_it_did_not_bring(desk: Desk):
    """A page of the office does, once the two said the same: it is the office's own."""
    mine = desk.newsroom.publish("Flood", link=LINK, summary="Mine.")
    for summary in ("Mine.", "Theirs."):
        report = desk.take(feed(feed_entry(ID, "Flood", link=LINK, summary=summary)), office="moscow")
        assert report.rows[0].outcome is Outcome.UNCHANGED
    assert report.rows[0].note == "kept as a person wrote it: summary"
    assert desk.newsroom.entry(mine) == mine


def test_a_page_and_a_feed_in_one_import_make_one_entry(desk: Desk):
    news = feed(feed_entry(ID, "Flood on the Kura", at="2020-06-12T10:00:00Z", link=LINK))
    report = desk.take(news, HTML.encode(), office="moscow")
    assert sorted(outcomes(report)) == [
        ("new", "Fish return"), ("new", "Flood on the Kura"), ("unchanged", "Flood on the Kura"),
    ]  # fmt: skip
    assert len(desk.entries()) == 2
    assert desk.take(news, HTML.encode(), office="moscow").count(Outcome.UNCHANGED) == 3


def test_a_page_saved_as_html_is_the_page_that_came_as_text(desk: Desk):
    desk.take(
        page(item("Flood on the Kura", "12 June 2020", "The water rose."), office="News\n\n"), office="moscow"
    )
    report = desk.take(HTML.encode(), office="moscow")
    assert outcomes(report) == [("changed", "Flood on the Kura"), ("new", "Fish return")]
    assert report.rows[0].note.startswith("changed: link")
    assert desk.entries()["Flood on the Kura"].link == LINK


def test_what_a_feed_lists_in_two_languages_goes_to_both(desk: Desk):
    russian = feed_entry(OTHER_ID, "Паводок").replace("<entry>", '<entry xml:lang="ru">')
    desk.take(feed(feed_entry(ID, "Flood"), russian), office="moscow")
    assert desk.newsroom.titles("offices/moscow.ru") == ["Паводок"]
    assert desk.newsroom.titles("offices/moscow.en") == ["Flood"]
    again = desk.take(feed(feed_entry(ID, "Flood"), russian.replace('"ru"', '"en"')), office="moscow")
    assert again.count(Outcome.UNCHANGED) == 2


def test_withdrawn_stays_withdrawn_though_its_feed_still_has_it(desk: Desk):
    desk.take(feed(feed_entry(ID, "Flood")), office="moscow")
    desk.newsroom.withdraw(only(desk))
    [row] = desk.take(feed(feed_entry(ID, "Flood again")), office="moscow").rows
    assert (row.outcome, row.note) == (Outcome.UNCHANGED, "stays withdrawn")
    assert only(desk).status is Status.WITHDRAWN


def test_what_was_measured_of_a_picture_stays_when_its_source_corrects_the_text(desk: Desk):
    record = MOSCOW | {"title": "Flood", "published": "2026-06-01", "id": ID}
    image = {"url": "https://www.example.org/1.jpg", "alt": "Water"}
    desk.take(records(record | {"image": image}))
    measured = Image(**image, width=640, height=480, type="image/jpeg", length=1000)
    desk.newsroom.edit(only(desk), image=measured)
    assert desk.take(records(record | {"image": image})).count(Outcome.UNCHANGED) == 1
    desk.take(records(record | {"image": image | {"alt": "High water"}}))
    assert only(desk).image == replace(measured, alt="High water")


def test_an_entry_of_a_time_to_come_is_refused_until_then(desk: Desk):
    news = feed(feed_entry(ID, "Soon", at="2026-06-12T12:00:01Z"))
    [row] = desk.take(news, office="moscow").rows
    assert (row.outcome, row.note) == (
        Outcome.REFUSED, "date: 2026-06-12T12:00:01Z lies ahead: import it then",
    )  # fmt: skip
    assert desk.take(news, office="moscow", now=NOON + timedelta(seconds=1)).count(Outcome.NEW) == 1


def test_one_id_in_two_languages_is_refused_the_second_time(desk: Desk):
    news = records(
        MOSCOW | {"title": "Flood", "published": "2026-06-01", "id": ID},
        MOSCOW | {"title": "Паводок", "published": "2026-06-01", "id": ID, "language": "ru"},
    )
    for outcome in ("new", "unchanged"):
        report = desk.take(news)
        assert outcomes(report) == [(outcome, "Flood"), ("refused", "Паводок")]
        assert report.rows[1].note == "id: is that of line 1, which is another item"


def test_what_a_reader_remarks_stands_in_the_note_of_its_row(desk: Desk):
    report = desk.take(HTML.encode(), office="moscow")
    [fish] = [row for row in report.rows if row.title == "Fish return"]
    assert "link" in fish.note
    assert len(report.rows) == 2


def test_rows_without_a_date_are_of_the_moment_and_are_known_again_by_their_titles(desk: Desk):
    news = records(*(MOSCOW | {"title": title} for title in ("A", "B", "C")))
    assert desk.take(news).count(Outcome.NEW) == 3
    assert {entry.published for entry in desk.entries().values()} == {NOON}
    assert len({entry.updated for entry in desk.entries().values()}) == 3
    again = desk.take(news, now=NOON + timedelta(days=3))
    assert again.count(Outcome.UNCHANGED) == 3
    corrected = records(MOSCOW | {"title": "B", "summary": "More."})
    assert desk.take(corrected, now=NOON + timedelta(days=4)).rows[0].note == "changed: summary"


def test_a_row_that_cannot_be_taken_is_named_with_each_wrong_field(desk: Desk):
    news = records(
        MOSCOW | {"title": "", "published": "soon", "colour": "red"},
        MOSCOW | {"title": "Flood", "office": "nowhere", "topics": ["nothing"]},
        MOSCOW | {"title": "Fish", "published": "2026-06-01"},
    )
    report = desk.take(news)
    assert [(row.line, row.outcome) for row in report.rows] == [(1, "refused"), (2, "refused"), (3, "new")]
    assert all(name in report.rows[0].note for name in ("title:", "published:", "colour:"))
    assert all(name in report.rows[1].note for name in ("office:", "topics:"))


@pytest.mark.parametrize("pack", ["zip", "gzip"])
def test_a_packed_file_is_refused_by_its_name(desk: Desk, pack: str):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("news.csv", CSV)
    packed = held.getvalue() if pack == "zip" else gzip.compress(CSV.encode())
    [row] = desk.take(packed).rows
    assert (row.outcome, row.line) == (Outcome.REFUSED, None)
    assert row.note == f"The file is a {pack} archive: unpack it first."


@pytest.mark.parametrize("start", [b"<rss><channel>", b"[{", b"title,office\n", b"<html><body>", b"News\n"])
def test_a_file_that_is_too_large_is_refused_as_a_whole(desk: Desk, start: bytes):
    [row] = desk.take(start + b" " * LARGEST, office="moscow").rows
    assert (row.outcome, row.line) == (Outcome.REFUSED, None)
    assert "10 MB" in row.note


def test_a_feed_needs_an_office_that_exists(desk: Desk):
    news = feed(feed_entry(ID, "Flood"))
    assert "--office" in desk.take(news).rows[0].note
    assert "feedsvc office add nowhere" in desk.take(news, office="nowhere").rows[0].note


def test_a_feed_without_a_language_is_in_its_offices_one(desk: Desk):
    news = feed(feed_entry(ID, "Новости")).replace(b' xml:lang="en"', b"")
    with desk.newsroom.store.writing() as writer:
        draft = OfficeDraft(slug="gomel", names={"en": "Gomel"}, languages=("ru",))
        add_office(writer, draft, now=NOON, actor=ADA, uuid=desk.newsroom.new_uuid())
    desk.take(news, office="gomel")
    assert only(desk).language == "ru"


def test_a_dry_run_of_every_kind_reports_the_same_and_stores_nothing(desk: Desk):
    files = [CSV.encode(), feed(feed_entry(ID, "In Tashkent")), page(item("In Kazakhstan", "12 June 2020"))]
    dry = desk.take(*files[:2], office="moscow", dry_run=True), desk.take(files[2], dry_run=True)
    assert desk.entries() == {}
    wet = desk.take(*files[:2], office="moscow"), desk.take(files[2])
    for one, other in zip(dry, wet, strict=True):
        assert [replace(row, uuid=None) for row in other.rows] == list(one.rows)
    assert dry[1].offices == ("Office “baku” would be added: Bureau of Small Rivers.",)
    assert wet[1].offices == ("Office “baku” added: Bureau of Small Rivers.",)
    [unchanged] = desk.take(files[2], dry_run=True).rows
    assert unchanged.uuid == wet[1].rows[0].uuid


def test_a_report_is_a_record_for_json(desk: Desk):
    report = desk.take(CSV.encode())
    record = report_record(report)
    assert record["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert record["rows"][0] == {
        "file": "1.txt",
        "line": 2,
        "outcome": "new",
        "title": "Flood",
        "date": "2026-06-01",
        "countries": [{"code": "UZ", "word": "Tashkent"}],
        "note": "",
        "uuid": desk.entries()["Flood"].uuid,
    }
    assert (record["dry_run"], record["offices"]) == (False, [])
