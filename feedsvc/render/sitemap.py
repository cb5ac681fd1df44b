"""Sitemaps (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from feedsvc.core.dates import rfc3339

MOST = 50_000  # addresses in one file; with the length of ours it stays far below the 50 MB
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Page = tuple[str, datetime | None]  # an absolute URL, and when what it shows last changed


def sitemap(pages: Iterable[Page]) -> bytes:
    """The pages of a site, or of a part of it."""
    return _document("urlset", "url", pages)


def sitemap_index(urls: Iterable[str]) -> bytes:
    """The sitemaps of a site that needs several."""
    return _document("sitemapindex", "sitemap", ((url, None) for url in urls))


def _document(root_tag: str, tag: str, pages: Iterable[Page]) -> bytes:
    root = etree.Element(root_tag, xmlns=_NAMESPACE)
    for url, changed in pages:
        element = etree.SubElement(root, tag)
        etree.SubElement(element, "loc").text = url
        if changed is not None:
            etree.SubElement(element, "lastmod").text = rfc3339(changed)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
