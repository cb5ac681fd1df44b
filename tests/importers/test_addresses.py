"""Addresses made absolute and ASCII."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.text import web_url_problem
from feedsvc.core.urls import id_from_source
from feedsvc.importers.addresses import absolute_url, imported_id

BASE = "https://river.example/en/news/"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://x.example/a", "https://x.example/a"),
        (" https://x.example/a\n", "https://x.example/a"),
        ("https://x.exa\nmple/a", "https://x.example/a"),
        ("a.html", "https://river.example/en/news/a.html"),
        ("../a.html", "https://river.example/en/a.html"),
        ("/a", "https://river.example/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("?page=2&x=й", "https://river.example/en/news/?page=2&x=%D0%B9"),
        ("/a b|c", "https://river.example/a%20b%7Cc"),
        ("/already%20so", "https://river.example/already%20so"),
        ("https://пример.example/путь", "https://xn--e1afmkfd.example/%D0%BF%D1%83%D1%82%D1%8C"),
        ("javascript:alert(1)", None),
        ("mailto:a@x.example", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://" + "a" * 2000, None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_means_an_absolute_url_or_nothing(address, meant):
    assert absolute_url(address, BASE) == meant


def test_a_relative_address_without_a_base_is_nothing():
    assert absolute_url("a.html") is None


@given(st.text(max_size=60), st.sampled_from(["", BASE, "https://x.example", "nonsense"]))
def test_any_text_is_a_sound_url_or_nothing(address, base):
    made = absolute_url(address, base)

    assert made is None or web_url_problem(made) is None
    assert made is None or absolute_url(made) == made


@pytest.mark.parametrize(
    ("guid", "stays"),
    [
        ("https://x.example/1", True),
        ("tag:x.example,2024:1", True),
        ("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", True),
        ("17", False),
        ("https://x.example/й", False),
        ("/relative", False),
    ],
)
def test_a_guid_stays_the_id_where_it_is_an_absolute_iri_in_ascii(guid, stays):
    assert imported_id(guid, source="https://x.example/feed") == (
        guid if stays else id_from_source("https://x.example/feed", guid)
    )
