"""What pages tell machines of themselves: OpenGraph (https://ogp.me/) and JSON-LD (https://schema.org/)."""

from collections.abc import Mapping
from typing import Any

from feedsvc.core.countries import country_name
from feedsvc.core.dates import rfc3339
from feedsvc.core.document import entry_url, site_url
from feedsvc.core.model import Entry, Image, Site
from feedsvc.core.wording import name_in
from feedsvc.web.feed_views import Shelf
from feedsvc.web.paging import published_of

Meta = tuple[tuple[str, str], ...]  # properties of OpenGraph and their values, in order
Data = Mapping[str, Any]


def entry_meta(entry: Entry, site: Site) -> Meta:
    """What OpenGraph has for an entry, beside what it has for every page."""
    updated = entry.updated or published_of(entry)
    return (
        ("og:type", "article"),
        ("article:published_time", rfc3339(published_of(entry))),
        ("article:modified_time", rfc3339(updated)),
        *_picture(entry.image, site),
    )


def _picture(image: Image | None, site: Site) -> Meta:
    if image is None or image.url is None:
        return ()
    given = {
        "og:image": site_url(image.url, site),
        "og:image:width": str(image.width or ""),
        "og:image:height": str(image.height or ""),
        "og:image:alt": image.alt,
    }
    return tuple((name, value) for name, value in given.items() if value)


def news_article(entry: Entry, shelf: Shelf) -> Data:
    """A released entry as a NewsArticle."""
    site, office = shelf.site, shelf.offices[entry.office]
    organisation = {"@type": "Organization", "name": site.name, "url": f"{site.base_url}/"}
    people = [_known({"@type": "Person", "name": each.name, "url": each.uri}) for each in entry.authors]
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "identifier": entry.id,
            "headline": entry.title,
            "description": entry.summary,
            "inLanguage": entry.language,
            "datePublished": rfc3339(published_of(entry)),
            "dateModified": rfc3339(entry.updated or published_of(entry)),
            "url": entry_url(entry, site),
            "mainEntityOfPage": entry_url(entry, site),
            "author": people or [organisation],
            "publisher": organisation,
            "sourceOrganization": {"@type": "Organization", "name": name_in(office.names, entry.language)},
            "image": _image_object(entry.image, site),
            "contentLocation": {"@type": "Place", "name": entry.place} if entry.place else None,
            "about": [
                {"@type": "Country", "name": country_name(code, entry.language), "identifier": code}
                for code in entry.countries
            ],
            "keywords": [name_in(shelf.topics[slug].names, entry.language) for slug in entry.topics],
            "isAccessibleForFree": True,
        }
    )


def _image_object(image: Image | None, site: Site) -> Data | None:
    if image is None or image.url is None:
        return None
    return _known(
        {
            "@type": "ImageObject",
            "url": site_url(image.url, site),
            "width": image.width,
            "height": image.height,
            "description": image.alt,
            "creditText": image.credit,
        }
    )


def _known(given: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in given.items() if value not in (None, "", [])}
