"""Pages in: new, changed, unchanged, refused; and importing again is safe."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.core.audit import AuditQuery
from feedsvc.core.model import Image, Status
from feedsvc.services.import_report import Outcome
from feedsvc.store.audit import audit_lines
from tests.services.import_desk import FISH, FLOOD, NOON, OFFICE, OLD, Desk, item, outcomes, page
from tests.web.world import ADA


def test_a_page_makes_its_office_and_its_entries(desk: Desk):
    report = desk.take(page(FLOOD, FISH, OLD))
    assert outcomes(report) == [("new", "Flood on the Kura"), ("new", "Fish return"), ("new", "An old gauge")]
    assert report.offices == ("Office “baku” added: Bureau of Small Rivers.",)
    with desk.newsroom.store.reading() as reader:
        office = reader.office("baku")
    assert (office.city, office.country, office.since) == ("Baku", "AZ", 1994)
    assert office.countries == ("AZ", "GE")
    assert office.time_zone == "Asia/Baku"
    [former] = office.former_names
    assert (former.name, former.until) == ("Canal Desk", "2010-04")
    flood = desk.entries()["Flood on the Kura"]
    assert (flood.status, flood.summary) == (Status.PUBLISHED, "The water rose.")
    assert flood.image == Image(credit="© Ada / Agency 2020")


def test_the_report_shows_the_countries_and_the_words_that_gave_them(desk: Desk):
    report = desk.take(page(FISH))
    assert report.rows[0].countries == (("UZ", "Tashkent"),)
    assert desk.entries()["Fish return"].countries == ("UZ",)
    assert desk.newsroom.titles("countries/uz.en") == ["Fish return"]


def test_printed_dates_become_nine_o_clock_and_onward_in_the_order_of_the_page(desk: Desk):
    desk.take(page(FLOOD, FISH, OLD))
    times = {title: entry.published for title, entry in desk.entries().items()}
    assert times == {
        "An old gauge": datetime(2015, 2, 2, 9, 0, tzinfo=UTC),
        "Fish return": datetime(2020, 6, 12, 9, 0, tzinfo=UTC),
        "Flood on the Kura": datetime(2020, 6, 12, 9, 1, tzinfo=UTC),
    }
    assert desk.newsroom.titles("offices/baku") == ["Flood on the Kura", "Fish return", "An old gauge"]


def test_today_s_news_is_never_dated_later_than_now(desk: Desk):
    now = datetime(2020, 6, 12, 6, 30, tzinfo=UTC)
    desk.take(page(FLOOD, FISH), now=now)
    times = [desk.entries()[title].published for title in ("Fish return", "Flood on the Kura")]
    assert times == [now - timedelta(seconds=1), now]


def test_news_of_a_day_ahead_is_refused(desk: Desk):
    report = desk.take(page(item("Tomorrow", "14 June 2026"), FISH))
    assert outcomes(report) == [("refused", "Tomorrow"), ("new", "Fish return")]
    assert "14 June 2026" in report.rows[0].note


def test_one_import_takes_its_numbers_oldest_first_over_all_its_files(desk: Desk):
    newer, older = page(FLOOD), page(OLD)
    desk.take(newer, older)
    assert {title: entry.position for title, entry in desk.entries().items()} == {
        "An old gauge": 1,
        "Flood on the Kura": 2,
    }


def test_the_same_page_twice_is_all_unchanged(desk: Desk):
    desk.take(page(FLOOD, FISH, OLD))
    before, counter = desk.entries(), desk.newsroom.counter()
    report = desk.take(page(FLOOD, FISH, OLD), now=NOON + timedelta(days=1))
    assert {row.outcome for row in report.rows} == {Outcome.UNCHANGED}
    assert report.offices == ()
    assert (desk.entries(), desk.newsroom.counter()) == (before, counter)


def test_a_newer_snapshot_adds_what_is_new_and_withdraws_nothing(desk: Desk):
    desk.take(page(FISH, OLD))
    report = desk.take(page(FLOOD, FISH))
    assert outcomes(report) == [("new", "Flood on the Kura"), ("unchanged", "Fish return")]
    assert set(desk.entries()) == {"Flood on the Kura", "Fish return", "An old gauge"}
    assert desk.entries()["An old gauge"].status is Status.PUBLISHED


def test_what_the_source_changed_is_a_minor_edit_of_the_same_entry(desk: Desk):
    desk.take(page(FISH))
    before = desk.entries()["Fish return"]
    report = desk.take(page(item("Fish return", "12 June 2020", "They swim in Tashkent again.")))
    assert outcomes(report) == [("changed", "Fish return")]
    assert report.rows[0].note == "changed: summary"
    after = desk.entries()["Fish return"]
    assert (after.uuid, after.id, after.updated, after.position) == (
        before.uuid,
        before.id,
        before.updated,
        before.position,
    )
    assert after.changed == before.changed + 1
    assert after.summary == "They swim in Tashkent again."


def test_a_changed_title_is_found_by_its_day_and_summary(desk: Desk):
    desk.take(page(FISH))
    report = desk.take(page(item("The fish are back", "12 June 2020", "They swim in Tashkent.")))
    assert outcomes(report) == [("changed", "The fish are back")]
    assert list(desk.entries()) == ["The fish are back"]


def test_a_person_s_edit_is_never_overwritten_and_the_report_says_so(desk: Desk):
    desk.take(page(FISH))
    entry = desk.entries()["Fish return"]
    desk.newsroom.edit(entry, summary="A person wrote this.")
    same = desk.take(page(FISH))
    assert [(row.outcome, row.note) for row in same.rows] == [(Outcome.UNCHANGED, "")]
    report = desk.take(page(item("Fish return", "12 June 2020", "The source changed too.")))
    assert report.rows[0].outcome is Outcome.UNCHANGED
    assert report.rows[0].note == "kept as a person wrote it: summary"
    assert desk.newsroom.entry(entry).summary == "A person wrote this."


def test_a_title_that_a_person_changed_is_still_known(desk: Desk):
    desk.take(page(FLOOD, OLD))
    entry = desk.entries()["An old gauge"]
    desk.newsroom.edit(entry, title="A very old gauge")
    report = desk.take(page(FLOOD, OLD))
    assert {row.outcome for row in report.rows} == {Outcome.UNCHANGED}
    assert desk.newsroom.entry(entry).title == "A very old gauge"


def test_only_the_fields_that_the_source_changed_are_applied(desk: Desk):
    desk.take(page(FLOOD))
    entry = desk.entries()["Flood on the Kura"]
    desk.newsroom.edit(entry, kind="Press release")
    report = desk.take(page(item("Flood on the Kura", "12 June 2020", "It fell.", "© Ada / Agency 2020")))
    assert report.rows[0].note == "changed: summary"
    after = desk.newsroom.entry(entry)
    assert (after.kind, after.summary) == ("Press release", "It fell.")


def test_an_entry_that_a_person_entered_is_met_and_left_alone(desk: Desk):
    desk.take(page(OLD))
    published = datetime(2020, 6, 12, 15, 0, tzinfo=UTC)
    mine = desk.newsroom.publish("Fish return", office="baku", summary="Mine.", published=published)
    report = desk.take(page(FISH, OLD))
    assert outcomes(report)[0] == ("unchanged", "Fish return")
    assert report.rows[0].note == "kept as a person wrote it: summary"
    assert desk.newsroom.entry(mine).summary == "Mine."


def test_withdrawn_stays_withdrawn(desk: Desk):
    desk.take(page(FISH))
    entry = desk.entries()["Fish return"]
    desk.newsroom.withdraw(entry)
    report = desk.take(page(item("Fish return", "12 June 2020", "Other.")))
    assert (report.rows[0].outcome, report.rows[0].note) == (Outcome.UNCHANGED, "stays withdrawn")
    assert desk.newsroom.entry(entry).status is Status.WITHDRAWN


def test_countries_are_looked_for_only_in_new_or_changed_text(desk: Desk):
    desk.take(page(FISH))
    entry = desk.entries()["Fish return"]
    desk.newsroom.edit(entry, countries=("KZ",))
    report = desk.take(page(item("Fish return", "12 June 2020", "They swim in Baku.")))
    assert desk.newsroom.entry(entry).countries == ("KZ",)
    assert report.rows[0].countries == ()
    assert report.rows[0].note == "changed: summary; countries stay as a person chose them"


def test_changed_text_is_searched_again_when_nobody_chose(desk: Desk):
    desk.take(page(FISH))
    report = desk.take(page(item("Fish return", "12 June 2020", "They swim in Baku.")))
    assert report.rows[0].countries == (("AZ", "Baku"),)
    assert desk.entries()["Fish return"].countries == ("AZ",)
    assert desk.newsroom.titles("countries/uz") == []


def test_the_place_of_the_date_line_counts_for_the_countries(desk: Desk):
    desk.take(page(item("Talks", "25 September 2023, Bali, Indonesia")))
    entry = desk.entries()["Talks"]
    assert (entry.place, entry.countries) == ("Bali, Indonesia", ("ID",))


def test_an_item_that_is_repeated_on_the_page_is_taken_once(desk: Desk):
    report = desk.take(page(FISH, FLOOD, FISH))
    assert [row.outcome for row in report.rows] == [Outcome.NEW, Outcome.NEW, Outcome.UNCHANGED]
    assert report.rows[2].note == f"repeats line {report.rows[0].line}"


def test_an_item_that_two_files_share_is_taken_once(desk: Desk):
    report = desk.take(page(FISH, OLD), page(FLOOD, FISH))
    assert len(desk.entries()) == 3
    assert report.count(Outcome.NEW) == 3
    assert report.count(Outcome.UNCHANGED) == 1


def test_of_two_files_the_one_with_the_newer_news_has_the_last_word(desk: Desk):
    newer = page(item("Latest", "1 July 2021"), item("Fish return", "12 June 2020", "Corrected."))
    report = desk.take(newer, page(FISH))
    assert desk.entries()["Fish return"].summary == "Corrected."
    assert report.count(Outcome.CHANGED) == 1
    again = desk.take(newer)
    assert {row.outcome for row in again.rows} == {Outcome.UNCHANGED}


def test_a_dry_run_reports_the_same_and_stores_nothing(desk: Desk):
    dry = desk.take(page(FLOOD, FISH), dry_run=True)
    assert (desk.entries(), desk.newsroom.counter()) == ({}, 0)
    with desk.newsroom.store.reading() as reader:
        assert "baku" not in {office.slug for office in reader.offices()}
    assert outcomes(dry) == outcomes(desk.take(page(FLOOD, FISH)))


def test_a_file_that_is_no_page_is_refused_and_the_others_are_taken(desk: Desk):
    report = desk.take(b"\x00\x01binary", page(FISH), b"")
    assert [(row.file, row.outcome, row.line) for row in report.rows if row.line is None] == [
        ("1.txt", Outcome.REFUSED, None),
        ("3.txt", Outcome.REFUSED, None),
    ]
    assert all(row.note for row in report.rows if row.outcome is Outcome.REFUSED)
    assert list(desk.entries()) == ["Fish return"]


def test_a_page_without_an_office_needs_one_to_be_named(desk: Desk):
    bare = page(FISH, office="News\n\n")
    [row] = desk.take(bare).rows
    assert row.outcome is Outcome.REFUSED
    assert "--office" in row.note
    [row] = desk.take(bare, office="nowhere").rows
    assert row.outcome is Outcome.REFUSED
    assert "feedsvc office add nowhere" in row.note
    [row] = desk.take(bare, office="minsk").rows
    assert row.outcome is Outcome.NEW
    assert desk.newsroom.titles("offices/minsk") == ["Fish return"]


def test_a_refused_line_is_named_and_the_rest_is_imported(desk: Desk):
    report = desk.take(page("12 June 2020\n\n    No title above.", FISH))
    assert [row.outcome for row in report.rows] == [Outcome.REFUSED, Outcome.NEW]
    assert report.rows[0].line == 7


def test_a_page_in_another_language_adds_its_names_to_the_office(desk: Desk):
    desk.take(page(FISH))
    russian = (
        "Бюро в Баку\n\nБюро малых рек (прежнее название — Канальный стол; новое название принято в "
        "апреле 2010 года) работает в Баку с 1994 года. Бюро координирует деятельность в двух странах: "
        "Азербайджан и Грузия.\n\n"
        "Новости\n\n  1. Рыба вернулась\n\n    12 июня 2020 г.\n\n    Она в Узбекистане.\n"
    )
    report = desk.take(russian.encode())
    with desk.newsroom.store.reading() as reader:
        office = reader.office("baku")
    assert office.names == {"en": "Bureau of Small Rivers", "ru": "Бюро малых рек"}
    assert office.languages == ("en", "ru")
    assert report.offices == ("Office “baku”: added descriptions, languages, names.",)
    assert desk.newsroom.titles("offices/baku.ru") == ["Рыба вернулась"]


def test_a_page_does_not_overwrite_what_a_person_says_of_an_office(desk: Desk):
    desk.take(page(FISH))
    from dataclasses import replace

    from feedsvc.services.offices import edit_office

    with desk.newsroom.store.writing() as writer:
        office = writer.office("baku").as_draft()
        edit_office(writer, replace(office, names={"en": "Small Rivers"}, since=1990), now=NOON, actor=ADA)
    desk.take(page(FISH), office="baku")
    with desk.newsroom.store.reading() as reader:
        office = reader.office("baku")
    assert (office.names["en"], office.since) == ("Small Rivers", 1990)


def test_a_page_of_another_organisation_in_the_same_city_is_refused_unless_the_office_is_named(desk: Desk):
    desk.take(page(FISH))
    other = OFFICE.replace("Bureau of Small Rivers", "Office of Canals").replace(
        "the Canal Desk", "the Locks"
    )
    [row] = desk.take(page(FLOOD, office=other)).rows
    assert row.outcome is Outcome.REFUSED
    assert "“Office of Canals”" in row.note
    assert "“Bureau of Small Rivers”" in row.note
    assert "--office" in row.note
    [row] = desk.take(page(FLOOD, office=other), office="baku").rows
    assert row.outcome is Outcome.NEW


def test_a_page_that_bears_a_former_name_is_the_offices(desk: Desk):
    desk.take(page(FISH, office=OFFICE.replace("Canal Desk", "Canal Office")))
    older = "Bureau in Baku\n\nThe Canal Office has worked in Baku since 1994.\n\nNews\n\n"
    assert [row.outcome for row in desk.take(page(OLD, office=older)).rows] == [Outcome.NEW]


def test_ten_thousand_of_one_day_keep_their_day(desk: Desk):
    days = [date(2020, 6, 12)] * 200
    report = desk.take(page(*(item(f"News {n}", "12 June 2020") for n, _ in enumerate(days))))
    assert report.count(Outcome.NEW) == 200
    assert {entry.published.date() for entry in desk.entries().values()} == {date(2020, 6, 12)}


def test_progress_goes_to_the_end_and_never_back(desk: Desk):
    steps: list[tuple[int, int]] = []
    pages = (page(FLOOD, FISH, FISH), page(OLD))
    desk.take(*pages, progress=lambda done, total: steps.append((done, total)))
    done = [step[0] for step in steps]
    assert done == sorted(done)
    assert steps[-1] == (7, 7)
    assert all(at <= total for at, total in steps)


SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages are not beside this checkout")
def test_the_real_pages_of_moscow_leave_the_office_and_ten_entries(desk: Desk):
    with desk.newsroom.store.writing() as writer:
        from feedsvc.store.schema import office

        writer.connection.execute(office.delete())
    report = desk.take(*(path.read_bytes() for path in sorted(SEEDS.glob("*.txt"))))
    assert report.count(Outcome.NEW) == len(report.rows) == 10
    with desk.newsroom.store.reading() as reader:
        moscow = reader.office("moscow")
    assert moscow.names["en"] == (
        "ILO Decent Work Technical Support Team and Country Office for Eastern Europe and Central Asia"
    )
    assert (moscow.city, moscow.country, moscow.since, moscow.time_zone) == (
        "Moscow",
        "RU",
        1959,
        "Europe/Moscow",
    )
    assert moscow.countries == ("AZ", "AM", "BY", "GE", "KZ", "KG", "RU", "TJ", "TM", "UZ")
    countries = {entry.title[:30]: entry.countries for entry in desk.entries().values() if entry.countries}
    assert countries == {
        "ILO and Uzbekistan assess prog": ("UZ",),
        "Peer-to-peer Exchange among Tr": ("TJ", "UZ"),
        "Azerbaijan to analyze Tajikist": ("AZ", "TJ"),
        "Important ILO programme to ass": ("GE",),
        "Women trade union leaders from": ("MD",),
        "Presidential National Council ": ("RU",),
    }
    credits = {entry.image.credit for entry in desk.entries().values() if entry.image}
    assert credits == {"© Issouf Sanogo / AFP 2020", "© ILO 2020"}


def test_the_audit_log_says_what_was_imported(desk: Desk):
    desk.take(page(FLOOD, OLD))
    desk.take(page(FLOOD, OLD))
    with desk.newsroom.store.reading() as reader:
        lines = audit_lines(reader, AuditQuery(kind="import"))
    assert [(line.actor, dict(line.note.detail)) for line in lines] == [
        (ADA.name, {"files": ["1.txt"], "new": 2, "changed": 0})
    ]
