"""From a channel and its entries to a FeedDocument: titles, links, `updated`, bodies with pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from feedsvc.core import urls
from feedsvc.core.countries import country_name
from feedsvc.core.dates import whole_second
from feedsvc.core.feed import Category, FeedDocument, FeedEntry, History, RelatedLink
from feedsvc.core.model import (
    Channel,
    Enclosure,
    Entry,
    Format,
    Image,
    Office,
    Person,
    Site,
    Tombstone,
    Topic,
    shallow_dict,
)
from feedsvc.core.text import excerpt, html_of_paragraphs, text_of_html
from feedsvc.core.wording import language_name, name_in, say

# Characters of the summary that an entry without one gets from its text: feeds without full texts
# would say nothing of it, and feedparser takes the picture's description then.
_EXCERPT = 300


def feed_document(
    channel: Channel,
    entries: Sequence[Entry],
    *,
    site: Site,
    fmt: Format,
    offices: Mapping[str, Office],
    topics: Mapping[str, Topic],
    tombstones: Sequence[Tombstone] = (),
    summary_only: bool = False,
) -> FeedDocument:
    """The feed of a channel. `entries` come in the feed's order; `offices` and `topics` are by slug
    and hold at least those that the entries name."""
    language = channel.address.language or site.language
    made = tuple(
        feed_entry(entry, site=site, offices=offices, topics=topics, summary_only=summary_only)
        for entry in entries
    )
    moments = [entry.updated for entry in made] + [stone.when for stone in tombstones]
    return FeedDocument(
        id=urls.feed_id(site.uuid, channel.key),
        title=channel_title(channel, site, language),
        subtitle=say("news_of", language, names=_names(channel, language) or site.name),
        language=language,
        one_language=channel.address.language is not None,
        self_url=site.base_url + urls.feed_path(channel.address, fmt, summary_only=summary_only),
        page_url=site.base_url + urls.page_path(channel.address),
        updated=max(moments, default=channel.created),
        publisher=site.name,
        contact_email=site.contact_email,
        entries=made,
        tombstones=tuple(tombstones),
        history=_history(channel, site, fmt, summary_only),
    )


def _history(channel: Channel, site: Site, fmt: Format, summary_only: bool) -> History:
    """The last sealed page names the one that is to follow: it need not change when that is sealed."""

    def url(page: int | None) -> str:
        address = replace(channel.address, archive=page)
        return site.base_url + urls.feed_path(address, fmt, summary_only=summary_only)

    number = channel.address.archive
    if number is None:
        return History(previous=url(channel.pages) if channel.pages else None)
    return History(current=url(None), previous=url(number - 1) if number > 1 else None, next=url(number + 1))


def channel_title(channel: Channel, site: Site, language: str) -> str:
    """The title of a channel for people: its parts' names, or the site's; a part that is no office
    is followed by the site's name, and one language by its own, since a reader's list shows the
    title alone."""
    names = _names(channel, language)
    parts = [names, "" if names and channel.office else site.name]
    if channel.address.digest:
        parts.append(say(channel.address.digest, language))
    if channel.address.language:
        parts.append(language_name(channel.address.language))
    return " – ".join(part for part in parts if part)


def _names(channel: Channel, language: str) -> str:
    country = channel.address.country
    parts = [
        name_in(channel.office.names, language) if channel.office else "",
        country_name(country, language) if country else "",
        name_in(channel.topic.names, language) if channel.topic else "",
    ]
    return " – ".join(part for part in parts if part)


def entry_url(entry: Entry, site: Site) -> str:
    """Where a feed sends the reader of an entry: the organisation's own page of it, else ours."""
    return entry.link or site.base_url + urls.entry_path(entry.uuid, entry.title)


def site_url(url: str, site: Site) -> str:
    """A stored URL made absolute: one that begins with "/" is a path of this site."""
    return site.base_url + url if url.startswith("/") else url


def feed_entry(
    entry: Entry,
    *,
    site: Site,
    offices: Mapping[str, Office],
    topics: Mapping[str, Topic],
    summary_only: bool = False,
) -> FeedEntry:
    """A released entry made ready for a feed."""
    if entry.published is None or entry.updated is None:
        raise ValueError(f"entry {entry.uuid} is not released")
    image = _absolute_image(entry.image, site)
    return FeedEntry(
        id=entry.id,
        url=entry_url(entry, site),
        title=entry.title,
        language=entry.language,
        published=whole_second(entry.published),
        updated=whole_second(entry.updated),
        summary=entry.summary or excerpt(text_of_html(entry.content_html), _EXCERPT),
        body_html="" if summary_only else _body(entry, image),
        authors=entry.authors or (Person(site.name),),
        categories=tuple(_categories(entry, site, offices, topics)),
        image=image,
        enclosures=tuple(_absolute_enclosure(each, site) for each in entry.enclosures),
        kind=entry.kind,
        place=entry.place,
        publisher=name_in(offices[entry.office].names, entry.language),
        translations=tuple(_translation_links(entry, site)),
    )


def _body(entry: Entry, image: Image | None) -> str:
    """Readers and mail mergers take the body for everything, so the picture and its visible credit
    stand in it too (feeds.md). An entry of a summary alone has no body beyond it."""
    if image is None or image.url is None:
        return entry.content_html
    if not _shows(entry.content_html, image.url):
        text = entry.content_html or html_of_paragraphs(entry.summary)
        return "\n".join(part for part in (_figure(image), text) if part)
    if image.credit and image.credit not in text_of_html(entry.content_html):
        return f"{entry.content_html}\n<p><small>{escape(image.credit, quote=False)}</small></p>"
    return entry.content_html


def _shows(content_html: str, url: str) -> bool:
    return f'src="{escape(url)}"' in content_html


def _figure(image: Image) -> str:
    size = "".join(
        f' {name}="{value}"' for name, value in (("width", image.width), ("height", image.height)) if value
    )
    caption = f"\n<figcaption>{escape(image.credit, quote=False)}</figcaption>" if image.credit else ""
    return f'<figure><img src="{escape(image.url or "")}" alt="{escape(image.alt)}"{size}>{caption}</figure>'


def _absolute_image(image: Image | None, site: Site) -> Image | None:
    if image is None or image.url is None:
        return image
    return Image(**{**shallow_dict(image), "url": site_url(image.url, site)})


def _absolute_enclosure(enclosure: Enclosure, site: Site) -> Enclosure:
    return Enclosure(**{**shallow_dict(enclosure), "url": site_url(enclosure.url, site)})


def _categories(
    entry: Entry, site: Site, offices: Mapping[str, Office], topics: Mapping[str, Topic]
) -> list[Category]:
    def category(scheme: str, term: str, label: str) -> Category:
        return Category(term=term, scheme=f"{site.base_url}/{scheme}", label=label)

    office = offices[entry.office]
    return [
        category("offices", office.slug, name_in(office.names, entry.language)),
        *(category("countries", code, country_name(code, entry.language)) for code in entry.countries),
        *(category("topics", slug, name_in(topics[slug].names, entry.language)) for slug in entry.topics),
    ]


def _translation_links(entry: Entry, site: Site) -> list[RelatedLink]:
    return [
        RelatedLink(
            href=sibling.link or site.base_url + urls.entry_path(sibling.uuid, sibling.title),
            language=sibling.language,
            type="text/html",
            title=sibling.title,
        )
        for sibling in entry.translations
    ]
