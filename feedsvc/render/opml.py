"""A list of feeds in OPML 2.0 (http://opml.org/spec2.opml)."""

from lxml import etree

from feedsvc.core.outlines import FeedList, Outline

OPML_TYPE = "text/x-opml; charset=utf-8"


def opml(feeds: FeedList) -> bytes:
    """The list in UTF-8. Equal lists give equal bytes: it bears no date, which the format allows."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = feeds.title
    body = etree.SubElement(root, "body")
    for outline in feeds.outlines:
        _put(body, outline)
    for group in feeds.groups:
        parent = etree.SubElement(body, "outline", text=group.title, title=group.title)
        for outline in group.outlines:
            _put(parent, outline)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _put(parent: etree._Element, outline: Outline) -> None:
    # The specification knows the type "rss" alone, whatever the feed's format, and readers go by it.
    element = etree.SubElement(
        parent,
        "outline",
        text=outline.title,
        title=outline.title,
        type="rss",
        xmlUrl=outline.feed_url,
        htmlUrl=outline.page_url,
    )
    if outline.language:
        element.set("language", outline.language)
