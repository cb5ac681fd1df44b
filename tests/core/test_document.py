"""From a channel and its entries to a feed that is in no format yet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html as lxml_html

from feedsvc.core.document import channel_title, entry_url, feed_document, feed_entry, site_url
from feedsvc.core.feed import Category, RelatedLink
from feedsvc.core.model import Enclosure, Format, Image, Person, Status, Tombstone, Translation
from feedsvc.core.urls import feed_id
from tests.core.samples import (
    BORN,
    ENTRY_UUID,
    OFFICES,
    SITE,
    SITE_UUID,
    TOPICS,
    channel,
    entry,
    in_status,
    site_with,
)

OWN_PAGE = f"https://example.org/news/entries/{ENTRY_UUID}"


def document(address=None, entries=(), *, site=SITE, fmt=Format.ATOM, **others):
    return feed_document(
        channel(**address or {}), entries, site=site, fmt=fmt, offices=OFFICES, topics=TOPICS, **others
    )


def made(stored=None, *, site=SITE, **others):
    return feed_entry(stored or entry(), site=site, offices=OFFICES, topics=TOPICS, **others)


TITLES = [
    ({}, "en", "World of Rivers"),
    ({"language": "ru"}, "ru", "World of Rivers – Русский"),
    ({"office": "moscow"}, "en", "Office in Moscow"),
    ({"office": "moscow"}, "ru", "Бюро в Москве"),
    ({"office": "moscow"}, "fr", "Office in Moscow"),
    ({"country": "UZ"}, "en", "Uzbekistan – World of Rivers"),
    ({"country": "UZ"}, "ru", "Узбекистан – World of Rivers"),
    ({"topic": "work"}, "ru", "Труд – World of Rivers"),
    ({"office": "moscow", "country": "UZ"}, "en", "Office in Moscow – Uzbekistan"),
    ({"office": "moscow", "topic": "work"}, "ru", "Бюро в Москве – Труд"),
    ({"country": "UZ", "topic": "work"}, "en", "Uzbekistan – Work – World of Rivers"),
]


@pytest.mark.parametrize(("address", "language", "title"), TITLES)
def test_a_channel_is_titled_in_a_language(address, language, title):
    assert channel_title(channel(**address), SITE, language) == title


@pytest.mark.parametrize(
    ("address", "language", "title", "subtitle"),
    [
        ({}, "en", "World of Rivers", "News: World of Rivers"),
        ({"office": "moscow"}, "en", "Office in Moscow", "News: Office in Moscow"),
        ({"office": "moscow", "language": "ru"}, "ru", "Бюро в Москве – Русский", "Новости: Бюро в Москве"),
        (
            {"country": "UZ", "language": "ru"},
            "ru",
            "Узбекистан – World of Rivers – Русский",
            "Новости: Узбекистан",
        ),
    ],
)
def test_a_feed_speaks_its_channels_language_else_the_sites(address, language, title, subtitle):
    feed = document(address)
    assert (feed.language, feed.title, feed.subtitle) == (language, title, subtitle)
    assert feed.one_language == ("language" in address)


def test_the_language_of_the_site_is_the_first_of_its_languages():
    assert document(site=site_with(languages=("ru", "en"))).language == "ru"


@pytest.mark.parametrize("fmt", Format)
def test_a_feed_knows_its_own_address_and_its_page(fmt):
    feed = document({"country": "UZ", "language": "ru"}, fmt=fmt)
    assert feed.self_url == f"https://example.org/news/feeds/countries/uz.ru.{fmt}"
    assert feed.page_url == "https://example.org/news/countries/uz"
    short = document({"country": "UZ", "language": "ru"}, fmt=fmt, summary_only=True)
    assert short.self_url == feed.self_url + "?content=summary"


def test_a_feed_has_one_id_in_every_format_made_of_the_channels_key():
    ids = {document(fmt=fmt, summary_only=short).id for fmt in Format for short in (False, True)}
    assert ids == {feed_id(SITE_UUID, "all")}


def test_a_feed_names_its_publisher_and_whom_to_write_to():
    assert (document().publisher, document().contact_email) == ("World of Rivers", "news@example.org")


MORNING, NOON, EVENING = (datetime(2026, 6, 1, hour, tzinfo=UTC) for hour in (9, 12, 18))


@pytest.mark.parametrize(
    ("updated", "withdrawn", "greatest"),
    [
        ((), (), BORN),
        ((MORNING,), (), MORNING),
        ((MORNING, EVENING, NOON), (), EVENING),
        ((NOON,), (MORNING,), NOON),
        ((MORNING,), (NOON, EVENING), EVENING),
        ((), (MORNING,), MORNING),
    ],
)
def test_a_feed_was_updated_at_the_greatest_moment_in_it(updated, withdrawn, greatest):
    entries = [entry(updated=moment) for moment in updated]
    stones = [Tombstone("urn:x:1", moment, "Wrong.") for moment in withdrawn]
    feed = document(entries=entries, tombstones=stones)
    assert feed.updated == greatest
    assert feed.tombstones == tuple(stones)


def test_entries_stay_in_the_order_given():
    feed = document(entries=[entry("B", updated=MORNING), entry("A", updated=EVENING), entry("C")])
    assert [each.title for each in feed.entries] == ["B", "A", "C"]


def test_equal_entries_make_equal_documents():
    assert document(entries=[entry(topics=("work",))]) == document(entries=[entry(topics=("work",))])


def test_an_entry_keeps_its_id_language_texts_and_times():
    stored = entry(
        "Title",
        language="ru",
        summary="Summary",
        kind="Press release",
        place="Tashkent",
        updated=NOON,
        published=MORNING,
    )
    entry_made = made(stored)
    names = ("id", "title", "language", "summary", "kind", "place", "published", "updated")
    assert all(getattr(entry_made, name) == getattr(stored, name) for name in names)
    assert entry_made.publisher == "Бюро в Москве"


@pytest.mark.parametrize("missing", ["published", "updated"])
def test_an_entry_without_times_stands_in_no_feed(missing):
    with pytest.raises(ValueError, match="is not released"):
        made(replace(entry(), **{missing: None}))
    with pytest.raises(ValueError, match="is not released"):
        made(in_status(Status.DRAFT))


def test_an_entry_leads_to_the_organisations_page_else_to_ours():
    linked = entry("A title", link="https://www.example.org/a")
    assert entry_url(linked, SITE) == made(linked).url == "https://www.example.org/a"
    assert entry_url(entry("A title"), SITE) == made(entry("A title")).url == f"{OWN_PAGE}/a-title"


def test_an_entry_that_names_no_author_is_the_sites():
    assert made().authors == (Person("World of Rivers"),)
    ada = (Person("Ada", "ada@example.org"),)
    assert made(entry(authors=ada)).authors == ada


@pytest.mark.parametrize(
    ("language", "office", "country", "topic"),
    [("en", "Office in Moscow", "Uzbekistan", "Work"), ("ru", "Бюро в Москве", "Узбекистан", "Труд")],
)
def test_office_countries_and_topics_are_categories_labelled_in_the_entrys_language(
    language, office, country, topic
):
    entry_made = made(entry(language=language, countries=("UZ",), topics=("work",)))
    assert entry_made.categories == (
        Category(term="moscow", scheme="https://example.org/news/offices", label=office),
        Category(term="UZ", scheme="https://example.org/news/countries", label=country),
        Category(term="work", scheme="https://example.org/news/topics", label=topic),
    )


def test_translations_are_links_in_their_language_to_their_own_pages():
    siblings = (
        Translation(language="ru", uuid=ENTRY_UUID, title="Труд"),
        Translation(language="fr", uuid="x", title="Travail", link="https://www.example.org/fr"),
    )
    assert made(entry(translations=siblings)).translations == (
        RelatedLink(href=f"{OWN_PAGE}/trud", language="ru", type="text/html", title="Труд"),
        RelatedLink(href="https://www.example.org/fr", language="fr", type="text/html", title="Travail"),
    )


@pytest.mark.parametrize(
    ("base_url", "stored", "absolute"),
    [
        ("https://example.org", "/pictures/a.png", "https://example.org/pictures/a.png"),
        ("https://example.org/news", "/pictures/a.png", "https://example.org/news/pictures/a.png"),
        ("https://example.org/news", "https://cdn.example/a.png", "https://cdn.example/a.png"),
    ],
)
def test_a_path_of_the_site_becomes_absolute(base_url, stored, absolute):
    site = site_with(base_url=base_url)
    files = entry(image=Image(stored), enclosures=(Enclosure(stored, "image/png", 7, "A"),))
    entry_made = made(files, site=site)
    assert site_url(stored, site) == absolute
    assert entry_made.image == Image(absolute)
    assert entry_made.enclosures == (Enclosure(absolute, "image/png", 7, "A"),)
    assert f'src="{absolute}"' in entry_made.body_html


PICTURE = Image("/pictures/a.png", "A river", "© Ada", 640, 480, "image/png", 1000)
FIGURE = (
    '<figure><img src="https://example.org/news/pictures/a.png" alt="A river" width="640" height="480">'
    "\n<figcaption>© Ada</figcaption></figure>"
)
BODIES = [
    ("neither body nor picture", {"summary": "S"}, ""),
    ("a body", {"summary": "S", "content_html": "<p>B</p>"}, "<p>B</p>"),
    ("a picture and a body", {"image": PICTURE, "content_html": "<p>B</p>"}, f"{FIGURE}\n<p>B</p>"),
    ("a picture and a summary", {"image": PICTURE, "summary": "S\n\nT"}, f"{FIGURE}\n<p>S</p>\n<p>T</p>"),
    ("a picture alone", {"image": PICTURE}, FIGURE),
    ("a credit alone", {"image": Image(credit="© Ada"), "summary": "S"}, ""),
    ("a credit and a body", {"image": Image(credit="© Ada"), "content_html": "<p>B</p>"}, "<p>B</p>"),
    (
        "a picture of which nothing is known",
        {"image": Image("https://cdn.example/a.png")},
        '<figure><img src="https://cdn.example/a.png" alt=""></figure>',
    ),
]


@pytest.mark.parametrize(("fields", "body"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_a_body_holds_the_picture_with_its_credit_before_the_text(fields, body):
    assert made(entry(**fields)).body_html == body
    assert made(entry(**fields), summary_only=True).body_html == ""


def test_a_feed_of_summaries_keeps_the_picture_beside_the_body():
    feed = document(entries=[entry(image=PICTURE, content_html="<p>B</p>")], summary_only=True)
    assert feed.entries[0].body_html == ""
    assert feed.entries[0].image == replace(PICTURE, url="https://example.org/news/pictures/a.png")


def test_texts_of_a_picture_cannot_break_out_of_the_body():
    hostile = "\"><script>alert('1')</script>&amp;"
    picture = Image("https://cdn.example/a.png?x=1&y=2", hostile, hostile)
    body = made(entry(image=picture)).body_html
    [figure] = lxml_html.fragments_fromstring(body)
    assert [each.tag for each in figure.iter()] == ["figure", "img", "figcaption"]
    assert figure[0].get("src") == picture.url
    assert figure[0].get("alt") == figure[1].text == hostile


def test_times_in_a_feed_are_whole_seconds():
    stored = entry(updated=NOON + timedelta(microseconds=5), published=MORNING + timedelta(microseconds=5))
    assert (made(stored).published, made(stored).updated) == (MORNING, NOON)


def test_a_picture_that_the_text_shows_already_is_not_shown_twice():
    text = '<p>Text</p><img src="https://example.org/a.png?x=1&amp;y=2" alt="">'
    image = Image("https://example.org/a.png?x=1&y=2", credit="© Ada")
    shown = made(entry(content_html=text, image=image))
    assert shown.body_html == text + "\n<p><small>© Ada</small></p>"
    credited = text + "<p>© Ada</p>"
    assert made(entry(content_html=credited, image=image)).body_html == credited


def test_an_entry_without_a_summary_has_the_beginning_of_its_text_for_one():
    body = f"<p>{'word ' * 100}</p>"
    shown = made(entry(summary="", content_html=body), summary_only=True)
    assert shown.summary.startswith("word word")
    assert shown.summary.endswith("…")
    assert len(shown.summary) <= 300
    assert made(entry(summary="", content_html="")).summary == ""
