"""The values that travel between the rooms: frozen, without behaviour beyond their own shape.

Times are aware datetimes in UTC with whole seconds. Country codes are upper case ISO 3166-1
alpha-2, languages are BCP 47 primary tags in lower case, texts are cleaned (`core.text`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from feedsvc.core.endings import Ending


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


class Period(StrEnum):
    """How much time a digest is about, as it stands in the address of its feed."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Person:
    """An author."""

    name: str
    email: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of an entry; without `url` only its credit is known. `url` is absolute, or a path of
    this site that begins with "/". `width` and `height` are pixels, `length` is bytes."""

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

    def as_draft(self) -> "OfficeDraft":
        """What is said of it, without what only a stored office has."""
        return OfficeDraft(**{f.name: getattr(self, f.name) for f in fields(OfficeDraft)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(OfficeDraft):
    """An office as stored; `uuid` never changes, the slug may: `former_slugs` lead to it for good."""

    uuid: str
    created: datetime
    former_slugs: tuple[str, ...] = ()
    ending: Ending | None = None


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
    `version` counts its stored versions from 1. `translations` are the released siblings, `owner` the
    account (uuid) that made it. Since `erased_at` nothing is left but its id and that it was withdrawn.
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
    owner: str | None = None
    erased_at: datetime | None = None

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
    """What stays of a withdrawn entry (RFC 6721): its id, when, and what may be said; `changed` is
    the change number of the withdrawal. `uuid` and `language` are the entry's, "" for a digest's."""

    id: str
    when: datetime
    comment: str = ""
    changed: int = 0
    uuid: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAddress:
    """A channel as its URL spells it: slugs, and an upper case country code. All None is `all`.

    With `digest` it is the channel's digest, whose feed holds one entry for each closed period; with
    `archive` the sealed page of that number, 1 being the oldest.
    """

    office: str | None = None
    country: str | None = None
    topic: str | None = None
    language: str | None = None
    digest: Period | None = None
    archive: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel whose parts are known to exist.

    `key` is made of what never changes. `changed_at` is the stored time of the channel's last
    change, `created` the time since which it could be asked for. `pages` of its archive are sealed;
    what stands after the position `sealed_to` is in none of them. `departed` is the change number at
    which something last left it without a tombstone.
    """

    key: str
    address: ChannelAddress
    office: Office | None = None
    topic: Topic | None = None
    created: datetime
    changed: int
    changed_at: datetime
    pages: int = 0
    sealed_to: int = 0
    departed: int = 0


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
    closing_notes: bool = False

    @property
    def language(self) -> str:
        """The language of the site itself."""
        return self.languages[0]


def shallow_dict(value: Any) -> dict[str, Any]:
    """The fields of a frozen dataclass by name, without descending into them."""
    return {f.name: getattr(value, f.name) for f in fields(value)}
