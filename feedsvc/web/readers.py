"""Where common readers of feeds take an address: the links that they themselves give for it."""

from collections.abc import Mapping
from urllib.parse import quote

READERS: Mapping[str, str] = {
    "Feedly": "https://feedly.com/i/subscription/feed/{}",
    "Inoreader": "https://www.inoreader.com/?add_feed={}",
    "NewsBlur": "https://www.newsblur.com/?url={}",
    "The Old Reader": "https://theoldreader.com/feeds/subscribe?url={}",
    "Feedbin": "https://feedbin.com/?subscribe={}",
}
BY_EMAIL: Mapping[str, str] = {
    "Blogtrottr": "https://blogtrottr.com/?subscribe={}",
    "Feedrabbit": "https://feedrabbit.com/subscriptions/new?url={}",
}


def links_to(services: Mapping[str, str], feed_url: str) -> list[tuple[str, str]]:
    """The name and the link of each service for a feed."""
    return [(name, link.format(quote(feed_url, safe=""))) for name, link in services.items()]


def link_to_program(feed_url: str) -> str:
    """What a reader on the same device is registered for."""
    return f"feed:{feed_url}"
