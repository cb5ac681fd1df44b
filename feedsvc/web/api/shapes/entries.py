"""Entries as the API takes and gives them. `core.record_reading` reads them, for every way in; a test holds
the two against each other."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from feedsvc.core.model import Status
from feedsvc.core.validation import LONGEST
from feedsvc.web.api.shapes.kinds import CountryCode, Language, Moment, Number, Short, Size, Slug, Text, Uuid


def _longest(name: str) -> Meta:
    return Meta(max_length=LONGEST[name])


Title = Annotated[str, Meta(min_length=1), _longest("title")]
Summary = Annotated[str, _longest("summary")]
Html = Annotated[str, _longest("content_html"), Meta(description="HTML; it is cleaned when it is stored")]
Kind = Annotated[str, _longest("kind")]
Where = Annotated[str, _longest("place")]
Link = Annotated[str, _longest("link"), Meta(description="an absolute http or https URL")]


class Image(Struct, forbid_unknown_fields=True):
    """The picture of an entry; where `url` is null only its credit is known. Pixels, bytes."""

    url: str | None
    alt: str
    credit: str
    width: int | None
    height: int | None
    type: str | None
    length: int | None


class Enclosure(Struct, forbid_unknown_fields=True):
    """A file that goes with an entry; `length` is bytes."""

    url: str
    type: str
    length: int | None
    title: str


class Author(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """An author."""

    name: str
    email: str | None = None
    uri: str | None = None


class Translation(Struct, forbid_unknown_fields=True):
    """The same news in another language."""

    language: Language
    uuid: Uuid


class Entry(Struct, forbid_unknown_fields=True):
    """A news item in one language."""

    uuid: Uuid
    id: str
    office: Slug
    title: str
    summary: str
    content_html: str
    language: str
    published: datetime | None
    updated: datetime | None
    status: Status
    countries: list[CountryCode]
    topics: list[Slug]
    kind: str
    place: str
    link: str | None
    image: Image | None
    enclosures: list[Enclosure]
    authors: list[Author]
    translations: list[Translation]


class ImageGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The picture of an entry: a URL, or what POST /pictures gave; or a credit alone."""

    url: Short | None = None
    alt: Text | None = None
    credit: Text | None = None
    width: Size | None = None
    height: Size | None = None
    type: Short | None = None
    length: Size | None = None


class EnclosureGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A file that goes with an entry."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000)]
    type: Annotated[str, Meta(min_length=1, max_length=2_000)]
    length: Number | None = None
    title: Text | None = None


class AuthorGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """An author."""

    name: Annotated[str, Meta(min_length=1, max_length=2_000)]
    email: Short | None = None
    uri: Short | None = None


class _EntryOptional(Struct, forbid_unknown_fields=True, omit_defaults=True):
    summary: Summary | None = None
    content_html: Html | None = None
    published: Moment | None = None
    countries: list[CountryCode] | None = None
    topics: list[Slug] | None = None
    kind: Kind | None = None
    place: Where | None = None
    link: Link | None = None
    image: ImageGiven | None = None
    enclosures: list[EnclosureGiven] | None = None
    authors: list[AuthorGiven] | None = None
    id: Short | None = None


class EntryGiven(_EntryOptional, kw_only=True):
    """A whole entry. Null, or nothing, is a field's default: `countries` are then looked for in the
    text, `published` is the moment of release."""

    office: Slug
    title: Title
    language: Language


class EntryWhole(EntryGiven, kw_only=True):
    """A whole entry, as it was read or anew. What the site sets may stand in it, and is passed over."""

    uuid: Any = None
    status: Any = None
    updated: Any = None
    translations: Any = None


class EntryPatch(_EntryOptional):
    """What is to change (RFC 7396): null gives a field its default, what is absent stays."""

    office: Slug | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    language: Language | UnsetType = UNSET


class EntryPage(Struct, forbid_unknown_fields=True):
    """Part of a list of entries; `versions` are the entries' versions by uuid, for bulk changes."""

    items: list[Entry]
    next: str | None
    versions: dict[str, int]
