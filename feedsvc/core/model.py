"""The values that travel between the rooms: frozen, without behaviour beyond their own shape.

Times are aware datetimes in UTC with whole seconds. Country codes are upper case ISO 3166-1
alpha-2, languages are BCP 47 primary tags in lower case, texts are cleaned (`core.text`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

CalendarDay = date  # a field called `date` hides the class within its own dataclass


class Status(StrEnum):
    """Where an entry is in its life."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Format(StrEnum):
    """The formats of a feed, as they end its address."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Person:
    """An author."""

    name: str
    email: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of an entry; without `url` only its credit is known.

    `url` is absolute, or a path of this site that begins with "/" (made absolute when a feed is
    built). `width` and `height` are pixels, `length` is bytes.
    """

    url: str | None = None
    alt: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None
    type: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an entry; `length` is bytes."""

    url: str
    type: str
    length: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that an office had; `until` is a year, year-month or date (ISO 8601), or ""."""

    name: str
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDraft:
    """What is said of an office: by a page, a command or the editor.

    `names` and `descriptions` are by language. `since` is the year its work began.
    """

    slug: str
    names: Mapping[str, str]
    former_names: tuple[FormerName, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    city: str = ""
    country: str | None = None
    since: int | None = None
    countries: tuple[str, ...] = ()
    time_zone: str | None = None
    languages: tuple[str, ...] = ()
    email: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(OfficeDraft):
    """An office as stored; `uuid` never changes, the slug may."""

    uuid: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic, named in each language of the site."""

    uuid: str
    slug: str
    names: Mapping[str, str]
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What an author gives: the text of one news item in one language, and its attributes.

    `countries` is None where no editor chose them: they are then looked for in the text.
    `published` is None where it is to be the moment of release. `id` is given only by importers
    whose source has lasting ids. Texts may hold several paragraphs, parted by an empty line.
    """

    office: str
    title: str
    language: str
    summary: str = ""
    content_html: str = ""
    countries: tuple[str, ...] | None = None
    topics: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""
    link: str | None = None
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    authors: tuple[Person, ...] = ()
    published: datetime | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same news in another language."""

    language: str
    uuid: str
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One news item in one language, as stored.

    `position` is its place in the stream, `changed` the change number of its last visible change;
    both are None before release. `countries_chosen` says that a person chose the countries.
    `version` counts its stored versions from 1. `translations` are the released siblings.
    """

    uuid: str
    id: str
    office: str
    title: str
    language: str
    status: Status
    version: int
    created: datetime
    summary: str = ""
    content_html: str = ""
    countries: tuple[str, ...] = ()
    countries_chosen: bool = False
    topics: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""
    link: str | None = None
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    authors: tuple[Person, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    scheduled_for: datetime | None = None
    position: int | None = None
    changed: int | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    translation_group: str | None = None
    translations: tuple[Translation, ...] = ()

    @property
    def released(self) -> bool:
        """Whether readers can see it now."""
        return self.status is Status.PUBLISHED

    def as_draft(self) -> EntryDraft:
        """What an author would have given to make this entry; the countries only if chosen."""
        own = {f.name: getattr(self, f.name) for f in fields(EntryDraft)}
        own["countries"] = self.countries if self.countries_chosen else None
        return EntryDraft(**own)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryVersion:
    """One stored version of an entry: its whole state after `action`, by whom and when."""

    number: int
    at: datetime
    by: str
    action: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a withdrawn entry (RFC 6721): its id, when, and what may be said."""

    id: str
    when: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAddress:
    """A channel as its URL spells it: slugs, and an upper case country code. All None is `all`."""

    office: str | None = None
    country: str | None = None
    topic: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel whose parts are known to exist.

    `key` is made of what never changes. `changed_at` is the stored time of the channel's last
    change, `created` the time since which it could be asked for.
    """

    key: str
    address: ChannelAddress
    office: Office | None = None
    topic: Topic | None = None
    created: datetime
    changed: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The site as its settings and its database describe it; languages[0] is the site's own."""

    uuid: str
    created: datetime
    name: str
    base_url: str
    languages: tuple[str, ...]
    page_size: int
    time_zone: str
    contact_email: str | None = None

    @property
    def language(self) -> str:
        """The language of the site itself."""
        return self.languages[0]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """One item that an importer read. `line` is where it stands, counted from 1; `date` is its
    printed date where the source gives no time (then `draft.published` is None)."""

    line: int
    draft: EntryDraft
    date: CalendarDay | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an importer could not take: the line, counted from 1, what stood there and why not."""

    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that an importer made of one file: items in the file's order, newest first on a page."""

    office: OfficeDraft | None
    items: tuple[ImportedItem, ...]
    refused: tuple[Refusal, ...]


def shallow_dict(value: Any) -> dict[str, Any]:
    """The fields of a frozen dataclass by name, without descending into them."""
    return {f.name: getattr(value, f.name) for f in fields(value)}
