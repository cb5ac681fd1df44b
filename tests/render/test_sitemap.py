"""Sitemaps."""

from datetime import UTC, datetime

from lxml import etree

from feedsvc.render.sitemap import sitemap, sitemap_index

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_a_page_has_its_address_and_the_time_of_its_change_where_that_is_known() -> None:
    moment = datetime(2026, 6, 1, 9, tzinfo=UTC)
    root = etree.fromstring(sitemap([("https://e.org/a?b&c", moment), ("https://e.org/", None)]))
    assert etree.QName(root).localname == "urlset"
    assert root.xpath("//s:url/s:loc/text()", namespaces=SPACE) == ["https://e.org/a?b&c", "https://e.org/"]
    assert root.xpath("//s:lastmod/text()", namespaces=SPACE) == ["2026-06-01T09:00:00Z"]


def test_an_index_names_the_parts() -> None:
    root = etree.fromstring(sitemap_index(["https://e.org/sitemaps/0.xml"]))
    assert etree.QName(root).localname == "sitemapindex"
    assert root.xpath("/s:sitemapindex/s:sitemap/s:loc/text()", namespaces=SPACE) == [
        "https://e.org/sitemaps/0.xml"
    ]
