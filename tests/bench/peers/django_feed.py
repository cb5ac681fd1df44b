"""Django's syndication framework with its cache, GZip and ConditionalGet middleware."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.wsgi import get_wsgi_application
from django.urls import path
from django.utils.feedgenerator import Atom1Feed

_MIDDLEWARE = "django.middleware"
if not settings.configured:
    settings.configure(
        SECRET_KEY="none",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        CACHE_MIDDLEWARE_SECONDS=3600,
        # In the order that Django's documentation of its middleware asks for.
        MIDDLEWARE=[
            f"{_MIDDLEWARE}.cache.UpdateCacheMiddleware",
            f"{_MIDDLEWARE}.gzip.GZipMiddleware",
            f"{_MIDDLEWARE}.http.ConditionalGetMiddleware",
            f"{_MIDDLEWARE}.cache.FetchFromCacheMiddleware",
        ],
    )
    django.setup(set_prefix=False)

Item = dict[str, Any]


class Summaries(Feed):
    """The feed without bodies."""

    feed_type = Atom1Feed
    title = "Office Tashkent"
    link = "/"
    subtitle = "News"

    def items(self) -> list[Item]:
        """The entries, as they lie in memory."""
        return list(json.loads(Path(os.environ["BENCH_ITEMS"]).read_text("utf-8")))

    def item_title(self, item: Item) -> str:
        """The title."""
        return str(item["title"])

    def item_description(self, item: Item) -> str:
        """The summary."""
        return str(item["summary"])

    def item_link(self, item: Item) -> str:
        """The address."""
        return str(item["link"])

    def item_guid(self, item: Item) -> str:
        """The id."""
        return str(item["id"])

    def item_pubdate(self, item: Item) -> datetime:
        """The date."""
        return datetime.fromisoformat(item["published"])

    def item_categories(self, item: Item) -> list[str]:
        """The categories."""
        return list(item["categories"])


urlpatterns = [path("feed.atom", Summaries())]
application = get_wsgi_application()
