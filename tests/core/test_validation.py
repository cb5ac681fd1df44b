"""Drafts checked and cleaned: every wrong field is named at once, and what is right stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Enclosure, EntryDraft, FormerName, Image, OfficeDraft, Person
from feedsvc.core.patterns import is_ascii_iri, is_email
from feedsvc.core.validation import LONGEST, checked_entry, checked_office
from tests.core.samples import draft, site_with

PICTURE = "/pictures/ab12.png"
ELSEWHERE = "https://example.org/a.png"
PDF = Enclosure("https://example.org/a.pdf", "application/pdf")
GOOD = EntryDraft(
    office="moscow",
    title="Decent work",
    language="ru",
    summary="One\n\nTwo",
    content_html='<p>See <a href="https://example.org/a">this</a></p>',
    countries=("UZ", "TJ"),
    topics=("work",),
    kind="Press release",
    place="Tashkent, Uzbekistan",
    link="https://example.org/1",
    image=Image(PICTURE, "A river", "© Ada", 640, 480, "image/png", 1000),
    enclosures=(replace(PDF, length=0, title="Report"), Enclosure(PICTURE, "image/png", 1000)),
    authors=(Person("Ada", "ada@example.org", "https://example.org/ada"), Person("Bob")),
    published=datetime(2026, 6, 1, 9, tzinfo=UTC),
    id="tag:example.org,2015:1",
)


def checked(entry_draft: EntryDraft, **site) -> EntryDraft:
    return checked_entry(
        entry_draft,
        site=site_with(**site),
        offices={"moscow"},
        topics={"work"},
        pictures={PICTURE: KEPT},
    )


def wrong_fields(entry_draft: EntryDraft) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        checked(entry_draft)
    return [problem.where for problem in caught.value.problems]


def test_a_good_draft_passes_unchanged():
    assert checked(GOOD) == GOOD
    assert checked(draft()) == draft()


CLEANED = [
    ({"title": " Decent\u00a0work\n"}, {"title": "Decent work"}),
    ({"summary": "a\nb\r\n\r\nc\x00"}, {"summary": "a b\n\nc"}),
    ({"content_html": "<p onclick=x>a</p>"}, {"content_html": "<p>a</p>"}),
    ({"kind": " Press  release"}, {"kind": "Press release"}),
    ({"place": "Bali,\nIndonesia"}, {"place": "Bali, Indonesia"}),
    ({"countries": ("uz", "UZ", "tj")}, {"countries": ("UZ", "TJ")}),
    ({"countries": ()}, {"countries": ()}),
    ({"topics": ("work", "work")}, {"topics": ("work",)}),
    ({"link": ""}, {"link": None}),
    ({"image": Image("", " A ", " © A ", type="")}, {"image": Image(None, "A", "© A")}),
    ({"image": Image("", "alt", " ")}, {"image": None}),
    ({"image": Image(ELSEWHERE, type="IMAGE/PNG")}, {"image": Image(ELSEWHERE, type="image/png")}),
    ({"enclosures": (replace(PDF, type="Application/PDF"),)}, {"enclosures": (PDF,)}),
    ({"enclosures": (replace(PDF, title=" A\nb"),)}, {"enclosures": (replace(PDF, title="A b"),)}),
    ({"authors": (Person(" Ada ", "", ""),)}, {"authors": (Person("Ada"),)}),
    (
        {"published": datetime(2026, 6, 1, 12, 0, 0, 5, timezone(timedelta(hours=3)))},
        {"published": datetime(2026, 6, 1, 9, tzinfo=UTC)},
    ),
]


@pytest.mark.parametrize(("given_fields", "stored"), CLEANED)
def test_a_field_is_cleaned(given_fields, stored):
    assert checked(draft(**given_fields)) == draft(**stored)


def test_relative_urls_are_resolved_against_the_entrys_link_else_the_site():
    html = '<a href="b">x</a>'
    linked = checked(draft(content_html=html, link="https://other.example/dir/a"))
    assert linked.content_html == '<a href="https://other.example/dir/b">x</a>'
    assert checked(draft(content_html=html)).content_html == '<a href="https://example.org/news/b">x</a>'
    rooted = checked(draft(content_html=html), base_url="https://example.org")
    assert rooted.content_html == '<a href="https://example.org/b">x</a>'


KEPT = Image(PICTURE, "A lake", "© Bob", 640, 480, "image/png", 1000)
ABSOLUTE = f"{site_with().base_url}{PICTURE}"


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (Image(PICTURE), KEPT),
        (Image(ABSOLUTE), KEPT),
        (Image(PICTURE, " Her\n", "", 1, 0, "text/html", -1), replace(KEPT, alt="Her")),
        (Image(PICTURE, "", "© Ada"), replace(KEPT, credit="© Ada")),
    ],
)
def test_what_is_known_of_a_kept_picture_goes_before_what_a_draft_says_of_it(given, stored):
    assert checked(draft(image=given)).image == stored


@pytest.mark.parametrize("url", [PICTURE, ABSOLUTE])
def test_a_kept_picture_among_the_enclosures_has_its_own_type_and_length(url):
    enclosure = Enclosure(url, "application/pdf", -1, "Map")
    stored = Enclosure(PICTURE, "image/png", 1000, "Map")
    assert checked(draft(enclosures=(enclosure,))).enclosures == (stored,)


texts = st.lists(st.text(st.characters()) | st.sampled_from(["<b>", "\n\n", "<a href=x>", "\r"])).map("".join)


@given(texts, texts, texts, texts)
def test_what_was_checked_once_passes_unchanged(title, summary, body, credit):
    rough = draft(
        f"T{title}"[:300],
        summary=summary,
        content_html=body,
        kind=title[:100],
        image=Image(PICTURE, title, credit),
    )
    clean = checked(rough)
    assert checked(clean) == clean


AHEAD_OF_UTC = timezone(timedelta(hours=14))
WRONG = [
    ("title", {"title": " \u00ad\n"}),
    ("title", {"title": "a" * (LONGEST["title"] + 1)}),
    ("summary", {"summary": "a" * (LONGEST["summary"] + 1)}),
    ("content_html", {"content_html": "a" * (LONGEST["content_html"] + 1)}),
    ("kind", {"kind": "a" * (LONGEST["kind"] + 1)}),
    ("place", {"place": "a" * (LONGEST["place"] + 1)}),
    ("office", {"office": "minsk"}),
    ("language", {"language": "fr"}),
    ("language", {"language": ""}),
    ("countries", {"countries": ("ZZ",)}),
    ("countries", {"countries": ("UZB",)}),
    ("countries", {"countries": ("ß",)}),
    ("topics", {"topics": ("play",)}),
    ("link", {"link": "example.org"}),
    ("link", {"link": "/relative"}),
    ("link", {"link": "mailto:a@example.org"}),
    ("link", {"link": "https://"}),
    ("link", {"link": "https://1.2.3.4.5/"}),
    ("link", {"link": "https://xn--/", "content_html": "<a href=x>y</a>"}),
    ("link", {"link": "https://example.org/" + "a" * LONGEST["link"]}),
    ("id", {"id": ""}),
    ("id", {"id": "17"}),
    ("id", {"id": "urn:uuid:17"}),
    ("image.url", {"image": Image("picture.png")}),
    ("image.url", {"image": Image("//example.org/a.png")}),
    ("image.url", {"image": Image("/static/a.png")}),
    ("image.url", {"image": Image("/pictures/")}),
    ("image.url", {"image": Image("/pictures/../a.png")}),
    ("image.url", {"image": Image("/pictures/a b.png")}),
    ("image.url", {"image": Image("/pictures/a\x00.png")}),
    ("image.url", {"image": Image("/pictures/cd34.png", "A river", "© Ada", 640, 480, "image/png", 1000)}),
    ("image.width", {"image": Image(ELSEWHERE, width=0)}),
    ("image.height", {"image": Image(ELSEWHERE, height=-1)}),
    ("image.length", {"image": Image(ELSEWHERE, length=0)}),
    ("image.type", {"image": Image(ELSEWHERE, type="text/html")}),
    ("image.type", {"image": Image(ELSEWHERE, type="image/")}),
    ("image.type", {"image": Image(ELSEWHERE, type="image/png\x00")}),
    ("enclosures[1].url", {"enclosures": (replace(PDF, url="a.pdf"),)}),
    ("enclosures[1].url", {"enclosures": (replace(PDF, url="/pictures/\x7f"),)}),
    ("enclosures[2].url", {"enclosures": (PDF, replace(PDF, url="/pictures/cd34.png"))}),
    ("enclosures[2].type", {"enclosures": (PDF, replace(PDF, type="pdf"))}),
    ("enclosures[1].type", {"enclosures": (replace(PDF, type="a/b\n"),)}),
    ("enclosures[1].length", {"enclosures": (replace(PDF, length=-1),)}),
    ("authors[1].name", {"authors": (Person(" "),)}),
    ("authors[1].email", {"authors": (Person("Ada", "ada"),)}),
    ("authors[2].uri", {"authors": (Person("Ada"), Person("Bob", uri="bob.example"))}),
    ("published", {"published": datetime(2026, 6, 1, 9)}),  # noqa: DTZ001  no zone is the mistake
    ("published", {"published": datetime(1, 1, 1, tzinfo=AHEAD_OF_UTC)}),
]


@pytest.mark.parametrize(("where", "fields"), WRONG)
def test_a_wrong_field_is_named(where, fields):
    assert wrong_fields(draft(**fields)) == [where]


def test_every_wrong_field_is_named_at_once():
    everything = EntryDraft(
        office="minsk",
        title="",
        language="fr",
        summary="a" * (LONGEST["summary"] + 1),
        content_html="a" * (LONGEST["content_html"] + 1),
        countries=("ZZ", "UZ", "XY"),
        topics=("play",),
        kind="a" * (LONGEST["kind"] + 1),
        place="a" * (LONGEST["place"] + 1),
        link="x",
        image=Image("x", width=0, height=0, type="x", length=0),
        enclosures=(Enclosure("x", "x", -1),),
        authors=(Person("", "x", "x"),),
        published=datetime(2026, 6, 1, 9),  # noqa: DTZ001  no zone is the mistake
        id="x",
    )
    assert sorted(wrong_fields(everything)) == sorted(
        "title summary content_html kind place link id office language countries countries topics"
        " image.url image.width image.height image.length image.type"
        " enclosures[1].url enclosures[1].type enclosures[1].length"
        " authors[1].name authors[1].email authors[1].uri published".split()
    )


def test_a_refusal_says_what_to_do():
    with pytest.raises(InvalidInput, match=r"office: there is no office “minsk”; `feedsvc office list`"):
        checked(draft(office="minsk"))
    with pytest.raises(InvalidInput, match=r"title: has 501 characters; at most 500"):
        checked(draft("a" * 501))
    with pytest.raises(InvalidInput, match=r"language: “fr” is no language of this site \(en, ru"):
        checked(draft(language="fr"))


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/1",
        "http://example.org/?p=1&q=2#c",
        "tag:example.org,2015:1",
        "urn:uuid:7f1c8f66-5a0d-4a3b-9b1c-1d2e3f405060",
        "urn:isbn:0451450523",
        "at:x",
        "https://[::1]/~a_b!$'()*+,;=%20@",
    ],
)
def test_an_absolute_ascii_iri_can_be_an_id(text):
    assert is_ascii_iri(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "17",
        "a:",
        "1a:b",
        "-a:b",
        "example.org/1",
        "/1",
        "https://пример.example/1",
        "https://example.org/a b",
        " https://example.org/",
        "https://example.org/\n",
        "https://example.org/\x00",
        "https://example.org/\x7f",
        *(f"https://example.org/{sign}" for sign in '"<>\\^`{|}'),
        "https:",
        "https://",
        "https:///1",
        "https:1",
        "http://:80/",
        "urn:uuid:17",
        "urn:uuid:7F1C8F66-5A0D-4A3B-9B1C-1D2E3F405060",
        "URN:UUID:7f1c8f66-5a0d-4a3b-9b1c-1d2e3f405060",
        "urn:uuid:7f1c8f66-5a0d-4a3b-9b1c-1d2e3f405060x",
        "a:" + "b" * 2000,
    ],
)
def test_what_is_no_absolute_ascii_iri_can_be_no_id(text):
    assert not is_ascii_iri(text)


@pytest.mark.parametrize("text", ["a@example.org", "a.b+c@mail.example.org", "o'neil@example.org"])
def test_an_email_address_is_taken(text):
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "@example.org",
        "a@",
        "a@@example.org",
        "a b@example.org",
        "a@example.org\n",
        "a\x00@example.org",
        "a@exam\x7fple.org",
        "Ada <a@example.org>",
        "a@example.org,b@example.org",
        "ä@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_email_address_is_refused(text):
    assert not is_email(text)


OFFICE = OfficeDraft(
    slug="moscow",
    names={"en": "Office in Moscow", "ru": "Бюро в Москве"},
    former_names=(FormerName("Bureau", "2010-04"), FormerName("Bureau in Russia")),
    descriptions={"en": "One\n\nTwo"},
    city="Moscow",
    country="RU",
    since=1959,
    countries=("AZ", "AM"),
    time_zone="Europe/Moscow",
    languages=("en", "ru"),
    email="moscow@example.org",
    link="https://example.org/moscow",
)
LEAST = OfficeDraft(slug="moscow", names={"en": "Office"})


def wrong_office_fields(office: OfficeDraft) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        checked_office(office)
    return [problem.where for problem in caught.value.problems]


def test_a_good_office_passes_unchanged():
    assert checked_office(OFFICE) == OFFICE
    assert checked_office(LEAST) == LEAST


def test_an_office_is_cleaned():
    rough = OfficeDraft(
        slug="moscow",
        names={"en": " Office\n", "ru": " "},
        former_names=(FormerName(" Bureau ", "2010"),),
        descriptions={"en": "a\nb", "ru": ""},
        city=" Moscow",
        country="ru",
        countries=("az", "AZ"),
        time_zone="",
        languages=("en", "en"),
        email="",
        link="",
    )
    assert checked_office(rough) == OfficeDraft(
        slug="moscow",
        names={"en": "Office"},
        former_names=(FormerName("Bureau", "2010"),),
        descriptions={"en": "a b"},
        city="Moscow",
        country="RU",
        countries=("AZ",),
        languages=("en",),
    )


WRONG_OFFICES = [
    ("slug", {"slug": "Moscow"}),
    ("slug", {"slug": ""}),
    ("name", {"names": {}}),
    ("name", {"names": {"en": " "}}),
    ("name", {"names": {"English": "Office"}}),
    ("description", {"descriptions": {"": "Text"}}),
    ("former_names", {"former_names": (FormerName(" ", "2010"),)}),
    ("former_names", {"former_names": (FormerName("A", "April 2010"),)}),
    ("former_names", {"former_names": (FormerName("A", "2010-13"),)}),
    ("former_names", {"former_names": (FormerName("A", "2010-02-30"),)}),
    ("former_names", {"former_names": (FormerName("A", "٢٠١٠"),)}),
    ("country", {"country": "ZZ"}),
    ("countries", {"countries": ("UZ", "ZZ")}),
    ("since", {"since": 0}),
    ("since", {"since": 10_000}),
    ("time_zone", {"time_zone": "Moscow"}),
    ("time_zone", {"time_zone": "Europe"}),
    ("time_zone", {"time_zone": "../../etc/passwd"}),
    ("time_zone", {"time_zone": "a\x00b"}),
    ("languages", {"languages": ("en", "Russian")}),
    ("email", {"email": "moscow"}),
    ("link", {"link": "example.org"}),
]


@pytest.mark.parametrize(("where", "fields"), WRONG_OFFICES)
def test_a_wrong_field_of_an_office_is_named(where, fields):
    assert wrong_office_fields(replace(OFFICE, **fields)) == [where]


def test_every_wrong_field_of_an_office_is_named_at_once():
    fields = {field: value for _, wrong in reversed(WRONG_OFFICES) for field, value in wrong.items()}
    assert sorted(wrong_office_fields(replace(OFFICE, **fields))) == sorted(
        {where for where, _ in WRONG_OFFICES}
    )


def test_html_that_is_nested_too_deep_is_refused_before_it_is_parsed():
    """To clean a megabyte of it would take minutes."""
    with pytest.raises(InvalidInput, match="content_html: has more than 500 elements within one another"):
        checked(draft(content_html="<div>" * 100_000))
