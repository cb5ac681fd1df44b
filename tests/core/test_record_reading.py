"""Records read back as drafts: every wrong field named, nothing converted, null removes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import EntryDraft, Image, Office, OfficeDraft, Person
from feedsvc.core.record_reading import EDITABLE, READ_ONLY, entry_draft_of, office_draft_of
from feedsvc.core.records import entry_record, office_record
from tests.core.samples import ENTRY_UUID, MOSCOW, SITE
from tests.core.test_records import FULL as FULL_RECORD

LEAST = {"office": "moscow", "title": "A title", "language": "en"}
FULL = replace(FULL_RECORD, countries_chosen=True)


def wrong(record: object, **more: object) -> dict[str, str]:
    """What is refused of a record: messages by field."""
    with pytest.raises(InvalidInput) as caught:
        entry_draft_of(record, **more)
    return {problem.where: problem.message for problem in caught.value.problems}


def test_the_least_record_is_an_office_a_title_and_a_language():
    assert entry_draft_of(LEAST) == EntryDraft(office="moscow", title="A title", language="en")


def test_every_field_of_a_record_is_editable_or_read_only():
    assert sorted(entry_record(FULL, SITE)) == sorted([*EDITABLE, *READ_ONLY])


def test_the_record_of_an_entry_read_back_is_its_draft():
    record = entry_record(FULL, SITE)

    assert entry_draft_of(record, base_url=SITE.base_url, passing_over=READ_ONLY) == FULL.as_draft()


texts = st.text(max_size=20)
pictures = st.builds(
    Image,
    url=st.sampled_from(["https://example.org/a.png", "/pictures/a.png", None]),
    alt=texts,
    credit=texts,
    width=st.none() | st.integers(0, 2**53 - 1),
)
drafts = st.builds(
    replace,
    st.just(FULL.as_draft()),
    title=st.text(min_size=1),
    summary=texts,
    countries=st.lists(texts).map(tuple),
    topics=st.lists(texts).map(tuple),
    link=st.none() | texts,
    image=st.none() | pictures,
    authors=st.lists(st.builds(Person, st.text(min_size=1), st.none() | texts)).map(tuple),
    published=st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
)


@given(drafts)
def test_any_draft_comes_back_from_the_record_of_its_entry(draft):
    given = {name: getattr(draft, name) for name in EDITABLE}
    record = entry_record(replace(FULL, **given), SITE)

    assert entry_draft_of(record, base_url=SITE.base_url, passing_over=READ_ONLY) == draft


@given(drafts, drafts)
def test_a_whole_record_over_a_known_entry_gives_what_the_record_says(known, draft):
    record = entry_record(replace(FULL, **{name: getattr(draft, name) for name in EDITABLE}), SITE)

    patched = entry_draft_of(record, known=known, base_url=SITE.base_url, passing_over=READ_ONLY)

    assert patched == draft


def test_every_wrong_field_is_named_at_once():
    record = {
        "office": 5,
        "title": None,
        "summary": ["a"],
        "countries": "UZ",
        "topics": ["work", 5],
        "image": {"url": 1, "width": "640", "height": True, "length": 1.0, "caption": "x"},
        "enclosures": [{"url": "https://example.org/a", "type": "a/b"}, {"type": ""}],
        "authors": [{"name": "Ada"}, {"name": "Bob", "email": 7, "phone": "1"}, "Cy", {}],
        "published": "2026-06-12",
        "status": "published",
        "sumary": "x",
        "zzz": 1,
    }

    found = wrong(record)

    assert found.pop("zzz").startswith("is no field; there are id, office, title, summary")
    assert (
        found.pop("image.caption") == "is no field; there are url, alt, credit, width, height, type, length"
    )
    assert found == {
        "office": "must be text",
        "title": "is missing",
        "language": "is missing",
        "summary": "must be text",
        "countries": "must be a list",
        "topics[2]": "must be text",
        "image.url": "must be text",
        "image.width": "must be a whole number",
        "image.height": "must be a whole number",
        "image.length": "must be a whole number",
        "enclosures[2].url": "is missing",
        "enclosures[2].type": "is missing",
        "authors[2].email": "must be text",
        "authors[2].phone": "is no field; there are name, email, uri",
        "authors[3]": "must be an object",
        "authors[4].name": "is missing",
        "published": "must be a time with its zone, as in 2026-06-12T09:00:00Z",
        "status": "is set by the site: leave it out",
        "sumary": "is no field; did you mean summary?",
    }


@pytest.mark.parametrize("record", [[], "x", 5, None, [LEAST]])
def test_what_is_no_object_is_refused(record):
    assert wrong(record) == {"": "must be an object"}


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        ("2026-06-12T09:00:00Z", True),
        ("2026-06-12t09:00:00.999999999z", True),
        ("2026-06-12 14:00:00+05:00", True),
        ("2026-06-12T09:00:00", False),
        ("20260612T090000Z", False),
        ("2026-06-12T09:00:001Z", False),
        ("2026-06-31T09:00:00Z", False),
        ("0001-01-01T00:00:00+14:00", False),
        ("２026-06-12T09:00:00Z", False),
        ("", False),
        (1781254800, False),
    ],
)
def test_a_time_is_rfc_3339_with_its_zone(given, is_taken):
    record = {**LEAST, "published": given}
    if is_taken:
        assert entry_draft_of(record).published == datetime(2026, 6, 12, 9, tzinfo=UTC)
    else:
        assert list(wrong(record)) == ["published"]


@pytest.mark.parametrize("number", [-1, 2**53, 10**400])
def test_a_number_that_is_not_the_same_everywhere_is_refused(number):
    assert list(wrong({**LEAST, "image": {"width": number}})) == ["image.width"]


@pytest.mark.parametrize("field", ["office", "title", "link", "kind"])
def test_half_a_character_is_refused(field):
    assert wrong({**LEAST, field: "a\ud800"}) == {field: "holds half a character (a lone surrogate)"}


def test_an_unknown_name_that_cannot_be_printed_is_shown_without_what_cannot():
    assert list(wrong({**LEAST, "\ud800\x00" + "n" * 100: 1})) == ["n" * 59 + "…"]


def test_problems_end_at_a_hundred_and_lists_at_a_thousand():
    assert len(wrong({**LEAST, "topics": [5] * 1000})) == 100
    assert wrong({**LEAST, "topics": ["a"] * 1001}) == {"topics": "has 1001 items; at most 1000 are allowed"}


def test_names_are_short():
    assert wrong({**LEAST, "office": "x" * 3000}) == {
        "office": "has 3000 characters; at most 2000 are allowed"
    }


def test_null_in_a_patch_gives_a_field_its_default_and_what_is_absent_stays():
    known = FULL.as_draft()

    patched = entry_draft_of(
        {"summary": None, "countries": None, "published": None, "image": None}, known=known
    )

    assert patched == replace(known, summary="", countries=None, published=None, image=None)
    assert entry_draft_of({}, known=known) == known


@pytest.mark.parametrize("field", ["office", "title", "language"])
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_required_cannot_be_patched_away(field, value):
    assert wrong({field: value}, known=FULL.as_draft()) == {field: "is missing"}


def test_a_patch_of_the_picture_keeps_what_it_does_not_name():
    known = FULL.as_draft()

    assert entry_draft_of({"image": {"alt": "A bridge", "width": None}}, known=known).image == replace(
        known.image, alt="A bridge", width=None
    )


def test_the_measures_of_another_picture_are_not_kept():
    patched = entry_draft_of({"image": {"url": "https://example.org/b.png"}}, known=FULL.as_draft())

    assert patched.image == Image("https://example.org/b.png", "A river", "© Ada")


def test_an_id_may_be_given_and_never_changes():
    assert entry_draft_of({**LEAST, "id": "urn:x:1"}).id == "urn:x:1"
    assert wrong({"id": "urn:x:1"}, known=FULL.as_draft()) == {"id": "never changes"}
    assert entry_draft_of({"id": FULL.id}, known=FULL.as_draft()) == FULL.as_draft()


def test_read_only_fields_are_passed_over_where_it_is_said():
    record = {**LEAST, "uuid": ENTRY_UUID, "status": 5}

    assert wrong(record, passing_over=["uuid"]) == {"status": "is set by the site: leave it out"}
    assert entry_draft_of(record, passing_over=READ_ONLY).title == "A title"


def test_the_record_of_an_office_read_back_is_its_draft():
    office: Office = MOSCOW

    assert office_draft_of(office_record(office)) == replace(office.as_draft(), descriptions={})
    assert office_draft_of(office_record(office), known=office.as_draft()) == office.as_draft()


def test_a_patch_of_an_office_adds_a_name_and_takes_one_away():
    known = OfficeDraft(slug="moscow", names={"en": "Moscow", "fr": "Moscou"}, since=1959)

    patched = office_draft_of({"names": {"ru": "Москва", "fr": None}, "since": None}, known=known)

    assert patched == OfficeDraft(slug="moscow", names={"en": "Moscow", "ru": "Москва"})


def test_wrong_fields_of_an_office_are_named():
    with pytest.raises(InvalidInput) as caught:
        office_draft_of({"names": {"en": 5}, "former_names": [{"until": "2010"}], "descriptions": {}})

    assert {str(problem) for problem in caught.value.problems} >= {
        "slug: is missing",
        "names.en: must be text",
        "former_names[1].name: is missing",
    }
