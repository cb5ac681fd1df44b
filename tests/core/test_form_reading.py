"""The form of an entry read and filled in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.errors import Problem
from feedsvc.core.form_reading import draft_of_fields, fields_of, read_form, type_of
from feedsvc.core.model import Enclosure, EntryDraft, Image, Person
from feedsvc.core.working_copy import WorkingCopy

NOON = datetime(2026, 6, 1, 12, 0, 30, tzinfo=UTC)
BARE = {"title": ("News",), "office": ("moscow",), "language": ("en",)}

lines = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
filled = lines.filter(str.strip)
urls = st.builds("https://example.org/{}".format, st.sampled_from(["a.pdf", "b.mp3", "c", "d.JPG"]))
drafts = st.builds(
    EntryDraft,
    office=filled,
    title=filled,
    language=st.just("en"),
    summary=lines,
    content_html=st.sampled_from(["", "<p>a</p>", "<div>old <b>way</b></div>", "<table></table>"]),
    countries=st.none() | st.sampled_from([(), ("UZ",), ("TJ", "UZ")]),
    topics=st.sampled_from([(), ("floods", "fish")]),
    kind=lines,
    place=lines,
    link=st.none() | urls,
    image=st.none()
    | st.builds(Image, urls, filled, filled, width=st.just(9), type=st.just("image/png"))
    | st.builds(Image, credit=filled),
    enclosures=st.lists(
        st.builds(Enclosure, urls, type=st.just("text/x-own"), length=st.just(5), title=lines),
        unique_by=lambda each: each.url,
    ).map(tuple),
    authors=st.lists(
        st.builds(Person, filled, st.sampled_from([None, "a@example.org"]), st.none() | urls)
    ).map(tuple),
    published=st.none() | st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    id=st.just("urn:x:1"),
)


@given(drafts, st.sampled_from(["UTC", "Asia/Tashkent", "Europe/Berlin"]))
def test_an_entry_that_is_opened_and_not_touched_is_the_same(draft: EntryDraft, zone: str):
    assert draft_of_fields(fields_of(draft, time_zone=zone), time_zone=zone, known=draft) == draft


def test_what_a_draft_cannot_do_without_is_named_and_the_rest_is_read():
    reading = read_form({"summary": ("A.\r\n\r\nB.",), "title": (" ",)})
    assert reading.problems == tuple(Problem(name, "is missing") for name in ("title", "office", "language"))
    assert reading.draft.summary == "A.\n\nB."


def test_a_form_of_nothing_but_names_is_a_bare_draft():
    assert draft_of_fields(BARE) == EntryDraft(office="moscow", title="News", language="en")


def test_countries_are_chosen_only_where_somebody_says_so():
    some = {**BARE, "countries": ("UZ",)}
    assert draft_of_fields({**some, "countries_are": ("found",)}).countries is None
    assert draft_of_fields({**some, "countries_are": ("chosen",)}).countries == ("UZ",)
    assert draft_of_fields({**BARE, "countries_are": ("chosen",)}).countries == ()


def test_a_picture_keeps_its_size_while_its_address_is_the_same():
    known = EntryDraft(office="m", title="t", language="en", image=Image("/a.png", "x", "y", width=9))
    fields = fields_of(known)
    again = draft_of_fields({**fields, "image_alt": ("other",)}, known=known)
    assert again.image == Image("/a.png", "other", "y", width=9)
    other = draft_of_fields({**fields, "image_url": ("/b.png",)}, known=known)
    assert other.image == Image("/b.png", "x", "y")
    gone = {**fields, "image_url": ("",), "image_alt": ("",), "image_credit": ("",)}
    assert draft_of_fields(gone, known=known).image is None
    credit = EntryDraft(office="m", title="t", language="en", image=Image(credit="c"))
    assert draft_of_fields({**fields_of(credit), "image_credit": ("",)}, known=credit).image is None


def test_rows_that_are_empty_are_none_and_a_file_has_the_type_of_its_ending():
    fields = {
        **BARE,
        "enclosure_url": (" https://example.org/a.PDF?x=1 ", "", ""),
        "enclosure_title": ("A", "no address"),
        "author_name": ("Ada", ""),
        "author_email": ("ada@example.org",),
    }
    draft = draft_of_fields(fields)
    assert draft.enclosures == (
        Enclosure("https://example.org/a.PDF?x=1", "application/pdf", title="A"),
        Enclosure("", "application/octet-stream", title="no address"),
    )
    assert draft.authors == (Person("Ada", "ada@example.org"),)


def test_an_address_that_is_none_has_no_type():
    assert type_of("https://[") == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "typed", "zone", "wanted"),
    [
        ("release", "2026-06-12T09:00", "Asia/Tashkent", datetime(2026, 6, 12, 4, tzinfo=UTC)),
        ("release", "2026-10-25T02:30", "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("release", "", "UTC", None),
    ],
)
def test_a_minute_is_one_of_the_clock_of_the_office(
    name: str, typed: str, zone: str, wanted: datetime | None
):
    reading = read_form({**BARE, name: (typed,)}, time_zone=zone)
    assert reading.release == wanted
    assert reading.twice == (("release",) if zone == "Europe/Berlin" else ())


@pytest.mark.parametrize("typed", ["2026-03-29T02:30", "tomorrow", "0001-01-01T00:00"])
def test_a_minute_that_does_not_exist_is_named(typed: str):
    reading = read_form({**BARE, "release": (typed,), "published": (typed,)}, time_zone="Europe/Berlin")
    assert [problem.where for problem in reading.problems] == ["published", "release"]
    assert reading.release is None


def test_a_date_keeps_its_seconds_until_it_is_changed_and_stays_where_the_form_has_none():
    known = EntryDraft(office="moscow", title="News", language="en", published=NOON)
    assert draft_of_fields(BARE, known=known).published == NOON
    assert draft_of_fields(fields_of(known), known=known).published == NOON
    later = draft_of_fields({**BARE, "published": ("2026-06-01T12:01",)}, known=known)
    assert later.published == NOON + timedelta(seconds=30)
    assert draft_of_fields({**BARE, "published": ("",)}, known=known).published is None


def test_a_copy_gives_the_first_value_of_a_field():
    copy = WorkingCopy(id="c", owner="u", fields={"title": ("a", "b"), "topics": ()}, saved_at=NOON)
    assert (copy.text("title"), copy.text("topics"), copy.text("kind")) == ("a", "", "")
