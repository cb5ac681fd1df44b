"""Django's feed generator doing the work of a full feed: body, picture and credit too."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed

from feedsvc.render.extensions import DC, MEDIA

Item = dict[str, Any]


class FullFeed(Atom1Feed):
    """Atom with what Django's own has no place for."""

    def root_attributes(self) -> dict[str, str]:
        """The namespaces too."""
        return {**super().root_attributes(), "xmlns:dc": DC, "xmlns:media": MEDIA}

    def add_item_elements(self, handler: Any, item: Item) -> None:
        """The entry with body, place, kind, publisher and picture."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["body"], {"type": "html"})
        handler.addQuickElement("dc:publisher", item["publisher"])
        handler.addQuickElement("dc:type", item["kind"])
        handler.addQuickElement("dc:coverage", item["place"])
        picture = item["picture"]
        handler.startElement("media:content", {key: str(picture[key]) for key in ("url", "type", "width")})
        handler.addQuickElement("media:description", picture["alt"], {"type": "plain"})
        handler.addQuickElement("media:credit", picture["credit"])
        handler.endElement("media:content")


def rendered(items: list[Item]) -> bytes:
    """The feed of entries given as plain dicts."""
    feed = FullFeed(
        title="Office Tashkent",
        link="https://news.example.org/offices/tashkent",
        description="News",
        feed_url="https://news.example.org/feeds/offices/tashkent.atom",
        language="en",
    )
    for item in items:
        moment = datetime.fromisoformat(item["published"])
        feed.add_item(
            title=item["title"],
            link=item["link"],
            description=item["summary"],
            unique_id=item["id"],
            unique_id_is_permalink=False,
            author_name="World of Rivers",
            pubdate=moment,
            updateddate=moment,
            categories=item["categories"],
            **{key: item[key] for key in ("body", "publisher", "kind", "place", "picture")},
        )
    return str(feed.writeString("utf-8")).encode()
