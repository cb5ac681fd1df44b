"""What search engines ask for: the sitemap and robots.txt."""

from collections.abc import Iterable

from flask import Blueprint, Response

from feedsvc.core import urls
from feedsvc.core.channels import channel_key
from feedsvc.core.countries import country_codes
from feedsvc.core.errors import NotFound
from feedsvc.core.model import Site
from feedsvc.core.subscriptions import countries_of
from feedsvc.render.sitemap import MOST, Page, sitemap, sitemap_index
from feedsvc.store import Reader
from feedsvc.store.sitemap import part_of_sitemap, parts_of_sitemap
from feedsvc.web.addresses import path_prefix
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.room import reading, room

blueprint = Blueprint("crawling", __name__)
blueprint.after_request(let_pages_be_asked_again)

_CHANNELS = 0  # the part of the pages that are no entry's
# The rest of the site is open: crawlers poll feeds too, and must not be kept from them.
_NOT_CRAWLED = (
    *("/api/", "/editor", "/embed/", urls.OEMBED, urls.SEARCH, urls.LANGUAGE),
    *(urls.SIGN_IN, urls.SIGN_OUT, urls.PASSWORD),
)


@blueprint.get(urls.SITEMAP)
def whole() -> Response:
    """Every page of the site; where they are too many for one file, the files that list them."""
    with reading() as (reader, site):
        parts = parts_of_sitemap(reader, MOST)
        pages = [*_pages(reader, site), *_entries(reader, site, parts[:1])]
    if len(parts) > 1 or len(pages) > MOST:
        numbers = [_CHANNELS, *parts]
        return _xml(sitemap_index(site.base_url + urls.sitemap_path(each) for each in numbers))
    return _xml(sitemap(pages))


@blueprint.get("/sitemaps/<int:number>.xml")
def part(number: int) -> Response:
    """A part of the sitemap."""
    with reading() as (reader, site):
        pages = _pages(reader, site) if number == _CHANNELS else _entries(reader, site, [number])
    if not pages:
        raise NotFound("There is no such part of the sitemap.")
    return _xml(sitemap(pages))


@blueprint.get(urls.ROBOTS)
def robots() -> Response:
    """Which pages are no use to search engines, and where the others are listed (RFC 9309)."""
    base = room().settings.base_url
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path_prefix(base)}{path}" for path in _NOT_CRAWLED]
    lines += ["", f"Sitemap: {base}{urls.SITEMAP}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


def _pages(reader: Reader, site: Site) -> list[Page]:
    counts, offices = reader.channel_counts(), reader.offices()
    covered = {code for office in offices for code in countries_of(office)}
    countries = [c for c in country_codes() if c in covered or counts.get(channel_key(country=c))]
    paths = [
        "/",
        urls.SUBSCRIBE,
        *(urls.office_path(office.slug) for office in offices),
        *(urls.country_path(code) for code in countries),
        *(urls.topic_path(topic.slug) for topic in reader.topics()),
    ]
    return [(site.base_url + path, None) for path in paths]


def _entries(reader: Reader, site: Site, parts: Iterable[int]) -> list[Page]:
    return [
        (site.base_url + urls.entry_path(each.uuid, each.title), each.updated)
        for number in parts
        for each in part_of_sitemap(reader, number, MOST)
    ]


def _xml(body: bytes) -> Response:
    return Response(body, content_type="application/xml; charset=utf-8")
