"""A feed in no format yet: what `core.document` makes and `render` turns into bytes."""

from dataclasses import dataclass
from datetime import datetime

from feedsvc.core.model import Enclosure, Image, Person, Tombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of an entry in a feed: `term` within `scheme`, `label` for people."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLink:
    """A link from a feed or an entry to the same thing in another language or format."""

    href: str
    language: str | None = None
    type: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry made ready for a feed: every URL absolute, every name in the entry's language.

    `body_html` is "" where the feed leaves bodies out or there is nothing beyond the summary.
    `translations` are links to the entry in other languages.
    """

    id: str
    url: str
    title: str
    language: str
    published: datetime
    updated: datetime
    summary: str
    body_html: str
    authors: tuple[Person, ...]
    categories: tuple[Category, ...]
    image: Image | None
    enclosures: tuple[Enclosure, ...]
    kind: str
    place: str
    publisher: str
    translations: tuple[RelatedLink, ...]


def said_by_site(
    publisher: str,
    *,
    id_: str,
    url: str,
    title: str,
    language: str,
    published: datetime,
    updated: datetime,
    summary: str,
    body_html: str = "",
) -> FeedEntry:
    """An entry of a feed that is no news item: what the site of a name says in it itself."""
    return FeedEntry(
        id=id_,
        url=url,
        title=title,
        language=language,
        published=published,
        updated=updated,
        summary=summary,
        body_html=body_html,
        authors=(Person(publisher),),
        categories=(),
        image=None,
        enclosures=(),
        kind="",
        place="",
        publisher=publisher,
        translations=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where the other documents of the same feed are (RFC 5005, section 4): the one that readers
    subscribe to, which archived documents alone name, the one with what is older, and the newer one."""

    current: str | None = None
    previous: str | None = None
    next: str | None = None

    @property
    def is_archive(self) -> bool:
        """Whether the document is an archived one."""
        return self.current is not None

    def links(self) -> tuple[tuple[str, str], ...]:
        """The relations of the registry, each with its URL, where there is one."""
        relations = (("current", self.current), ("prev-archive", self.previous), ("next-archive", self.next))
        return tuple((rel, href) for rel, href in relations if href is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A feed, in no format yet. `language` is the feed's own; `one_language` says that every
    entry is in it. `updated` is the greatest in the document."""

    id: str
    title: str
    subtitle: str
    language: str
    one_language: bool
    self_url: str
    page_url: str
    updated: datetime
    publisher: str
    contact_email: str | None
    entries: tuple[FeedEntry, ...]
    tombstones: tuple[Tombstone, ...]
    history: History = History()
