"""Importing again is safe: which stored entry an item is, and what of it may change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.imported import ImportedItem
from feedsvc.core.merging import MERGED_FIELDS, Known, Match, day_of, match_items, merged
from feedsvc.core.model import Enclosure, Image, Person
from tests.core.samples import draft, entry, item

DAY = date(2026, 6, 1)
NEXT_DAY = date(2026, 6, 2)
LINK = "https://example.org/1"


def stored(uuid: str, said: ImportedItem | None, **changes) -> Known:
    """An entry as an import of `said` left it, then changed by a person."""
    source = said.draft if said else draft()
    day = (day_of(said) if said else None) or DAY
    own = {name: getattr(source, name) for name in (*MERGED_FIELDS, "office", "language")} | {
        "published": datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    }
    return Known(uuid, said, entry(uuid=uuid, **own | changes))


def uuids(matches) -> list[str | None]:
    return [match.known.uuid if match.known else None for match in matches]


def test_the_day_of_an_item_is_its_printed_date_else_that_of_its_time_in_utc():
    timed = item(1, day=None, published=datetime(2026, 6, 1, 23, tzinfo=UTC))
    assert day_of(item(1, day=NEXT_DAY)) == NEXT_DAY
    assert day_of(timed) == DAY
    assert day_of(item(1, day=None)) is None


SAME = [
    ("by link", item(1, link=LINK), item(9, "Another", link=LINK, day=NEXT_DAY)),
    ("by date and title", item(1), item(9, summary="Another")),
    ("by date and folded title", item(1, "“Decent  work”"), item(9, '"DECENT WORK".')),
    ("by date and summary", item(1, summary="S"), item(9, "Another", summary="S")),
    ("by date and title, the link being new", item(1), item(9, link=LINK)),
    ("by date and title, the link having moved", item(1, link=LINK), item(9, link=LINK + "0")),
    ("by title, the source giving no date", item(1, day=None), item(9, "NEWS.", day=None)),
    ("by link without a date", item(1, link=LINK, day=None), item(9, "B", link=LINK, day=None)),
]
OTHERS = [
    ("another day", item(1), item(9, day=NEXT_DAY)),
    ("another title", item(1), item(9, "Another")),
    ("two summaries that are empty", item(1, summary=""), item(9, "Another", summary="")),
    ("the summary on another day", item(1, summary="S"), item(9, "Another", summary="S", day=NEXT_DAY)),
    ("another link and title", item(1, link=LINK), item(9, "Another", link=LINK + "0")),
    ("no date, another title", item(1, day=None, summary="S"), item(9, "B", day=None, summary="S")),
    ("a date where there was none", item(1, day=None), item(9)),
]


@pytest.mark.parametrize(("said", "now"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_an_entry_is_the_same(said, now):
    known = stored("a", said)
    assert match_items([now], [known]) == [Match(known=known)]


@pytest.mark.parametrize(("said", "now"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_an_entry_is_another(said, now):
    published = {} if said.date else {"published": None}
    assert match_items([now], [stored("a", said, **published)]) == [Match()]


def test_an_entry_is_known_by_what_the_source_said_and_by_what_a_person_made_of_it():
    known = stored("a", item(1, "As printed"), title="As edited")
    assert uuids(match_items([item(2, "As printed")], [known])) == ["a"]
    assert uuids(match_items([item(2, "As edited")], [known])) == ["a"]


def test_an_entry_that_no_source_spoke_of_is_known_too():
    assert uuids(match_items([item(2)], [stored("a", None)])) == ["a"]


def test_a_draft_without_a_date_is_known_by_its_link_alone():
    undated = stored("a", None, link=LINK, published=None)
    assert uuids(match_items([item(2, "Another", link=LINK)], [undated])) == ["a"]
    assert uuids(match_items([item(2)], [undated])) == [None]


def test_the_surer_likeness_goes_first_over_the_whole_file():
    linked, titled = stored("linked", item(1, "T", link=LINK)), stored("titled", item(2, "U"))
    items = [item(1, "U", link=LINK), item(2, "T"), item(3, "U")]
    assert uuids(match_items(items, [titled, linked])) == ["linked", None, "titled"]


def test_a_title_goes_before_a_standing_summary():
    known = [stored("a", item(1, "A", summary="S")), stored("b", item(2, "B", summary="S"))]
    assert uuids(match_items([item(1, "New", summary="S"), item(2, "A", summary="S")], known)) == ["b", "a"]


def test_two_entries_of_one_day_and_a_standing_summary_stay_two():
    first, second = item(1, "A", summary="S"), item(2, "B", summary="S")
    assert match_items([first, second], []) == [Match(), Match()]
    known = [stored("a", first)]
    assert match_items([first, second], known) == [Match(known=known[0]), Match()]
    both = [stored("a", first), stored("b", second)]
    assert uuids(match_items([second, first], both)) == ["b", "a"]


def test_of_two_entries_with_one_title_that_with_the_same_summary_is_met():
    known = [stored("a", item(1, summary="S")), stored("b", item(2, summary="T"))]
    assert uuids(match_items([item(1, summary="T"), item(2, summary="S")], known)) == ["b", "a"]
    assert uuids(match_items([item(1, summary="V"), item(2, summary="W")], known)) == ["a", "b"]


def test_a_repeated_line_is_no_second_entry():
    twice = [item(3), item(8), item(12, "NEWS.")]
    assert match_items(twice, []) == [Match(), Match(repeats_line=3), Match(repeats_line=3)]
    known = stored("a", item(1))
    assert match_items(twice[:2], [known]) == [Match(known=known), Match(repeats_line=3)]


def test_a_repeated_link_is_no_second_entry():
    items = [item(3, "A", link=LINK), item(8, "B", link=LINK, day=NEXT_DAY)]
    assert match_items(items, []) == [Match(), Match(repeats_line=3)]


def test_two_links_under_one_title_and_day_are_two_entries():
    """As of two sessions of one meeting: neither is lost, and both are met again."""
    items = [item(3, link=LINK), item(8, link=LINK + "0"), item(9)]
    assert match_items(items, []) == [Match(), Match(), Match(repeats_line=3)]
    known = [stored("a", items[0])]
    assert match_items(items, known) == [Match(known=known[0]), Match(), Match(repeats_line=3)]


ID, OTHER_ID = "https://example.org/?p=1", "https://example.org/?p=2"
# What the source gave as id, the same or another, and what else the two share.
BY_ID = [
    ("the same id, whatever else changed", item(9, "B", id=ID, link=LINK + "0", day=NEXT_DAY), True),
    ("another id under the same link", item(9, "A", id=OTHER_ID, link=LINK), False),
    ("another id under the same day and title", item(9, "A", id=OTHER_ID), False),
    ("no id any more", item(9, "A", link=LINK), True),
]


@pytest.mark.parametrize(("now", "same"), [case[1:] for case in BY_ID], ids=[case[0] for case in BY_ID])
def test_an_id_is_the_first_of_all_likenesses(now, same):
    known = stored("a", item(1, "A", id=ID, link=LINK, summary="S"), id=ID)
    assert uuids(match_items([now], [known])) == ["a" if same else None]


def test_an_id_goes_before_a_link_over_the_whole_file():
    first = stored("first", item(1, "A", id=ID, link=LINK), id=ID)
    second = stored("second", item(2, "B", link=LINK + "0"))
    items = [item(1, "A", link=LINK), item(2, "C", id=ID, link=LINK + "0")]
    assert uuids(match_items(items, [first, second])) == [None, "first"]


def test_an_entry_to_which_this_source_gave_no_id_is_met_by_an_item_with_one():
    assert uuids(match_items([item(2, id=ID)], [stored("a", item(1))])) == ["a"]
    assert uuids(match_items([item(2, id=ID)], [stored("a", None)])) == ["a"]


def test_an_id_that_comes_twice_is_a_repetition_only_of_the_same_news():
    items = [item(3, "A", id=ID, link=LINK), item(5, "B", id=ID, link=LINK), item(8, "A.", id=ID)]
    assert match_items(items, []) == [Match(), Match(repeats_line=3), Match(repeats_line=3)]
    items = [item(3, "A", id=ID), item(5, "B", id=ID), item(8, "A", id=ID, link=LINK)]
    assert match_items(items, []) == [Match(), Match(has_id_of_line=3), Match(repeats_line=3)]
    items = [item(3, id=ID, link=LINK), item(5, id=ID, link=LINK + "0")]
    assert match_items(items, []) == [Match(), Match(has_id_of_line=3)]


def test_a_link_that_all_items_share_tells_nothing():
    """As of a feed whose items lead to the front page: the newest is no entry of last week."""
    items = [item(1, "A", id=ID, link=LINK), item(2, "B", id=OTHER_ID, link=LINK)]
    by_hand = stored("a", None, title="By hand", link=LINK)
    assert match_items(items, []) == [Match(), Match()]
    assert match_items(items, [by_hand]) == [Match(), Match()]


class Watched:
    """An item that counts how often one looks at its text."""

    looks = 0

    def __init__(self, watched: ImportedItem) -> None:
        self.line, self.date, self._draft = watched.line, watched.date, watched.draft

    @property
    def draft(self):
        Watched.looks += 1
        return self._draft


def test_a_large_page_is_matched_in_a_few_looks_at_each_item():
    page = [Watched(item(line, f"Title {line}", summary="S")) for line in range(1, 1001)]
    assert match_items(page, []) == [Match()] * len(page)
    assert Watched.looks <= 10 * len(page)


titles = st.sampled_from(["A", "a.", "B", "“C”", "C"])
summaries = st.sampled_from(["", "S", "T"])
links = st.sampled_from([None, None, LINK, LINK + "0"])
pages = st.lists(
    st.builds(
        lambda title, summary, link, day: (title, summary, link, DAY + timedelta(days=day)),
        titles,
        summaries,
        links,
        st.integers(0, 1),
    ),
    max_size=12,
).map(
    lambda rows: [
        item(line, title, summary=summary, link=link, day=day)
        for line, (title, summary, link, day) in enumerate(rows, 1)
    ]
)


def after_import(page: list[ImportedItem]) -> list[Known]:
    """What is stored after a first import of a page."""
    found = match_items(page, [])
    return [
        stored(f"uuid-{each.line}", each) for each, match in zip(page, found, strict=True) if match == Match()
    ]


@given(pages)
def test_a_page_imported_again_adds_and_changes_nothing(page):
    known = after_import(page)
    again = match_items(page, known)
    assert all(match != Match() for match in again)
    met = [(each, match.known) for each, match in zip(page, again, strict=True) if match.known]
    assert sorted(each.uuid for _, each in met) == sorted(each.uuid for each in known)
    for each, its in met:
        assert its.entry is not None
        assert merged(its.entry, its.said, each).applied == ()


@given(pages, pages)
def test_each_known_entry_is_met_at_most_once(page, another):
    met = [uuid for uuid in uuids(match_items(another, after_import(page))) if uuid]
    assert len(met) == len(set(met))


@given(pages)
def test_repeated_lines_lead_back_to_a_line_that_is_taken(page):
    matches = {each.line: match for each, match in zip(page, match_items(page, []), strict=True)}
    for first in matches:
        line = first
        while matches[line].repeats_line is not None:
            assert matches[line].repeats_line < line
            line = matches[line].repeats_line
        assert matches[line] == Match()


BEFORE, AFTER, PERSONS = "said before", "says now", "as a person wrote it"
# What the source said, what is stored, what the source says now: the result, applied, kept.
RULE = [
    (BEFORE, BEFORE, BEFORE, BEFORE, False, False),
    (BEFORE, BEFORE, AFTER, AFTER, True, False),
    (BEFORE, PERSONS, BEFORE, PERSONS, False, False),
    (BEFORE, PERSONS, AFTER, PERSONS, False, True),
    (BEFORE, AFTER, AFTER, AFTER, False, False),
    (BEFORE, BEFORE, "", "", True, False),
    ("", "", AFTER, AFTER, True, False),
    ("", PERSONS, "", PERSONS, False, False),
    (BEFORE, "", BEFORE, "", False, False),
    (None, PERSONS, AFTER, PERSONS, False, True),
    (None, AFTER, AFTER, AFTER, False, False),
]


@pytest.mark.parametrize("case", RULE)
def test_only_what_the_source_changed_is_applied_and_never_over_a_person(case):
    before, ours, theirs, result, applied, kept = case
    said = None if before is None else item(1, summary=before)
    merge = merged(entry(summary=ours), said, item(2, summary=theirs))
    assert merge.draft.summary == result
    assert merge.applied == (("summary",) if applied else ())
    assert merge.kept == (("summary",) if kept else ())


VALUES = {
    "title": ("A", "B"),
    "summary": ("A", "B"),
    "content_html": ("<p>A</p>", "<p>B</p>"),
    "countries": (("UZ",), ("TJ",)),
    "topics": (("work",), ("pay",)),
    "kind": ("A", "B"),
    "place": ("A", "B"),
    "link": (LINK, LINK + "0"),
    "image": (Image(credit="A"), None),
    "enclosures": ((), (Enclosure(LINK, "application/pdf"),)),
    "authors": ((Person("A"),), (Person("B"),)),
}


@pytest.mark.parametrize("name", MERGED_FIELDS)
def test_each_field_of_a_source_is_followed(name):
    before, after = VALUES[name]
    base = entry(**{"countries": ("UZ",), "countries_chosen": name == "countries", name: before})
    merge = merged(base, item(1, **{name: before}), item(2, **{name: after}))
    assert merge.draft == replace(base.as_draft(), **{name: after})
    assert merge.applied == (name,)


def test_what_a_person_chose_stays_whether_the_source_speaks_of_it_or_not():
    base = entry(countries=("UZ",), countries_chosen=True, topics=("work",))
    silent = merged(base, item(1), item(2, published=datetime(2020, 1, 1, tzinfo=UTC)))
    assert (silent.draft, silent.applied, silent.kept) == (base.as_draft(), (), ())
    merge = merged(base, item(1), item(2, countries=("TJ",), topics=("other",)))
    assert (merge.draft, merge.applied, merge.kept) == (base.as_draft(), (), ("countries", "topics"))


def test_countries_found_in_the_text_give_way_to_those_of_the_source():
    found = entry(countries=("UZ",))
    merge = merged(found, item(1), item(2, countries=("TJ",)))
    assert (merge.draft.countries, merge.applied) == (("TJ",), ("countries",))
    same = merged(found, item(1), item(2, countries=("UZ",)))
    assert (same.draft.countries, same.applied, same.kept) == (None, (), ())
    chosen = entry(countries=("TJ",), countries_chosen=True)
    merge = merged(chosen, item(2, countries=("TJ",)), item(3))
    assert (merge.draft.countries, merge.applied) == (None, ("countries",))


def test_what_was_measured_of_a_picture_is_no_edit_by_a_person():
    url = "https://example.org/1.jpg"
    measured = Image(url=url, alt="A", width=640, height=480, type="image/jpeg", length=1000)
    said = item(1, image=Image(url=url, alt="A"))
    assert merged(entry(image=measured), said, said).applied == ()
    merge = merged(entry(image=measured), said, item(2, image=Image(url=url, alt="B")))
    assert merge.applied == ("image",)
    assert merge.draft.image == replace(measured, alt="B")
    other = Image(url=url + "?2", alt="A")
    assert merged(entry(image=measured), said, item(2, image=other)).draft.image == other
