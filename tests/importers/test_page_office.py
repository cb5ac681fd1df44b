"""The office that a page is of, as its first paragraph says it."""

import pytest

from feedsvc.core.errors import UnreadableFile
from feedsvc.core.model import FormerName
from feedsvc.importers.page import read_page
from tests.importers.pages import Countries, capital_of, read

ITEM = "\n\n1. Title\n\n12 June 2020\n"
RUSSIAN_ITEM = "\n\n1. Заголовок\n\n12 июня 2020 г.\n"


def office_of(paragraph, item=ITEM, office=None):
    return read(paragraph + item, office=office).office


def test_the_whole_paragraph_is_read():
    paragraph = (
        "The Grain Office for all Asia (formerly called the Grain Post; the new name designated in May 2010)"
        " has worked in Moscow since 1959. The Office coordinates work in three countries:"
        " Uzbekistan, Russian Federation and Armenia."
    )

    office = office_of(paragraph)

    assert (office.slug, office.city, office.country, office.since) == ("moscow", "Moscow", "RU", 1959)
    assert office.names == {"en": "Grain Office for all Asia"}
    assert office.former_names == (FormerName("Grain Post", "2010-05"),)
    assert office.descriptions == {"en": paragraph}
    assert office.countries == ("UZ", "RU", "AM")
    assert office.languages == ("en",)
    assert office.time_zone is None


@pytest.mark.parametrize(
    ("paragraph", "name", "since"),
    [
        ("The Grain Office has worked in Moscow since 1959.", "Grain Office", 1959),
        ("Grain Office has operated in Moscow since May 1959.", "Grain Office", 1959),
        ("The Grain Office has been based in Moscow.", "Grain Office", None),
        ("The Grain Office (GO) is located in Moscow, Russia.", "Grain Office (GO)", None),
        ("The Grain Office, based in Moscow, covers nine countries.", "Grain Office", None),
        ("The Grain Office, which is based in Moscow since 1959, has ten desks.", "Grain Office", 1959),
        ("Since 1959, the Grain Office has worked in Moscow.", "Grain Office", 1959),
        ("The Grain Office works in Moscow. The Director has since 2015 been Ms X.", "Grain Office", None),
    ],
)
def test_an_office_is_read_from_other_wordings(paragraph, name, since):
    office = office_of(paragraph)

    assert (office.slug, office.names["en"], office.since) == ("moscow", name, since)
    assert office.former_names == ()


@pytest.mark.parametrize(
    ("words", "former"),
    [
        (
            "(formerly called the Grain Post; the new name designated in April 2010)",
            FormerName("Grain Post", "2010-04"),
        ),
        ("(formerly the Grain Post; renamed in 2010)", FormerName("Grain Post", "2010")),
        (
            "(previously known as the Grain Post (Moscow), until 2010)",
            FormerName("Grain Post (Moscow)", "2010"),
        ),
        ("(formerly Grain Post)", FormerName("Grain Post")),
        ("(former name: Grain Post, the new name since last year)", FormerName("Grain Post")),
        (", formerly called the Grain Post,", FormerName("Grain Post")),
    ],
)
def test_a_former_name_is_kept_with_the_time_of_the_change(words, former):
    glue = "" if words.startswith(",") else " "

    office = office_of(f"The Grain Office{glue}{words} has worked in Moscow since 1959.")

    assert office.former_names == (former,)
    assert office.names == {"en": "Grain Office"}


def test_a_former_name_that_is_left_empty_is_none():
    assert office_of("The Grain Office (formerly called) has worked in Moscow.").former_names == ()


@pytest.mark.parametrize(
    ("said", "countries"),
    [
        ("The Office coordinates work in ten countries: Armenia, Belarus and Georgia.", ("AM", "BY", "GE")),
        ("Its work is in 3 countries: Armenia, Belarus, and Georgia. Not Kazakhstan.", ("AM", "BY", "GE")),
        ("It covers the following countries: Belarus; Armenia; Russian Federation.", ("BY", "AM", "RU")),
        ("The Office serves Georgia and Armenia.", ("GE", "AM")),
        ("It is responsible for one country: Georgia", ("GE",)),
        ("The countries of the Office are to be named: soon. It covers Georgia.", ("GE",)),
        ("It covers many countries.", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_the_countries_come_in_the_order_of_the_page(said, countries):
    assert office_of(f"The Grain Office has worked in Moscow since 1959. {said}").countries == countries


@pytest.mark.parametrize(
    ("text", "city", "slug"),
    [
        ("Dar es Salaam, Tanzania.", "Dar es Salaam", "dar-es-salaam"),
        ("St. Petersburg since 1990", "St. Petersburg", "st-petersburg"),
        ("New York and Geneva", "New York", "new-york"),
        ("Chișinău", "Chișinău", "chisinau"),
        ("Port of the river", "Port", "port"),
    ],
)
def test_the_slug_is_made_from_the_city(text, city, slug):
    office = office_of(f"The Grain Office has worked in {text}")

    assert (office.city, office.slug, office.country) == (city, slug, None)


def test_the_russian_paragraph_is_read_with_the_english_name_of_its_capital():
    paragraph = (
        "Зерновое бюро (прежнее название — Зерновой пост; новое название принято в апреле 2015 года) работает"
        " в Ташкенте с 1994 года. Бюро координирует деятельность в двух странах: Казахстан и Узбекистан."
    )

    office = office_of(paragraph, RUSSIAN_ITEM)

    assert (office.slug, office.city, office.country, office.since) == ("tashkent", "Tashkent", "UZ", 1994)
    assert office.names == {"ru": "Зерновое бюро"}
    assert office.former_names == (FormerName("Зерновой пост", "2015-04"),)
    assert office.descriptions == {"ru": paragraph}
    assert office.countries == ("KZ", "UZ")
    assert office.languages == ("ru",)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Зерновое бюро с 1994 года работает в Москве и охватывает Казахстан.",
        "Зерновое бюро (ранее называлось Пост) работает в г. Москве с мая 1994 г. Оно обслуживает Казахстан.",
        "Зерновое бюро расположено в городе Москве с 1994 года и отвечает за следующие страны: Казахстан.",
    ],
)
def test_other_russian_wordings_are_read(paragraph):
    office = office_of(paragraph, RUSSIAN_ITEM)

    assert (office.slug, office.names["ru"], office.since) == ("moscow", "Зерновое бюро", 1994)
    assert office.countries == ("KZ",)


def test_the_country_of_a_russian_city_is_looked_for_in_its_own_case():
    countries = Countries()
    page = "Зерновое бюро работает в Ташкенте." + RUSSIAN_ITEM

    read_page(
        page.encode(),
        office=None,
        language=None,
        country_codes=countries,
        capital_of=capital_of,
        site_languages=("ru",),
    )

    assert countries.asked[0] == "в Ташкенте"


def test_a_russian_city_without_a_known_country_needs_the_option():
    paragraph = "Зерновое бюро работает в Урюпинске с 1994 года."

    with pytest.raises(UnreadableFile, match="give --office SLUG"):
        office_of(paragraph, RUSSIAN_ITEM)
    office = office_of(paragraph, RUSSIAN_ITEM, office="uryupinsk")

    assert (office.slug, office.city, office.country, office.since) == ("uryupinsk", "", None, 1994)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Grain Office",
        "Mr Brown has worked in Moscow since 1959.",
        "The Grain Office has worked in ten countries.",
        "The Grain Office has worked in Moscow. " + "Very much. " * 500,
    ],
)
def test_without_an_office_paragraph_the_option_is_needed_and_named(header):
    with pytest.raises(UnreadableFile, match="give --office SLUG"):
        office_of(header)

    reading = read(header + ITEM, office="grain")

    assert reading.office is None
    assert reading.items[0].draft.office == "grain"


def test_the_option_wins_over_the_city_and_the_paragraph_is_still_read():
    reading = read("The Grain Office has worked in Moscow since 1959." + ITEM, office="grain-hq")

    assert (reading.office.slug, reading.office.city, reading.office.since) == ("grain-hq", "Moscow", 1959)
    assert reading.items[0].draft.office == "grain-hq"


def test_an_empty_option_is_no_option():
    assert office_of("The Grain Office has worked in Moscow." + ITEM, office="").slug == "moscow"


def test_headings_right_above_the_paragraph_are_no_part_of_it():
    office = office_of("Grain Office\nHome page\nThe Grain Office for\nAsia has worked in Moscow since 1959.")

    assert office.names == {"en": "Grain Office for Asia"}
    assert office.descriptions == {"en": "The Grain Office for Asia has worked in Moscow since 1959."}


def test_a_second_line_that_begins_with_the_does_not_hide_the_first():
    office = office_of("Grain Office has worked in Moscow since 1959.\nThe Office covers Georgia.")

    assert office.names == {"en": "Grain Office"}
    assert office.countries == ("GE",)


def test_the_first_paragraph_that_speaks_of_an_office_is_taken():
    office = office_of("News\n\nThe Grain Office works in Tbilisi.\n\nThe Salt Office works in Moscow.")

    assert office.slug == "tbilisi"


def test_an_office_is_not_looked_for_in_entries():
    with pytest.raises(UnreadableFile, match="--office"):
        read(ITEM + "\nThe Grain Office works in Tbilisi.", office=None)
