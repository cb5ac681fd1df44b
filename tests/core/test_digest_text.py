"""Digests as HTML and text. Golden pairs: `<name>.items.json` gives `<name>.html` and `<name>.txt`.

`FEEDSVC_TEST_WRITE_GOLDEN=1 pytest tests/core/test_digest_text.py` writes the expected files anew: read the
difference before committing it.
"""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from feedsvc.core.digest_document import LARGEST_FEED, digest_document
from feedsvc.core.digest_text import LARGEST, digest_html, digest_text, that_fit
from feedsvc.core.digests import Digest, DigestItem, ShownDigest
from feedsvc.core.model import Channel, ChannelAddress, Entry, Format, Image, Office, Period, Site, Status
from feedsvc.core.periods import Span
from feedsvc.core.text import text_of_html
from feedsvc.core.wording import count_of_news
from tests.feed_rules.common import html_problems

DATA = Path(__file__).parent.parent / "data" / "digests"
NAMES = sorted(path.name.removesuffix(".items.json") for path in DATA.glob("*.items.json"))
MOMENT = datetime(2026, 6, 12, 20, 30, tzinfo=UTC)
PAGE = "https://news.example.org/countries/uz"
SITE = Site(
    uuid="00000003-0000-4000-8000-000000000001",
    created=MOMENT,
    name="World of Rivers",
    base_url="https://news.example.org",
    languages=("en", "ru"),
    page_size=30,
    time_zone="Asia/Tashkent",
)


def item(title: str = "News", number: int = 1, **others: object) -> DigestItem:
    values = {
        "uuid": f"00000007-0000-4000-8000-{number:012}",
        "id": f"urn:uuid:00000007-0000-4000-8000-{number:012}",
        "office": "tashkent",
        "title": title,
        "language": "en",
        "status": Status.PUBLISHED,
        "version": 1,
        "created": MOMENT,
        "published": MOMENT,
        "updated": MOMENT,
        **others,
    }
    return DigestItem(Entry(**values), "Office in Tashkent")  # type: ignore[arg-type]  # of many types


def html_of(items: list[DigestItem], *, more: int = 0, language: str = "en") -> str:
    return digest_html(items, more=more, page=PAGE, site=SITE, language=language)


def text_of(items: list[DigestItem], *, more: int = 0, language: str = "en") -> str:
    return digest_text(items, more=more, page=PAGE, site=SITE, language=language)


@pytest.mark.parametrize("name", NAMES)
def test_golden_items_give_the_expected_html_and_text(name: str):
    language = "ru" if name.endswith("_ru") else "en"
    items = msgspec.json.decode((DATA / f"{name}.items.json").read_bytes(), type=list[DigestItem])
    for ending, made in (
        ("html", html_of(items, more=3, language=language)),
        ("txt", text_of(items, more=3, language=language)),
    ):
        expected = DATA / f"{name}.{ending}"
        if os.environ.get("FEEDSVC_TEST_WRITE_GOLDEN"):
            expected.write_text(made, encoding="utf-8")
        assert made == expected.read_text(encoding="utf-8")


def test_there_are_golden_items():
    assert {"of_a_week", "of_a_week_ru"} <= set(NAMES)


def test_a_picture_has_its_width_credit_and_alternative_text_and_an_absolute_address():
    path = "/pictures/" + "ab" * 16 + "-1200.jpg"
    image = Image(path, alt="A “river” & more", credit="© Hand / <Rivers>", width=1200, height=800)
    [picture] = lxml_html.fromstring(html_of([item(image=image)])).iter("img")
    assert dict(picture.attrib) == {
        "src": "https://news.example.org/pictures/" + "ab" * 16 + "-640.jpg",
        "alt": "A “river” & more",
        "width": "560",
        "height": "374",
        "style": "display:block;border:0;width:100%;height:auto",
    }
    assert "© Hand / <Rivers>" in text_of_html(html_of([item(image=image)]))


@pytest.mark.parametrize(
    ("width", "drawn"), [(None, "280"), (100, "100"), (400, "280"), (560, "560"), (4000, "560")]
)
def test_every_picture_says_how_wide_it_is_drawn(width: int | None, drawn: str):
    image = Image("https://example.org/a.png", width=width, height=None)
    [picture] = lxml_html.fromstring(html_of([item(image=image)])).iter("img")
    assert picture.get("width") == drawn
    assert picture.get("alt") == ""


def test_a_credit_without_a_picture_is_no_caption():
    assert "Agency" not in html_of([item(image=Image(credit="© Agency"))])


def test_each_entry_keeps_its_language_and_direction():
    items = [item("Новости", language="ru"), item("أخبار", language="ar")]
    rows = lxml_html.fromstring(html_of(items)).findall(".//tr[@lang]")
    assert {(row.get("lang"), row.get("dir")) for row in rows} == {("ru", "ltr"), ("ar", "rtl")}
    assert [row.get("lang") for row in rows if row.find(".//h2") is not None] == ["ru", "ar"]


def test_our_own_words_are_not_turned_round_in_a_text_from_right_to_left():
    page = html_of([item("أخبار", language="ar"), item("News")], more=3, language="ar")
    for said in ("5 news items", "More: 3 news items", "13 June 2026"):
        assert page.count(f'<span dir="ltr">{said}</span>') == 1
    assert 'dir="ltr">13' not in html_of([item("News")]), (
        "where everything runs that way nothing is said of it"
    )


def test_an_entry_without_a_summary_shows_the_beginning_of_its_text():
    long = item(content_html=f"<p>{'word ' * 400}</p><script>x</script>")
    assert text_of([long]).split("\n\n")[3].endswith("word…")
    assert len(text_of([long])) < 900


def test_the_entrys_own_page_is_linked_where_it_has_one():
    made = html_of([item(link="https://rivers.example.org/first?a=1&b=2"), item()])
    assert [each.get("href") for each in lxml_html.fromstring(made).iter("a")] == [
        "https://rivers.example.org/first?a=1&b=2",
        "https://news.example.org/entries/00000007-0000-4000-8000-000000000001/news",
    ]


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=80)


@given(st.lists(st.tuples(texts, texts, texts), max_size=5), st.integers(0, 9))
def test_no_text_breaks_out_of_the_html(said: list[tuple[str, str, str]], more: int):
    items = [
        item(
            title,
            summary=summary,
            kind=kind,
            place=kind,
            image=Image("https://example.org/a", alt=kind, credit=kind),
        )
        for title, summary, kind in said
    ]
    made = html_of(items, more=more)
    assert list(html_problems("digest", made)) == []
    tree = lxml_html.fragment_fromstring(made)
    assert [link.text_content() for link in tree.iter("a")][: len(items)] == [title for title, _, _ in said]
    assert {element.tag for element in tree.iter()} <= {"table", "tbody", "tr", "td", "p", "h2", "a", "img"}


@pytest.mark.parametrize("letter", ["x", "ж", "字", "&"])
@pytest.mark.parametrize("count", [1, 60, 400])
def test_a_digest_stays_under_100_kb_and_counts_what_is_more(letter: str, count: int):
    items = [item(letter * 400, n, summary=letter * 20_000, kind=letter * 200) for n in range(count)]
    fitting = that_fit(items, site=SITE)
    made = html_of(list(fitting), more=count - len(fitting))
    assert len(made.encode()) <= LARGEST < 100_000
    links = [link.text_content() for link in lxml_html.fromstring(made).iter("a")]
    if count > len(fitting):
        assert links[-1] == f"More: {count_of_news(count - len(fitting), 'en')}"
        assert len(links) == len(fitting) + 1
        assert len(made.encode()) > LARGEST * 0.85
    else:
        assert len(links) == count


def channel(**parts: str) -> Channel:
    return Channel(
        key="country=UZ;digest=weekly",
        address=ChannelAddress(country="UZ", digest=Period.WEEKLY, **parts),
        created=MOMENT,
        changed=1,
        changed_at=MOMENT,
    )


def shown(start: date, count: int = 1, *withdrawn: datetime) -> ShownDigest:
    span = Span(Period.WEEKLY, start)
    digest = Digest(span=span, closed=span.ends("UTC"), time_zone="UTC", number=9, lines=())
    items = tuple(item(f"Number {n}", n, summary="жж " * 200) for n in range(count))
    return ShownDigest(digest=digest, items=items, withdrawn=withdrawn)


def test_a_feed_leaves_out_what_would_make_it_too_large():
    weeks = [shown(date(2026, 6, 8), 200), *(shown(date(2026, 1, 5 + 7 * n), 200) for n in (3, 2, 1, 0))]
    document = digest_document(channel(), weeks * 3, site=SITE, fmt=Format.ATOM)
    assert 0 < sum(len(each.body_html.encode()) for each in document.entries) <= LARGEST_FEED
    assert len(document.entries) == 5


def test_a_digest_moves_its_updated_by_withdrawals_alone():
    gone = datetime(2026, 7, 1, 9, tzinfo=UTC)
    document = digest_document(
        channel(),
        [shown(date(2026, 6, 8), 1, gone), shown(date(2026, 6, 1), 1, gone), shown(date(2026, 5, 25))],
        site=SITE,
        fmt=Format.ATOM,
    )
    moments = [each.updated for each in document.entries]
    assert moments[0] == gone
    assert len(set(moments)) == 3
    assert document.updated >= gone
    assert [each.published for each in document.entries] == [
        datetime(2026, 6, 15, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    ]  # fmt: skip


def test_the_summary_is_the_plain_text_and_stays_where_bodies_are_left_out():
    week = shown(date(2026, 6, 8), 2)
    full = digest_document(channel(), [week], site=SITE, fmt=Format.RSS).entries[0]
    short = digest_document(channel(), [week], site=SITE, fmt=Format.RSS, summary_only=True).entries[0]
    assert full.summary == short.summary
    assert full.summary.startswith("2 news items\n\n1. Number 0\n\nOffice in Tashkent · 12 June 2026\n\n")
    assert short.body_html == ""


def test_the_feed_of_an_office_does_not_name_it_in_each_entry():
    week = shown(date(2026, 6, 8))
    of_country = digest_document(channel(), [week], site=SITE, fmt=Format.RSS)
    office = Office(slug="tashkent", names={"en": "Office in Tashkent"}, uuid=SITE.uuid, created=MOMENT)
    of_office = digest_document(replace(channel(), office=office), [week], site=SITE, fmt=Format.RSS)
    assert "Office in Tashkent" in of_country.entries[0].body_html
    assert "Office in Tashkent" in of_office.title
    assert "Office in Tashkent" not in of_office.entries[0].body_html
    assert of_country.title == "Uzbekistan – World of Rivers – weekly digest"
    assert of_country.subtitle == "News of each week: Uzbekistan – World of Rivers"


def test_a_digest_in_russian_is_titled_and_counted_in_russian():
    document = digest_document(
        channel(language="ru"), [shown(date(2026, 6, 8), 3)], site=SITE, fmt=Format.RSS
    )
    assert document.title == "Узбекистан – World of Rivers – дайджест за неделю – Русский"
    assert document.entries[0].title == "Неделя 24, 8–14 июня 2026 г."
    assert "3 новости" in document.entries[0].body_html
    assert replace(document.entries[0], body_html="").language == "ru"
