"""Offices, topics and countries as the API takes and gives them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from feedsvc.web.api.shapes.kinds import CountryCode, Language, Short, Slug


class FormerName(Struct, forbid_unknown_fields=True):
    """A name that an office had; `until` is a year, year-month or date, or ""."""

    name: str
    until: str


class Closing(Struct, forbid_unknown_fields=True):
    """When the feeds of an office end, whether they have, and the offices that go on with its work."""

    at: datetime
    over: bool
    successors: list[Slug]


class Office(Struct, forbid_unknown_fields=True):
    """An office; `names` are by language."""

    slug: Slug
    names: dict[str, str]
    former_names: list[FormerName]
    city: str
    country: CountryCode | None
    since: int | None
    countries: list[CountryCode]
    time_zone: str | None
    languages: list[str]
    email: str | None
    link: str | None
    former_slugs: list[Slug]
    closing: Closing | None


class FormerNameGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A name that an office had."""

    name: Annotated[str, Meta(min_length=1, max_length=2_000)]
    until: Annotated[str, Meta(pattern="^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")] | None = None


Names = Annotated[dict[Language, Short | None], Meta(min_length=1)]


class _OfficeOptional(Struct, forbid_unknown_fields=True, omit_defaults=True):
    former_names: list[FormerNameGiven] | None = None
    city: Short | None = None
    country: CountryCode | None = None
    since: Annotated[int, Meta(ge=1, le=9999)] | None = None
    countries: list[CountryCode] | None = None
    time_zone: Short | None = None
    languages: list[Language] | None = None
    email: Short | None = None
    link: Short | None = None


class OfficeGiven(_OfficeOptional, kw_only=True):
    """A new office."""

    slug: Slug
    names: Names


class OfficePatch(_OfficeOptional):
    """What is to change of an office (RFC 7396). Its old slug leads to a new one for good."""

    slug: Slug | UnsetType = UNSET
    names: Names | UnsetType = UNSET


class Into(Struct, forbid_unknown_fields=True):
    """Where an office or a topic goes."""

    into: Slug


class Merged(Struct, forbid_unknown_fields=True):
    """What is left of two that are one now, and how many entries went there."""

    slug: Slug
    entries: int


class Close(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The day from which the feeds of an office are gone, and the offices that go on with its work."""

    until: date
    successors: Annotated[list[Slug], Meta(max_length=20)] = []


class Topic(Struct, forbid_unknown_fields=True):
    """A topic; `names` are by language."""

    slug: Slug
    names: dict[str, str]


_TopicNames = Annotated[dict[Language, Annotated[str, Meta(max_length=200)] | None], Meta(min_length=1)]


class TopicPatch(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What is to change of a topic (RFC 7396). Its old slug leads to a new one for good."""

    slug: Slug | UnsetType = UNSET
    names: _TopicNames | UnsetType = UNSET


class TopicGiven(Struct, forbid_unknown_fields=True):
    """A new topic."""

    slug: Slug
    names: Annotated[dict[Language, Annotated[str, Meta(max_length=200)]], Meta(min_length=1)]


class Country(Struct, forbid_unknown_fields=True):
    """A country of ISO 3166-1; `names` are by language."""

    code: CountryCode
    names: dict[str, str]
