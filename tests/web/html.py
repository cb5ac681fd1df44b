"""What must hold of every HTML page, and how its links are found."""

import re
from itertools import pairwise

from lxml import html


def parse(text: str) -> html.HtmlElement:
    """The page as a tree; entities and nesting that a strict reader refuses are refused here."""
    assert text.startswith("<!doctype html>")
    return html.document_fromstring(text)


def check_page(text: str) -> html.HtmlElement:
    """One h1, language, title, description, landmarks, alternative texts, unique ids, no inline script."""
    page = parse(text)
    assert len(page.xpath("//h1")) == 1
    assert page.get("lang")
    assert page.xpath("string(//title)").strip()
    assert page.xpath("//meta[@name='description']/@content")[0].strip()
    assert page.xpath("//meta[@name='viewport']")
    assert all(page.xpath(f"//body/{landmark}") for landmark in ("header", "main", "footer"))
    assert page.xpath("//body/*[1][@href='#content']"), "the skip link comes first"
    assert not page.xpath("//img[not(@alt)]")
    assert not page.xpath("//*[@onclick] | //*[@style] | //style")
    # Data is no script; of scripts there are those alone that the policy of the page lets in.
    scripts = page.xpath("//script[not(@type='application/ld+json')]")
    assert all("/static/" in each.get("src", "") and not each.text for each in scripts)
    assert not page.xpath("//time[not(@datetime)]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    _check_order_of_headings(page)
    return page


def _check_order_of_headings(page: html.HtmlElement) -> None:
    levels = [int(each.tag[1]) for each in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def without_way_back(text: str) -> str:
    """The page without the address that the switch of languages comes back to: its own, as it was asked."""
    return re.sub(r'<input type="hidden" name="next" value="/[^"]*">', "", text)


def feeds_of(page: html.HtmlElement) -> list[str]:
    """The feeds that autodiscovery names, in their order."""
    found = page.xpath(
        "//head/link[@rel='alternate'][starts-with(@type, 'application/')]"
        "[not(contains(@type, 'oembed'))]/@href"
    )
    return [str(href) for href in found]


def links_of(page: html.HtmlElement) -> set[str]:
    """Every address that the page names."""
    return {str(href) for href in page.xpath("//a/@href | //link/@href | //img/@src")}
